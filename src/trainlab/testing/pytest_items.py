"""What pytest runs: an item for each check of a scenario, and one for its verdict.

A scenario is graded when the first of its items runs, and once. A check that is hidden has a number
for a name and shows its points alone, unless the instructor asks for more. Points are user
properties of the reports, which pytest's own JUnit XML has too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import pytest

from trainlab.core.controller import Program
from trainlab.core.image import IOImage
from trainlab.core.message import Language, Text
from trainlab.core.problem import Problem, ProblemsFound
from trainlab.grading.rubric import CheckResult, seen_ids
from trainlab.grading.seeds import OverSeeds
from trainlab.grading.verdict import Verdict
from trainlab.report.phrases import finding_lines, problem_lines, verdict_lines
from trainlab.report.plain import plain
from trainlab.report.seeds import seeds_summary
from trainlab.report.text import total_line
from trainlab.scenario.load import load_scenario
from trainlab.scenario.scenario import Scenario
from trainlab.session.grade import grade_compiled
from trainlab.session.parallel import ThisProcess
from trainlab.session.seeds import Exam, grade_over_seeds
from trainlab.testing.pytest_settings import PASS_LINE, ExamSettings

VERDICT = "verdict"
TOTAL, POINTS, MOST_POINTS = "trainlab_total", "trainlab_points", "trainlab_max_points"

OF_POINTS = Text("{earned:g} of {points:g} points", "得分 {earned:g} / {points:g}")
GATE = Text(
    "a gate: without it in full the total is {share:g} % at most",
    "必过项：未得满分则总分不超过 {share:g} %",
)


class ExamRoom(Protocol):
    """What the items need of the session: settings, programs, and how diagnostics are shown."""

    settings: ExamSettings

    def program_of(self, scenario: Path) -> Path:
        """The program that a scenario grades; ProblemsFound if none is named."""

    def compiled(self, path: Path) -> Program:
        """The program in a file or folder; ProblemsFound likewise."""

    def lines(self, found: ProblemsFound, language: Language) -> list[str]:
        """Diagnostics as text."""

    def shown(self, problem: Problem) -> Problem:
        """A diagnostic with its path as a person writes it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on a scenario, and on all its seeds if there are several."""

    verdict: Verdict
    over: OverSeeds | None


class NotMet(Exception):
    """A check that was not met in full, or a verdict that does not pass; the lines that say why."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(map(plain, lines)))


class SheetFile(pytest.File):
    """A scenario; collecting it finds what is wrong with it and with its program."""

    def __init__(self, *, exams: ExamRoom, **node: Any) -> None:
        super().__init__(**node)
        self.exams = exams
        self._scenario: Scenario | None = None

    def collect(self) -> Iterable[pytest.Item]:
        """An item for each check, in the order of the rubric, then the verdict."""
        problems: list[Problem] = []
        try:
            self._scenario = load_scenario(self.path)
        except ProblemsFound as found:
            problems += found.problems
        try:
            program = self.exams.compiled(self.exams.program_of(self.path))
            if self._scenario is not None:
                program.controller(IOImage(self._scenario.plant.tags))
        except ProblemsFound as found:
            problems += found.problems
        if self._scenario is None or problems:
            settings = self.exams.settings
            lines = self.exams.lines(ProblemsFound(problems), settings.language)
            raise self.CollectError("\n".join(lines))
        verdict = VerdictItem.from_parent(self, name=VERDICT)
        return [*self._check_items(self._scenario), verdict]

    def _check_items(self, scenario: Scenario) -> Iterator[pytest.Item]:
        checks = scenario.rubric.checks
        seen = seen_ids(checks)
        reveal = self.exams.settings.reveal
        for place, check in enumerate(checks):
            name = check.id if reveal else seen[check.id]
            yield CheckItem.from_parent(self, name=name, place=place)

    @cached_property
    def judged(self) -> Judged:
        """The verdict, hidden checks concealed unless they are to be seen; of several seeds the worst."""
        scenario, settings = self._scenario, self.exams.settings
        assert scenario is not None
        path = self.exams.program_of(self.path)
        seed, over = scenario.seed, None
        count = settings.seeds or scenario.seeds
        if count > 1:
            exam, seeds = Exam(self.path, path), range(seed, seed + count)
            over = OverSeeds(grade_over_seeds(exam, seeds, ThisProcess(), 1))
            seed = over.worst.seed
        graded = grade_compiled(scenario, self.exams.compiled(path), path, seed)
        if not settings.reveal:
            over = over and over.concealed(graded.verdict.score)
            graded = graded.concealed()
        verdict, shown = graded.verdict, self.exams.shown
        stopped = verdict.stopped and shown(verdict.stopped)
        warnings = tuple(map(shown, verdict.warnings))
        return Judged(replace(verdict, stopped=stopped, warnings=warnings), over)


class ExamItem(pytest.Item):
    """An item of a scenario."""

    parent: SheetFile

    @property
    def language(self) -> Language:
        """The language of everything a person reads."""
        return self.parent.exams.settings.language

    def reportinfo(self) -> tuple[Path, None, str]:
        """The sheet, and the item's name as the head of a failure has it."""
        return self.path, None, f"{self.parent.name}: {self.name}"

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Why a requirement was not met, without a traceback: no code of ours is to blame."""
        if isinstance(excinfo.value, NotMet):
            return str(excinfo.value)
        if isinstance(excinfo.value, ProblemsFound):
            return "\n".join(self.parent.exams.lines(excinfo.value, self.language))
        return super().repr_failure(excinfo, style)

    def _note_points(self, earned: float, points: float) -> None:
        self.user_properties += [(POINTS, earned), (MOST_POINTS, points)]


class CheckItem(ExamItem):
    """One check: passes with full points."""

    def __init__(self, *, place: int, **node: Any) -> None:
        super().__init__(**node)
        self._place = place

    def runtest(self) -> None:
        """NotMet unless it earned full points; an expected failure where the pass line alone counts."""
        verdict = self.parent.judged.verdict
        result = verdict.score.results[self._place]
        self._note_points(result.earned, result.check.points)
        if result.passed:
            return
        if self.parent.exams.settings.require == PASS_LINE and verdict.passed:
            pytest.xfail(_earned(result, self.language))
        raise NotMet(_check_lines(result, self.language))


class VerdictItem(ExamItem):
    """The whole: passes where the verdict does, on every seed."""

    def runtest(self) -> None:
        """NotMet if the points do not reach the pass line, or the program stopped."""
        verdict, over, language = self.parent.judged.verdict, self.parent.judged.over, self.language
        self._note_points(verdict.score.earned, verdict.score.points)
        self.user_properties.append((TOTAL, plain(total_line(verdict, language).plain)))
        lines = verdict_lines(verdict, language)
        lines += [seeds_summary(over, language)] if over else []
        warnings = [line for each in verdict.warnings for line in problem_lines(each, language)]
        if not verdict.passed or (over is not None and not over.passed):
            raise NotMet([*lines, *warnings])
        self.add_report_section("call", "trainlab", "\n".join(map(plain, [*lines, *warnings])))


def _earned(result: CheckResult, language: Language) -> str:
    return OF_POINTS.fill(earned=result.earned, points=result.check.points).render(language)


def _check_lines(result: CheckResult, language: Language) -> list[str]:
    check = result.check
    lines = [" ".join(check.title.within(language).split()), _earned(result, language)]
    lines += finding_lines(result, language)
    if check.gate is not None:
        lines.append(GATE.fill(share=100 * check.gate).render(language))
    return lines
