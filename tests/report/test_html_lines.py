"""Paths of columns: no more points than pixels need, and none of what they show is lost."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainlab.report.html.evidence import Shown
from trainlab.report.html.lines import logic_path, trend_path
from trainlab.report.html.panels import draw_panel, panels_of
from trainlab.report.html.svg import shortened, text_width
from trainlab.report.html.view import LEFT, RIGHT, View, ticks, view_of

TICK = 10_000_000
HOUR = View(0, 360_000, TICK)


def ys(path: str) -> list[float]:
    return [float(point.split()[1]) for point in re.findall(r"[ML]([-\d.]+ [-\d.]+)", path)]


def test_one_sample_among_an_hour_of_them_is_seen() -> None:
    column = np.zeros(360_000)
    column[123_457] = 1.0

    path = trend_path(column, HOUR, 0.0, 1.0, 0.0, 100.0)

    assert min(ys(path)) == 0.0
    assert path.count("L") < 4 * (RIGHT - LEFT)


def test_an_hour_of_noise_is_a_small_path() -> None:
    noise = np.sin(np.arange(360_000) ** 1.7)
    assert len(trend_path(noise, HOUR, -1.0, 1.0, 0.0, 100.0)) < 40_000


def test_a_short_column_is_drawn_point_by_point() -> None:
    column = np.array([0.0, 1.0, 0.0])
    assert ys(trend_path(column, View(0, 2, TICK), 0.0, 1.0, 0.0, 100.0)) == [100.0, 0.0, 100.0]


@pytest.mark.parametrize("hole", [float("nan"), float("inf")])
def test_a_gap_is_a_gap(hole: float) -> None:
    column = np.array([0.0, 0.5, hole, 0.5, 0.0])
    assert trend_path(column, View(0, 4, TICK), 0.0, 1.0, 0.0, 100.0).count("M") == 2


def test_a_pulse_of_one_tick_is_seen_in_an_hour() -> None:
    column = np.zeros(360_000, dtype=np.bool_)
    column[200_000] = True
    path = logic_path(column, HOUR, 0.0, 10.0)
    assert re.search(r"V0V10V10", path)


def test_chatter_faster_than_a_pixel_is_a_bar_and_stays_small() -> None:
    column = np.arange(360_000) % 2 == 0
    assert len(logic_path(column, HOUR, 0.0, 10.0)) < 20_000


@given(
    st.lists(st.floats(allow_nan=True, allow_infinity=True, width=64), min_size=1, max_size=40),
    st.lists(st.booleans(), min_size=1, max_size=40),
)
def test_whatever_is_recorded_can_be_drawn(numbers: list[float], bits: list[bool]) -> None:
    rows = min(len(numbers), len(bits))
    view = view_of(0, rows * TICK, TICK, rows, 0.03)
    shown = [Shown("a", np.array(numbers[:rows]), "m"), Shown("b", np.array(bits[:rows]))]
    drawn = "".join(draw_panel(panel, view, 0.0) for panel in panels_of(shown))
    assert "nan" not in drawn
    assert "inf" not in drawn


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.0, 1.0, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (27.3, 49.9, [30.0, 35.0, 40.0, 45.0]),
        (-1e-6, 1e-6, [-1e-6, -5e-7, 0.0, 5e-7, 1e-6]),
        (5.0, 5.0, [5.0]),
    ],
)
def test_axes_have_round_numbers(low: float, high: float, expected: list[float]) -> None:
    assert ticks(low, high, 6) == pytest.approx(expected)


def test_a_view_stays_within_its_run() -> None:
    assert view_of(0, 50 * TICK, TICK, 50, 0.1) == View(0, 50, TICK)
    assert view_of(20 * TICK, 20 * TICK, TICK, 50, 0.03) == View(18, 22, TICK)


def test_a_long_name_is_shortened_to_its_width() -> None:
    short = shortened("NOT pump_command AND NOT shutoff_command", 150.0)
    assert short.endswith("…")
    assert text_width(short) <= 152.0
    assert shortened("液位", 22.0) == "液位"
