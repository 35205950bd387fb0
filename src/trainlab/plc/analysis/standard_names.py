"""Which names are standard functions (IEC 61131-3:2013 Tables 22 to 36)."""

from __future__ import annotations

from trainlab.plc.analysis.conversion_names import conversion_named

_CLOCK = ("HOUR", "MINUTE", "SECOND", "MILLISECOND")
_OF_TIMES = """
    ADD_TIME ADD_LTIME ADD_TOD_TIME ADD_LTOD_LTIME ADD_DT_TIME ADD_LDT_LTIME SUB_TIME SUB_LTIME
    SUB_DATE_DATE SUB_LDATE_LDATE SUB_TOD_TIME SUB_LTOD_LTIME SUB_TOD_TOD SUB_LTOD_LTOD
    SUB_DT_TIME SUB_LDT_LTIME SUB_DT_DT SUB_LDT_LDT MUL_TIME MUL_LTIME MULTIME DIV_TIME DIV_LTIME
    DIVTIME CONCAT_DATE_TOD CONCAT_DATE_LTOD CONCAT_LDATE_LTOD
""".split()
# Function: formal names of its inputs; a last one ending in * stands for two or more.
PARAMETERS: dict[str, tuple[str, ...]] = {
    "ABS": ("IN",), "SQRT": ("IN",), "LN": ("IN",), "LOG": ("IN",), "EXP": ("IN",),
    "SIN": ("IN",), "COS": ("IN",), "TAN": ("IN",), "ASIN": ("IN",), "ACOS": ("IN",),
    "ATAN": ("IN",), "ATAN2": ("Y", "X"), "EXPT": ("IN1", "IN2"), "MOVE": ("IN",),
    "TRUNC": ("IN",), "TRUNC_INT": ("IN",), "NOT": ("IN",),
    "ADD": ("IN*",), "MUL": ("IN*",), "SUB": ("IN1", "IN2"), "DIV": ("IN1", "IN2"),
    "MOD": ("IN1", "IN2"), "GT": ("IN*",), "GE": ("IN*",), "EQ": ("IN*",), "LE": ("IN*",),
    "LT": ("IN*",), "NE": ("IN1", "IN2"), "AND": ("IN*",), "OR": ("IN*",), "XOR": ("IN*",),
    "MIN": ("IN*",), "MAX": ("IN*",), "LIMIT": ("MN", "IN", "MX"), "SEL": ("G", "IN0", "IN1"),
    "MUX": ("K", "IN*"), "SHL": ("IN", "N"), "SHR": ("IN", "N"), "ROL": ("IN", "N"),
    "ROR": ("IN", "N"), "TIME": (), "LTIME": (), "LEN": ("IN",), "LEFT": ("IN", "L"), "RIGHT": ("IN", "L"),
    "MID": ("IN", "L", "P"), "CONCAT": ("IN*",), "INSERT": ("IN1", "IN2", "P"),
    "DELETE": ("IN", "L", "P"), "REPLACE": ("IN1", "IN2", "L", "P"), "FIND": ("IN1", "IN2"),
    "CONCAT_DATE": ("YEAR", "MONTH", "DAY"), "CONCAT_LDATE": ("YEAR", "MONTH", "DAY"), "CONCAT_TOD": _CLOCK, "CONCAT_LTOD": _CLOCK,
    "CONCAT_DT": ("YEAR", "MONTH", "DAY", *_CLOCK), "CONCAT_LDT": ("YEAR", "MONTH", "DAY", *_CLOCK),
    "DAY_OF_WEEK": ("IN",), "IS_VALID": ("IN",), "IS_VALID_BCD": ("IN",),
    "TO_BIG_ENDIAN": ("IN",), "TO_LITTLE_ENDIAN": ("IN",), "FROM_BIG_ENDIAN": ("IN",),
    "FROM_LITTLE_ENDIAN": ("IN",),
    **dict.fromkeys(_OF_TIMES, ("IN1", "IN2")),
}  # fmt: skip
TEXT_FUNCTIONS = frozenset("LEN LEFT RIGHT MID CONCAT INSERT DELETE REPLACE FIND".split())
# How CODESYS calls the inputs of the string functions.
_IN_CODESYS = {"STR": "IN", "STR1": "IN1", "STR2": "IN2", "SIZE": "L", "LEN": "L", "POS": "P"}
_JOINED = {"DATE": "IN1", "LDATE": "IN1", "TOD": "IN2", "LTOD": "IN2"}


def other_name(function: str, formal: str) -> str:
    """What an input is called here that has that name elsewhere; the name itself if it has none."""
    if function in TEXT_FUNCTIONS:
        return _IN_CODESYS.get(formal, formal)
    if function.startswith("CONCAT_") and formal in function.split("_"):
        return _JOINED.get(formal, formal)
    return formal


def is_standard(name: str) -> bool:
    """Whether there is a standard function of that name."""
    return name.upper() in PARAMETERS or conversion_named(name) is not None
