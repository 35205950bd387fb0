"""A program with all its mutants, and each of them compiled."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace
from difflib import unified_diff
from functools import cached_property

from trainlab.core.message import Text
from trainlab.core.mutant import Edit, Mutant
from trainlab.core.problem import Problem
from trainlab.plc.lexer import tokens_of
from trainlab.plc.mutants.kinds import KINDS, Place
from trainlab.plc.mutants.spans import Spans
from trainlab.plc.mutants.walk import everything, pous_of
from trainlab.plc.parsing.units import parse_program
from trainlab.plc.programs import CompiledProgram
from trainlab.plc.source import ProgramText, Source, TextUnit

CHANGED = Text("'{before}' becomes '{after}'", "“{before}”改为“{after}”")
MOST_SHOWN = 60


class StMutation:
    """The mutants of a program in Structured Text that compiles."""

    def __init__(
        self, text: ProgramText, compiler: Callable[[ProgramText], CompiledProgram]
    ) -> None:
        self._text = text
        self._compiler = compiler

    @cached_property
    def mutants(self) -> tuple[Mutant, ...]:
        """In the order of the text, no text twice; some may turn out not to compile."""
        found: dict[tuple[Edit, ...], Mutant] = {}
        for mutant in self._made():
            found.setdefault(mutant.edits, mutant)
        return tuple(sorted(found.values(), key=lambda each: each.edits[0].start))

    def compile(self, mutant: Mutant) -> CompiledProgram:
        """The mutant as a program; ProblemsFound if it is none."""
        return self._compiler(edited(self._text, mutant.edits))

    def diff(self, mutant: Mutant) -> str:
        """What it changes, as a unified diff with three lines around."""
        old, new = self._text.source.text, edited(self._text, mutant.edits).source.text
        name = mutant.position.file
        lines = unified_diff(old.splitlines(), new.splitlines(), name, name, lineterm="")
        return "\n".join(lines)

    def _made(self) -> Iterator[Mutant]:
        source = self._text.source
        unread: list[Problem] = []
        units = parse_program(self._text, unread)
        spans = Spans(tokens_of(source, unread))
        shared = {d.name.upper(): d for u in units for s in u.globals for d in s.declarations}
        places = [Place.of(pou, source.text, spans, shared) for pou in pous_of(units)]
        lists = tuple(everything(tuple(unit.globals for unit in units)))
        for place in (Place(source.text, spans, lists, {}), *places):
            for kind, find in KINDS.items():
                for edits in find(place):
                    ordered = tuple(sorted(edits, key=lambda edit: edit.start))
                    if not any(source.anchor(edit.start).added for edit in ordered):
                        yield self._mutant(kind, ordered)

    def _mutant(self, kind: str, edits: tuple[Edit, ...]) -> Mutant:
        source, first = self._text.source, edits[0]
        before = source.text[first.start : first.end]
        says = CHANGED.fill(before=_short(before), after=_short(first.text))
        return Mutant(kind, source.position(first.start), says, edits)


def edited(text: ProgramText, edits: tuple[Edit, ...]) -> ProgramText:
    """The text with edits made, in order and apart from one another; anchors move along."""
    source = text.source
    pieces, at = [], 0
    for edit in edits:
        pieces += [source.text[at : edit.start], edit.text]
        at = edit.end
    new = "".join([*pieces, source.text[at:]])
    ends = [edit.end for edit in edits]
    grown = [0]
    for edit in edits:
        grown.append(grown[-1] + len(edit.text) - (edit.end - edit.start))

    def moved(offset: int) -> int:
        return offset + grown[bisect_left(ends, offset + 1)]

    anchors = tuple(replace(anchor, at=moved(anchor.at)) for anchor in source.anchors)
    units = tuple(TextUnit(moved(u.start), moved(u.end), u.list_name) for u in text.units)
    return replace(text, source=Source(source.file, new, source.start, anchors), units=units)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= MOST_SHOWN else f"{words[: MOST_SHOWN - 3]}..."
