"""count, throughput, cycle_time, energy, idle_power, quality, oee, sorted: published numbers, slow
loops, and the edges."""

from __future__ import annotations

from itertools import pairwise
from math import ceil, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from grading.drawn import bits, found, made, measured, numbers, rows_of

patterns = st.lists(st.booleans(), min_size=3, max_size=30)


def slow_edges(values: list[bool], begin: int, end: int) -> list[int]:
    """The rows of a window in which something is true and was not in the row before."""
    edges = []
    for row in range(begin, end):
        if row > 0 and values[row] and not values[row - 1]:
            edges.append(row)
    return edges


@given(patterns, st.integers(0, 5), st.integers(0, 2))
def test_a_count_of_edges_is_what_a_slow_loop_finds(
    values: list[bool], asked: int, begin: int
) -> None:
    columns = {"x": np.array(values)}
    edges = len(slow_edges(values, begin, len(values)))
    fields = {"of": "x", "after": f"{100 * begin} ms"}
    assert found("count", columns, exactly=asked, **fields).score == float(edges == asked)
    assert found("count", columns, at_least=asked, **fields).score == float(edges >= asked)
    assert found("count", columns, at_most=asked, **fields).score == float(edges <= asked)


@given(st.lists(st.integers(0, 3), min_size=4, max_size=20), st.integers(1, 3))
def test_counts_of_windows_side_by_side_add_up(steps: list[int], cut: int) -> None:
    columns = {"parts": np.cumsum(steps).astype(np.float64)}
    moment = f"{100 * cut} ms"
    first, second = sum(steps[1:cut]), sum(steps[cut:])
    assert found("count", columns, of="parts", until=moment, exactly=first).score == 1.0
    assert found("count", columns, of="parts", after=moment, exactly=second).score == 1.0


def test_what_is_true_already_is_no_event_and_an_edge_at_the_begin_is() -> None:
    columns = {"x": bits("##..##")}
    assert found("count", columns, of="x", exactly=1).score == 1.0
    assert found("count", columns, of="x", after="0.4 s", exactly=1).score == 1.0
    assert found("count", columns, of="x", after="0.5 s", exactly=0).score == 1.0


def test_a_counter_that_is_reset_loses_nothing() -> None:
    columns = {"parts": numbers(0, 1, 2, 0, 1)}
    assert found("count", columns, of="parts", exactly=3).score == 1.0


def test_a_count_shows_the_surplus_or_the_longest_lull() -> None:
    columns = {"x": bits(".#.#.#......#.")}
    assert rows_of(found("count", columns, of="x", at_most=2)) == (5, 13)
    assert rows_of(found("count", columns, of="x", at_least=9)) == (5, 12)


def test_points_for_a_count_fall_with_the_distance_from_what_is_allowed() -> None:
    fields = {"of": "x", "at_least": 4, "at_most": 5, "zero_at": 4}
    assert found("count", {"x": bits(".#.#.......")}, **fields).score == 0.5
    assert found("count", {"x": bits(".#" * 7)}, **fields).score == 0.5
    assert found("count", {"x": bits(".#" * 9)}, **fields).score == 0.0
    assert found("count", {"x": bits(".#" * 5)}, **fields).score == 1.0


def test_nothing_at_all_earns_nothing_where_something_is_asked_for() -> None:
    assert found("count", {"x": bits("....")}, of="x", exactly=1, zero_at=3).score == 0.0
    assert found("count", {"x": bits("....")}, of="x", at_most=1).score == 1.0


def test_a_count_has_the_unit_of_its_fact() -> None:
    columns = {"flowed": numbers(0, 0.001, 0.003)}
    finding = found("count", columns, units={"flowed": "m3"}, of="flowed", at_least="2 l")
    assert finding.score == 1.0
    assert measured(finding) == "3 l"


def test_a_count_says_what_is_allowed() -> None:
    columns = {"x": bits("..")}
    with pytest.raises(ValidationError):
        made("count", columns, {}, of="x")
    with pytest.raises(ValidationError):
        made("count", columns, {}, of="x", at_least=3, at_most=2)
    with pytest.raises(ValidationError):
        made("count", columns, {}, of="TRUE", exactly=3)


@pytest.mark.parametrize("bad", [nan, float("inf")])
def test_what_is_no_number_counts_nothing(bad: float) -> None:
    columns = {"parts": numbers(0, bad, 3)}
    assert found("count", columns, of="parts", at_least=1, at_most=5).score == 0.0
    assert found("throughput", {"parts": numbers(0, nan, 3)}, of="parts", at_least=1).score == 0.0


