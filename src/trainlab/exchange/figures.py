"""What was measured of a wire in one run: how old the link was, how often the controller scanned."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, 99th percentile and maximum of some times, in ns; nearest rank."""

    p50_ns: int
    p99_ns: int
    max_ns: int


class WireFigures:
    """Ages of the link by scan of the bench, and times between scans of the controller.

    A controller's scan is told from the wire: it begins where a client writes the place again that
    it wrote first.
    """

    __slots__ = ("_ages", "_began_ns", "_begin", "_client", "_scans")

    def __init__(self) -> None:
        self._ages = array("q")
        self._scans = array("q")
        self._client = 0
        self._begin = -1
        self._began_ns = 0

    def scanned(self, age_ns: int) -> None:
        """The bench has scanned, and last heard of the controller so long ago."""
        self._ages.append(age_ns)

    def written(self, client: int, offset: int, at_ns: int) -> None:
        """A client's write has come, with this as its first place."""
        if client != self._client:
            self._client, self._begin = client, offset
        elif offset == self._begin:
            self._scans.append(at_ns - self._began_ns)
        if offset == self._begin:
            self._began_ns = at_ns

    @property
    def link_age(self) -> Spread | None:
        """Plant time since the controller was last heard, over all scans of the bench."""
        return _spread(self._ages)

    @property
    def controller_scan(self) -> Spread | None:
        """Wall time from one scan of the controller to the next; None before there were two."""
        return _spread(self._scans)


def _spread(times: Sequence[int]) -> Spread | None:
    if not times:
        return None
    ordered = sorted(times)
    last = len(ordered) - 1
    return Spread(ordered[last // 2], ordered[-(-99 * last // 100)], ordered[last])
