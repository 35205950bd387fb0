"""Types as declarations spell them: IEC 61131-3:2013 Table 11."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.problem import DID_YOU_MEAN, did_you_mean
from trainlab.plc import syntax
from trainlab.plc.analysis.initials import constant_integer, initial_of
from trainlab.plc.analysis.namespaces import check_internal
from trainlab.plc.analysis.scope import MeaningStop, Scope, start_of
from trainlab.plc.library import BLOCK_NAMES
from trainlab.plc.problems import names as wrong
from trainlab.plc.problems import objects as wrong_objects
from trainlab.plc.problems import references as wrong_references
from trainlab.plc.problems import syntax as wrong_syntax
from trainlab.plc.problems import texts as wrong_text
from trainlab.plc.typed import Pou, merged
from trainlab.plc.types import (
    BOOL,
    ELEMENTARY,
    MOST_LENGTH,
    OTHER_TYPES,
    SHORT_NAMES,
    ArrayType,
    Elementary,
    EnumType,
    Field,
    InterfaceType,
    ReferenceType,
    StringType,
    StructType,
    SubrangeType,
    Type,
    elementary_of,
)

MOST_BYTES = 16 << 20
_START_ARGUMENTS = Text("a declaration with arguments for FB_Init", "带 FB_Init 参数的声明")


def type_of(scope: Scope, spec: syntax.TypeSpec, name: str = "") -> Type:
    """The type that a declaration names or spells out; a diagnostic if there is none."""
    if isinstance(spec, syntax.NamedType):
        return _named(scope, spec)
    if isinstance(spec, syntax.ArraySpec):
        return _array(scope, spec)
    if isinstance(spec, syntax.StringSpec):
        return _string(scope, spec)
    if isinstance(spec, syntax.StructSpec):
        struct = StructType(name or "STRUCT")
        _fill_struct(scope, struct, spec)
        return struct
    if isinstance(spec, syntax.EnumSpec):
        return _enum(scope, spec, name or "enumeration")
    if isinstance(spec, syntax.ReferenceSpec):
        return reference_type(scope, spec)
    if isinstance(spec, syntax.OpenArraySpec):
        raise scope.stop(wrong_references.OPEN_ARRAY_HERE, spec.at)
    if isinstance(spec, syntax.UnreadSpec):
        raise MeaningStop
    return _subrange(scope, spec)


def _named(scope: Scope, spec: syntax.NamedType) -> Type:
    upper = spec.name.upper()
    declarations = scope.declarations
    key = scope.found(spec.name, declarations.type_syntax)
    if key:
        return declarations.meaning.declared_type(declarations, key, spec.at)
    pou = scope.pou_named(spec.name)
    if pou is not None:
        check_internal(scope, pou, spec.at)
        return _instance_type(scope, pou, spec)
    elementary = ELEMENTARY.get(SHORT_NAMES.get(upper, upper))
    if elementary is not None:
        return elementary
    if upper in ("STRING", "WSTRING"):
        return StringType(upper == "WSTRING")
    if upper.startswith("ANY_") or upper == "ANY":
        raise scope.stop(wrong.GENERIC_TYPE, spec.at, name=spec.name)
    known = [*ELEMENTARY, "STRING", "WSTRING", *BLOCK_NAMES]
    known += [item.within.full_name(item.name) for item in declarations.type_syntax.values()]
    known += [
        item.within.full_name(item.name)
        for item in declarations.pou_syntax.values()
        if item.keyword in ("FUNCTION_BLOCK", "CLASS", "INTERFACE")
    ]
    if upper.startswith("__"):
        raise scope.stop(wrong_references.SYSTEM_NAME, spec.at, name=spec.name)
    raise scope.stop(wrong.UNKNOWN_TYPE, spec.at, name=spec.name, hint=_meant(spec.name, known))


def _meant(name: str, known: list[str]) -> object:
    """The type that is meant: another language's, one with two letters swapped, or a near one."""
    upper = name.upper()
    other = OTHER_TYPES.get(upper, "")
    swapped = [each for each in known if sorted(each.upper()) == sorted(upper)]
    if other or swapped:
        return DID_YOU_MEAN.fill(name=other or swapped[0])
    return did_you_mean(name, known)


def _instance_type(scope: Scope, pou: Pou, spec: syntax.NamedType) -> Type:
    if pou.kind == "INTERFACE":
        return InterfaceType(pou.name, pou)
    if not pou.is_block:
        raise scope.stop(wrong.NOT_A_TYPE, spec.at, name=spec.name, what=pou.kind)
    if scope.holds:
        if pou.is_open:
            chain = f"{pou.name} -> {pou.name}"
            raise scope.stop(wrong.SELF_CONTAINING, spec.at, name=pou.name, chain=chain)
        if pou.abstract:
            raise scope.stop(wrong_objects.ABSTRACT_INSTANCE, spec.at, name=pou.name)
        scope.calls(pou, spec.at)
    return pou.block_type()


def reference_type(scope: Scope, spec: syntax.ReferenceSpec) -> ReferenceType:
    """REF_TO or REFERENCE TO: what it refers to is looked up once everything is declared."""

    def look_up() -> Type:
        try:
            return type_of(scope.by_reference(), spec.target)
        except MeaningStop:
            return BOOL

    reference = ReferenceType(look_up, spec.automatic)
    scope.declarations.references.append((reference, spec.at))
    return reference


