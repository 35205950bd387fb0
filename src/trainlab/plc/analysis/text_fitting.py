"""A text or character as one of another such type."""

from __future__ import annotations

from trainlab.plc.typed import Constant, Conversion, Expression, StringConstant
from trainlab.plc.types import WCHAR, Elementary, StringType, Type


def is_text(value: Expression) -> bool:
    """Whether it is a STRING, WSTRING, CHAR or WCHAR."""
    type_ = value.type
    return isinstance(type_, StringType) or (isinstance(type_, Elementary) and type_.is_character)


def is_wide(value: Expression) -> bool:
    """Whether the characters of a text have 16 bits."""
    return is_wide_type(value.type)


def is_wide_type(type_: Type) -> bool:
    """Whether the characters of a type of texts have 16 bits."""
    return type_.wide if isinstance(type_, StringType) else type_ == WCHAR


def as_text(value: Expression, target: Elementary | StringType) -> Expression | None:
    """`value` as one of type `target`, of whatever length; None if that is no implicit conversion.

    A text of any length goes into one of any other: what does not fit is cut off when it is stored.
    """
    wide = is_wide_type(target)
    if not is_text(value) or is_wide(value) != wide:
        return None
    if isinstance(target, Elementary):
        if not target.is_character:
            return None
        if isinstance(value, StringConstant) and len(value.characters) == 1:
            return Constant(value.at, target, ord(value.characters))
        return value if value.type == target else None
    if isinstance(value.type, StringType):
        return value
    single = StringType(wide, 1)
    if isinstance(value, Constant):
        return StringConstant(value.at, single, chr(int(value.value)))
    return Conversion(value.at, single, value)
