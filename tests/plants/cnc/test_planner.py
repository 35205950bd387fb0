"""Motion in time: closed forms, overrides and feed hold, whatever the tick."""

from __future__ import annotations

from dataclasses import replace
from math import pi, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plants.cnc.machines import LATHE, MILL, moves, program
from trainlab.plants.cnc.nc.planner import NEVER, PathMotion, block_time
from trainlab.plants.cnc.nc.timing import cycle_time

A = MILL.acceleration_mm_s2
STIFF = replace(LATHE, acceleration_mm_s2=1e7)  # so that the ramps do not count


def motion(text: str, factor: float = 1.0) -> PathMotion:
    return PathMotion(moves(text)[-1], MILL, factor)


@pytest.mark.parametrize(("length", "feed"), [(50.0, 600.0), (0.01, 6000.0), (300.0, 24000.0)])
def test_a_block_takes_the_time_of_its_trapezoid(length: float, feed: float) -> None:
    v = feed / 60.0
    expected = length / v + v / A if length >= v * v / A else 2.0 * sqrt(length / A)

    assert motion(f"G1 X{length} F{feed}").due_s == pytest.approx(expected, rel=1e-12)
    assert block_time(length, v, A) == pytest.approx(expected, rel=1e-12)


def test_a_contour_takes_the_published_time() -> None:
    # 50 x 40 contour, F600, Z-2 at F200, rapid 400 mm/s, 2000 mm/s2: 177.564 mm rapid, 187 mm at feed,
    # 20.5439 s without ramps, 21.1349 s with them, 26.6349 s with tool change, spindle and dwell.
    # How the rapids share their 177.564 mm is not printed; these do.
    part = program(
        "T1 M6\nG0 X75.564\nS4000 M3\nG0 Z-30\nG4 P0.5\nG1 Z-37 F200\n"
        "G1 X125.564 F600\nY40\nX75.564\nY0\nG0 Z35\nM30"
    )
    spent = cycle_time(part, MILL, tool_change_s=4.0, ramp_rpm_s=4000.0)

    assert part.rapid_mm() == pytest.approx(177.564)
    assert part.feed_mm() == pytest.approx(187.0)
    assert part.rapid_mm() / 400 + 7 / (200 / 60) + 180 / 10 == pytest.approx(20.5439, abs=1e-4)
    assert spent.rapid_s + spent.feed_s == pytest.approx(21.1349, abs=1e-3)
    assert spent.total_s == pytest.approx(26.6349, abs=1e-3)


def test_facing_at_constant_surface_speed_takes_the_published_time() -> None:
    # D60 to 0, vc 200, f 0.2, 3000 rpm at most; Dc is where the limit is reached:
    # t = pi (D^2 - Dc^2) / (4000 vc f) + (Dc / 2) / (f nmax) min = 4.771667 s
    facing = moves("G92 S3000\nG96 S200 M3\nG0 X60 Z0\nG1 X0 F0.2", LATHE)[1]
    dc = 1000 * 200 / (pi * 3000)
    closed = 60 * (pi * (60**2 - dc**2) / (4000 * 200 * 0.2) + dc / 2 / (0.2 * 3000))

    assert closed == pytest.approx(4.771667, abs=1e-6)
    assert PathMotion(facing, STIFF, 1.0).due_s == pytest.approx(closed, rel=2e-5)


def test_turning_takes_the_published_time() -> None:
    turning = moves("G92 S3000\nG96 S200 M3\nG0 X50 Z0\nG1 Z-80 F0.2", LATHE)[1]

    assert PathMotion(turning, STIFF, 1.0).due_s == pytest.approx(18.84956, abs=1e-4)


def test_inverse_time_is_the_time_of_the_block() -> None:
    assert motion("G93 G1 X50 F6").due_s == pytest.approx(10.0 + 5.0 / A, rel=1e-12)


def test_a_hold_rests_after_v_over_a_and_on_with_start_nothing_is_lost() -> None:
    held = motion("G1 X100 F12000")
    held.advance(0.2)
    v, before = held.speed_mm_s, held.way_mm
    held.override(0.0)
    held.advance(v / A - 1e-6)
    assert held.speed_mm_s > 0.0
    held.advance(1e-6)

    assert v == 200.0
    assert held.speed_mm_s == 0.0
    assert held.way_mm - before == pytest.approx(v * v / (2 * A), abs=1e-9)
    assert held.due_s == NEVER
    held.advance(5.0)
    held.override(1.0)
    left = 100.0 - held.way_mm
    assert held.due_s == pytest.approx(left / v + v / A, rel=1e-12)


def test_an_override_changes_the_speed_at_the_acceleration() -> None:
    slowed = motion("G1 X100 F6000")
    slowed.advance(0.1)
    slowed.override(0.5)
    slowed.advance(0.0125)
    assert slowed.speed_mm_s == pytest.approx(75.0)
    slowed.advance(0.0125)
    assert slowed.speed_mm_s == pytest.approx(50.0)
    slowed.override(1.2)
    slowed.advance(0.035)
    assert slowed.speed_mm_s == pytest.approx(120.0)


def test_an_override_in_the_last_millimetre_does_not_overrun_the_end() -> None:
    braking = motion("G1 X10 F6000")
    braking.advance(braking.due_s - 0.01)
    braking.override(2.0)
    braking.advance(braking.due_s)

    assert braking.finished
    assert braking.place == (10.0, 0.0, 0.0)


PATHS = ("G1 X40 F3000", "G0 X300", "G0 X10\nG3 X0 Y10 Z3 I-10 F1800", "G1 X0.002 F600")


@given(
    path=st.sampled_from(PATHS),
    changes=st.lists(
        st.tuples(st.integers(1, 40), st.sampled_from((0.0, 0.1, 0.5, 1.0, 1.2))), max_size=8
    ),
)
def test_no_override_breaks_acceleration_or_overruns_and_no_tick_shows(
    path: str, changes: list[tuple[int, float]]
) -> None:
    coarse, fine = motion(path), motion(path)
    for ticks, factor in [*changes, (1, 1.0)]:
        for _ in range(ticks):
            before, way = fine.speed_mm_s, fine.way_mm
            for _ in range(10):
                fine.advance(min(0.001, fine.due_s))
            coarse.advance(min(0.01, coarse.due_s))
            assert abs(fine.speed_mm_s - before) <= A * 0.01 + 1e-9
            assert fine.way_mm >= way
        assert coarse.way_mm == pytest.approx(fine.way_mm, abs=1e-7)
        assert coarse.finished == fine.finished
        coarse.override(factor)
        fine.override(factor)
    coarse.advance(coarse.due_s)

    assert coarse.finished
    assert coarse.place == coarse.move.path.end


def test_a_hold_in_a_facing_cut_goes_on_where_it_stood() -> None:
    facing = moves("G92 S3000\nG96 S200 M3\nG0 X60 Z0\nG1 X0 F0.2", LATHE)[1]
    whole, held = PathMotion(facing, LATHE, 1.0), PathMotion(facing, LATHE, 1.0)
    held.advance(2.0)
    held.override(0.0)
    held.advance(1.0)
    held.override(1.0)

    # what the way of braking saves, the way of speeding up costs
    assert held.due_s == pytest.approx(whole.due_s - 2.0, abs=1e-4)
