"""What a page hands out as files: events as CSV, the run as a trace."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from trainlab.core.message import Language
from trainlab.hmi.server.store import Store
from trainlab.session.grade import origin_of
from trainlab.trace.file import write_trace
from trainlab.trace.trace import Trace

BOM = "\ufeff"  # spreadsheets take a text for UTF-8 by it
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would reckon with


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table as CSV (RFC 4180) that a spreadsheet reads."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows(rows)
    return BOM + text.getvalue()


def events_table(events: Iterable[Mapping[str, Any]], language: Language) -> str:
    """Events with the names of docs/reference/wire.md, oldest first."""
    return table(
        ("t [s]", "kind", "name", "value", "label", "reason"),
        (
            (
                each["t"],
                *map(_plain, (each["kind"], each["name"])),
                each["value"],
                *map(_plain, (each["label"], (each["reason"] or {}).get(language, ""))),
            )
            for each in events
        ),
    )


def trace_file(store: Store) -> bytes:
    """The run so far from its first tick on, as `trainlab grade --trace` writes one (trace/file.py)."""
    file = io.BytesIO()
    write_trace(store.graded.trace if store.graded else _trace(store), file)
    return file.getvalue()


def _trace(store: Store) -> Trace:
    trace, scenario = store.run(), store.scenario
    program = store.program_columns()
    units = {each.name: each.unit for each in scenario.program if each.name in program}
    origin = asdict(origin_of(scenario, store.seed, store.state.get("seat") or "", ""))
    return replace(
        trace,
        columns={**trace.columns, **program},
        units={**trace.units, **units},
        about={key: value for key, value in origin.items() if key != "title"},
    )


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
