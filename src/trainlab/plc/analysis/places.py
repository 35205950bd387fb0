"""Names, elements and bits: places that hold a value."""

from __future__ import annotations

from trainlab.core.problem import did_you_mean
from trainlab.plc import syntax
from trainlab.plc.addresses import canonical_address, is_marker, marker_bit
from trainlab.plc.analysis.conversions import conversion_text, settled
from trainlab.plc.analysis.instances import (
    check_access,
    found_method,
    no_method,
    own_instance,
    read_property,
    self_place,
    type_pou,
)
from trainlab.plc.analysis.partial_access import no_part, part_of
from trainlab.plc.analysis.references import behind, dereferenced, no_caret
from trainlab.plc.analysis.scope import MeaningStop, Scope, start_of
from trainlab.plc.analysis.standard_names import is_standard
from trainlab.plc.problems import files as wrong_files
from trainlab.plc.problems import names as wrong
from trainlab.plc.problems import objects as wrong_objects
from trainlab.plc.problems import reading as wrong_reading
from trainlab.plc.problems import references as wrong_references
from trainlab.plc.problems import types as wrong_types
from trainlab.plc.typed import (
    BitPlace,
    CharacterPlace,
    Constant,
    ElementPlace,
    Expression,
    Load,
    MemberPlace,
    MethodCall,
    Place,
    ResultPlace,
    Role,
    SelfPlace,
    Variable,
    VariablePlace,
    root_name,
    root_place,
    root_variable,
)
from trainlab.plc.types import (
    ADDRESSED,
    BOOL,
    INT,
    LINT,
    ArrayType,
    BlockType,
    Elementary,
    InterfaceType,
    OpenArrayType,
    ReferenceType,
    StringType,
    StructType,
    Type,
    elementary_of,
)

_ANY_BOUNDS = (LINT.low, LINT.high)


def place_of(scope: Scope, node: syntax.Expression) -> Place:
    """The place that `node` names; a diagnostic if it names none. REFERENCE TO is followed."""
    return dereferenced(named_place(scope, node))


def named_place(scope: Scope, node: syntax.Expression) -> Place:
    """The place that `node` itself names, be it a REFERENCE TO."""
    own = self_place(scope, node)
    if own is not None:
        return own
    if isinstance(node, syntax.Name):
        return _variable(scope, node)
    if isinstance(node, syntax.Member):
        listed = _listed(scope, node)
        if listed is not None:
            return listed
        return member_of(scope, node, place_of(scope, node.base))
    if isinstance(node, syntax.Index):
        return _element(scope, node)
    if isinstance(node, syntax.Dereference):
        return _target(scope, node)
    if isinstance(node, syntax.Call):
        value = scope.value(node)
        if isinstance(value, Load):
            return value.place
        return ResultPlace(node.at, value.type, value)
    if isinstance(node, syntax.Address):
        return _at_address(scope, node)
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
        own_value = own_property(scope, node)
        if own_value is not None:
            return own_value
        variable = scope.program(node.text)
    if variable is None:
        own = scope.pou
        if own is not None and own.kind == "FUNCTION" and own.name.casefold() == key:
            own.result = Variable(own.name, BOOL, Role.RESULT, own.at, own.source, unread=True)
            raise scope.stop(wrong.NO_RESULT, node.at, name=own.name, keyword=own.kind)
        if scope.pou_named(node.text) is not None or is_standard(node.text):
            raise scope.stop_once(wrong.NOT_A_VARIABLE, node.at, node.text)
        raise scope.unknown(node.text, node.at)
    if variable.unread:
        raise MeaningStop
    if variable.owner is not None and variable.access == "PRIVATE":
        check_access(scope, variable.owner, variable.access, variable.name, node.at)
    return variable_place(scope, node.at, variable.edge or variable)


def own_property(scope: Scope, node: syntax.Name) -> Place | None:
    """The property of the own instance that a name means."""
    instance = own_instance(scope, node.at)
    if instance is None:
        return None
    value = read_property(scope, instance, node.text, node.at)
    if value is not None:
        return ResultPlace(node.at, value.type, value)
    if found_method(scope, instance, node.text.casefold()) is not None:
        raise scope.stop(wrong_objects.METHOD_AS_VALUE, node.at, name=node.text)
    return None


def variable_place(scope: Scope, at: int, variable: Variable) -> Place:
    """A variable; what is located at a bit of %M is that bit of the byte there."""
    bit = marker_bit(variable.address) if is_marker(variable.address) else None
    if bit is None:
        return VariablePlace(at, variable.type, variable)
    if bit[1] > 7:
        raise no_part(scope, at, ADDRESSED["B"], BOOL, bit[1])
    return BitPlace(at, BOOL, scope.located(f"%MB{bit[0]}", at), bit[1])


