"""YAML with positions: the only reader of YAML in trainlab.

A sheet becomes plain dicts, lists and scalars; texts know their place (`LocatedText`), and
`Source.position` finds the place of anything by its path. Only the safe core of YAML 1.2 is read.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from trainlab.core.fields import LocatedText
from trainlab.core.problem import Position, Problem, ProblemsFound
from trainlab.core.system_reasons import NO_FILE, reason_of
from trainlab.scenario import problems as say
from trainlab.scenario.full_width import PLAIN, structural_in
from trainlab.scenario.yaml_reasons import why_no_yaml

MAX_BYTES = 1 << 20
MAX_DEPTH = 40
MAX_NODES = 50_000
_TAG = "tag:yaml.org,2002:"
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")

PathPart = str | int


@dataclass(slots=True)
class Source:
    """One sheet: its plain data, and where each piece of it stands."""

    file: str
    data: Any = None
    _places: dict[tuple[PathPart, ...], Position] = field(default_factory=dict)
    _keys: dict[tuple[PathPart, ...], Position] = field(default_factory=dict)

    def position(self, path: Sequence[PathPart]) -> Position:
        """Where the value at a path stands, or the nearest thing above it that is there."""
        wanted = tuple(path)
        while wanted not in self._places and wanted:
            wanted = wanted[:-1]
        return self._places.get(wanted, Position(self.file, 1, 1))

    def value(self, path: Sequence[PathPart]) -> Any:
        """What is written at a path; None where nothing is."""
        found = self.data
        for part in path:
            try:
                found = found[part]
            except (KeyError, IndexError, TypeError):
                return None
        return found

    def key_position(self, path: Sequence[PathPart]) -> Position:
        """Where the key that a path ends in stands."""
        return self._keys.get(tuple(path)) or self.position(path)

    def adopt(
        self, path: Sequence[PathPart], other: Source, other_path: Sequence[PathPart]
    ) -> None:
        """What another sheet has at a path stands at one of this sheet now, written there still."""
        here, there = tuple(path), tuple(other_path)
        if there in other._places:
            self._places[here] = other._places[there]
        if there in other._keys:
            self._keys[here] = other._keys[there]


def read_source(path: Path) -> Source:
    """The sheet in a file; ProblemsFound if it cannot be read or is not YAML."""
    file = str(path)
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # a pipe would never end
            raise ProblemsFound([say.UNREADABLE.at(Position(file), reason=NO_FILE)])
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ProblemsFound([say.UNREADABLE.at(Position(file), reason=reason_of(error))]) from None
    if len(content) > MAX_BYTES:
        raise ProblemsFound([say.TOO_LARGE.at(Position(file))])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ProblemsFound([say.NOT_UTF8.at(Position(file, line, 1))]) from None
    return parse_source(text, file)


def parse_source(text: str, file: str) -> Source:
    """The sheet in a text; ProblemsFound if it is not YAML."""
    try:
        with warnings.catch_warnings(action="ignore", category=ReusedAnchorWarning):
            root = YAML(typ="safe", pure=True).compose(io.StringIO(text))
    except MarkedYAMLError as error:
        raise ProblemsFound([_unreadable(error, text, file)]) from None
    except ReaderError as error:
        before = text[: error.position]
        place = Position(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        reason = say.CONTROL_CHARACTER.fill(code=error.character)
        raise ProblemsFound([say.NOT_YAML.at(place, reason=reason)]) from None
    except RecursionError:
        raise ProblemsFound([say.TOO_LARGE.at(_too_deep(text, file))]) from None
    except (YAMLError, ValueError) as error:
        reason = why_no_yaml(str(error))
        raise ProblemsFound([say.NOT_YAML.at(Position(file), reason=reason)]) from None
    if root is None:
        raise ProblemsFound([say.EMPTY.at(Position(file))])
    builder = _Builder(Source(file))
    builder.source.data = builder.build(root, ())
    if builder.problems:
        raise ProblemsFound(builder.problems)
    return builder.source


def _too_deep(text: str, file: str) -> Position:
    """Where a text that is nested too deep to be composed first has too many levels."""
    level = 0
    for event in YAML(typ="safe", pure=True).parse(io.StringIO(text)):
        if isinstance(event, CollectionStartEvent):
            level += 1
        elif isinstance(event, CollectionEndEvent):
            level -= 1
        if level > MAX_DEPTH:
            return Position(file, event.start_mark.line + 1, event.start_mark.column + 1)
    return Position(file)


def _unreadable(error: MarkedYAMLError, text: str, file: str) -> Problem:
    """Why a text is not YAML; full-width punctuation at the place or in the line before it is why."""
    mark, problem = error.problem_mark or error.context_mark, error.problem or error.context or ""
    if problem.startswith("found unexpected end"):  # where the quotes begin tells more
        mark = error.context_mark or mark
    if mark is None:
        return say.NOT_YAML.at(Position(file), reason=why_no_yaml(problem))
    lines = text.split("\n")[: mark.line + 1]
    written = [number for number, line in enumerate(lines) if line.strip()]
    for number in reversed(written[-2:]):
        found = structural_in(lines[number])
        if found is not None:
            at, sign = found
            place = Position(file, number + 1, at + 1)
            return say.FULL_WIDTH.at(place, sign=sign, plain=PLAIN[sign])
    place = Position(file, mark.line + 1, mark.column + 1)
    return say.NOT_YAML.at(place, reason=why_no_yaml(problem))


class _Builder:
    """Turns the nodes of a YAML document into plain data, noting each place."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self._nodes = 0

    def build(self, node: Node, path: tuple[PathPart, ...]) -> Any:
        place = self._place(node)
        self.source._places[path] = place
        self._nodes += 1
        if self._nodes > MAX_NODES or len(path) > MAX_DEPTH:
            raise ProblemsFound([say.TOO_LARGE.at(place)])
        if not isinstance(node, ScalarNode) and node.tag not in (_TAG + "map", _TAG + "seq"):
            self.problems.append(say.BAD_TAG.at(place, tag=str(node.tag)))
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.build(item, (*path, number)) for number, item in enumerate(node.value)]
        if isinstance(node, ScalarNode):
            return self._scalar(node, place)
        raise TypeError(node)

    def _mapping(self, node: MappingNode, path: tuple[PathPart, ...]) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            place = self._place(key_node)
            if not isinstance(key_node, ScalarNode):
                self.problems.append(say.BAD_KEY.at(place))
                continue
            key = str(key_node.value)
            if key in mapping:
                first = self.source._keys[(*path, key)]
                self.problems.append(say.DUPLICATE_KEY.at(place, key=key, line=first.line))
                continue
            self.source._keys[(*path, key)] = place
            mapping[key] = self.build(value_node, (*path, key))
        return mapping

    def _scalar(self, node: ScalarNode, place: Position) -> Any:
        text = str(node.value)
        kind = str(node.tag).removeprefix(_TAG)
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() == "true"
        if kind == "int" and _INTEGER.fullmatch(text):
            return int(text[:400], 0) if text[:2] in ("0x", "0o") else int(text[:400])
        if kind == "float":
            try:
                return float(text.replace("_", ""))
            except ValueError:
                return LocatedText(text, place)
        if kind not in ("str", "int", "timestamp"):
            self.problems.append(say.BAD_TAG.at(place, tag=str(node.tag)))
        return LocatedText(text, place)

    def _place(self, node: Node) -> Position:
        mark = node.start_mark
        return Position(self.source.file, mark.line + 1, mark.column + 1)
