"""Standard functions of known values, worked out before the program runs, as it would itself.

Texts are as lowering/texts.py makes them, dates as lowering/dates.py, the rest as
lowering/functions.py.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from trainlab.plc.analysis.constants import Value, to_single, wrapped
from trainlab.plc.date_literals import DAY_NS, written_date_ns
from trainlab.plc.typed import Constant, Expression, Standard, StringConstant
from trainlab.plc.types import Elementary, StringType, elementary_of

_REAL: dict[str, Callable[..., float]] = {
    "SQRT": math.sqrt, "LN": math.log, "LOG": math.log10, "EXP": math.exp, "SIN": math.sin,
    "COS": math.cos, "TAN": math.tan, "ASIN": math.asin, "ACOS": math.acos, "ATAN": math.atan,
    "ATAN2": math.atan2, "EXPT": math.pow,
}  # fmt: skip
_TEXTS = ("LEFT", "RIGHT", "MID", "CONCAT", "INSERT", "DELETE", "REPLACE")
_CHOICES = ("SEL", "MUX", "MIN", "MAX", "LIMIT")


def known_function(node: Standard, operands: list[Expression]) -> Expression:
    """The value of a function whose operands are given; the call itself if it has none."""
    given = [operand for operand in operands if isinstance(operand, Constant | StringConstant)]
    if not given or len(given) != len(operands):
        return node
    contents = [
        each.characters if isinstance(each, StringConstant) else each.value for each in given
    ]
    try:
        result = _result(node, contents, elementary_of(node.operands[0].type))
    except (ValueError, OverflowError):
        return node
    if result is None:
        return node
    if isinstance(result, str):
        assert isinstance(node.type, StringType)
        return StringConstant(node.at, node.type, result[: node.type.length])
    return Constant(node.at, node.type, result)


def _result(
    node: Standard, contents: list[Value | str], first: Elementary | None
) -> Value | str | None:
    """What the function gives; ValueError or None where it would end the scan, or is not known."""
    name, type_ = node.name, elementary_of(node.type)
    if name in _CHOICES:
        return _chosen(name, contents)
    texts = [content for content in contents if isinstance(content, str)]
    numbers = [content for content in contents if not isinstance(content, str)]
    if name in _TEXTS:
        return _text(name, texts, [int(number) for number in numbers])
    if name == "LEN":
        return len(texts[0])
    if name == "FIND":
        return texts[0].find(texts[1]) + 1 if texts[1] else 0
    if type_ is None or texts or not numbers:
        return None
    if name in _REAL:
        real = _REAL[name](*numbers)
        return to_single(real) if type_.bits == 32 else real
    if name == "ABS":
        return abs(numbers[0]) if type_.is_real else wrapped(type_, abs(int(numbers[0])))
    if name == "IS_VALID":
        return math.isfinite(numbers[0])
    if type_.is_real:
        return None
    return _of_integers(name, [int(number) for number in numbers], type_, first)


def _chosen(name: str, contents: list[Value | str]) -> Value | str | None:
    if name in ("SEL", "MUX"):
        number, choices = contents[0], contents[1:]
        inside = isinstance(number, int) and 0 <= number < len(choices)
        return choices[int(number)] if inside else None
    if name == "LIMIT":
        least, value, most = contents
        return _extreme("MIN", [_extreme("MAX", [least, value]), most])
    return _extreme(name, contents)


def _extreme(name: str, contents: list[Value | str]) -> Value | str:
    texts = [content for content in contents if isinstance(content, str)]
    numbers = [content for content in contents if not isinstance(content, str)]
    if name == "MIN":
        return min(texts) if texts else min(numbers)
    return max(texts) if texts else max(numbers)


def _text(name: str, texts: list[str], numbers: list[int]) -> str:
    """Positions count from 1, and what lies outside of a text is cut to it."""
    if name == "CONCAT":
        return "".join(texts)
    source = texts[0]
    length = max(numbers[0], 0)
    if name == "LEFT":
        return source[:length]
    if name == "RIGHT":
        return source[max(len(source) - length, 0) :]
    if name == "INSERT":
        return source[:length] + texts[1] + source[length:]
    start = max(numbers[1] - 1, 0)
    end = start + length
    if name == "MID":
        return source[start:end]
    return source[:start] + "".join(texts[1:]) + source[end:]


def _of_integers(
    name: str, numbers: list[int], type_: Elementary, first: Elementary | None
) -> Value | None:
    value = numbers[0]
    if name in ("SHL", "SHR", "ROL", "ROR"):
        return None if numbers[1] < 0 else _shifted(name, type_, value, numbers[1])
    if name == "DAY_OF_WEEK":
        return (value // DAY_NS + 4) % 7
    if name in ("TO_BCD", "FROM_BCD", "IS_VALID_BCD"):
        return _bcd(name, value, type_)
    if name == "SWAP_BYTES":
        order = value & ((1 << type_.bits) - 1)
        return wrapped(type_, int.from_bytes(order.to_bytes(type_.size, "little"), "big"))
    if name.startswith("CONCAT_"):
        return _date(type_.name.removeprefix("L"), numbers)
    return None


def _shifted(name: str, type_: Elementary, value: int, count: int) -> Value:
    bits = type_.bits
    if name == "SHL":
        shifted = value << min(count, bits)
    elif name == "SHR":
        shifted = value >> min(count, bits)
    else:
        left = (count if name == "ROL" else -count) % bits
        shifted = value << left | value >> (bits - left)
    shifted &= (1 << bits) - 1
    return bool(shifted) if bits == 1 else shifted


def _bcd(name: str, value: int, type_: Elementary) -> Value:
    """ValueError for a digit above 9, and for a number with too many digits or a sign."""
    if name == "TO_BCD":
        digits = int(str(value), 16)
        if not 0 <= digits <= type_.high:
            raise ValueError(value)
        return digits
    shown = f"{value:x}"
    if name == "IS_VALID_BCD":
        return shown.isdecimal()
    return wrapped(type_, int(shown))


def _date(kind: str, numbers: list[int]) -> int:
    """ValueError for what no calendar or clock has."""
    parts = []
    if kind != "TOD":
        parts.append("-".join(str(number) for number in numbers[:3]))
    if kind != "DATE":
        hour, minute, second, millisecond = numbers[-4:]
        if not 0 <= millisecond <= 999:
            raise ValueError(millisecond)
        parts.append(f"{hour}:{minute}:{second}.{millisecond:03}")
    return written_date_ns(kind, "-".join(parts))
