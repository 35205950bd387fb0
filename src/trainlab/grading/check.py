"""The contract of a check: one requirement of a rubric, judged on the evidence of a run."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from trainlab.core.expression import Expression
from trainlab.core.fields import Fields, TextField, explained
from trainlab.core.message import Text
from trainlab.grading.decided import come, over, row_so_far
from trainlab.grading.evidence import Evidence
from trainlab.grading.fields import END, Moment, MomentField
from trainlab.grading.finding import Finding
from trainlab.grading.marks import SKILL_PATTERN, GateField, RemarkField

NEVER_CAME = Text("'{moment}' never came", "“{moment}”从未出现")
NO_TIME_LEFT = Text("no time was left to look at", "没有可供判定的时间")
SOMETHING = Text("that it happens within the run", "须在运行期间出现")


@dataclass(frozen=True, slots=True)
class Span:
    """A duration that a check gives at a path of its fields, and the window that it must fit in."""

    path: tuple[str | int, ...]
    length_ns: int
    begin: Moment
    end: Moment


class Check(Fields):
    """The fields that all checks have. A kind of check adds its own and judges.

    `quantities` maps each of its quantity fields to the signal field whose unit it is in. `full_at`
    names the field up to which full points are given, where `zero_at` says from when on none are. One
    that `needs_source` judges the program's text, and finds none where the controller is wired.
    `decided_in_window` names the durations that its first window must be as long as, or they decide
    nothing; `decided_in_run` likewise those that may begin before the window.
    """

    title_of_kind: ClassVar[Text]
    about: ClassVar[Text]
    quantities: ClassVar[dict[str, str]] = {}
    full_at: ClassVar[str] = ""
    decided_in_window: ClassVar[tuple[str, ...]] = ()
    decided_in_run: ClassVar[tuple[str, ...]] = ()
    needs_source: ClassVar[bool] = False

    check: str = explained(
        "the kind of check, as `trainlab catalog checks` lists it",
        "检查的种类，见 `trainlab catalog checks`",
    )
    id: str = explained(
        "a name for this check, unique in the rubric",
        "检查的名称，在评分标准中唯一",
        pattern=r"^[a-z][a-z0-9_]*$",
    )
    title: TextField = explained("what is required, as the student reads it", "给学生看的要求")
    points: float = explained(
        "points for passing in full", "满分分值", gt=0, le=1_000_000, allow_inf_nan=False
    )
    gate: GateField = explained(
        "true: without this check in full the total is 0; a share such as 40 %: it is capped at that",
        "true：此项未得满分则总分为 0；比例（如 40 %）：总分以此为上限",
        default=None,
    )
    hidden: bool = explained(
        "the student sees the points of this check, but not what it looks at",
        "学生只能看到此项得分，看不到检查内容",
        default=False,
    )
    skill: str | None = explained(
        "the competence that it proves, as the sheet's skills list it",
        "所证明的能力，见场景的 skills",
        default=None,
        pattern=SKILL_PATTERN,
    )
    when_passed: RemarkField | None = explained(
        "what the student reads who has passed it; may hold {measured}, {allowed}, {earned}, {points}, {begin}, {end}",
        "通过时给学生看的文字，可含 {measured}、{allowed}、{earned}、{points}、{begin}、{end}",
        default=None,
    )
    when_failed: RemarkField | None = explained(
        "what the student reads who has not; likewise",
        "未通过时给学生看的文字，占位符同上",
        default=None,
    )

    @abstractmethod
    def judge(self, evidence: Evidence) -> Finding:
        """The finding on one run."""

    def windows(self) -> tuple[tuple[Moment, Moment], ...]:
        """Every window of time that the check looks at, so that an empty one can be reported."""
        return ()

    def looks_ahead_ns(self) -> int:
        """For how long after a row of its windows what it sees of that row may still change."""
        return 0

    def decided(self, evidence: Evidence) -> bool:
        """Whether its score on a run that still goes on is that of the whole run; it may say so late."""
        return over(self.windows(), evidence, self.looks_ahead_ns())

    def spans(self) -> tuple[Span, ...]:
        """Every duration that must fit between two moments, or it decides nothing."""
        whole = (Moment(""), Moment(END))
        windows = [*self.windows(), whole]
        held = [(name, windows[0]) for name in self.decided_in_window]
        held += [(name, whole) for name in self.decided_in_run]
        given = [(name, getattr(self, name), window) for name, window in held]
        return tuple(Span((name,), ns, *window) for name, ns, window in given if ns is not None)


class WindowedCheck(Check):
    """A check that looks at one window of the run; the whole run if it does not say."""

    after: MomentField = explained("from when on", "从何时起", default=Moment(""))
    until: MomentField = explained(
        "until when, that moment not included", "到何时为止（不含该时刻）", default=Moment("end")
    )

    def windows(self) -> tuple[tuple[Moment, Moment], ...]:
        """Its one window."""
        return ((self.after, self.until),)

    def judge(self, evidence: Evidence) -> Finding:
        """The finding on the rows of the window; a window that never came scores nothing."""
        begin_ns, end_ns = evidence.at(self.after), evidence.at(self.until)
        if begin_ns is None or end_ns is None:
            return never_came(self.after if begin_ns is None else self.until, evidence)
        rows = slice(evidence.row(begin_ns), evidence.row(end_ns))
        if rows.start >= rows.stop:
            return Finding(0.0, NO_TIME_LEFT.fill(), SOMETHING.fill(), (begin_ns, end_ns))
        return self.judge_rows(evidence, rows)

    def decided(self, evidence: Evidence) -> bool:
        """Whether the window is over, or what was found in it so far stands."""
        if super().decided(evidence):
            return True
        begin_ns = come(self.after, evidence)
        if begin_ns is None:
            return False
        rows = slice(
            evidence.row(begin_ns), row_so_far(self.until, evidence, self.looks_ahead_ns())
        )
        if rows.start >= rows.stop:
            return False
        found = self.judge_rows(evidence, rows)
        # Where the window's end never comes, nothing is earned.
        return found.final and (found.score <= 0.0 or evidence.at(self.until) is not None)

    @abstractmethod
    def judge_rows(self, evidence: Evidence, rows: slice) -> Finding:
        """The finding on a window of at least one row."""


def never_came(moment: Moment, evidence: Evidence) -> Finding:
    """The finding where the moment that a check waits for never came."""
    message = NEVER_CAME.fill(moment=str(moment))
    return Finding(0.0, message, SOMETHING.fill(), (0, evidence.end_ns))


def graded(measured: float, full_at: float, zero_at: float | None, rounding: float = 0.0) -> float:
    """Score of a measured value of which less is better.

    1 up to `full_at` and `rounding` beyond it, 0 from `zero_at` on, a straight line between; without `zero_at`, 0 beyond
    `full_at`. NaN scores 0.
    """
    if measured <= full_at + rounding:
        return 1.0
    if zero_at is None or not measured < zero_at:
        return 0.0
    return (zero_at - measured) / (zero_at - full_at)


def signals_of(*expressions: Expression) -> tuple[str, ...]:
    """The names that these expressions read, each once, in order."""
    return tuple(dict.fromkeys(name for expression in expressions for name in expression.names))
