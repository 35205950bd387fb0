"""Making a value one of another type: by itself where Figure 12 allows it, else a diagnostic."""

from __future__ import annotations

import math

from trainlab.core.message import Message, Text
from trainlab.plc.analysis.constants import to_single
from trainlab.plc.analysis.members import member_for
from trainlab.plc.analysis.references import as_reference
from trainlab.plc.analysis.scope import MeaningStop, Scope
from trainlab.plc.analysis.text_fitting import as_text, is_text, is_wide_type
from trainlab.plc.problems import texts as wrong_text
from trainlab.plc.problems import types as wrong
from trainlab.plc.typed import (
    Constant,
    Conversion,
    Expression,
    Load,
    Operation,
    Role,
    StringConstant,
    root_name,
)
from trainlab.plc.types import (
    CHAR,
    DINT,
    INT,
    INTEGER_LITERAL,
    LINT,
    LREAL,
    LTIME,
    REAL,
    REAL_LITERAL,
    TIME,
    ULINT,
    WCHAR,
    ArrayType,
    BlockType,
    Elementary,
    EnumType,
    Family,
    OpenArrayType,
    StringType,
    StructType,
    SubrangeType,
    Type,
    converts_implicitly,
    elementary_of,
    is_reference,
)

_A_VALUE = Text("a value of type {type}", "{type} 类型的值")
_ELEMENT = Text("one element: {text}", "其中一个元素：{text}")
_THIS_NUMBER = Text("the number", "该数")
TIME_EXAMPLES = {
    "TIME": "T#1s", "LTIME": "LTIME#1s", "DATE": "D#2024-02-29", "LDATE": "LD#2024-02-29",
    "TOD": "TOD#12:00:00", "LTOD": "LTOD#12:00:00", "DT": "DT#2024-02-29-12:00:00",
    "LDT": "LDT#2024-02-29-12:00:00",
}  # fmt: skip


def conversion_text(source: Type, target: Type) -> str:
    """What a student should write to get from one type to the other."""
    if isinstance(source, StringType) or isinstance(target, StringType):
        return _text_conversion(source, target)
    if isinstance(target, EnumType):
        return f"{target}#{next(iter(target.spelled.values()), '...')}"
    from_type, to_type = elementary_of(source), elementary_of(target)
    if from_type is None or to_type is None:
        return f"{target}"
    if from_type.is_literal:
        if to_type.is_time:
            return TIME_EXAMPLES[to_type.name]
        return f"{to_type} := 1" if from_type.is_integer else f"REAL_TO_{to_type}(...)"
    if to_type.family is Family.BOOL and from_type.is_number:
        return "... <> 0"
    return f"{from_type}_TO_{to_type}(...)"


def _text_conversion(source: Type, target: Type) -> str:
    from_name, to_name = (
        type_.name if isinstance(type_, StringType) else str(elementary_of(type_) or type_)
        for type_ in (source, target)
    )
    if isinstance(source, Elementary) and source.is_literal:
        return "'1'" if to_name == "STRING" else '"1"'
    return f"{from_name}_TO_{to_name}(...)"


def literal_as(scope: Scope, literal: Constant, target: Elementary) -> Constant:
    """An untyped number as a constant of `target`; a diagnostic where it does not fit."""
    value = literal.value
    if target.is_real:
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        double = number
        number = to_single(number) if target.bits == 32 else number
        if math.isinf(number):
            limit = "3.4E38" if target.bits == 32 else "1.7E308"
            raise scope.stop(
                wrong.NUMBER_TOO_LARGE,
                literal.at,
                value=_THIS_NUMBER if math.isinf(double) else f"{double:G}",
                type=target,
                low=f"-{limit}",
                high=limit,
            )
        return Constant(literal.at, target, number)
    whole = int(value)
    if not target.low <= whole <= target.high:
        shown = str(whole) if abs(whole) < 10**40 else _THIS_NUMBER
        raise scope.stop(
            wrong.NUMBER_TOO_LARGE,
            literal.at,
            value=shown,
            type=target,
            low=target.low,
            high=target.high,
        )
    return Constant(literal.at, target, bool(whole) if target.family is Family.BOOL else whole)


def literal_adapts(literal: Elementary, target: Elementary) -> bool:
    """Whether a number of that kind may take the type at all: no 2.5 in an INT, no 5 in a TIME."""
    if literal.family is Family.REAL_LITERAL:
        return target.is_real
    return target.is_number or target.is_bits


def settled(scope: Scope, value: Expression) -> Expression:
    """An untyped number gets the first of INT, DINT, LINT, ULINT that holds it, or REAL."""
    if not isinstance(value, Constant) or not isinstance(value.type, Elementary):
        return value
    if value.type.family is Family.REAL_LITERAL:
        return literal_as(scope, value, REAL if abs(value.value) < 3e38 else LREAL)
    if value.type.family is Family.INTEGER_LITERAL:
        whole = int(value.value)
        fitting = (type_ for type_ in (INT, DINT, LINT) if type_.low <= whole <= type_.high)
        return literal_as(scope, value, next(fitting, ULINT))
    return value


def can_be_copied(type_: Type) -> bool:
    """Whether values of a type can be assigned: no instances, nor what holds one with a VAR_IN_OUT,
    since what that stands for belongs to one call."""
    return not isinstance(type_, BlockType | OpenArrayType) and not has_in_outs(type_)


def has_in_outs(type_: Type) -> bool:
    """Whether an instance is or is held by it that has a VAR_IN_OUT."""
    if isinstance(type_, ArrayType):
        return has_in_outs(type_.element)
    if isinstance(type_, StructType):
        return any(has_in_outs(field.type) for field in type_.fields.values())
    if isinstance(type_, BlockType):
        variables = type_.pou.having(Role.LOCAL, Role.INPUT, Role.OUTPUT)
        return bool(type_.pou.having(Role.IN_OUT)) or any(
            has_in_outs(variable.type) for variable in variables
        )
    return False