def test_throughput_is_count_over_time() -> None:
    columns = {"parts": np.floor(np.arange(1200) / 100.0)}  # 11 parts in 2 min
    assert found("throughput", columns, of="parts", at_least=5.5).score == 1.0
    assert found("throughput", columns, of="parts", at_least=5.6).score == 0.0
    assert found("throughput", columns, of="parts", at_least=330, per="1 h").score == 1.0
    assert found("throughput", columns, of="parts", at_least=6.5, zero_at=4.5).score == 0.5
    told = measured(found("throughput", columns, of="parts", at_least=6))
    assert told == "5.5 per 60 s (11 in all)"


def test_no_throughput_earns_nothing_and_the_slowest_stretch_is_shown() -> None:
    assert found("throughput", {"x": bits("####")}, of="x", at_least=0).score == 0.0
    columns = {"x": bits(".#.#.....#.#")}
    finding = found("throughput", columns, of="x", at_least=99, per="500 ms")
    assert rows_of(finding) == (4, 9)


def test_a_share_of_points_is_lost_below_not_above() -> None:
    with pytest.raises(ValidationError):
        made("throughput", {"x": bits("..")}, {}, of="x", at_least=3, zero_at=4)


@given(patterns, st.integers(1, 9))
def test_the_worst_cycle_is_what_a_slow_loop_finds(values: list[bool], limit: int) -> None:
    edges = slow_edges(values, 0, len(values))
    cycles = [later - earlier for earlier, later in pairwise(edges)]
    left = len(values) - edges[-1] if edges else 0
    right = bool(cycles) and max(cycles) <= limit and left <= limit
    finding = found("cycle_time", {"x": np.array(values)}, of="x", limit=f"{limit * 100} ms")
    assert finding.score == float(right)


CYCLES = {"x": bits(".#..#..#..#.......#.#.")}  # cycles of 3, 3, 3, 8, 2 ticks


@pytest.mark.parametrize(
    ("statistic", "longest"),
    [
        ({"statistic": "worst"}, 800),
        ({"statistic": "mean"}, 380),
        ({"statistic": "percentile", "percentile": 80}, 300),
        ({"statistic": "percentile", "percentile": 81}, 800),
        ({"statistic": "percentile", "percentile": 20}, 200),
    ],
)
def test_a_statistic_of_cycles(statistic: dict[str, object], longest: int) -> None:
    fields = {"of": "x", **statistic}
    assert found("cycle_time", CYCLES, limit=f"{longest} ms", **fields).score == 1.0
    assert found("cycle_time", CYCLES, limit=f"{longest - 1} ms", **fields).score == 0.0


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12), st.integers(1, 100))
def test_a_percentile_is_the_least_time_that_so_many_cycles_keep(
    cycles: list[int], percentile: int
) -> None:
    columns = {"x": bits("." + "".join("#" + "." * each for each in cycles) + "#")}
    times = sorted(each + 1 for each in cycles)
    needed = ceil(percentile * len(times) / 100)
    least = next(time for time in times if sum(each <= time for each in times) >= needed)
    fields = {"of": "x", "statistic": "percentile", "percentile": percentile}
    assert found("cycle_time", columns, limit=f"{100 * least} ms", **fields).score == 1.0
    assert found("cycle_time", columns, limit=f"{100 * least - 1} ms", **fields).score == 0.0


def test_a_machine_that_stops_after_good_cycles_earns_nothing() -> None:
    finding = found("cycle_time", {"x": bits(".#.#.#..........")}, of="x", limit="300 ms")
    assert finding.score == 0.0
    assert rows_of(finding) == (5, 16)
    assert found("cycle_time", {"x": bits(".#.#.#..")}, of="x", limit="300 ms").score == 1.0


def test_too_few_cycles_prove_nothing() -> None:
    fields = {"of": "x", "limit": "1 s"}
    assert found("cycle_time", {"x": bits(".#.")}, **fields).score == 0.0
    assert found("cycle_time", {"x": bits("....")}, **fields).score == 0.0
    assert found("cycle_time", {"x": bits(".#.#.")}, cycles=2, **fields).score == 0.0


