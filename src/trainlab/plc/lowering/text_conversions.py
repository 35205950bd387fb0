"""Texts made of other values, and other values of texts (IEC 61131-3:2013 Table 27)."""

from __future__ import annotations

from trainlab.plc.callbacks import READ, WRITE, number_of
from trainlab.plc.lowering.ir import base_of, register_type
from trainlab.plc.lowering.routine import Routine
from trainlab.plc.lowering.texts import call_helper, unit_of
from trainlab.plc.types import LREAL, Elementary, StringType, Type

# A call back takes microseconds, during which a thousand and more instructions could run.
_CALLBACK_COST = 2000


def to_text(routine: Routine, operand: str, source: Type, target: StringType) -> str:
    """A pointer to the text of a value."""
    text = routine.text
    place = routine.scratch(target)
    if isinstance(source, StringType):
        text.steps += target.length
        arguments = f"ptr {place}, i64 {target.length}, ptr {operand}"
        call_helper(routine, "convert", target, "", arguments)
        return place
    base = base_of(source)
    if base == target.character:
        text.do(f"store i16 1, ptr {place}")
        text.do(f"store {unit_of(target)} {operand}, ptr {routine.address(place, 2)}")
        return place
    if base.is_character:
        narrow = to_text(routine, operand, base, StringType(not target.wide, 1))
        return to_text(routine, narrow, StringType(not target.wide, 1), target)
    symbol = routine.module.declare(WRITE, "void {}(i32, i64, ptr, i32, i32)")
    bits = _as_bits(routine, operand, base)
    text.steps += _CALLBACK_COST
    text.do(
        f"call void {symbol}(i32 {number_of(base)}, i64 {bits}, ptr {place}, "
        f"i32 {target.length}, i32 {int(target.wide)})"
    )
    return place


def text_to_value(routine: Routine, operand: str, source: StringType, target: Elementary) -> str:
    """The value that a text stands for; of a CHAR, its first character."""
    text = routine.text
    if target.is_character:
        return _first_character(routine, operand, source, target)
    symbol = routine.module.declare(READ, "i64 {}(i32, ptr, i32)")
    text.steps += _CALLBACK_COST + source.length
    bits = text.value(
        f"call i64 {symbol}(i32 {number_of(target)}, ptr {operand}, i32 {int(source.wide)})"
    )
    if target.is_real:
        wide = text.value(f"bitcast i64 {bits} to double")
        return wide if target == LREAL else text.value(f"fptrunc double {wide} to float")
    if target.bits == 64:
        return bits
    return text.value(f"trunc i64 {bits} to {register_type(target)}")


def _first_character(routine: Routine, operand: str, source: StringType, target: Elementary) -> str:
    """The first character; the one with the code 0 of an empty text."""
    text = routine.text
    same = StringType(target.bits == 16, 1)
    if same.wide != source.wide:
        operand = to_text(routine, operand, source, same)
    length = text.value(f"load i16, ptr {operand}")
    is_empty = text.value(f"icmp eq i16 {length}, 0")
    zero = routine.module.image(b"\0" * 8)
    place = text.value(f"select i1 {is_empty}, ptr {zero}, ptr {operand}")
    return text.value(f"load {unit_of(same)}, ptr {routine.address(place, 2)}")


def _as_bits(routine: Routine, operand: str, base: Elementary) -> str:
    """A value in 64 bits: an integer widened, a real as a double."""
    if not base.is_real:
        return routine.as_i64(base, operand)
    if base != LREAL:
        operand = routine.text.value(f"fpext float {operand} to double")
    return routine.text.value(f"bitcast double {operand} to i64")
