"""Evidence lines: the statements that last wrote the outputs that a check was lost by.

A run is deterministic, so they are found by running it once more with the writes noted, and only
where something was lost: whoever passes pays nothing, and no run that is graded is slower.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from trainlab.bench.drive import drive
from trainlab.bench.pacer import OutOfTime, Pacer
from trainlab.core.controller import Program, SoftController
from trainlab.core.expression import Column
from trainlab.core.image import IOImage
from trainlab.core.last_write import LastWrite
from trainlab.core.observer import Event
from trainlab.core.tag import Direction
from trainlab.grading.finding import Finding
from trainlab.grading.rubric import CheckResult
from trainlab.grading.written import WrittenBy
from trainlab.scenario.build import build
from trainlab.scenario.scenario import Scenario
from trainlab.session.grade import Graded
from trainlab.session.run import program_bench, program_image

# What a fact shows was commanded a little before: contactors and valves take their time.
LEAD_NS = 500_000_000
MOST_OUTPUTS = 3

Noted = Mapping[tuple[int, str], LastWrite | None]


def with_lines(scenario: Scenario, compiled: Program, graded: Graded, pacer: Pacer) -> Graded:
    """The same, with evidence lines in every result that is short of full points.

    A result that is proved after the controller stopped has none: no statement wrote the
    fail-safe values. Nor has a disqualified run, whose outputs may be forced. A second run that takes longer than `pacer` allows gives none either.
    """
    score = graded.verdict.score
    wanted = {
        number: questions
        for number, result in enumerate(score.results)
        if (questions := _questions(scenario, graded, result))
    }
    if not wanted or graded.verdict.disqualified:
        return graded
    rows = {row for row, _ in wanted.values()}
    try:
        noted = _run_again(scenario, compiled, graded, rows, pacer)
    except OutOfTime:
        return graded
    results = list(score.results)
    for number, (row, tags) in wanted.items():
        lines = tuple(_line(graded.trace.columns[tag], tag, row, graded, noted) for tag in tags)
        results[number] = replace(results[number], lines=lines)
    verdict = replace(graded.verdict, score=replace(score, results=tuple(results)))
    return replace(graded, verdict=verdict)


def _questions(
    scenario: Scenario, graded: Graded, result: CheckResult
) -> tuple[int, tuple[str, ...]] | None:
    """The row at whose outputs to look, and which; None where there is nothing to ask."""
    verdict, columns = graded.verdict, graded.trace.columns
    if result.passed or not verdict.ticks:
        return None
    first, row = _rows(result.finding, graded.trace.tick_ns, verdict.ticks)
    if verdict.stopped is not None and row * graded.trace.tick_ns >= verdict.stopped_at_ns:
        return None
    outputs = [tag.name for tag in scenario.plant.tags if tag.direction is Direction.OUTPUT]
    named = {name.casefold() for name in result.finding.signals}
    inputs = {tag.name.casefold() for tag in scenario.plant.tags} - set(outputs)
    tags = [name for name in outputs if name.casefold() in named]
    if not tags or named - inputs - {name.casefold() for name in outputs}:
        lead = LEAD_NS // graded.trace.tick_ns
        moved = [n for n in outputs if _changes(columns[n], max(first - lead, 0), row)]
        found = {name: _since(columns[name], row) for name in (*tags, *moved)}
        tags = sorted(found, key=found.__getitem__, reverse=True)[:MOST_OUTPUTS]
    return (row, tuple(tags)) if tags else None


def _rows(finding: Finding, tick_ns: int, ticks: int) -> tuple[int, int]:
    """The first row of the interval that decided, and the one that proves it, the last or the first."""
    begin_ns, end_ns = finding.interval
    first = min(max(-(-begin_ns // tick_ns), 0), ticks - 1)
    if finding.at_its_begin:
        return first, first
    last = -(-end_ns // tick_ns) - 1
    return first, min(max(last, first), ticks - 1)


def _changes(column: Column, first: int, last: int) -> bool:
    """Whether a value changes within those rows, the step into the first included."""
    seen = column[max(first - 1, 0) : last + 1]
    return bool(np.any(seen[1:] != seen[:-1]))


class _Looking:
    """An observer that asks a controller for its last writes at some rows."""

    __slots__ = ("_controller", "_moments", "_outputs", "noted")

    def __init__(
        self, controller: SoftController, outputs: Sequence[str], moments: Iterator[int]
    ) -> None:
        self._controller = controller
        self._outputs = outputs
        self._moments = frozenset(moments)
        self.noted: dict[tuple[int, str], LastWrite | None] = {}

    def observe(self, now_ns: int, image: IOImage, facts: Sequence[float]) -> None:
        """Ask, if this is one of the moments."""
        if now_ns in self._moments:
            for name in self._outputs:
                self.noted[now_ns, name] = self._controller.last_write(name)

    def note(self, event: Event) -> None:
        """Events are nothing to it."""


def _run_again(
    scenario: Scenario, compiled: Program, graded: Graded, rows: set[int], pacer: Pacer
) -> Noted:
    """Who last wrote each output at the end of those rows, by moment and tag."""
    seed = graded.verdict.origin.seed
    station = build(scenario, seed)
    image = program_image(scenario, station)
    controller = compiled.controller(image, tracing=True)
    outputs = [tag.name for tag in station.image.outputs]
    looking = _Looking(controller, outputs, (row * scenario.tick_ns for row in rows))
    bench = program_bench(scenario, station, controller, image, seed, [looking])
    drive(bench.tick, pacer, tick_ns=scenario.tick_ns, ticks=max(rows) + 1)
    return looking.noted


def _line(column: Column, tag: str, row: int, graded: Graded, noted: Noted) -> WrittenBy:
    tick_ns = graded.trace.tick_ns
    value, since = column[row].item(), _since(column, row)
    return WrittenBy(tag, value, since * tick_ns, noted[row * tick_ns, tag])


def _since(column: Column, row: int) -> int:
    """The row since which a value is what it is in that one."""
    changes = np.flatnonzero(column[1 : row + 1] != column[:row])
    return int(changes[-1]) + 1 if len(changes) else 0
