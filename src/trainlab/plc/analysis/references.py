"""References: IEC 61131-3:2013 Table 12 (REF_TO, REF, ^, NULL, ?=), REFERENCE TO as in CODESYS.

A reference leads only to what lives as long as the program, so that it can never lead astray.
"""

from __future__ import annotations

from contextlib import suppress

from trainlab.core.message import Text
from trainlab.plc import syntax
from trainlab.plc.analysis.scope import Declarations, MeaningStop, Scope, start_of
from trainlab.plc.problems import names as wrong_names
from trainlab.plc.problems import references as wrong
from trainlab.plc.typed import (
    BitPlace,
    CharacterPlace,
    Constant,
    Conversion,
    DereferencedPlace,
    ElementPlace,
    Expression,
    Load,
    MemberPlace,
    Narrowed,
    Place,
    Pou,
    Reference,
    ResultPlace,
    Role,
    Variable,
    VariablePlace,
    root_name,
    root_place,
)
from trainlab.plc.types import (
    NULL_TYPE,
    BlockType,
    Elementary,
    InterfaceType,
    ReferenceType,
    Type,
    is_reference,
    reference_to,
)

_TAKE_REFERENCE = Text(
    "write REF(variable) with a variable of exactly that type, or another reference to one",
    "请写 REF(变量)，变量类型必须完全一致，或写另一个同类引用",
)
_ASSIGN_TARGET = Text(
    "write the reference with '^' to use what it refers to", "要使用所指的内容，请在引用后写“^”"
)
_GIVE_INSTANCE = Text(
    "assign an instance of something that IMPLEMENTS {name}, or use '?=' to try it",
    "请赋给一个实现了（IMPLEMENTS）{name} 的实例，或用“?=”尝试赋值",
)


_LASTING = (Role.LOCAL, Role.INPUT, Role.OUTPUT, Role.GLOBAL)


def check_references(declarations: Declarations) -> None:
    """Looks up what every declared reference refers to at first; notes those that go in circles."""
    for reference, at in declarations.references:
        if reference.target is not None and reference.circular:
            declarations.scope().warn(wrong.CIRCULAR_REFERENCE, at)
    for scope, variable, node in declarations.reference_initials:
        with suppress(MeaningStop):
            variable.initial = _initial(scope, variable, node)


def _initial(scope: Scope, variable: Variable, node: syntax.Expression) -> object:
    """The initial value of a reference: NULL, or what the block's first contents can hold."""
    at = start_of(node)
    value = as_reference(scope, scope.value(node), variable.type, variable.name, at)
    while isinstance(value, Conversion):
        value = value.operand
    if isinstance(value, Constant):
        return value.value
    lasts = variable.role in _LASTING and not (scope.pou is not None and scope.pou.is_function)
    if isinstance(value, Reference) and lasts and _is_fixed(value.place):
        return value
    raise scope.stop(wrong_names.NOT_CONSTANT, at)


def dereferenced(place: Place) -> Place:
    """What a REFERENCE TO stands for; any other place as it is."""
    if isinstance(place.type, ReferenceType) and place.type.automatic:
        return behind(place, place.at)
    return place


def behind(place: Place, at: int) -> DereferencedPlace:
    """place^."""
    assert isinstance(place.type, ReferenceType)
    return DereferencedPlace(at, place.type.target, Load(place.at, place.type, place))


def reference_of(scope: Scope, place: Place, at: int) -> Expression:
    """REF(place); a diagnostic for what may be gone before the reference is."""
    root = root_place(place)
    reason = None
    if isinstance(place, BitPlace):
        reason = wrong.OF_A_BIT
    elif isinstance(place, CharacterPlace):
        reason = wrong.OF_TEXT
    elif isinstance(root, ResultPlace):
        reason = wrong.OF_A_RESULT
    elif isinstance(root, VariablePlace):
        variable = root.variable
        of_function = variable.owner is not None and variable.owner.is_function
        if variable.constant:
            reason = wrong.OF_A_CONSTANT
        elif variable.role in (Role.TEMP, Role.RESULT) or (
            of_function and variable.role is not Role.IN_OUT
        ):
            reason = wrong.OF_A_CALL
    if reason is not None:
        raise scope.stop(wrong.NOT_REFERABLE, at, name=root_name(place), reason=reason)
    if isinstance(place, DereferencedPlace):
        return Conversion(at, reference_to(place.type), place.pointer)
    return Reference(at, reference_to(place.type), place)


