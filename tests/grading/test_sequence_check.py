"""sequence: order, times, overlap and cycles; and against a loop that goes tick by tick."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from grading.drawn_logic import TICK_NS, judged, seconds, told

ROWS = 12
CONDITION = st.lists(st.booleans(), min_size=ROWS, max_size=ROWS)
DELAY_MS = st.none() | st.integers(0, 8).map(lambda halves: 50 * halves)


def steps(*withins: int | None) -> list[dict[str, Any]]:
    """Steps a, b, c, ... with their times in ms."""
    names = "abcd"
    return [
        {"name": name, "condition": name} | ({} if ms is None else {"within": f"{ms} ms"})
        for name, ms in zip(names, withins, strict=False)
    ]


ABC = {"a": ".##......", "b": "...##....", "c": ".....##.."}


def test_steps_in_order_pass() -> None:
    finding = judged("sequence", ABC, steps=steps(None, None, None))
    assert (finding.score, seconds(finding)) == (1.0, (0.0, 0.6))


def test_a_step_out_of_order_is_named_with_its_time() -> None:
    finding = judged("sequence", ABC | {"b": "......##."}, steps=steps(None, None, None))
    assert finding.score == 0.0
    assert told(finding) == "'c' came at 0.500 s, where 'b' was due"


def test_each_step_has_its_time_after_the_one_before() -> None:
    assert judged("sequence", ABC, steps=steps(100, 200, 200)).score == 1.0
    late = judged("sequence", ABC, steps=steps(100, 200, 100))
    assert told(late) == "'c' came only 200 ms after 'b', at 0.500 s"
    missing = judged("sequence", ABC | {"c": "........."}, steps=steps(100, 200, 100))
    assert told(missing) == "'c' did not come within 100 ms of 'b'"
    first = judged("sequence", ABC, steps=steps(0, None, None))
    assert told(first) == "'a' came only 100 ms after the begin of the window, at 0.100 s"


def test_a_step_still_due_at_the_end_earns_nothing() -> None:
    finding = judged("sequence", ABC | {"c": "........."}, steps=steps(None, None, 10_000))
    assert (finding.score, told(finding)) == (0.0, "'c' had not come when the run ended")


def test_what_is_true_at_the_begin_has_come_for_the_first_step_alone() -> None:
    drawn = {"a": "##.....", "b": "#...##.", "c": "......#"}
    assert judged("sequence", drawn, steps=steps(0, None, None)).score == 1.0


def test_steps_of_one_tick_are_taken_in_the_order_of_the_list() -> None:
    drawn = {"a": ".##", "b": ".##", "c": ".##"}
    assert judged("sequence", drawn, steps=steps(None, 0, 0)).score == 1.0


def test_two_steps_are_true_together_for_the_overlap_at_most() -> None:
    drawn = {"a": ".###......", "b": "..####....", "c": "......##.."}
    assert judged("sequence", drawn, steps=steps(None, None, None), overlap="any").score == 1.0
    assert judged("sequence", drawn, steps=steps(None, None, None), overlap="200 ms").score == 1.0
    over = judged("sequence", drawn, steps=steps(None, None, None), overlap="199 ms")
    assert told(over) == "'a' and 'b' were true together for 200 ms from 0.200 s"


def test_every_cycle_is_held_to_the_order() -> None:
    drawn = {"a": "##....##...", "b": "..##....##.", "c": "....##....."}
    assert judged("sequence", drawn, steps=steps(None, None, None)).score == 1.0
    every = judged("sequence", drawn, steps=steps(None, None, None), repeats="every")
    assert (every.score, told(every)) == (1.0, "in order, 1 times")
    broken = drawn | {"c": "....##.#..."}
    every = judged("sequence", broken, steps=steps(None, None, None), repeats="every")
    assert told(every) == "'c' came at 0.700 s, where 'b' was due"


def test_partial_credit_is_the_share_of_steps_before_the_first_mistake() -> None:
    drawn = {"a": "#......", "b": "..#....", "c": ".....#.", "d": "...#..."}
    given_steps = steps(None, None, None, None)
    assert judged("sequence", drawn, steps=given_steps, partial=True).score == 0.5
    assert judged("sequence", drawn, steps=given_steps).score == 0.0
    cycles = {"a": "#..#....", "b": ".#......", "c": "..#..#.."}
    every = judged("sequence", cycles, steps=steps(None, None, None), partial=True, repeats="every")
    assert every.score == 4 / 6


def test_a_step_may_bounce() -> None:
    drawn = {"a": "#.#.....", "b": "...#.#..", "c": "......##"}
    assert judged("sequence", drawn, steps=steps(None, None, None)).score == 1.0


@given(CONDITION, CONDITION, CONDITION, DELAY_MS, DELAY_MS, st.booleans())
def test_a_sequence_agrees_with_a_loop(
    a: list[bool],
    b: list[bool],
    c: list[bool],
    second_ms: int | None,
    third_ms: int | None,
    every: bool,
) -> None:
    """A step at a time: due index, row of the last one; the first mistake ends it."""
    conditions, limits = [a, b, c], [None, second_ms, third_ms]
    done, last, wrong, finished = 0, 0, False, False
    for row in range(ROWS + 1):
        limit = limits[done % 3]
        over = limit is not None and (row - last) * TICK_NS > limit * 1_000_000
        if over:
            wrong = True
            break
        if row == ROWS:
            break
        came = [
            index
            for index, each in enumerate(conditions)
            if each[row] and (not each[row - 1] if row else index == 0)
        ]
        came = [index for index in came if not (done and index == (done - 1) % 3)]
        while (came and came[0] == done % 3) or done % 3 in came:
            came.remove(done % 3)
            done, last = done + 1, row
            finished = done == 3 and not every
            if finished or (limits[done % 3] is not None and came and done % 3 not in came):
                break
        if finished:
            break
        if came:
            wrong = True
            break
    finding = judged(
        "sequence",
        {"a": a, "b": b, "c": c},
        steps=steps(None, second_ms, third_ms),
        repeats="every" if every else "once",
    )
    assert finding.score == (1.0 if not wrong and done >= 3 else 0.0)