def test_energy_in_all_and_for_each_part() -> None:
    columns = {"j": numbers(100, 200, 400, 700), "parts": numbers(0, 1, 1, 2)}
    fields = {"units": {"j": "J"}, "of": "j"}
    assert found("energy", columns, limit="0.6 kJ", **fields).score == 1.0
    assert found("energy", columns, limit="599 J", **fields).score == 0.0
    assert found("energy", columns, limit="0.5 kJ", zero_at="700 J", **fields).score == 0.5
    each = found("energy", columns, limit="0.3 kJ", parts="parts", **fields)
    assert each.score == 1.0
    assert measured(each) == "0.3 kJ each (0.6 kJ for 2)"
    assert found("energy", columns, limit="299 J", parts="parts", **fields).score == 0.0


def test_energy_for_nothing_earns_nothing() -> None:
    columns = {"j": numbers(0, 0, 0), "part": bits("###")}
    finding = found("energy", columns, units={"j": "J"}, of="j", limit="1 J", parts="part")
    assert finding.score == 0.0
    broken = {"j": numbers(0, nan, nan)}
    assert found("energy", broken, units={"j": "J"}, of="j", limit="1 J").score == 0.0


IDLE = {"idle": bits("..####..##"), "w": numbers(9, 9, 8, 2, 2, 4, 9, 9, 6, 6)}


@pytest.mark.parametrize(
    ("fields", "watts"),
    [
        ({}, 28 / 6),
        ({"statistic": "peak"}, 8),
        ({"settle": "100 ms"}, 14 / 4),
        ({"settle": "200 ms", "statistic": "peak"}, 4),
        ({"after": "0.4 s", "until": "0.7 s", "settle": "300 ms", "statistic": "peak"}, 4),
    ],
)
def test_power_while_idle(fields: dict[str, object], watts: float) -> None:
    common = {"units": {"w": "W"}, "idle": "idle", "signal": "w", **fields}
    assert found("idle_power", IDLE, limit=f"{watts + 1e-9} W", **common).score == 1.0
    assert found("idle_power", IDLE, limit=f"{watts - 1e-6} W", **common).score == 0.0


@given(patterns, st.sampled_from(["mean", "peak"]), st.integers(0, 3))
def test_power_while_idle_is_what_a_slow_loop_finds(
    idle: list[bool], statistic: str, settle: int
) -> None:
    watts = [float(row * row % 7) for row in range(len(idle))]
    counted = [
        watts[row]
        for row in range(len(idle))
        if row >= settle and all(idle[row - settle : row + 1])
    ]
    expected = max(counted, default=0.0)
    if statistic == "mean" and counted:
        expected = sum(counted) / len(counted)
    fields = {
        "units": {"w": "W"},
        "idle": "idle",
        "signal": "w",
        "statistic": statistic,
        "settle": f"{100 * settle} ms",
    }
    columns = {"idle": np.array(idle), "w": numbers(*watts)}
    enough = found("idle_power", columns, limit=f"{expected + 1e-9} W", **fields)
    assert enough.score == float(bool(counted))
    if expected > 0:
        assert found("idle_power", columns, limit=f"{expected * 0.999} W", **fields).score == 0.0


def test_the_increase_while_idle_skips_what_was_used_between() -> None:
    columns = {"idle": bits("##..##"), "j": numbers(0, 1, 50, 90, 100, 103)}
    fields = {"units": {"j": "J"}, "idle": "idle", "signal": "j", "statistic": "increase"}
    assert found("idle_power", columns, limit="4 J", **fields).score == 1.0
    finding = found("idle_power", columns, limit="3 J", **fields)
    assert finding.score == 0.0
    assert rows_of(finding) == (4, 6)


def test_what_never_idles_has_not_idled_well() -> None:
    columns = {"idle": bits("...#"), "w": numbers(0, 0, 0, nan)}
    fields = {"units": {"w": "W"}, "idle": "idle", "signal": "w", "limit": "1 W"}
    assert found("idle_power", columns, until="0.3 s", **fields).score == 0.0
    assert found("idle_power", columns, **fields).score == 0.0


def test_first_pass_yield() -> None:
    columns = {"good": numbers(0, 1, 1, 2, 3), "all": numbers(0, 1, 2, 3, 4)}
    fields = {"good": "good", "all": "all"}
    assert found("quality", columns, at_least="75 %", **fields).score == 1.0
    assert found("quality", columns, at_least="76 %", **fields).score == 0.0
    assert found("quality", columns, at_least=1, zero_at="50 %", **fields).score == 0.5
    assert found("quality", columns, at_least="75 %", parts=5, **fields).score == 0.0
    finding = found("quality", columns, at_least="90 %", **fields)
    assert measured(finding) == "75 % (3 of 4)"
    assert rows_of(finding) == (2, 3)


