"""Expressions: names to places and constants, operators and calls to the typed tree."""

from __future__ import annotations

from trainlab.core.problem import did_you_mean
from trainlab.plc import syntax
from trainlab.plc.analysis.calls import call_value
from trainlab.plc.analysis.constants import default_value
from trainlab.plc.analysis.conversions import coerced, literal_adapts, literal_as
from trainlab.plc.analysis.instances import found_method, own_instance
from trainlab.plc.analysis.operators import combined, negated
from trainlab.plc.analysis.places import place_of
from trainlab.plc.analysis.references import behind
from trainlab.plc.analysis.scope import MeaningStop, Scope, start_of
from trainlab.plc.problems import names as wrong
from trainlab.plc.problems import texts as wrong_texts
from trainlab.plc.problems import types as wrong_types
from trainlab.plc.typed import (
    Constant,
    Expression,
    FunctionCall,
    Load,
    ResultPlace,
    StringConstant,
    VariablePlace,
)
from trainlab.plc.types import (
    BOOL,
    ELEMENTARY,
    INTEGER_LITERAL,
    LTIME,
    MOST_LENGTH,
    NULL_TYPE,
    REAL_LITERAL,
    SHORT_NAMES,
    TIME,
    Elementary,
    EnumType,
    Family,
    ReferenceType,
    StringType,
    elementary_of,
)


def value_of(scope: Scope, node: syntax.Expression, expected: Elementary | None) -> Expression:
    """The typed tree of an expression; a diagnostic and MeaningStop where it means nothing."""
    if isinstance(node, syntax.Literal):
        return _literal(scope, node)
    if isinstance(node, syntax.Binary):
        return _binary(scope, node, expected)
    if isinstance(node, syntax.Unary):
        value = value_of(scope, node.operand, expected)
        return negated(scope, node.operator, value, node.at, expected)
    if isinstance(node, syntax.Call):
        value = call_value(scope, node, expected)
        if isinstance(value, FunctionCall) and value.pou.result is None:
            name = value.pou.name
            raise scope.stop(wrong.NO_RESULT, start_of(node), name=name, keyword="FUNCTION")
        if isinstance(value.type, ReferenceType) and value.type.automatic:
            target = behind(ResultPlace(node.at, value.type, value), node.at)
            return Load(node.at, target.type, target)
        return value
    if scope.is_null(node):
        return Constant(node.at, NULL_TYPE, 0)
    if isinstance(node, syntax.Qualified):
        return _enum_value(scope, node)
    if isinstance(node, syntax.Name):
        constant = _bare_enum_value(scope, node)
        if constant is not None:
            return constant
    if isinstance(node, syntax.Member):
        name = syntax.dotted(node.base)
        type_ = _enum_named(scope, name) if name else None
        variable = scope.variable(name.partition(".")[0])
        # A variable may have the name of its enumeration: color := Color.Red.
        if type_ is not None and (variable is None or isinstance(variable.type, EnumType)):
            return _value_of_enum(scope, type_, node.name, start_of(node))
    place = place_of(scope, node)
    if isinstance(place, VariablePlace) and place.variable.is_known:
        initial = place.variable.initial
        known = default_value(place.type) if initial is None else initial
        if elementary_of(place.type) is not None and isinstance(known, bool | int | float):
            return Constant(node.at, place.type, known)
        if isinstance(place.type, StringType):
            characters = str(known or "")[: place.type.length]
            return StringConstant(node.at, place.type, characters)
    return Load(node.at, place.type, place)


def _binary(scope: Scope, node: syntax.Binary, expected: Elementary | None) -> Expression:
    """Chains such as a OR b OR c ... are walked in a loop: they may be long."""
    chain = [node]
    while isinstance(chain[-1].left, syntax.Binary):
        chain.append(chain[-1].left)
    result = _value_or_none(scope, chain[-1].left, expected)
    for link in reversed(chain):
        right = _value_or_none(scope, link.right, _wanted_beside(link.operator, result) or expected)
        if result is not None and right is not None:
            result = combined(scope, link.operator, result, right, link.at, expected)
        else:
            result = None
    if result is None:
        raise MeaningStop
    return result


