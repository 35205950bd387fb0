"""The typed program tree: every name resolved, every type known, every conversion explicit.

All program languages are lowered from this tree; nothing here refers back to the syntax.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from trainlab.plc.node import node
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
    `unread` marks one whose declaration is wrong: nothing is to be said about its uses.
    `list_name` is that of the list of global variables that it is in.
    `owner` is the POU that declares it, which matters where another one extends that.
    A `hidden` one is not in the text. `edge` stands for an input within the body where that is an
    R_EDGE (`rises`) or F_EDGE, see analysis/edges.py.
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
    unread: bool = False
    list_name: str = ""
    access: str = ""
    owner: Pou | None = None
    hidden: bool = False
    edge: Variable | None = None
    edge_before: Variable | None = None
    rises: bool = True
    starts_others: bool = False

    @property
    def key(self) -> str:
        """Its name as names are compared."""
        return self.name.casefold()

    @property
    def is_known(self) -> bool:
        """Whether its value is the initial one for ever: a constant, but none that a call gives."""
        return self.constant and self.role not in (Role.INPUT, Role.IN_OUT)


@dataclass(slots=True, eq=False)
class Pou:
    """One PROGRAM, FUNCTION_BLOCK, CLASS, INTERFACE or FUNCTION, or a METHOD, ACTION, GET or SET.

    What extends another holds its variables before its own. `methods` are its own, by
    `method_key`; `owner` is what a method belongs to. `prefixes` are tried before names,
    see analysis/namespaces.py. It `is_open` while its variables
    are read. `dispatches` are the methods that are called
    on instances of which only a base or an interface is known.
    """

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
    namespace: str = ""
    prefixes: tuple[str, ...] = ("",)
    internal_to: str | None = None
    access: str = ""
    abstract: bool = False
    final: bool = False
    is_open: bool = False
    base: Pou | None = None
    interfaces: tuple[Pou, ...] = ()
    methods: dict[str, Pou] = field(default_factory=dict)
    owner: Pou | None = None
    dispatches: dict[tuple[Pou, str], int] = field(default_factory=dict)

    @property
    def is_function(self) -> bool:
        """Whether it keeps nothing from call to call: a FUNCTION or a METHOD."""
        return self.kind not in ("PROGRAM", "FUNCTION_BLOCK", "CLASS", "INTERFACE")

    @property
    def is_block(self) -> bool:
        """Whether instances of it can be declared."""
        return self.kind in ("FUNCTION_BLOCK", "CLASS")

    @property
    def key(self) -> str:
        """What it is found by among the methods of its owner."""
        return method_key(self.kind, self.name)

    @property
    def holder(self) -> Pou:
        """The POU in whose instance its lasting variables are: itself, or a method's owner."""
        return self.owner or self

    @property
    def title(self) -> str:
        """Its name, a method's after its owner's."""
        return f"{self.owner.name}.{self.name}" if self.owner is not None else self.name

    def ancestors(self) -> list[Pou]:
        """What it extends, the nearest first."""
        found: list[Pou] = []
        step = self.base
        while step is not None and step not in found:
            found.append(step)
            step = step.base
        return found

    def method(self, key: str) -> Pou | None:
        """The method that a call on an instance of exactly this type reaches."""
        for pou in (self, *self.ancestors()):
            if key in pou.methods:
                return pou.methods[key]
        for interface in self.all_interfaces() if self.kind == "INTERFACE" else ():
            if key in interface.methods:
                return interface.methods[key]
        return None

    def all_interfaces(self) -> list[Pou]:
        """Every interface that it, or what it extends, implements or extends."""
        found: dict[Pou, None] = {}
        waiting = [*self.interfaces]
        for ancestor in self.ancestors():
            waiting += ancestor.interfaces
        while waiting:
            interface = waiting.pop(0)
            if interface not in found:
                found[interface] = None
                waiting += interface.interfaces
        return list(found)

    def is_a(self, other: Pou) -> bool:
        """Whether its instances can stand where those of `other` are wanted."""
        return self is other or other in self.ancestors() or other in self.all_interfaces()

    def having(self, *roles: Role) -> list[Variable]:
        """Its variables of those roles, in the order of declaration."""
        return [variable for variable in self.variables.values() if variable.role in roles]

    def block_type(self) -> BlockType:
        """The type of its instances."""
        return BlockType(self.name, self)


BODY = ""


