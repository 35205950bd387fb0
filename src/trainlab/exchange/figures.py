"""What was measured of a wire in one run: how old the link was, how often the controller scanned."""

from __future__ import annotations

from array import array
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, 99th percentile and maximum of some times, in ns; nearest rank."""

    p50_ns: int
    p99_ns: int
    max_ns: int


MOST_KEPT = 1 << 18


class Times:
    """Times in ns, of which not more are kept than there is room for: then every other one, evenly.

    An exam's are all there; a station that is open for weeks does not grow. The longest one is exact.
    """

    __slots__ = ("_count", "_kept", "_longest", "_stride")

    def __init__(self) -> None:
        self._kept = array("q")
        self._stride = 1
        self._count = 0
        self._longest = 0

    def __len__(self) -> int:
        return len(self._kept)

    def append(self, time_ns: int) -> None:
        """One more."""
        self._longest = max(self._longest, time_ns)
        if self._count % self._stride == 0:
            self._kept.append(time_ns)
            if len(self._kept) == MOST_KEPT:
                self._kept = self._kept[::2]
                self._stride *= 2
        self._count += 1

    @property
    def spread(self) -> Spread | None:
        """How they are spread; None where there are none."""
        if not self._kept:
            return None
        ordered = sorted(self._kept)
        last = len(ordered) - 1
        return Spread(ordered[last // 2], ordered[-(-99 * last // 100)], self._longest)


class WireFigures:
    """Ages of the link by scan of the bench, and times between scans of the controller.

    A controller's scan is told from the wire: it begins where a client writes the place again that
    it wrote first.
    """

    __slots__ = ("_ages", "_began_ns", "_begin", "_client", "_scans")

    def __init__(self) -> None:
        self._ages = Times()
        self._scans = Times()
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
        return self._ages.spread

    @property
    def controller_scan(self) -> Spread | None:
        """Wall time from one scan of the controller to the next; None before there were two."""
        return self._scans.spread
