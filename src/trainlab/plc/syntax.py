"""The syntax tree: what stands in the text, before any meaning. `at` is always an offset."""

from __future__ import annotations

from typing import Literal as OneOf

from trainlab.plc.node import node


@node
class Literal:
    """A number, BOOL, duration, date or string; `prefix` is the type of INT#5.

    Durations and dates are in ns; the text of a string has its escapes resolved, one character
    for each CHAR or WCHAR.
    """

    at: int
    form: OneOf["integer", "real", "bool", "time", "date", "string", "wstring"]
    value: bool | int | float | str
    text: str
    prefix: str = ""


@node
class Name:
    at: int
    text: str


@node
class Qualified:
    """Type#Value, one value of an enumeration."""

    at: int
    type_name: str
    text: str


@node
class Address:
    """A directly represented variable, %IX0.3."""

    at: int
    text: str


@node
class Member:
    """base.name; the name may be the number or %X3 of a bit."""

    at: int
    base: Expression
    name: str


@node
class Index:
    at: int
    base: Expression
    indices: tuple[Expression, ...]


@node
class Dereference:
    """base^."""

    at: int
    base: Expression


@node
class Argument:
    """value, name := value, name => target or NOT name => target."""

    at: int
    name: str
    value: Expression | None
    output: bool = False
    negated: bool = False


@node
class Call:
    at: int
    callee: Expression
    arguments: tuple[Argument, ...]


@node
class Unary:
    at: int
    operator: str
    operand: Expression


@node
class Binary:
    """`at` is the operator's place."""

    at: int
    operator: str
    left: Expression
    right: Expression


def dotted(node: Expression) -> str:
    """A name of names with dots; "" if it is anything else."""
    parts: list[str] = []
    while isinstance(node, Member):
        parts.append(node.name)
        node = node.base
    return ".".join([node.text, *reversed(parts)]) if isinstance(node, Name) else ""


Expression = (
    Literal | Name | Qualified | Address | Member | Index | Dereference | Call | Unary | Binary
)


@node
class ArrayInitial:
    """[1, 2, 3(0)]: values with the number of their repetitions."""

    at: int
    items: tuple[tuple[Expression | None, Initial | None], ...]


@node
class StructInitial:
    """(name := value, ...)."""

    at: int
    fields: tuple[tuple[Name, Initial], ...]


Initial = (
    Literal
    | Name
    | Qualified
    | Address
    | Member
    | Index
    | Dereference
    | Call
    | Unary
    | Binary
    | ArrayInitial
    | StructInitial
)


@node
class Assignment:
    at: int
    target: Expression
    value: Expression


@node
class Attempt:
    """target ?= value: NULL where the value is not of the target's type."""

    at: int
    target: Expression
    value: Expression


@node
class Refer:
    """target REF= place: from now on the target stands for that place."""

    at: int
    target: Expression
    value: Expression


@node
class CallStatement:
    at: int
    call: Call


@node
class If:
    at: int
    branches: tuple[tuple[Expression, Body], ...]
    otherwise: Body


@node
class Label:
    """One label of a CASE: a value, or a range where `high` is given."""

    at: int
    low: Expression
    high: Expression | None


@node
class Case:
    at: int
    selector: Expression
    branches: tuple[tuple[tuple[Label, ...], Body], ...]
    otherwise: Body
    has_else: bool


@node
class For:
    at: int
    control: Expression
    first: Expression
    last: Expression
    step: Expression | None
    body: Body


@node
class While:
    at: int
    condition: Expression
    body: Body


@node
class Repeat:
    at: int
    body: Body
    until: Expression


@node
class Jump:
    """EXIT, CONTINUE or RETURN."""

    at: int
    keyword: str


Statement = Assignment | Attempt | Refer | CallStatement | If | Case | For | While | Repeat | Jump
Body = tuple[Statement, ...]


@node
class NamedType:
    at: int
    name: str


@node
class StringSpec:
    """STRING[length] or WSTRING(length)."""

    at: int
    name: str
    length: Expression


@node
class SubrangeSpec:
    at: int
    base: str
    low: Expression
    high: Expression


@node
class ArraySpec:
    at: int
    ranges: tuple[tuple[Expression, Expression], ...]
    element: TypeSpec


@node
class StructSpec:
    """STRUCT, behind the elements of a structure that it extends (CODESYS); STRUCT OVERLAP or
    UNION where its elements share their memory."""

    at: int
    fields: tuple[Declaration, ...]
    overlap: bool = False
    base: NamedType | None = None


