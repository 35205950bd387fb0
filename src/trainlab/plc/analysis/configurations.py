"""The programs that a configuration runs, and when: IEC 61131-3:2013 Tables 62 and 63."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from trainlab.core.message import Text
from trainlab.core.problem import did_you_mean
from trainlab.plc import syntax
from trainlab.plc.addresses import canonical_address
from trainlab.plc.analysis.calls import call_statement
from trainlab.plc.analysis.conversions import coerced
from trainlab.plc.analysis.instance_settings import apply_setting, block_call
from trainlab.plc.analysis.scope import Declarations, MeaningStop, Scope, start_of
from trainlab.plc.problems import configuration as wrong
from trainlab.plc.problems import names as wrong_names
from trainlab.plc.typed import Constant, Instance, Pou, Role, Task, Variable
from trainlab.plc.types import BOOL, TIME, UINT, Elementary, Type

_A_DURATION = Text("a duration that is not negative", "一个非负时间")
_A_PRIORITY = Text("a whole number from 0 (first) on", "从 0（最先）开始的整数")
_Key = tuple[str, str]


def instances_of(declarations: Declarations, units: Sequence[syntax.Unit]) -> tuple[Instance, ...]:
    """Every program instance of the configurations; none if there is no configuration."""
    configurations = [item for unit in units for item in unit.configurations]
    programs = [item for configuration in configurations for item in configuration.programs]
    scope = declarations.scope(Pou("CONFIGURATION", "", declarations.source, 0))
    tasks: dict[_Key, Task] = {}
    for configuration in configurations:
        for task_item in configuration.tasks:
            _declare_task(scope, tasks, task_item)
    counts: dict[str, int] = {}
    for item in programs:
        counts[item.type_name.casefold()] = counts.get(item.type_name.casefold(), 0) + 1
    first: dict[str, int] = {}
    instances: list[Instance] = []
    for item in programs:
        try:
            only = counts[item.type_name.casefold()] == 1
            instances.append(_instance(scope, tasks, first, item, only))
        except MeaningStop:
            continue
    for configuration in configurations:
        for setting in configuration.settings:
            with suppress(MeaningStop):
                apply_setting(scope, configuration, instances, setting)
    if programs and len(instances) == len(programs):
        _warn_of_idle(scope, [instance.pou for instance in instances])
    return tuple(instances)


def _declare_task(scope: Scope, tasks: dict[_Key, Task], item: syntax.Task) -> None:
    task = Task(item.name, item.at)
    key = (item.resource.casefold(), item.name.casefold())
    if key in tasks:
        line = scope.source.line(tasks[key].at)
        scope.warn(wrong.INSTANCE_TWICE, item.at, name=item.name, line=line)
        return
    tasks[key] = task
    try:
        if item.interval is not None:
            task.interval_ns = _setting(
                scope, item, item.interval, "INTERVAL", TIME, _A_DURATION, "INTERVAL := T#20ms"
            )
        if item.priority is not None:
            task.priority = _setting(
                scope, item, item.priority, "PRIORITY", UINT, _A_PRIORITY, "PRIORITY := 1"
            )
        if item.single is not None:
            node = _located(scope, item.single, BOOL)
            task.single = coerced(scope, scope.value(node, BOOL), BOOL, "SINGLE", start_of(node))
    except MeaningStop:
        task.interval_ns = 1
        return
    if not task.interval_ns and task.single is None:
        scope.warn(wrong.NEVER_DUE, item.at, name=item.name)


def _setting(
    scope: Scope,
    item: syntax.Task,
    node: syntax.Expression,
    setting: str,
    type_: Elementary,
    wanted: Text,
    example: str,
) -> int:
    value = scope.value(node, type_)
    if isinstance(value, Constant) and isinstance(value.type, Elementary):
        fits = value.type.family is type_.family or (value.type.is_integer and type_.is_integer)
        number = int(value.value)
        if fits and number >= 0:
            return number
    raise scope.stop(
        wrong.BAD_SETTING, start_of(node), setting=setting, name=item.name, wanted=wanted,
        example=example,
    )  # fmt: skip


def _instance(
    scope: Scope,
    tasks: dict[_Key, Task],
    first: dict[str, int],
    item: syntax.ProgramInstance,
    only: bool,
) -> Instance:
    declarations = scope.declarations
    pou = scope.pou_named(item.type_name)
    if pou is None or pou.kind != "PROGRAM":
        items = declarations.pou_syntax.values()
        known = [other.name for other in items if other.keyword == "PROGRAM"]
        hint = did_you_mean(item.type_name, known)
        raise scope.stop(wrong_names.UNKNOWN_PROGRAM, item.type_at, name=item.type_name, hint=hint)
    task = _task_of(scope, tasks, item)
    key = item.name.casefold()
    if key in first:
        line = scope.source.line(first[key])
        raise scope.stop(wrong.INSTANCE_TWICE, item.at, name=item.name, line=line)
    first[key] = item.at
    variable = declarations.program_variables.get(pou) if only else None
    if variable is None:
        type_ = pou.block_type()
        variable = Variable(item.name, type_, Role.GLOBAL, item.at, scope.source)
    declarations.globals[f"program {key}"] = variable
    own = declarations.scope(Pou("CONFIGURATION", "", scope.source, item.at))
    assert own.pou is not None
    own.pou.variables[key] = variable
    arguments = tuple(_connected(scope, pou, argument) for argument in item.arguments)
    call = syntax.Call(item.at, syntax.Name(item.at, item.name), arguments)
    statement = call_statement(own, call)
    named = {argument.name.casefold() for argument in item.arguments}
    connected = frozenset(pou.variables[name] for name in named if name in pou.variables)
    instance = Instance(variable, pou, task, statement, connected, item.name)
    for block_task in item.block_tasks:
        named_task = _task_named(scope, tasks, item.resource, block_task.task)
        instance.blocks.append((named_task, *block_call(scope, instance, block_task.block)))
    return instance


def _task_of(scope: Scope, tasks: dict[_Key, Task], item: syntax.ProgramInstance) -> Task | None:
    if not item.task:
        return None
    return _task_named(scope, tasks, item.resource, syntax.Name(item.task_at, item.task))


def _task_named(scope: Scope, tasks: dict[_Key, Task], resource: str, name: syntax.Name) -> Task:
    key, here = name.text.casefold(), resource.casefold()
    task = tasks.get((here, key)) or tasks.get(("", key))
    if task is None:
        known = [other.name for (where, _), other in tasks.items() if where in ("", here)]
        hint = did_you_mean(name.text, known)
        raise scope.stop(wrong.UNKNOWN_TASK, name.at, name=name.text, hint=hint)
    return task


def _connected(scope: Scope, pou: Pou, argument: syntax.Argument) -> syntax.Argument:
    """The same connection with its address, if it has one, made a variable."""
    parameter = pou.variables.get(argument.name.casefold())
    if parameter is None or argument.value is None:
        return argument
    return replace(argument, value=_located(scope, argument.value, parameter.type))


def _located(scope: Scope, node: syntax.Expression, type_: Type) -> syntax.Expression:
    """A name for what stands at an address; any other expression as it is."""
    address = canonical_address(node.text) if isinstance(node, syntax.Address) else ""
    if not address:
        return node
    if address.casefold() not in scope.declarations.globals:
        variable = Variable(address, type_, Role.GLOBAL, node.at, scope.source)
        variable.address = address
        variable.address_at = node.at
        scope.declarations.globals[address.casefold()] = variable
    return syntax.Name(node.at, address)


def _warn_of_idle(scope: Scope, run: Iterable[Pou]) -> None:
    """A program that neither the configuration nor another program runs."""
    programs = [pou for pou in scope.declarations.pous.values() if pou.kind == "PROGRAM"]
    used = {*run, *(used for pou in scope.declarations.pous.values() for used in pou.uses)}
    for pou in programs:
        if pou not in used:
            scope.warn(wrong.NOT_RUN, pou.at, name=pou.name)