def coerced(scope: Scope, value: Expression, target: Type, name: str, at: int) -> Expression:
    """`value` as one of type `target` to be stored in `name`; a diagnostic if that needs a word."""
    value = chosen_enum(scope, value, target)
    if is_reference(target) or is_reference(value.type):
        return value if value.type == target else as_reference(scope, value, target, name, at)
    if value.type == target and can_be_copied(target):
        return value
    if isinstance(target, StringType) or is_text(value):
        return _fitted_text(scope, value, target, name, at)
    source = elementary_of(value.type)
    if isinstance(target, EnumType) or source is None or elementary_of(target) is None:
        raise _refused(scope, value, target, name, at)
    if isinstance(target, SubrangeType):
        return _into_subrange(scope, value, target, name, at)
    assert isinstance(target, Elementary)
    if isinstance(value, Constant) and source.is_literal:
        if not literal_adapts(source, target):
            raise _refused(scope, value, target, name, at)
        return literal_as(scope, value, target)
    if source == target:
        return value
    if not converts_implicitly(source, target):
        raise _refused(scope, value, target, name, at)
    warn_of_division(scope, value, target)
    return widened(value, target)


def warn_of_division(scope: Scope, value: Expression, target: Elementary) -> None:
    """Notes an integer division whose result becomes a REAL at once."""
    divides = isinstance(value, Operation) and value.operator == "/"
    source = elementary_of(value.type)
    if target.is_real and divides and source is not None and source.is_integer:
        scope.warn(wrong.INTEGER_DIVISION, value.at, type=target)


def chosen_enum(scope: Scope, value: Expression, wanted: Type) -> Expression:
    """A name that several enumerations have, as a value of the one that is wanted."""
    if value.type == wanted or not isinstance(value, Constant) or not isinstance(wanted, EnumType):
        return value
    key = scope.declarations.open_enum_names.get(value.at, "")
    return Constant(value.at, wanted, wanted.values[key]) if key in wanted.values else value


def _fitted_text(scope: Scope, value: Expression, target: Type, name: str, at: int) -> Expression:
    """A text to be stored in one of any length; CHAR_TO_INT and the like are still to be written."""
    fitted = as_text(value, target) if isinstance(target, StringType | Elementary) else None
    if fitted is None:
        raise _refused(scope, value, target, name, at)
    if isinstance(fitted, StringConstant) and isinstance(target, StringType):
        found = len(fitted.characters)
        if found > target.length:
            scope.warn(wrong_text.CUT_OFF, at, found=found, name=name, type=target)
    return fitted


def widened(value: Expression, target: Elementary) -> Expression:
    """An implicit conversion; done now where the value is known."""
    if value.type == target:
        return value
    if isinstance(value, Constant):
        number = value.value
        if target.is_real:
            exact = float(number)
            return Constant(value.at, target, to_single(exact) if target.bits == 32 else exact)
        return Constant(value.at, target, int(number))
    return Conversion(value.at, target, value)


def _into_subrange(
    scope: Scope, value: Expression, target: SubrangeType, name: str, at: int
) -> Expression:
    inner = coerced(scope, value, target.base, name, at)
    if isinstance(inner, Constant) and not target.low <= inner.value <= target.high:
        raise scope.stop(
            wrong.NUMBER_TOO_LARGE,
            at,
            value=inner.value,
            type=target,
            low=target.low,
            high=target.high,
        )
    return inner


def _refused(scope: Scope, value: Expression, target: Type, name: str, at: int) -> MeaningStop:
    if isinstance(value, StringConstant):
        wide = value.type.wide
        if isinstance(target, StringType) or target in (CHAR, WCHAR):
            kind = wrong_text.WRONG_QUOTES if wide != is_wide_type(target) else wrong_text.NOT_ONE
            return scope.stop(
                kind, at, target=target, name=name, quotes="'...'" if wide else '"..."'
            )
    return scope.stop(
        wrong.CANNOT_ASSIGN,
        at,
        source=value.type,
        target=target,
        name=name,
        conversion=_advice(value, target, name),
    )


def _advice(value: Expression, target: Type, name: str) -> str | Message:
    """What to write instead of a value that does not fit."""
    if isinstance(target, EnumType):
        return ", ".join(f"{target}#{spelled}" for spelled in list(target.spelled.values())[:4])
    if isinstance(target, ArrayType):
        return _ELEMENT.fill(text=f"{name}[...] := ...")
    if isinstance(value.type, ArrayType):
        name = root_name(value.place) if isinstance(value, Load) else "..."
        return _ELEMENT.fill(text=f"{name}[...]")
    if elementary_of(value.type) is None and (member := member_for(value, target)):
        return member
    if isinstance(value.type, BlockType | StructType) and not isinstance(target, StringType):
        return _A_VALUE.fill(type=target)
    return literal_advice(value, target) or conversion_text(value.type, target)


def literal_advice(value: Expression, target: Type) -> str:
    """An untyped number as a literal of a duration; "" for other types."""
    type_ = elementary_of(target)
    if not isinstance(value, Constant) or type_ not in (TIME, LTIME):
        return ""
    prefix = "T" if type_ == TIME else "LTIME"
    if value.type == INTEGER_LITERAL and abs(value.value) < 10**9:
        return f"{prefix}#{value.value}ms"
    return f"{prefix}#{value.value:g}s" if value.type == REAL_LITERAL else ""
