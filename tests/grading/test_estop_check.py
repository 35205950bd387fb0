"""estop: in time, until a deliberate restart; and against a loop that goes tick by tick."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.drawn_logic import TICK_NS, judged, seconds, told

ROWS = 14
CONDITION = st.lists(st.booleans(), min_size=ROWS, max_size=ROWS)
COMMON = {"trigger": "NOT ok", "safe": ["NOT motor", "NOT valve"], "within": "200 ms"}
FULL = COMMON | {"reset": "reset", "restart": "start"}
GOOD = {
    "ok": "####......##########",
    "reset": "............#.......",
    "start": "...............#....",
    "motor": "######.........#####",
    "valve": "#####..........#####",
}


def test_all_is_safe_in_time_and_until_the_restart() -> None:
    finding = judged("estop", GOOD, **FULL)
    assert (finding.score, seconds(finding)) == (1.0, (0.4, 0.6))
    assert judged("estop", GOOD, **(FULL | {"within": "199 ms"})).score == 0.0


@pytest.mark.parametrize(
    ("motor", "when"),
    [
        ("######..........####", None),  # after the restart alone
        ("######....##########", "1.000 s"),  # by the release
        ("######......########", "1.200 s"),  # by the reset
        ("######.##...........", "0.700 s"),  # for a moment, while the stop is struck
    ],
)
def test_nothing_but_a_deliberate_start_restarts(motor: str, when: str | None) -> None:
    # IEC 60204-1:2016, 9.2.3.4.2: the reset shall not initiate a restart.
    finding = judged("estop", GOOD | {"motor": motor}, **FULL)
    if when is None:
        assert finding.score == 1.0
    else:
        assert finding.score == 0.0
        assert told(finding) == f"unsafe again at {when}, without a restart: NOT motor"


@pytest.mark.parametrize(
    "start",
    [
        ".......#############",  # held from before
        "............#.......",  # in the tick of the reset
        "...........#........",  # before the reset
        ".......#............",  # while the stop is struck
    ],
)
def test_a_start_that_is_not_deliberate_counts_for_nothing(start: str) -> None:
    assert judged("estop", GOOD | {"start": start}, **FULL).score == 0.0
    still = GOOD | {"start": start, "motor": "######..............", "valve": "#####" + "." * 15}
    assert judged("estop", still, **FULL).score == 1.0


def test_the_condition_that_was_last_is_named() -> None:
    late = GOOD | {"valve": "########.......#####"}
    finding = judged("estop", late, zero_at="600 ms", **FULL)
    assert finding.score == 0.5
    assert told(finding) == "safe only after 400 ms; last: NOT valve"
    never = GOOD | {"valve": "####################"}
    assert told(judged("estop", never, **FULL)) == "not made safe: NOT valve"


def test_every_stop_counts_and_the_worst_decides() -> None:
    drawn = {
        "ok": "###..#####..#####",
        "start": "......#.......#..",
        "motor": "####..#####....##",
    }
    common = {"trigger": "NOT ok", "safe": "NOT motor", "restart": "start"}
    assert judged("estop", drawn, within="100 ms", **common).score == 1.0
    worse = drawn | {"motor": "####..######...##"}
    finding = judged("estop", worse, within="100 ms", zero_at="300 ms", **common)
    assert (finding.score, seconds(finding)) == (0.5, (1.0, 1.2))


def test_a_stop_whose_time_is_not_over_is_left_out() -> None:
    drawn = {"ok": "####...", "motor": "#######"}
    pending = judged("estop", drawn, trigger="NOT ok", safe="NOT motor", within="300 ms")
    assert told(pending) == "the run ended before the time to make safe was over"
    over = judged("estop", drawn, trigger="NOT ok", safe="NOT motor", within="200 ms")
    assert told(over) == "not made safe: NOT motor"
    assert pending.score == over.score == 0.0


def test_an_emergency_stop_that_is_never_struck_earns_nothing() -> None:
    drawn = {"ok": "####", "motor": "...."}
    assert judged("estop", drawn, trigger="NOT ok", safe="NOT motor").score == 0.0


def test_without_a_trigger_the_moment_is_the_striking() -> None:
    drawn = {"motor": "####....", "start": "......#."}
    common = {"after": "struck", "safe": "NOT motor", "moments": {"struck": 2}}
    assert judged("estop", drawn, within="200 ms", **common).score == 1.0
    assert judged("estop", drawn, within="100 ms", **common).score == 0.0
    again = {"motor": "####..##", "start": "......#."}
    assert judged("estop", again, within="200 ms", **common).score == 0.0
    assert judged("estop", again, within="200 ms", restart="start", **common).score == 1.0


@given(
    CONDITION,
    CONDITION,
    CONDITION,
    CONDITION,
    st.integers(0, 8).map(lambda halves: 50 * halves),
    st.booleans(),
)
def test_an_emergency_stop_agrees_with_a_loop(
    struck: list[bool],
    reset: list[bool],
    start: list[bool],
    unsafe: list[bool],
    within_ms: int,
    resets: bool,
) -> None:
    outcomes = []
    for begin in range(ROWS):
        if not struck[begin] or (begin and struck[begin - 1]):
            continue
        released = was_reset = False
        end = ROWS
        for row in range(begin, ROWS):
            ready = was_reset if resets else released or not struck[row]
            if ready and start[row] and not start[row - 1]:
                end = row
                break
            released |= not struck[row]
            was_reset |= released and reset[row] and not reset[row - 1]
        last_unsafe = max((row for row in range(begin, end) if unsafe[row]), default=None)
        settled = begin if last_unsafe is None else last_unsafe + 1
        over = begin * TICK_NS + within_ms * 1_000_000 < ROWS * TICK_NS
        if settled == end == ROWS and not over:
            continue
        outcomes.append(settled < end and (settled - begin) * TICK_NS <= within_ms * 1_000_000)
    drawn = {"struck": struck, "reset": reset, "start": start, "unsafe": unsafe}
    fields = {"trigger": "struck", "safe": "NOT unsafe", "restart": "start"}
    fields |= {"within": f"{within_ms} ms"} | ({"reset": "reset"} if resets else {})
    finding = judged("estop", drawn, **fields)
    assert finding.score == (1.0 if outcomes and all(outcomes) else 0.0)


def test_what_must_hold_just_before_keeps_idle_programs_from_earning() -> None:
    drawn = {"struck": "..##....", "run": ".##....."}
    asked = {"trigger": "struck", "safe": ["NOT run"], "within": "200 ms", "given": "run"}
    assert judged("estop", drawn, **asked).score == 1.0
    idle = judged("estop", {**drawn, "run": "........"}, **asked)
    assert (idle.score, idle.signals) == (0.0, ("run",))
    assert told(idle) == "there was nothing to stop at 0.200 s: run did not hold"