def _at_address(scope: Scope, node: syntax.Address) -> Place:
    """%IW4 in an expression: the variable that is declared there, or else the bits that are."""
    address = canonical_address(node.text)
    if not address:
        raise scope.stop(wrong_reading.BAD_ADDRESS, node.at, text=node.text)
    own = scope.pou.variables.values() if scope.pou is not None else ()
    for variable in (*own, *scope.global_variables()):
        if variable.address == address and variable.name:
            return variable_place(scope, node.at, variable)
    if is_marker(address) and address[2] == "X":
        bit = Variable(address, BOOL, Role.GLOBAL, node.at, scope.source, address=address)
        return variable_place(scope, node.at, bit)
    return scope.located(address, node.at)


def _listed(scope: Scope, node: syntax.Member) -> Place | None:
    """GVL.name, where GVL is the name of a list of global variables and of nothing else."""
    base = node.base
    if not isinstance(base, syntax.Name) or scope.variable(base.text) is not None:
        return None
    variable = scope.listed(base.text, node.name)
    if variable is not None:
        return variable_place(scope, base.at, variable)
    members = scope.declarations.global_lists.get(base.text.casefold())
    if not members or scope.pou_named(base.text) is not None:
        return None
    known = [scope.declarations.global_syntax[key][1].name for key in members.values()]
    raise _no_member(scope, node, base.text, known)


def _target(scope: Scope, node: syntax.Dereference) -> Place:
    """base^."""
    base = named_place(scope, node.base)
    if not isinstance(base.type, ReferenceType):
        raise scope.stop(wrong_references.NO_REFERENCE, node.at, type=base.type)
    return behind(base, node.at)


def member_of(scope: Scope, node: syntax.Member, base: Place) -> Place:
    """base.name, where the base is known already."""
    if isinstance(base.type, StructType):
        field = base.type.fields.get(node.name.casefold())
        if field is None:
            spelled = [field.name for field in base.type.fields.values()]
            raise _no_member(scope, node, base.type, spelled)
        return MemberPlace(node.at, field.type, base, node.name.casefold())
    if isinstance(base.type, BlockType | InterfaceType):
        return _part_of_instance(scope, node, base)
    if isinstance(base.type, ReferenceType):
        raise no_caret(scope, root_name(base), node.at)
    part = part_of(scope, node, base)
    if part is not None:
        return part
    raise scope.stop(wrong_types.NO_MEMBERS, node.at, type=base.type, name=node.name)


def _part_of_instance(scope: Scope, node: syntax.Member, base: Place) -> Place:
    """A variable or a property of an instance."""
    pou = type_pou(base)
    assert pou is not None
    variable = pou.variables.get(node.name.casefold())
    if variable is not None:
        if variable.unread:
            raise MeaningStop
        _check_seen(scope, base, variable, node.at)
        if isinstance(base, SelfPlace) and variable.role is Role.IN_OUT:
            return VariablePlace(node.at, variable.type, variable)
        return MemberPlace(node.at, variable.type, base, variable.key)
    value = read_property(scope, base, node.name, node.at)
    if value is not None:
        return ResultPlace(node.at, value.type, value)
    if found_method(scope, base, node.name.casefold()) is not None:
        raise scope.stop(wrong_objects.METHOD_AS_VALUE, node.at, name=node.name)
    if isinstance(base.type, InterfaceType):
        raise no_method(scope, pou, node.name, node.at)
    seen = pou.having(Role.INPUT, Role.OUTPUT)
    raise _no_member(scope, node, base.type, [variable.name for variable in seen])


def _check_seen(scope: Scope, base: Place, variable: Variable, at: int) -> None:
    """Inputs and outputs are for all; the rest only as their access specifier allows (Table 48)."""
    if isinstance(base, SelfPlace):
        seen = variable.role is not Role.TEMP
    else:
        seen = variable.role in (Role.INPUT, Role.OUTPUT) or (
            variable.role is Role.LOCAL
            and (variable.access in ("PUBLIC", "INTERNAL") or _is_program(base))
        )
    if not seen:
        raise scope.stop(wrong.HIDDEN_MEMBER, at, name=variable.name, type=base.type)
    if variable.owner is not None:
        check_access(scope, variable.owner, variable.access, variable.name, at)


def _is_program(base: Place) -> bool:
    """Whether it is a program, whose variables CODESYS shows to all."""
    return isinstance(base.type, BlockType) and base.type.pou.kind == "PROGRAM"


