"""Where a sheet moves the plant's tags to: read against the tags, all mistakes at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from trainlab.core.message import Text
from trainlab.core.tag import Direction, Tag
from trainlab.exchange.addresses import (
    AddressClash,
    Flaw,
    address_at,
    canonical,
    overlaps,
    place,
    row_of,
)
from trainlab.scenario import problems as say
from trainlab.scenario.reader import Reader

TAG = Text("tag", "变量")
PATH = ("plant", "addresses")
SIDES = {
    Direction.INPUT: Text("an input", "输入"),
    Direction.OUTPUT: Text("an output", "输出"),
}
_KINDS = {
    Flaw.NO_ADDRESS: say.NO_ADDRESS,
    Flaw.NOT_ITS_OWN: say.ADDRESS_OF_ANOTHER_KIND,
    Flaw.ODD_BYTE: say.ODD_ADDRESS,
    Flaw.BEYOND: say.ADDRESS_BEYOND,
}


def moved_tags(
    tags: tuple[Tag, ...], addresses: Mapping[str, str], reader: Reader
) -> tuple[Tag, ...]:
    """The tags, those that the sheet names at their new addresses; what cannot be is reported and
    stays where it was."""
    named = {tag.name: tag for tag in tags}
    moved: dict[str, Tag] = {}
    for name, written in addresses.items():
        if name not in named:
            reader.unknown(TAG, name, named, (*PATH, name), key=True)
            continue
        tag = replace(named[name], address=canonical(written) or written)
        try:
            row_of(tag, place(tag))
        except AddressClash as clash:
            _report(clash.flaw, tag, reader)
        else:
            moved[name] = tag
    whole = tuple(moved.get(tag.name, tag) for tag in tags)
    told = set()
    for one, other in overlaps(whole):
        guilty, rest = (other, one) if other.name in moved else (one, other)
        if guilty.name in told:
            continue
        told.add(guilty.name)
        reader.problems.append(
            say.ADDRESSES_OVERLAP.at(
                reader.source.position((*PATH, guilty.name)),
                name=guilty.name, address=guilty.address, other=rest.name, taken=rest.address,
            )
        )  # fmt: skip
    return whole


def _report(flaw: Flaw, tag: Tag, reader: Reader) -> None:
    reader.problems.append(
        _KINDS[flaw].at(
            reader.source.position((*PATH, tag.name)),
            name=tag.name,
            address=tag.address,
            type=tag.type.name,
            side=SIDES[tag.direction],
            example=address_at(tag.direction, tag.type, 800),
        )
    )