def method_key(kind: str, name: str) -> str:
    """What a method, or one part of a property, is found by."""
    return f"{kind.lower()} {name.casefold()}" if kind in ("GET", "SET") else name.casefold()


@node
class Write:
    """A place in the text that writes a variable."""

    variable: Variable
    source: Source
    at: int


@node
class VariablePlace:
    at: int
    type: Type
    variable: Variable


@node
class MemberPlace:
    """A field of a structure or a variable of a function block instance."""

    at: int
    type: Type
    base: Place
    key: str


@node
class ElementPlace:
    """An element of an array; the indices are of integer types."""

    at: int
    type: Type
    base: Place
    indices: tuple[Expression, ...]


@node
class BitPlace:
    """A part of a bit string or integer: as many bits as `type` has, from number `bit` on."""

    at: int
    type: Type
    base: Place
    bit: int


@node
class CharacterPlace:
    """One character of a STRING or WSTRING; the first has the number 1."""

    at: int
    type: Type
    base: Place
    number: Expression


@node
class SelfPlace:
    """THIS, or where `parent` SUPER: the instance that a method or body runs for."""

    at: int
    type: Type
    parent: bool = False


@node
class DereferencedPlace:
    """pointer^, or the instance that an interface variable holds; NULL stops the program."""

    at: int
    type: Type
    pointer: Expression


@node
class ResultPlace:
    """What a call gave, as something that elements are read of."""

    at: int
    type: Type
    call: Expression


Place = (
    VariablePlace
    | MemberPlace
    | ElementPlace
    | BitPlace
    | CharacterPlace
    | SelfPlace
    | DereferencedPlace
    | ResultPlace
)


def merged(own: object, given: object) -> object:
    """An initial value over another: of a structure or instance, part by part (Table 14)."""
    if not isinstance(own, dict) or not isinstance(given, dict):
        return own if given is None else given
    return own | {key: merged(own.get(key), value) for key, value in given.items()}


def root_place(place: Place) -> VariablePlace | SelfPlace | DereferencedPlace | ResultPlace:
    """The outermost place that a place is a part of."""
    while isinstance(place, MemberPlace | ElementPlace | BitPlace | CharacterPlace):
        place = place.base
    return place


def root_variable(place: Place) -> Variable | None:
    """The declared variable that a place is a part of; None behind a reference."""
    root = root_place(place)
    return root.variable if isinstance(root, VariablePlace) else None


def root_name(place: Place) -> str:
    """The name with which a place begins, for messages."""
    root = root_place(place)
    while isinstance(root, DereferencedPlace) and isinstance(root.pointer, Load):
        root = root_place(root.pointer.place)
    if isinstance(root, ResultPlace):
        called = root.call
        return f"{called.pou.name}()" if isinstance(called, FunctionCall | MethodCall) else "..."
    return root.variable.name if isinstance(root, VariablePlace) else "THIS"


@node
class Constant:
    """A value known now: bool, int (also times in ns, characters, enumerations) or float."""

    at: int
    type: Type
    value: bool | int | float


@node
class StringConstant:
    """A text known now, each character of which is one CHAR or WCHAR."""

    at: int
    type: StringType
    characters: str


@node
class Load:
    at: int
    type: Type
    place: Place


@node
class Negation:
    """-x or NOT x."""

    at: int
    type: Type
    operator: str
    operand: Expression


@node
class Operation:
    """Both operands have one type, except TIME * number and TIME / number."""

    at: int
    type: Type
    operator: str
    left: Expression
    right: Expression


@node
class Shortcut:
    """AND_THEN, OR_ELSE: the right side is evaluated only where it decides."""

    at: int
    type: Type
    operator: str
    left: Expression
    right: Expression


@node
class Conversion:
    """`truncate` cuts the fraction off; otherwise a real rounds half to even."""

    at: int
    type: Type
    operand: Expression
    truncate: bool = False


@node
class Standard:
    """A standard function that is not an operation: SQRT, LIMIT, SHL, ..."""

    at: int
    type: Type
    name: str
    operands: tuple[Expression, ...]


@node
class FunctionCall:
    """A call of a declared FUNCTION; `arguments` by variable, a place for outputs and in_outs. The
    outputs that are `inverted` are taken through NOT."""

    at: int
    type: Type
    pou: Pou
    inputs: dict[Variable, Expression]
    outputs: dict[Variable, Place]
    in_outs: dict[Variable, Place]
    inverted: tuple[Variable, ...] = ()


