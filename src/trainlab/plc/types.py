"""The types of IEC 61131-3:2013 (Tables 10 and 11) and which becomes which by itself (Figure 12)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainlab.plc.typed import Pou


class Family(Enum):
    """What can be done with the values of an elementary type."""

    BOOL = "bool"
    BITS = "bits"
    SIGNED = "signed"
    UNSIGNED = "unsigned"
    REAL = "real"
    TIME = "time"
    DATE = "date"
    TIME_OF_DAY = "time of day"
    DATE_AND_TIME = "date and time"
    CHARACTER = "character"
    INTEGER_LITERAL = "integer literal"
    REAL_LITERAL = "real literal"


@dataclass(frozen=True, slots=True)
class Elementary:
    """One elementary type that fits a register.

    Durations are 64-bit signed nanoseconds (about 292 years); dates are nanoseconds from the start
    of 1970, times of day nanoseconds from midnight; the L-forms differ in their conversions only.
    """

    name: str
    family: Family
    bits: int

    @property
    def size(self) -> int:
        """Bytes in memory, which is also the alignment; a BOOL takes one."""
        return max(self.bits // 8, 1)

    @property
    def low(self) -> int:
        """The least integer that it can hold."""
        return -(1 << (self.bits - 1)) if self.is_signed else 0

    @property
    def high(self) -> int:
        """The greatest integer that it can hold."""
        return (1 << (self.bits - self.is_signed)) - 1

    @property
    def is_signed(self) -> bool:
        """Whether its integers have a sign."""
        return self.family is Family.SIGNED or self.is_time

    @property
    def is_integer(self) -> bool:
        """ANY_INT."""
        return self.family in (Family.SIGNED, Family.UNSIGNED, Family.INTEGER_LITERAL)

    @property
    def is_real(self) -> bool:
        """ANY_REAL."""
        return self.family in (Family.REAL, Family.REAL_LITERAL)

    @property
    def is_number(self) -> bool:
        """ANY_NUM."""
        return self.is_integer or self.is_real

    @property
    def is_bits(self) -> bool:
        """ANY_BIT, which includes BOOL."""
        return self.family in (Family.BOOL, Family.BITS)

    @property
    def is_time(self) -> bool:
        """A duration, a date or a time of day."""
        return self.family is Family.TIME or self.is_calendar

    @property
    def is_calendar(self) -> bool:
        """ANY_DATE."""
        return self.family in (Family.DATE, Family.TIME_OF_DAY, Family.DATE_AND_TIME)

    @property
    def is_character(self) -> bool:
        """ANY_CHAR."""
        return self.family is Family.CHARACTER

    @property
    def is_literal(self) -> bool:
        """A number whose type its surroundings decide."""
        return self.family in (Family.INTEGER_LITERAL, Family.REAL_LITERAL)

    def __str__(self) -> str:
        return self.name


def _row(family: Family, **bits: int) -> dict[str, Elementary]:
    return {name: Elementary(name, family, width) for name, width in bits.items()}


ELEMENTARY: dict[str, Elementary] = {
    **_row(Family.BOOL, BOOL=1),
    **_row(Family.BITS, BYTE=8, WORD=16, DWORD=32, LWORD=64),
    **_row(Family.SIGNED, SINT=8, INT=16, DINT=32, LINT=64),
    **_row(Family.UNSIGNED, USINT=8, UINT=16, UDINT=32, ULINT=64),
    **_row(Family.REAL, REAL=32, LREAL=64),
    **_row(Family.TIME, TIME=64, LTIME=64),
    **_row(Family.DATE, DATE=64, LDATE=64),
    **_row(Family.TIME_OF_DAY, TOD=64, LTOD=64),
    **_row(Family.DATE_AND_TIME, DT=64, LDT=64),
    **_row(Family.CHARACTER, CHAR=8, WCHAR=16),
}
# Other names of a type, in declarations, in literals and in the names of conversions.
# What stands at an address of that size, if no declaration says more.
ADDRESSED = {
    size: ELEMENTARY[name]
    for size, name in (("X", "BOOL"), ("B", "BYTE"), ("W", "WORD"), ("D", "DWORD"), ("L", "LWORD"))
}
SHORT_NAMES = {
    "T": "TIME", "LT": "LTIME", "D": "DATE", "LD": "LDATE", "TIME_OF_DAY": "TOD",
    "LTIME_OF_DAY": "LTOD", "DATE_AND_TIME": "DT", "LDATE_AND_TIME": "LDT",
}  # fmt: skip
# What other languages call the elementary types.
OTHER_TYPES = {
    "INTEGER": "INT", "BOOLEAN": "BOOL", "FLOAT": "REAL", "DOUBLE": "LREAL", "LONG": "DINT",
    "SHORT": "INT", "SINGLE": "REAL", "CHARACTER": "CHAR", "TIMER": "TON", "COUNTER": "CTU",
    "UNSIGNED": "UINT", "INT8": "SINT", "INT16": "INT", "INT32": "DINT", "INT64": "LINT",
    "UINT8": "USINT", "UINT16": "UINT", "UINT32": "UDINT", "STR": "STRING",
}  # fmt: skip
BOOL = ELEMENTARY["BOOL"]
INT = ELEMENTARY["INT"]
UINT = ELEMENTARY["UINT"]
DINT = ELEMENTARY["DINT"]
LINT = ELEMENTARY["LINT"]
ULINT = ELEMENTARY["ULINT"]
REAL = ELEMENTARY["REAL"]
LREAL = ELEMENTARY["LREAL"]
TIME = ELEMENTARY["TIME"]
LTIME = ELEMENTARY["LTIME"]
CHAR = ELEMENTARY["CHAR"]
WCHAR = ELEMENTARY["WCHAR"]
INTEGER_LITERAL = Elementary("integer", Family.INTEGER_LITERAL, 0)
REAL_LITERAL = Elementary("real number", Family.REAL_LITERAL, 0)

# Figure 12, one step; what follows from several steps is added below.
_STEPS = {
    "BOOL": "BYTE", "BYTE": "WORD", "WORD": "DWORD", "DWORD": "LWORD",
    "SINT": "INT", "INT": "DINT REAL", "DINT": "LINT LREAL", "USINT": "UINT INT",
    "UINT": "UDINT DINT REAL", "UDINT": "ULINT LINT LREAL", "REAL": "LREAL", "TIME": "LTIME",
    "DATE": "LDATE", "TOD": "LTOD", "DT": "LDT",
}  # fmt: skip


def _reachable(name: str) -> frozenset[str]:
    found = {name}
    for step in _STEPS.get(name, "").split():
        found |= _reachable(step)
    return frozenset(found)


_IMPLICIT = {name: _reachable(name) for name in ELEMENTARY}
# From narrow to wide, so that the first common one is the narrowest.
_BY_WIDTH = (
    "BOOL BYTE WORD DWORD LWORD SINT USINT INT UINT DINT UDINT LINT ULINT REAL LREAL TIME LTIME DATE LDATE "
    "TOD LTOD DT LDT CHAR WCHAR"
).split()


def converts_implicitly(source: Elementary, target: Elementary) -> bool:
    """Whether a value of `source` becomes one of `target` without a conversion being written."""
    return source == target or target.name in _IMPLICIT.get(source.name, ())


def common_type(left: Elementary, right: Elementary) -> Elementary | None:
    """The narrowest type that both convert to implicitly."""
    if left == right:
        return left
    both = _IMPLICIT[left.name] & _IMPLICIT[right.name]
    return next((ELEMENTARY[name] for name in _BY_WIDTH if name in both), None)


def wider_types(type_: Elementary) -> list[Elementary]:
    """What it becomes by itself, from narrow to wide, without leaving integers, bits or reals."""
    wider = (ELEMENTARY[name] for name in _BY_WIDTH if name in _IMPLICIT[type_.name])
    return [each for each in wider if each != type_ and each.is_real == type_.is_real]


DEFAULT_LENGTH = 80
MOST_LENGTH = 32767


@dataclass(frozen=True, slots=True)
class StringType:
    """STRING[length], or WSTRING[length] whose characters have 16 bits.

    In memory: the number of characters in 16 bits, then as many as it may hold.
    """

    wide: bool = False
    length: int = DEFAULT_LENGTH

    @property
    def name(self) -> str:
        """Its name without the length."""
        return "WSTRING" if self.wide else "STRING"

    @property
    def character(self) -> Elementary:
        """The type of its characters."""
        return WCHAR if self.wide else CHAR

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return 2 + self.length * 2 if self.wide else 2 + self.length + self.length % 2

    def __str__(self) -> str:
        return self.name if self.length == DEFAULT_LENGTH else f"{self.name}[{self.length}]"


@dataclass(frozen=True, slots=True)
class ArrayType:
    """ARRAY [low..high, ...] OF element; its elements begin as the element's named type says."""

    element: Type
    bounds: tuple[tuple[int, int], ...]
    element_initial: object = field(default=None, compare=False)

    @property
    def count(self) -> int:
        """How many elements it has."""
        product = 1
        for low, high in self.bounds:
            product *= high - low + 1
        return product

    def __str__(self) -> str:
        ranges = ", ".join(f"{low}..{high}" for low, high in self.bounds)
        return f"ARRAY[{ranges}] OF {self.element}"


