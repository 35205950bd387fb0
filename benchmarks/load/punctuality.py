"""How late the ticks of a bench began, and why."""

from __future__ import annotations

from array import array
from pathlib import Path
from typing import NamedTuple

from load.figures import demand, spread, tell

TICK_NS = 10_000_000
LATE_NS = 5_000_000
PUNCTUAL = 0.999


class Tick(NamedTuple):
    """One tick, in ns: when it was due, began, when the one before had ended, and how long the bench
    had waited for a core so far."""

    due: int
    began: int
    ended_before: int
    waited: int

    @property
    def late(self) -> int:
        """By how much."""
        return self.began - self.due


def read_ticks(record: Path) -> list[Tick]:
    """What station.py has written."""
    numbers = array("q", record.read_bytes())
    return [Tick(*numbers[at : at + 4]) for at in range(0, len(numbers), 4)]


def tell_punctuality(ticks: list[Tick], begin: int, end: int, tick_ns: int = TICK_NS) -> None:
    """Of the ticks that were due between these moments."""
    window = [k for k, tick in enumerate(ticks) if k and begin <= tick.due < end]
    late = [ticks[k].late for k in window]
    within = sum(each <= LATE_NS for each in late) / len(late)
    overruns = sum(each >= tick_ns for each in late)
    print(f"bench, {len(late)} ticks of {tick_ns // 1_000_000} ms")
    demand(within >= PUNCTUAL and not overruns, f"{within:.3%} within 5 ms, {overruns} overruns")
    tell(f"began late by {spread(late)}")
    tell(
        "lasted "
        + spread([ticks[k + 1].ended_before - ticks[k].began for k in window if k + 1 < len(ticks)])
    )
    causes = dict.fromkeys(("no core was free", "the tick before was long", "all stood still"), 0)
    cause = ""
    for k in window:
        if ticks[k].late <= LATE_NS:
            cause = ""
            continue
        cause = cause or why(ticks[k - 1], ticks[k])
        causes[cause] += 1
    if sum(causes.values()):
        tell("late by more: " + ", ".join(f"{count} as {what}" for what, count in causes.items()))


def why(before: Tick, tick: Tick) -> str:
    """What made a tick late whose predecessor was not; those that follow at once are late for that too.

    "All stood still" is what neither the bench nor its wait for a core explains: the timer came late,
    as it does where a hypervisor takes the cores away.
    """
    waited = tick.waited - before.waited
    long = max(0, tick.ended_before - tick.due)
    still = tick.late - waited - long
    return max(
        (waited, "no core was free"), (long, "the tick before was long"), (still, "all stood still")
    )[1]
