"""What a name means at one place: locals, then global variables, types, POUs and the library."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from trainlab.core.message import Text
from trainlab.core.problem import (
    DID_YOU_MEAN,
    Problem,
    ProblemKind,
    ProblemsFound,
    did_you_mean,
)
from trainlab.plc import syntax
from trainlab.plc.problems import names as wrong
from trainlab.plc.problems import references as wrong_references
from trainlab.plc.source import Source
from trainlab.plc.typed import Expression, Pou, Role, Variable, VariablePlace, Write
from trainlab.plc.types import ADDRESSED, Elementary, EnumType, Family, ReferenceType, Type

_AN_INTEGER = Text("integer", "整数")
_A_REAL = Text("real number", "实数")

MOST_PROBLEMS = 500


class MeaningStop(Exception):
    """The construct means nothing; its problem is already noted."""


class Meaning(Protocol):
    """What the parts of the analysis ask of one another; meaning.py puts them together."""

    def value_of(
        self, scope: Scope, node: syntax.Expression, expected: Elementary | None
    ) -> Expression:
        """The typed tree of an expression."""

    def declared_type(self, declarations: Declarations, key: str, at: int) -> Type:
        """The type that a TYPE declaration gives to that folded name."""

    def global_named(self, declarations: Declarations, name: str) -> Variable | None:
        """The global variable of that name."""

    def pou_named(self, declarations: Declarations, name: str) -> Pou | None:
        """The POU of that name with its interface: the file's own, or one of the library."""


@dataclass(slots=True, eq=False)
class Declarations:
    """Everything that a program's files declare, by folded name; what is resolved is added as it
    is asked for.

    `global_lists` tells for each list of global variables under which key each of its members is in
    `global_syntax` and `globals`; the names in `ambiguous` are in several lists.
    `program_variables` are the instances of the programs that the text itself names.
    `first_assignments` are what the calls of a POU begin with: initial values that each works out.
    `open_enum_names` tells where a name stands that is a value of several enumerations.
    """

    source: Source
    problems: list[Problem]
    meaning: Meaning
    library: bool = False
    type_syntax: dict[str, syntax.TypeDeclaration] = field(default_factory=dict)
    pou_syntax: dict[str, syntax.PouDeclaration] = field(default_factory=dict)
    global_syntax: dict[str, tuple[syntax.Section, syntax.Declaration]] = field(
        default_factory=dict
    )
    types: dict[str, Type] = field(default_factory=dict)
    unread_types: set[str] = field(default_factory=set)
    type_initials: dict[str, object] = field(default_factory=dict)
    pous: dict[str, Pou] = field(default_factory=dict)
    globals: dict[str, Variable] = field(default_factory=dict)
    global_lists: dict[str, dict[str, str]] = field(default_factory=dict)
    list_names: dict[str, str] = field(default_factory=dict)
    ambiguous: set[str] = field(default_factory=set)
    program_variables: dict[Pou, Variable] = field(default_factory=dict)
    enum_values: dict[str, list[EnumType]] = field(default_factory=dict)
    open_enum_names: dict[int, str] = field(default_factory=dict)
    resolving: set[str] = field(default_factory=set)
    references: list[tuple[ReferenceType, int]] = field(default_factory=list)
    namespaces: dict[str, str] = field(default_factory=dict)
    faulted_using: set[int] = field(default_factory=set)
    told: set[tuple[Pou | None, str]] = field(default_factory=set)
    first_assignments: dict[Pou, list[syntax.Statement]] = field(default_factory=dict)
    reference_initials: list[tuple[Scope, Variable, syntax.Expression]] = field(
        default_factory=list
    )

    def scope(self, pou: Pou | None = None, outside: tuple[str, ...] = ("",)) -> Scope:
        """The scope of a POU, or of the file outside of all; there names may need a prefix."""
        return Scope(self, pou, outside=outside)