@dataclass(frozen=True, slots=True)
class OpenArrayType:
    """ARRAY[*] OF element: a VAR_IN_OUT whose bounds each call decides (Table 15).

    What stands for it is a descriptor: the place of the array, then its bounds, 64 bits each.
    """

    element: Type
    dimensions: int

    def __str__(self) -> str:
        return f"ARRAY[{', '.join('*' * self.dimensions)}] OF {self.element}"


@dataclass(slots=True, eq=False)
class StructType:
    """A structure; `fields` is filled when its declaration is resolved. With `overlap` they all
    begin at the same place in memory."""

    name: str
    fields: dict[str, Field] = field(default_factory=dict)
    overlap: bool = False

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Field:
    """One element of a structure."""

    name: str
    type: Type
    initial: object = None


@dataclass(slots=True, eq=False)
class EnumType:
    """An enumeration: names with their values, held as `base`."""

    name: str
    base: Elementary = INT
    values: dict[str, int] = field(default_factory=dict)
    spelled: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class SubrangeType:
    """INT (0..100): an integer type of which only a part is allowed."""

    base: Elementary
    low: int
    high: int

    def __str__(self) -> str:
        return f"{self.base}({self.low}..{self.high})"


@dataclass(frozen=True, slots=True)
class BlockType:
    """The type of the instances of a FUNCTION_BLOCK or CLASS (or PROGRAM)."""

    name: str
    pou: Pou

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class InterfaceType:
    """The type of a variable that holds any instance with the methods of an interface, or NULL."""

    name: str
    interface: Pou

    def __str__(self) -> str:
        return self.name


