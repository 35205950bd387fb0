"""Part programs: paths from words, and refusals by line and column."""

from __future__ import annotations

from math import hypot, pi, sqrt

import pytest

from plants.cnc.machines import LATHE, MILL, moves, program, refusals
from trainlab.core.problem import ProblemsFound
from trainlab.plants.cnc.nc import compile_program
from trainlab.plants.cnc.nc.paths import Arc
from trainlab.plants.cnc.nc.steps import Dwell, FeedMode, Function, FunctionKind, Move


def ends(text: str) -> list[tuple[float, float, float]]:
    return [tuple(round(v, 9) for v in move.path.end) for move in moves(text)]


def test_words_may_be_lower_case_and_run_together() -> None:
    assert ends("n10g0x1.5y-2z+.5(approach)") == [(1.5, -2.0, 0.5)]


def test_only_lines_between_the_percent_signs_count_and_skipped_ones_do_not() -> None:
    text = "%\nO1001 (bracket)\nG0 X1\n/G0 X2\n; a remark\nG0 X3\nM30\n%\nanything at all"

    assert ends(text) == [(1.0, 0.0, 0.0), (3.0, 0.0, 0.0)]
    assert program(text).number == 1001


def test_inches_are_25_4_mm_and_incremental_words_are_ways() -> None:
    assert ends("G20 G0 X1\nG21 G91 X10 Y1\nG90 X0") == [
        (25.4, 0.0, 0.0),
        (35.4, 1.0, 0.0),
        (0.0, 1.0, 0.0),
    ]


def test_work_offset_and_tool_length_move_the_zero_and_g53_does_not_see_them() -> None:
    text = "T2 M6\nG55 G0 X0 Y0\nG43 H2 Z5\nG53 G0 Z0\nG49 Z5"

    assert ends(text) == [(100, 50, 0), (100, 50, 35), (100, 50, 0), (100, 50, -15)]


def test_g28_goes_by_the_place_named_to_the_reference_point_with_the_axes_named() -> None:
    assert ends("G0 X10 Y20 Z30\nG28 Z40\nG91 G28 X0\nG28")[1:] == [
        (10, 20, 40),
        (10, 20, 0),
        (0, 20, 0),
        (0, 0, 0),
    ]


def test_a_lathe_has_diameters_in_x_and_radii_in_i() -> None:
    turning = moves("G0 X40 Z0\nG3 X60 Z-10 I0 K-10 F0.2", LATHE)

    assert turning[0].path.end == (20.0, 0.0, 0.0)
    assert turning[1].path.end == (30.0, 0.0, -10.0)
    assert turning[1].path.length_mm == pytest.approx(5.0 * pi, rel=1e-12)


@pytest.mark.parametrize(
    ("words", "turn", "rise"),
    [
        ("G3 X0 Y10 I-10", 0.5 * pi, 0.0),
        ("G2 X0 Y10 I-10", 1.5 * pi, 0.0),
        ("G3 X0 Y10 R10", 0.5 * pi, 0.0),
        ("G3 X0 Y10 R-10", 1.5 * pi, 0.0),
        ("G2 X0 Y10 R10", 0.5 * pi, 0.0),
        ("G3 X10 Y0 I-10", 2.0 * pi, 0.0),
        ("G2 X10 Y0 Z-4 I-10", 2.0 * pi, 4.0),
        ("G3 X0 Y10 Z3 I-10", 0.5 * pi, 3.0),
    ],
)
def test_an_arc_is_as_long_as_its_turn_and_its_rise(words: str, turn: float, rise: float) -> None:
    arc = moves(f"G0 X10 Y0\nF600\n{words}")[1].path

    assert arc.length_mm == pytest.approx(hypot(10.0 * turn, rise), rel=1e-12)


def test_every_place_of_an_arc_is_on_its_circle_and_the_ends_are_exact() -> None:
    arc = moves("G0 X13 Y4\nG2 X6 Y11 R10 F600")[1].path
    assert isinstance(arc, Arc)
    centre = arc.centre

    for k in range(101):
        x, y, _ = arc.at(arc.length_mm * k / 100)
        assert hypot(x - centre[0], y - centre[1]) == pytest.approx(10.0, rel=1e-12)
    assert arc.at(0.0) == (13.0, 4.0, 0.0)
    assert arc.at(arc.length_mm) == (6.0, 11.0, 0.0)


def test_clockwise_is_seen_from_the_third_axis_in_each_plane() -> None:
    # From +Y, with G18, Z is to X as X is to Y: clockwise from X+ leads by Z+ (RS274/NGC, 3.5.3).
    quarter = moves("G0 X10 Z0\nG18 G2 X0 Z10 I-10 K0 F600")[1].path
    other = moves("G0 Y10 Z0\nG19 G2 Y0 Z-10 J-10 K0 F600")[1].path

    assert quarter.length_mm == pytest.approx(5.0 * pi, rel=1e-12)
    assert other.length_mm == pytest.approx(5.0 * pi, rel=1e-12)


