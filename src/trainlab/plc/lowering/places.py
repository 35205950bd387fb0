"""Places: pointers to variables, fields and elements, with the array bounds checked."""

from __future__ import annotations

from trainlab.plc.layout import HEAD_SIZE, is_scalar
from trainlab.plc.lowering.ir import base_of, memory_type, register_type
from trainlab.plc.lowering.routine import Routine
from trainlab.plc.lowering.tracing import note_write
from trainlab.plc.problems import running
from trainlab.plc.typed import (
    BitPlace,
    CharacterPlace,
    Constant,
    DereferencedPlace,
    ElementPlace,
    Expression,
    Load,
    MemberPlace,
    Place,
    ResultPlace,
    SelfPlace,
    VariablePlace,
    root_name,
    root_variable,
)
from trainlab.plc.types import ArrayType, OpenArrayType, SubrangeType, Type


def pointer_to(routine: Routine, place: Place) -> str:
    """A pointer to a place; of a bit, to what holds it."""
    if isinstance(place, VariablePlace):
        return routine.address_of(place.variable, place.at)
    if isinstance(place, SelfPlace):
        return "%self"
    if isinstance(place, DereferencedPlace):
        return _behind(routine, place)
    if isinstance(place, ResultPlace):
        return _kept(routine, place)
    base = pointer_to(routine, place.base)
    if isinstance(place, BitPlace):
        return base
    if isinstance(place, MemberPlace):
        return routine.address(base, routine.block.layout.offset(place.base.type, place.key))
    if isinstance(place, CharacterPlace):
        return _character(routine, place, base)
    return _element(routine, place, base)


def _behind(routine: Routine, place: DereferencedPlace) -> str:
    """A pointer to what a reference leads to; NULL ends the scan."""
    offset = routine.value(place.pointer)
    is_null = routine.text.value(f"icmp eq i64 {offset}, 0")
    routine.stop_if(is_null, running.NULL_REFERENCE, place.at, name=root_name(place))
    return routine.text.value(f"getelementptr i8, ptr %head, i64 {offset}")


def _kept(routine: Routine, place: ResultPlace) -> str:
    """A pointer to what a call gave."""
    operand = routine.value(place.call)
    if not is_scalar(place.type):
        return operand
    slot = routine.text.local(memory_type(place.type))
    routine.store(place.type, slot, operand)
    return slot


def reference_to_place(routine: Routine, place: Place, at: int) -> str:
    """The offset of a place in the block; one that ends with the call ends the scan."""
    text = routine.text
    address = text.value(f"ptrtoint ptr {pointer_to(routine, place)} to i64")
    start = text.value("ptrtoint ptr %head to i64")
    offset = text.value(f"sub i64 {address}, {start}")
    root = root_variable(place)
    if root is None or root not in routine.block.offsets:
        behind_head = text.value(f"sub i64 {offset}, {HEAD_SIZE}")
        lasting = routine.block.frames - HEAD_SIZE
        outside = text.value(f"icmp uge i64 {behind_head}, {lasting}")
        routine.stop_if(outside, running.FLEETING_REFERENCE, at, name=root_name(place))
    return offset


def _element(routine: Routine, place: ElementPlace, base: str) -> str:
    array = place.base.type
    if isinstance(array, OpenArrayType):
        return _open_element(routine, place, base, array)
    assert isinstance(array, ArrayType)
    known = 0
    ordinal = ""
    stride = array.count
    for node, (low, high) in zip(place.indices, array.bounds, strict=True):
        stride //= high - low + 1
        if isinstance(node, Constant):
            known += (int(node.value) - low) * stride
            continue
        text = routine.text
        index = routine.as_i64(node.type, routine.value(node))
        steps = text.value(f"sub i64 {index}, {low}")
        if not _is_inside(routine, node, low, high):
            outside = text.value(f"icmp ugt i64 {steps}, {high - low}")
            routine.stop_if(
                outside, running.INDEX_OUTSIDE, node.at, (("value", index),), low=low, high=high
            )
        part = text.value(f"mul i64 {steps}, {stride}")
        ordinal = part if not ordinal else text.value(f"add i64 {ordinal}, {part}")
    size, _ = routine.block.layout.measure(array.element)
    pointer = routine.address(base, known * size)
    if not ordinal:
        return pointer
    offset = routine.text.value(f"mul i64 {ordinal}, {size}")
    return routine.text.value(f"getelementptr i8, ptr {pointer}, i64 {offset}")


def _is_inside(routine: Routine, index: Expression, low: int, high: int) -> bool:
    """Whether an index is the counter of a loop that stays within these bounds."""
    if not isinstance(index, Load) or not isinstance(index.place, VariablePlace):
        return False
    known = routine.counters.get(index.place.variable)
    return known is not None and low <= known[0] and known[1] <= high


