"""The bytes of values in the other order: IEC 61131-3:2013 Table 37."""

from __future__ import annotations

from trainlab.plc.lowering.ir import base_of, register_type
from trainlab.plc.lowering.routine import Routine
from trainlab.plc.types import ArrayType, Elementary, StringType, StructType, Type


def swapped(routine: Routine, operand: str, type_: Type) -> str:
    """A value whose numbers have their bytes in the other order; texts and characters stay as they are.

    Of arrays and structures, a copy with each of their elements swapped.
    """
    if not isinstance(type_, ArrayType | StructType):
        return _swapped(routine, operand, base_of(type_))
    place = routine.scratch(type_)
    routine.copy(type_, place, operand)
    _swap_all(routine, place, type_)
    return place


def _swapped(routine: Routine, operand: str, type_: Elementary) -> str:
    if type_.bits < 16:
        return operand
    register, word = register_type(type_), f"i{type_.bits}"
    if type_.is_real:
        operand = routine.text.value(f"bitcast {register} {operand} to {word}")
    turned = routine.library(f"llvm.bswap.{word}", word, (word, operand))
    if type_.is_real:
        return routine.text.value(f"bitcast {word} {turned} to {register}")
    return turned


def _swap_all(routine: Routine, place: str, type_: Type) -> None:
    """Swaps what stands at a place."""
    if isinstance(type_, StringType):
        return
    if isinstance(type_, StructType):
        for key, field in type_.fields.items():
            offset = routine.block.layout.offset(type_, key)
            _swap_all(routine, routine.address(place, offset), field.type)
        return
    if isinstance(type_, ArrayType):
        _swap_elements(routine, place, type_)
        return
    # Not as a REAL: a signalling NaN would change on its way through a register.
    type_ = base_of(type_)
    bits = type_.bits
    if bits >= 16 and not type_.is_character:
        word = routine.text.value(f"load i{bits}, ptr {place}")
        turned = routine.library(f"llvm.bswap.i{bits}", f"i{bits}", (f"i{bits}", word))
        routine.text.do(f"store i{bits} {turned}, ptr {place}")


def _swap_elements(routine: Routine, place: str, array: ArrayType) -> None:
    text = routine.text
    again, end = text.label(), text.label()
    counter = text.local("i64")
    text.do(f"store i64 0, ptr {counter}")
    text.begin(again)
    before = text.steps
    index = text.value(f"load i64, ptr {counter}")
    size, _ = routine.block.layout.measure(array.element)
    offset = text.value(f"mul i64 {index}, {size}")
    element = text.value(f"getelementptr i8, ptr {place}, i64 {offset}")
    _swap_all(routine, element, array.element)
    following = text.value(f"add i64 {index}, 1")
    text.do(f"store i64 {following}, ptr {counter}")
    is_last = text.value(f"icmp eq i64 {following}, {array.count}")
    text.choose(is_last, end, again)
    text.steps += (text.steps - before) * (array.count - 1)
    text.begin(end)
