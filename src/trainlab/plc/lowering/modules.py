"""A whole program as one LLVM module: its POUs and the entry that the runtime calls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trainlab.core.problem import ProblemsFound
from trainlab.plc.layout import (
    BUDGET,
    DEPTH,
    FULL_BUDGET,
    MOST_PATH,
    NOW,
    PATH,
    RESERVE,
    SITE,
    STACK,
    VALUE_A,
    VALUE_B,
    ProgramLayout,
    is_scalar,
)
from trainlab.plc.lowering.copies import offsets_copied_to
from trainlab.plc.lowering.expressions import evaluated, stored_default
from trainlab.plc.lowering.ir import ModuleText, memory_type, register_type
from trainlab.plc.lowering.methods import enter_recursive, leave_recursive, take_outputs
from trainlab.plc.lowering.routine import Routine
from trainlab.plc.lowering.statements import lower_body
from trainlab.plc.lowering.tracing import note_functions, notes_for
from trainlab.plc.problems import names as wrong_names
from trainlab.plc.reach import recursive
from trainlab.plc.typed import Pou, Role, Variable

# So many, of some fifty thousand lines of a program, become machine code in some ten seconds.
MOST_INSTRUCTIONS = 1_000_000

# About what a tick of a plant takes; so long a run may be, whatever its scans take up to that.
FREE_STEPS = 20_000

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
    program: Pou,
    pous: Iterable[Pou],
    block: ProgramLayout,
    wires: Iterable[Wire],
    covering: bool = False,
    tracing: bool = False,
) -> ModuleText:
    """The module of one program; `pous` are all that it uses, itself included. `covering` notes
    which statements and branches run, `tracing` which of them wrote the outputs. ProblemsFound if
    it is too long."""
    module = ModuleText(covering=covering, tracing=tracing)
    wires = tuple(wires)
    pous = tuple(pous)
    noted = [wire.block_offset for wire in wires if wire.into_program or tracing]
    if tracing:
        noted = offsets_copied_to(noted, program, pous, block)
    module.notes = notes_for(block, noted)
    module.functions.append(_PRELUDE)
    numbers = {pou: number for number, pou in enumerate(pous)}
    returning = recursive(list(numbers))
    length = 0
    for pou in numbers:
        routine = Routine(module, block, numbers, pou, evaluated, recursive=pou in returning)
        module.functions.append(_pou(routine))
        length += len(routine.text.lines)
        if length > MOST_INSTRUCTIONS and not tracing:  # what is traced was short enough before
            position = program.source.position(program.at)
            problem = wrong_names.TOO_MUCH_CODE.at(
                position, name=program.name, found=length, most=MOST_INSTRUCTIONS
            )
            raise ProblemsFound([problem])
    if module.writers:
        module.functions += note_functions(module.notes, module.copying)
    module.functions.append(_entry(numbers[program], block.instance, wires))
    return module


def _pou(routine: Routine) -> str:
    pou, text = routine.pou, routine.text
    routine.returning = text.label()
    parameters = ["ptr %head"]
    if not pou.is_function or pou.owner is not None:
        parameters.append("ptr %self")
    entered = enter_recursive(routine) if routine.recursive else None
    if pou.is_function:
        _function_prologue(routine, parameters)
    for variable in pou.having(Role.TEMP):
        _fresh(routine, variable)
    hole = None if pou.library else routine.charge(pou.at)
    lower_body(routine, pou.body)
    text.begin(routine.returning)
    result = pou.result
    if result is not None and is_scalar(result.type) and pou.owner is None:
        operand = routine.load(result.type, routine.address_of(result))
        routine.store(result.type, "%result", operand)
    if pou.owner is None:
        _leave_in_frame(routine)
    if hole is not None:
        routine.cost(hole, 0)
    if entered is not None:
        leave_recursive(routine, *entered)
    text.finish("ret i32 0")
    name = f"@pou{routine.numbers[pou]}"
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
            _frame_on_stack(routine, variable)
            routine.copy(variable.type, routine.address_of(variable), f"%in{index}")
    for index, variable in enumerate(pou.having(Role.IN_OUT)):
        parameters.append(f"ptr %both{index}")
        routine.locals[variable] = f"%both{index}"
    if pou.owner is not None:
        take_outputs(routine, parameters)
    for variable in pou.having(Role.OUTPUT):
        _frame_on_stack(routine, variable)
        stored_default(routine, variable.type, routine.address_of(variable), variable.initial)
    if pou.result is not None:
        _fresh(routine, pou.result)
        if is_scalar(pou.result.type) and pou.owner is None:
            parameters.append("ptr %result")


def _fresh(routine: Routine, variable: Variable) -> None:
    """A variable that begins anew in every call."""
    if not is_scalar(variable.type):
        _frame_on_stack(routine, variable)
    elif variable not in routine.locals:
        routine.locals[variable] = routine.text.local(memory_type(variable.type))
    stored_default(routine, variable.type, routine.address_of(variable), variable.initial)


def _frame_on_stack(routine: Routine, variable: Variable) -> None:
    """Where calls may lead back here, each call has memory of its own for what fits no register."""
    if routine.recursive and variable not in routine.locals:
        routine.locals[variable] = routine.on_stack(variable.type)


def _leave_in_frame(routine: Routine) -> None:
    """The caller of a FUNCTION finds its outputs, and a result of more than one value, in its frame."""
    pou, block = routine.pou, routine.block
    left = pou.having(Role.OUTPUT) if pou.is_function else []
    if pou.result is not None and not is_scalar(pou.result.type):
        left.append(pou.result)
    for variable in left:
        if variable in routine.locals:
            frame = routine.address("%head", block.offsets[variable])
            routine.move(frame, routine.locals[variable], block.layout.measure(variable.type)[0])


def _entry(number: int, instance: int, wires: tuple[Wire, ...]) -> str:
    """i32 scan(head, image, now): 0, or 1 where the program was stopped and no output is written.

    What a scan takes beyond its free steps comes out of the reserve of the run.
    """
    lines = [
        f"%p1 = getelementptr i8, ptr %head, i64 {NOW}",
        "store i64 %now, ptr %p1",
        f"%p2 = getelementptr i8, ptr %head, i64 {FULL_BUDGET}",
        "%full = load i64, ptr %p2",
        f"%p3 = getelementptr i8, ptr %head, i64 {BUDGET}",
        f"%p5 = getelementptr i8, ptr %head, i64 {RESERVE}",
        "%reserve = load i64, ptr %p5",
        f"%most = add i64 %reserve, {FREE_STEPS}",
        "%short = icmp slt i64 %most, %full",
        "%allowed = select i1 %short, i64 %most, i64 %full",
        "store i64 %allowed, ptr %p3",
        *_copies([wire for wire in wires if wire.into_program], "in", "%image", "%head"),
        f"%p4 = getelementptr i8, ptr %head, i64 {STACK}",
        "store i64 0, ptr %p4",
        f"%self = getelementptr i8, ptr %head, i64 {instance}",
        f"%status = call i32 @pou{number}(ptr %head, ptr %self)",
        "%failed = icmp ne i32 %status, 0",
        "br i1 %failed, label %stopped, label %done",
        "stopped:",
        "ret i32 1",
        "done:",
        "%left = load i64, ptr %p3",
        "%spent = sub i64 %allowed, %left",
        f"%beyond = sub i64 %spent, {FREE_STEPS}",
        "%dear = icmp sgt i64 %beyond, 0",
        "%drawn = select i1 %dear, i64 %beyond, i64 0",
        "%remaining = sub i64 %reserve, %drawn",
        "store i64 %remaining, ptr %p5",
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
