"""Calls of declared functions and of function block instances."""

from __future__ import annotations

from trainlab.core.problem import did_you_mean
from trainlab.plc import syntax
from trainlab.plc.analysis.arguments import matched
from trainlab.plc.analysis.constants import default_value
from trainlab.plc.analysis.conversions import coerced
from trainlab.plc.analysis.places import check_writable, place_of, written_place
from trainlab.plc.analysis.scope import Scope, start_of
from trainlab.plc.analysis.standard_functions import standard_call
from trainlab.plc.analysis.standard_names import PARAMETERS, is_standard
from trainlab.plc.problems import calls as wrong
from trainlab.plc.problems import names as wrong_names
from trainlab.plc.typed import (
    BitPlace,
    BlockCall,
    Constant,
    Evaluate,
    Expression,
    FunctionCall,
    Place,
    Pou,
    Role,
    Statement,
    StringConstant,
    Variable,
)
from trainlab.plc.types import (
    BOOL,
    BlockType,
    Elementary,
    EnumType,
    StringType,
    SubrangeType,
    converts_implicitly,
    elementary_of,
)


def call_value(scope: Scope, call: syntax.Call, expected: Elementary | None) -> Expression:
    """A call that stands in an expression: only functions have a value."""
    if isinstance(call.callee, syntax.Name):
        name = call.callee.text
        variable = scope.local(name)
        is_result = scope.pou is not None and variable is scope.pou.result
        if (variable is None or is_result) and scope.global_named(name) is None:
            return _function_value(scope, call, name, expected)
    place = place_of(scope, call.callee)
    if isinstance(place.type, BlockType):
        outputs = place.type.pou.having(Role.OUTPUT)
        raise scope.stop(
            wrong.BLOCK_IN_EXPRESSION, start_of(call), name=_text(call.callee),
            output=outputs[0].name if outputs else "Q",
        )  # fmt: skip
    raise scope.stop(wrong.NOT_CALLABLE, start_of(call), type=place.type)


def _text(node: syntax.Expression) -> str:
    return node.text if isinstance(node, syntax.Name) else "..."


def _function_value(
    scope: Scope, call: syntax.Call, name: str, expected: Elementary | None
) -> Expression:
    pou = scope.pou_named(name)
    at = start_of(call)
    if pou is not None and pou.is_function:
        return function_call(scope, call, pou)
    if is_standard(name):
        return standard_call(scope, call, name, expected)
    if pou is not None and pou.kind == "PROGRAM":
        raise scope.stop(wrong.PROGRAM_CALLED, at, name=pou.name)
    if pou is not None:
        raise scope.stop(wrong.NEEDS_INSTANCE, at, name=pou.name, lower=pou.name.lower())
    known = [*PARAMETERS, *(item.name for item in scope.declarations.pou_syntax.values())]
    if scope.pou is not None:
        known += [v.name for v in scope.pou.variables.values() if isinstance(v.type, BlockType)]
    raise scope.stop(wrong_names.UNKNOWN_FUNCTION, at, name=name, hint=did_you_mean(name, known))


def function_call(scope: Scope, call: syntax.Call, pou: Pou) -> FunctionCall:
    """The call of a declared FUNCTION; inputs that are not given have their initial values."""
    at = start_of(call)
    if scope.pou is not None:
        scope.pou.uses.setdefault(pou, at)
    inputs: dict[Variable, Expression] = {}
    outputs: dict[Variable, Place] = {}
    in_outs: dict[Variable, Place] = {}
    for variable, argument in matched(scope, call, pou.name, pou):
        if variable.role is Role.INPUT:
            assert argument.value is not None
            inputs[variable] = _input(scope, variable, argument.value)
        elif variable.role is Role.IN_OUT:
            in_outs[variable] = _in_out(scope, pou, variable, argument)
        elif argument.value is not None:
            target = _output(scope, pou, variable, argument.value)
            if argument.negated:
                raise scope.stop(
                    wrong.NEEDS_VARIABLE, argument.at, name=variable.name, callee=pou.name,
                    type=variable.type,
                )  # fmt: skip
            outputs[variable] = target
    _all_in_outs(scope, pou, in_outs, at)
    for variable in pou.having(Role.INPUT):
        if variable not in inputs and isinstance(
            variable.type, Elementary | EnumType | SubrangeType
        ):
            initial = variable.initial
            value = default_value(variable.type) if initial is None else initial
            assert isinstance(value, bool | int | float)
            inputs[variable] = Constant(at, variable.type, value)
        elif variable not in inputs and isinstance(variable.type, StringType):
            characters = str(variable.initial or "")[: variable.type.length]
            inputs[variable] = StringConstant(at, variable.type, characters)
        elif variable not in inputs:
            raise scope.stop(wrong.MISSING_ARGUMENT, at, callee=pou.name, name=variable.name)
    result = pou.result.type if pou.result is not None else BOOL
    return FunctionCall(at, result, pou, inputs, outputs, in_outs)


