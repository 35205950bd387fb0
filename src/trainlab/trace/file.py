"""A trace as an .npz file that numpy alone can read back: columns, units and events, no pickles."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

import numpy as np

from trainlab.core.message import Text
from trainlab.core.observer import Event
from trainlab.trace.trace import Trace

ABOUT = "trainlab"
TIME = "time_s"


def save_trace(trace: Trace, path: Path) -> None:
    """Write the trace as a file."""
    with path.open("wb") as file:
        write_trace(trace, file)


def write_trace(trace: Trace, file: IO[bytes]) -> None:
    """Write the trace: one array a signal, `time_s`, and the rest as JSON text under "trainlab"."""
    head = {
        "tick_ns": trace.tick_ns,
        "units": dict(trace.units),
        "events": [asdict(event) for event in trace.events],
        "digest": trace.digest,
        "about": dict(trace.about),
    }
    np.savez_compressed(
        file,
        allow_pickle=False,
        **{ABOUT: np.array(json.dumps(head, ensure_ascii=False)), TIME: trace.now_ns / 1e9},
        **trace.columns,
    )


def load_trace(path: Path) -> Trace:
    """Read a trace back; ValueError or KeyError if the file is not one."""
    with np.load(path, allow_pickle=False) as archive:
        head = json.loads(str(archive[ABOUT]))
        columns = {name: archive[name] for name in archive.files if name not in (ABOUT, TIME)}
    return Trace(
        tick_ns=head["tick_ns"],
        columns=MappingProxyType(columns),
        units=MappingProxyType(head["units"]),
        events=tuple(_event(**event) for event in head["events"]),
        digest=head["digest"],
        about=head["about"],
    )


def _event(reason: dict[str, str] | None = None, **fields: Any) -> Event:
    return Event(**fields, reason=None if reason is None else Text(**reason))
