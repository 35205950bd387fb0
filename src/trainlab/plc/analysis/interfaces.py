"""The variables that a POU declares: IEC 61131-3:2013 clause 6.5 and Table 14."""

from __future__ import annotations

from dataclasses import replace

from trainlab.core.problem import did_you_mean
from trainlab.plc import syntax
from trainlab.plc.addresses import canonical_address
from trainlab.plc.analysis.edges import declare_edge
from trainlab.plc.analysis.hierarchy import inherit
from trainlab.plc.analysis.initials import is_worked_out
from trainlab.plc.analysis.namespaces import prefixes_of
from trainlab.plc.analysis.scope import Declarations, MeaningStop, Scope, start_of
from trainlab.plc.analysis.spelled_types import initial_by_type, initial_value, type_of
from trainlab.plc.problems import names as wrong
from trainlab.plc.problems import objects as wrong_objects
from trainlab.plc.typed import Pou, Role, Variable
from trainlab.plc.types import BOOL, ArrayType, OpenArrayType, Type, elementary_of, is_reference

_ROLES = {
    "VAR": Role.LOCAL,
    "VAR_STAT": Role.LOCAL,
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
    initial: object
    later: syntax.Expression | None = None
    if isinstance(item.initial, syntax.ArrayInitial | syntax.StructInitial) or (
        not is_reference(type_)
    ):
        given = item.initial
        if role is Role.TEMP and not section.constant and is_worked_out(scope, given):
            given = None
            _assign_first(scope, item)
        started = scope if role is Role.TEMP else scope.from_start()
        initial = initial_value(started, item.spec, given, type_, item.name)
    else:
        later = item.initial
        initial = initial_by_type(scope, item.spec)
    variable = Variable(
        item.name or (item.address.text if item.address else ""), type_, role, item.at,
        scope.source, initial, section.constant, section.retain,
    )  # fmt: skip
    if later is not None:
        scope.declarations.reference_initials.append((scope, variable, later))
    if item.address is not None:
        variable.address = canonical_address(item.address.text)
        variable.address_at = item.address.at
        check_size(scope, variable)
    return variable


def _assign_first(scope: Scope, item: syntax.Declaration) -> None:
    """Lets each call of this POU begin with variable := initial value."""
    assert scope.pou is not None
    assert item.initial is not None
    assert not isinstance(item.initial, syntax.ArrayInitial | syntax.StructInitial)
    statement = syntax.Assignment(item.at, syntax.Name(item.at, item.name), item.initial)
    scope.declarations.first_assignments.setdefault(scope.pou, []).append(statement)


def _declared_type(scope: Scope, item: syntax.Declaration, role: Role) -> Type:
    if isinstance(item.spec, syntax.OpenArraySpec) and role is Role.IN_OUT:
        return OpenArrayType(type_of(scope, item.spec.element), item.spec.dimensions)
    return type_of(scope, item.spec, item.name)


def check_size(scope: Scope, variable: Variable) -> None:
    """Notes an address whose size is not that of the variable."""
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
                kept.owner, kept.access, kept.hidden = pou, "PRIVATE", True
                pou.variables.setdefault(kept.key, kept)


def fill(declarations: Declarations, pou: Pou, item: syntax.PouDeclaration) -> None:
    """Gives a POU or method its result and its variables; mistakes are noted."""
    scope = declarations.scope(pou)
    if item.result is not None:
        try:
            result_type = type_of(scope, item.result)
            pou.result = Variable(item.name, result_type, Role.RESULT, item.at, scope.source)
            pou.result.initial = initial_by_type(scope, item.result)
        except MeaningStop:
            pou.result = Variable(item.name, BOOL, Role.RESULT, item.at, scope.source, unread=True)
    # Constants first: bounds and initial values may name one that stands further down.
    for section in sorted(item.sections, key=lambda section: not section.constant):
        for declaration in section.declarations:
            try:
                _declare(scope, pou, section, declaration)
            except MeaningStop:
                continue
    _put_in_order(pou, item)


def _put_in_order(pou: Pou, item: syntax.PouDeclaration) -> None:
    """The variables as they are declared, behind those that the POU inherits."""
    places = {each.at: place for place, each in enumerate(_declarations(item))}
    inherited = {key for key, variable in pou.variables.items() if variable.owner is not pou}
    pou.variables = dict(
        sorted(
            pou.variables.items(),
            key=lambda pair: -1 if pair[0] in inherited else places.get(pair[1].at, -1),
        )
    )


def _declarations(item: syntax.PouDeclaration) -> list[syntax.Declaration]:
    return [each for section in item.sections for each in section.declarations]


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
    if section.keyword in ("VAR_EXTERNAL", "VAR_IN_OUT") and item.initial is not None:
        at = start_of(item.initial)
        scope.warn(wrong.INITIAL_HERE, at, name=item.name, section=section.keyword)
        item = replace(item, initial=None)
    if section.keyword == "VAR_EXTERNAL":
        pou.externals[key] = _external(scope, item)
        return
    if section.keyword == "VAR_STAT" and pou.kind not in ("INTERFACE", "PROGRAM"):
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
        variable = variable_of(scope, section, item, role)
        pou.variables[key] = variable
        variable.owner = pou
        variable.access = section.access
        if variable.address and role in (Role.TEMP, Role.IN_OUT):
            scope.warn(
                wrong.LOCATED_HERE, variable.address_at, name=item.name, section=section.keyword,
                pou=pou.kind, address=variable.address,
            )  # fmt: skip
        if item.edge:
            declare_edge(scope, pou, variable, item)
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
