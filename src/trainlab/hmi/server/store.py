"""What the pages know of one station: how it stands, and its run as it was recorded."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isfinite
from typing import Any

import numpy as np

from trainlab.core.expression import Column
from trainlab.core.image import IOImage
from trainlab.core.observer import Event
from trainlab.hmi.frames import LINK, TICK, ProgramEvidence, signal_packer
from trainlab.hmi.server.forced import ForcedOutputs
from trainlab.scenario.scenario import Scenario
from trainlab.session.desk import OWN
from trainlab.session.grade import Graded
from trainlab.session.program_signals import none_on_a_wire, signal_column
from trainlab.trace.panel import OPERATE, panel_positions
from trainlab.trace.trace import Trace, row_type, trace_of

MOST_RUN_BYTES = 256 * 1024 * 1024  # of a run that is to be judged
RECENT_BYTES = 16 * 1024 * 1024  # of ticks that are kept whole for trends
THINNED = 8  # of what is older, every eighth tick
MOST_THINNED_BYTES = 16 * 1024 * 1024
MOST_EVENTS = 5000
MOST_RUN_EVENTS = 100_000  # of a run that is to be judged


class Store:
    """One station. `state` is what a page shows; `number` counts its changes."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.scenario, self.seed = scenario, seed
        self.state: dict[str, Any] = {"values": {}, "controls": {}, "alarms": {}, "forced": {}}
        self.program: dict[str, Any] = {"sources": {}, "builds": {}, "variables": {}, "covered": []}
        self.events: deque[dict[str, Any]] = deque(maxlen=MOST_EVENTS)
        self.event_count = 0
        self._image = IOImage(scenario.plant.tags)
        self._outputs = {tag.name for tag in self._image.outputs}
        self._forced = ForcedOutputs()
        beside = LINK.size + signal_packer(scenario).size
        self._row_type = row_type(scenario.plant, self._image, beside)
        self.row_bytes = self._row = self._row_type.itemsize
        self._plain = self._row - beside
        self.build(0)

    def build(self, build: int) -> None:
        """The station begins anew."""
        self.built = build
        self.events.clear()
        self._forced.clear()
        self.deeds: list[
            dict[str, Any]
        ] = []  # faults, their ends and changes, as they were asked for
        self.run_events: list[Event] = []
        self._before: dict[
            str, Event
        ] = {}  # how each control was last moved while the plant was at rest
        self.evidence = ProgramEvidence(none_on_a_wire(self.scenario.program), None)
        self.graded: Graded | None = None  # the verdict of a graded run
        self.coming: set[str] = set()  # of what a fault was asked for, and has not been seen yet
        self.complete = True  # every tick and event of the run is there
        self._run = bytearray()
        self._recent = bytearray()
        self._recent_first = 0
        self._old = bytearray()
        self._old_ticks = array("q")
        self._old_step = THINNED
        self.ticks = 0

    def rows(self, body: bytes) -> None:
        """Ticks have passed."""
        (first,) = TICK.unpack_from(body)
        rows = body[TICK.size :]
        count = len(rows) // self._row
        if first != self.ticks:
            self.complete = False
        if not self._recent:
            self._recent_first = first
        self.ticks = first + count
        self._recent += rows
        room = min(self.scenario.ticks * self._row, MOST_RUN_BYTES) - len(self._run)
        if room > 0:
            self._run += rows[:room]
        if len(self._recent) > RECENT_BYTES:
            self._thin_out()

    def event(self, said: Mapping[str, Any]) -> None:
        """Something has happened."""
        if not _told_by_the_desk(said):
            self.event_count += 1
            self.events.append({**said, "n": self.event_count})
        now_ns = round(said["t"] * 1e9)
        event = Event(now_ns, said["kind"], said["name"], said["value"], said["label"])
        self._forced.heed(replace(event, now_ns=0) if said.get("rest") else event)
        if said.get("rest"):
            if event.kind == OPERATE:
                self._before[event.name] = event
        elif now_ns >= self.scenario.duration_ns:
            return
        elif len(self.run_events) < MOST_RUN_EVENTS:
            self.run_events.append(event)
        else:
            self.complete = False

    def stands(self, state: dict[str, Any]) -> None:
        """How the station stands now."""
        self.state = state
        self.coming.difference_update(name for _, name in state.get("faults", ()))

    def may_end(self, request: Mapping[str, Any]) -> bool:
        """Whether there is a fault that such an `end_fault` would end, or one is on its way."""
        faults, name = self.state.get("faults", ()), str(request.get("of"))
        if request.get("id"):
            known = any(fault_id == request["id"] for fault_id, _ in faults)
        else:
            known = any(of == name and fault_id.startswith(OWN) for fault_id, of in faults)
        return known or name in self.coming

    def deed(self, done: dict[str, Any]) -> None:
        """Somebody has begun or ended a fault, or changed the plant."""
        if len(self.deeds) < MOST_EVENTS:
            self.deeds.append(done)

    @property
    def panel_begun(self) -> Mapping[str, float]:
        """Where the controls stood when the run began."""
        return panel_positions(self.scenario.plant, list(self._before.values()))

    @property
    def judgeable(self) -> bool:
        """Whether there is a run from its first tick on."""
        return self.complete and bool(self._run)

    def run(self) -> Trace:
        """The run so far, as far as the scenario goes, without the program's variables."""
        scenario, plain = self.scenario, self.plain_rows()
        return trace_of(
            scenario.plant,
            self._image,
            plain,
            self.run_events,
            scenario.tick_ns,
            {},
            self._link_columns(len(plain) // self._plain),
            self.panel_begun,
        )

    def program_columns(self, rows: int | None = None) -> dict[str, Column]:
        """One value for each tick, or the first so many, of each program variable that the sheet makes a signal
        of, and that is there."""
        table = self._beside()[:rows, LINK.size // 8 :]
        return {
            signal.name: signal_column(signal, np.nan_to_num(table[:, place]))
            for place, signal in enumerate(self.scenario.program)
            if signal.name not in self.evidence.absent
        }

    def plain_rows(self) -> bytearray:
        """The rows of the run so far as a recorder has them."""
        return bytearray(self._bytes_of_rows()[:, : self._plain].tobytes())

    def history(
        self, signals: Sequence[str], begin_s: float, end_s: float, points: int
    ) -> dict[str, Any]:
        """Columns of signals between two moments, thinned to about so many points."""
        tick_ns = self.scenario.tick_ns
        ticks = np.concatenate(
            [
                np.array(self._old_ticks, dtype=np.int64),
                np.arange(self._recent_first, self._recent_first + len(self._recent) // self._row),
            ]
        )
        wanted = np.flatnonzero(
            (ticks * tick_ns >= begin_s * 1e9) & (ticks * tick_ns <= end_s * 1e9)
        )
        if len(wanted) > points > 1:
            wanted = wanted[np.linspace(0, len(wanted) - 1, points).round().astype(np.int64)]
        thinned = len(self._old_ticks)
        rows = np.concatenate(
            [
                self._picked(self._old, wanted[wanted < thinned]),
                self._picked(self._recent, wanted[wanted >= thinned] - thinned),
            ]
        )
        names = [name for name in signals if name in (rows.dtype.names or ())]
        for name in self._outputs.intersection(names):
            self._forced.put_into(name, rows[name], ticks[wanted] * tick_ns)
        columns = {name: _plain_numbers(rows[name]) for name in names}
        return {"t": _plain_numbers(ticks[wanted] * (tick_ns / 1e9)), "signals": columns}

    def _link_columns(self, rows: int) -> dict[str, Column]:
        links = self._beside()[:rows]
        return {
            "link_writer": links[:, 0].copy(),
            "link_age_s": links[:, 1].copy(),
            "link_stale": links[:, 2] != 0.0,
        }

    def _beside(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """What stands behind the plain rows: three numbers of the links, then the program's."""
        return self._bytes_of_rows()[:, self._plain :].copy().view(np.float64)

    def _bytes_of_rows(self) -> np.ndarray[Any, np.dtype[np.uint8]]:
        return np.frombuffer(bytes(self._run), dtype=np.uint8).reshape(-1, self._row)

    def _thin_out(self) -> None:
        half = len(self._recent) // self._row // 2
        for place in range(0, half, self._old_step):
            self._old += self._recent[place * self._row : (place + 1) * self._row]
            self._old_ticks.append(self._recent_first + place)
        del self._recent[: half * self._row]
        self._recent_first += half
        if len(self._old) > MOST_THINNED_BYTES:
            self._old_step *= 2
            rows = [self._old[k : k + self._row] for k in range(0, len(self._old), 2 * self._row)]
            self._old = bytearray(b"".join(rows))
            self._old_ticks = self._old_ticks[::2]

    def _picked(
        self, rows: bytearray, places: np.ndarray[Any, np.dtype[np.int64]]
    ) -> np.ndarray[Any, np.dtype[Any]]:
        """Copies of some rows; nothing looks into `rows` any more then, so that it may grow again."""
        table: np.ndarray[Any, np.dtype[Any]] = np.frombuffer(rows, dtype=self._row_type)
        return table.take(places)


def _told_by_the_desk(said: Mapping[str, Any]) -> bool:
    """Whether an event is of a fault that a person began or ended: `fault_injected` and `fault_ended`
    have told of it, with more."""
    return said["kind"] in ("fault_begin", "fault_end") and said["label"].startswith("by ")


def _plain_numbers(column: np.ndarray[Any, np.dtype[Any]]) -> list[float | None]:
    return [value if isfinite(value) else None for value in column.astype(np.float64).tolist()]


def sound(value: Any) -> Any:
    """The same for JSON, which has no infinity and no NaN."""
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, dict):
        return {key: sound(each) for key, each in value.items()}
    if isinstance(value, list):
        return [sound(each) for each in value]
    return value


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """What is other in `new`: of mappings the changed entries, None where one is gone."""
    found: dict[str, Any] = {}
    for key, value in new.items():
        before = old.get(key)
        if before == value:
            continue
        if isinstance(value, dict) and isinstance(before, dict) and key != "stopped":
            found[key] = {k: v for k, v in value.items() if k not in before or before[k] != v} | {
                k: None for k in before if k not in value
            }
        else:
            found[key] = value
    return found