class ReferenceType:
    """REF_TO target; `automatic` for REFERENCE TO, which stands for its target wherever it is used.

    The target is looked up at its first use, since it may be declared later or hold the reference.
    """

    __slots__ = ("_look_up", "_target", "automatic", "circular")

    def __init__(self, look_up: Callable[[], Type], automatic: bool = False) -> None:
        self._look_up = look_up
        self._target: Type | None = None
        self.automatic = automatic
        self.circular = False

    @property
    def target(self) -> Type:
        """What it refers to; BOOL where that is the reference itself, which is a mistake."""
        if self._target is None:
            self._target = self._look_up()
            step: Type | None = self._target
            while isinstance(step, ReferenceType | ArrayType):
                if step is self:
                    self._target, self.circular = BOOL, True
                    break
                step = step._target if isinstance(step, ReferenceType) else step.element
        return self._target

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ReferenceType) and self.target == other.target

    def __hash__(self) -> int:
        return hash(ReferenceType)

    def __str__(self) -> str:
        return f"{'REFERENCE TO' if self.automatic else 'REF_TO'} {self.target}"


def reference_to(target: Type) -> ReferenceType:
    """REF_TO that type."""
    return ReferenceType(lambda: target)


@dataclass(frozen=True, slots=True)
class NullType:
    """The type of NULL, which every reference and interface variable can hold."""

    def __str__(self) -> str:
        return "NULL"


NULL_TYPE = NullType()

Type = (
    Elementary
    | StringType
    | ArrayType
    | OpenArrayType
    | StructType
    | EnumType
    | SubrangeType
    | BlockType
    | InterfaceType
    | ReferenceType
    | NullType
)


def elementary_of(type_: Type) -> Elementary | None:
    """The elementary type that holds the values of `type_`, if one does."""
    if isinstance(type_, Elementary):
        return type_
    if isinstance(type_, SubrangeType | EnumType):
        return type_.base
    return None


def is_reference(type_: Type) -> bool:
    """Whether its values are places in the program's block: offsets, with 0 for NULL."""
    return isinstance(type_, ReferenceType | InterfaceType | NullType)


OFFSET = Elementary("reference", Family.UNSIGNED, 64)


def storage_of(type_: Type) -> Elementary | None:
    """What a value of `type_` is held as, if it fits a register: a reference as an offset."""
    return OFFSET if is_reference(type_) else elementary_of(type_)
