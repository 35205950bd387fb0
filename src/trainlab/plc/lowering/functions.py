"""Standard functions: IEC 61131-3:2013 Tables 28 to 39.

Transcendental functions of a REAL are computed in 64 bits and rounded once, so that the last bit
does not depend on the mathematical library.
"""

from __future__ import annotations

from trainlab.plc.layout import BUDGET, NOW
from trainlab.plc.lowering.arithmetic import comparison
from trainlab.plc.lowering.bcd import from_bcd, is_bcd, to_bcd
from trainlab.plc.lowering.byte_order import swapped
from trainlab.plc.lowering.conversions import as_double
from trainlab.plc.lowering.dates import DATE_FUNCTIONS, date_function, day_of_week
from trainlab.plc.lowering.ir import base_of, register_type
from trainlab.plc.lowering.keeping import kept, values
from trainlab.plc.lowering.routine import Routine
from trainlab.plc.lowering.texts import TEXT_FUNCTIONS, text_function
from trainlab.plc.problems import running
from trainlab.plc.typed import Standard
from trainlab.plc.types import Elementary, Type

_LIBM = {
    "LN": "log", "LOG": "log10", "EXP": "exp", "SIN": "sin", "COS": "cos", "TAN": "tan",
    "ASIN": "asin", "ACOS": "acos", "ATAN": "atan", "ATAN2": "atan2",
}  # fmt: skip


def standard(routine: Routine, node: Standard) -> str:
    """The value of a standard function."""
    if not node.operands:
        offset = BUDGET if node.name == "STEPS_LEFT" else NOW
        return routine.text.value(f"load i64, ptr {routine.address('%head', offset)}")
    return standard_of(routine, node, routine.value(node.operands[0]))


def standard_of(routine: Routine, node: Standard, first: str) -> str:
    """The value of a standard function whose first argument is known already."""
    first = kept(routine, node.operands[0], first, node.operands[1:])
    operands = [first, *values(routine, node.operands[1:])]
    if node.name in TEXT_FUNCTIONS:
        return text_function(routine, node, operands)
    if node.name in ("SEL", "MUX", "MIN", "MAX", "LIMIT"):
        return _selection(routine, node, operands)
    if node.name == "SWAP_BYTES":
        return swapped(routine, operands[0], node.type)
    type_ = base_of(node.type)
    if node.name in _LIBM:
        return _transcendental(routine, node, operands, type_)
    if node.name == "SQRT":
        return _square_root(routine, node, operands[0], type_)
    if node.name == "EXPT":
        return _power(routine, node, operands, type_)
    if node.name in ("FROM_BCD", "TO_BCD"):
        return (from_bcd if node.name == "FROM_BCD" else to_bcd)(routine, node, operands[0])
    if node.name == "IS_VALID_BCD":
        return is_bcd(routine, operands[0], base_of(node.operands[0].type))
    if node.name == "IS_VALID":
        return _is_finite(routine, operands[0], base_of(node.operands[0].type))
    if node.name in DATE_FUNCTIONS:
        return date_function(routine, node, operands)
    if node.name == "DAY_OF_WEEK":
        return day_of_week(routine, node, operands[0])
    if node.name == "ABS":
        return _absolute(routine, operands[0], type_)
    return _shift(routine, node, operands, type_)


def _is_finite(routine: Routine, operand: str, type_: Elementary) -> str:
    wide = as_double(routine, operand, type_)
    size = routine.library("llvm.fabs.f64", "double", ("double", wide))
    return routine.text.value(f"fcmp olt double {size}, 0x7FF0000000000000")


def _selection(routine: Routine, node: Standard, operands: list[str]) -> str:
    """Values of any type; texts, arrays and structures by their pointers."""
    type_ = node.type
    if node.name == "SEL":
        register = register_type(type_)
        return routine.text.value(
            f"select i1 {operands[0]}, {register} {operands[2]}, {register} {operands[1]}"
        )
    if node.name == "MUX":
        return _multiplexer(routine, node, operands, type_)
    if node.name == "LIMIT":
        least, value, most = operands
        return _extreme(routine, "<", type_, _extreme(routine, ">", type_, value, least), most)
    result = operands[0]
    for operand in operands[1:]:
        result = _extreme(routine, "<" if node.name == "MIN" else ">", type_, result, operand)
    return result


def _extreme(routine: Routine, symbol: str, type_: Type, left: str, right: str) -> str:
    wins = comparison(routine, symbol, type_, right, left)
    register = register_type(type_)
    return routine.text.value(f"select i1 {wins}, {register} {right}, {register} {left}")


def _rounded(routine: Routine, operand: str, type_: Elementary) -> str:
    if type_.bits == 64:
        return operand
    return routine.text.value(f"fptrunc double {operand} to float")


