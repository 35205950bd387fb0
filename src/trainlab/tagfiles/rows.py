"""What every format says of a tag: its text, its range, where it stands on Modbus and in a data block."""

from __future__ import annotations

from collections.abc import Sequence

from trainlab.core.message import Language
from trainlab.core.tag import Direction, Tag
from trainlab.exchange.addresses import Row, address_book


def split(tags: Sequence[Tag]) -> tuple[list[Tag], list[Tag]]:
    """Inputs and outputs, each in the order of the tag list."""
    inputs = [tag for tag in tags if tag.direction is Direction.INPUT]
    return inputs, [tag for tag in tags if tag.direction is Direction.OUTPUT]


def rows_by_name(tags: Sequence[Tag]) -> dict[str, Row]:
    """Where each tag stands on Modbus."""
    return {row.tag.name: row for row in address_book(tags)}


def scaling(tag: Tag) -> str:
    """The raw range and what it stands for: "0..27648 = 0..0.5 m"; empty for what is not scaled."""
    if tag.scale is None:
        return ""
    scale = tag.scale
    raw = f"{scale.raw_low:g}..{scale.raw_high:g}"
    return f"{raw} = {scale.low:g}..{scale.high:g} {tag.unit}".rstrip()


def comment(tag: Tag, language: Language) -> str:
    """Text, scaling and designation in one line that may stand in a comment of any kind."""
    parts = (tag.text.within(language), scaling(tag), tag.reference)
    line = " ".join("; ".join(filter(None, parts)).split())
    return line.replace("*)", "* )").replace("(*", "( *")
