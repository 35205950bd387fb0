"""Names, elements and bits: places that hold a value."""

from __future__ import annotations

from trainlab.core.problem import did_you_mean
from trainlab.plc import syntax
from trainlab.plc.analysis.conversions import conversion_text, settled
from trainlab.plc.analysis.scope import Scope, start_of
from trainlab.plc.analysis.standard_names import is_standard
from trainlab.plc.problems import files as wrong_files
from trainlab.plc.problems import names as wrong
from trainlab.plc.problems import types as wrong_types
from trainlab.plc.typed import (
    BitPlace,
    CharacterPlace,
    Constant,
    ElementPlace,
    Expression,
    MemberPlace,
    Place,
    Role,
    VariablePlace,
    root_variable,
)
from trainlab.plc.types import (
    BOOL,
    INT,
    ArrayType,
    BlockType,
    Elementary,
    StringType,
    StructType,
    Type,
    elementary_of,
)


def place_of(scope: Scope, node: syntax.Expression) -> Place:
    """The place that `node` names; a diagnostic if it names none."""
    if isinstance(node, syntax.Name):
        return _variable(scope, node)
    if isinstance(node, syntax.Member):
        return _member(scope, node)
    if isinstance(node, syntax.Index):
        return _element(scope, node)
    if isinstance(node, syntax.Address):
        size = node.text[2:3].upper()
        likely = {"X": "BOOL", "B": "BYTE", "W": "INT", "D": "REAL", "L": "LREAL"}.get(size, "BOOL")
        raise scope.stop(wrong.DIRECT_ADDRESS, node.at, address=node.text, type=likely)
    raise scope.stop(wrong_types.NOT_ASSIGNABLE, node.at)


def _variable(scope: Scope, node: syntax.Name) -> Place:
    key = node.text.casefold()
    if key in scope.declarations.ambiguous and scope.local(node.text) is None:
        lists = [
            name for name, members in scope.declarations.global_lists.items() if key in members
        ]
        shown = ", ".join(f"{name}.{node.text}" for name in lists)
        raise scope.stop(wrong_files.AMBIGUOUS_GLOBAL, node.at, name=node.text, known=shown)
    variable = scope.variable(node.text)
    if variable is None:
        if scope.pou_named(node.text) is not None or is_standard(node.text):
            raise scope.stop(wrong.NOT_A_VARIABLE, node.at, name=node.text)
        raise scope.unknown(node.text, node.at)
    return VariablePlace(node.at, variable.type, variable)


def _listed(scope: Scope, node: syntax.Member) -> Place | None:
    """GVL.name, where GVL is the name of a list of global variables and of nothing else."""
    base = node.base
    if not isinstance(base, syntax.Name) or scope.variable(base.text) is not None:
        return None
    variable = scope.listed(base.text, node.name)
    if variable is not None:
        return VariablePlace(base.at, variable.type, variable)
    members = scope.declarations.global_lists.get(base.text.casefold())
    if not members or scope.pou_named(base.text) is not None:
        return None
    known = [scope.declarations.global_syntax[key][1].name for key in members.values()]
    raise _no_member(scope, node, base.text, known)


def _member(scope: Scope, node: syntax.Member) -> Place:
    listed = _listed(scope, node)
    if listed is not None:
        return listed
    base = place_of(scope, node.base)
    if isinstance(base.type, StructType):
        field = base.type.fields.get(node.name.casefold())
        if field is None:
            spelled = [field.name for field in base.type.fields.values()]
            raise _no_member(scope, node, base.type, spelled)
        return MemberPlace(node.at, field.type, base, node.name.casefold())
    if isinstance(base.type, BlockType):
        variable = base.type.pou.variables.get(node.name.casefold())
        seen = base.type.pou.having(Role.INPUT, Role.OUTPUT)
        if variable is None:
            raise _no_member(scope, node, base.type, [v.name for v in seen])
        if variable.role not in (Role.INPUT, Role.OUTPUT):
            raise scope.stop(wrong.HIDDEN_MEMBER, node.at, name=variable.name, type=base.type)
        return MemberPlace(node.at, variable.type, base, variable.key)
    bit = _bit_number(node.name)
    holder = elementary_of(base.type)
    if bit is not None and holder is not None and (holder.is_integer or holder.is_bits):
        if bit >= holder.bits or holder == BOOL:
            raise scope.stop(
                wrong_types.BIT_OUTSIDE, node.at, type=holder, bit=bit, high=holder.bits - 1
            )
        return BitPlace(node.at, BOOL, base, bit)
    raise scope.stop(wrong_types.NO_MEMBERS, node.at, type=base.type, name=node.name)


