"""Statements to branches and loops; every loop pays from the scan's budget."""

from __future__ import annotations

from trainlab.plc.layout import is_scalar
from trainlab.plc.lowering.arithmetic import comparison
from trainlab.plc.lowering.conversions import converted
from trainlab.plc.lowering.copies import copied_from, is_plain
from trainlab.plc.lowering.counted import known_rounds
from trainlab.plc.lowering.dispatch import body_symbol
from trainlab.plc.lowering.ir import base_of, register_type
from trainlab.plc.lowering.places import (
    in_out_pointer,
    load_place,
    pointer_to,
    store_checked,
    store_place,
)
from trainlab.plc.lowering.routine import Routine
from trainlab.plc.lowering.tracing import note, note_copy
from trainlab.plc.problems import running
from trainlab.plc.typed import (
    Assign,
    BitPlace,
    BlockCall,
    Branch,
    CharacterPlace,
    Choice,
    Constant,
    Count,
    ElementPlace,
    Evaluate,
    Expression,
    Leave,
    Loop,
    MemberPlace,
    Place,
    Role,
    Statement,
    root_name,
)
from trainlab.plc.types import Elementary, Type

# Labels of a CASE, ranges counted out, up to which it becomes one jump.
MOST_SWITCHED = 256


def lower_body(routine: Routine, body: tuple[Statement, ...]) -> None:
    """Lowers statements one after another."""
    for node in body:
        _lower(routine, node)


def _lower(routine: Routine, node: Statement) -> None:
    routine.scratch_used.clear()
    routine.mark(_first(node))
    if isinstance(node, Assign):
        _assign(routine, node)
    elif isinstance(node, BlockCall):
        _call_block(routine, node)
    elif isinstance(node, Branch):
        _branch(routine, node)
    elif isinstance(node, Choice):
        _choice(routine, node)
    elif isinstance(node, Count):
        _count(routine, node)
    elif isinstance(node, Loop):
        _loop(routine, node)
    elif isinstance(node, Evaluate):
        _evaluate(routine, node)
    else:
        _leave(routine, node)


def _first(node: Statement) -> int:
    """Where a statement begins."""
    if not isinstance(node, Assign):
        return node.at
    place = node.target
    while isinstance(place, MemberPlace | ElementPlace | BitPlace | CharacterPlace):
        place = place.base
    return place.at


def _evaluate(routine: Routine, node: Evaluate) -> None:
    routine.value(node.value)


def _assign(routine: Routine, node: Assign) -> None:
    if not is_scalar(node.target.type):
        source = routine.value(node.value)
        routine.copy(node.target.type, pointer_to(routine, node.target), source)
        return
    operand = routine.value(node.value)
    name = root_name(node.target)
    store_place(routine, node.target, operand, node.at, name)
    if routine.module.tracing and (copied := copied_from(node)) is not None:
        steps = routine.text.steps
        note_copy(routine, pointer_to(routine, node.target), pointer_to(routine, copied))
        routine.text.steps = steps


def _call_block(routine: Routine, node: BlockCall) -> None:
    layout = routine.block.layout
    instance = pointer_to(routine, node.instance)
    type_ = node.pou.block_type()
    for variable, given in node.inputs.items():
        slot = routine.address(instance, layout.offset(type_, variable.key))
        if node.pou.kind == "PROGRAM":  # whose inputs may be tags
            note(routine, slot, node.at)
        if is_scalar(variable.type):
            operand = routine.value(given)
            store_checked(routine, variable.type, slot, operand, node.at, variable.name)
        else:
            routine.copy(variable.type, slot, routine.value(given))
    before = _lend_in_outs(routine, node, instance)
    symbol = body_symbol(routine, node.pou, node.dynamic)
    status = routine.text.value(f"call i32 {symbol}(ptr %head, ptr {instance})")
    for slot, place in before:  # what they stood for may be gone when a method asks for it
        routine.text.do(f"store ptr {place}, ptr {slot}")
    routine.pass_on(status, node.at)
    for variable, target, negated in node.outputs:
        slot = routine.address(instance, layout.offset(type_, variable.key))
        _take_output(routine, node, variable.type, slot, target, negated)


