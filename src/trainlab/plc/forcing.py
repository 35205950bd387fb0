"""Values that a person sets from outside: one IEC literal for one variable."""

from __future__ import annotations

import re

from trainlab.core.controller import UnfitLiteral
from trainlab.core.message import Message, Text
from trainlab.core.problem import Problem
from trainlab.plc.analysis.conversions import TIME_EXAMPLES, coerced
from trainlab.plc.analysis.meaning import Resolver
from trainlab.plc.analysis.scope import Declarations, MeaningStop
from trainlab.plc.layout import is_scalar
from trainlab.plc.parsing.units import parse_lone_expression
from trainlab.plc.source import Source
from trainlab.plc.syntax import Literal, Name, Qualified, Unary
from trainlab.plc.text_literals import characters_of
from trainlab.plc.typed import Constant, StringConstant
from trainlab.plc.types import WCHAR, Elementary, EnumType, Family, StringType, SubrangeType, Type

MOST_SHOWN = 8
_ONE_OF = Text("it holds one of {values}", "可取值：{values}")
_RANGE = Text("it holds {low}..{high}", "可取值：{low}..{high}")
_WRITE = Text("write it as {example}", "请写成 {example} 的形式")
_IN_PARTS = Text("set its elements one by one", "请逐个设置它的元素")
_QUOTED = re.compile(r"""(?:w?string#)?['"]""", re.IGNORECASE)


def value_of_literal(literal: str, type_: Type) -> bool | int | float | str:
    """The value of an IEC literal for a variable of that type; UnfitLiteral if it can't hold it.

    A text may stand without its quotes, since a shell takes them away.
    """
    if isinstance(type_, StringType) and not _QUOTED.match(literal):
        return characters_of(literal, type_.wide)
    if isinstance(type_, Elementary) and type_.is_character and len(literal) == 1:
        character = characters_of(literal, type_ == WCHAR)
        if len(character) == 1:
            return ord(character)
    refused = UnfitLiteral(literal, str(type_), _example(type_))
    problems: list[Problem] = []
    source = Source("", literal)
    node = parse_lone_expression(source, problems)
    if _errors(problems) or not isinstance(node, Literal | Unary | Name | Qualified):
        raise refused
    if isinstance(type_, EnumType) and isinstance(node, Name | Qualified):
        if node.text.casefold() not in type_.values:
            raise refused
        return type_.values[node.text.casefold()]
    if not is_scalar(type_) and not isinstance(type_, StringType):
        raise refused
    scope = Declarations(source, problems, Resolver()).scope()
    target = type_.base if isinstance(type_, EnumType) else type_
    try:
        value = coerced(scope, scope.value(node), target, "", 0)
    except MeaningStop:
        raise refused from None
    if isinstance(value, StringConstant):
        return value.characters
    if not isinstance(value, Constant):
        raise refused
    return value.value


def _example(type_: Type) -> Text | Message:
    """What a literal of that type looks like, as the end of a message."""
    if isinstance(type_, EnumType):
        return _ONE_OF.fill(values=", ".join(list(type_.spelled.values())[:MOST_SHOWN]))
    if isinstance(type_, SubrangeType):
        return _RANGE.fill(low=type_.low, high=type_.high)
    if isinstance(type_, StringType):
        return _WRITE.fill(example="text")
    if not isinstance(type_, Elementary):
        return _IN_PARTS
    if type_.is_character:
        return _WRITE.fill(example="A")
    if type_.family is Family.BOOL:
        return _ONE_OF.fill(values="TRUE, FALSE")
    if type_.is_integer or type_.is_bits:
        return _RANGE.fill(low=type_.low, high=type_.high)
    return _WRITE.fill(example=TIME_EXAMPLES.get(type_.name, "1.5"))


def _errors(problems: list[Problem]) -> bool:
    return any(problem.kind.severity == "error" for problem in problems)
