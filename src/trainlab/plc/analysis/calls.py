"""Calls of declared functions and of function block instances."""

from __future__ import annotations

from trainlab.core.problem import did_you_mean
from trainlab.plc import syntax
from trainlab.plc.analysis.arguments import matched
from trainlab.plc.analysis.conversion_names import conversions_like
from trainlab.plc.analysis.conversions import settled
from trainlab.plc.analysis.enabling import enabling
from trainlab.plc.analysis.instances import is_exact, self_place
from trainlab.plc.analysis.method_calls import method_value
from trainlab.plc.analysis.namespaces import check_internal
from trainlab.plc.analysis.parameters import (
    check_in_outs,
    given_to,
    in_out_place,
    input_value,
    output_place,
)
from trainlab.plc.analysis.places import place_of
from trainlab.plc.analysis.reference_functions import is_reference_function, reference_call
from trainlab.plc.analysis.scope import MeaningStop, Scope, start_of
from trainlab.plc.analysis.standard_functions import standard_call
from trainlab.plc.analysis.standard_names import PARAMETERS, is_standard
from trainlab.plc.problems import calls as wrong
from trainlab.plc.problems import names as wrong_names
from trainlab.plc.problems import objects as wrong_objects
from trainlab.plc.problems import types as wrong_types
from trainlab.plc.typed import (
    BODY,
    Assign,
    BlockCall,
    Branch,
    Constant,
    Enabled,
    Evaluate,
    Expression,
    FunctionCall,
    MethodCall,
    Place,
    Pou,
    Role,
    SelfPlace,
    Statement,
    Variable,
)
from trainlab.plc.types import BOOL, ArrayType, BlockType, Elementary, StringType, elementary_of


def call_value(scope: Scope, call: syntax.Call, expected: Elementary | None) -> Expression:
    """A call that stands in an expression: only functions and methods have a value."""
    method = method_value(scope, call)
    if method is not None:
        if isinstance(method, MethodCall) and method.pou.result is None:
            called = method.pou
            at = start_of(call)
            raise scope.stop(wrong_names.NO_RESULT, at, name=called.name, keyword=called.kind)
        return method
    if isinstance(call.callee, syntax.Name):
        name = call.callee.text
        if _calls_function(scope, name):
            return _function_value(scope, call, name, expected)
    if scope.in_namespace(call.callee):
        return _function_value(scope, call, syntax.dotted(call.callee), expected)
    place = place_of(scope, call.callee)
    if isinstance(place.type, BlockType):
        outputs = place.type.pou.having(Role.OUTPUT)
        raise scope.stop(
            wrong.BLOCK_IN_EXPRESSION, start_of(call), name=_text(call.callee),
            output=outputs[0].name if outputs else "Q",
        )  # fmt: skip
    raise _not_callable(scope, call, place)


def _calls_function(scope: Scope, name: str) -> bool:
    """Whether a call of that name is one of a function: len := LEN(s) is, though len is a number."""
    local = scope.local(name)
    if scope.pou is not None and local is scope.pou.result:
        local = None
    variable = local or scope.global_named(name)
    if variable is None:
        return True
    if elementary_of(variable.type) is None and not isinstance(variable.type, StringType):
        return False
    pou = scope.pou_named(name)
    return is_standard(name) or (pou is not None and pou.is_function)


def _not_callable(scope: Scope, call: syntax.Call, place: Place) -> MeaningStop:
    if isinstance(place.type, ArrayType):
        return scope.stop(wrong_types.ARRAY_CALLED, start_of(call), name=_text(call.callee))
    return scope.stop(wrong.NOT_CALLABLE, start_of(call), type=place.type)


def _text(node: syntax.Expression) -> str:
    return node.text if isinstance(node, syntax.Name) else "..."


def _function_value(
    scope: Scope, call: syntax.Call, name: str, expected: Elementary | None
) -> Expression:
    pou = scope.pou_named(name)
    at = start_of(call)
    if pou is not None:
        check_internal(scope, pou, at)
    if pou is None or pou.is_function:
        enabled = enabling(scope, call, pou)
        if enabled.is_used:
            value = _function_value(scope, enabled.call, name, expected)
            value = settled(scope, value)
            return Enabled(at, value.type, enabled.enable(at), value, enabled.done)
    if pou is not None and pou.is_function:
        return function_call(scope, call, pou)
    if is_reference_function(name):
        return reference_call(scope, call, name, expected)
    if is_standard(name):
        return standard_call(scope, call, name, expected)
    if pou is not None and pou.kind == "PROGRAM":
        raise scope.stop(wrong.PROGRAM_CALLED, at, name=pou.name)
    if pou is not None:
        raise scope.stop_once(wrong.NEEDS_INSTANCE, at, pou.name, lower=pou.name.lower())
    known = [
        *PARAMETERS,
        *conversions_like(name),
        *(item.within.full_name(item.name) for item in scope.declarations.pou_syntax.values()),
    ]
    if scope.pou is not None:
        known += [v.name for v in scope.pou.variables.values() if isinstance(v.type, BlockType)]
    hint = did_you_mean(name, known)
    if any(argument.name for argument in call.arguments):
        kind = wrong_names.UNKNOWN_INSTANCE
        raise scope.stop_once(kind, at, name, bool(hint), hint=hint)
    raise scope.stop(wrong_names.UNKNOWN_FUNCTION, at, name=name, hint=hint)


