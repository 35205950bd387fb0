"""What the plant got of an output while somebody held it: the rows have what its controller commanded."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np

from trainlab.core.observer import Event

MOST_KEPT = 5000


@dataclass(slots=True)
class _Hold:
    tag: str
    value: float
    begin_ns: int
    end_ns: int | None = None


class ForcedOutputs:
    """From when to when each of some tags was held, by the events `tag_forced` and `tag_released`."""

    def __init__(self) -> None:
        self._holds: deque[_Hold] = deque(maxlen=MOST_KEPT)

    def clear(self) -> None:
        """Another run begins."""
        self._holds.clear()

    def heed(self, event: Event) -> None:
        """Note whether somebody holds a tag or lets it go."""
        if event.kind not in ("tag_forced", "tag_released"):
            return
        for hold in self._holds:
            if hold.tag == event.name and hold.end_ns is None:
                hold.end_ns = event.now_ns
        if event.kind == "tag_forced":
            self._holds.append(_Hold(event.name, event.value, event.now_ns))

    def put_into(
        self,
        tag: str,
        column: np.ndarray[Any, np.dtype[Any]],
        times_ns: np.ndarray[Any, np.dtype[np.int64]],
    ) -> None:
        """The held values of a tag into its column."""
        for hold in self._holds:
            if hold.tag == tag:
                held = times_ns >= hold.begin_ns
                if hold.end_ns is not None:
                    held &= times_ns < hold.end_ns
                column[held] = hold.value
