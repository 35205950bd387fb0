"""One POU while it is lowered: where its variables are, how it stops, what a scan may cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from trainlab.core.problem import ProblemKind
from trainlab.plc.layout import BUDGET, ProgramLayout
from trainlab.plc.lowering.ir import (
    FunctionText,
    Mark,
    ModuleText,
    Site,
    memory_type,
    register_type,
)
from trainlab.plc.lowering.text_runtime import INTRINSICS, text_helper
from trainlab.plc.problems import running
from trainlab.plc.typed import Expression, Pou, Role, Variable
from trainlab.plc.types import BOOL, BlockType, StringType, Type, elementary_of


@dataclass(slots=True, eq=False)
class Routine:
    """The state of lowering one POU; `evaluate` lowers an expression to an operand."""

    module: ModuleText
    block: ProgramLayout
    numbers: dict[Pou, int]
    pou: Pou
    evaluate: Callable[[Routine, Expression], str]
    text: FunctionText = field(default_factory=FunctionText)
    locals: dict[Variable, str] = field(default_factory=dict)
    loops: list[tuple[str, str]] = field(default_factory=list)
    counters: dict[Variable, tuple[int, int]] = field(default_factory=dict)
    returning: str = ""
    recursive: bool = False
    stack_bytes: int = 0
    scratch_places: dict[int, list[int]] = field(default_factory=dict)
    scratch_used: dict[int, int] = field(default_factory=dict)

    def mark(self, at: int, arm: str = "") -> None:
        """Notes, where coverage is wanted, that this place runs. It costs no steps."""
        # What runs the programs of a configuration has no name; no student wrote it.
        if not self.module.covering or self.pou.library or not self.pou.name:
            return
        offset = self.block.reserve_bytes(1, 1)
        self.module.marks.append(Mark(self.pou.source, at, arm, offset))
        steps = self.text.steps
        self.text.do(f"store i8 1, ptr {self.address('%head', offset)}")
        self.text.steps = steps

    def value(self, node: Expression) -> str:
        """The operand that holds an expression's value."""
        return self.evaluate(self, node)

    def address(self, base: str, offset: int) -> str:
        """A pointer `offset` bytes behind another."""
        if offset == 0:
            return base
        return self.text.value(f"getelementptr i8, ptr {base}, i64 {offset}")

    def address_of(self, variable: Variable, at: int = 0) -> str:
        """A pointer to a variable that is named at `at`."""
        if variable in self.locals:
            return self.locals[variable]
        if variable in self.block.offsets:
            return self.address("%head", self.block.offsets[variable])
        holder = self.pou.holder
        slot = self.address("%self", self.block.layout.offset(holder.block_type(), variable.key))
        if variable.role is Role.IN_OUT:
            return self._in_out(slot, variable, at)
        return slot

    def _in_out(self, slot: str, variable: Variable, at: int) -> str:
        """What a VAR_IN_OUT of an instance stands for. It is NULL unless the instance is being
        called as one of its own type, which methods and bodies of derived types cannot know."""
        place = self.text.value(f"load ptr, ptr {slot}")
        if self.pou.owner is not None or self.pou.base is not None or self.recursive:
            missing = self.text.value(f"icmp eq ptr {place}, null")
            self.stop_if(missing, running.NO_IN_OUT, at, name=variable.name)
        return place

    def load(self, type_: Type, pointer: str) -> str:
        """A scalar from memory."""
        loaded = self.text.value(f"load {memory_type(type_)}, ptr {pointer}")
        if elementary_of(type_) == BOOL:
            return self.text.value(f"icmp ne i8 {loaded}, 0")
        return loaded

    def store(self, type_: Type, pointer: str, operand: str) -> None:
        """A scalar to memory."""
        if elementary_of(type_) == BOOL:
            operand = self.text.value(f"zext i1 {operand} to i8")
        self.text.do(f"store {memory_type(type_)} {operand}, ptr {pointer}")

    def copy(self, type_: Type, target: str, source: str) -> None:
        """A text, array or structure from one place to another; they may be the same.

        A text may come from one of another length. A copy of an instance is one of the type that is
        known here, even where what it comes from is of a derived type.
        """
        if isinstance(type_, StringType):
            symbol = self.text_helper("copy", "i16" if type_.wide else "i8")
            self.text.do(f"call void {symbol}(ptr {target}, i64 {type_.length}, ptr {source})")
            self.text.steps += 10 + type_.length // 8
            return
        self.move(target, source, self.block.layout.measure(type_)[0])
        if isinstance(type_, BlockType):
            self.text.do(f"store i32 {self.block.layout.numbers.get(type_.pou, 0)}, ptr {target}")

    def move(self, target: str, source: str, size: int) -> None:
        """So many bytes from one place to another; they may overlap."""
        name = self.module.declare("llvm.memmove.p0.p0.i64", "void {}(ptr, ptr, i64, i1)")
        self.text.do(f"call void {name}(ptr {target}, ptr {source}, i64 {size}, i1 false)")
        self.text.steps += size // 16

    def scratch(self, type_: Type) -> str:
        """Memory for a value that an expression needs up to the end of its statement.

        Nothing else recurses, so each POU has its own in the program's block, not on the stack.
        """
        if self.recursive:
            return self.on_stack(type_)
        size = max(self.block.layout.measure(type_)[0], 8)
        size = 1 << (size - 1).bit_length()
        places = self.scratch_places.setdefault(size, [])
        used = self.scratch_used.get(size, 0)
        if used == len(places):
            places.append(self.block.reserve_bytes(size, 8))
        self.scratch_used[size] = used + 1
        return self.address("%head", places[used])

    def on_stack(self, type_: Type) -> str:
        """Memory for a value that lives as long as the call."""
        size, _ = self.block.layout.measure(type_)
        self.stack_bytes += size
        return self.text.local(f"[{size} x i8], align 8")

    def text_helper(self, name: str, unit: str) -> str:
        """The symbol of a function of text_runtime.py."""
        for intrinsic, signature in INTRINSICS.items():
            self.module.declare(intrinsic, signature)
        symbol = f"@text_{name}_{unit}"
        self.module.helpers.setdefault(symbol, text_helper(name, unit))
        return symbol

    def library(self, name: str, result: str, *arguments: tuple[str, str]) -> str:
        """The result of an outer function or intrinsic."""
        types = ", ".join(type_ for type_, _ in arguments)
        symbol = self.module.declare(name, f"{result} {{}}({types})")
        given = ", ".join(f"{type_} {operand}" for type_, operand in arguments)
        self.text.steps += 20
        return self.text.value(f"call {result} {symbol}({given})")

    def stop_if(
        self,
        condition: str,
        kind: ProblemKind,
        at: int,
        shown: tuple[tuple[str, str], ...] = (),
        **known: object,
    ) -> None:
        """Ends the scan with a problem where the condition holds; `shown` are i64 operands."""
        site = Site(
            kind,
            self.pou.source,
            at,
            self.pou.title,
            tuple(name for name, _ in shown),
            tuple(known.items()),
        )
        number = self.module.site(site)
        values = [operand for _, operand in shown] + ["0", "0"]
        stopped, on = self.text.label(), self.text.label()
        self.text.choose(condition, stopped, on)
        self.text.begin(stopped)
        self.text.do(f"call void @stop(ptr %head, i32 {number}, i64 {values[0]}, i64 {values[1]})")
        self.text.finish("ret i32 1")
        self.text.begin(on)

    def pass_on(self, status: str, at: int) -> None:
        """Ends the scan if the callee has ended it."""
        number = self.module.site(Site(None, self.pou.source, at, self.pou.title))
        failed = self.text.value(f"icmp ne i32 {status}, 0")
        stopped, on = self.text.label(), self.text.label()
        self.text.choose(failed, stopped, on)
        self.text.begin(stopped)
        self.text.do(f"call void @passed(ptr %head, i32 {number})")
        self.text.finish("ret i32 1")
        self.text.begin(on)
        self.text.steps += 20

    def charge(self, at: int) -> int:
        """Takes a cost, filled in later, from the scan's budget, and ends the scan if it is used up."""
        slot = self.address("%head", BUDGET)
        budget = self.text.value(f"load i64, ptr {slot}")
        left = self.text.fresh()
        hole = self.text.hole()
        self.text.fill(hole, f"{left} = sub i64 {budget}, ")
        self.text.do(f"store i64 {left}, ptr {slot}")
        used_up = self.text.value(f"icmp slt i64 {left}, 0")
        self.stop_if(used_up, running.OUT_OF_BUDGET, at)
        return hole

    def cost(self, hole: int, since: int, times: int = 1) -> None:
        """Fills in the cost of what was lowered since the step count was `since`."""
        steps = max(self.text.steps - since, 1) * times
        self.text.fill(hole, self.text.lines[hole] + str(steps))

    def as_i64(self, type_: Type, operand: str) -> str:
        """An integer operand, widened to 64 bits."""
        base = elementary_of(type_)
        assert base is not None
        if base.bits == 64:
            return operand
        extend = "sext" if base.is_signed else "zext"
        return self.text.value(f"{extend} {register_type(type_)} {operand} to i64")