def _lend_in_outs(routine: Routine, node: BlockCall, instance: str) -> list[tuple[str, str]]:
    """Says what each VAR_IN_OUT stands for during the call; what it stood for before, by its place.

    A call through THIS or SUPER may leave that as it is, if they do stand for something.
    """
    type_ = node.pou.block_type()
    lent = []
    for variable in node.pou.having(Role.IN_OUT):
        slot = routine.address(instance, routine.block.layout.offset(type_, variable.key))
        before = routine.text.value(f"load ptr, ptr {slot}")
        if variable in node.in_outs:
            place = in_out_pointer(routine, variable.type, node.in_outs[variable])
            lent.append((slot, before, place))
        else:
            missing = routine.text.value(f"icmp eq ptr {before}, null")
            routine.stop_if(missing, running.NO_IN_OUT, node.at, name=variable.name)
    for slot, _, place in lent:  # only now, since all that comes before may end the scan
        routine.text.do(f"store ptr {place}, ptr {slot}")
    return [(slot, before) for slot, before, _ in lent]


def _take_output(
    routine: Routine, node: BlockCall, type_: Type, slot: str, target: Place, negated: bool
) -> None:
    if not is_scalar(target.type):
        routine.copy(target.type, pointer_to(routine, target), slot)
        return
    operand = converted(routine, routine.load(type_, slot), type_, target.type)
    if negated:
        operand = routine.text.value(f"xor i1 {operand}, true")
    store_place(routine, target, operand, node.at, root_name(target))
    if routine.module.tracing and is_plain(target):
        steps = routine.text.steps
        note_copy(routine, pointer_to(routine, target), slot)
        routine.text.steps = steps


def _branch(routine: Routine, node: Branch) -> None:
    text = routine.text
    end = text.label()
    for number, (condition, body) in enumerate(node.arms, start=1):
        yes, no = text.label(), text.label()
        text.choose(routine.value(condition), yes, no)
        text.begin(yes)
        routine.mark(node.at, str(number))
        lower_body(routine, body)
        text.go(end)
        text.begin(no)
    routine.mark(node.at, "else")
    lower_body(routine, node.otherwise)
    text.begin(end)


def _choice(routine: Routine, node: Choice) -> None:
    text = routine.text
    type_ = base_of(node.selector.type)
    selector = routine.value(node.selector)
    end = text.label()
    values = sum(high - low + 1 for ranges, _ in node.arms for low, high in ranges)
    if values <= MOST_SWITCHED:
        _switch(routine, node, f"{register_type(type_)} {selector}", end)
        return
    for number, (ranges, body) in enumerate(node.arms, start=1):
        yes, no = text.label(), text.label()
        chosen = "false"
        for low, high in ranges:
            if low == high:
                inside = comparison(routine, "=", type_, selector, str(low))
            else:
                above = comparison(routine, ">=", type_, selector, str(low))
                below = comparison(routine, "<=", type_, selector, str(high))
                inside = text.value(f"and i1 {above}, {below}")
            chosen = inside if chosen == "false" else text.value(f"or i1 {chosen}, {inside}")
        text.choose(chosen, yes, no)
        text.begin(yes)
        routine.mark(node.at, str(number))
        lower_body(routine, body)
        text.go(end)
        text.begin(no)
    routine.mark(node.at, "else")
    lower_body(routine, node.otherwise)
    text.begin(end)


def _switch(routine: Routine, node: Choice, selector: str, end: str) -> None:
    """A CASE with few labels; the first of those that are written twice counts."""
    text = routine.text
    register = selector.split(" ", maxsplit=1)[0]
    otherwise = text.label()
    arms = [(text.label(), body) for _, body in node.arms]
    targets: dict[int, str] = {}
    for (label, _), (ranges, _) in zip(arms, node.arms, strict=True):
        for low, high in ranges:
            for value in range(low, high + 1):
                targets.setdefault(value, label)
    rows = " ".join(f"{register} {value}, label %{label}" for value, label in targets.items())
    text.finish(f"switch {selector}, label %{otherwise} [ {rows} ]")
    for number, (label, body) in enumerate(arms, start=1):
        text.begin(label)
        routine.mark(node.at, str(number))
        lower_body(routine, body)
        text.go(end)
    text.begin(otherwise)
    routine.mark(node.at, "else")
    lower_body(routine, node.otherwise)
    text.begin(end)


