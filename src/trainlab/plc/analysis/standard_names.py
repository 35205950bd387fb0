"""Which names are standard functions (IEC 61131-3:2013 Tables 22 to 36)."""

from __future__ import annotations

from trainlab.plc.types import ELEMENTARY, SHORT_NAMES, Elementary

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
    "ROR": ("IN", "N"), "TIME": (), "ADD_TIME": ("IN1", "IN2"), "SUB_TIME": ("IN1", "IN2"),
    "MUL_TIME": ("IN1", "IN2"), "DIV_TIME": ("IN1", "IN2"), "MULTIME": ("IN1", "IN2"),
    "DIVTIME": ("IN1", "IN2"), "LEN": ("IN",), "LEFT": ("IN", "L"), "RIGHT": ("IN", "L"),
    "MID": ("IN", "L", "P"), "CONCAT": ("IN*",), "INSERT": ("IN1", "IN2", "P"),
    "DELETE": ("IN", "L", "P"), "REPLACE": ("IN1", "IN2", "L", "P"), "FIND": ("IN1", "IN2"),
}  # fmt: skip
# How CODESYS calls the inputs of the string functions.
OTHER_NAMES = {"STR": "IN", "STR1": "IN1", "STR2": "IN2", "SIZE": "L", "LEN": "L", "POS": "P"}


def conversion_named(name: str) -> tuple[Elementary | None, Elementary, bool] | None:
    """Source (None: any), target and whether it truncates, of A_TO_B, TO_B, A_TRUNC_B, TRUNC_B."""
    upper = name.upper()
    for separator, truncates in (("_TRUNC_", True), ("_TO_", False)):
        source, found, target = upper.partition(separator)
        if found and _elementary(source) and _elementary(target):
            return _elementary(source), ELEMENTARY[SHORT_NAMES.get(target, target)], truncates
    for prefix, truncates in (("TO_", False), ("TRUNC_", True)):
        target_type = _elementary(upper[len(prefix) :]) if upper.startswith(prefix) else None
        if target_type is not None:
            return None, target_type, truncates
    return None


def _elementary(name: str) -> Elementary | None:
    return ELEMENTARY.get(SHORT_NAMES.get(name, name))


def is_standard(name: str) -> bool:
    """Whether there is a standard function of that name."""
    return name.upper() in PARAMETERS or conversion_named(name) is not None