def as_reference(scope: Scope, value: Expression, target: Type, name: str, at: int) -> Expression:
    """A value for a reference or interface variable; a diagnostic if it is none for it."""
    if _is_null(value) and is_reference(target):
        return Constant(at, target, 0)
    source = value.type
    if isinstance(target, InterfaceType):
        if isinstance(source, InterfaceType) and source.interface.is_a(target.interface):
            return Conversion(at, target, value)
        is_instance = isinstance(source, BlockType) and source.pou.is_a(target.interface)
        if is_instance and isinstance(value, Load):
            return Conversion(at, target, reference_of(scope, value.place, at))
    elif (
        isinstance(target, ReferenceType)
        and isinstance(source, ReferenceType)
        and leads_to(source.target, target.target)
    ):
        return Conversion(at, target, value)
    advice: object = _ASSIGN_TARGET
    if isinstance(target, ReferenceType):
        advice = _TAKE_REFERENCE
    elif isinstance(target, InterfaceType):
        advice = _GIVE_INSTANCE.fill(name=target.name)
    raise scope.stop(
        wrong.WRONG_REFERENCE, at, target=target, name=name, source=source, advice=advice
    )


def leads_to(source: Type, target: Type) -> bool:
    """Whether what stands for a `target` may be a `source`: the same, or derived from it."""
    if isinstance(source, BlockType) and isinstance(target, BlockType):
        return source.pou.is_a(target.pou)
    return source == target


def _is_null(value: Expression) -> bool:
    """NULL, or 0, which CODESYS takes for it."""
    if value.type is NULL_TYPE:
        return True
    is_number = isinstance(value.type, Elementary) and value.type.is_literal
    return isinstance(value, Constant) and is_number and value.value == 0


def compared_references(
    scope: Scope, left: Expression, right: Expression, at: int
) -> tuple[Expression, Expression]:
    """Two references, or one and NULL, to be compared for leading to the same place."""
    if _is_null(left):
        left, right = right, left
    if _is_null(right):
        return left, Constant(right.at, left.type, 0)
    try_first, then = (left, right) if is_reference(left.type) else (right, left)
    if isinstance(try_first.type, InterfaceType) and isinstance(then.type, InterfaceType):
        return left, right
    if isinstance(then.type, ReferenceType) and isinstance(try_first.type, ReferenceType):
        if leads_to(then.type.target, try_first.type.target):
            return left, right
        try_first, then = then, try_first
    return try_first, as_reference(scope, then, try_first.type, "...", at)


def attempted(scope: Scope, value: Expression, target: Type, at: int) -> Expression:
    """value for target ?= value: NULL where the instance is of another type."""
    if _is_null(value):
        return Constant(at, target, 0)
    if isinstance(value.type, BlockType) and isinstance(value, Load):
        value = reference_of(scope, value.place, at)
    wanted = instance_pou(target)
    if wanted is None or instance_pou(value.type) is None:
        raise scope.stop(wrong.NOT_ATTEMPTED, at, source=value.type, target=target)
    return Narrowed(at, target, value, wanted)


def instance_pou(type_: Type) -> Pou | None:
    """The interface or function block behind an interface variable or a reference."""
    if isinstance(type_, InterfaceType):
        return type_.interface
    if isinstance(type_, ReferenceType) and isinstance(type_.target, BlockType):
        return type_.target.pou
    return None


def no_caret(scope: Scope, name: str, at: int) -> MeaningStop:
    """Notes that a reference was used where its target was meant."""
    return scope.stop(wrong.NEEDS_CARET, at, name=name)


def _is_fixed(place: Place) -> bool:
    """Whether it is known before the program runs where a place stands in its instance."""
    while isinstance(place, MemberPlace | ElementPlace):
        if isinstance(place, ElementPlace) and not all(
            isinstance(node, Constant) for node in place.indices
        ):
            return False
        place = place.base
    if isinstance(place, DereferencedPlace | ResultPlace):
        return False
    return not isinstance(place, VariablePlace) or place.variable.role in _LASTING
