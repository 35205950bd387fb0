"""The variables that a POU declares: IEC 61131-3:2013 clause 6.5 and Table 14."""

from __future__ import annotations

from trainlab.core.problem import did_you_mean
from trainlab.plc import syntax
from trainlab.plc.addresses import canonical_address
from trainlab.plc.analysis.hierarchy import inherit
from trainlab.plc.analysis.initials import initial_of
from trainlab.plc.analysis.namespaces import prefixes_of
from trainlab.plc.analysis.scope import Declarations, MeaningStop, Scope
from trainlab.plc.analysis.spelled_types import initial_by_type, type_of
from trainlab.plc.problems import names as wrong
from trainlab.plc.problems import objects as wrong_objects
from trainlab.plc.typed import Pou, Role, Variable
from trainlab.plc.types import BOOL, ArrayType, OpenArrayType, Type, elementary_of, is_reference

_ROLES = {
    "VAR": Role.LOCAL,
    "VAR_TEMP": Role.TEMP,
    "VAR_INPUT": Role.INPUT,
    "VAR_OUTPUT": Role.OUTPUT,
    "VAR_IN_OUT": Role.IN_OUT,
    "VAR_GLOBAL": Role.GLOBAL,
}
_SIZES = {"X": 1, "B": 8, "W": 16, "D": 32, "L": 64}


def variable_of(
    scope: Scope, section: syntax.Section, item: syntax.Declaration, role: Role
) -> Variable:
    """The variable that one declaration makes."""
    type_ = _declared_type(scope, item, role)
    initial = initial_by_type(scope, item.spec)
    later: syntax.Expression | None = None
    if isinstance(item.initial, syntax.ArrayInitial | syntax.StructInitial) or (
        item.initial is not None and not is_reference(type_)
    ):
        initial = initial_of(scope, item.initial, type_, item.name)
    elif item.initial is not None:
        later = item.initial
    variable = Variable(
        item.name or (item.address.text if item.address else ""), type_, role, item.at,
        scope.source, initial, section.constant, section.retain,
    )  # fmt: skip
    if later is not None:
        scope.declarations.reference_initials.append((scope, variable, later))
    if item.address is not None:
        variable.address = canonical_address(item.address.text)
        variable.address_at = item.address.at
        _check_size(scope, variable)
    return variable


def _declared_type(scope: Scope, item: syntax.Declaration, role: Role) -> Type:
    if isinstance(item.spec, syntax.OpenArraySpec) and role is Role.IN_OUT:
        return OpenArrayType(type_of(scope, item.spec.element), item.spec.dimensions)
    return type_of(scope, item.spec, item.name)


def _check_size(scope: Scope, variable: Variable) -> None:
    type_ = variable.type
    while isinstance(type_, ArrayType):
        type_ = type_.element
    holder = elementary_of(type_)
    if variable.address and (holder is None or holder.bits != _SIZES[variable.address[2]]):
        raise scope.stop(
            wrong.MISUSED_LOCATION, variable.address_at, name=variable.name,
            address=variable.address, type=type_,
        )  # fmt: skip


def interface_of(declarations: Declarations, item: syntax.PouDeclaration) -> Pou:
    """A POU with its variables, still without methods and body.

    It is known by its name while its variables are read, so that references may lead in circles.
    """
    pou = Pou(item.keyword, item.name, declarations.source, item.at)
    pou.library = declarations.library
    pou.access = item.modifiers.access
    pou.abstract, pou.final = item.modifiers.abstract, item.modifiers.final
    pou.namespace = item.within.namespace
    pou.prefixes = prefixes_of(declarations, item.within)
    if pou.access == "INTERNAL":
        pou.internal_to = pou.namespace
    elif item.within.internal:
        pou.internal_to = item.within.limit
    declarations.pous[item.within.full_name(item.name).casefold()] = pou
    pou.is_open = True
    inherit(declarations.scope(pou), pou, item)
    fill(declarations, pou, item)
    _keep_variables_of_methods(declarations, pou, item)
    pou.is_open = False
    return pou


def _keep_variables_of_methods(
    declarations: Declarations, pou: Pou, item: syntax.PouDeclaration
) -> None:
    """VAR_INST of a method: a variable of each instance that only the method sees (CODESYS)."""
    for part in item.methods:
        for section in part.sections:
            if section.keyword != "VAR_INST" or part.keyword != "METHOD":
                continue
            for declaration in section.declarations:
                try:
                    kept = variable_of(declarations.scope(pou), section, declaration, Role.LOCAL)
                except MeaningStop:
                    continue
                kept.name = f"{pou.name}.{part.name}.{declaration.name}"
                kept.owner, kept.access = pou, "PRIVATE"
                pou.variables.setdefault(kept.key, kept)


