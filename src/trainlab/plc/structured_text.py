"""Structured Text as the catalog knows it."""

from __future__ import annotations

from pathlib import Path

from trainlab.core.message import Text
from trainlab.core.mutant import Mutation
from trainlab.core.problem import Position, Problem, ProblemsFound
from trainlab.plc.advice import advised
from trainlab.plc.analysis.projects import analysed
from trainlab.plc.files.read import read_program
from trainlab.plc.files.suffixes import SUFFIXES
from trainlab.plc.parsing.units import parse_program
from trainlab.plc.problems.types import OUTSIDE_LOOP
from trainlab.plc.programs import SCAN_BUDGET, CompiledProgram
from trainlab.plc.source import ProgramText, Source, text_of
from trainlab.plc.trace_expression import TraceExpression


class StructuredText:
    """IEC 61131-3:2013 Structured Text: .st files and the projects of IDEs."""

    name = "st"
    about = Text(
        "Structured Text of IEC 61131-3, compiled to machine code.",
        "IEC 61131-3 结构化文本，编译为机器码运行。",
    )
    suffixes = SUFFIXES

    def reads(self, path: Path) -> bool:
        """Whether it is a folder, or a file whose name ends as those of programs do."""
        return path.suffix.lower() in self.suffixes or path.is_dir()

    def compile(self, path: Path) -> CompiledProgram:
        """The program in that file or folder; ProblemsFound with every diagnostic if it is wrong."""
        return compiled_text(read_program(path))

    def mutation(self, path: Path) -> Mutation:
        """The mutants of the program in that file or folder; ProblemsFound if it cannot be read."""
        # Only here, so that what only compiles never waits for it.
        from trainlab.plc.mutants.mutation import StMutation

        return StMutation(read_program(path), compiled_text)

    def expression(self, text: str, at: Position) -> TraceExpression:
        """One expression over the signals of a trace; ProblemsFound if it is not one."""
        return TraceExpression(text, at)


def compiled(source: Source, budget: int = SCAN_BUDGET) -> CompiledProgram:
    """The program that a text is; ProblemsFound with every diagnostic if it is none.

    `budget` is how many steps a scan may take.
    """
    return compiled_text(text_of(source), budget)


def compiled_text(text: ProgramText, budget: int = SCAN_BUDGET) -> CompiledProgram:
    """The program that the text of several files is."""
    problems: list[Problem] = []
    units = parse_program(text, problems)
    unread = _errors(problems)
    if unread and not all(unit.declarations_read for unit in units):
        raise ProblemsFound(problems)
    found: list[Problem] = []
    project = analysed(text.source, units, found)
    if not unread and not _errors(found):
        found += advised(project)
    if unread:
        torn = {(problem.position.file, problem.position.line) for problem in problems}
        found = [problem for problem in found if _stands_alone(problem, torn)]
    problems = sorted([*problems, *found], key=lambda problem: problem.position)
    if _errors(problems):
        raise ProblemsFound(problems)
    return CompiledProgram(project, tuple(problems), budget, text.paths)


def _stands_alone(found: Problem, torn: set[tuple[str, int]]) -> bool:
    """Whether a mistake has nothing to do with the statements that could not be read: it is in none
    of their lines."""
    if found.kind.severity != "error" or found.kind is OUTSIDE_LOOP:
        return False
    return (found.position.file, found.position.line) not in torn


def _errors(problems: list[Problem]) -> bool:
    return any(problem.kind.severity == "error" for problem in problems)
