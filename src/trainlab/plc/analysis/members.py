"""Which member of an instance or structure a student probably meant: `t.Q` where `t` is written."""

from __future__ import annotations

from collections.abc import Callable

from trainlab.core.message import Text
from trainlab.plc.typed import ElementPlace, Expression, Load, MemberPlace, Place, Role, root_name
from trainlab.plc.types import (
    BOOL,
    BlockType,
    Elementary,
    StructType,
    Type,
    converts_implicitly,
    elementary_of,
)

WRITE_MEMBER = Text("write {member}", "请写 {member}")
_OF_BITS = ("AND", "AND_THEN", "OR", "OR_ELSE", "XOR", "NOT", "&")


def member_for(value: Expression, target: Type) -> str | None:
    """The output or field that a variable of type `target` could take, as it is written."""
    wanted = elementary_of(target)
    if wanted is None:
        return None
    return _member(value, lambda type_: converts_implicitly(type_, wanted))


def member_for_operator(value: Expression, symbol: str) -> str | None:
    """The output or field that an operator or function could take, as it is written."""
    logical = symbol in _OF_BITS
    return _member(value, lambda type_: (type_ == BOOL) is logical)


def _member(value: Expression, suits: Callable[[Elementary], bool]) -> str | None:
    if not isinstance(value, Load):
        return None
    for name, type_ in _seen(value.type):
        elementary = elementary_of(type_)
        if elementary is not None and suits(elementary):
            return f"{_written(value.place)}.{name}"
    return None


def _seen(type_: Type) -> list[tuple[str, Type]]:
    if isinstance(type_, StructType):
        return [(field.name, field.type) for field in type_.fields.values()]
    if isinstance(type_, BlockType):
        return [(output.name, output.type) for output in type_.pou.having(Role.OUTPUT)]
    return []


def _written(place: Place) -> str:
    if isinstance(place, MemberPlace):
        return f"{_written(place.base)}.{place.key}"
    if isinstance(place, ElementPlace):
        return f"{_written(place.base)}[...]"
    return root_name(place)
