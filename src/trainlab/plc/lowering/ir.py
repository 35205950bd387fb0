"""LLVM IR as text: one function under construction, and the sites that can stop a program."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from trainlab.core.problem import ProblemKind
from trainlab.plc.source import Source
from trainlab.plc.types import BOOL, Elementary, Type, storage_of

# LLVM's time for a block without a branch grows with the square of its length.
MOST_IN_BLOCK = 400


@dataclass(frozen=True, slots=True)
class Site:
    """A place in the program that can stop it, or (kind None) that calls what can.

    `shown` names the two values that native code leaves, `known` those that never change.
    """

    kind: ProblemKind | None
    source: Source
    at: int
    pou: str
    shown: tuple[str, ...] = ()
    known: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A statement or an arm of one (see CoveragePoint), and the byte that says that it has run."""

    source: Source
    at: int
    arm: str
    offset: int


@dataclass(frozen=True, slots=True)
class Writer:
    """A statement that writes something, and the POU that it is in."""

    source: Source
    at: int
    pou: str


class FunctionText:
    """The instructions of one function. `steps` counts them, for the scan's budget."""

    __slots__ = ("_begun", "_count", "_open", "entry", "lines", "steps")

    def __init__(self) -> None:
        self.entry: list[str] = []
        self.lines: list[str] = []
        self.steps = 0
        self._count = 0
        self._begun = 0
        self._open = True

    def do(self, text: str) -> None:
        """An instruction without a result."""
        if not self._open or len(self.lines) - self._begun > MOST_IN_BLOCK:
            self.begin(self.label())
        self.lines.append(text)
        self.steps += 1

    def value(self, text: str) -> str:
        """An instruction with a result; its name."""
        name = self.fresh()
        self.do(f"{name} = {text}")
        return name

    def fresh(self) -> str:
        """A name that is not used yet."""
        self._count += 1
        return f"%v{self._count}"

    def local(self, type_: str) -> str:
        """A place on the stack; it lives as long as the call."""
        name = self.fresh()
        self.entry.append(f"{name} = alloca {type_}")
        return name

    def label(self) -> str:
        """A name for a block that is still to begin."""
        self._count += 1
        return f"b{self._count}"

    def begin(self, label: str) -> None:
        """Begins a block; what stands before falls through to it."""
        if self._open:
            self.lines.append(f"br label %{label}")
        self.lines.append(f"{label}:")
        self._begun = len(self.lines)
        self._open = True

    def go(self, label: str) -> None:
        """Jumps; what follows up to the next block is never reached."""
        self.finish(f"br label %{label}")

    def choose(self, condition: str, yes: str, no: str) -> None:
        """Jumps to one of two blocks."""
        self.finish(f"br i1 {condition}, label %{yes}, label %{no}")

    def finish(self, text: str) -> None:
        """An instruction that ends the block."""
        self.do(text)
        self._open = False

    def hole(self) -> int:
        """A place for an instruction whose text is known later; see `fill`."""
        self.do("")
        return len(self.lines) - 1

    def fill(self, hole: int, text: str) -> None:
        """The instruction that belongs into a hole."""
        self.lines[hole] = text

    def body(self) -> str:
        """Everything between the braces."""
        if self._open:
            self.finish("unreachable")
        return "\n".join(["entry:", *self.entry, "br label %begin", "begin:", *self.lines])


def register_type(type_: Type) -> str:
    """The IR type of a value in a register; what has more than one value is there as a pointer."""
    base = storage_of(type_)
    if base is None:
        return "ptr"
    if base.is_real:
        return "float" if base.bits == 32 else "double"
    return f"i{base.bits}"


def memory_type(type_: Type) -> str:
    """The IR type of a value in memory, where a BOOL takes a byte."""
    return "i8" if base_of(type_) == BOOL else register_type(type_)


def base_of(type_: Type) -> Elementary:
    """The elementary type of a scalar."""
    base = storage_of(type_)
    assert base is not None, type_
    return base


def constant_text(type_: Type, value: bool | int | float) -> str:
    """A constant operand."""
    base = base_of(type_)
    if base.is_real:
        return f"0x{struct.pack('>d', float(value)).hex().upper()}"
    if base == BOOL:
        return "true" if value else "false"
    return str(int(value))


@dataclass(slots=True, eq=False)
class ModuleText:
    """All functions of one program, and the sites that their code refers to by number."""

    functions: list[str] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    declared: dict[str, str] = field(default_factory=dict)
    images: dict[bytes, str] = field(default_factory=dict)
    helpers: dict[str, str] = field(default_factory=dict)
    covering: bool = False
    marks: list[Mark] = field(default_factory=list)
    tracing: bool = False
    copying: bool = False
    notes: dict[int, int] = field(default_factory=dict)
    writers: list[Writer] = field(default_factory=list)

    def site(self, site: Site) -> int:
        """The number of a site."""
        self.sites.append(site)
        return len(self.sites) - 1

    def declare(self, name: str, signature: str) -> str:
        """An outer function or intrinsic; `signature` holds the place {} for its name."""
        self.declared[name] = "declare " + signature.format(f"@{name}")
        return f"@{name}"

    def image(self, content: bytes) -> str:
        """A constant with those bytes."""
        if content in self.images:
            return self.images[content].partition(" ")[0]
        name = f"@image{len(self.images)}"
        if any(content):
            text = "".join(f"\\{byte:02X}" for byte in content)
            value = f'c"{text}"'
        else:
            value = "zeroinitializer"
        self.images[content] = f"{name} = private constant [{len(content)} x i8] {value}, align 8"
        return name

    def text(self) -> str:
        """The whole module."""
        return "\n".join(
            [
                *self.images.values(),
                *self.declared.values(),
                *self.helpers.values(),
                *self.functions,
            ]
        )
