"""Widths of columns: names stand whole, and Chinese takes two cells a character."""

from __future__ import annotations

import io

from rich.console import Console

from trainlab.core.problem import did_you_mean
from trainlab.report.columns import column_widths, print_listing
from trainlab.report.plain import plain, plain_lines

NAMES = ("name", "shutoff_command")
SENTENCES = ("meaning", "the solenoid valve behind the pump opens")


def test_what_fits_is_as_wide_as_it_is() -> None:
    assert column_widths([NAMES, SENTENCES], [1], 80, 20) == [15, 40]


def test_a_sentence_gives_way_and_a_name_does_not() -> None:
    assert column_widths([NAMES, SENTENCES], [1], 40, 20) == [15, 23]


def test_nothing_is_squeezed_below_its_least() -> None:
    assert column_widths([NAMES, SENTENCES], [1], 36, 20) is None


def test_a_long_word_in_a_sentence_counts_as_a_name() -> None:
    assert column_widths([NAMES, ("", "see second_setpoint_of_the_day")], [1], 42, 20) is None


def test_chinese_is_counted_in_cells() -> None:
    assert column_widths([("变量",), ("水箱液位保持",)], [1], 80, 20) == [4, 12]


def lines(width: int) -> list[str]:
    page = io.StringIO()
    row = ("shutoff_command", "BOOL", "%QX1.1", SENTENCES[1])
    print_listing(("name", "type", "address", "meaning"), [row], Console(file=page, width=width))
    return [line.rstrip() for line in page.getvalue().splitlines()]


def test_a_sentence_without_room_stands_under_its_row() -> None:
    assert lines(45) == [
        "name             type  address",
        "shutoff_command  BOOL  %QX1.1",
        "    the solenoid valve behind the pump opens",
    ]


def test_a_row_without_room_stands_under_its_name() -> None:
    assert lines(28)[:2] == ["shutoff_command", "    type BOOL  address"]


def test_nothing_of_a_strangers_text_commands_a_terminal() -> None:
    assert plain("\x1b[31mred\x9b2J\x7f\u202e\n") == r"\x1b[31mred\x9b2J\x7f\u202e\n"
    assert plain_lines("one\ntwo\r\x07") == "one\ntwo\\r\\x07"
    assert plain("液位 ± 5 mm") == "液位 ± 5 mm"


def test_a_word_of_a_name_suggests_it_when_no_other_has_it() -> None:
    assert str(getattr(did_you_mean("tank", ["tank_level", "conveyor"]), "values", "")) == str(
        {"name": "tank_level"}
    )
    assert did_you_mean("tank", ["tank_level", "tank_heated"]) == ""
