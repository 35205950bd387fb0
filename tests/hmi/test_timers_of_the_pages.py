"""Requests for later: so many of one person, and of all, and the next is refused with the reason."""

from __future__ import annotations

from typing import Any

from trainlab.hmi.server.timers import MOST, MOST_OF_ONE, Timers
from trainlab.session.later import Later

Told = list[tuple[float, dict[str, Any]]]


def told(first: int, count: int, by: str) -> Told:
    return [(0.0, {"number": first + n, "asked_by": by}) for n in range(count)]


def test_who_has_his_share_leaves_room_for_others() -> None:
    timers, waiting = Timers(), told(0, MOST_OF_ONE, "ada")
    refusal = timers.refused(waiting, "ada")
    assert refusal is not None
    assert f"{MOST_OF_ONE} requests wait already" in refusal.render("en")
    assert timers.refused(waiting, "ben") is None
    assert timers.refused(waiting[1:], "ada") is None


def test_what_was_asked_counts_before_the_bench_tells_of_it_and_once_then() -> None:
    timers = Timers()
    for number in range(MOST_OF_ONE):
        assert timers.refused([], "ada") is None
        timers.asked(number, "ada")
    assert timers.refused([], "ada") is not None
    assert timers.refused(told(0, MOST_OF_ONE, "ada"), "ben") is None


def test_all_together_are_no_more_than_a_station_tells_of() -> None:
    timers, half = Timers(), MOST // 2
    waiting = told(0, half, "ada") + told(half, half, "ben")
    assert timers.refused(waiting, "cal") is not None
    assert timers.refused(waiting[1:], "cal") is None


def test_a_bench_takes_all_that_the_pages_let_through() -> None:
    later = Later()
    for number in range(MOST + 1):
        assert later.takes({"do": "fault", "after": 3, "number": number}, 0)
    assert len(later.waiting) == MOST + 1
