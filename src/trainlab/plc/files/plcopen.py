"""PLCopen XML (TC6 2.0 and 2.01) of Beremiz, OpenPLC Editor and CODESYS.

Declarations that are kept as XML elements are said in Structured Text, each at the place of its
element; texts stay where they stand. CODESYS keeps more in addData: declarations as plain text,
methods, properties, and whole applications.
"""

from __future__ import annotations

from trainlab.core.problem import Position, Problem
from trainlab.plc.files.assembly import Assembly, Piece
from trainlab.plc.files.parts import BODY, DECLARATION, TYPES, VARIABLES
from trainlab.plc.files.plcopen_tasks import write_configurations
from trainlab.plc.files.plcopen_types import (
    SECTIONS,
    fields_text,
    initial_text,
    section_opener,
    type_text,
    variable_text,
)
from trainlab.plc.files.xml_elements import Element
from trainlab.plc.problems import files as wrong

_KINDS = {"program": "PROGRAM", "functionBlock": "FUNCTION_BLOCK", "function": "FUNCTION",
          "interface": "INTERFACE"}  # fmt: skip
_NOT_TEXT = ("documentation", "addData")
_MODIFIERS = ("Public", "Private", "Protected", "Internal", "Abstract", "Final")


def read_plcopen(file: str, root: Element, assembly: Assembly, problems: list[Problem]) -> None:
    """Everything that the file declares: types, POUs, global variables, tasks and programs."""
    if root.tag != "project":
        position = Position(file, root.line, root.column)
        problems.append(wrong.NO_PROJECT.at(position, wanted="PLCopen XML"))
        return
    for data_type in root.below("dataType", "union"):
        assembly.begin(file)
        _data_type(data_type, assembly)
        assembly.end()
    named = (
        each for each in root.below("pou", "Interface") if each.tag == "pou" or each.get("name")
    )
    for pou in named:
        assembly.begin(file)
        _Pou(file, assembly, problems).read(pou)
        assembly.end()
    for variables in _global_lists(root):
        assembly.begin(file)
        _global_list(variables, assembly)
        assembly.end(variables.get("name"))
    write_configurations(file, root, assembly)


def _data_type(data_type: Element, assembly: Assembly) -> None:
    name = data_type.get("name")
    plain = _plain_text(data_type)
    if plain:
        assembly.write(plain, DECLARATION, name)
        return
    initial = initial_text(data_type)
    assigned = f" := {initial}" if initial else ""
    spec = type_text(data_type.child("baseType"))
    if data_type.tag == "union":
        spec = fields_text(data_type, "UNION")
    text = f"TYPE {name}{_ancestors(data_type)} : {spec}{assigned}; END_TYPE"
    assembly.add_at(text, data_type.line, data_type.column, TYPES, name)


def _global_lists(root: Element) -> list[Element]:
    """Lists of global variables wherever they stand, except in the interface of a POU."""
    found = []
    for each in root.children:
        if each.tag == "globalVars":
            found.append(each)
        elif each.tag != "pou":
            found += _global_lists(each)
    return found


def _global_list(variables: Element, assembly: Assembly) -> None:
    name = variables.get("name") or "VAR_GLOBAL"
    plain = _plain_text(variables)
    mixed = next(variables.below("MixedAttrsVarList"), None)
    if plain:
        assembly.write(plain, DECLARATION, name)
        return
    # The list itself then holds all variables, but not which of them are CONSTANT or RETAIN.
    for section in [variables] if mixed is None else mixed.all("globalVars"):
        _section(section, name, assembly)


def _section(section: Element, title: str, assembly: Assembly) -> None:
    assembly.add_at(f"{section_opener(section)}\n", section.line, section.column, VARIABLES, title)
    for each in section.all("variable"):
        assembly.add_at(f"{variable_text(each)}\n", each.line, each.column, VARIABLES, title)
    assembly.add("END_VAR\n")


def _plain_text(holder: Element) -> list[Piece]:
    """The declaration as CODESYS keeps it in addData beside the elements."""
    added = holder.child("addData")
    for each in (*holder.children, *(added.children if added is not None else ())):
        plain = each if each.tag == "InterfaceAsPlainText" else each.child("InterfaceAsPlainText")
        pieces = _text_of(plain) if plain is not None else []
        if any(piece.text.strip() for piece in pieces):
            return pieces
    return []


def _text_of(element: Element) -> list[Piece]:
    """The text of an element, or that of the elements in it."""
    if any(piece.text.strip() for piece in element.pieces):
        return element.pieces
    inside = [each for each in element.children if each.tag not in _NOT_TEXT]
    return [piece for each in inside for piece in _text_of(each)]


