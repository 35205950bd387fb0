"""What a configuration settles for parts of its program instances: IEC 61131-3:2013 Tables 16, 62, 63.

VAR_CONFIG gives single variables an initial value, and an address where their declaration leaves it
open (AT %I*): what stands at an address of %I or %M is copied in before the program is called, what
the program leaves is copied out to %Q or %M after it. A function block of a program may have a task
of its own, which calls it without arguments.
"""

from __future__ import annotations

from collections.abc import Sequence

from trainlab.core.problem import did_you_mean
from trainlab.plc import syntax
from trainlab.plc.addresses import canonical_address
from trainlab.plc.analysis.initials import initial_of
from trainlab.plc.analysis.interfaces import check_size
from trainlab.plc.analysis.places import variable_place
from trainlab.plc.analysis.scope import Scope
from trainlab.plc.analysis.spelled_types import type_of
from trainlab.plc.problems import configuration as wrong
from trainlab.plc.problems import names as wrong_names
from trainlab.plc.problems import reading as wrong_reading
from trainlab.plc.typed import (
    Assign,
    BlockCall,
    Instance,
    Load,
    MemberPlace,
    Place,
    Pou,
    Role,
    Statement,
    Variable,
    VariablePlace,
    merged,
)
from trainlab.plc.types import BlockType, StructType, Type

_HELD = (Role.LOCAL, Role.INPUT, Role.OUTPUT)


def block_call(scope: Scope, instance: Instance, name: syntax.Name) -> tuple[Statement, Pou]:
    """The call by which a task runs one function block of a program, and that block."""
    held = {each.key: each for each in instance.pou.having(*_HELD)}
    variable = held.get(name.text.casefold())
    type_ = variable.type if variable is not None else None
    if variable is None or not isinstance(type_, BlockType) or type_.pou.having(Role.IN_OUT):
        blocks = [each.name for each in held.values() if isinstance(each.type, BlockType)]
        hint = did_you_mean(name.text, blocks)
        raise scope.stop(
            wrong.NO_BLOCK, name.at, program=instance.pou.name, name=name.text, hint=hint
        )
    place = MemberPlace(name.at, type_, _whole(instance, name.at), variable.key)
    return BlockCall(name.at, place, type_.pou, False, {}, (), {}), type_.pou


def apply_setting(
    scope: Scope,
    configuration: syntax.Configuration,
    instances: Sequence[Instance],
    item: syntax.InstanceSetting,
) -> None:
    """One line of VAR_CONFIG; a diagnostic where it fits no variable."""
    instance, rest = _instance_of(scope, configuration, instances, item.path)
    place: Place = _whole(instance, item.path[0].at)
    for name in rest:
        place = MemberPlace(name.at, _part(scope, place.type, name), place, name.text.casefold())
    last = item.path[-1]
    wanted = type_of(scope, item.spec)
    if not rest or str(place.type) != str(wanted):
        raise scope.stop(
            wrong.WRONG_SETTING, item.spec.at, name=last.text, type=place.type, wanted=wanted
        )
    initial: object = None
    if item.initial is not None:
        initial = initial_of(scope, item.initial, place.type, last.text)
        given = initial
        for name in reversed(rest):
            given = {name.text.casefold(): given}
        instance.variable.initial = merged(instance.variable.initial, given)
    if item.address is not None:
        _locate(scope, instance, place, item.address, initial)
        if len(rest) == 1:
            own = instance.pou.variables[rest[0].text.casefold()]
            instance.connected = instance.connected | {own}


def _instance_of(
    scope: Scope,
    configuration: syntax.Configuration,
    instances: Sequence[Instance],
    path: tuple[syntax.Name, ...],
) -> tuple[Instance, tuple[syntax.Name, ...]]:
    """The program instance of resource.program... or program..., and the names behind it."""
    resources = {program.resource.casefold() for program in configuration.programs}
    if len(path) > 1 and path[0].text.casefold() in resources - {""}:
        path = path[1:]
    for instance in instances:
        if instance.name.casefold() == path[0].text.casefold():
            return instance, path[1:]
    hint = did_you_mean(path[0].text, [instance.name for instance in instances])
    raise scope.stop(wrong_names.UNKNOWN_NAME, path[0].at, name=path[0].text, hint=hint)


def _part(scope: Scope, type_: Type, name: syntax.Name) -> Type:
    known: dict[str, tuple[str, Type]] = {}
    if isinstance(type_, BlockType):
        held = type_.pou.having(*_HELD)
        known = {v.key: (v.name, v.type) for v in held if not v.constant and not v.hidden}
    elif isinstance(type_, StructType):
        known = {key: (field.name, field.type) for key, field in type_.fields.items()}
    key = name.text.casefold()
    if key not in known:
        spelled = [shown for shown, _ in known.values()]
        raise scope.stop(
            wrong_names.UNKNOWN_MEMBER, name.at, type=type_, name=name.text,
            hint=did_you_mean(name.text, spelled), known=", ".join(spelled) or "-",
        )  # fmt: skip
    return known[key][1]


def _locate(
    scope: Scope, instance: Instance, place: Place, node: syntax.Address, initial: object
) -> None:
    address = canonical_address(node.text)
    if not address:
        raise scope.stop(wrong_reading.BAD_ADDRESS, node.at, text=node.text)
    located = Variable(address, place.type, Role.GLOBAL, node.at, scope.source, initial)
    located.address, located.address_at, located.hidden = address, node.at, True
    check_size(scope, located)
    scope.declarations.globals[f"{address.casefold()} at {node.at}"] = located
    outside = variable_place(scope, node.at, located)
    if address[1] != "Q":
        instance.before.append(Assign(node.at, place, Load(node.at, place.type, outside)))
    if address[1] != "I":
        instance.after.append(Assign(node.at, outside, Load(node.at, place.type, place)))


def _whole(instance: Instance, at: int) -> Place:
    return VariablePlace(at, instance.variable.type, instance.variable)
