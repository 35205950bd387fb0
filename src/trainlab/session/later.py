"""Requests that wait for a moment of plant time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trainlab.core.duration import NS_PER_S

MOST_WAITING = 1000
MOST_AFTER_S = 86_400.0

Waiting = tuple[int, Mapping[str, Any]]


class Later:
    """Those of one station: {"do": ..., "after": SECONDS}. A paused plant lets them wait, a fast one does not."""

    def __init__(self) -> None:
        self.waiting: list[Waiting] = []

    def takes(self, request: Mapping[str, Any], now_ns: int) -> bool:
        """Whether a request is for later; it waits from now on, then."""
        after = request.get("after", 0)
        if not isinstance(after, int | float) or not 0 < after <= MOST_AFTER_S:
            return False
        if len(self.waiting) < MOST_WAITING:
            asked = {key: value for key, value in request.items() if key != "after"}
            self.waiting.append((now_ns + round(after * NS_PER_S), asked))
            self.waiting.sort(key=lambda each: each[0])
        return True

    def waits(self, number: object) -> bool:
        """Whether the request of that number does; of too many it does not."""
        return any(request.get("number") == number for _, request in self.waiting)

    def due(self, now_ns: int) -> list[Mapping[str, Any]]:
        """Those whose moment has come, once."""
        if not self.waiting or self.waiting[0][0] > now_ns:
            return []
        found = [request for at_ns, request in self.waiting if at_ns <= now_ns]
        del self.waiting[: len(found)]
        return found

    def cancel(self, number: object) -> list[Mapping[str, Any]]:
        """The request of that number is not done after all; what it was, if there was one."""
        found = [request for _, request in self.waiting if request.get("number") == number]
        self.waiting = [each for each in self.waiting if each[1].get("number") != number]
        return found


def in_words(request: Mapping[str, Any]) -> str:
    """What a request is and of what, for an event's name."""
    of = next((request[key] for key in ("tag", "parameter", "of", "id") if key in request), "")
    return f"{request.get('do')} {of} {request.get('kind', '')}".strip()
