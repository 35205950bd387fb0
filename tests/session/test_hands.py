"""A device's every position lasts a scan, however fast it is moved."""

from __future__ import annotations

from trainlab.bench.stimulus import Operate
from trainlab.session.hands import MOST_WAITING, Hands

PRESS, LET_GO = Operate("start", 1.0), Operate("start", 0.0)


def played(hands: Hands, asked: dict[int, list[Operate]], ticks: int) -> list[tuple[int, float]]:
    """What the bench is handed, by tick."""
    found = []
    for tick in range(ticks):
        found += [(tick, action.value) for action, _ in hands.due()]
        for action in asked.get(tick, ()):
            now = hands.moves(action, "by test")
            found += [(tick, now.value)] if now else []
    return found


def test_a_press_shorter_than_a_tick_lasts_one_scan() -> None:
    assert played(Hands(1), {3: [PRESS, LET_GO]}, 9) == [(3, 1.0), (4, 0.0)]
    assert played(Hands(4), {3: [PRESS, LET_GO]}, 9) == [(3, 1.0), (7, 0.0)]


def test_a_press_that_lasts_is_not_touched() -> None:
    assert played(Hands(2), {1: [PRESS], 5: [LET_GO]}, 9) == [(1, 1.0), (5, 0.0)]


def test_two_presses_at_once_are_two_presses() -> None:
    asked = {0: [PRESS, LET_GO, PRESS, LET_GO]}
    assert played(Hands(1), asked, 9) == [(0, 1.0), (1, 0.0), (2, 1.0), (3, 0.0)]


def test_another_device_does_not_wait() -> None:
    stop = Operate("estop", 1.0)
    assert played(Hands(3), {0: [PRESS, LET_GO, stop]}, 9) == [(0, 1.0), (0, 1.0), (3, 0.0)]


def test_of_a_flood_the_last_position_counts() -> None:
    flood = [PRESS, LET_GO] * MOST_WAITING
    assert played(Hands(1), {0: flood}, 60)[-1][1] == 0.0
    assert len(played(Hands(1), {0: flood}, 60)) == MOST_WAITING + 1
