"""Wrong passwords: slower and slower for a host that keeps on guessing one user's."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

# Of one host, for one user: so many wrong passwords are free, each further one makes the next wait twice as long.
FREE_FAILURES = 5
FIRST_DELAY_S = 0.25
LONGEST_DELAY_S = 4.0  # less than a client has to log in
FORGOTTEN_AFTER_S = 60.0


@dataclass(slots=True)
class _Guesser:
    failures: int = 0
    failed_at_s: float = 0.0


class Guesses:
    """Those of one server; `clock` counts seconds.

    Failures are counted for a host and a user together: of the hosts in a class-room many may be
    behind one address, and one who guesses shall not keep the others out.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._guessers: dict[tuple[str, str], _Guesser] = {}

    def failed(self, host: str, user: str) -> None:
        """A password was wrong."""
        now_s = self._clock()
        for who, each in list(self._guessers.items()):
            if now_s - each.failed_at_s > FORGOTTEN_AFTER_S:
                del self._guessers[who]
        guesser = self._guessers.setdefault((host, user), _Guesser())
        guesser.failures += 1
        guesser.failed_at_s = now_s

    def delay_s(self, host: str, user: str) -> float:
        """How long that user has to wait now at that host."""
        guesser = self._guessers.get((host, user))
        if guesser is None or self._clock() - guesser.failed_at_s > FORGOTTEN_AFTER_S:
            return 0.0
        beyond = guesser.failures - FREE_FAILURES
        if beyond < 0:
            return 0.0
        return min(FIRST_DELAY_S * 2.0 ** min(beyond, 10), LONGEST_DELAY_S)
