"""coverage: enough of the program has run."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from trainlab.core.coverage import CoveragePoint
from trainlab.core.fields import explained
from trainlab.core.message import Message, Text
from trainlab.grading.better import ShareField, graded_up, less_than
from trainlab.grading.check import Check
from trainlab.grading.evidence import Evidence
from trainlab.grading.finding import Finding
from trainlab.grading.shown import percent
from trainlab.grading.source import listing, not_seen, places

STATEMENTS = Text("statements", "条语句")
BRANCHES = Text("branches", "个分支")
ALL = Text("all {total} {what} have run", "全部 {total} {what}都已执行")
SOME = Text(
    "{share}: {hit} of {total} {what} have run, these never: {missed}",
    "{share}：{total} {what}中执行了 {hit} 个，从未执行：{missed}",
)
NO_BRANCH = Text("the program has no branches", "程序没有分支")
NO_STATEMENT = Text("the program has no statements", "程序没有语句")
ALLOWED = Text("at least {share} of the {what}", "至少执行 {share} 的{what}")
KINDS = {"statements": Text("statements", "语句"), "branches": Text("branches", "分支")}
WORDS = {"statements": STATEMENTS, "branches": BRANCHES}


class Coverage(Check):
    """At least the share `at_least` of the program's statements, or branches, ran in this run.

        share = those that ran at least once / all of them

    Statements are assignments, calls, RETURN, EXIT and the heads of IF, CASE and loops. Branches are
    the ways that a decision can go: each condition of an IF, each case, their ELSE whether it is
    written or not, and the body of a loop; a finding names them (1), (2), (else), (body) behind the
    line. Counted is what `trainlab grade --coverage` counts: what the running program can come to.
    Blocks of the library are not counted, nor POUs that nothing uses.

    Full points from `at_least` on, none down to `zero_at`, a straight line between. A program without
    branches has all of them run; one without statements earns nothing.

    Code that never runs in the exam is code that the exam shows nothing of: dead states, forgotten
    alarms. A short program is covered easily, so let other checks ask that it does something. A
    wired controller shows no source and earns nothing here.
    """

    title_of_kind: ClassVar[Text] = Text("coverage of the program", "程序覆盖率")
    about: ClassVar[Text] = Text(
        "At least the share `at_least` of the program's statements or branches ran in this run; soft PLC only.",
        "本次运行中至少执行了程序 at_least 比例的语句或分支；仅适用于软 PLC。",
    )
    needs_source: ClassVar[bool] = True
    example: ClassVar[str] = """\
- id: no_dead_code
  title: {en: No part of the program is dead, zh-CN: 程序中没有从不执行的部分}
  check: coverage
  points: 5
  of: branches
  at_least: 90 %
  zero_at: 60 %
"""

    of: Literal["statements", "branches"] = explained(
        "what is counted", "统计对象：语句或分支", default="statements"
    )
    at_least: ShareField = explained("the share for full points", "得满分所需的比例", le=1.0)
    zero_at: Annotated[ShareField | None, less_than("at_least")] = explained(
        "the share that gives no points", "得零分的比例", default=None
    )

    def judge(self, evidence: Evidence) -> Finding:
        """Score by the share that ran."""
        share = percent(self.at_least)
        allowed = ALLOWED.fill(share=share, what=KINDS[self.of])
        if evidence.source is None:
            return not_seen(allowed, evidence)
        points = evidence.source.coverage
        counted = [point for point in points if bool(point.arm) is (self.of == "branches")]
        missed = places((each.position, _arm(each)) for each in counted if not each.hit)
        hit, whole = sum(each.hit for each in counted), (0, evidence.end_ns)
        if not points:
            return Finding(0.0, NO_STATEMENT.fill(), allowed, whole)
        if not counted:
            return Finding(1.0, NO_BRANCH.fill(), allowed, whole)
        score = graded_up(hit / len(counted), self.at_least, self.zero_at, 1e-9)
        return Finding(score, self._measured(hit, len(counted), missed), allowed, whole)

    def _measured(self, hit: int, total: int, missed: list[str]) -> Message:
        what = WORDS[self.of]
        if hit == total:
            return ALL.fill(total=total, what=what)
        share = percent(hit / total)
        return SOME.fill(share=share, hit=hit, total=total, what=what, missed=listing(missed))


def _arm(point: CoveragePoint) -> str:
    return f"({point.arm})" if point.arm else ""
