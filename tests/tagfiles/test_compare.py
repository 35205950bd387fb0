"""Whether a file still fits a station, and which addresses a sheet can take from it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from trainlab.core.message import Text
from trainlab.core.tag import DataType, Tag
from trainlab.tagfiles.compare import differences, moved_by
from trainlab.tagfiles.contract import StationTags, TagRow

Row = tuple[str, DataType, str]
BOOL, INT, DINT, REAL = DataType
SOUND = (("start", BOOL, "%IX0.0"), ("level", INT, "%IW64"), ("valve", INT, "%QW64"))


@pytest.fixture
def station(make_tag: Callable[..., Tag]) -> StationTags:
    tags = tuple(make_tag(name, address, type_) for name, type_, address in SOUND)
    return StationTags("rig", Text("A rig", "装置"), tags)


def rows(*listed: Row) -> list[TagRow]:
    return [TagRow(*row, line) for line, row in enumerate(listed, 1)]


def test_the_same_tags_fit_whatever_their_order_and_case(station: StationTags) -> None:
    start, _, valve = SOUND
    assert differences("f", rows(valve, ("LEVEL", INT, "%IW64"), start), station) == []


def test_an_address_that_the_file_does_not_hold_is_no_difference(station: StationTags) -> None:
    assert differences("f", rows(*((name, type_, "") for name, type_, _ in SOUND)), station) == []


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        (SOUND[1:], [("TL6017", 0)]),
        ((*SOUND, ("levle", INT, "%IW66")), [("TL6018", 4)]),
        ((*SOUND, ("Level", INT, "%IW64")), [("TL6021", 4)]),
        ((SOUND[0], ("level", INT, "%IW66"), SOUND[2]), [("TL6019", 2)]),
        ((SOUND[0], ("level", REAL, "%ID64"), SOUND[2]), [("TL6020", 2)]),
        (
            (("level", INT, "%IW66"), ("strat", BOOL, "%IX0.0")),
            [("TL6018", 2), ("TL6019", 1), ("TL6017", 0), ("TL6017", 0)],
        ),
    ],
)
def test_every_difference_is_told_at_once(
    station: StationTags, listed: tuple[Row, ...], found: list[tuple[str, int]]
) -> None:
    told = differences("f", rows(*listed), station)
    assert [(each.kind.code, each.position.line) for each in told] == found


def test_a_sheet_takes_only_what_has_moved(station: StationTags) -> None:
    moved = (("level", INT, "%IW66"), SOUND[0], ("valve", INT, ""))
    assert moved_by("f", rows(*moved), station) == ({"level": "%IW66"}, [])


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (("level", INT, "%QW66"), ["TL6022"]),
        (("level", INT, "%IW67"), ["TL6022"]),
        (("level", INT, "%IW0"), ["TL6022"]),
        (("level", INT, "%IW131072"), ["TL6022"]),
        (("level", REAL, "%ID66"), ["TL6020"]),
        (("levle", INT, "%IW66"), ["TL6018"]),
    ],
)
def test_what_a_sheet_could_not_take_is_told(
    station: StationTags, row: Row, codes: list[str]
) -> None:
    _, problems = moved_by("f", rows(row), station)
    assert [each.kind.code for each in problems] == codes
