"""Expressions to operands, and calls of declared functions."""

from __future__ import annotations

from trainlab.plc.layout import is_scalar
from trainlab.plc.lowering.arithmetic import negation, operation
from trainlab.plc.lowering.conversions import converted
from trainlab.plc.lowering.dispatch import narrowed
from trainlab.plc.lowering.functions import standard, standard_of
from trainlab.plc.lowering.ir import constant_text, memory_type, register_type
from trainlab.plc.lowering.keeping import values
from trainlab.plc.lowering.methods import call_method
from trainlab.plc.lowering.places import (
    bound_of,
    in_out_pointer,
    load_place,
    pointer_to,
    reference_to_place,
    store_place,
)
from trainlab.plc.lowering.routine import Routine
from trainlab.plc.text_literals import packed
from trainlab.plc.typed import (
    Bound,
    Constant,
    Conversion,
    Enabled,
    Expression,
    FunctionCall,
    Load,
    MethodCall,
    Narrowed,
    Negation,
    Operation,
    Reference,
    Role,
    Shortcut,
    Standard,
    StringConstant,
)
from trainlab.plc.types import Type


def evaluated(routine: Routine, node: Expression) -> str:
    """The operand that holds the value of an expression.

    The left spine of a + b + c + ... is walked in a loop, since it may be long.
    """
    spine: list[Expression] = []
    while (left := _leftmost(node)) is not None:
        spine.append(node)
        node = left
    operand = _leaf(routine, node)
    for step in reversed(spine):
        operand = _applied(routine, step, operand)
    return operand


def _leftmost(node: Expression) -> Expression | None:
    """What is evaluated first in an expression, if that is all that is nested in it so far."""
    if isinstance(node, Operation | Shortcut):
        return node.left
    if isinstance(node, Negation | Conversion):
        return node.operand
    if isinstance(node, Standard) and node.operands:
        return node.operands[0]
    return None


def _leaf(routine: Routine, node: Expression) -> str:
    if isinstance(node, Constant):
        return constant_text(node.type, node.value)
    if isinstance(node, StringConstant):
        kind = node.type
        return routine.module.image(packed(node.characters, kind.wide, len(node.characters)))
    if isinstance(node, Load):
        if is_scalar(node.type):
            return load_place(routine, node.place)
        return pointer_to(routine, node.place)
    if isinstance(node, Standard):
        return standard(routine, node)
    if isinstance(node, Reference):
        return reference_to_place(routine, node.place, node.at)
    if isinstance(node, Bound):
        descriptor = pointer_to(routine, node.place)
        return bound_of(routine, descriptor, node.dimension, node.upper)
    if isinstance(node, Narrowed):
        return narrowed(routine, routine.value(node.operand), node.target)
    if isinstance(node, MethodCall):
        result = call_method(routine, node)
        return routine.load(node.type, result) if result and is_scalar(node.type) else result
    if isinstance(node, Enabled):
        return _enabled(routine, node)
    assert isinstance(node, FunctionCall)
    result = call_function(routine, node)
    if not result:
        return ""
    if is_scalar(node.type):
        return routine.load(node.type, result)
    # The callee's own place is written anew by the next call, even in the same expression.
    place = routine.scratch(node.type)
    routine.copy(node.type, place, result)
    return place


def _applied(routine: Routine, node: Expression, operand: str) -> str:
    """The value of a node whose first operand is known."""
    if isinstance(node, Operation):
        return operation(routine, node, operand)
    if isinstance(node, Negation):
        return negation(routine, node, operand)
    if isinstance(node, Conversion):
        return converted(routine, operand, node.operand.type, node.type, node.truncate)
    if isinstance(node, Shortcut):
        return _shortcut(routine, node, operand)
    assert isinstance(node, Standard)
    return standard_of(routine, node, operand)


def _enabled(routine: Routine, node: Enabled) -> str:
    """A call that is made only where EN is TRUE; ENO says whether it was."""
    text = routine.text
    scalar = is_scalar(node.type)
    place = text.local(memory_type(node.type)) if scalar else routine.scratch(node.type)
    condition = routine.value(node.condition)
    stored_default(routine, node.type, place, None)
    if node.done is not None:
        store_place(routine, node.done, condition, node.at, "ENO")
    yes, end = text.label(), text.label()
    text.choose(condition, yes, end)
    text.begin(yes)
    result = routine.value(node.call)
    if result and scalar:
        routine.store(node.type, place, result)
    elif result:
        routine.copy(node.type, place, result)
    text.begin(end)
    return routine.load(node.type, place) if scalar else place


def _shortcut(routine: Routine, node: Shortcut, left: str) -> str:
    text = routine.text
    slot = text.local("i1")
    text.do(f"store i1 {left}, ptr {slot}")
    more, done = text.label(), text.label()
    if node.operator == "AND_THEN":
        text.choose(left, more, done)
    else:
        text.choose(left, done, more)
    text.begin(more)
    text.do(f"store i1 {routine.value(node.right)}, ptr {slot}")
    text.begin(done)
    return text.value(f"load i1, ptr {slot}")


def call_function(routine: Routine, node: FunctionCall) -> str:
    """Calls a FUNCTION; a pointer to its result."""
    text = routine.text
    arguments = ["ptr %head"]
    inputs = node.pou.having(Role.INPUT)
    operands = values(routine, [node.inputs[variable] for variable in inputs])
    for variable, operand in zip(inputs, operands, strict=True):
        arguments.append(f"{register_type(variable.type)} {operand}")
    for variable in node.pou.having(Role.IN_OUT):
        place = in_out_pointer(routine, variable.type, node.in_outs[variable])
        arguments.append(f"ptr {place}")
    result = _result_place(routine, node, arguments)
    number = routine.numbers[node.pou]
    status = text.value(f"call i32 @pou{number}({', '.join(arguments)})")
    routine.pass_on(status, node.at)
    for variable, target in node.outputs.items():
        source = routine.address("%head", routine.block.offsets[variable])
        if is_scalar(variable.type):
            operand = routine.load(variable.type, source)
            operand = converted(routine, operand, variable.type, target.type)
            if variable in node.inverted:
                operand = routine.text.value(f"xor i1 {operand}, true")
            store_place(routine, target, operand, node.at, variable.name)
        else:
            routine.copy(target.type, pointer_to(routine, target), source)
    return result


def _result_place(routine: Routine, node: FunctionCall, arguments: list[str]) -> str:
    """Where the callee leaves its result: a scalar on our stack, anything else in its frame."""
    result = node.pou.result
    if result is None:
        return ""
    if not is_scalar(result.type):
        return routine.address("%head", routine.block.offsets[result])
    place = routine.text.local(memory_type(result.type))
    arguments.append(f"ptr {place}")
    return place


def stored_default(routine: Routine, type_: Type, pointer: str, initial: object) -> None:
    """Writes the initial value of a variable of a call."""
    layout = routine.block.layout
    if is_scalar(type_):
        image = layout.image(type_, initial)
        value = int.from_bytes(image, "little")
        routine.text.do(f"store i{8 * len(image)} {value}, ptr {pointer}")
        return
    constant = routine.module.image(layout.image(type_, initial))
    routine.copy(type_, pointer, constant)