def fill(declarations: Declarations, pou: Pou, item: syntax.PouDeclaration) -> None:
    """Gives a POU or method its result and its variables; mistakes are noted."""
    scope = declarations.scope(pou)
    if item.result is not None:
        try:
            result_type = type_of(scope, item.result)
            pou.result = Variable(item.name, result_type, Role.RESULT, item.at, scope.source)
        except MeaningStop:
            pou.result = Variable(item.name, BOOL, Role.RESULT, item.at, scope.source, unread=True)
    for section in item.sections:
        for declaration in section.declarations:
            try:
                _declare(scope, pou, section, declaration)
            except MeaningStop:
                continue


def _declare(scope: Scope, pou: Pou, section: syntax.Section, item: syntax.Declaration) -> None:
    key = item.name.casefold() or (item.address.text if item.address else "")
    earlier = pou.variables.get(key) or pou.externals.get(key)
    if earlier is not None and earlier.owner is not None and earlier.owner is not pou:
        raise scope.stop(
            wrong_objects.INHERITED_NAME, item.at, name=item.name, base=earlier.owner.name,
            owner=pou.name,
        )  # fmt: skip
    if earlier is not None:
        line = scope.source.line(earlier.at)
        earlier.unread = True  # which of the two is meant further on, nobody knows
        raise scope.stop(wrong.DECLARED_TWICE, item.at, name=item.name, line=line)
    if section.keyword == "VAR_EXTERNAL":
        pou.externals[key] = _external(scope, item)
        return
    if section.keyword == "VAR_STAT" and pou.kind != "INTERFACE":
        pou.externals[key] = _static(scope, pou, section, item)
        return
    if section.keyword == "VAR_INST" and pou.kind == "METHOD" and pou.owner is not None:
        held = f"{pou.owner.name}.{pou.name}.{item.name}".casefold()
        pou.externals[key] = pou.owner.variables.get(held) or _unread(scope, item)
        return
    if section.keyword == "VAR_GLOBAL" or section.keyword not in _ROLES:
        scope.warn(wrong.WRONG_SECTION, section.at, section=section.keyword, pou=pou.kind)
        pou.variables[key] = Variable(
            item.name, BOOL, Role.LOCAL, item.at, scope.source, unread=True
        )
        raise MeaningStop
    role = _ROLES[section.keyword]
    if pou.is_function and role is Role.LOCAL:
        role = Role.TEMP
    if role is Role.IN_OUT:
        scope = scope.by_reference()
    try:
        pou.variables[key] = variable_of(scope, section, item, role)
        pou.variables[key].owner = pou
        pou.variables[key].access = section.access
    except MeaningStop:
        # Declared all the same, so that its uses are not faulted as well.
        pou.variables[key] = Variable(item.name, BOOL, role, item.at, scope.source, unread=True)
        raise


def _static(scope: Scope, pou: Pou, section: syntax.Section, item: syntax.Declaration) -> Variable:
    """VAR_STAT: a variable that lives as long as the program, one for all calls (CODESYS)."""
    try:
        variable = variable_of(scope, section, item, Role.GLOBAL)
    except MeaningStop:
        return _unread(scope, item)
    variable.name = f"{pou.title}.{item.name}"
    scope.declarations.globals[variable.key] = variable
    return variable


def _unread(scope: Scope, item: syntax.Declaration) -> Variable:
    return Variable(item.name, BOOL, Role.LOCAL, item.at, scope.source, unread=True)


def _external(scope: Scope, item: syntax.Declaration) -> Variable:
    type_ = type_of(scope, item.spec, item.name)
    variable = scope.global_named(item.name)
    if variable is None or str(variable.type) != str(type_):
        known = [declared.name for _, declared in scope.declarations.global_syntax.values()]
        hint = did_you_mean(item.name, known) if variable is None else ""
        if variable is None and not hint:
            # A program written for a plant's tags: the tag itself is the global variable.
            variable = Variable(item.name, type_, Role.GLOBAL, item.at, scope.source)
            variable.external_only = True
            scope.declarations.globals[variable.key] = variable
            return variable
        scope.warn(wrong.NO_GLOBAL, item.at, name=item.name, type=type_, hint=hint)
        return Variable(item.name, type_, Role.GLOBAL, item.at, scope.source, unread=True)
    return variable
