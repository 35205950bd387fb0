"""tracks, ramp_limit, survives and fault_reaction: closed forms, a slow loop, and the edges."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from grading.drawn import TICK_NS, bits, found, made, measured, numbers, rows_of

# A first-order lag with time constant 2 s after a step of 0.3 m, for 20 time constants at 1 ms:
# the error is A exp(-t/T), of which the integrals are elementary.
A, T = 0.3, 2.0
TIMES = np.arange(40_000) * 1e-3
LAG = {"level": 1.0 - A * np.exp(-TIMES / T)}
OF_LAG = {"units": {"level": "m"}, "tick_ns": 1_000_000, "signal": "level", "target": 1}


@pytest.mark.parametrize(
    ("criterion", "closed_form", "unit"),
    [
        ("iae", A * T, "m s"),
        ("ise", A * A * T / 2, "m^2 s"),
        ("itae", A * T * T, "m s^2"),
        ("mean", A * T / 40, "m"),
        ("rms", A * np.sqrt(T / 2 / 40), "m"),
        ("max", A, "m"),
    ],
)
def test_a_measure_of_a_first_order_lag_is_its_closed_form(
    criterion: str, closed_form: float, unit: str
) -> None:
    above, below = f"{closed_form * 1.0001} {unit}", f"{closed_form * 0.9999} {unit}"
    assert found("tracks", LAG, criterion=criterion, limit=above, **OF_LAG).score == 1.0
    assert found("tracks", LAG, criterion=criterion, limit=below, **OF_LAG).score == 0.0


def test_points_for_tracking_fall_in_a_straight_line() -> None:
    finding = found("tracks", LAG, limit="0.3 m s", zero_at="0.9 m s", **OF_LAG)
    assert finding.score == pytest.approx(0.5, abs=1e-4)


def test_tracking_is_told_in_the_unit_that_the_instructor_wrote() -> None:
    finding = found("tracks", LAG, limit="500 mm s", **OF_LAG)
    assert measured(finding) == "IAE 600 mm s"
    assert finding.allowed.render("zh-CN") == "IAE不大于 500 mm s"


def test_the_interval_of_tracking_is_where_the_error_was() -> None:
    error = numbers(*[0.0] * 50, *[1.0] * 10, *[0.0] * 50)
    finding = found("tracks", {"x": error}, signal="x", target=0, limit="0.5 s")
    assert finding.score == 0.0
    assert 48 <= rows_of(finding)[0] <= rows_of(finding)[1] <= 61


def test_an_error_exactly_at_its_limit_is_within_it() -> None:
    columns = {"x": numbers(*[1.1] * 7)}
    fields = {"signal": "x", "target": 1, "criterion": "iae"}
    assert found("tracks", columns, limit="0.07 s", **fields).score == 1.0
    assert found("tracks", columns, limit="0.0699999 s", **fields).score == 0.0


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
@pytest.mark.parametrize("criterion", ["iae", "ise", "itae", "mean", "rms", "max"])
def test_what_is_no_number_tracks_nothing(criterion: str, bad: float) -> None:
    limit = {"iae": "9 s", "ise": "9 s", "itae": "9 s^2"}.get(criterion, "9")
    columns = {"x": numbers(0.0, 0.0, bad, 0.0)}
    finding = found("tracks", columns, signal="x", target="x", criterion=criterion, limit=limit)
    assert finding.score == 0.0
    assert rows_of(finding)[0] == 2


def test_a_window_of_one_tick_counts_for_one_tick() -> None:
    columns = {"x": numbers(0.0, 5.0, 0.0)}
    window = {"after": "0.1 s", "until": "0.2 s"}
    finding = found("tracks", columns, signal="x", target=0, limit="0.5 s", **window)
    assert measured(finding) == "IAE 0.5 s"
    assert finding.score == 1.0


@pytest.mark.parametrize(
    ("criterion", "limit"),
    [("iae", "0.3 m"), ("iae", "0.3 m s^2"), ("ise", "0.3 m s"), ("mean", "3 s"), ("iae", "3 K s")],
)
def test_a_limit_in_another_unit_is_refused(criterion: str, limit: str) -> None:
    columns = {"level": numbers(0.0)}
    fields = {"signal": "level", "target": 0, "criterion": criterion, "limit": limit}
    with pytest.raises(ValidationError):
        made("tracks", columns, {"level": "m"}, **fields)


@pytest.mark.parametrize(
    ("limit", "unit"),
    [
        ("10 mm/s", "m"),
        ("0.6 m/min", "m"),
        ("36 m/h", "m"),
        ("0.6 K/min", "degC"),
        ("1 %/s", ""),
        ("0.01 m/s^2", "m/s"),
        ("10 l/s", "m3"),
    ],
)
def test_a_ramp_of_ten_thousandths_a_tick_is_within_any_spelling_of_its_rate(
    limit: str, unit: str
) -> None:
    columns = {"x": 20.0 + 0.001 * np.arange(50)}
    fields = {"units": {"x": unit}, "signal": "x"}
    assert found("ramp_limit", columns, limit=limit, **fields).score == 1.0
    faster = {"x": 20.0 + 0.00101 * np.arange(50)}
    assert found("ramp_limit", faster, limit=limit, **fields).score == 0.0


def test_a_longer_base_hides_noise_and_not_a_ramp() -> None:
    noisy = {"x": 0.001 * (np.arange(100) % 2)}
    fields = {"units": {"x": "m"}, "signal": "x", "limit": "2 mm/s"}
    assert found("ramp_limit", noisy, **fields).score == 0.0
    assert found("ramp_limit", noisy, over="1 s", **fields).score == 1.0
    steep = {"x": 0.0003 * np.arange(100)}
    assert found("ramp_limit", steep, over="1 s", **fields).score == 0.0


def test_the_fastest_stretch_decides_in_the_asked_direction() -> None:
    columns = {"x": numbers(0, 1, 1, 1, -2, -2)}
    fields = {"signal": "x", "limit": "10 /s"}
    assert rows_of(found("ramp_limit", columns, **fields)) == (3, 4)
    assert found("ramp_limit", columns, direction="rise", **fields).score == 1.0
    assert found("ramp_limit", columns, direction="fall", **fields).score == 0.0
    half = found("ramp_limit", columns, direction="fall", zero_at="50 /s", **fields)
    assert half.score == pytest.approx(0.5)


def test_a_ramp_needs_two_ticks_and_numbers() -> None:
    fields = {"signal": "x", "limit": "10 /s"}
    assert found("ramp_limit", {"x": numbers(1)}, **fields).score == 0.0
    assert found("ramp_limit", {"x": numbers(1, np.nan, 1)}, **fields).score == 0.0
    assert found("ramp_limit", {"x": numbers(1, np.inf, 1)}, **fields).score == 0.0


def slow_recovery(good: list[bool], after: int) -> int | None:
    """Ticks from `after` to the first from which on all are good; None if that never comes."""
    for delay in range(len(good) - after):
        if all(good[after + delay :]):
            return delay
    return None


@given(st.lists(st.booleans(), min_size=3, max_size=12), st.integers(1, 4))
def test_recovery_is_what_a_slow_loop_finds(good: list[bool], within: int) -> None:
    finding = found(
        "survives",
        {"good": np.array(good)},
        moments={"change": 1},
        after="change",
        good="good",
        within=f"{100 * within} ms",
    )
    delay = slow_recovery(good, 1)
    assert finding.score == float(good[0] and delay is not None and delay <= within)


def test_what_was_not_good_before_has_survived_nothing() -> None:
    fields = {"moments": {"change": 2}, "after": "change", "good": "ok", "within": "300 ms"}
    assert found("survives", {"ok": bits("..####")}, **fields).score == 0.0
    assert found("survives", {"ok": bits("##.###")}, **fields).score == 1.0
    assert found("survives", {"ok": bits("######")}, **fields).score == 1.0


def test_a_recovery_that_may_still_come_earns_nothing_and_says_so() -> None:
    fields = {"moments": {"change": 2}, "after": "change", "good": "ok"}
    early = found("survives", {"ok": bits("##..")}, within="300 ms", **fields)
    late = found("survives", {"ok": bits("##..")}, within="100 ms", **fields)
    assert (early.score, late.score) == (0.0, 0.0)
    assert measured(early) == "the time ended before it could be good again"
    assert measured(late) == "lost at 0.200 s, and not good at the end"


def test_points_for_recovery_fall_in_a_straight_line() -> None:
    fields: dict[str, Any] = {"after": "0.2 s", "good": "ok", "within": "200 ms"}
    finding = found("survives", {"ok": bits("##....##")}, zero_at="600 ms", **fields)
    assert finding.score == 0.5
    assert rows_of(finding) == (2, 6)
    assert found("survives", {"ok": bits("##")}, **{**fields, "after": "never_came"}).score == 0.0


REACTION = {"moments": {"fault": 2}, "after": "fault", "safe": "safe", "within": "200 ms"}


@pytest.mark.parametrize(
    ("safe", "score"),
    [
        ("..######", 1.0),
        ("....####", 1.0),
        (".....###", 0.0),
        ("....##.#", 0.0),
        ("........", 0.0),
        ("########", 0.0),
        (".#######", 0.0),
    ],
)
def test_a_fault_is_made_safe_in_time_and_for_good(safe: str, score: float) -> None:
    assert found("fault_reaction", {"safe": bits(safe)}, **REACTION).score == score


def test_only_from_rest_may_it_be_safe_already() -> None:
    columns = {"safe": bits("########")}
    assert found("fault_reaction", columns, from_rest=True, **REACTION).score == 1.0


def test_the_lesser_of_reaction_and_alarm_is_the_score() -> None:
    columns = {"safe": bits("...#####"), "horn": bits("...##...")}
    alarm = {"alarm": "horn", "alarm_until": "0.5 s"}
    assert found("fault_reaction", columns, **alarm, **REACTION).score == 1.0
    assert found("fault_reaction", columns, alarm="horn", **REACTION).score == 0.0
    always = {**columns, "horn": bits("########")}
    told = found("fault_reaction", always, **alarm, **REACTION)
    assert told.score == 0.0
    assert measured(told) == "safe after 100 ms; alarm: already before the fault"
    late = {**columns, "horn": bits(".....###")}
    assert found("fault_reaction", late, alarm="horn", **REACTION).score == 0.0
    patient = found("fault_reaction", late, alarm="horn", alarm_within="300 ms", **REACTION)
    assert patient.score == 1.0


def test_a_late_reaction_earns_a_part() -> None:
    columns = {"safe": bits("......##")}
    finding = found("fault_reaction", columns, zero_at="600 ms", **REACTION)
    assert finding.score == 0.5
    assert finding.interval == (2 * TICK_NS, 6 * TICK_NS)


def test_a_reaction_that_is_not_due_yet_is_undecided() -> None:
    finding = found("fault_reaction", {"safe": bits("...")}, **REACTION)
    assert finding.score == 0.0
    assert measured(finding) == "safe: the time ended before it was due"


@given(st.lists(st.booleans(), min_size=4, max_size=10), st.integers(1, 3), st.integers(1, 4))
def test_a_reaction_is_what_a_slow_loop_finds(safe: list[bool], fault: int, within: int) -> None:
    finding = found(
        "fault_reaction",
        {"safe": np.array(safe)},
        moments={"fault": fault},
        after="fault",
        safe="safe",
        within=f"{100 * within} ms",
    )
    delay = slow_recovery(safe, fault)
    assert finding.score == float(not safe[fault - 1] and delay is not None and delay <= within)
