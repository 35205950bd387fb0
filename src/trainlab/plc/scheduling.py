"""Which programs run in a scan: a POU that calls those whose task is due (Table 63).

It is written in the typed tree, as a student's program is, so that it is lowered with the programs.
A task is due in the first scan at or after each multiple of its interval. Of the tasks that are due
in one scan the lowest PRIORITY number comes first, then the one declared first; programs without a
task come last, in every scan. A task that takes more steps than its interval has nanoseconds has
overrun it: a step stands for a nanosecond of a usual PLC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from trainlab.plc.source import Source
from trainlab.plc.typed import (
    Assign,
    Branch,
    Constant,
    Expression,
    Instance,
    Load,
    Negation,
    Operation,
    Pou,
    Role,
    Standard,
    Statement,
    Task,
    Variable,
    VariablePlace,
)
from trainlab.plc.types import BOOL, LINT, Type


@dataclass(slots=True, eq=False)
class Schedule:
    """The POU that runs the programs, and what it keeps from scan to scan."""

    pou: Pou
    kept: list[Variable] = field(default_factory=list)
    overruns: dict[str, Variable] = field(default_factory=dict)


def scheduled(source: Source, instances: Iterable[Instance]) -> Schedule:
    """The schedule of the program instances of a configuration."""
    pou = Pou("PROGRAM", "", source, 0)
    schedule = Schedule(pou)
    tasks: dict[Task | None, list[Statement]] = {}
    for instance in instances:
        tasks.setdefault(instance.task, []).extend(instance.statements)
        pou.uses.setdefault(instance.pou, instance.variable.at)
        for block_task, call, block in instance.blocks:
            tasks.setdefault(block_task, []).append(call)
            pou.uses.setdefault(block, call.at)
    body: list[Statement] = []
    for task in sorted((task for task in tasks if task), key=lambda task: task.priority):
        body += _Timed(schedule, task).statements(tasks[task])
    body += tasks.get(None, ())
    pou.body = tuple(body)
    return schedule


class _Timed:
    """One task while its statements are put together."""

    __slots__ = ("_at", "_schedule", "_task")

    def __init__(self, schedule: Schedule, task: Task) -> None:
        self._schedule = schedule
        self._task = task
        self._at = task.at

    def statements(self, calls: list[Statement]) -> Iterator[Statement]:
        """What decides whether the task is due, then the calls of its programs."""
        due = self._keep("due", BOOL)
        yield self._set(due, self._constant(BOOL, False))
        if self._task.interval_ns:
            yield from self._periodic(due)
        if self._task.single is not None:
            yield from self._triggered(due, self._task.single)
        yield Branch(self._at, ((self._load(due), (*self._counted(calls),)),), ())

    def _periodic(self, due: Variable) -> Iterator[Statement]:
        """due := (time / interval) <> count; count := time / interval."""
        count = self._keep("count", LINT, -1)
        now = Standard(self._at, LINT, "TIME", ())
        interval = self._constant(LINT, self._task.interval_ns)
        number = Operation(self._at, LINT, "/", now, interval)
        yield self._set(due, Operation(self._at, BOOL, "<>", number, self._load(count)))
        yield self._set(count, number)

    def _triggered(self, due: Variable, single: Expression) -> Iterator[Statement]:
        """due := single AND NOT before OR NOT single AND due; before := single."""
        before = self._keep("before", BOOL)
        level = self._keep("single", BOOL)
        yield self._set(level, single)
        rises = self._both(self._load(level), self._not(before))
        periodic = self._both(self._not(level), self._load(due))
        yield self._set(due, Operation(self._at, BOOL, "OR", rises, periodic))
        yield self._set(before, self._load(level))

    def _counted(self, calls: list[Statement]) -> Iterator[Statement]:
        """The calls; then, if they took too many steps, one overrun more."""
        if not self._task.interval_ns:
            yield from calls
            return
        left = self._keep("left", LINT)
        overruns = self._keep("overruns", LINT)
        self._schedule.overruns[self._task.name] = overruns
        steps_left = Standard(self._at, LINT, "STEPS_LEFT", ())
        yield self._set(left, steps_left)
        yield from calls
        taken = Operation(self._at, LINT, "-", self._load(left), steps_left)
        allowed = self._constant(LINT, self._task.interval_ns)
        too_many = Operation(self._at, BOOL, ">", taken, allowed)
        one_more = Operation(self._at, LINT, "+", self._load(overruns), self._constant(LINT, 1))
        yield Branch(self._at, ((too_many, (self._set(overruns, one_more),)),), ())

    def _keep(self, name: str, type_: Type, initial: int | None = None) -> Variable:
        name = f"{self._task.name}.{name}"
        source = self._schedule.pou.source
        variable = Variable(name, type_, Role.GLOBAL, self._at, source, initial)
        self._schedule.kept.append(variable)
        return variable

    def _set(self, variable: Variable, value: Expression) -> Statement:
        return Assign(self._at, VariablePlace(self._at, variable.type, variable), value)

    def _load(self, variable: Variable) -> Expression:
        place = VariablePlace(self._at, variable.type, variable)
        return Load(self._at, variable.type, place)

    def _constant(self, type_: Type, value: int) -> Expression:
        return Constant(self._at, type_, value)

    def _both(self, left: Expression, right: Expression) -> Expression:
        return Operation(self._at, BOOL, "AND", left, right)

    def _not(self, variable: Variable) -> Expression:
        return Negation(self._at, BOOL, "NOT", self._load(variable))