def strokes(text: str) -> list[tuple[str, float]]:
    return [("rapid" if m.rapid else "feed", round(m.path.end[2], 9)) for m in moves(text)]


def test_g81_drills_each_hole_and_goes_out_to_the_level_that_g98_or_g99_says() -> None:
    text = "G0 Z50\nG99 G81 X10 Y0 Z-5 R2 F100\nX20\nG98 X30\nG80"

    assert [m.path.end for m in moves(text) if not m.rapid] == [
        (10, 0, -5),
        (20, 0, -5),
        (30, 0, -5),
    ]
    assert [level for _, level in strokes(text)] == [50, 50, 2, -5, 2, 2, -5, 2, 2, -5, 50]


def test_g82_dwells_at_the_bottom() -> None:
    steps = program("G0 Z10\nG82 X0 Y0 Z-3 R1 P0.5 F100\nG80").steps

    at = next(k for k, step in enumerate(steps) if isinstance(step, Dwell))
    assert steps[at] == Dwell(2, 0.5)
    assert isinstance(steps[at - 1], Move)
    assert steps[at - 1].path.end == (0, 0, -3)


def test_g83_pecks_out_to_r_and_back_to_a_hundredth_of_an_inch_above() -> None:
    # LinuxCNC, convert_cycle_g83: rapid to R, rapid to depth + 0.010 inch, feed to the next depth
    assert strokes("G0 Z10\nG83 X0 Y0 Z-10 R2 Q5 F100\nG80")[1:] == [
        ("rapid", 2),
        ("feed", -3),
        ("rapid", 2),
        ("rapid", -2.746),
        ("feed", -8),
        ("rapid", 2),
        ("rapid", -7.746),
        ("feed", -10),
        ("rapid", 10),
    ]


def test_g73_breaks_the_chip_with_a_short_way_back() -> None:
    assert strokes("G0 Z10\nG73 X0 Y0 Z-10 R2 Q5 F100\nG80")[1:] == [
        ("rapid", 2),
        ("feed", -3),
        ("rapid", -2.746),
        ("feed", -8),
        ("rapid", -7.746),
        ("feed", -10),
        ("rapid", 10),
    ]


def test_a_tool_below_r_rises_before_it_goes_to_the_hole() -> None:
    path = [m.path.end for m in moves("G0 Z-1\nG99 G81 X10 Y0 Z-5 R2 F100\nG80")]

    assert path[1:3] == [(0, 0, 2), (10, 0, 2)]


def test_incremental_cycles_count_r_from_here_and_z_from_r() -> None:
    path = [m.path.end for m in moves("G0 Z10\nG91 G99 G81 X5 Y0 Z-7 R-8 F100\nX5\nG80")]

    assert path[2:4] == [(5, 0, 2), (5, 0, -5)]
    assert path[5:8] == [(10, 0, 2), (10, 0, -6), (10, 0, -13)]


def test_feed_is_per_minute_per_revolution_or_by_time() -> None:
    text = "S600 M3\nG1 X10 F120\nG95 X20 F0.2\nG93 X30 F6"

    assert [(m.feed.mode, m.feed.value) for m in moves(text) if m.feed] == [
        (FeedMode.PER_MINUTE, 2.0),
        (FeedMode.PER_REVOLUTION, 0.2),
        (FeedMode.INVERSE_TIME, 0.1),
    ]


def test_functions_come_in_the_order_of_the_standard() -> None:
    steps = program("G0 X1 M3 S500 T2 M6 M8\nM30").steps

    assert [(s.kind, s.code) for s in steps if isinstance(s, Function)] == [
        (FunctionKind.S, 500),
        (FunctionKind.T, 2),
        (FunctionKind.M, 6),
        (FunctionKind.M, 3),
        (FunctionKind.M, 8),
        (FunctionKind.M, 30),
    ]
    assert isinstance(steps[5], Move)


def test_constant_surface_speed_follows_the_radius_up_to_its_limit() -> None:
    order = moves("G92 S3000\nG96 S200 M3\nG0 X60", LATHE)[0].spindle

    assert order.demand_rpm(30.0) == pytest.approx(1000 * 200 / (pi * 60))
    assert order.demand_rpm(1000 * 200 / (pi * 3000) / 2 * 0.99) == 3000.0
    assert order.demand_rpm(0.0) == 3000.0


