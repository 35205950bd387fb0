"""style: the compiler has little to say against the program."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

from pydantic import AfterValidator, WithJsonSchema

from trainlab.core.fields import explained
from trainlab.core.message import Text
from trainlab.core.problem import Problem
from trainlab.grading.check import Check, graded
from trainlab.grading.evidence import Evidence
from trainlab.grading.finding import Finding
from trainlab.grading.source import listing, not_seen, places
from trainlab.grading.wanted import wanted

NONE = Text("no warnings", "没有警告")
SOME = Text("{listed} ({count} in all)", "{listed}（共 {count} 个）")
ALLOWED = Text("at most {most} warnings", "警告不超过 {most} 个")

A_CODE = Text("the code of a warning, such as TL3905", "警告的代码，例如 TL3905")
CODE = r"TL\d{4}"


def _code(text: str) -> str:
    if re.fullmatch(CODE, text) is None:
        raise wanted(A_CODE.fill())
    return text


Code = Annotated[
    str, AfterValidator(_code), WithJsonSchema({"type": "string", "pattern": f"^{CODE}$"})
]


class Style(Check):
    """The compiler has at most `at_most` warnings for the program.

    Counted are the warnings that `trainlab check SCENARIO PROGRAM` shows: of the program itself
    (unused variables, code that cannot be reached, comparisons that are always true: docs/problems
    says which) and of how it meets the plant's tags. With `only`, those with these codes alone; not
    those that `allow` names. Each place counts.

    Full points up to `at_most`, none from `zero_at` on, a straight line between. A wired controller
    shows no source and earns nothing here.
    """

    title_of_kind: ClassVar[Text] = Text("style of the program", "程序规范")
    about: ClassVar[Text] = Text(
        "The compiler has at most `at_most` warnings for the program; soft PLC only.",
        "编译器对程序的警告不超过 at_most 个；仅适用于软 PLC。",
    )
    needs_source: ClassVar[bool] = True
    full_at: ClassVar[str] = "at_most"
    example: ClassVar[str] = """\
- id: tidy
  title: {en: The compiler has nothing to say against it, zh-CN: 编译器没有警告}
  check: style
  points: 5
  at_most: 0
  zero_at: 5
  allow: [TL3502]
"""

    at_most: int = explained("warnings for full points", "得满分的警告个数", default=0, ge=0)
    zero_at: int | None = explained(
        "warnings that give no points", "得零分的警告个数", default=None
    )
    only: list[Code] | None = explained(
        "the codes that count; all if left out", "计入的代码；省略则全部计入", default=None
    )
    allow: list[Code] | None = explained("codes that do not count", "不计入的代码", default=None)

    def judge(self, evidence: Evidence) -> Finding:
        """Score by the number of warnings."""
        allowed = ALLOWED.fill(most=self.at_most) if self.at_most else NONE.fill()
        whole = (0, evidence.end_ns)
        if evidence.source is None:
            return not_seen(allowed, evidence)
        found = [each for each in evidence.source.warnings if self._counts(each)]
        if not found:
            return Finding(1.0, NONE.fill(), allowed, whole)
        shown = listing(places((each.position, each.kind.code) for each in found))
        measured = SOME.fill(count=len(found), listed=shown)
        return Finding(graded(len(found), self.at_most, self.zero_at), measured, allowed, whole)

    def _counts(self, warning: Problem) -> bool:
        code = warning.kind.code
        return code not in (self.allow or ()) and (self.only is None or code in self.only)