@node
class MethodCall:
    """A call of a method of `instance`; `dynamic` where the instance's own type decides which."""

    at: int
    type: Type
    pou: Pou
    instance: Place
    dynamic: bool
    inputs: dict[Variable, Expression]
    outputs: dict[Variable, Place]
    in_outs: dict[Variable, Place]
    inverted: tuple[Variable, ...] = ()


@node
class Reference:
    """REF(place)."""

    at: int
    type: Type
    place: Place


@node
class Bound:
    """LOWER_BOUND or UPPER_BOUND of an ARRAY[*]; the first dimension has the number 1."""

    at: int
    type: Type
    place: Place
    dimension: int
    upper: bool


@node
class Narrowed:
    """A reference if the instance behind it is one of `target`, else NULL."""

    at: int
    type: Type
    operand: Expression
    target: Pou


@node
class Enabled:
    """A call with EN and ENO: made only if `condition` holds; else its value is the type's
    default. `done` takes whether it was made."""

    at: int
    type: Type
    condition: Expression
    call: Expression
    done: Place | None


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
    | MethodCall
    | Reference
    | Narrowed
    | Bound
    | Enabled
)


@node
class Assign:
    at: int
    target: Place
    value: Expression


@node
class BlockCall:
    """A call of a function block instance. Inputs are written, then the body runs, then outputs
    are taken; `negated` are those taken through NOT. `dynamic` as for a MethodCall."""

    at: int
    instance: Place
    pou: Pou
    dynamic: bool
    inputs: dict[Variable, Expression]
    outputs: tuple[tuple[Variable, Place, bool], ...]
    in_outs: dict[Variable, Place]


@node
class Evaluate:
    """A function called for its outputs alone."""

    at: int
    value: Expression


@node
class Branch:
    at: int
    arms: tuple[tuple[Expression, tuple[Statement, ...]], ...]
    otherwise: tuple[Statement, ...]


@node
class Choice:
    """CASE; labels are closed ranges of integers. An ELSE may be there and hold nothing."""

    at: int
    selector: Expression
    arms: tuple[tuple[tuple[tuple[int, int], ...], tuple[Statement, ...]], ...]
    otherwise: tuple[Statement, ...]
    has_else: bool


@node
class Count:
    """FOR."""

    at: int
    control: Place
    first: Expression
    last: Expression
    step: Expression
    body: tuple[Statement, ...]


@node
class Loop:
    """WHILE (`condition` before the body) or REPEAT (the body, then leave if `until`)."""

    at: int
    condition: Expression | None
    body: tuple[Statement, ...]
    until: Expression | None


@node
class Leave:
    """EXIT, CONTINUE or RETURN."""

    at: int
    keyword: str


Statement = Assign | BlockCall | Evaluate | Branch | Choice | Count | Loop | Leave


@dataclass(slots=True, eq=False)
class Task:
    """When programs run (Table 63): at multiples of an interval (0: never) while `single` is
    FALSE, and where it rises; of those due in one scan, the lowest priority number first."""

    name: str
    at: int
    interval_ns: int = 0
    single: Expression | None = None
    priority: int = 0


@dataclass(slots=True, eq=False)
class Instance:
    """One program of a configuration: a global variable of its type, called by its task, or in
    every scan. `connected` are the inputs and outputs that the configuration wires. `before` and
    `after` each call stands what VAR_CONFIG copies from and to addresses; `blocks` are the calls of
    its function blocks that have a task of their own."""

    variable: Variable
    pou: Pou
    task: Task | None
    call: Statement
    connected: frozenset[Variable] = frozenset()
    name: str = ""
    before: list[Statement] = field(default_factory=list)
    after: list[Statement] = field(default_factory=list)
    blocks: list[tuple[Task, Statement, Pou]] = field(default_factory=list)

    @property
    def statements(self) -> list[Statement]:
        """What runs it."""
        return [*self.before, self.call, *self.after]


@dataclass(slots=True, eq=False)
class Project:
    """Everything that was compiled together; `instances` in the order of the configuration,
    `program_variables` the instances of programs that the text itself names."""

    source: Source
    pous: dict[str, Pou]
    globals: dict[str, Variable]
    instances: tuple[Instance, ...] = ()
    program_variables: dict[Pou, Variable] = field(default_factory=dict)
