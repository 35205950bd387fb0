"""Names of conversion functions: IEC 61131-3:2013 Tables 22 to 27."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from trainlab.plc.types import ELEMENTARY, SHORT_NAMES, Elementary, StringType


class How(Enum):
    """What a conversion does with the value."""

    ROUND = "round"
    TRUNCATE = "truncate"
    FROM_BCD = "from BCD"
    TO_BCD = "to BCD"


@dataclass(frozen=True, slots=True)
class NamedConversion:
    """Source (None: any), target (None: as wide as the source) and what happens in between."""

    source: Elementary | StringType | None
    target: Elementary | StringType | None
    how: How


def conversion_named(name: str) -> NamedConversion | None:
    """What A_TO_B, TO_B, A_TRUNC_B, TRUNC_B, A_BCD_TO_B, BCD_TO_B, A_TO_BCD_B or TO_BCD_B does.

    ANY_TO_B is TO_B in older programs.
    """
    upper = name.upper()
    for separator, how in (
        ("_TRUNC_", How.TRUNCATE),
        ("_BCD_TO_", How.FROM_BCD),
        ("_TO_BCD_", How.TO_BCD),
        ("_TO_", How.ROUND),
    ):
        left, found, right = upper.partition(separator)
        source, target = _type_named(left), _type_named(right)
        if found and source is not None and target is not None:
            return _sensible(NamedConversion(source, target, how))
    source = _type_named(upper.removesuffix("_TO_BCD"))
    if upper.endswith("_TO_BCD") and source is not None:
        return _sensible(NamedConversion(source, None, How.TO_BCD))
    for prefix, how in (
        ("TO_BCD_", How.TO_BCD),
        ("BCD_TO_", How.FROM_BCD),
        ("TRUNC_", How.TRUNCATE),
        ("ANY_TO_", How.ROUND),
        ("TO_", How.ROUND),
    ):
        target = _type_named(upper.removeprefix(prefix))
        if upper.startswith(prefix) and target is not None:
            return _sensible(NamedConversion(None, target, how))
    return None


def conversions_like(name: str) -> list[str]:
    """Names of conversions that a misspelt one could mean."""
    if "_TO_" not in name.upper():
        return []
    types = [*ELEMENTARY, "STRING", "WSTRING"]
    return [f"{source}_TO_{target}" for source in types for target in types if source != target]


def _sensible(conversion: NamedConversion) -> NamedConversion | None:
    """BCD digits stand in bit strings, and only numbers have a fraction to cut off."""
    source, target = conversion.source, conversion.target
    if conversion.how is How.TRUNCATE and isinstance(source, StringType):
        return None
    if conversion.how is How.FROM_BCD:
        source, target = target, source
    if conversion.how in (How.FROM_BCD, How.TO_BCD):
        numbers_fit = source is None or (isinstance(source, Elementary) and not source.is_real)
        digits_fit = target is None or (isinstance(target, Elementary) and target.is_bits)
        return conversion if numbers_fit and digits_fit else None
    return conversion


def _type_named(name: str) -> Elementary | StringType | None:
    if name in ("STRING", "WSTRING"):
        return StringType(name == "WSTRING")
    return ELEMENTARY.get(SHORT_NAMES.get(name, name))
