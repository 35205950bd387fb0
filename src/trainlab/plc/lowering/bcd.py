"""Numbers in binary coded decimal: IEC 61131-3:2013 Table 22."""

from __future__ import annotations

from trainlab.plc.lowering.ir import base_of, register_type
from trainlab.plc.lowering.routine import Routine
from trainlab.plc.problems import running
from trainlab.plc.typed import Standard
from trainlab.plc.types import Elementary


def is_bcd(routine: Routine, operand: str, source: Elementary) -> str:
    """Whether no four bits hold more than 9: bit 3 is set with neither bit 2 nor bit 1."""
    text = routine.text
    wide = _unsigned(routine, operand, source)
    fours = text.value(f"shl i64 {wide}, 1")
    twos = text.value(f"shl i64 {wide}, 2")
    either = text.value(f"or i64 {fours}, {twos}")
    both = text.value(f"and i64 {wide}, {either}")
    high_bits = sum(8 << shift for shift in range(0, source.bits, 4))
    above = text.value(f"and i64 {both}, {_signed(high_bits)}")
    return text.value(f"icmp eq i64 {above}, 0")


def from_bcd(routine: Routine, node: Standard, operand: str) -> str:
    """The number whose decimal digits a bit string holds."""
    text = routine.text
    source = base_of(node.operands[0].type)
    wide = _unsigned(routine, operand, source)
    wrong = text.value(f"xor i1 {is_bcd(routine, operand, source)}, true")
    routine.stop_if(wrong, running.NOT_BCD, node.at, (("value", wide),))
    total = "0"
    for shift in range(source.bits - 4, -1, -4):
        moved = text.value(f"lshr i64 {wide}, {shift}")
        digit = text.value(f"and i64 {moved}, 15")
        tens = text.value(f"mul i64 {total}, 10")
        total = text.value(f"add i64 {tens}, {digit}")
    return _narrow(routine, total, base_of(node.type))


def to_bcd(routine: Routine, node: Standard, operand: str) -> str:
    """A bit string that holds the decimal digits of a number."""
    text = routine.text
    source, target = base_of(node.operands[0].type), base_of(node.type)
    rest = routine.as_i64(source, operand)
    most = 10 ** (target.bits // 4) - 1
    too_large = text.value(f"icmp ugt i64 {rest}, {most}")
    routine.stop_if(
        too_large, running.TOO_LARGE_FOR_BCD, node.at, (("value", rest),), type=target, most=most
    )
    result = "0"
    for shift in range(0, target.bits, 4):
        digit = text.value(f"urem i64 {rest}, 10")
        rest = text.value(f"udiv i64 {rest}, 10")
        moved = text.value(f"shl i64 {digit}, {shift}")
        result = text.value(f"or i64 {result}, {moved}")
    return _narrow(routine, result, target)


def _unsigned(routine: Routine, operand: str, source: Elementary) -> str:
    if source.bits == 64:
        return operand
    return routine.text.value(f"zext {register_type(source)} {operand} to i64")


def _narrow(routine: Routine, operand: str, target: Elementary) -> str:
    if target.bits == 64:
        return operand
    return routine.text.value(f"trunc i64 {operand} to {register_type(target)}")


def _signed(value: int) -> int:
    return value - (1 << 64) if value >> 63 else value
