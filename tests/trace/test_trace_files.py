"""Traces as CSV and VCD, read back by readers that are not ours."""

from __future__ import annotations

import csv
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest
from vcd.reader import TokenKind, tokenize

from trainlab.core.observer import Event
from trainlab.trace.csv_file import exact_seconds
from trainlab.trace.forms import FORMS, trace_writer
from trainlab.trace.trace import Trace
from trainlab.trace.vcd import identifiers, time_scale

NAN, INF = float("nan"), float("inf")


@pytest.fixture
def trace() -> Trace:
    columns = {
        "pump": np.array([False, True, True, False]),
        "level_m": np.array([0.1, 0.1, 1 / 3, -INF]),
        "axis[1,2].x": np.array([NAN, NAN, 1.0, NAN]),
    }
    events = (Event(20_000_000, "operate", "start", 1.0, "start"), Event(0, "change", "kv", 2.0))
    return Trace(10_000_000, MappingProxyType(columns), {}, events, "ab12")


def changes(path: Path) -> dict[str, list[tuple[int, object]]]:
    """Every change by the name of its variable, as pyvcd reads the file."""
    names: dict[str, str] = {}
    found: dict[str, list[tuple[int, object]]] = {}
    now = 0
    with path.open("rb") as file:
        for token in tokenize(file):
            if token.kind is TokenKind.VAR:
                names[token.var.id_code] = token.var.reference
                found[token.var.reference] = []
            elif token.kind is TokenKind.CHANGE_TIME:
                now = token.time_change
            elif token.kind is TokenKind.CHANGE_SCALAR:
                found[names[token.scalar_change.id_code]].append((now, token.scalar_change.value))
            elif token.kind is TokenKind.CHANGE_REAL:
                found[names[token.real_change.id_code]].append((now, token.real_change.value))
    return found


def test_vcd_has_every_change_at_its_tick(trace: Trace, tmp_path: Path) -> None:
    trace_writer(tmp_path / "t.vcd")(trace, tmp_path / "t.vcd")

    read = changes(tmp_path / "t.vcd")

    assert read["pump"] == [(0, "0"), (1, "1"), (3, "0")]
    assert read["level_m"] == [(0, 0.1), (2, 1 / 3), (3, -INF)]
    assert read["at_start"] == [(2, "1")]
    assert [now for now, _ in read["axis_1_2__x"]] == [0, 2, 3]


def test_vcd_tells_its_scale_and_its_end(trace: Trace, tmp_path: Path) -> None:
    FORMS[".vcd"](trace, tmp_path / "t.vcd")
    with (tmp_path / "t.vcd").open("rb") as file:
        tokens = list(tokenize(file))
    scale = next(token.timescale for token in tokens if token.kind is TokenKind.TIMESCALE)
    times = [token.time_change for token in tokens if token.kind is TokenKind.CHANGE_TIME]
    assert (scale.magnitude, scale.unit.value) == (10, "ms")
    assert times == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("tick_ns", "scale"),
    [
        (10_000_000, ("10 ms", 10_000_000)),
        (25_000_000, ("1 ms", 1_000_000)),
        (2_000_000_000, ("1 s", 1_000_000_000)),
        (1_000_000_000, ("1 s", 1_000_000_000)),
        (500_000, ("100 us", 100_000)),
    ],
)
def test_the_scale_is_the_coarsest_that_divides_a_tick(
    tick_ns: int, scale: tuple[str, int]
) -> None:
    assert time_scale(tick_ns) == scale


def test_no_two_names_become_one() -> None:
    assert identifiers(["a.b", "a_b", "液位", "1x"]) == ["a_b", "a_b_2", "__", "_1x"]


def test_more_variables_than_characters_have_codes_of_two(tmp_path: Path) -> None:
    columns = {f"v{number}": np.array([False, True]) for number in range(200)}
    FORMS[".vcd"](Trace(1, columns, {}, (), ""), tmp_path / "t.vcd")
    read = changes(tmp_path / "t.vcd")
    assert len(read) == 200
    assert set(map(tuple, read.values())) == {((0, "0"), (1, "1"))}


def test_csv_gives_back_every_number(trace: Trace, tmp_path: Path) -> None:
    FORMS[".csv"](trace, tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(newline="", encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    assert head == ["time_s", "pump", "level_m", "axis[1,2].x"]
    assert [float(row[2]) for row in rows] == list(trace.columns["level_m"])
    assert rows[0] == ["0", "0", "0.1", "nan"]
    assert rows[3] == ["0.03", "0", "-inf", "nan"]


def test_seconds_are_exact() -> None:
    times = (1, 10_000_000, 3_600_000_000_000)
    assert [exact_seconds(now_ns) for now_ns in times] == ["0.000000001", "0.01", "3600"]


def test_a_name_without_suffix_is_a_numpy_archive() -> None:
    assert trace_writer(Path("t")) is FORMS[".npz"]
    assert trace_writer(Path("T.CSV")) is FORMS[".csv"]


def test_vcd_of_a_long_run_loses_no_change_between_its_portions(tmp_path: Path) -> None:
    rows = np.arange(25_000)
    columns = {"bit": rows % 2 == 0, "number": (rows // 5_000) * 1.0}
    event = Event(20_000, "operate", "late", label="late")
    FORMS[".vcd"](Trace(1, columns, {}, (event,), ""), tmp_path / "t.vcd")
    read = changes(tmp_path / "t.vcd")
    assert [now for now, _ in read["bit"]] == list(range(25_000))
    assert read["number"] == [(0, 0), (5_000, 1), (10_000, 2), (15_000, 3), (20_000, 4)]
    assert read["at_late"] == [(20_000, "1")]