def function_call(scope: Scope, call: syntax.Call, pou: Pou) -> FunctionCall:
    """The call of a declared FUNCTION."""
    at = start_of(call)
    scope.calls(pou, at)
    given = given_to(scope, call, pou)
    if pou.result is not None and pou.result.unread:
        raise MeaningStop
    result = pou.result.type if pou.result is not None else BOOL
    return FunctionCall(
        at, result, pou, given.inputs, given.outputs, given.in_outs, tuple(given.inverted)
    )


def call_statement(scope: Scope, call: syntax.Call) -> Statement:
    """A call that stands alone: of an instance, or of a function for its outputs."""
    at = start_of(call)
    method = method_value(scope, call)
    if method is not None:
        return Evaluate(at, method)
    if _names_function(scope, call.callee):
        value = call_value(scope, call, None)
        if isinstance(value, Enabled):
            return Evaluate(at, value)
        if not isinstance(value, FunctionCall):
            scope.warn(wrong.RESULT_IGNORED, at, name=syntax.dotted(call.callee))
        elif value.pou.result is not None and not value.outputs and not value.in_outs:
            scope.warn(wrong.RESULT_IGNORED, at, name=value.pou.name)
        return Evaluate(at, value)
    place = place_of(scope, call.callee)
    if not isinstance(place.type, BlockType):
        raise _not_callable(scope, call, place)
    return _enabled_block_call(scope, call, place, place.type.pou)


def _enabled_block_call(scope: Scope, call: syntax.Call, place: Place, pou: Pou) -> Statement:
    enabled = enabling(scope, call, pou)
    made = _block_call(scope, enabled.call, place, pou)
    if not enabled.is_used:
        return made
    at = start_of(call)
    yes: tuple[Statement, ...] = (made,)
    no: tuple[Statement, ...] = ()
    if enabled.done is not None:
        yes = (made, Assign(at, enabled.done, Constant(at, BOOL, True)))
        no = (Assign(at, enabled.done, Constant(at, BOOL, False)),)
    if enabled.condition is None:
        return Branch(at, ((Constant(at, BOOL, True), yes),), no)
    return Branch(at, ((enabled.condition, yes),), no)


def _names_function(scope: Scope, callee: syntax.Expression) -> bool:
    """Whether what is called has a name that belongs to no variable, program or instance."""
    if not isinstance(callee, syntax.Name):
        return scope.in_namespace(callee)
    itself = scope.pou is not None and scope.pou is scope.pou_named(callee.text)
    named = None if itself else scope.variable(callee.text) or scope.program(callee.text)
    return named is None and self_place(scope, callee) is None


def _block_call(scope: Scope, call: syntax.Call, place: Place, pou: Pou) -> BlockCall:
    at = start_of(call)
    if pou.kind not in ("FUNCTION_BLOCK", "PROGRAM"):
        known = ", ".join(method.name for method in pou.methods.values())
        raise scope.stop(wrong_objects.NO_BODY, at, type=pou.name, known=known or "-")
    exact = is_exact(place)
    if not exact:
        scope.dispatches(pou, BODY, at)
    if exact or isinstance(place, SelfPlace):
        scope.calls(pou, at)
    inputs: dict[Variable, Expression] = {}
    outputs: list[tuple[Variable, Place, bool]] = []
    in_outs: dict[Variable, Place] = {}
    for variable, argument in matched(scope, call, pou.name, pou):
        if variable.role is Role.INPUT:
            assert argument.value is not None
            inputs[variable] = input_value(scope, variable, argument.value)
        elif variable.role is Role.IN_OUT:
            in_outs[variable] = in_out_place(scope, pou, variable, argument)
        elif argument.value is not None:
            target = output_place(scope, pou, variable, argument.value)
            if argument.negated and target.type != BOOL:
                raise scope.stop(
                    wrong.NEEDS_VARIABLE, argument.at, name=variable.name, callee=pou.name,
                    type=BOOL,
                )  # fmt: skip
            outputs.append((variable, target, argument.negated))
    if not isinstance(place, SelfPlace):  # the base's are those of what extends it
        check_in_outs(scope, pou, in_outs, at)
    return BlockCall(at, place, pou, not exact, inputs, tuple(outputs), in_outs)
