"""What all files of a program declare, by name; what is declared twice is refused."""

from __future__ import annotations

from collections.abc import Sequence

from trainlab.plc import syntax
from trainlab.plc.analysis.namespaces import check_using
from trainlab.plc.analysis.scope import Declarations
from trainlab.plc.problems import files as wrong_files
from trainlab.plc.problems import names as wrong


def collect(declarations: Declarations, units: Sequence[syntax.Unit]) -> None:
    """Every type, POU and global variable of the units, whatever the order of the files."""
    first: dict[str, int] = {}
    for unit in units:
        declarations.namespaces.update((name.casefold(), name) for name in unit.namespaces)
    for unit in units:
        for type_item in unit.types:
            name = type_item.within.full_name(type_item.name)
            check_using(declarations, type_item.within)
            if _is_new(declarations, first, name, type_item.at):
                declarations.type_syntax[name.casefold()] = type_item
        for pou_item in unit.pous:
            name = pou_item.within.full_name(pou_item.name)
            check_using(declarations, pou_item.within)
            if _is_new(declarations, first, name, pou_item.at):
                declarations.pou_syntax[name.casefold()] = pou_item
        for section in unit.globals:
            for item in section.declarations:
                _collect_global(declarations, first, unit.list_name, section, item)


def _is_new(declarations: Declarations, first: dict[str, int], name: str, at: int) -> bool:
    key = name.casefold()
    if key not in first:
        first[key] = at
        return True
    scope = declarations.scope()
    here = declarations.source.position(at)
    earlier = declarations.source.position(first[key])
    if earlier.file == here.file:
        scope.warn(wrong.DECLARED_TWICE, at, name=name, line=earlier.line)
    else:
        scope.warn(wrong_files.DECLARED_ELSEWHERE, at, name=name, place=earlier)
    return False


def _collect_global(
    declarations: Declarations,
    first: dict[str, int],
    list_name: str,
    section: syntax.Section,
    item: syntax.Declaration,
) -> None:
    """A global variable; one of that name in another list keeps its list's name: GVL_2.speed."""
    name = item.name or (item.address.text if item.address else "")
    key = name.casefold()
    declarations.list_names.setdefault(list_name.casefold(), list_name)
    listed = declarations.global_lists.setdefault(list_name.casefold(), {})
    others = [members for members in declarations.global_lists.values() if key in members]
    if others and list_name and key not in listed:
        declarations.ambiguous.add(key)
        listed[key] = f"{list_name.casefold()}.{key}"
    elif _is_new(declarations, first, name, item.at):
        listed[key] = key
    else:
        return
    declarations.global_syntax[listed[key]] = (section, item)


def name_lists(declarations: Declarations) -> None:
    """Tells each global variable which list it is in."""
    for folded, members in declarations.global_lists.items():
        for key in members.values():
            if key in declarations.globals:
                declarations.globals[key].list_name = declarations.list_names[folded]
