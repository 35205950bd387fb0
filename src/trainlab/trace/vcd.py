"""A trace as a value change dump (IEEE 1364-2005, 18), for GTKWave and other wave viewers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from trainlab.core.expression import Column
from trainlab.trace.trace import Trace

UNITS = (("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000), ("ns", 1))
ROWS_AT_ONCE = 10_000
FIRST_CODE, CODES = ord("!"), 94  # identifier codes are of the printable characters ! to ~ (18.2.1)
_NOT_OF_A_NAME = re.compile(r"[^A-Za-z0-9_$]")


def save_vcd(trace: Trace, path: Path) -> None:
    """Write every change of every signal: BOOL as a wire, numbers as real, moments as events.

    A name that no Verilog identifier can be has its other characters replaced by _.
    """
    with path.open("w", encoding="ascii", errors="replace", newline="\n") as file:
        file.writelines(line + "\n" for line in _lines(trace))


def time_scale(tick_ns: int) -> tuple[str, int]:
    """The coarsest scale in which a tick is a whole number, and how many ns it has (18.2.3.6)."""
    for unit, size in UNITS:
        for factor in (100, 10, 1):
            if tick_ns % (factor * size) == 0:
                return f"{factor} {unit}", factor * size
    raise ValueError(tick_ns)


def identifiers(names: Iterable[str]) -> list[str]:
    """A Verilog identifier for each name, no two alike."""
    taken: dict[str, None] = {}
    for name in names:
        plain = _NOT_OF_A_NAME.sub("_", name)
        plain = plain if plain[:1].isalpha() or plain[:1] == "_" else f"_{plain}"
        free, count = plain, 1
        while free in taken:
            count += 1
            free = f"{plain}_{count}"
        taken[free] = None
    return list(taken)


def _lines(trace: Trace) -> Iterator[str]:
    scale, size = time_scale(trace.tick_ns)
    per_tick = trace.tick_ns // size
    names = identifiers([*trace.columns, *(f"at_{label}" for label in trace.moments)])
    codes = [_code(number) for number in range(len(names))]
    kinds = ["wire" if c.dtype == np.bool_ else "real" for c in trace.columns.values()]
    kinds += ["event"] * len(trace.moments)
    yield "$version trainlab $end"
    yield f"$comment trace {trace.digest} $end"
    yield f"$timescale {scale} $end"
    yield "$scope module station $end"
    for kind, code, name in zip(kinds, codes, names, strict=True):
        yield f"$var {kind} {64 if kind == 'real' else 1} {code} {name} $end"
    yield "$upscope $end"
    yield "$enddefinitions $end"
    yield "#0"
    yield "$dumpvars"
    for code, column in zip(codes, trace.columns.values(), strict=False):
        if len(column):
            yield _change(column[0], code)
    yield "$end"
    at = 0
    for row, change in _changes(trace, codes):
        if row != at:
            yield f"#{row * per_tick}"
            at = row
        yield change
    if at < len(trace.now_ns):
        yield f"#{len(trace.now_ns) * per_tick}"


def _changes(trace: Trace, codes: Sequence[str]) -> Iterator[tuple[int, str]]:
    """What changes after row 0, with its row, in the order of time.

    Some rows at a time, so that a long run does not need many times its own memory.
    """
    count = len(trace.now_ns)
    events = [
        (now_ns // trace.tick_ns, f"1{code}")
        for code, now_ns in zip(codes[len(trace.columns) :], trace.moments.values(), strict=True)
    ]
    for start in range(0, max(count, 1), ROWS_AT_ONCE):
        stop = start + ROWS_AT_ONCE
        changes = [event for event in events if start <= event[0] < stop]
        for code, column in zip(codes, trace.columns.values(), strict=False):
            some = column[max(start - 1, 0) : stop]
            rows = np.flatnonzero(_differ(some)) + 1 + max(start - 1, 0)
            changes += [(row, _change(column[row], code)) for row in rows.tolist()]
        yield from sorted(changes, key=lambda change: change[0])


def _differ(column: Column) -> NDArray[np.bool_]:
    """Whether each value differs from the one before it; NaN does not differ from NaN."""
    differ = np.asarray(column[1:] != column[:-1])
    if column.dtype == np.float64:
        differ &= ~(np.isnan(column[1:]) & np.isnan(column[:-1]))
    return differ


def _change(value: np.bool_ | np.float64, code: str) -> str:
    # The standard has reals printed by %.16g (18.2.1), which loses the last bit of some; 17 digits
    # are read by the same rule and lose none.
    return f"{int(value)}{code}" if isinstance(value, np.bool_) else f"r{value:.17g} {code}"


def _code(number: int) -> str:
    """The identifier code of one variable: "!", "\"", ..., "~", "!!", ..."""
    code = chr(FIRST_CODE + number % CODES)
    return code if number < CODES else _code(number // CODES - 1) + code
