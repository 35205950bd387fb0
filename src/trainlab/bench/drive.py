"""The only loop in the program."""

from __future__ import annotations

from collections.abc import Callable

from trainlab.bench.pacer import Pacer


def drive(
    tick: Callable[[int], None],
    pacer: Pacer,
    *,
    tick_ns: int,
    ticks: int,
    until: Callable[[], bool] | None = None,
) -> int:
    """Run `ticks` ticks from time 0, each when the pacer says; stop early once `until()` is true.

    Returns the number of ticks that ran.
    """
    pacer.start(0)
    for now_ns in range(0, ticks * tick_ns, tick_ns):
        if until is not None and until():
            return now_ns // tick_ns
        pacer.wait(now_ns)
        tick(now_ns)
    return ticks
