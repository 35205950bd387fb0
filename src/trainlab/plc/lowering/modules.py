"""A whole program as one LLVM module: its POUs and the entry that the runtime calls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trainlab.plc.layout import (
    BUDGET,
    DEPTH,
    FULL_BUDGET,
    MOST_PATH,
    NOW,
    PATH,
    SITE,
    VALUE_A,
    VALUE_B,
    ProgramLayout,
    is_scalar,
)
from trainlab.plc.lowering.expressions import evaluated, stored_default
from trainlab.plc.lowering.ir import ModuleText, memory_type, register_type
from trainlab.plc.lowering.routine import Routine
from trainlab.plc.lowering.statements import lower_body
from trainlab.plc.typed import Pou, Role, Variable

_PRELUDE = f"""
define internal void @stop(ptr %head, i32 %site, i64 %a, i64 %b) cold noinline {{
  %p1 = getelementptr i8, ptr %head, i64 {SITE}
  store i32 %site, ptr %p1
  %p2 = getelementptr i8, ptr %head, i64 {VALUE_A}
  store i64 %a, ptr %p2
  %p3 = getelementptr i8, ptr %head, i64 {VALUE_B}
  store i64 %b, ptr %p3
  %p4 = getelementptr i8, ptr %head, i64 {DEPTH}
  store i32 0, ptr %p4
  ret void
}}
define internal void @passed(ptr %head, i32 %site) cold noinline {{
  %p1 = getelementptr i8, ptr %head, i64 {DEPTH}
  %depth = load i32, ptr %p1
  %fits = icmp ult i32 %depth, {MOST_PATH}
  br i1 %fits, label %note, label %done
note:
  %wide = zext i32 %depth to i64
  %step = mul i64 %wide, 4
  %from = add i64 %step, {PATH}
  %p2 = getelementptr i8, ptr %head, i64 %from
  store i32 %site, ptr %p2
  %next = add i32 %depth, 1
  store i32 %next, ptr %p1
  br label %done
done:
  ret void
}}
"""


@dataclass(frozen=True, slots=True)
class Wire:
    """One value that is copied between the I/O image and the program's block."""

    image_offset: int
    block_offset: int
    size: int
    into_program: bool


def lowered(
    program: Pou, pous: Iterable[Pou], block: ProgramLayout, wires: Iterable[Wire]
) -> ModuleText:
    """The module of one program; `pous` are all that it uses, itself included."""
    module = ModuleText()
    module.functions.append(_PRELUDE)
    numbers = {pou: number for number, pou in enumerate(pous)}
    for pou in numbers:
        module.functions.append(_pou(module, block, numbers, pou))
    module.functions.append(_entry(numbers[program], block.instance, tuple(wires)))
    return module


def _pou(module: ModuleText, block: ProgramLayout, numbers: dict[Pou, int], pou: Pou) -> str:
    routine = Routine(module, block, numbers, pou, evaluated)
    text = routine.text
    routine.returning = text.label()
    parameters = ["ptr %head"]
    if pou.is_function:
        _function_prologue(routine, parameters)
    else:
        parameters.append("ptr %self")
    for variable in pou.having(Role.TEMP):
        _fresh(routine, variable)
    hole = None if pou.library else routine.charge(pou.at)
    lower_body(routine, pou.body)
    text.begin(routine.returning)
    result = pou.result
    if result is not None and is_scalar(result.type):
        operand = routine.load(result.type, routine.address_of(result))
        routine.store(result.type, "%result", operand)
    if hole is not None:
        routine.cost(hole, 0)
    text.finish("ret i32 0")
    name = f"@pou{numbers[pou]}"
    return f"define internal i32 {name}({', '.join(parameters)}) {{\n{text.body()}\n}}"


def _function_prologue(routine: Routine, parameters: list[str]) -> None:
    """Takes the arguments of a FUNCTION and gives its other variables their first values."""
    pou, text = routine.pou, routine.text
    for index, variable in enumerate(pou.having(Role.INPUT)):
        if is_scalar(variable.type):
            parameters.append(f"{register_type(variable.type)} %in{index}")
            place = text.local(memory_type(variable.type))
            routine.locals[variable] = place
            routine.store(variable.type, place, f"%in{index}")
        else:
            parameters.append(f"ptr %in{index}")
            routine.copy(variable.type, routine.address_of(variable), f"%in{index}")
    for index, variable in enumerate(pou.having(Role.IN_OUT)):
        parameters.append(f"ptr %both{index}")
        routine.locals[variable] = f"%both{index}"
    for variable in pou.having(Role.OUTPUT):
        stored_default(routine, variable.type, routine.address_of(variable), variable.initial)
    if pou.result is not None:
        _fresh(routine, pou.result)
        if is_scalar(pou.result.type):
            parameters.append("ptr %result")


def _fresh(routine: Routine, variable: Variable) -> None:
    """A variable that begins anew in every call."""
    if is_scalar(variable.type):
        routine.locals[variable] = routine.text.local(memory_type(variable.type))
    stored_default(routine, variable.type, routine.address_of(variable), variable.initial)


def _entry(number: int, instance: int, wires: tuple[Wire, ...]) -> str:
    """i32 scan(head, image, now): 0, or 1 where the program was stopped and no output is written."""
    lines = [
        f"%p1 = getelementptr i8, ptr %head, i64 {NOW}",
        "store i64 %now, ptr %p1",
        f"%p2 = getelementptr i8, ptr %head, i64 {FULL_BUDGET}",
        "%full = load i64, ptr %p2",
        f"%p3 = getelementptr i8, ptr %head, i64 {BUDGET}",
        "store i64 %full, ptr %p3",
        *_copies([wire for wire in wires if wire.into_program], "in", "%image", "%head"),
        f"%self = getelementptr i8, ptr %head, i64 {instance}",
        f"%status = call i32 @pou{number}(ptr %head, ptr %self)",
        "%failed = icmp ne i32 %status, 0",
        "br i1 %failed, label %stopped, label %done",
        "stopped:",
        "ret i32 1",
        "done:",
        *_copies([wire for wire in wires if not wire.into_program], "out", "%head", "%image"),
        "ret i32 0",
    ]
    body = "\n".join(lines)
    return f"define i32 @scan(ptr %head, ptr %image, i64 %now) {{\n{body}\n}}"


def _copies(wires: list[Wire], prefix: str, source: str, target: str) -> list[str]:
    lines = []
    for index, wire in enumerate(wires):
        name = f"%{prefix}{index}"
        offsets = (wire.image_offset, wire.block_offset)
        source_offset, target_offset = offsets if wire.into_program else offsets[::-1]
        type_ = f"i{8 * wire.size}"
        lines += [
            f"{name}s = getelementptr i8, ptr {source}, i64 {source_offset}",
            f"{name}v = load {type_}, ptr {name}s, align 1",
            f"{name}t = getelementptr i8, ptr {target}, i64 {target_offset}",
            f"store {type_} {name}v, ptr {name}t, align 1",
        ]
    return lines
