"""Arguments of calls, matched to the parameters they are for (IEC 61131-3:2013 Table 50)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from trainlab.core.message import Text
from trainlab.core.problem import did_you_mean
from trainlab.plc import syntax
from trainlab.plc.analysis.scope import MeaningStop, Scope
from trainlab.plc.analysis.standard_names import other_name
from trainlab.plc.problems import calls as wrong
from trainlab.plc.problems import syntax as wrong_syntax
from trainlab.plc.typed import Pou, Role, Variable

_INPUT = Text("input", "输入")
_OUTPUT = Text("output", "输出")


def standard_operands(
    scope: Scope, call: syntax.Call, name: str, parameters: Sequence[str]
) -> list[syntax.Expression]:
    """The arguments of a standard function, in the order of its parameters."""
    many = bool(parameters) and parameters[-1].endswith("*")
    fixed = len(parameters) - many
    shown = ", ".join(parameters).replace("IN*", "IN1, IN2, ...") or "-"
    given: dict[int, syntax.Expression] = {}
    for place, argument in enumerate(call.arguments):
        index = place
        if argument.name:
            index = _parameter_index(scope, name, parameters, argument, shown)
        if argument.value is None or argument.output:
            raise scope.stop(
                wrong.NO_PARAMETER, argument.at, callee=name, direction=_OUTPUT,
                name=argument.name, hint="", known=shown,
            )  # fmt: skip
        if index in given:
            raise scope.stop(wrong.ARGUMENT_TWICE, argument.at, name=argument.name or "IN")
        given[index] = argument.value
    wanted = max(fixed + 2, max(given, default=0) + 1) if many else fixed
    if many and parameters[0] == "K":
        wanted = max(fixed + 1, max(given, default=0) + 1)
    if sorted(given) != list(range(wanted)):
        raise scope.stop(
            wrong.TOO_MANY_ARGUMENTS, call.at, callee=name,
            wanted=f"{wanted}+" if many else wanted, found=len(call.arguments), known=shown,
        )  # fmt: skip
    return [given[index] for index in range(wanted)]


def _parameter_index(
    scope: Scope, name: str, parameters: Sequence[str], argument: syntax.Argument, shown: str
) -> int:
    formal = argument.name.upper()
    if formal not in parameters:
        formal = other_name(name, formal)
    if formal in parameters:
        return parameters.index(formal)
    digits = formal[2:]
    if parameters and parameters[-1] == "IN*" and formal[:2] == "IN" and digits.isdecimal():
        first = 0 if name == "MUX" else 1
        if first <= int(digits) < 1000:
            return len(parameters) - 1 + int(digits) - first
    raise scope.stop(
        wrong.NO_PARAMETER, argument.at, callee=name, direction=_INPUT, name=argument.name,
        hint=did_you_mean(argument.name, parameters), known=shown,
    )  # fmt: skip


def matched(
    scope: Scope, call: syntax.Call, name: str, pou: Pou
) -> list[tuple[Variable, syntax.Argument]]:
    """Each argument of a call of `pou` with the variable it is for."""
    _check_equals(scope, call, pou)
    unnamed = [argument for argument in call.arguments if not argument.name]
    named = call.arguments[len(unnamed) :]
    if any(not argument.name for argument in named):
        raise scope.stop(wrong.MIXED_ARGUMENTS, unnamed[-1].at)
    pairs = _by_order(scope, call, name, pou, unnamed) if unnamed or not named else []
    for argument in named:
        variable = _by_name(scope, name, pou, argument)
        if any(variable is other for other, _ in pairs):
            raise scope.stop(wrong.ARGUMENT_TWICE, argument.at, name=variable.name)
        pairs.append((variable, argument))
    return pairs


def _check_equals(scope: Scope, call: syntax.Call, pou: Pou) -> None:
    """Notes every IN = x where IN := x is meant: the left side is a parameter, and no variable."""
    found = [
        argument.value
        for argument in call.arguments
        if not argument.name
        and isinstance(argument.value, syntax.Binary)
        and argument.value.operator == "="
        and isinstance(argument.value.left, syntax.Name)
        and argument.value.left.text.casefold() in pou.variables
        and scope.variable(argument.value.left.text) is None
    ]
    for comparison in found:
        scope.warn(wrong_syntax.EQUALS_FOR_ASSIGNMENT, comparison.at)
    if found:
        raise MeaningStop


def _by_order(
    scope: Scope, call: syntax.Call, name: str, pou: Pou, unnamed: list[syntax.Argument]
) -> list[tuple[Variable, syntax.Argument]]:
    """Arguments without names, for the first parameters; alone, a function wants one for each. They
    may be for all parameters, outputs included."""
    takers = pou.having(Role.INPUT, Role.IN_OUT)
    alone = len(unnamed) == len(call.arguments)
    everyone = pou.having(Role.INPUT, Role.OUTPUT, Role.IN_OUT)
    if alone and len(takers) < len(unnamed) == len(everyone):
        pairs = list(zip(everyone, unnamed, strict=True))
        if all(_can_take(each.value) for taker, each in pairs if taker.role is Role.OUTPUT):
            return [
                (taker, replace(argument, name=taker.name, output=taker.role is Role.OUTPUT))
                for taker, argument in pairs
            ]
    wrong_count = len(unnamed) > len(takers) or (
        pou.is_function and pou.owner is None and alone and len(unnamed) < len(takers)
    )
    if wrong_count:
        raise scope.stop(
            wrong.TOO_MANY_ARGUMENTS, call.at, callee=name, wanted=len(takers),
            found=len(call.arguments), known=", ".join(v.name for v in takers) or "-",
        )  # fmt: skip
    return list(zip(takers, unnamed, strict=False))


def _can_take(node: syntax.Expression | None) -> bool:
    return isinstance(node, syntax.Name | syntax.Member | syntax.Index | syntax.Dereference)


def _by_name(scope: Scope, name: str, pou: Pou, argument: syntax.Argument) -> Variable:
    variable = pou.variables.get(argument.name.casefold())
    roles = (Role.OUTPUT,) if argument.output else (Role.INPUT, Role.IN_OUT)
    if variable is not None and variable.role in roles:
        return variable
    if variable is not None and variable.role is Role.OUTPUT:
        raise scope.stop(wrong.OUTPUT_ARROW, argument.at, name=variable.name, callee=name)
    if variable is not None and variable.role in (Role.INPUT, Role.IN_OUT):
        raise scope.stop(wrong.INPUT_ARROW, argument.at, name=variable.name, callee=name)
    known = [v.name for v in pou.having(*roles)]
    raise scope.stop(
        wrong.NO_PARAMETER, argument.at, callee=name,
        direction=_OUTPUT if argument.output else _INPUT, name=argument.name,
        hint=did_you_mean(argument.name, known), known=", ".join(known) or "-",
    )  # fmt: skip
