"""States that a machine goes through, and whether each of its moves is legal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trainlab.core.duration import format_duration, format_instant
from trainlab.core.expression import Column
from trainlab.core.message import Message, Text
from trainlab.grading.edges import Mask, Rows
from trainlab.grading.evidence import Evidence
from trainlab.grading.finding import Finding, Interval

Moves = Mapping[str, Collection[str]]
NO_STATE = -1
SEVERAL = -2

LEGAL = Text("{count} moves, all legal", "{count} 次转换，均合法")
NO_MOVE = Text("no move: it stayed in '{state}'", "没有转换：一直处于“{state}”")
NOWHERE = Text("it was in none of its states", "从未处于任何状态")
ILLEGAL = Text("from '{begin}' to '{end}' at {when}", "{when} 从“{begin}”转到“{end}”")
NONE_TRUE = Text(
    "in no state for {duration} from {when}", "自 {when} 起有 {duration} 不处于任何状态"
)
NO_NUMBER = Text(
    "{number:g} is no state's number: {duration} from {when}",
    "{number:g} 不是任何状态的编号：自 {when} 起 {duration}",
)
MANY_TRUE = Text(
    "in several states at once for {duration} from {when}: {states}",
    "自 {when} 起有 {duration} 同时处于多个状态：{states}",
)
TOO_LONG = Text("in '{state}' for {duration} from {when}", "自 {when} 起在“{state}”停留 {duration}")
NOT_VISITED = Text("never in: {states}", "从未进入：{states}")
ONLY_LEGAL = Text("legal moves only", "只允许合法转换")
FROM_HERE = Text("from '{begin}' only to: {ends}", "从“{begin}”只能转到：{ends}")
FROM_HERE_NONE = Text("from '{begin}' no move", "从“{begin}”不能转换")
ONE_STATE = Text(
    "in one state at a time, but for {settle} at a change",
    "任一时刻只处于一个状态，转换时允许 {settle}",
)
AT_MOST = Text("at most {limit} in '{state}'", "在“{state}”停留不超过 {limit}")
VISITS = Text("each of these at least once: {states}", "以下状态至少各进入一次：{states}")


@dataclass(frozen=True, slots=True)
class Rules:
    """What is asked of a machine's states.

    `moves` are legal, from each state to others; a stretch in several states or (unless `gaps`) in
    none is passed over up to `settle_ns`. Every one of `must_visit` is entered; none of `limits` is kept longer than
    its time in ns.
    """

    moves: Moves
    settle_ns: int = 0
    gaps: bool = False
    must_visit: tuple[str, ...] = ()
    limits: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class States:
    """The state in each row of the window that begins at `first`: an index of `names`, NO_STATE or
    SEVERAL; with `numbers`, what the state was read from, or `masks`, the states' conditions."""

    names: tuple[str, ...]
    codes: NDArray[np.int16]
    first: int
    masks: tuple[Mask, ...] = ()
    numbers: Column | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Something against the rules: the row in which that is certain, and what to say of it."""

    row: int
    measured: Message
    allowed: Message
    interval: Interval


def states_of_conditions(names: Sequence[str], masks: Sequence[Mask], rows: slice) -> States:
    """The states of a window, each with a condition of its own."""
    windowed = tuple(mask[rows] for mask in masks)
    codes = np.full(rows.stop - rows.start, NO_STATE, dtype=np.int16)
    true = np.zeros(len(codes), dtype=np.int16)
    for index, mask in enumerate(windowed):
        codes[mask] = index
        true += mask
    codes[true > 1] = SEVERAL
    return States(tuple(names), codes, rows.start, windowed)


def states_of_numbers(numbers_of: Mapping[str, int], signal: Column, rows: slice) -> States:
    """The states of a window that a signal numbers."""
    values = signal[rows].astype(np.float64)
    codes = np.full(len(values), NO_STATE, dtype=np.int16)
    for index, number in enumerate(numbers_of.values()):
        codes[values == number] = index
    return States(tuple(numbers_of), codes, rows.start, numbers=values)


def judged(states: States, rules: Rules, evidence: Evidence, signals: tuple[str, ...]) -> Finding:
    """Full score if every rule is kept and there was a move at all; else none, by the first fault."""
    begins, codes = _runs(states.codes)
    ends = np.append(begins[1:], len(states.codes))
    in_state = codes >= 0
    visits = np.flatnonzero(in_state)
    entered = visits[np.append(True, codes[visits][1:] != codes[visits][:-1])[: len(visits)]]
    faults = [
        *_transients(states, begins, ends, codes, rules, evidence),
        *_illegal(states, begins, ends, codes, visits, rules, evidence),
        *_overstayed(states, begins, ends, codes, visits, entered, rules, evidence),
    ]
    if faults:
        worst = min(faults, key=lambda fault: fault.row)
        interval = worst.interval
        return Finding(0.0, worst.measured, worst.allowed, interval, signals, final=True)
    whole = (evidence.ns(states.first), evidence.ns(states.first + len(states.codes)))
    visited = {states.names[code] for code in codes[entered].tolist()}
    missing = [name for name in rules.must_visit if name not in visited]
    if missing:
        measured = NOT_VISITED.fill(states=", ".join(missing))
        allowed = VISITS.fill(states=", ".join(rules.must_visit))
        return Finding(0.0, measured, allowed, whole, signals)
    if len(entered) == 0:
        return Finding(0.0, NOWHERE.fill(), ONLY_LEGAL.fill(), whole, signals)
    if len(entered) == 1:
        measured = NO_MOVE.fill(state=states.names[int(codes[entered[0]])])
        return Finding(0.0, measured, ONLY_LEGAL.fill(), whole, signals)
    measured = LEGAL.fill(count=len(entered) - 1)
    return Finding(1.0, measured, ONLY_LEGAL.fill(), whole, signals)


def _runs(codes: NDArray[np.int16]) -> tuple[Rows, NDArray[np.int16]]:
    """The rows at which stretches of one code begin, and their codes."""
    begins = np.flatnonzero(np.append(True, codes[1:] != codes[:-1])[: len(codes)])
    return begins, codes[begins]


def _transients(
    states: States,
    begins: Rows,
    ends: Rows,
    codes: NDArray[np.int16],
    rules: Rules,
    evidence: Evidence,
) -> list[Fault]:
    """The first stretch in several states, or in none, that is longer than allowed."""
    wrong = (codes == SEVERAL) | ((codes == NO_STATE) & (not rules.gaps))
    long = np.flatnonzero(wrong & ((ends - begins) * evidence.tick_ns > rules.settle_ns))
    if len(long) == 0:
        return []
    begin, end, code = int(begins[long[0]]), int(ends[long[0]]), int(codes[long[0]])
    interval = (evidence.ns(states.first + begin), evidence.ns(states.first + end))
    duration, when = format_duration(interval[1] - interval[0]), format_instant(interval[0])
    if code == SEVERAL:
        named = zip(states.names, states.masks, strict=True)
        true = ", ".join(name for name, mask in named if mask[begin])
        measured = MANY_TRUE.fill(duration=duration, when=when, states=true)
    elif states.numbers is not None:
        number = float(states.numbers[begin])
        measured = NO_NUMBER.fill(number=number, duration=duration, when=when)
    else:
        measured = NONE_TRUE.fill(duration=duration, when=when)
    allowed = ONE_STATE.fill(settle=format_duration(rules.settle_ns))
    certain = begin + rules.settle_ns // evidence.tick_ns
    return [Fault(states.first + certain, measured, allowed, interval)]


def _illegal(
    states: States,
    begins: Rows,
    ends: Rows,
    codes: NDArray[np.int16],
    visits: Rows,
    rules: Rules,
    evidence: Evidence,
) -> list[Fault]:
    """The first move that is not legal; what is passed over between two states is no state."""
    legal = np.eye(len(states.names), dtype=np.bool_)
    index = {name: number for number, name in enumerate(states.names)}
    for begin, targets in rules.moves.items():
        for target in targets:
            if begin in index and target in index:
                legal[index[begin], index[target]] = True
    before, after = visits[:-1], visits[1:]
    wrong = np.flatnonzero(~legal[codes[before], codes[after]])
    if len(wrong) == 0:
        return []
    first, then = int(before[wrong[0]]), int(after[wrong[0]])
    begin, end = states.names[int(codes[first])], states.names[int(codes[then])]
    left, row = states.first + int(ends[first]) - 1, states.first + int(begins[then])
    measured = ILLEGAL.fill(begin=begin, end=end, when=format_instant(evidence.ns(row)))
    targets = [name for name in rules.moves.get(begin, ()) if name in index]
    allowed = (FROM_HERE if targets else FROM_HERE_NONE).fill(begin=begin, ends=", ".join(targets))
    return [Fault(row, measured, allowed, (evidence.ns(left), evidence.ns(row + 1)))]


def _overstayed(
    states: States,
    begins: Rows,
    ends: Rows,
    codes: NDArray[np.int16],
    visits: Rows,
    entered: Rows,
    rules: Rules,
    evidence: Evidence,
) -> list[Fault]:
    """The first stay that is longer than its limit, short breaks that are passed over included."""
    if not rules.limits or len(entered) == 0:
        return []
    no_limit = np.iinfo(np.int64).max
    limits = np.array([rules.limits.get(name, no_limit) for name in states.names], dtype=np.int64)
    last = visits[np.searchsorted(visits, np.append(entered[1:], len(begins))) - 1]
    stays = (ends[last] - begins[entered]) * evidence.tick_ns
    allowed_ns = limits[codes[entered]]
    long = np.flatnonzero(stays > allowed_ns)
    if len(long) == 0:
        return []
    first = int(long[0])
    limit_ns, state = int(allowed_ns[first]), states.names[int(codes[entered[first]])]
    begin = states.first + int(begins[entered[first]])
    interval = (evidence.ns(begin), evidence.ns(begin) + int(stays[first]))
    measured = TOO_LONG.fill(
        state=state, duration=format_duration(int(stays[first])), when=format_instant(interval[0])
    )
    allowed = AT_MOST.fill(limit=format_duration(limit_ns), state=state)
    return [Fault(begin + limit_ns // evidence.tick_ns, measured, allowed, interval)]
