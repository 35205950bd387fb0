"""Initial values: constants, lists for arrays, fields for structures (Tables 11, 14)."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from trainlab.core.problem import did_you_mean
from trainlab.plc import syntax
from trainlab.plc.analysis.constants import default_value
from trainlab.plc.analysis.conversions import coerced
from trainlab.plc.analysis.known_values import known
from trainlab.plc.analysis.scope import Scope, start_of
from trainlab.plc.problems import names as wrong_names
from trainlab.plc.problems import types as wrong
from trainlab.plc.typed import Constant, Expression, Load, Role, StringConstant, VariablePlace
from trainlab.plc.types import (
    LINT,
    ArrayType,
    BlockType,
    Elementary,
    EnumType,
    StringType,
    StructType,
    Type,
    elementary_of,
    is_reference,
)


def constant_integer(scope: Scope, node: syntax.Expression, type_: Elementary = LINT) -> int:
    """An integer that is known before the program runs."""
    value = coerced(scope, known(scope.value(node, type_)), type_, "...", start_of(node))
    if not isinstance(value, Constant):
        raise scope.stop(wrong_names.NOT_CONSTANT, start_of(node))
    return int(value.value)


def initial_of(scope: Scope, node: syntax.Initial, type_: Type, name: str) -> object:
    """The initial value of a variable: a scalar, a flat list for an array, a dict for the rest."""
    if isinstance(node, syntax.ArrayInitial):
        if not isinstance(type_, ArrayType):
            raise scope.stop(wrong.WRONG_INITIAL, node.at, type=type_)
        return _array(scope, node, type_, name)
    if isinstance(node, syntax.StructInitial):
        return _fields(scope, node, type_)
    single = isinstance(type_, StringType) or is_reference(type_)
    if elementary_of(type_) is None and not single:
        raise scope.stop(wrong.WRONG_INITIAL, start_of(node), type=type_)
    own = _own_value(scope, node, type_)
    if own is not None:
        return own
    value = scope.value(node, elementary_of(type_))
    value = known(value, _first_value) if scope.starts else known(value)
    value = coerced(scope, value, type_, name, start_of(node))
    if isinstance(value, StringConstant):
        return value.characters
    if not isinstance(value, Constant):
        raise scope.stop(wrong_names.NOT_CONSTANT, start_of(node))
    return value.value


def is_worked_out(scope: Scope, node: syntax.Initial | None) -> bool:
    """Whether a single initial value names a variable or calls a function: what a VAR_TEMP, or a
    variable of a function, has then is worked out in each call."""
    if isinstance(node, syntax.ArrayInitial | syntax.StructInitial):
        return False
    waiting: list[object] = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, syntax.Call | syntax.Address) or _names_variable(scope, part):
            return True
        if isinstance(part, tuple):
            waiting += part
        elif is_dataclass(part):
            waiting += [getattr(part, each.name) for each in fields(part)]
    return False


def _names_variable(scope: Scope, node: object) -> bool:
    variable = None
    if isinstance(node, syntax.Name):
        variable = scope.variable(node.text)
    elif isinstance(node, syntax.Member) and isinstance(node.base, syntax.Name):
        variable = scope.listed(node.base.text, node.name)
    return variable is not None and not variable.is_known


def _first_value(node: Expression) -> Expression:
    """Of a variable that lasts: its own initial value, as CODESYS takes it. What the plant or a
    caller gives before the program runs is not known."""
    if not isinstance(node, Load) or not isinstance(node.place, VariablePlace):
        return node
    variable = node.place.variable
    owner = variable.owner
    given = variable.role is Role.INPUT or bool(variable.address) or variable.external_only
    if variable.role not in (Role.GLOBAL, Role.LOCAL, Role.OUTPUT) or given or variable.unread:
        return node
    if owner is not None and owner.is_function:
        return node
    variable.starts_others = True
    if isinstance(variable.type, StringType):
        return StringConstant(node.at, variable.type, str(variable.initial or ""))
    if elementary_of(variable.type) is None:
        return node
    value = default_value(variable.type) if variable.initial is None else variable.initial
    return Constant(node.at, node.type, value) if isinstance(value, bool | int | float) else node


def _own_value(scope: Scope, node: syntax.Expression, type_: Type) -> int | None:
    """What a bare name means in the enumeration itself, though another one may have it, too."""
    if not isinstance(type_, EnumType) or not isinstance(node, syntax.Name):
        return None
    named_otherwise = scope.variable(node.text) is not None
    return None if named_otherwise else type_.values.get(node.text.casefold())


def _array(scope: Scope, node: syntax.ArrayInitial, type_: ArrayType, name: str) -> list[object]:
    values: list[object] = []
    row = _row_type(type_)
    for count_node, written in node.items:
        count_node, item = _repeated(scope, count_node, written)
        count = 1 if count_node is None else constant_integer(scope, count_node)
        if isinstance(item, syntax.ArrayInitial) and row is not None:
            inner = _array(scope, item, row, name)
            values.extend((inner + [None] * (row.count - len(inner))) * count)
            continue
        if len(values) + count > type_.count:
            raise scope.stop(
                wrong.TOO_MANY_INITIALS, node.at, found=len(values) + count, count=type_.count
            )
        value = None if item is None else _nested(scope, item, type_, name)
        values.extend([value] * count)
    return values


def _row_type(type_: ArrayType) -> ArrayType | None:
    """What [...] within [...] is for in an array of several dimensions: one row of it."""
    if len(type_.bounds) == 1:
        return None
    return ArrayType(type_.element, type_.bounds[1:], type_.element_initial)


def _repeated(
    scope: Scope, count: syntax.Expression | None, item: syntax.Initial | None
) -> tuple[syntax.Expression | None, syntax.Initial | None]:
    """N(0) reads as a call, but is N times 0 where N is a constant."""
    if isinstance(item, syntax.Call) and isinstance(item.callee, syntax.Name):
        variable = scope.variable(item.callee.text)
        if variable is not None and variable.is_known and len(item.arguments) < 2:
            value = item.arguments[0].value if item.arguments else None
            return item.callee, value
    return count, item


def _nested(scope: Scope, item: syntax.Initial, type_: ArrayType, name: str) -> object:
    return initial_of(scope, item, type_.element, name)


def _fields(scope: Scope, node: syntax.StructInitial, type_: Type) -> dict[str, object]:
    known: dict[str, tuple[str, Type]] = {}
    if isinstance(type_, StructType):
        known = {key: (field.name, field.type) for key, field in type_.fields.items()}
    elif isinstance(type_, BlockType):
        known = {key: (v.name, v.type) for key, v in type_.pou.variables.items()}
    else:
        raise scope.stop(wrong.WRONG_INITIAL, node.at, type=type_)
    values: dict[str, object] = {}
    for name, item in node.fields:
        key = name.text.casefold()
        if key not in known:
            spelled = [shown for shown, _ in known.values()]
            raise scope.stop(
                wrong_names.UNKNOWN_MEMBER, name.at, type=type_, name=name.text,
                hint=did_you_mean(name.text, spelled), known=", ".join(spelled),
            )  # fmt: skip
        values[key] = initial_of(scope, item, known[key][1], name.text)
    return values
