"""OpenPLC Editor 4: a folder with project.json, the POUs in pous/, one file each, and in later
versions the data types in datatypes/.

The JSON has no places of its own, so what it declares stands at the line where its name is written.
The first versions keep the POUs in the JSON, too, or in a JSON file each.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from trainlab.core.message import Text
from trainlab.core.problem import Position, Problem, ProblemsFound
from trainlab.plc.files.assembly import Assembly, Piece
from trainlab.plc.files.parts import BODY, TASKS, TYPES, VARIABLES
from trainlab.plc.files.plcopen_tasks import duration_text
from trainlab.plc.files.suffixes import PLAIN
from trainlab.plc.problems import files as wrong
from trainlab.plc.source import Source, read_bytes

PROJECT = "project.json"
OTHER_LANGUAGES = {
    ".il": "IL", ".ld": "LD", ".fbd": "FBD", ".sfc": "SFC", ".py": "Python", ".cpp": "C++",
}  # fmt: skip
FOLDERS = {"datatypes": (".dt",), "pous": (*PLAIN, ".json", *OTHER_LANGUAGES)}
_KINDS = {"program": "PROGRAM", "function": "FUNCTION", "function-block": "FUNCTION_BLOCK"}
_CLASSES = {
    "input": "VAR_INPUT", "output": "VAR_OUTPUT", "inOut": "VAR_IN_OUT", "local": "VAR",
    "temp": "VAR_TEMP", "external": "VAR_EXTERNAL", "global": "VAR_GLOBAL",
}  # fmt: skip


def is_project(folder: Path) -> bool:
    """Whether the folder is what the editor saves."""
    file = folder / PROJECT
    if not file.is_file():
        return False
    return (folder / "pous").is_dir() or b'"plc-project"' in read_bytes(file)


def read_project(source: Source, assembly: Assembly, problems: list[Problem]) -> None:
    """What project.json declares: types, global variables, tasks and programs."""
    document = _parsed(source)
    data = _in(document, "data")
    if not {"configuration", "configurations", "pous"} & data.keys():
        problem = wrong.NO_PROJECT.at(Position(source.file), wanted="OpenPLC Editor 4 project")
        raise ProblemsFound([problem])
    project = _Project(source, assembly, problems)
    for data_type in _list(data, "dataTypes"):
        project.data_type(data_type)
    for pou in _list(data, "pous"):
        project.pou(pou)
    configuration = _in(data, "configuration") or _in(data, "configurations")
    resource = _in(configuration, "resource")
    project.global_variables(_list(resource, "globalVariables"))
    for variables in _list(data, "globalVariableLists"):
        project.global_variables(_list(variables, "variables"), _text(variables, "name"))
    project.resource(_list(resource, "tasks"), _list(resource, "instances"))


def read_pou(source: Source, assembly: Assembly, problems: list[Problem]) -> None:
    """A POU that has a JSON file of its own."""
    document = _parsed(source)
    if not _in(document, "data"):
        problem = wrong.NO_PROJECT.at(Position(source.file), wanted="OpenPLC Editor 4 POU")
        raise ProblemsFound([problem])
    _Project(source, assembly, problems).pou(document)


def _parsed(source: Source) -> Any:
    try:
        return json.loads(source.text)
    except json.JSONDecodeError as error:
        position = Position(source.file, error.lineno, error.colno)
        raise ProblemsFound([wrong.BAD_JSON.at(position)]) from None
    except (RecursionError, ValueError):
        raise ProblemsFound([wrong.BAD_JSON.at(Position(source.file))]) from None


def _in(value: Any, key: str) -> dict[str, Any]:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def _list(value: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = value.get(key)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _text(value: dict[str, Any], key: str) -> str:
    found = value.get(key)
    return found.strip() if isinstance(found, str) else ""


def _type_text(spec: dict[str, Any]) -> str:
    value = _text(spec, "value")
    if spec.get("definition") == "array":
        inner = _in(spec, "data")
        if not inner:
            return value
        return _array_text(_list(inner, "dimensions"), _in(inner, "baseType"))
    return value.upper() if spec.get("definition") == "base-type" else value


def _array_text(dimensions: list[dict[str, Any]], base: dict[str, Any]) -> str:
    ranges = ", ".join(_text(each, "dimension") for each in dimensions)
    return f"ARRAY [{ranges}] OF {_type_text(base)}"


class _Project:
    """The text of a project while it is put together."""

    __slots__ = ("_assembly", "_problems", "_source")

    def __init__(self, source: Source, assembly: Assembly, problems: list[Problem]) -> None:
        self._source = source
        self._assembly = assembly
        self._problems = problems

    def data_type(self, item: dict[str, Any]) -> None:
        """A structure, enumeration or array."""
        name, derivation = _text(item, "name"), _text(item, "derivation")
        initial = _text(item, "initialValue")
        if derivation == "enumerated":
            values = ", ".join(_text(each, "description") for each in _list(item, "values"))
            spec = f"({values})"
        elif derivation == "array":
            spec = _array_text(_list(item, "dimensions"), _in(item, "baseType"))
        else:
            fields = [self._variable(each) for each in _list(item, "variable")]
            spec, initial = "STRUCT\n" + "\n".join(fields) + "\nEND_STRUCT", ""
        assigned = f" := {initial}" if initial else ""
        self._assembly.begin(self._source.file)
        self._add(name, f"TYPE {name} : {spec}{assigned}; END_TYPE", TYPES, name)
        self._assembly.end()

    def _variable(self, item: dict[str, Any]) -> str:
        simple = _in(_in(item, "initialValue"), "simpleValue")
        initial = _text(simple, "value") or _text(item, "initialValue")
        location = _text(item, "location")
        located = f" AT {location}" if location else ""
        assigned = f" := {initial}" if initial else ""
        return f"{_text(item, 'name')}{located} : {_type_text(_in(item, 'type'))}{assigned};"

    def pou(self, item: dict[str, Any]) -> None:
        """A POU that is kept in the JSON."""
        kind, data = _KINDS.get(_text(item, "type"), "PROGRAM"), _in(item, "data")
        name, body = _text(data, "name"), _in(data, "body")
        language = _text(body, "language")
        if language != "st":
            position = self._position(name)
            shown = OTHER_LANGUAGES.get(f".{language}", language.upper())
            self._problems.append(wrong.OTHER_LANGUAGE.at(position, name=name, language=shown))
            return
        self._assembly.begin(self._source.file)
        result = _text(data, "returnType")
        typed = f" : {result}" if kind == "FUNCTION" and result else ""
        self._add(name, f"{kind} {name}{typed}\n", VARIABLES, name)
        for variable in _list(data, "variables"):
            section = _CLASSES.get(_text(variable, "class"), "VAR")
            text = f"{section} {self._variable(variable)} END_VAR\n"
            self._add(_text(variable, "name"), text, VARIABLES, name)
        position = self._position(name)
        written = body.get("value")
        piece = Piece(written if isinstance(written, str) else "", position.line, position.column)
        self._assembly.write_apart(piece, BODY, name)
        self._assembly.add(f"\nEND_{kind}\n")
        self._assembly.end()

    def global_variables(self, items: list[dict[str, Any]], list_name: str = "") -> None:
        """The global variables of the resource, or a list of them that has a name."""
        self._assembly.begin(self._source.file)
        for item in items:
            text = f"VAR_GLOBAL {self._variable(item)} END_VAR\n"
            self._add(_text(item, "name"), text, VARIABLES, list_name or PROJECT)
        self._assembly.end(list_name)

    def resource(self, tasks: list[dict[str, Any]], instances: list[dict[str, Any]]) -> None:
        """Tasks and program instances."""
        if not instances:
            return
        self._assembly.begin(self._source.file)
        self._add("configuration", "CONFIGURATION Config0\nRESOURCE Res0 ON PLC\n", TASKS, PROJECT)
        for task in tasks:
            cyclic = _text(task, "triggering") != "Interrupt"
            interval = duration_text(_text(task, "interval")) if cyclic else ""
            settings = [f"INTERVAL := {interval}"] if interval else []
            priority = task.get("priority")
            if isinstance(priority, int):
                settings.append(f"PRIORITY := {priority}")
            name = _text(task, "name")
            self._add(name, f"TASK {name}({', '.join(settings)});\n", TASKS, PROJECT)
        for instance in instances:
            name, task_name = _text(instance, "name"), _text(instance, "task")
            chosen = f" WITH {task_name}" if task_name else ""
            text = f"PROGRAM {name}{chosen} : {_text(instance, 'program')};\n"
            self._add(name, text, TASKS, PROJECT)
        self._assembly.add("END_RESOURCE\nEND_CONFIGURATION\n")
        self._assembly.end()

    def _add(self, name: str, text: str, part: Text, title: str) -> None:
        position = self._position(name)
        self._assembly.add_at(text, position.line, position.column, part, title)

    def _position(self, name: str) -> Position:
        """Where that name is first written."""
        return self._source.position(max(self._source.text.find(json.dumps(name)), 0))


def other_languages(paths: list[Path]) -> list[Problem]:
    """A problem for each POU that is not written in Structured Text."""
    return [
        wrong.OTHER_LANGUAGE.at(
            Position(str(path)), name=path.stem, language=OTHER_LANGUAGES[path.suffix.lower()]
        )
        for path in paths
        if path.suffix.lower() in OTHER_LANGUAGES
    ]
