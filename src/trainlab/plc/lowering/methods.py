"""Calls of methods, and what a method does with its parameters before its body runs.

The caller has the memory for outputs and result, since it may not know which method it reaches.
"""

from __future__ import annotations

from trainlab.plc.layout import STACK, is_scalar
from trainlab.plc.lowering.conversions import converted
from trainlab.plc.lowering.dispatch import dispatcher
from trainlab.plc.lowering.ir import memory_type, register_type
from trainlab.plc.lowering.keeping import values
from trainlab.plc.lowering.places import in_out_pointer, pointer_to, store_place
from trainlab.plc.lowering.routine import Routine
from trainlab.plc.problems import running
from trainlab.plc.typed import MethodCall, Role
from trainlab.plc.types import BlockType, InterfaceType, Type

# What calls that lead back to themselves may take of the stack, which has a megabyte at least.
MOST_STACK = 256 << 10
_CALL = 256


def call_method(routine: Routine, node: MethodCall) -> str:
    """Calls a METHOD; a pointer to its result, if it has one."""
    method = node.pou
    instance = pointer_to(routine, node.instance)
    arguments = ["ptr %head", f"ptr {instance}"]
    inputs = method.having(Role.INPUT)
    operands = values(routine, [node.inputs[variable] for variable in inputs])
    for variable, operand in zip(inputs, operands, strict=True):
        arguments.append(f"{register_type(variable.type)} {operand}")
    for variable in method.having(Role.IN_OUT):
        place = in_out_pointer(routine, variable.type, node.in_outs[variable])
        arguments.append(f"ptr {place}")
    outputs = {variable: _room(routine, variable.type) for variable in method.having(Role.OUTPUT)}
    result = _room(routine, method.result.type) if method.result is not None else ""
    arguments += [f"ptr {place}" for place in outputs.values()]
    arguments += [f"ptr {result}"] if result else []
    symbol = f"@pou{routine.numbers[method]}" if not node.dynamic else _dispatched(routine, node)
    status = routine.text.value(f"call i32 {symbol}({', '.join(arguments)})")
    routine.pass_on(status, node.at)
    for variable, target in node.outputs.items():
        source = outputs[variable]
        if is_scalar(variable.type):
            operand = routine.load(variable.type, source)
            operand = converted(routine, operand, variable.type, target.type)
            if variable in node.inverted:
                operand = routine.text.value(f"xor i1 {operand}, true")
            store_place(routine, target, operand, node.at, variable.name)
        else:
            routine.copy(target.type, pointer_to(routine, target), source)
    return result


def _dispatched(routine: Routine, node: MethodCall) -> str:
    type_ = node.instance.type
    assert isinstance(type_, BlockType | InterfaceType)
    known = type_.pou if isinstance(type_, BlockType) else type_.interface
    return dispatcher(routine, known, node.pou.key, node.pou)


def _room(routine: Routine, type_: Type) -> str:
    if is_scalar(type_):
        return routine.text.local(memory_type(type_))
    return routine.scratch(type_)


def take_outputs(routine: Routine, parameters: list[str]) -> None:
    """A method writes its outputs and its result where the caller says."""
    for index, variable in enumerate(routine.pou.having(Role.OUTPUT)):
        parameters.append(f"ptr %out{index}")
        routine.locals[variable] = f"%out{index}"
    if routine.pou.result is not None:
        parameters.append("ptr %result")
        routine.locals[routine.pou.result] = "%result"


def enter_recursive(routine: Routine) -> tuple[str, int]:
    """Takes what a call needs of the stack, filled in later; the state to `leave_recursive`."""
    slot = routine.address("%head", STACK)
    before = routine.text.value(f"load i64, ptr {slot}")
    after = routine.text.fresh()
    hole = routine.text.hole()
    routine.text.fill(hole, f"{after} = add i64 {before}, ")
    routine.text.do(f"store i64 {after}, ptr {slot}")
    too_deep = routine.text.value(f"icmp sgt i64 {after}, {MOST_STACK}")
    routine.stop_if(too_deep, running.CALLS_TOO_DEEP, routine.pou.at, name=routine.pou.title)
    return before, hole


def leave_recursive(routine: Routine, before: str, hole: int) -> None:
    """Gives it back. Each instruction is taken for one that keeps its result on the stack."""
    slot = routine.address("%head", STACK)
    routine.text.do(f"store i64 {before}, ptr {slot}")
    taken = _CALL + 8 * len(routine.text.lines) + routine.stack_bytes
    routine.text.fill(hole, routine.text.lines[hole] + str(taken))
