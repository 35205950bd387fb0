"""Columns of numbers as JSON and as a table for a spreadsheet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isfinite

import numpy as np

from trainlab.hmi.server.files import table
from trainlab.hmi.server.store import Numbers, Window


def json_of(window: Window) -> bytes:
    """`{"t": [...], "signals": {NAME: [...]}}`, what is no number as null.

    Column by column, for while one is written no other thread of this process runs.
    """
    moments, columns = window
    signals = ",".join(f"{json.dumps(name)}:{_list_of(each)}" for name, each in columns.items())
    return f'{{"t":{_list_of(moments)},"signals":{{{signals}}}}}'.encode()


def csv_of(window: Window, units: Mapping[str, str]) -> str:
    """A row for each moment."""
    moments, columns = window
    head = ["t [s]", *(_headed(name, units) for name in columns)]
    return table(head, zip(*map(_plain, (moments, *columns.values())), strict=True))


def _list_of(column: Numbers) -> str:
    return json.dumps(_plain(column), separators=(",", ":"))


def _plain(column: Numbers) -> list[float | None]:
    numbers = column.astype(np.float64)
    values: list[float] = numbers.tolist()
    if np.isfinite(numbers).all():
        return list(values)
    return [value if isfinite(value) else None for value in values]


def _headed(name: str, units: Mapping[str, str]) -> str:
    return f"{name} [{units[name]}]" if units.get(name) else name