def test_a_cut_holds_for_motions_at_feed_until_it_is_ended() -> None:
    cuts = [m.cut for m in moves("(CUT AP=2 AE=5)\nG1 X1 F100\nG0 X5\nG1 X6\n(CUT OFF)\nG1 X9")]

    assert [c and (c.ap_mm, c.ae_mm) for c in cuts] == [(2.0, 5.0), None, (2.0, 5.0), None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("G0 X1\nG1 X2 F100 ~", ("TL7101", 2, 12)),
        ("G1 X Y2 F100", ("TL7102", 1, 4)),
        ("G0 X1 (approach", ("TL7103", 1, 7)),
        ("#100=5", ("TL7104", 1, 1)),
        ("G0 X#100", ("TL7104", 1, 4)),
        ("IF [1 EQ 1] GOTO 10", ("TL7104", 1, 1)),
        ("G64", ("TL7105", 1, 1)),
        ("G38.2 Z-5", ("TL7105", 1, 1)),
        ("M98 P1000", ("TL7106", 1, 1)),
        ("G0 A90", ("TL7107", 1, 4)),
        ("G0 G1 X5", ("TL7108", 1, 4)),
        ("M3 M5", ("TL7108", 1, 4)),
        ("M8 M9", ("TL7108", 1, 4)),
        ("G0 X1 X2", ("TL7109", 1, 7)),
        ("G1 X5", ("TL7110", 1, 1)),
        ("M3", ("TL7110", 1, 1)),
        ("M6", ("TL7110", 1, 1)),
        ("G4", ("TL7110", 1, 1)),
        ("G81 X1 Y1 Z-5 F100", ("TL7110", 1, 1)),
        ("G83 X1 Z-5 R2 F100", ("TL7110", 1, 1)),
        ("G94 F100\nG95\nG1 X5", ("TL7110", 3, 1)),
        ("G0 X10\nG2 X20 Y5 I3 F100", ("TL7111", 2, 1)),
        ("G2 X20 Y5 R5 F100", ("TL7111", 1, 1)),
        ("G2 X5 F100", ("TL7111", 1, 1)),
        ("G0 X10\nG2 X10 R5 F100", ("TL7111", 2, 1)),
        ("G1 X5 F-1", ("TL7112", 1, 7)),
        ("T9", ("TL7112", 1, 1)),
        ("S20000", ("TL7112", 1, 1)),
        ("G43 H9", ("TL7112", 1, 5)),
        ("G0 X1001", ("TL7113", 1, 4)),
        ("G0 X995\nG3 X995 Y20 I0 J10 F100", ("TL7113", 2, 4)),
        ("X5", ("TL7114", 1, 1)),
        ("G0 X1\nG80 X5", ("TL7114", 2, 5)),
        ("G1 X5 I3 F100", ("TL7114", 1, 7)),
        ("G0 X1 H2", ("TL7114", 1, 7)),
        ("G41 D1", ("TL7107", 1, 5)),
        ("G91 G53 G0 X1", ("TL7117", 1, 5)),
        ("G92 X0 S500", ("TL7117", 1, 5)),
        ("G0 G28 X1", ("TL7117", 1, 4)),
        ("(CUT DEPTH=2)", ("TL7118", 1, 1)),
        ("(CUT AE=2)", ("TL7118", 1, 1)),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(
    text: str, expected: tuple[str, int, int]
) -> None:
    assert expected in refusals(text)


def test_radius_compensation_is_refused_with_what_to_do_instead() -> None:
    assert refusals("G0 X1\nG41 X5") == [("TL7117", 2, 1)]


def test_a_program_without_end_is_refused() -> None:
    with pytest.raises(ProblemsFound) as found:
        compile_program("G0 X1\n", "part.nc", MILL)
    assert [p.kind.code for p in found.value.problems] == ["TL7115"]


def test_all_faulty_lines_are_told_at_once_and_one_does_not_breed_others() -> None:
    text = "G0 X10\nG1 Y5\nG2 X20 I5 F100\nG99 G81 Z-5 R2 Q1\nG64\nG0 X5 Y\n"

    assert [(code, line) for code, line, _ in refusals(text)] == [
        ("TL7110", 2),
        ("TL7105", 5),
        ("TL7102", 6),
    ]


def test_a_program_that_is_too_long_is_refused() -> None:
    assert refusals("G0 X1\n" * 20_001)[0][0] == "TL7116"
    assert refusals("G0 X1 (" + "x" * 300 + ")")[0][0] == "TL7116"
    assert refusals("G83 X0 Y0 Z-900 R0 Q0.001 F100")[0][0] == "TL7116"


def test_diagonals_are_as_long_as_they_are() -> None:
    assert moves("G0 X30 Y40")[0].path.length_mm == sqrt(30**2 + 40**2)
