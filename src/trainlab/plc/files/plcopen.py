"""PLCopen XML (TC6 2.0 and 2.01) of Beremiz, OpenPLC Editor and CODESYS.

Declarations that are kept as XML elements are said in Structured Text, each at the place of its
element; texts stay where they stand. CODESYS keeps more in addData: declarations as plain text,
methods, properties, and whole applications.
"""

from __future__ import annotations

import re

from trainlab.core.message import Text
from trainlab.core.problem import Position, Problem
from trainlab.plc.files.assembly import Assembly, Piece
from trainlab.plc.files.parts import BODY, DECLARATION, TASKS, TYPES, VARIABLES
from trainlab.plc.files.plcopen_types import (
    SECTIONS,
    initial_text,
    section_opener,
    type_text,
    variable_text,
)
from trainlab.plc.files.xml_elements import Element
from trainlab.plc.problems import files as wrong

_KINDS = {"program": "PROGRAM", "functionBlock": "FUNCTION_BLOCK", "function": "FUNCTION",
          "interface": "INTERFACE"}  # fmt: skip
_ISO = re.compile(r"P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?", re.IGNORECASE)
_NOT_TEXT = ("documentation", "addData")


def read_plcopen(file: str, root: Element, assembly: Assembly, problems: list[Problem]) -> None:
    """Everything that the file declares: types, POUs, global variables, tasks and programs."""
    if root.tag != "project":
        position = Position(file, root.line, root.column)
        problems.append(wrong.NO_PROJECT.at(position, wanted="PLCopen XML"))
        return
    for data_type in root.below("dataType"):
        assembly.begin(file)
        _data_type(data_type, assembly)
        assembly.end()
    for pou in root.below("pou"):
        assembly.begin(file)
        _Pou(file, assembly, problems).read(pou)
        assembly.end()
    for variables in _global_lists(root):
        assembly.begin(file)
        _global_list(variables, assembly)
        assembly.end(variables.get("name"))
    for resource in root.below("resource"):
        if any(True for _ in resource.below("pouInstance")):
            assembly.begin(file)
            _resource(resource, assembly)
            assembly.end()


def _data_type(data_type: Element, assembly: Assembly) -> None:
    name = data_type.get("name")
    plain = _plain_text(data_type)
    if plain:
        assembly.write(plain, DECLARATION, name)
        return
    initial = initial_text(data_type)
    assigned = f" := {initial}" if initial else ""
    text = f"TYPE {name} : {type_text(data_type.child('baseType'))}{assigned}; END_TYPE"
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
    if plain:
        assembly.write(plain, DECLARATION, name)
    else:
        _section(variables, name, assembly)


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
        self._declaration(pou, name, f"{kind} {name}")
        added = pou.child("addData")
        for data in added.children if added is not None else ():
            for method in data.all("Method"):
                self._method(method, f"{name}.{method.get('name')}")
            for each in data.all("Property"):
                self._property(each, f"{name}.{each.get('name')}")
        actions = pou.child("actions")
        for action in actions.all("action") if actions is not None else ():
            opener = f"ACTION {action.get('name')} :\n"
            self._assembly.add_at(opener, action.line, action.column)
            self._body(action, f"{name}.{action.get('name')}")
            self._assembly.add("\nEND_ACTION\n")
        self._body(pou, name)
        self._assembly.add(f"\nEND_{kind}\n")

    def _declaration(self, holder: Element, title: str, opener: str) -> None:
        plain = _plain_text(holder)
        if plain:
            self._assembly.write(plain, DECLARATION, title)
            self._assembly.add("\n")
            return
        interface = holder.child("interface")
        result = type_text(interface.child("returnType")) if interface is not None else ""
        first = f"{opener} : {result}\n" if result else f"{opener}\n"
        self._assembly.add_at(first, holder.line, holder.column, VARIABLES, title)
        if interface is not None:
            self._sections(interface, title)

    def _sections(self, interface: Element, title: str) -> None:
        for section in interface.children:
            if section.tag in SECTIONS:
                _section(section, title, self._assembly)

    def _method(self, method: Element, title: str) -> None:
        self._declaration(method, title, f"METHOD {method.get('name')}")
        self._body(method, title)
        self._assembly.add("\nEND_METHOD\n")

    def _property(self, part: Element, title: str) -> None:
        self._declaration(part, title, f"PROPERTY {part.get('name')}")
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
        for body in holder.all("body"):
            written = [each for each in body.children if each.tag not in _NOT_TEXT]
            for each in written:
                if each.tag == "ST":
                    self._assembly.write(_text_of(each), BODY, title)
                else:
                    self._refuse(each, title, each.tag)
            added = body.child("addData")
            for data in added.children if added is not None and not written else ():
                self._refuse(data, title, data.get("name").rpartition("/")[2].upper())

    def _refuse(self, element: Element, title: str, language: str) -> None:
        position = Position(self._file, element.line, element.column)
        self._problems.append(wrong.OTHER_LANGUAGE.at(position, name=title, language=language))


def _resource(resource: Element, assembly: Assembly) -> None:
    """Tasks with their program instances, and instances without a task (Table 62)."""
    name = resource.get("name") or "Resource"
    opener = f"CONFIGURATION {name}\nRESOURCE {name} ON PLC\n"
    assembly.add_at(opener, resource.line, resource.column, TASKS, name)
    for task in resource.all("task"):
        settings = _settings(task)
        if settings:
            text = f"TASK {task.get('name')}({', '.join(settings)});\n"
            assembly.add_at(text, task.line, task.column, TASKS, name)
        for instance in task.all("pouInstance"):
            _instance(
                instance, f" WITH {task.get('name')}" if settings else "", TASKS, name, assembly
            )
    for instance in resource.all("pouInstance"):
        _instance(instance, "", TASKS, name, assembly)
    assembly.add("END_RESOURCE\nEND_CONFIGURATION\n")


def _instance(instance: Element, chosen: str, part: Text, title: str, assembly: Assembly) -> None:
    name = instance.get("name")
    type_name = instance.get("typeName") or name
    text = f"PROGRAM {name}{chosen} : {type_name};\n"
    assembly.add_at(text, instance.line, instance.column, part, title)


def _settings(task: Element) -> list[str]:
    """INTERVAL, SINGLE and PRIORITY; none for a task that runs in every scan."""
    settings = []
    interval = duration_text(task.get("interval")) or _added_interval(task)
    if interval:
        settings.append(f"INTERVAL := {interval}")
    if task.get("single"):
        settings.append(f"SINGLE := {task.get('single')}")
    priority = task.get("priority")
    if settings and priority:
        settings.append(f"PRIORITY := {priority}")
    return settings


def _added_interval(task: Element) -> str:
    """What CODESYS says of the task in addData, since the standard's element may say 0 s."""
    added = next(iter(task.below("TaskSettings")), None)
    if added is None or added.get("KindOfTask") in ("Freewheeling", "Freerun"):
        return ""
    interval = added.get("Interval")
    if interval.isdecimal():
        interval = f"T#{interval}{added.get('IntervalUnit') or 'ms'}"
    return duration_text(interval)


def duration_text(text: str) -> str:
    """T#20ms of T#20ms, t#20ms or PT0.02S; "" for none and for no time at all."""
    text = text.strip()
    iso = _ISO.fullmatch(text)
    if iso is not None:
        days, hours, minutes, seconds = (float(part or 0) for part in iso.groups())
        whole_ns = round((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1e9)
        return f"T#{whole_ns}ns" if whole_ns else ""
    has_time = any(digit in "123456789" for digit in text)
    return text if has_time else ""
