"""The trace: what a run leaves behind, as columns over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import numpy as np

from trainlab.core.duration import NS_PER_S
from trainlab.core.expression import Column
from trainlab.core.image import IOImage
from trainlab.core.observer import Event
from trainlab.core.spec import STATION_FACTS, PlantDescription
from trainlab.core.tag import DataType
from trainlab.trace.digest import rows_digest
from trainlab.trace.panel import panel_columns

NUMPY_TYPE = {
    DataType.BOOL: np.dtype(np.bool_),
    DataType.INT: np.dtype(np.int16),
    DataType.DINT: np.dtype(np.int32),
    DataType.REAL: np.dtype(np.float32),
}


@dataclass(frozen=True)
class Trace:
    """Every tag as the controller saw or commanded it, every fact, the panel, every event of one run.

    `columns` holds one value a tick: bool for BOOL tags, boolean facts and what is on or off at the
    panel, float64 for all else (tags raw, the others in their unit). Row k is the moment k * tick_ns. `units` names each column's
    unit. `about` holds what is needed to repeat the run: seed, versions, hashes.
    """

    tick_ns: int
    columns: Mapping[str, Column]
    units: Mapping[str, str]
    events: Sequence[Event]
    digest: str
    about: Mapping[str, object] = field(default_factory=dict)

    @cached_property
    def now_ns(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """The moment of every row."""
        count = len(next(iter(self.columns.values()))) if self.columns else 0
        return np.arange(count, dtype=np.int64) * self.tick_ns

    @property
    def duration_ns(self) -> int:
        """How long the run was."""
        return len(self.now_ns) * self.tick_ns

    @cached_property
    def moments(self) -> Mapping[str, int]:
        """When each labelled event first happened."""
        first: dict[str, int] = {}
        for event in self.events:
            if event.label:
                first.setdefault(event.label, event.now_ns)
        return MappingProxyType(first)

    def seconds(self, row: int) -> float:
        """The moment of one row in seconds."""
        return row * self.tick_ns / NS_PER_S


def row_type(plant: PlantDescription, image: IOImage, beside: int = 0) -> np.dtype[np.void]:
    """One recorded tick: the image's block, the facts, and as many bytes of something else `beside`."""
    slots, start = image.slots.values(), len(image.block)
    facts = [fact.name for fact in plant.facts]
    return np.dtype(
        {
            "names": [*image.slots, *facts],
            "formats": [NUMPY_TYPE[slot.tag.type] for slot in slots]
            + [np.dtype(np.float64)] * len(facts),
            "offsets": [slot.offset for slot in slots]
            + [start + 8 * ordinal for ordinal in range(len(facts))],
            "itemsize": start + 8 * len(facts) + beside,
        }
    )


def trace_of(
    plant: PlantDescription,
    image: IOImage,
    rows: bytearray,
    events: Sequence[Event],
    tick_ns: int,
    about: Mapping[str, object],
    station: Mapping[str, Column] | None = None,
    panel: Mapping[str, float] | None = None,
) -> Trace:
    """The trace that recorded rows stand for; without `station` there was no wire to fail. `panel`
    says where the controls stood at the start, if not as usual."""
    row = row_type(plant, image)
    names = row.names or ()
    table = np.frombuffer(rows, dtype=row)
    boolean = {fact.name for fact in plant.facts if fact.boolean}
    columns: dict[str, Column] = {
        name: table[name].astype(np.bool_)
        if name in boolean or table.dtype[name] == np.bool_
        else table[name].astype(np.float64)
        for name in names
    }
    for fact in STATION_FACTS:
        kind = np.dtype(np.bool_ if fact.boolean else np.float64)
        columns[fact.name] = station[fact.name] if station else np.zeros(len(table), dtype=kind)
    columns |= panel_columns(plant, events, len(table), tick_ns, panel)
    return Trace(
        tick_ns=tick_ns,
        columns=MappingProxyType(columns),
        units=MappingProxyType(plant.signals),
        events=tuple(events),
        digest=rows_digest(rows),
        about=about,
    )
