"""The typed program tree: every name resolved, every type known, every conversion explicit.

All program languages are lowered from this tree; nothing here refers back to the syntax.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from trainlab.plc.source import Source
from trainlab.plc.types import BlockType, StringType, Type


class Role(Enum):
    """How a variable was declared."""

    LOCAL = "VAR"
    TEMP = "VAR_TEMP"
    INPUT = "VAR_INPUT"
    OUTPUT = "VAR_OUTPUT"
    IN_OUT = "VAR_IN_OUT"
    GLOBAL = "VAR_GLOBAL"
    RESULT = "result"


@dataclass(slots=True, eq=False)
class Variable:
    """One declared variable. `initial` is None (the type's default), a value, a list or a dict.

    `external_only` marks one that only VAR_EXTERNAL names: a tag of the plant must stand for it.
    """

    name: str
    type: Type
    role: Role
    at: int
    source: Source
    initial: object = None
    constant: bool = False
    retain: bool = False
    address: str = ""
    address_at: int = 0
    external_only: bool = False

    @property
    def key(self) -> str:
        """Its name as names are compared."""
        return self.name.casefold()


@dataclass(slots=True, eq=False)
class Pou:
    """One PROGRAM, FUNCTION_BLOCK or FUNCTION."""

    kind: str
    name: str
    source: Source
    at: int
    variables: dict[str, Variable] = field(default_factory=dict)
    externals: dict[str, Variable] = field(default_factory=dict)
    result: Variable | None = None
    body: tuple[Statement, ...] = ()
    library: bool = False
    uses: dict[Pou, int] = field(default_factory=dict)
    writes: list[Write] = field(default_factory=list)

    @property
    def is_function(self) -> bool:
        """Whether it is a FUNCTION, which keeps nothing from call to call."""
        return self.kind == "FUNCTION"

    def having(self, *roles: Role) -> list[Variable]:
        """Its variables of those roles, in the order of declaration."""
        return [variable for variable in self.variables.values() if variable.role in roles]

    def block_type(self) -> BlockType:
        """The type of its instances."""
        return BlockType(self.name, self)


@dataclass(frozen=True, slots=True)
class Write:
    """A place in the text that writes a variable."""

    variable: Variable
    source: Source
    at: int


@dataclass(frozen=True, slots=True)
class VariablePlace:
    at: int
    type: Type
    variable: Variable


@dataclass(frozen=True, slots=True)
class MemberPlace:
    """A field of a structure or a variable of a function block instance."""

    at: int
    type: Type
    base: Place
    key: str


@dataclass(frozen=True, slots=True)
class ElementPlace:
    """An element of an array; the indices are of integer types."""

    at: int
    type: Type
    base: Place
    indices: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class BitPlace:
    """One bit of a bit string or integer."""

    at: int
    type: Type
    base: Place
    bit: int


@dataclass(frozen=True, slots=True)
class CharacterPlace:
    """One character of a STRING or WSTRING; the first has the number 1."""

    at: int
    type: Type
    base: Place
    number: Expression


Place = VariablePlace | MemberPlace | ElementPlace | BitPlace | CharacterPlace


def root_variable(place: Place) -> Variable:
    """The declared variable that a place is in."""
    while not isinstance(place, VariablePlace):
        place = place.base
    return place.variable


@dataclass(frozen=True, slots=True)
class Constant:
    """A value known now: bool, int (also times in ns, characters, enumerations) or float."""

    at: int
    type: Type
    value: bool | int | float


@dataclass(frozen=True, slots=True)
class StringConstant:
    """A text known now, each character of which is one CHAR or WCHAR."""

    at: int
    type: StringType
    characters: str


@dataclass(frozen=True, slots=True)
class Load:
    at: int
    type: Type
    place: Place


@dataclass(frozen=True, slots=True)
class Negation:
    """-x or NOT x."""

    at: int
    type: Type
    operator: str
    operand: Expression


@dataclass(frozen=True, slots=True)
class Operation:
    """Both operands have one type, except TIME * number and TIME / number."""

    at: int
    type: Type
    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Shortcut:
    """AND_THEN, OR_ELSE: the right side is evaluated only where it decides."""

    at: int
    type: Type
    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Conversion:
    """`truncate` cuts the fraction off; otherwise a real rounds half to even."""

    at: int
    type: Type
    operand: Expression
    truncate: bool = False


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard function that is not an operation: SQRT, LIMIT, SHL, ..."""

    at: int
    type: Type
    name: str
    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """A call of a declared FUNCTION; `arguments` by variable, a place for outputs and in_outs."""

    at: int
    type: Type
    pou: Pou
    inputs: dict[Variable, Expression]
    outputs: dict[Variable, Place]
    in_outs: dict[Variable, Place]


Expression = (
    Constant
    | StringConstant
    | Load
    | Negation
    | Operation
    | Shortcut
    | Conversion
    | Standard
    | FunctionCall
)


@dataclass(frozen=True, slots=True)
class Assign:
    at: int
    target: Place
    value: Expression


@dataclass(frozen=True, slots=True)
class BlockCall:
    """A call of a function block instance. Inputs are written, then the body runs, then outputs
    are taken; `negated` are those taken through NOT."""

    at: int
    instance: Place
    pou: Pou
    inputs: dict[Variable, Expression]
    outputs: tuple[tuple[Variable, Place, bool], ...]
    in_outs: dict[Variable, Place]


@dataclass(frozen=True, slots=True)
class Evaluate:
    """A function called for its outputs alone."""

    at: int
    value: Expression


@dataclass(frozen=True, slots=True)
class Branch:
    at: int
    arms: tuple[tuple[Expression, tuple[Statement, ...]], ...]
    otherwise: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """CASE; labels are closed ranges of integers."""

    at: int
    selector: Expression
    arms: tuple[tuple[tuple[tuple[int, int], ...], tuple[Statement, ...]], ...]
    otherwise: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """FOR."""

    at: int
    control: Place
    first: Expression
    last: Expression
    step: Expression
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Loop:
    """WHILE (`condition` before the body) or REPEAT (the body, then leave if `until`)."""

    at: int
    condition: Expression | None
    body: tuple[Statement, ...]
    until: Expression | None


@dataclass(frozen=True, slots=True)
class Leave:
    """EXIT, CONTINUE or RETURN."""

    at: int
    keyword: str


Statement = Assign | BlockCall | Evaluate | Branch | Choice | Count | Loop | Leave


@dataclass(slots=True, eq=False)
class Project:
    """Everything that was compiled together."""

    source: Source
    pous: dict[str, Pou]
    globals: dict[str, Variable]
    program_names: tuple[str, ...] = ()
    interval_ns: int | None = None
