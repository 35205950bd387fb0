"""The panel over time: where each control stood at every tick, from what was done to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from trainlab.core.expression import Column
from trainlab.core.observer import Event
from trainlab.core.spec import PlantDescription

OPERATE = "operate"


def panel_positions(plant: PlantDescription, events: Sequence[Event]) -> Mapping[str, float]:
    """Where every control of the panel stands after these events."""
    positions = {control.name: control.initial for control in plant.panel}
    for event in events:
        if event.kind == OPERATE and event.name in positions:
            positions[event.name] = event.value
    return positions


def panel_columns(
    plant: PlantDescription,
    events: Sequence[Event],
    rows: int,
    tick_ns: int,
    begun: Mapping[str, float] | None = None,
) -> dict[str, Column]:
    """The position of every control of the panel at every tick: bool for one that is on or off,
    float64 in its unit for all else. `begun` says where they stood at the start, if not as usual.
    """
    begun = panel_positions(plant, ()) if begun is None else begun
    done: dict[str, list[Event]] = {name: [] for name in begun}
    for event in events:
        if event.kind == OPERATE and event.name in done:
            done[event.name].append(event)
    ticks = np.arange(rows)
    columns: dict[str, Column] = {}
    for control in plant.panel:
        own = done[control.name]
        moved = np.array([event.now_ns // tick_ns for event in own], dtype=np.int64)
        values = np.array([begun[control.name], *(event.value for event in own)], dtype=np.float64)
        column = values[np.searchsorted(moved, ticks, side="right")]
        columns[control.name] = column != 0.0 if control.on_or_off else column
    return columns