def _no_member(scope: Scope, node: syntax.Member, type_: Type | str, known: list[str]) -> Exception:
    hint = did_you_mean(node.name, known)
    shown = ", ".join(known) or "-"
    return scope.stop(
        wrong.UNKNOWN_MEMBER, node.at, type=type_, name=node.name, hint=hint, known=shown
    )


def _element(scope: Scope, node: syntax.Index) -> Place:
    """base[i, j] and base[i][j], which mean the same, whether the array is of two dimensions or of
    arrays."""
    waiting: list[tuple[int, syntax.Expression]] = []
    inner: syntax.Expression = node
    while isinstance(inner, syntax.Index):
        waiting = [*((inner.at, index) for index in inner.indices), *waiting]
        inner = inner.base
    place = place_of(scope, inner)
    while waiting:
        type_ = place.type
        if isinstance(type_, StringType) and place.at != waiting[0][0]:
            at, index = waiting.pop(0)
            number = _index(scope, index, (1, type_.length))
            place = CharacterPlace(at, type_.character, place, number)
            continue
        if not isinstance(type_, ArrayType | OpenArrayType):
            raise _no_element(scope, place, *waiting[0])
        bounds = type_.bounds if isinstance(type_, ArrayType) else (_ANY_BOUNDS,) * type_.dimensions
        taken, waiting = waiting[: len(bounds)], waiting[len(bounds) :]
        if len(taken) < len(bounds):
            raise scope.stop(
                wrong_types.WRONG_INDEX_COUNT, taken[-1][0], wanted=len(bounds), found=len(taken)
            )
        indices = tuple(
            _index(scope, index, pair) for (_, index), pair in zip(taken, bounds, strict=True)
        )
        place = dereferenced(ElementPlace(taken[-1][0], type_.element, place, indices))
    return place


def _no_element(scope: Scope, place: Place, at: int, index: syntax.Expression) -> MeaningStop:
    """An index too many in the brackets, or brackets behind what is no array."""
    array = place.base.type if isinstance(place, ElementPlace) else None
    if isinstance(array, ArrayType) and place.at == at:
        wanted = len(array.bounds)
        return scope.stop(wrong_types.WRONG_INDEX_COUNT, at, wanted=wanted, found=wanted + 1)
    return scope.stop(wrong_types.NOT_AN_ARRAY, at, type=place.type)


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
    """Constants, inputs of programs and the outputs of function blocks are not for writing."""
    if isinstance(root_place(place), ResultPlace):
        raise _not_writable(scope, place, at)
    step: Place = place
    while isinstance(step, MemberPlace | ElementPlace | BitPlace | CharacterPlace):
        if isinstance(step, MemberPlace) and isinstance(step.base.type, BlockType):
            variable = step.base.type.pou.variables[step.key]
            own = isinstance(step.base, SelfPlace)
            if variable.constant:
                raise scope.stop(wrong.ASSIGNED_CONSTANT, at, name=variable.name)
            if own and variable.role is Role.INPUT:
                _check_input(scope, variable, at)
            if variable.role is Role.OUTPUT and not own:
                owner = step.base.type
                raise scope.stop(wrong.ASSIGNED_OUTPUT, at, name=variable.name, type=owner)
        step = step.base
    root = root_variable(place)
    if root is None:
        return
    if root.constant:
        raise scope.stop(wrong.ASSIGNED_CONSTANT, at, name=root.name)
    if root.role is Role.INPUT and not isinstance(place.type, BlockType):
        _check_input(scope, root, at)
    if root in scope.controls:
        scope.warn(wrong_types.CONTROL_CHANGED, at, name=root.name)
    scope.written(root, at)


def _check_input(scope: Scope, variable: Variable, at: int) -> None:
    """A POU may change the value that it was given, as in CODESYS; not what the plant gives."""
    owner = variable.owner
    if owner is None or owner.kind == "PROGRAM":
        raise scope.stop(wrong.ASSIGNED_INPUT, at, name=variable.name)
    if not owner.is_function:
        scope.warn_once(wrong.CHANGED_INPUT, at, variable.name, pou=owner.name)


def _not_writable(scope: Scope, place: Place, at: int) -> MeaningStop:
    root = root_place(place)
    if isinstance(root, ResultPlace) and isinstance(root.call, MethodCall):
        method = root.call.pou
        if method.kind == "GET":
            owner = method.holder.name
            return scope.stop(wrong_objects.NO_SETTER, at, name=method.name, type=owner)
    return scope.stop(wrong_types.NOT_ASSIGNABLE, at)