def _count(routine: Routine, node: Count) -> None:
    """FOR: bounds are evaluated once, before the first round; the loop ends where the counter's
    type does, so FOR i := 0 TO 255 of a USINT ends, too. Afterwards the counter is one step on."""
    text = routine.text
    type_ = base_of(node.control.type)
    register = register_type(type_)
    wide = "i128" if type_.bits == 64 else "i64"

    def widened(operand: str, of: Elementary = type_) -> str:
        extend = "sext" if of.is_signed else "zext"
        return text.value(f"{extend} {register_type(of)} {operand} to {wide}")

    name = root_name(node.control)
    first = routine.value(node.first)
    last = widened(routine.value(node.last))
    step_type = base_of(node.step.type)
    step = routine.value(node.step)
    if register_type(step_type) != wide:
        step = widened(step, step_type)
    store_place(routine, node.control, first, node.at, name)
    rounds = known_rounds(node)
    hole = routine.charge(node.at) if rounds else None
    head, body, onward, end = (text.label() for _ in range(4))
    text.begin(head)
    since = text.steps
    counter = widened(load_place(routine, node.control))
    text.choose(_in_range(routine, node.step, step, counter, last, wide), body, end)
    text.begin(body)
    routine.loops.append((end, onward))
    routine.mark(node.at, "body")
    if rounds:
        routine.counters[rounds.counter] = rounds.low, rounds.high
    lower_body(routine, node.body)
    if rounds:
        del routine.counters[rounds.counter]
    routine.loops.pop()
    text.begin(onward)
    hole = routine.charge(node.at) if hole is None else hole
    counter = widened(load_place(routine, node.control))
    following = text.value(f"add {wide} {counter}, {step}")
    above = text.value(f"icmp sge {wide} {following}, {type_.low}")
    below = text.value(f"icmp sle {wide} {following}, {type_.high}")
    fits = text.value(f"and i1 {above}, {below}")
    go_on = text.label()
    text.choose(fits, go_on, end)
    text.begin(go_on)
    narrow = text.value(f"trunc {wide} {following} to {register}")
    store_place(routine, node.control, narrow, node.at, name)
    routine.cost(hole, since, rounds.count if rounds else 1)
    text.go(head)
    text.begin(end)


def _in_range(
    routine: Routine, step_node: Expression, step: str, counter: str, last: str, wide: str
) -> str:
    text = routine.text
    if isinstance(step_node, Constant):
        condition = "sle" if step_node.value > 0 else "sge"
        return text.value(f"icmp {condition} {wide} {counter}, {last}")
    upward = text.value(f"icmp sge {wide} {step}, 0")
    not_above = text.value(f"icmp sle {wide} {counter}, {last}")
    not_below = text.value(f"icmp sge {wide} {counter}, {last}")
    return text.value(f"select i1 {upward}, i1 {not_above}, i1 {not_below}")


def _loop(routine: Routine, node: Loop) -> None:
    text = routine.text
    head, body, onward, end = (text.label() for _ in range(4))
    text.begin(head)
    since = text.steps
    hole = routine.charge(node.at)
    if node.condition is not None:
        text.choose(routine.value(node.condition), body, end)
    text.begin(body)
    routine.loops.append((end, onward))
    routine.mark(node.at, "body")
    lower_body(routine, node.body)
    routine.loops.pop()
    text.begin(onward)
    if node.until is not None:
        text.choose(routine.value(node.until), end, head)
    else:
        text.go(head)
    routine.cost(hole, since)
    text.begin(end)


def _leave(routine: Routine, node: Leave) -> None:
    if node.keyword == "RETURN":
        routine.text.go(routine.returning)
        return
    end, onward = routine.loops[-1]
    routine.text.go(end if node.keyword == "EXIT" else onward)