def _wanted_beside(operator: str, left: Expression | None) -> Elementary | None:
    """The bits that w AND NOT 16#0F wants of its right side: those of w."""
    type_ = None if left is None else elementary_of(left.type)
    if operator not in ("AND", "OR", "XOR") or type_ is None or type_.is_literal:
        return None
    return type_ if type_.is_bits else None


def _value_or_none(
    scope: Scope, node: syntax.Expression, expected: Elementary | None
) -> Expression | None:
    """The value of an operand; None if it has none, so that the others are checked all the same."""
    try:
        return value_of(scope, node, expected)
    except MeaningStop:
        return None


def _literal(scope: Scope, node: syntax.Literal) -> Expression:
    if isinstance(node.value, str):
        return _text(scope, node, node.value)
    if node.form == "time":
        return Constant(node.at, LTIME if node.prefix else TIME, node.value)
    if node.form == "date":
        return Constant(node.at, ELEMENTARY[node.prefix], node.value)
    untyped = {"integer": INTEGER_LITERAL, "real": REAL_LITERAL, "bool": BOOL}[node.form]
    literal = Constant(node.at, untyped, node.value)
    if not node.prefix:
        return literal
    upper = node.prefix.upper()
    type_ = ELEMENTARY.get(SHORT_NAMES.get(upper, upper))
    if type_ is None:
        raise scope.stop(
            wrong.UNKNOWN_TYPE, node.at, name=node.prefix, hint=did_you_mean(upper, ELEMENTARY)
        )
    if untyped == BOOL:
        if type_ != BOOL:
            raise scope.stop(wrong_types.BAD_PREFIX, node.at, text=node.text, type=type_)
        return literal
    fits = literal_adapts(untyped, type_) and (
        type_.family is Family.REAL or type_.low <= node.value <= type_.high
    )
    if not fits:
        raise scope.stop(wrong_types.BAD_PREFIX, node.at, text=node.text, type=type_)
    return literal_as(scope, literal, type_)


def _text(scope: Scope, node: syntax.Literal, characters: str) -> Expression:
    """'abc' may be a STRING, 'a' a CHAR, too; CHAR#'a' is one in any case (Table 6)."""
    if len(characters) > MOST_LENGTH:
        raise scope.stop(wrong_texts.BAD_LENGTH, node.at, length=len(characters), most=MOST_LENGTH)
    text = StringConstant(node.at, StringType(node.form == "wstring", len(characters)), characters)
    if not node.prefix:
        return text
    type_ = ELEMENTARY.get(node.prefix, StringType(node.prefix == "WSTRING"))
    return coerced(scope, text, type_, node.prefix, node.at)


def _enum_named(scope: Scope, name: str) -> EnumType | None:
    key = scope.found(name, scope.declarations.type_syntax)
    if not key:
        return None
    type_ = scope.declarations.meaning.declared_type(scope.declarations, key, 0)
    return type_ if isinstance(type_, EnumType) else None


def _enum_value(scope: Scope, node: syntax.Qualified) -> Expression:
    type_ = _enum_named(scope, node.type_name)
    if type_ is None:
        known = [item.name for item in scope.declarations.type_syntax.values()]
        hint = did_you_mean(node.type_name, known)
        raise scope.stop(wrong.UNKNOWN_TYPE, node.at, name=node.type_name, hint=hint)
    return _value_of_enum(scope, type_, node.text, node.at)


def _value_of_enum(scope: Scope, type_: EnumType, name: str, at: int) -> Expression:
    key = name.casefold()
    if key not in type_.values:
        spelled = list(type_.spelled.values())
        raise scope.stop(
            wrong.UNKNOWN_ENUM_VALUE, at, type=type_, name=name,
            hint=did_you_mean(name, spelled), known=", ".join(spelled),
        )  # fmt: skip
    return Constant(at, type_, type_.values[key])


def _bare_enum_value(scope: Scope, node: syntax.Name) -> Expression | None:
    """A value of an enumeration without its type, unless a variable has that name."""
    if scope.variable(node.text) is not None:
        return None
    key = node.text.casefold()
    own = own_instance(scope, node.at)
    if own is not None and found_method(scope, own, f"get {key}") is not None:
        return None
    types = scope.declarations.enum_values.get(key, ())
    if len(types) > 1:  # the type that is wanted chooses: conversions.chosen_enum
        scope.declarations.open_enum_names[node.at] = key
    return Constant(node.at, types[0], types[0].values[key]) if types else None