def _string(scope: Scope, spec: syntax.StringSpec) -> StringType:
    length = constant_integer(scope, spec.length)
    if not 1 <= length <= MOST_LENGTH:
        raise scope.stop(
            wrong_text.BAD_LENGTH, start_of(spec.length), length=length, most=MOST_LENGTH
        )
    return StringType(spec.name == "WSTRING", length)


def initial_by_type(scope: Scope, spec: syntax.TypeSpec) -> object:
    """The initial value that a type's own declaration gives to its variables."""
    if isinstance(spec, syntax.NamedType):
        key = scope.found(spec.name, scope.declarations.type_syntax)
        return scope.declarations.type_initials.get(key)
    return None


def initial_value(
    scope: Scope, spec: syntax.TypeSpec, initial: syntax.Initial | None, type_: Type, name: str
) -> object:
    """The initial value that a declaration gives, over the one that the type's own gives."""
    by_type = initial_by_type(scope, spec)
    if initial is None:
        return by_type
    return merged(by_type, initial_of(scope, initial, type_, name))


def _array(scope: Scope, spec: syntax.ArraySpec) -> ArrayType:
    bounds = []
    for low_node, high_node in spec.ranges:
        low = constant_integer(scope, low_node)
        high = constant_integer(scope, high_node)
        if low > high:
            raise scope.stop(wrong.BAD_BOUNDS, spec.at, low=low, high=high)
        bounds.append((low, high))
    element = type_of(scope, spec.element)
    array = ArrayType(element, tuple(bounds), initial_by_type(scope, spec.element))
    size = array.count * least_size(array.element)
    if size > MOST_BYTES:
        raise scope.stop(wrong.TOO_MUCH_MEMORY, spec.at, name=array, size=size, most=MOST_BYTES)
    return array


def least_size(type_: Type) -> int:
    """A lower bound of the bytes that a type takes, for limits only."""
    if isinstance(type_, ArrayType):
        return type_.count * least_size(type_.element)
    if isinstance(type_, StructType):
        return sum(least_size(field.type) for field in type_.fields.values())
    if isinstance(type_, Elementary | StringType):
        return type_.size
    return 1


def _fill_struct(scope: Scope, struct: StructType, spec: syntax.StructSpec) -> None:
    struct.overlap = spec.overlap
    if spec.base is not None:
        base = _named(scope, spec.base)
        if not isinstance(base, StructType):
            raise scope.stop(wrong.UNKNOWN_TYPE, spec.base.at, name=spec.base.name, hint="")
        struct.fields.update(base.fields)
    if not spec.fields and not struct.fields:
        raise scope.stop(wrong.EMPTY_STRUCT, spec.at, name=struct.name)
    first = dict.fromkeys(struct.fields, spec.base.at if spec.base is not None else spec.at)
    for item in spec.fields:
        key = item.name.casefold()
        if key in first:
            line = scope.source.line(first[key])
            raise scope.stop(wrong.DECLARED_TWICE, item.at, name=item.name, line=line)
        first[key] = item.at
        type_ = type_of(scope, item.spec)
        if spec.overlap and not _may_overlap(type_):
            raise scope.stop(wrong.NOT_OVERLAPPING, item.at, name=item.name, type=type_)
        initial = initial_value(scope, item.spec, item.initial, type_, item.name)
        struct.fields[key] = Field(item.name, type_, initial)


def _may_overlap(type_: Type) -> bool:
    """Whether any bits are a value: not so the length of a text, a reference or an instance."""
    if isinstance(type_, ArrayType):
        return _may_overlap(type_.element)
    if isinstance(type_, StructType):
        return all(_may_overlap(field.type) for field in type_.fields.values())
    return elementary_of(type_) is not None


def _enum(scope: Scope, spec: syntax.EnumSpec, name: str) -> EnumType:
    enum = EnumType(name)
    if spec.base and scope.pou_named(spec.base) is not None:
        raise scope.stop(wrong_syntax.NOT_YET, spec.at, what=_START_ARGUMENTS)
    if spec.base:
        enum.base = _base(scope, spec.at, spec.base, bits=True)
    following = 0
    for item, value_node in spec.values:
        key = item.text.casefold()
        if key in enum.values:
            line = scope.source.line(spec.at)
            raise scope.stop(wrong.DECLARED_TWICE, item.at, name=item.text, line=line)
        if value_node is not None:
            following = constant_integer(scope, value_node, enum.base)
        enum.values[key] = following
        enum.spelled[key] = item.text
        scope.declarations.enum_values.setdefault(key, []).append(enum)
        following += 1
    return enum


def _base(scope: Scope, at: int, name: str, bits: bool = False) -> Elementary:
    """The integer type (or with `bits` the bit string) under an enumeration or subrange."""
    base = _named(scope, syntax.NamedType(at, name))
    if isinstance(base, Elementary) and (base.is_integer or (bits and base.is_bits)):
        return base
    raise scope.stop(wrong.BAD_BASE_TYPE, at, name=name)


def _subrange(scope: Scope, spec: syntax.SubrangeSpec) -> SubrangeType:
    base = _base(scope, spec.at, spec.base)
    low = constant_integer(scope, spec.low, base)
    high = constant_integer(scope, spec.high, base)
    if low > high:
        raise scope.stop(wrong.BAD_BOUNDS, spec.at, low=low, high=high)
    return SubrangeType(base, low, high)
