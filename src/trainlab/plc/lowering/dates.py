"""Dates and times of day in native code: IEC 61131-3:2013 Table 36.

The day number of a date in the proleptic Gregorian calendar is counted in years that begin in March,
so that a leap day is the last of its year: from March on, 153 days make five months.
"""

from __future__ import annotations

from trainlab.plc.date_literals import DAY_NS, FIRST_YEAR, LAST_YEAR
from trainlab.plc.lowering.ir import register_type
from trainlab.plc.lowering.routine import Routine
from trainlab.plc.problems import running
from trainlab.plc.typed import Standard
from trainlab.plc.types import Family

# Days from 0000-03-01 to 1970-01-01, and of 400 years.
_EPOCH_DAYS = 719_468
_ERA_DAYS = 146_097
_CLOCK = ((23, 3_600_000_000_000), (59, 60_000_000_000), (59, 1_000_000_000), (999, 1_000_000))
DATE_FUNCTIONS = frozenset(
    "CONCAT_DATE CONCAT_LDATE CONCAT_TOD CONCAT_LTOD CONCAT_DT CONCAT_LDT".split()
)


def date_function(routine: Routine, node: Standard, operands: list[str]) -> str:
    """CONCAT_DATE, CONCAT_TOD, CONCAT_DT; what no calendar has ends the scan."""
    numbers = [
        routine.as_i64(argument.type, operand)
        for argument, operand in zip(node.operands, operands, strict=True)
    ]
    total = "0"
    if len(numbers) != len(_CLOCK):
        days = _days(routine, node, *numbers[:3])
        total = routine.text.value(f"mul i64 {days}, {DAY_NS}")
        numbers = numbers[3:]
    for number, (high, unit_ns) in zip(numbers, _CLOCK, strict=False):
        _check(routine, node, number, "0", str(high))
        part = routine.text.value(f"mul i64 {number}, {unit_ns}")
        total = routine.text.value(f"add i64 {total}, {part}")
    return total


def _check(routine: Routine, node: Standard, number: str, low: str, high: str) -> None:
    text = routine.text
    below = text.value(f"icmp slt i64 {number}, {low}")
    above = text.value(f"icmp sgt i64 {number}, {high}")
    outside = text.value(f"or i1 {below}, {above}")
    shown = (("value", number), ("high", high))
    routine.stop_if(outside, running.NO_SUCH_DATE, node.at, shown, function=node.name, low=low)


def _days(routine: Routine, node: Standard, year: str, month: str, day: str) -> str:
    """Days from 1970-01-01 to that date."""
    value = routine.text.value
    _check(routine, node, year, str(FIRST_YEAR), str(LAST_YEAR))
    _check(routine, node, month, "1", "12")
    _check(routine, node, day, "1", _days_of_month(routine, year, month))
    is_early = value(f"icmp sle i64 {month}, 2")
    back = value(f"zext i1 {is_early} to i64")
    march_year = value(f"sub i64 {year}, {back}")
    era = value(f"udiv i64 {march_year}, 400")
    year_of_era = value(f"urem i64 {march_year}, 400")
    moved = value(f"add i64 {month}, 9")
    march_month = value(f"urem i64 {moved}, 12")
    months = value(f"mul i64 {march_month}, 153")
    rounded = value(f"add i64 {months}, 2")
    month_days = value(f"udiv i64 {rounded}, 5")
    years = value(f"mul i64 {year_of_era}, 365")
    leap_days = value(f"udiv i64 {year_of_era}, 4")
    no_leap_days = value(f"udiv i64 {year_of_era}, 100")
    eras = value(f"mul i64 {era}, {_ERA_DAYS}")
    total = value(f"add i64 {eras}, {years}")
    for part in (leap_days, month_days, day):
        total = value(f"add i64 {total}, {part}")
    total = value(f"sub i64 {total}, {no_leap_days}")
    return value(f"sub i64 {total}, {_EPOCH_DAYS + 1}")


def _days_of_month(routine: Routine, year: str, month: str) -> str:
    value = routine.text.value
    remainders = [value(f"urem i64 {year}, {period}") for period in (4, 100, 400)]
    fourth, hundredth, fourth_hundredth = (
        value(f"icmp eq i64 {remainder}, 0") for remainder in remainders
    )
    usual = value(f"xor i1 {hundredth}, {fourth}")
    is_leap = value(f"or i1 {usual}, {fourth_hundredth}")
    february = value(f"select i1 {is_leap}, i64 29, i64 28")
    half = value(f"lshr i64 {month}, 3")
    parity = value(f"add i64 {month}, {half}")
    odd = value(f"and i64 {parity}, 1")
    others = value(f"add i64 {odd}, 30")
    is_february = value(f"icmp eq i64 {month}, 2")
    return value(f"select i1 {is_february}, i64 {february}, i64 {others}")


def day_of_week(routine: Routine, node: Standard, operand: str) -> str:
    """0 for Sunday to 6 for Saturday; 1970-01-01 was a Thursday."""
    value = routine.text.value
    days = value(f"sdiv i64 {operand}, {DAY_NS}")
    moved = value(f"add i64 {days}, {4 + 7 * 100_000}")
    weekday = value(f"urem i64 {moved}, 7")
    return value(f"trunc i64 {weekday} to {register_type(node.type)}")


def on_calendar(routine: Routine, operand: str, family: Family) -> str:
    """Nanoseconds as a value of that family: a DATE begins at midnight, a TOD is within a day."""
    if family not in (Family.DATE, Family.TIME_OF_DAY):
        return operand
    value = routine.text.value
    remainder = value(f"srem i64 {operand}, {DAY_NS}")
    is_before = value(f"icmp slt i64 {remainder}, 0")
    later = value(f"add i64 {remainder}, {DAY_NS}")
    clock = value(f"select i1 {is_before}, i64 {later}, i64 {remainder}")
    if family is Family.TIME_OF_DAY:
        return clock
    return value(f"sub i64 {operand}, {clock}")
