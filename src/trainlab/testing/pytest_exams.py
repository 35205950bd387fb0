"""`pytest --trainlab`: which files are exams, what grades them, and the totals at the end.

The items are those of pytest_items; a program is compiled once for all scenarios of a session.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from trainlab.core.controller import Program
from trainlab.core.message import Language, environment_language
from trainlab.core.problem import Position, Problem, ProblemsFound
from trainlab.report.phrases import problem_lines
from trainlab.report.plain import plain
from trainlab.scenario.sheet import MOST_SEEDS
from trainlab.session.program import compile_program
from trainlab.testing.problems import NO_PROGRAM
from trainlab.testing.pytest_items import TOTAL, SheetFile
from trainlab.testing.pytest_settings import ExamSettings, read_settings

ENDINGS = (".trainlab.yaml", ".trainlab.yml")
SHEETS = (".yaml", ".yml")


class Exams:
    """A plug-in of one session of pytest."""

    def __init__(self, config: pytest.Config) -> None:
        self._here = config.invocation_params.dir
        self._programs: dict[Path, Program | ProblemsFound] = {}
        try:
            self.settings = _settled(read_settings(config.rootpath), config)
        except ProblemsFound as found:
            language = config.getoption("trainlab_lang") or environment_language()
            raise pytest.UsageError("\n".join(self.lines(found, language))) from None
        if config.args_source is not pytest.Config.ArgsSource.ARGS:
            config.args += map(str, self._beside([self._here / each for each in config.args]))
        self._on_the_way = {folder for each in self.settings.scenarios for folder in each.parents}

    def _beside(self, places: Sequence[Path]) -> list[Path]:
        """The named scenarios that are in none of those folders; pytest 8 loses files of a folder
        when one of them is named beside it."""
        named = self.settings.scenarios
        return [each for each in named if not any(each.is_relative_to(place) for place in places)]

    @pytest.hookimpl(tryfirst=True)
    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """A folder with a named scenario is entered, though it be of those (`norecursedirs`) that
        pytest passes over."""
        return False if collection_path in self._on_the_way else None

    def pytest_report_header(self) -> str | None:
        """The program, where all scenarios have the same."""
        program = self.settings.program
        return f"trainlab: {plain(self._shown(str(program)))}" if program else None

    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> pytest.Collector | None:
        """A file that is an exam by its name, by the settings, or because it was asked for."""
        asked = file_path.name.endswith(SHEETS) and parent.session.isinitpath(file_path)
        named = file_path in self.settings.scenarios
        if asked or named or file_path.name.endswith(ENDINGS):
            return SheetFile.from_parent(parent, path=file_path, exams=self)
        return None

    def program_of(self, scenario: Path) -> Path:
        """The program that a scenario grades; ProblemsFound if none is named."""
        program = self.settings.programs.get(scenario, self.settings.program)
        if program is None:
            raise ProblemsFound([NO_PROGRAM.at(Position(str(scenario)))])
        return program

    def compiled(self, path: Path) -> Program:
        """The program in a file or folder, compiled once a session; ProblemsFound likewise."""
        if path not in self._programs:
            try:
                self._programs[path] = compile_program(path)
            except ProblemsFound as found:
                self._programs[path] = found
        known = self._programs[path]
        if isinstance(known, ProblemsFound):
            raise known
        return known

    def lines(self, found: ProblemsFound, language: Language) -> list[str]:
        """Diagnostics as text, help included."""
        shown = map(self.shown, found.problems)
        return [plain(line) for each in shown for line in problem_lines(each, language)]

    def shown(self, problem: Problem) -> Problem:
        """A diagnostic with its path as a person in this folder writes it."""
        file = self._shown(problem.position.file)
        return replace(problem, position=replace(problem.position, file=file))

    def _shown(self, file: str) -> str:
        path = Path(file)
        return os.path.relpath(path, self._here) if path.is_relative_to(self._here) else file

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """A line for each scenario: its total."""
        totals = list(_totals(terminalreporter.stats.values()))
        if totals:
            terminalreporter.section("trainlab")
        for scenario, total in totals:
            terminalreporter.write_line(f"{plain(scenario)}  {total}")


def _totals(reported: Iterable[Iterable[object]]) -> Iterator[tuple[str, str]]:
    for reports in reported:
        for report in reports:
            if isinstance(report, pytest.TestReport) and report.when == "call":
                for name, value in report.user_properties:
                    if name == TOTAL:
                        yield report.nodeid.partition("::")[0], str(value)


def _settled(read: ExamSettings, config: pytest.Config) -> ExamSettings:
    """The settings of the file, but for what the options say."""
    program: Path | None = config.getoption("trainlab_program")
    seeds: int | None = config.getoption("trainlab_seeds")
    if seeds is not None and not 1 <= seeds <= MOST_SEEDS:
        raise pytest.UsageError(f"--trainlab-seeds: 1..{MOST_SEEDS}")
    return replace(
        read,
        program=read.program if program is None else config.invocation_params.dir / program,
        programs=read.programs if program is None else {},
        seeds=seeds or read.seeds,
        require=config.getoption("trainlab_require") or read.require,
        language=config.getoption("trainlab_lang") or read.language,
        reveal=config.getoption("trainlab_reveal"),
    )
