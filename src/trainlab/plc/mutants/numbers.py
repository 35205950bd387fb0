"""Other values for the constants of a program."""

from __future__ import annotations

from trainlab.plc.syntax import Literal

SMALL = 10  # from here on a tenth is at least one


def other_values(literal: Literal) -> tuple[str, ...]:
    """A duration doubled and halved; a REAL 10 % more and less; an integer likewise, or one more
    and less where a tenth is less than one. None of zero's tenths: zero becomes one."""
    value = literal.value
    assert isinstance(value, int | float)
    if literal.form == "time":
        kind = "LTIME" if literal.prefix else "T"
        unit = "ns" if literal.prefix or value % 2_000_000 else "ms"
        scale = 1 if unit == "ns" else 1_000_000
        return tuple(
            f"{kind}#{int(v) // scale}{unit}" for v in (value * 2, value // 2) if v != value
        )
    if literal.form == "real":
        return tuple(_real(v) for v in ((value * 1.1, value * 0.9) if value else (1.0,)))
    if abs(value) >= SMALL:
        return str(round(value * 1.1)), str(round(value * 0.9))
    return tuple(str(v) for v in (value + 1, value - 1) if v >= 0)


def _real(value: float) -> str:
    text = f"{value:.9g}"
    return text if "." in text else text.replace("e", ".0e") if "e" in text else f"{text}.0"