def bound_of(routine: Routine, descriptor: str, dimension: int, upper: bool) -> str:
    """A bound of an ARRAY[*], as i64."""
    slot = routine.address(descriptor, 16 * dimension - 8 + 8 * upper)
    return routine.text.value(f"load i64, ptr {slot}")


def _open_element(
    routine: Routine, place: ElementPlace, descriptor: str, array: OpenArrayType
) -> str:
    text = routine.text
    ordinal = "0"
    for dimension, node in enumerate(place.indices, start=1):
        index = routine.as_i64(node.type, routine.value(node))
        low = bound_of(routine, descriptor, dimension, False)
        high = bound_of(routine, descriptor, dimension, True)
        steps = text.value(f"sub i64 {index}, {low}")
        span = text.value(f"sub i64 {high}, {low}")
        outside = text.value(f"icmp ugt i64 {steps}, {span}")
        shown = (("value", index), ("high", high))
        routine.stop_if(outside, running.OPEN_INDEX_OUTSIDE, node.at, shown)
        rows = text.value(f"mul i64 {ordinal}, {text.value(f'add i64 {span}, 1')}")
        ordinal = text.value(f"add i64 {rows}, {steps}")
    size, _ = routine.block.layout.measure(array.element)
    first = text.value(f"load ptr, ptr {descriptor}")
    offset = text.value(f"mul i64 {ordinal}, {size}")
    return text.value(f"getelementptr i8, ptr {first}, i64 {offset}")


def in_out_pointer(routine: Routine, wanted: Type, place: Place) -> str:
    """What a VAR_IN_OUT gets: the place, or for an ARRAY[*] a descriptor of it."""
    pointer = pointer_to(routine, place)
    given = place.type
    if not isinstance(wanted, OpenArrayType) or not isinstance(given, ArrayType):
        return pointer
    text = routine.text
    descriptor = text.local(f"[{1 + 2 * wanted.dimensions} x i64]")
    text.do(f"store ptr {pointer}, ptr {descriptor}")
    for number, bound in enumerate(bound for pair in given.bounds for bound in pair):
        text.do(f"store i64 {bound}, ptr {routine.address(descriptor, 8 + 8 * number)}")
    return descriptor


def _character(routine: Routine, place: CharacterPlace, base: str) -> str:
    """A pointer to one character, which must be there now."""
    text = routine.text
    number = routine.as_i64(place.number.type, routine.value(place.number))
    length = text.value(f"zext i16 {text.value(f'load i16, ptr {base}')} to i64")
    steps = text.value(f"sub i64 {number}, 1")
    outside = text.value(f"icmp uge i64 {steps}, {length}")
    shown = (("value", number), ("length", length))
    routine.stop_if(outside, running.NO_CHARACTER, place.at, shown)
    first = routine.address(base, 2)
    return text.value(f"getelementptr {register_type(place.type)}, ptr {first}, i64 {steps}")


def load_place(routine: Routine, place: Place) -> str:
    """The value of a scalar place."""
    pointer = pointer_to(routine, place)
    if not isinstance(place, BitPlace):
        return routine.load(place.type, pointer)
    holder = register_type(place.base.type)
    word = routine.load(place.base.type, pointer)
    moved = routine.text.value(f"lshr {holder} {word}, {place.bit}")
    return routine.text.value(f"trunc {holder} {moved} to {register_type(place.type)}")


def store_place(routine: Routine, place: Place, operand: str, at: int, name: str) -> None:
    """Writes a scalar place; a subrange is checked."""
    pointer = pointer_to(routine, place)
    note_write(routine, place, pointer)
    if not isinstance(place, BitPlace):
        store_checked(routine, place.type, pointer, operand, at, name)
        return
    text = routine.text
    holder = register_type(place.base.type)
    word = routine.load(place.base.type, pointer)
    wide = text.value(f"zext {register_type(place.type)} {operand} to {holder}")
    moved = text.value(f"shl {holder} {wide}, {place.bit}")
    mask = ((1 << base_of(place.type).bits) - 1) << place.bit
    cleared = text.value(f"and {holder} {word}, {~mask}")
    changed = text.value(f"or {holder} {cleared}, {moved}")
    store_checked(routine, place.base.type, pointer, changed, at, name)


def store_checked(
    routine: Routine, type_: Type, pointer: str, operand: str, at: int, name: str
) -> None:
    """Writes a scalar; a value outside of a subrange ends the scan (Table 11, error 2)."""
    if isinstance(type_, SubrangeType) and not operand.lstrip("-").isdecimal():
        wide = routine.as_i64(type_, operand)
        steps = routine.text.value(f"sub i64 {wide}, {type_.low}")
        outside = routine.text.value(f"icmp ugt i64 {steps}, {type_.high - type_.low}")
        routine.stop_if(
            outside,
            running.OUT_OF_SUBRANGE,
            at,
            (("value", wide),),
            low=type_.low,
            high=type_.high,
            name=name,
        )
    routine.store(type_, pointer, operand)