@node
class EnumSpec:
    at: int
    values: tuple[tuple[Name, Expression | None], ...]
    base: str = ""


@node
class OpenArraySpec:
    """ARRAY[*, *] OF element; `dimensions` counts the stars."""

    at: int
    dimensions: int
    element: TypeSpec


@node
class ReferenceSpec:
    """REF_TO target; REFERENCE TO target where `automatic`."""

    at: int
    target: TypeSpec
    automatic: bool


@node
class UnreadSpec:
    """A type that could not be read; what is declared with it is not faulted again."""

    at: int


TypeSpec = (
    NamedType
    | UnreadSpec
    | StringSpec
    | SubrangeSpec
    | ArraySpec
    | OpenArraySpec
    | StructSpec
    | EnumSpec
    | ReferenceSpec
)


@node
class Declaration:
    """One name of `a, b AT %IX0.0 : INT := 5;`; `edge` is R_EDGE or F_EDGE."""

    at: int
    name: str
    spec: TypeSpec
    initial: Initial | None = None
    address: Address | None = None
    edge: str = ""


@node
class Section:
    """VAR ... END_VAR; `keyword` is VAR, VAR_INPUT, ..."""

    at: int
    keyword: str
    constant: bool
    retain: bool
    declarations: tuple[Declaration, ...]
    access: str = ""


@node
class Modifiers:
    """PUBLIC, PRIVATE, PROTECTED or INTERNAL ("" where none stands), ABSTRACT, FINAL, OVERRIDE."""

    access: str = ""
    abstract: bool = False
    final: bool = False
    override: bool = False


@node
class Surroundings:
    """The namespace that a declaration stands in, and those that USING opens to it.

    `internal` where an INTERNAL namespace lies around it; `limit` is the namespace it is for then.
    """

    namespace: str = ""
    using: tuple[Name, ...] = ()
    internal: bool = False
    limit: str = ""

    def full_name(self, name: str) -> str:
        """The name with its namespace."""
        return f"{self.namespace}.{name}" if self.namespace else name


NOWHERE = Surroundings()


@node
class PouDeclaration:
    """PROGRAM, FUNCTION_BLOCK, FUNCTION, CLASS or INTERFACE, or what stands in them: METHOD, ACTION,
    and GET and SET of a property, which carry its name. `bases` follow EXTENDS, `interfaces`
    IMPLEMENTS."""

    at: int
    keyword: str
    name: str
    result: TypeSpec | None
    sections: tuple[Section, ...]
    body: Body
    modifiers: Modifiers = Modifiers()
    bases: tuple[NamedType, ...] = ()
    interfaces: tuple[NamedType, ...] = ()
    methods: tuple[PouDeclaration, ...] = ()
    within: Surroundings = NOWHERE


@node
class TypeDeclaration:
    at: int
    name: str
    spec: TypeSpec
    initial: Initial | None
    within: Surroundings = NOWHERE


@node
class Task:
    """TASK name(SINGLE := start, INTERVAL := T#20ms, PRIORITY := 1) of a resource."""

    at: int
    name: str
    resource: str
    interval: Expression | None
    single: Expression | None
    priority: Expression | None


@node
class BlockTask:
    """block WITH task, of a program instance: the task calls that function block of it."""

    block: Name
    task: Name


@node
class InstanceSetting:
    """resource.program.block.variable AT %QW3 : INT := 5; of a VAR_CONFIG."""

    path: tuple[Name, ...]
    address: Address | None
    spec: TypeSpec
    initial: Initial | None


@node
class ProgramInstance:
    """PROGRAM name WITH task : type(input := source, output => sink); of a resource."""

    at: int
    name: str
    resource: str
    task: str
    task_at: int
    type_name: str
    type_at: int
    arguments: tuple[Argument, ...]
    block_tasks: tuple[BlockTask, ...] = ()


@node
class Configuration:
    """CONFIGURATION name ... END_CONFIGURATION, its resources told apart by their names."""

    at: int
    name: str
    globals: tuple[Section, ...]
    tasks: tuple[Task, ...]
    programs: tuple[ProgramInstance, ...]
    settings: tuple[InstanceSetting, ...] = ()


@node
class Unit:
    """Everything that one file declares; `declarations_read` is False if a mistake hides some.

    `globals` are those of configurations, too; `list_name` stands before them in GVL.speed.
    """

    types: tuple[TypeDeclaration, ...]
    globals: tuple[Section, ...]
    pous: tuple[PouDeclaration, ...]
    configurations: tuple[Configuration, ...]
    declarations_read: bool
    list_name: str = ""
    namespaces: tuple[str, ...] = ()
