"""The recorder: an observer that keeps every tick as one row of bytes."""

from __future__ import annotations

from collections.abc import Sequence

from trainlab.core.image import IOImage
from trainlab.core.observer import Event
from trainlab.trace.digest import fact_packer


class Recorder:
    """Rows of the image's block followed by the facts; `trace.Trace` makes columns of them."""

    __slots__ = ("_pack_facts", "events", "rows")

    def __init__(self, fact_count: int) -> None:
        self._pack_facts = fact_packer(fact_count).pack
        self.rows = bytearray()
        self.events: list[Event] = []

    def observe(self, now_ns: int, image: IOImage, facts: Sequence[float]) -> None:
        """Append this tick's row."""
        rows = self.rows
        rows += image.block
        rows += self._pack_facts(*facts)

    def note(self, event: Event) -> None:
        """Keep the event."""
        self.events.append(event)
