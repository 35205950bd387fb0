"""What a call gives to the parameters of what it calls, and takes of them: Table 50."""

from __future__ import annotations

from dataclasses import dataclass, field

from trainlab.plc import syntax
from trainlab.plc.analysis.arguments import matched
from trainlab.plc.analysis.constants import default_value
from trainlab.plc.analysis.conversions import can_be_copied, coerced, has_in_outs
from trainlab.plc.analysis.places import check_writable, place_of, written_place
from trainlab.plc.analysis.references import as_reference, leads_to, reference_of
from trainlab.plc.analysis.scope import MeaningStop, Scope, start_of
from trainlab.plc.problems import calls as wrong
from trainlab.plc.typed import (
    BitPlace,
    Constant,
    Expression,
    Load,
    Place,
    Pou,
    Role,
    StringConstant,
    Variable,
)
from trainlab.plc.types import (
    BOOL,
    ArrayType,
    BlockType,
    Elementary,
    EnumType,
    OpenArrayType,
    ReferenceType,
    StringType,
    SubrangeType,
    Type,
    converts_implicitly,
    elementary_of,
    is_reference,
)


@dataclass(slots=True)
class Given:
    """The arguments of a call, by the parameters that they are for."""

    inputs: dict[Variable, Expression] = field(default_factory=dict)
    outputs: dict[Variable, Place] = field(default_factory=dict)
    in_outs: dict[Variable, Place] = field(default_factory=dict)
    inverted: list[Variable] = field(default_factory=list)


def given_to(scope: Scope, call: syntax.Call, pou: Pou) -> Given:
    """The arguments of a call of a function or method; inputs that are not given have their
    initial values."""
    at = start_of(call)
    given = Given()
    for variable, argument in matched(scope, call, pou.name, pou):
        if variable.role is Role.INPUT:
            assert argument.value is not None
            given.inputs[variable] = input_value(scope, variable, argument.value)
        elif variable.role is Role.IN_OUT:
            given.in_outs[variable] = in_out_place(scope, pou, variable, argument)
        elif argument.value is not None:
            target = output_place(scope, pou, variable, argument.value)
            if argument.negated and target.type != BOOL:
                raise scope.stop(
                    wrong.NEEDS_VARIABLE, argument.at, name=variable.name, callee=pou.name,
                    type=variable.type,
                )  # fmt: skip
            given.outputs[variable] = target
            if argument.negated:
                given.inverted.append(variable)
    check_in_outs(scope, pou, given.in_outs, at)
    for variable in pou.having(Role.INPUT):
        if variable not in given.inputs:
            given.inputs[variable] = _initial_value(scope, pou, variable, at)
    return given


def _initial_value(scope: Scope, pou: Pou, variable: Variable, at: int) -> Expression:
    """What an input is that no argument is given for."""
    type_, initial = variable.type, variable.initial
    if isinstance(type_, Elementary | EnumType | SubrangeType) or is_reference(type_):
        value = default_value(type_) if initial is None else initial
        assert isinstance(value, bool | int | float)
        return Constant(at, type_, value)
    if isinstance(type_, StringType):
        return StringConstant(at, type_, str(initial or "")[: type_.length])
    raise scope.stop(wrong.MISSING_ARGUMENT, at, callee=pou.name, name=variable.name)


def input_value(scope: Scope, variable: Variable, node: syntax.Expression) -> Expression:
    """The value for an input; of a REFERENCE TO, the reference to what stands there."""
    if variable.unread:
        scope.value(node)
        raise MeaningStop
    if isinstance(variable.type, ReferenceType) and variable.type.automatic:
        return referred(scope, node, variable.type, variable.name)
    value = scope.value(node, elementary_of(variable.type))
    if (
        isinstance(variable.type, BlockType)
        and value.type == variable.type
        and not has_in_outs(variable.type)
    ):
        return value  # a copy, as CODESYS makes one
    return coerced(scope, value, variable.type, variable.name, start_of(node))


def referred(scope: Scope, node: syntax.Expression, target: Type, name: str) -> Expression:
    """The reference to a place, for a REFERENCE TO; NULL and 0 refer to nothing."""
    at = start_of(node)
    if isinstance(node, syntax.Name | syntax.Member | syntax.Index | syntax.Dereference):
        if scope.is_null(node):
            return Constant(at, target, 0)
        place = place_of(scope, node)
        return as_reference(scope, reference_of(scope, place, at), target, name, at)
    value = scope.value(node)
    if isinstance(node, syntax.Call) and isinstance(value, Load):  # what the call refers to
        value = reference_of(scope, value.place, at)
    return as_reference(scope, value, target, name, at)


def output_place(scope: Scope, pou: Pou, variable: Variable, node: syntax.Expression) -> Place:
    """The place that takes an output; an implicit conversion on the way is fine."""
    target = written_place(scope, node)
    if variable.unread:
        raise MeaningStop
    source_type, target_type = elementary_of(variable.type), elementary_of(target.type)
    fits = (
        (target.type == variable.type and can_be_copied(target.type))
        or (
            isinstance(target.type, StringType)
            and isinstance(variable.type, StringType)
            and target.type.wide == variable.type.wide
        )
        or (
            isinstance(target.type, Elementary)
            and source_type is not None
            and target_type is not None
            and (
                converts_implicitly(source_type, target_type)
                or (pou.library and pou.is_function and target_type.is_integer)
            )
        )
    )
    if not fits:
        raise scope.stop(
            wrong.NEEDS_VARIABLE, start_of(node), name=variable.name, callee=pou.name,
            type=variable.type,
        )  # fmt: skip
    return target


def in_out_place(scope: Scope, pou: Pou, variable: Variable, argument: syntax.Argument) -> Place:
    """The place that a VAR_IN_OUT stands for during a call."""
    node = argument.value
    assert node is not None
    is_place = isinstance(node, syntax.Name | syntax.Member | syntax.Index | syntax.Dereference)
    place = place_of(scope, node) if is_place else None
    if variable.unread:
        raise MeaningStop
    fits = place is not None and (
        leads_to(place.type, variable.type) or _opens(place.type, variable.type)
    )
    if place is None or isinstance(place, BitPlace) or not fits:
        raise scope.stop(
            wrong.NEEDS_VARIABLE, argument.at, name=variable.name, callee=pou.name,
            type=variable.type,
        )  # fmt: skip
    if not variable.constant:
        check_writable(scope, place, start_of(node))
    return place


def _opens(given: Type, wanted: Type) -> bool:
    """Whether an array can stand for an ARRAY[*]: the same element type, as many dimensions."""
    return (
        isinstance(given, ArrayType)
        and isinstance(wanted, OpenArrayType)
        and given.element == wanted.element
        and len(given.bounds) == wanted.dimensions
    )


def check_in_outs(scope: Scope, pou: Pou, given: dict[Variable, Place], at: int) -> None:
    """Every VAR_IN_OUT needs its variable in each call."""
    for variable in pou.having(Role.IN_OUT):
        if variable not in given:
            raise scope.stop(wrong.MISSING_ARGUMENT, at, callee=pou.name, name=variable.name)