def test_no_parts_are_no_yield() -> None:
    columns = {"good": numbers(0, 0), "all": numbers(0, 0)}
    assert found("quality", columns, good="good", all="all", at_least=0.1).score == 0.0


# The worked example of oee.com, "Calculate OEE" (Vorne): a shift of 480 min with 60 min of breaks,
# 47 min of stops, 19271 parts of 1 s ideal cycle time, 423 of them rejects: availability 88.81 %,
# performance 86.11 %, quality 97.80 %, OEE 74.79 %.
SECONDS = np.arange(480 * 60 + 1)
SHIFT = {
    "planned": (SECONDS >= 1) & (SECONDS <= 420 * 60),
    "running": (SECONDS >= 1) & (SECONDS <= 373 * 60),
    "parts": np.minimum(SECONDS, 19_271).astype(np.float64),
    "good": np.minimum(SECONDS, 19_271 - 423).astype(np.float64),
}


@pytest.mark.parametrize(
    ("factor", "published"),
    [("oee", 74.79), ("availability", 88.81), ("effectiveness", 86.11), ("quality", 97.80)],
)
def test_oee_of_the_published_example(factor: str, published: float) -> None:
    fields = {
        "tick_ns": 1_000_000_000,
        "factor": factor,
        "planned": "planned",
        "running": "running",
        "ideal_cycle": "1 s",
        "produced": "parts",
        "good": "good",
    }
    assert found("oee", SHIFT, at_least=f"{published - 0.005} %", **fields).score == 1.0
    assert found("oee", SHIFT, at_least=f"{published + 0.005} %", **fields).score == 0.0


def test_oee_is_the_product_of_its_factors_and_needs_something_made() -> None:
    columns = {"run": bits("##########"), "parts": numbers(0, 1, 2, 3, 4, 4, 4, 4, 4, 4)}
    fields = {"running": "run", "ideal_cycle": "200 ms", "produced": "parts", "good": "parts"}
    assert found("oee", columns, at_least="80 %", **fields).score == 1.0
    half = found("oee", columns, at_least=1, zero_at="60 %", **fields)
    assert half.score == pytest.approx(0.5)
    nothing = {**columns, "parts": numbers(*[3] * 10)}
    assert found("oee", nothing, at_least="1 %", **fields).score == 0.0
    assert found("oee", columns, planned="NOT run", at_least="1 %", **fields).score == 0.0


LANES = [
    {"lane": "A", "right": "a", "wrong": "a_wrong"},
    {"lane": {"en": "B", "zh-CN": "乙"}, "right": "b", "wrong": "b_wrong"},
]


def sorting(a: int, a_wrong: int, b: int, b_wrong: int) -> dict[str, np.ndarray]:
    ends = {"a": a, "a_wrong": a_wrong, "b": b, "b_wrong": b_wrong}
    return {name: numbers(0, 0, end, end) for name, end in ends.items()}


def test_items_are_sorted_by_lane() -> None:
    assert found("sorted", sorting(3, 0, 2, 0), lanes=LANES).score == 1.0
    finding = found("sorted", sorting(6, 0, 2, 2), lanes=LANES, zero_at="60 %")
    assert finding.score == pytest.approx(0.5)
    assert measured(finding) == "80 % right (8 of 10); most wrong in B: 2"
    assert "乙" in finding.measured.render("zh-CN")
    assert rows_of(finding) == (2, 3)


def test_a_lane_without_items_and_items_without_a_lane_count_as_wrong() -> None:
    assert found("sorted", sorting(3, 0, 0, 0), lanes=LANES).score == 0.0
    assert found("sorted", sorting(3, 0, 1, 0), lanes=LANES, each=2).score == 0.0
    columns = {**sorting(3, 0, 1, 0), "fed": numbers(0, 5, 5, 5)}
    finding = found("sorted", columns, lanes=LANES, items="fed")
    assert finding.score == 0.0
    assert measured(finding) == "80 % right (4 of 5); 1 came to no lane"
    assert found("sorted", columns, lanes=LANES, items="fed", at_least="80 %").score == 1.0


def test_lanes_are_at_least_one_and_whole() -> None:
    columns = sorting(1, 0, 1, 0)
    with pytest.raises(ValidationError):
        made("sorted", columns, {}, lanes=[])
    with pytest.raises(ValidationError):
        made("sorted", columns, {}, lanes=[{"lane": "A", "right": "a"}])
