"""Whether a file still fits a station: what is missing, unknown, elsewhere, of another type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from trainlab.core.message import Text
from trainlab.core.problem import Position, Problem, did_you_mean
from trainlab.core.tag import Tag
from trainlab.exchange.addresses import AddressClash, Flaw, overlaps, place, row_of
from trainlab.tagfiles import problems as wrong
from trainlab.tagfiles.contract import StationTags, TagRow

REASONS = {
    Flaw.NO_ADDRESS: Text("this is no address", "这不是地址"),
    Flaw.NOT_ITS_OWN: Text("not of the tag's type and direction", "与变量的类型和方向不符"),
    Flaw.ODD_BYTE: Text("it begins at an odd byte", "从奇数字节开始"),
    Flaw.BEYOND: Text("it is beyond what Modbus can address", "超出 Modbus 的寻址范围"),
    Flaw.OVERLAP: Text("'{other}' stands there", "此处已有“{other}”"),
}


def differences(file: str, rows: Sequence[TagRow], station: StationTags) -> list[Problem]:
    """Everything in which a file and a station differ, in the order of the file; then what is
    missing. Names are compared without regard to case."""
    problems = _strangers(file, rows, station)
    tags = _by_name(station.tags)
    for row, tag in _paired(rows, tags):
        if row.address and row.address != tag.address:
            problems.append(
                wrong.OTHER_ADDRESS.at(
                    _place(file, row), name=tag.name, found=row.address, address=tag.address,
                    station=station.name,
                )
            )  # fmt: skip
    there = {row.name.casefold() for row in rows}
    problems += [
        wrong.TAG_MISSING.at(Position(file), name=tag.name, address=tag.address)
        for key, tag in tags.items()
        if key not in there
    ]
    return problems


def moved_by(
    file: str, rows: Sequence[TagRow], station: StationTags
) -> tuple[dict[str, str], list[Problem]]:
    """The addresses of the tags that a file has elsewhere than a station, and why they could not
    stand there."""
    problems = _strangers(file, rows, station)
    tags = _by_name(station.tags)
    moved: dict[str, Tag] = {}
    found_at: dict[str, TagRow] = {}
    for row, tag in _paired(rows, tags):
        if not row.address or row.address == tag.address:
            continue
        elsewhere = replace(tag, address=row.address)
        found_at[tag.name] = row
        try:
            row_of(elsewhere, place(elsewhere))
        except AddressClash as clash:
            problems.append(_not_together(file, row, tag, clash.flaw))
        else:
            moved[tag.name] = elsewhere
    for one, other in overlaps([moved.get(tag.name, tag) for tag in station.tags]):
        guilty, rest = (other, one) if other.name in moved else (one, other)
        problems.append(_not_together(file, found_at[guilty.name], guilty, Flaw.OVERLAP, rest.name))
    return {name: tag.address for name, tag in moved.items()}, problems


def _strangers(file: str, rows: Sequence[TagRow], station: StationTags) -> list[Problem]:
    """Tags that the station has not, or of another type, or that are there twice."""
    problems: list[Problem] = []
    tags = _by_name(station.tags)
    names = [tag.name for tag in station.tags]
    seen: set[str] = set()
    for row in rows:
        key, place_ = row.name.casefold(), _place(file, row)
        tag = tags.get(key)
        if key in seen:
            problems.append(wrong.TWICE.at(place_, name=row.name))
        elif tag is None:
            problems.append(
                wrong.UNKNOWN_TAG.at(
                    place_, name=row.name, station=station.name, known=", ".join(names),
                    hint=did_you_mean(row.name, names),
                )
            )  # fmt: skip
        elif row.type is not tag.type:
            problems.append(
                wrong.OTHER_TYPE.at(
                    place_, name=tag.name, found=row.type.name, type=tag.type.name,
                    station=station.name,
                )
            )  # fmt: skip
        seen.add(key)
    return problems


def _paired(rows: Sequence[TagRow], tags: dict[str, Tag]) -> Iterable[tuple[TagRow, Tag]]:
    """Each row that is a tag of the station and of its type, the first of a name."""
    seen: set[str] = set()
    for row in rows:
        tag = tags.get(row.name.casefold())
        if tag is not None and tag.type is row.type and tag.name not in seen:
            seen.add(tag.name)
            yield row, tag


def _not_together(file: str, row: TagRow, tag: Tag, flaw: Flaw, other: str = "") -> Problem:
    reason = REASONS[flaw].fill(other=other)
    return wrong.NOT_TOGETHER.at(
        _place(file, row), name=tag.name, address=row.address, reason=reason
    )


def _by_name(tags: Sequence[Tag]) -> dict[str, Tag]:
    return {tag.name.casefold(): tag for tag in tags}


def _place(file: str, row: TagRow) -> Position:
    return Position(file, row.line, 1) if row.line else Position(file)
