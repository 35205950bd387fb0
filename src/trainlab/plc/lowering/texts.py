"""Texts: comparison and the string functions of IEC 61131-3:2013 Table 34.

A text in an expression is a pointer; what a function makes stands in memory of its own, which is
free again with the next statement. Positions count from 1. What lies outside of a text is cut to
it: a negative length counts as 0, a position before the first character as the first one.
"""

from __future__ import annotations

from trainlab.plc.lowering.ir import base_of, register_type
from trainlab.plc.lowering.routine import Routine
from trainlab.plc.typed import Standard
from trainlab.plc.types import MOST_LENGTH, StringType, Type

TEXT_FUNCTIONS = frozenset("LEN LEFT RIGHT MID CONCAT INSERT DELETE REPLACE FIND".split())
_WHOLE = str(MOST_LENGTH)
_MOST_COST = 30_000_000
_COMPARISON = {"=": "eq", "<>": "ne", "<": "slt", ">": "sgt", "<=": "sle", ">=": "sge"}


def text_comparison(routine: Routine, symbol: str, type_: StringType, left: str, right: str) -> str:
    """left symbol right, texts of whatever lengths."""
    order = call_helper(routine, "compare", type_, "i32", f"ptr {left}, ptr {right}")
    routine.text.steps += type_.length // 4
    return routine.text.value(f"icmp {_COMPARISON[symbol]} i32 {order}, 0")


def text_function(routine: Routine, node: Standard, operands: list[str]) -> str:
    """The value of one of TEXT_FUNCTIONS."""
    first = node.operands[0].type
    assert isinstance(first, StringType)
    if node.name == "LEN":
        return _as_integer(routine, _length(routine, operands[0]), node.type)
    if node.name == "FIND":
        second = node.operands[1].type
        assert isinstance(second, StringType)
        arguments = f"ptr {operands[0]}, ptr {operands[1]}"
        number = call_helper(routine, "find", first, "i64", arguments)
        routine.text.steps += min(first.length * second.length // 4, _MOST_COST)
        return _as_integer(routine, number, node.type)
    result = node.type
    assert isinstance(result, StringType)
    place = routine.scratch(result)
    routine.text.do(f"store i16 0, ptr {place}")
    for source, start, count in _pieces(routine, node, operands):
        arguments = f"ptr {place}, i64 {result.length}, ptr {source}, i64 {start}, i64 {count}"
        call_helper(routine, "append", result, "", arguments)
    routine.text.steps += result.length // 4
    return place


def _pieces(routine: Routine, node: Standard, operands: list[str]) -> list[tuple[str, str, str]]:
    """What a result is put together of: from which text, from which character on, how many."""
    text = routine.text
    source = operands[0]
    if node.name == "CONCAT":
        return [(operand, "0", _WHOLE) for operand in operands]
    numbers = [
        routine.as_i64(argument.type, operand)
        for argument, operand in zip(node.operands, operands, strict=True)
        if not isinstance(argument.type, StringType)
    ]
    if node.name == "LEFT":
        return [(source, "0", numbers[0])]
    if node.name == "RIGHT":
        wanted = _not_negative(routine, numbers[0])
        start = text.value(f"sub i64 {_length(routine, source)}, {wanted}")
        return [(source, start, wanted)]
    if node.name == "INSERT":
        return [(source, "0", numbers[0]), (operands[1], "0", _WHOLE), (source, numbers[0], _WHOLE)]
    start = _not_negative(routine, text.value(f"sub i64 {numbers[1]}, 1"))
    if node.name == "MID":
        return [(source, start, numbers[0])]
    rest = text.value(f"add i64 {start}, {_not_negative(routine, numbers[0])}")
    pieces = [(source, "0", start), (source, rest, _WHOLE)]
    if node.name == "REPLACE":
        pieces.insert(1, (operands[1], "0", _WHOLE))
    return pieces


def _not_negative(routine: Routine, operand: str) -> str:
    """At least 0, and so far from the ends of i64 that sums cannot overflow."""
    least = routine.library("llvm.smax.i64", "i64", ("i64", operand), ("i64", "0"))
    return routine.library("llvm.smin.i64", "i64", ("i64", least), ("i64", _WHOLE))


def _length(routine: Routine, source: str) -> str:
    return routine.text.value(f"zext i16 {routine.text.value(f'load i16, ptr {source}')} to i64")


def _as_integer(routine: Routine, operand: str, type_: Type) -> str:
    if base_of(type_).bits == 64:
        return operand
    return routine.text.value(f"trunc i64 {operand} to {register_type(type_)}")


def unit_of(type_: StringType) -> str:
    return "i16" if type_.wide else "i8"


def call_helper(routine: Routine, name: str, type_: StringType, result: str, arguments: str) -> str:
    """Calls a function of text_runtime.py; its result, if it has one."""
    symbol = routine.text_helper(name, unit_of(type_))
    routine.text.steps += 20
    if result:
        return routine.text.value(f"call {result} {symbol}({arguments})")
    routine.text.do(f"call void {symbol}({arguments})")
    return ""