@dataclass(slots=True, eq=False)
class Scope:
    """One place's view of the declarations; `holds` where a type named here is an instance's,
    `starts` in the initial value of a variable that is there from the start."""

    declarations: Declarations
    pou: Pou | None
    loops: int = 0
    holds: bool = True
    starts: bool = False
    controls: list[Variable] = field(default_factory=list)
    outside: tuple[str, ...] = ("",)

    @property
    def namespace(self) -> str:
        """The namespace that this stands in; "" for none."""
        return self.pou.holder.namespace if self.pou is not None else self.outside[0].rstrip(".")

    def found(self, name: str, declared: Container[str]) -> str:
        """The key of what a name, perhaps with dots, means among those; "" if there is none."""
        key = name.casefold()
        prefixes = self.outside if self.pou is None else self.pou.holder.prefixes
        return next((prefix + key for prefix in prefixes if prefix + key in declared), "")

    @property
    def source(self) -> Source:
        """The text that positions refer to."""
        return self.declarations.source

    def warn(self, kind: ProblemKind, at: int, **values: object) -> None:
        """Notes a problem and goes on, unless there are more than anybody reads."""
        shown = {name: _in_words(value) for name, value in values.items()}
        problems = self.declarations.problems
        problems.append(kind.at(self.source.position(at), **shown))
        if len(problems) >= MOST_PROBLEMS and kind.severity == "error":
            raise ProblemsFound(problems)

    def stop(self, kind: ProblemKind, at: int, **values: object) -> MeaningStop:
        """Notes a problem; the exception to raise."""
        self.warn(kind, at, **values)
        return MeaningStop()

    def local(self, name: str) -> Variable | None:
        """The variable of this POU with that name: the function's result, too."""
        if self.pou is None:
            return None
        key = name.casefold()
        found = self.pou.variables.get(key) or self.pou.externals.get(key)
        if found is None and self.pou.result is not None and self.pou.result.key == key:
            return self.pou.result
        if found is None and self.pou.owner is not None:
            owner = self.pou.owner
            found = owner.variables.get(key) or owner.externals.get(key)
            return found if found is not None and found.role is not Role.TEMP else None
        return found

    def by_reference(self) -> Scope:
        """The same, for types of which no instance is held here."""
        return Scope(self.declarations, self.pou, holds=False, outside=self.outside)

    def from_start(self) -> Scope:
        """The same, for the initial value of a variable that is there from the start."""
        return Scope(self.declarations, self.pou, starts=True, outside=self.outside)

    def calls(self, pou: Pou, at: int) -> None:
        """Notes that what is compiled here calls that POU, or holds an instance of it."""
        if self.pou is not None:
            self.pou.uses.setdefault(pou, at)

    def dispatches(self, known: Pou, key: str, at: int) -> None:
        """Notes a call on an instance of which only that base or interface is known."""
        if self.pou is not None:
            self.pou.dispatches.setdefault((known, key), at)

    def value(self, node: syntax.Expression, expected: Elementary | None = None) -> Expression:
        """The typed tree of an expression; `expected` guides functions that have many types."""
        return self.declarations.meaning.value_of(self, node, expected)

    def global_named(self, name: str) -> Variable | None:
        """The global variable of that name."""
        return self.declarations.meaning.global_named(self.declarations, name)

    def pou_named(self, name: str) -> Pou | None:
        """The POU of that name."""
        key = self.found(name, self.declarations.pou_syntax) or name
        return self.declarations.meaning.pou_named(self.declarations, key)

    def listed(self, list_name: str, name: str) -> Variable | None:
        """GVL.name: the variable of a list of global variables."""
        members = self.declarations.global_lists.get(list_name.casefold(), {})
        key = members.get(name.casefold())
        return None if key is None else self.global_named(key)

    def program(self, name: str) -> Variable | None:
        """The one instance of the PROGRAM of that name, which other programs call by it.

        The standard has instances in configurations only; CODESYS has one of each program.
        """
        pou = self.pou_named(name)
        if pou is None or pou.kind != "PROGRAM":
            return None
        known = self.declarations.program_variables
        if pou not in known:
            variable = Variable(pou.name, pou.block_type(), Role.GLOBAL, pou.at, pou.source)
            known[pou] = self.declarations.globals[variable.key] = variable
        return known[pou]

    def variable(self, name: str) -> Variable | None:
        """The variable that the name means here."""
        return self.local(name) or self.global_named(name)

    def is_qualified(self, node: syntax.Expression) -> bool:
        """Whether that is a name of a namespace or of a list of global variables with a dot."""
        if not isinstance(node, syntax.Member):
            return False
        name = syntax.dotted(node.base)
        if not name or self.variable(name.partition(".")[0]) is not None:
            return False
        return name.casefold() in self.declarations.global_lists or self.in_namespace(node)

    def in_namespace(self, node: syntax.Expression) -> bool:
        """Whether that is the name of a namespace, a dot and a name."""
        if not isinstance(node, syntax.Member) or not self.declarations.namespaces:
            return False
        name = syntax.dotted(node.base)
        known = bool(name) and bool(self.found(name, self.declarations.namespaces))
        return known and self.variable(name.partition(".")[0]) is None

    def is_null(self, node: syntax.Expression) -> bool:
        """Whether that is the word NULL."""
        return (
            isinstance(node, syntax.Name)
            and node.text.upper() == "NULL"
            and self.variable(node.text) is None
        )

    def global_variables(self) -> list[Variable]:
        """Every global variable."""
        names = [item.name for _, item in self.declarations.global_syntax.values()]
        return [found for name in names if (found := self.global_named(name)) is not None]

    def located(self, address: str, at: int) -> VariablePlace:
        """The bits at an address that no declaration names."""
        known = self.declarations.globals
        if address not in known:
            type_ = ADDRESSED[address[2]]
            known[address] = Variable(
                address, type_, Role.GLOBAL, at, self.source, address=address, address_at=at
            )
        return VariablePlace(at, known[address].type, known[address])

    def known_names(self) -> Iterable[str]:
        """Every variable that could be meant here."""
        if self.pou is not None:
            yield from (variable.name for variable in self.pou.variables.values())
            yield from (variable.name for variable in self.pou.holder.variables.values())
        yield from (declaration.name for _, declaration in self.declarations.global_syntax.values())
        for values in self.declarations.enum_values.values():
            for type_ in values:
                yield from type_.spelled.values()

    def unknown(self, name: str, at: int) -> MeaningStop:
        """Notes a name that is not declared."""
        if name.startswith("__"):
            return self.stop(wrong_references.SYSTEM_NAME, at, name=name)
        hint = did_you_mean(name, self.known_names()) or _address_meant(name)
        return self.stop_once(wrong.UNKNOWN_NAME, at, name, bool(hint), hint=hint)

    def stop_once(
        self, kind: ProblemKind, at: int, name: str, again: bool = False, **values: object
    ) -> MeaningStop:
        """Notes a name that means nothing here: once a POU, unless it is to be said again."""
        self.warn_once(kind, at, name, again, **values)
        return MeaningStop()

    def warn_once(
        self, kind: ProblemKind, at: int, name: str, again: bool = False, **values: object
    ) -> None:
        """Notes what is wrong with a name once a POU, and goes on."""
        key = (self.pou, name.casefold())
        if again or key not in self.declarations.told:
            self.declarations.told.add(key)
            self.warn(kind, at, name=name, **values)

    def written(self, variable: Variable, at: int) -> None:
        """Notes that a variable is written here."""
        if self.pou is not None:
            self.pou.writes.append(Write(variable, self.source, at))


def _in_words(value: object) -> object:
    """The type of a number without a type has no name, only words for it in each language."""
    if isinstance(value, Elementary) and value.is_literal:
        return _A_REAL if value.family is Family.REAL_LITERAL else _AN_INTEGER
    return value


def _address_meant(name: str) -> object:
    """The address that I0 or Q4 stands for in other makers' programs, as the tail of a message."""
    if re.fullmatch(r"[IQMiqm]\d+", name) is None:
        return ""
    return DID_YOU_MEAN.fill(name=f"%{name[0].upper()}X{name[1:]}.0")


def start_of(node: syntax.Initial) -> int:
    """The offset at which an expression begins."""
    while True:
        if isinstance(node, syntax.Binary):
            node = node.left
        elif isinstance(node, syntax.Member | syntax.Index | syntax.Dereference):
            node = node.base
        elif isinstance(node, syntax.Call):
            node = node.callee
        else:
            return node.at
