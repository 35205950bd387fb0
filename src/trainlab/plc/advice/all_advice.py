"""Every family of advice, on one program."""

from __future__ import annotations

from trainlab.core.problem import Problem
from trainlab.plc.advice.branches import branches_that_never_run, state_machines_without_else
from trainlab.plc.advice.instances import calls_of_instances, forgetful_instances
from trainlab.plc.advice.literals import repeated_durations
from trainlab.plc.advice.uses import uses_of
from trainlab.plc.advice.variables import unused_variables
from trainlab.plc.advice.writes import assigned_to_themselves, lost_values, written_by_two
from trainlab.plc.tree import students_pous
from trainlab.plc.typed import Project, Reference


def advised(project: Project) -> list[Problem]:
    """What a teacher would point at in a program without errors."""
    statements = [statement for pou in students_pous(project) for statement in pou.body]
    declared = [
        *project.globals.values(),
        *(v for pou in students_pous(project) for v in pou.variables.values()),
    ]
    referred = [v.initial for v in declared if isinstance(v.initial, Reference)]
    calls = [statement for instance in project.instances for statement in instance.statements]
    calls += [call for instance in project.instances for _, call, _ in instance.blocks]
    tasks = [instance.task for instance in project.instances if instance.task is not None]
    triggers = [task.single for task in tasks if task.single is not None]
    return [
        *unused_variables(project, uses_of(*statements, *calls, *triggers, *referred)),
        *lost_values(project),
        *written_by_two(project),
        *assigned_to_themselves(project),
        *calls_of_instances(project),
        *forgetful_instances(project),
        *branches_that_never_run(project),
        *state_machines_without_else(project),
        *repeated_durations(project),
    ]
