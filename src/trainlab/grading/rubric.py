"""The rubric: the checks of a scenario, and the score that they give on a run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from trainlab.core.duration import format_instant
from trainlab.core.expression import Column
from trainlab.core.message import Message, Text
from trainlab.grading.check import Check
from trainlab.grading.evidence import Absent, Evidence, SourceEvidence
from trainlab.grading.finding import Finding
from trainlab.grading.skill import Skill, SkillScore
from trainlab.grading.written import WrittenBy

HIDDEN_TITLE = Text("A hidden check", "隐藏的检查项")
NOT_SHOWN = Text("not shown", "不公开")
TO_READ = Text("that '{name}' can be read", "能够读取“{name}”")
PASS = "pass"
CONCEALED = "hidden"  # what the kind of a concealed check reads
DIGITS = 9  # of sums, in which binary fractions would show
CLOSE = 1e-9  # a sum of hundredths may fall short of a share by so much


def seen_ids(checks: Iterable[Check]) -> dict[str, str]:
    """What a student sees as the id of each check, by its own: that, or of a hidden one a number."""
    number = count(1)
    return {each.id: f"hidden_{next(number)}" if each.hidden else each.id for each in checks}


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check and what it found; `lines` are the statements behind it, where they were asked for."""

    check: Check
    finding: Finding
    lines: tuple[WrittenBy, ...] = ()

    @property
    def earned(self) -> float:
        """The points earned, part of them to a hundredth."""
        points = self.check.points
        return points if self.passed else round(points * self.finding.score, 2)

    @property
    def passed(self) -> bool:
        """Whether it earned full points."""
        return self.finding.score >= 1.0

    @property
    def is_concealed(self) -> bool:
        """Whether it is a hidden check as a student may see it: its points, and no more."""
        return self.check.check == CONCEALED

    @property
    def remark(self) -> Message | None:
        """What the instructor wrote for this end, with the measured values in it."""
        text = self.check.when_passed if self.passed else self.check.when_failed
        if text is None:
            return None
        finding = self.finding
        return text.fill(
            measured=finding.measured,
            allowed=finding.allowed,
            earned=f"{self.earned:g}",
            points=f"{self.check.points:g}",
            begin=format_instant(finding.interval[0]),
            end=format_instant(finding.interval[1]),
        )

    def concealed(self, seen_id: str) -> CheckResult:
        """A hidden check as a student may see it, by that id: its points, nothing else."""
        seen = {"id": seen_id, "title": HIDDEN_TITLE, "when_passed": None}
        check = self.check.model_copy(
            update={**seen, "when_failed": None, "skill": None, "check": CONCEALED}
        )
        nothing = NOT_SHOWN.fill()
        return CheckResult(check, Finding(self.finding.score, nothing, nothing, (0, 0)))


@dataclass(frozen=True, slots=True)
class Level:
    """A level of achievement, such as "merit", and the share of the points from which on it is reached."""

    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Score:
    """All results of a rubric, in its order; `levels` rise and begin with that of the pass line."""

    results: tuple[CheckResult, ...]
    levels: tuple[Level, ...]
    skills: tuple[SkillScore, ...] = ()

    @property
    def sum(self) -> float:
        """The sum of all points earned."""
        return round(sum(result.earned for result in self.results), DIGITS)

    @property
    def earned(self) -> float:
        """The total: the sum, or less where a gate was not passed."""
        caps = [r.check.gate for r in self.results if r.check.gate is not None and not r.passed]
        most = min(caps, default=1.0) * self.points
        return round(min(self.sum, most), DIGITS)

    @property
    def points(self) -> float:
        """The sum of all points to be had."""
        return round(sum(result.check.points for result in self.results), DIGITS)

    @property
    def pass_share(self) -> float:
        """The share of the points that passes."""
        return self.levels[0].share

    @property
    def share(self) -> float:
        """What was earned of what was to be had, 0..1."""
        return self.earned / self.points

    @property
    def failed_gates(self) -> tuple[str, ...]:
        """The ids of the gates that were not passed in full."""
        failed = (r for r in self.results if r.check.gate is not None and not r.passed)
        return tuple(result.check.id for result in failed)

    @property
    def level(self) -> str:
        """The highest level reached; empty below the pass line."""
        reached = [each.name for each in self.levels if self.share >= each.share - CLOSE]
        return reached[-1] if reached else ""

    @property
    def passed(self) -> bool:
        """Whether the share reaches the pass line."""
        return bool(self.level)

    def concealed(self) -> Score:
        """The score as a student may see it."""
        seen = seen_ids(result.check for result in self.results)
        results = (
            each.concealed(seen[each.check.id]) if each.check.hidden else each
            for each in self.results
        )
        return replace(self, results=tuple(results))


@dataclass(frozen=True, slots=True)
class Rubric:
    """The checks, the levels from the pass line on, and the skills that the checks prove."""

    checks: tuple[Check, ...]
    levels: tuple[Level, ...]
    skills: tuple[Skill, ...] = ()

    def judge(
        self,
        columns: Mapping[str, Column],
        units: Mapping[str, str],
        moments: Mapping[str, int],
        tick_ns: int,
        absent: Mapping[str, Message] | None = None,
        source: SourceEvidence | None = None,
    ) -> Score:
        """Every check's finding on one run.

        `absent` says why it has no column of a signal; `source` is there where the program ran in the
        soft PLC.
        """
        evidence = Evidence(columns, units, moments, tick_ns, source)
        return self.judge_evidence(evidence, absent or {})

    def judge_evidence(self, evidence: Evidence, absent: Mapping[str, Message]) -> Score:
        """Likewise, of evidence that there is."""
        why = {name.casefold(): reason for name, reason in absent.items()}
        results = tuple(CheckResult(each, _finding(each, evidence, why)) for each in self.checks)
        return Score(results, self.levels, tuple(self._skill(s, results) for s in self.skills))

    def decided(self, evidence: Evidence, changing: Collection[str] = ()) -> tuple[bool, ...]:
        """Of each check, whether no row that is still to come changes what it earns.

        What reads a signal that is `changing` is decided by the whole run alone: that of a program,
        for which another one may be loaded.
        """
        unsure = {name.casefold() for name in changing}
        return tuple(_decided(check, evidence, unsure) for check in self.checks)

    @property
    def of_source(self) -> tuple[Check, ...]:
        """The checks that judge the program's source."""
        return tuple(check for check in self.checks if check.needs_source)

    @property
    def of_doing(self) -> Rubric:
        """Likewise without them: what judges by what the program does alone."""
        return replace(self, checks=tuple(each for each in self.checks if not each.needs_source))

    def _skill(self, skill: Skill, results: Sequence[CheckResult]) -> SkillScore:
        own = [result for result in results if result.check.skill == skill.id]
        earned = round(sum(result.earned for result in own), 2)
        return SkillScore(skill, earned, sum(result.check.points for result in own))


def _decided(check: Check, evidence: Evidence, unsure: Collection[str]) -> bool:
    evidence.read.clear()
    try:
        if unsure:
            check.judge(evidence)  # so that it is known what it reads
        return check.decided(evidence) and evidence.read.isdisjoint(unsure)
    except Absent:
        return False


def _finding(check: Check, evidence: Evidence, why: Mapping[str, Message]) -> Finding:
    """What a check finds; nothing is earned where it reads what the run does not have."""
    try:
        return check.judge(evidence)
    except Absent as signal:
        reason = why.get(signal.name.casefold())
        if reason is None:
            raise
        wanted = TO_READ.fill(name=signal.name)
        return Finding(0.0, reason, wanted, (0, evidence.end_ns))