def _bit_number(name: str) -> int | None:
    """The n of .n or .%Xn (partial access, clause 6.5.2.2)."""
    digits = name[2:] if name[:2].upper() == "%X" else name
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 4 else None


def _no_member(scope: Scope, node: syntax.Member, type_: Type | str, known: list[str]) -> Exception:
    hint = did_you_mean(node.name, known)
    shown = ", ".join(known) or "-"
    return scope.stop(
        wrong.UNKNOWN_MEMBER, node.at, type=type_, name=node.name, hint=hint, known=shown
    )


def _element(scope: Scope, node: syntax.Index) -> Place:
    base = place_of(scope, node.base)
    type_ = base.type
    if isinstance(type_, StringType) and len(node.indices) == 1:
        number = _index(scope, node.indices[0], (1, type_.length))
        return CharacterPlace(node.at, type_.character, base, number)
    if not isinstance(type_, ArrayType):
        raise scope.stop(wrong_types.NOT_AN_ARRAY, node.at, type=type_)
    if len(node.indices) != len(type_.bounds):
        raise scope.stop(
            wrong_types.WRONG_INDEX_COUNT,
            node.at,
            wanted=len(type_.bounds),
            found=len(node.indices),
        )
    indices = tuple(
        _index(scope, index, bounds)
        for index, bounds in zip(node.indices, type_.bounds, strict=True)
    )
    return ElementPlace(node.at, type_.element, base, indices)


def _index(scope: Scope, node: syntax.Expression, bounds: tuple[int, int]) -> Expression:
    value = scope.value(node)
    number = elementary_of(value.type)
    if number is None or not number.is_integer:
        type_ = value.type
        conversion = conversion_text(type_, INT) if isinstance(type_, Elementary) else "INT"
        raise scope.stop(wrong_types.INDEX_NOT_INTEGER, value.at, type=type_, conversion=conversion)
    low, high = bounds
    if isinstance(value, Constant) and not low <= value.value <= high:
        raise scope.stop(wrong_types.INDEX_OUTSIDE, value.at, value=value.value, low=low, high=high)
    return settled(scope, value)


def written_place(scope: Scope, node: syntax.Expression) -> Place:
    """The place that `node` names, to be written to; a diagnostic if it must not be."""
    place = place_of(scope, node)
    check_writable(scope, place, start_of(node))
    return place


def check_writable(scope: Scope, place: Place, at: int) -> None:
    """Constants, own inputs and the outputs of function blocks are not for writing."""
    root = root_variable(place)
    if root.constant:
        raise scope.stop(wrong.ASSIGNED_CONSTANT, at, name=root.name)
    step: Place = place
    while not isinstance(step, VariablePlace):
        if isinstance(step, MemberPlace) and isinstance(step.base.type, BlockType):
            variable = step.base.type.pou.variables[step.key]
            if variable.role is Role.OUTPUT:
                owner = step.base.type
                raise scope.stop(wrong.ASSIGNED_OUTPUT, at, name=variable.name, type=owner)
        step = step.base
    own_input = root.role is Role.INPUT and not isinstance(place.type, BlockType)
    if own_input:
        raise scope.stop(wrong.ASSIGNED_INPUT, at, name=root.name)
    if root in scope.controls:
        scope.warn(wrong_types.CONTROL_CHANGED, at, name=root.name)
    scope.written(root, at)
