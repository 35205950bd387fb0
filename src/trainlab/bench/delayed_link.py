"""A fieldbus between the station and a program in the soft PLC: every transfer takes its time.

Each tick the station's inputs are sent, after each scan the program's outputs. A transfer takes
`delay` and, drawn from the seed, up to `jitter` more, rounded to ticks; none overtakes another.
The bus was up before the run, so that the first scan sees the plant at rest.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from trainlab.core.controller import Controller
from trainlab.core.image import IOImage
from trainlab.core.seeds import Seed, Stream


@dataclass(frozen=True, slots=True)
class LinkTiming:
    """How long a transfer takes each way: `delay_ns`, and up to `jitter_ns` more."""

    delay_ns: int
    jitter_ns: int = 0


class DelayedLink:
    """A controller that is another one at the far end of a fieldbus, with an I/O image of its own.

    It is to be scanned in every tick; the one at the far end is scanned every `scan_ns`. When that
    one stops, the outputs go to fail-safe in the same tick, as they do without a link.
    """

    __slots__ = ("_far", "_inward", "_next_scan_ns", "_outward", "_scan_ns", "_up")

    def __init__(
        self,
        inner: Controller,
        inner_image: IOImage,
        timing: LinkTiming,
        *,
        tick_ns: int,
        scan_ns: int,
        seed: Seed,
        begin_ns: int = 0,
    ) -> None:
        """`inner` is bound to `inner_image`, which has the tags of the station's; first scan at `begin_ns`."""
        self._far = inner, inner_image
        self._inward = _Way(timing, tick_ns, seed.stream("link/inputs"))
        self._outward = _Way(timing, tick_ns, seed.stream("link/outputs"))
        self._scan_ns = scan_ns
        self._next_scan_ns = begin_ns
        self._up = False

    def scan(self, image: IOImage, now_ns: int) -> None:
        """One tick of the bus, and one scan at its far end if that is due."""
        inner, inner_image = self._far
        sensed = image.input_values()
        if not self._up:
            self._up = True
            inner_image.latch_inputs(sensed)
        self._inward.send(sensed, now_ns)
        inputs = self._inward.arrived(now_ns)
        if inputs is not None:
            inner_image.latch_inputs(inputs)
        if now_ns >= self._next_scan_ns:
            self._next_scan_ns += self._scan_ns
            inner.scan(inner_image, now_ns)
            self._outward.send(inner_image.commanded(), now_ns)
        outputs = self._outward.arrived(now_ns)
        if outputs is not None:
            image.command(outputs)


class _Way:
    """One direction: what was sent, with the moments at which it arrives."""

    __slots__ = ("_last_ns", "_stream", "_tick_ns", "_timing", "_under_way")

    def __init__(self, timing: LinkTiming, tick_ns: int, stream: Stream) -> None:
        self._timing = timing
        self._tick_ns = tick_ns
        self._stream = stream
        self._under_way: deque[tuple[int, Sequence[float]]] = deque()
        self._last_ns = 0

    def send(self, values: Sequence[float], now_ns: int) -> None:
        """Values set out."""
        tick_ns = self._tick_ns
        more = self._timing.jitter_ns * self._stream.uniform(now_ns // tick_ns)
        takes_ns = round((self._timing.delay_ns + more) / tick_ns) * tick_ns
        self._last_ns = max(now_ns + takes_ns, self._last_ns)
        self._under_way.append((self._last_ns, values))

    def arrived(self, now_ns: int) -> Sequence[float] | None:
        """The newest values that are there by now, if any came since the last time."""
        values = None
        while self._under_way and self._under_way[0][0] <= now_ns:
            values = self._under_way.popleft()[1]
        return values
