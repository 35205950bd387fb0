"""TwinCAT 3: one XML file an object, its Structured Text in CDATA; tasks; lists of files.

Methods, properties and actions have their own places in the file; in the text they stand where the
standard has methods, between the variables and the body.
"""

from __future__ import annotations

from pathlib import PureWindowsPath

from trainlab.core.problem import Position, Problem
from trainlab.plc.files.assembly import Assembly
from trainlab.plc.files.parts import BODY, DECLARATION, TASKS
from trainlab.plc.files.suffixes import OBJECTS
from trainlab.plc.files.xml_elements import Element
from trainlab.plc.lexer import tokens_of
from trainlab.plc.problems import files as wrong
from trainlab.plc.source import Source

_KINDS = ("PROGRAM", "FUNCTION_BLOCK", "FUNCTION", "INTERFACE")
_LANGUAGES = {"NWL": "FBD/LD", "CFC": "CFC", "SFC": "SFC"}
_TEXTUAL = ("DUT", "GVL", "EnumerationTextList")


def read_object(file: str, root: Element, assembly: Assembly, problems: list[Problem]) -> None:
    """The object that a .TcPOU, .TcDUT, .TcGVL, .TcIO or .TcTTO file holds."""
    found = False
    for each in root.children:
        name = each.get("Name")
        if each.tag in ("POU", "Itf"):
            found = True
            assembly.begin(file)
            _pou(file, each, name, assembly, problems)
            assembly.end()
        elif each.tag in _TEXTUAL:
            found = True
            assembly.begin(file)
            _write(assembly, each, name)
            assembly.end(name if each.tag == "GVL" else "")
        elif each.tag == "Task":
            found = True
            assembly.begin(file)
            _task(each, name, assembly)
            assembly.end()
    if not found:
        position = Position(file, root.line, root.column)
        problems.append(wrong.NO_PROJECT.at(position, wanted="TcPlcObject"))


def _pou(file: str, pou: Element, name: str, assembly: Assembly, problems: list[Problem]) -> None:
    declaration = pou.child("Declaration")
    if declaration is None:
        return
    graphical = _graphical(pou)
    if graphical is not None:
        problems.append(_other_language(file, graphical, name))
        return
    _write(assembly, pou, name)
    for method in pou.all("Method"):
        title = f"{name}.{method.get('Name')}"
        _write(assembly, method, title)
        _body(file, method, title, assembly, problems)
        assembly.add("\nEND_METHOD\n")
    for part in pou.all("Property"):
        _property(file, part, f"{name}.{part.get('Name')}", assembly, problems)
    for action in pou.all("Action"):
        title = f"{name}.{action.get('Name')}"
        assembly.add_at(f"ACTION {action.get('Name')} :\n", action.line, action.column)
        _body(file, action, title, assembly, problems)
        assembly.add("\nEND_ACTION\n")
    _body(file, pou, name, assembly, problems)
    kind = kind_of(declaration.text())
    if kind:
        assembly.add(f"\nEND_{kind}\n")


def kind_of(declaration: str) -> str:
    """The keyword with which a declaration begins."""
    tokens = tokens_of(Source("", declaration), [])
    return next((each.text for each in tokens if each.text in _KINDS), "")


def _property(
    file: str, part: Element, title: str, assembly: Assembly, problems: list[Problem]
) -> None:
    _write(assembly, part, title)
    for accessor in part.all("Get", "Set"):
        keyword = accessor.tag.upper()
        assembly.add_at(f"\n{keyword}\n", accessor.line, accessor.column)
        _write(assembly, accessor, f"{title}.{accessor.tag}")
        _body(file, accessor, f"{title}.{accessor.tag}", assembly, problems)
        assembly.add(f"\nEND_{keyword}\n")
    assembly.add("\nEND_PROPERTY\n")


def _write(assembly: Assembly, holder: Element, title: str) -> None:
    declaration = holder.child("Declaration")
    if declaration is not None:
        assembly.write(declaration.pieces, DECLARATION, title)
        assembly.add("\n")


def _body(
    file: str, holder: Element, title: str, assembly: Assembly, problems: list[Problem]
) -> None:
    implementation = holder.child("Implementation")
    if implementation is None:
        return
    graphical = _graphical(holder)
    if graphical is not None:
        problems.append(_other_language(file, graphical, title))
    for each in implementation.all("ST"):
        assembly.write(each.pieces, BODY, title)


def _graphical(holder: Element) -> Element | None:
    """What a body holds that is no Structured Text."""
    implementation = holder.child("Implementation")
    inside = [] if implementation is None else implementation.children
    return next((each for each in inside if each.tag != "ST"), None)


def _other_language(file: str, body: Element, title: str) -> Problem:
    language = _LANGUAGES.get(body.tag, body.tag)
    position = Position(file, body.line, body.column)
    return wrong.OTHER_LANGUAGE.at(position, name=title, language=language)


def _task(task: Element, name: str, assembly: Assembly) -> None:
    """A task: its cycle time in microseconds, and the programs that it calls."""
    cycle, priority = task.child("CycleTime"), task.child("Priority")
    interval = cycle.text().strip() if cycle is not None else ""
    order = priority.text().strip() if priority is not None else ""
    lines = [f"CONFIGURATION {name}"]
    timed = interval.isdecimal() and int(interval) > 0
    if timed:
        level = order if order.isdecimal() else "0"
        lines.append(f"TASK {name}(INTERVAL := T#{interval}us, PRIORITY := {level});")
    assembly.add_at("\n".join(lines) + "\n", task.line, task.column, TASKS, name)
    for call in task.all("PouCall"):
        called = call.child("Name")
        program = called.text().strip() if called is not None else ""
        if program:
            chosen = f" WITH {name}" if timed else ""
            text = f"PROGRAM {program}{chosen} : {program};\n"
            assembly.add_at(text, call.line, call.column, TASKS, name)
    assembly.add("END_CONFIGURATION\n")


def listed_files(root: Element) -> list[tuple[str, Element]]:
    """The objects that a .plcproj builds, with forward slashes, in its order."""
    found = []
    for each in root.below("Compile"):
        excluded = each.child("ExcludeFromBuild")
        if excluded is not None and excluded.text().strip().lower() == "true":
            continue
        name = PureWindowsPath(each.get("Include")).as_posix()
        if PureWindowsPath(name).suffix.lower() in OBJECTS:
            found.append((name, each))
    return found


def listed_projects(root: Element) -> list[tuple[str, Element]]:
    """The .plcproj files that a .tsproj names."""
    return [
        (PureWindowsPath(each.get("PrjFilePath")).as_posix(), each)
        for each in root.below("Project", "Instance")
        if each.get("PrjFilePath").lower().endswith(".plcproj")
    ] + [
        pair for each in root.below("Project") for pair in listed_projects(each)
    ]  # fmt: skip
