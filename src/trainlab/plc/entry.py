"""What a scan runs: the one program there is, the one that was asked for, or a configuration's."""

from __future__ import annotations

from dataclasses import dataclass, field

from trainlab.core.problem import Position, ProblemsFound, did_you_mean
from trainlab.plc.binding import Programmed
from trainlab.plc.problems import binding as wrong
from trainlab.plc.scheduling import scheduled
from trainlab.plc.typed import Pou, Project, Role, Variable


@dataclass(slots=True, eq=False)
class Entry:
    """The POU that is called in each scan, the programs that run by it, and what it keeps.

    Its instance is the global variable `holder` where other programs know it by name. `only` is the
    one program that a person means who names a variable without a program.
    """

    pou: Pou
    programs: tuple[Programmed, ...]
    only: Programmed | None
    holder: Variable | None = None
    kept: list[Variable] = field(default_factory=list)
    overruns: dict[str, Variable] = field(default_factory=dict)


def entry_of(project: Project, name: str | None) -> Entry:
    """What runs; `name` is a PROGRAM or FUNCTION_BLOCK that is to run by itself.

    ProblemsFound if there is none, or if it is left open which.
    """
    if name is None and project.instances:
        return _configured(project)
    pou = _named(project, name) if name is not None else _only(project)
    for variable in pou.having(Role.IN_OUT):
        position = variable.source.position(variable.at)
        problem = wrong.OPEN_IN_OUT.at(position, name=pou.name, variable=variable.name)
        raise ProblemsFound([problem])
    holder = project.program_variables.get(pou)
    only = Programmed(pou, holder)
    return Entry(pou, (only, *_called(project, {pou})), only, holder)


def _configured(project: Project) -> Entry:
    instances = project.instances
    schedule = scheduled(project.source, instances)
    programs = [Programmed(each.pou, each.variable, each.connected) for each in instances]
    others = _called(project, {each.pou for each in instances})
    only = programs[0] if len(programs) == 1 else None
    return Entry(schedule.pou, (*programs, *others), only, None, schedule.kept, schedule.overruns)


def _called(project: Project, but: set[Pou]) -> list[Programmed]:
    """The programs that others call by name, each with its one instance."""
    known = project.program_variables.items()
    return [Programmed(pou, variable) for pou, variable in known if pou not in but]


def _named(project: Project, name: str) -> Pou:
    runnable = _runnable(project)
    for pou in runnable:
        if pou.name.casefold() == name.casefold():
            return pou
    known = [pou.name for pou in runnable]
    problem = wrong.NO_SUCH_POU.at(
        Position(project.source.file), name=name, hint=did_you_mean(name, known),
        known=", ".join(known) or "-",
    )  # fmt: skip
    raise ProblemsFound([problem])


def _runnable(project: Project) -> list[Pou]:
    return [
        pou
        for pou in project.pous.values()
        if pou.kind in ("PROGRAM", "FUNCTION_BLOCK") and not pou.abstract
    ]


def _only(project: Project) -> Pou:
    """The one PROGRAM that no other calls; without a PROGRAM the one FUNCTION_BLOCK."""
    runnable = _runnable(project)
    used = {used for pou in project.pous.values() for used in pou.uses}
    programs = [pou for pou in runnable if pou.kind == "PROGRAM"]
    candidates = [pou for pou in programs if pou not in used] or programs or runnable
    whole = Position(project.source.file)
    if not candidates:
        raise ProblemsFound([wrong.NO_PROGRAM.at(whole)])
    if len(candidates) > 1:
        known = ", ".join(pou.name for pou in candidates)
        raise ProblemsFound([wrong.WHICH_PROGRAM.at(whole, known=known)])
    return candidates[0]