def _transcendental(
    routine: Routine, node: Standard, operands: list[str], type_: Elementary
) -> str:
    wide = [
        as_double(routine, operand, base_of(argument.type))
        for operand, argument in zip(operands, node.operands, strict=True)
    ]
    text = routine.text
    outside = ""
    if node.name in ("LN", "LOG"):
        outside = text.value(f"fcmp ole double {wide[0]}, 0.0")
    elif node.name in ("ASIN", "ACOS"):
        size = routine.library("llvm.fabs.f64", "double", ("double", wide[0]))
        outside = text.value(f"fcmp ogt double {size}, 1.0")
    if outside:
        routine.stop_if(outside, running.OUTSIDE_DOMAIN, node.at, function=node.name)
    arguments = [("double", operand) for operand in wide]
    return _rounded(routine, routine.library(_LIBM[node.name], "double", *arguments), type_)


def _square_root(routine: Routine, node: Standard, operand: str, type_: Elementary) -> str:
    register = register_type(type_)
    negative = routine.text.value(f"fcmp olt {register} {operand}, 0.0")
    routine.stop_if(negative, running.OUTSIDE_DOMAIN, node.at, function="SQRT")
    return routine.library(f"llvm.sqrt.f{type_.bits}", register, (register, operand))


def _power(routine: Routine, node: Standard, operands: list[str], type_: Elementary) -> str:
    text = routine.text
    base, exponent = (
        as_double(routine, operand, base_of(argument.type))
        for operand, argument in zip(operands, node.operands, strict=True)
    )
    result = routine.library("pow", "double", ("double", base), ("double", exponent))
    is_zero = text.value(f"fcmp oeq double {base}, 0.0")
    is_negative = text.value(f"fcmp olt double {exponent}, 0.0")
    divides = text.value(f"and i1 {is_zero}, {is_negative}")
    undefined = text.value(f"fcmp uno double {result}, 0.0")
    numbers = text.value(f"fcmp ord double {base}, {exponent}")
    fails = text.value(f"and i1 {undefined}, {numbers}")
    outside = text.value(f"or i1 {divides}, {fails}")
    routine.stop_if(outside, running.OUTSIDE_DOMAIN, node.at, function="**")
    return _rounded(routine, result, type_)


def _absolute(routine: Routine, operand: str, type_: Elementary) -> str:
    register = register_type(type_)
    if type_.is_real:
        return routine.library(f"llvm.fabs.f{type_.bits}", register, (register, operand))
    if not type_.is_signed:
        return operand
    negative = routine.text.value(f"icmp slt {register} {operand}, 0")
    turned = routine.text.value(f"sub {register} 0, {operand}")
    return routine.text.value(f"select i1 {negative}, {register} {turned}, {register} {operand}")


def _shift(routine: Routine, node: Standard, operands: list[str], type_: Elementary) -> str:
    text = routine.text
    register, bits = register_type(type_), type_.bits
    count_type = base_of(node.operands[1].type)
    count = routine.as_i64(count_type, operands[1])
    if count_type.is_signed:
        negative = text.value(f"icmp slt i64 {count}, 0")
        routine.stop_if(
            negative, running.NEGATIVE_SHIFT, node.at, (("value", count),), function=node.name
        )
    if node.name in ("ROL", "ROR"):
        turns = _as_register(routine, text.value(f"urem i64 {count}, {bits}"), register)
        name = f"llvm.fsh{'l' if node.name == 'ROL' else 'r'}.{register}"
        word = (register, operands[0])
        return routine.library(name, register, word, word, (register, turns))
    gone = text.value(f"icmp uge i64 {count}, {bits}")
    safe = text.value(f"select i1 {gone}, i64 0, i64 {count}")
    places = _as_register(routine, safe, register)
    instruction = "shl" if node.name == "SHL" else "lshr"
    shifted = text.value(f"{instruction} {register} {operands[0]}, {places}")
    return text.value(f"select i1 {gone}, {register} 0, {register} {shifted}")


def _as_register(routine: Routine, operand: str, register: str) -> str:
    if register == "i64":
        return operand
    return routine.text.value(f"trunc i64 {operand} to {register}")


def _multiplexer(routine: Routine, node: Standard, operands: list[str], type_: Type) -> str:
    text = routine.text
    register = register_type(type_)
    number = routine.as_i64(base_of(node.operands[0].type), operands[0])
    choices = operands[1:]
    outside = text.value(f"icmp uge i64 {number}, {len(choices)}")
    routine.stop_if(
        outside, running.SELECTOR_OUTSIDE, node.at, (("value", number),), high=len(choices) - 1
    )
    result = choices[0]
    for index, choice in enumerate(choices[1:], start=1):
        chosen = text.value(f"icmp eq i64 {number}, {index}")
        result = text.value(f"select i1 {chosen}, {register} {choice}, {register} {result}")
    return result