class _Pou:
    """One POU while it is put together."""

    __slots__ = ("_assembly", "_file", "_problems")

    def __init__(self, file: str, assembly: Assembly, problems: list[Problem]) -> None:
        self._file = file
        self._assembly = assembly
        self._problems = problems

    def read(self, pou: Element) -> None:
        """Its declaration, methods, properties, actions and body."""
        name, kind = pou.get("name"), _KINDS.get(pou.get("pouType"), "PROGRAM")
        if pou.tag == "Interface":
            kind = "INTERFACE"
        graphical = _graphical(pou)
        if graphical is not None:
            self._refuse(graphical, name)
            return
        self._declaration(pou, name, kind)
        for each in pou.below("Method", "Property"):
            title = f"{name}.{each.get('name')}"
            (self._method if each.tag == "Method" else self._property)(each, title)
        actions = pou.child("actions")
        for action in actions.all("action") if actions is not None else ():
            opener = f"ACTION {action.get('name')} :\n"
            self._assembly.add_at(opener, action.line, action.column)
            self._body(action, f"{name}.{action.get('name')}")
            self._assembly.add("\nEND_ACTION\n")
        self._body(pou, name)
        self._assembly.add(f"\nEND_{kind}\n")

    def _declaration(self, holder: Element, title: str, keyword: str) -> None:
        plain = _plain_text(holder)
        if plain:
            self._assembly.write(plain, DECLARATION, title)
            self._assembly.add("\n")
            return
        interface = holder.child("interface")
        first = f"{keyword} {_modifiers(holder)}{holder.get('name')}"
        result = type_text(interface.child("returnType")) if interface is not None else ""
        first += f" : {result}" if result else ""
        first += _ancestors(holder) + "\n"
        self._assembly.add_at(first, holder.line, holder.column, VARIABLES, title)
        if interface is not None:
            self._sections(interface, title)

    def _sections(self, interface: Element, title: str) -> None:
        for section in interface.children:
            if section.tag in SECTIONS:
                _section(section, title, self._assembly)

    def _method(self, method: Element, title: str) -> None:
        self._declaration(method, title, "METHOD")
        self._body(method, title)
        self._assembly.add("\nEND_METHOD\n")

    def _property(self, part: Element, title: str) -> None:
        self._declaration(part, title, "PROPERTY")
        for tag, keyword in (("GetAccessor", "GET"), ("SetAccessor", "SET")):
            accessor = part.child(tag)
            if accessor is None:
                continue
            self._assembly.add_at(f"{keyword}\n", accessor.line, accessor.column)
            plain, interface = _plain_text(accessor), accessor.child("interface")
            if plain:
                self._assembly.write(plain, DECLARATION, f"{title}.{keyword}")
            elif interface is not None:
                self._sections(interface, f"{title}.{keyword}")
            self._body(accessor, f"{title}.{keyword}")
            self._assembly.add(f"\nEND_{keyword}\n")
        self._assembly.add("END_PROPERTY\n")

    def _body(self, holder: Element, title: str) -> None:
        graphical = _graphical(holder)
        if graphical is not None:
            self._refuse(graphical, title)
        for body in holder.all("body"):
            for each in body.all("ST"):
                self._assembly.write(_text_of(each), BODY, title)

    def _refuse(self, body: Element, title: str) -> None:
        position = Position(self._file, body.line, body.column)
        language = body.tag
        if body.tag == "data":
            language = body.get("name").rpartition("/")[2].upper()
        self._problems.append(wrong.OTHER_LANGUAGE.at(position, name=title, language=language))


def _graphical(holder: Element) -> Element | None:
    """What a body holds that is no Structured Text, beside the elements or in their place."""
    for body in holder.all("body"):
        written = [each for each in body.children if each.tag not in _NOT_TEXT]
        added = body.child("addData")
        if not written and added is not None:
            written = added.children
        for each in written:
            if each.tag != "ST":
                return each
    return None


def _added(holder: Element, tag: str) -> list[Element]:
    """What CODESYS says of a POU or method in the addData of its interface, or in its own."""
    found = []
    for each in (holder.child("interface"), holder):
        added = each.child("addData") if each is not None else None
        for data in added.children if added is not None else ():
            found += data.all(tag)
    return found


def _ancestors(holder: Element) -> str:
    """EXTENDS a IMPLEMENTS b, c; an interface extends several."""
    words = ""
    for tag in ("Extends", "Implements"):
        named = [
            name.strip()
            for inheritance in _added(holder, "Inheritance")
            for each in inheritance.all(tag)
            for name in each.text().split(",")
            if name.strip()
        ]
        words += f" {tag.upper()} {', '.join(named)}" if named else ""
    return words


def _modifiers(holder: Element) -> str:
    """PRIVATE, ABSTRACT and the like, each with a space behind it."""
    given = _added(holder, "AccessModifiers")
    chosen = [name for name in _MODIFIERS if any(each.get(name) == "true" for each in given)]
    return "".join(f"{name.upper()} " for name in chosen)
