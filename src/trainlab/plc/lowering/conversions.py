"""Conversions between elementary types (IEC 61131-3:2013 Tables 22 to 27).

An integer becomes a narrower one by keeping its low bits. A real becomes an integer by rounding
half to even (TRUNC cuts off); what does not fit becomes the nearest limit, NaN becomes 0. A TIME or
TOD is a number of milliseconds, a DATE or DT one of seconds since 1970, an L-form one of
nanoseconds. A CHAR is its code. Anything but zero is TRUE. For texts see written_values.py.
"""

from __future__ import annotations

from trainlab.plc.lowering.dates import on_calendar
from trainlab.plc.lowering.ir import base_of, register_type
from trainlab.plc.lowering.routine import Routine
from trainlab.plc.lowering.text_conversions import text_to_value, to_text
from trainlab.plc.types import BOOL, CHAR, LINT, LREAL, WCHAR, Elementary, StringType, Type

_MILLISECOND, _SECOND = 1_000_000, 1_000_000_000
_UNIT_NS = {"TIME": _MILLISECOND, "TOD": _MILLISECOND, "DATE": _SECOND, "DT": _SECOND}


def converted(
    routine: Routine, operand: str, source_type: Type, target_type: Type, truncate: bool = False
) -> str:
    """The operand as a value of another type."""
    if isinstance(target_type, StringType):
        return to_text(routine, operand, source_type, target_type)
    target = base_of(target_type)
    if isinstance(source_type, StringType):
        return text_to_value(routine, operand, source_type, target)
    source = base_of(source_type)
    if source == target:
        return operand
    if target == BOOL:
        return _truth(routine, operand, source)
    if source.is_time and target.is_time:
        return on_calendar(routine, operand, target.family)
    if source.is_time:
        return _from_time(routine, operand, source, target, truncate)
    if target.is_time:
        return on_calendar(routine, _to_time(routine, operand, source, target), target.family)
    if source.is_real:
        return _from_real(routine, operand, source, target, truncate)
    if target.is_real:
        instruction = "sitofp" if source.is_signed else "uitofp"
        return routine.text.value(
            f"{instruction} {register_type(source)} {operand} to {register_type(target)}"
        )
    if (source, target) == (WCHAR, CHAR):
        return _narrow_character(routine, operand)
    return _integer(routine, operand, source, target)


def _narrow_character(routine: Routine, operand: str) -> str:
    """A WCHAR as a CHAR, a question mark where there is none."""
    above = routine.text.value(f"icmp ugt i16 {operand}, 255")
    low = routine.text.value(f"trunc i16 {operand} to i8")
    return routine.text.value(f"select i1 {above}, i8 {ord('?')}, i8 {low}")


def _truth(routine: Routine, operand: str, source: Elementary) -> str:
    type_ = register_type(source)
    if source.is_real:
        return routine.text.value(f"fcmp une {type_} {operand}, 0.0")
    return routine.text.value(f"icmp ne {type_} {operand}, 0")


def _integer(routine: Routine, operand: str, source: Elementary, target: Elementary) -> str:
    if source.bits == target.bits:
        return operand
    widening = "sext" if source.is_signed else "zext"
    instruction = "trunc" if source.bits > target.bits else widening
    return routine.text.value(
        f"{instruction} {register_type(source)} {operand} to {register_type(target)}"
    )


def as_double(routine: Routine, operand: str, source: Elementary) -> str:
    """A number as a 64-bit float."""
    if source.is_real:
        if source.bits == 64:
            return operand
        return routine.text.value(f"fpext float {operand} to double")
    instruction = "sitofp" if source.is_signed else "uitofp"
    return routine.text.value(f"{instruction} {register_type(source)} {operand} to double")


def double_as_integer(routine: Routine, operand: str, target: Elementary) -> str:
    """A whole double as an integer; the nearest limit where it does not fit."""
    sign = "si" if target.is_signed else "ui"
    type_ = register_type(target)
    return routine.library(f"llvm.fpto{sign}.sat.{type_}.f64", type_, ("double", operand))


def _from_real(
    routine: Routine, operand: str, source: Elementary, target: Elementary, truncate: bool
) -> str:
    if target.is_real:
        if source.bits < target.bits:
            return routine.text.value(f"fpext float {operand} to double")
        return routine.text.value(f"fptrunc double {operand} to float")
    wide = as_double(routine, operand, source)
    rounding = "llvm.trunc.f64" if truncate else "llvm.rint.f64"
    whole = routine.library(rounding, "double", ("double", wide))
    return double_as_integer(routine, whole, target)


def _from_time(
    routine: Routine, operand: str, source: Elementary, target: Elementary, truncate: bool
) -> str:
    unit = _UNIT_NS.get(source.name, 1)
    if target.is_real:
        wide = routine.text.value(f"sitofp i64 {operand} to double")
        scaled = routine.text.value(f"fdiv double {wide}, {float(unit):e}")
        return converted(routine, scaled, LREAL, target, truncate)
    count = routine.text.value(f"sdiv i64 {operand}, {unit}")
    return _integer(routine, count, LINT, target)


def _to_time(routine: Routine, operand: str, source: Elementary, target: Elementary) -> str:
    unit = _UNIT_NS.get(target.name, 1)
    if source.is_real:
        wide = as_double(routine, operand, source)
        scaled = routine.text.value(f"fmul double {wide}, {float(unit):e}")
        whole = routine.library("llvm.rint.f64", "double", ("double", scaled))
        return double_as_integer(routine, whole, LINT)
    count = _integer(routine, operand, source, LINT)
    return routine.text.value(f"mul i64 {count}, {unit}")