def call_statement(scope: Scope, call: syntax.Call) -> Statement:
    """A call that stands alone: of an instance, or of a function for its outputs."""
    at = start_of(call)
    if isinstance(call.callee, syntax.Name):
        name = call.callee.text
        if scope.variable(name) is None:
            value = call_value(scope, call, None)
            if not isinstance(value, FunctionCall):
                scope.warn(wrong.RESULT_IGNORED, at, name=name)
            elif value.pou.result is not None and not value.outputs and not value.in_outs:
                scope.warn(wrong.RESULT_IGNORED, at, name=value.pou.name)
            return Evaluate(at, value)
    place = place_of(scope, call.callee)
    if not isinstance(place.type, BlockType):
        raise scope.stop(wrong.NOT_CALLABLE, at, type=place.type)
    return _block_call(scope, call, place, place.type.pou)


def _block_call(scope: Scope, call: syntax.Call, place: Place, pou: Pou) -> BlockCall:
    inputs: dict[Variable, Expression] = {}
    outputs: list[tuple[Variable, Place, bool]] = []
    in_outs: dict[Variable, Place] = {}
    for variable, argument in matched(scope, call, pou.name, pou):
        if variable.role is Role.INPUT:
            assert argument.value is not None
            inputs[variable] = _input(scope, variable, argument.value)
        elif variable.role is Role.IN_OUT:
            in_outs[variable] = _in_out(scope, pou, variable, argument)
        elif argument.value is not None:
            target = _output(scope, pou, variable, argument.value)
            if argument.negated and target.type != BOOL:
                raise scope.stop(
                    wrong.NEEDS_VARIABLE, argument.at, name=variable.name, callee=pou.name,
                    type=BOOL,
                )  # fmt: skip
            outputs.append((variable, target, argument.negated))
    at = start_of(call)
    _all_in_outs(scope, pou, in_outs, at)
    if scope.pou is not None:
        scope.pou.uses.setdefault(pou, at)
    return BlockCall(at, place, pou, inputs, tuple(outputs), in_outs)


def _input(scope: Scope, variable: Variable, node: syntax.Expression) -> Expression:
    value = scope.value(node, elementary_of(variable.type))
    return coerced(scope, value, variable.type, variable.name, start_of(node))


def _output(scope: Scope, pou: Pou, variable: Variable, node: syntax.Expression) -> Place:
    target = written_place(scope, node)
    source_type, target_type = elementary_of(variable.type), elementary_of(target.type)
    fits = (
        target.type == variable.type
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


def _in_out(scope: Scope, pou: Pou, variable: Variable, argument: syntax.Argument) -> Place:
    assert argument.value is not None
    is_place = isinstance(argument.value, syntax.Name | syntax.Member | syntax.Index)
    place = place_of(scope, argument.value) if is_place else None
    if place is None or place.type != variable.type:
        same_block = (
            place is not None
            and isinstance(place.type, BlockType)
            and isinstance(variable.type, BlockType)
            and place.type.pou is variable.type.pou
        )
        if not same_block or place is None:
            raise scope.stop(
                wrong.NEEDS_VARIABLE, argument.at, name=variable.name, callee=pou.name,
                type=variable.type,
            )  # fmt: skip
    if isinstance(place, BitPlace):
        raise scope.stop(
            wrong.NEEDS_VARIABLE, argument.at, name=variable.name, callee=pou.name,
            type=variable.type,
        )  # fmt: skip
    check_writable(scope, place, start_of(argument.value))
    return place


def _all_in_outs(scope: Scope, pou: Pou, given: dict[Variable, Place], at: int) -> None:
    for variable in pou.having(Role.IN_OUT):
        if variable not in given:
            raise scope.stop(wrong.MISSING_ARGUMENT, at, callee=pou.name, name=variable.name)
