"""style: the compiler has little to say against the program, and its names keep to a convention."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, WithJsonSchema

from trainlab.core.fields import Fields, explained
from trainlab.core.message import Text
from trainlab.core.outline import Declared
from trainlab.core.problem import Position, Problem
from trainlab.grading.check import Check, graded
from trainlab.grading.evidence import Evidence, SourceEvidence
from trainlab.grading.finding import Finding
from trainlab.grading.source import listing, not_seen, places
from trainlab.grading.wanted import wanted

NONE = Text("none", "无")
SOME = Text("{listed} ({count} in all)", "{listed}（共 {count} 处）")
NO_WARNINGS = Text("no warnings", "没有警告")
WARNINGS = Text("at most {most} warnings", "警告不超过 {most} 个")
NO_DEPARTURES = Text("no warnings, nothing against the style", "没有警告，没有不合规范之处")
DEPARTURES = Text(
    "at most {most} warnings and departures from the style", "警告和不合规范之处不超过 {most} 处"
)
A_CODE = Text("the code of a warning, such as TL3905", "警告的代码，例如 TL3905")
CODE = r"TL\d{4}"

Convention = Literal["snake_case", "camelCase", "PascalCase", "UPPER_CASE"]
FORMS: dict[str, str] = {
    "snake_case": r"[a-z][a-z0-9]*(_[a-z0-9]+)*",
    "camelCase": r"[a-z][a-zA-Z0-9]*",
    "PascalCase": r"[A-Z][a-zA-Z0-9]*",
    "UPPER_CASE": r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*",
}


def _code(text: str) -> str:
    if re.fullmatch(CODE, text) is None:
        raise wanted(A_CODE.fill())
    return text


Code = Annotated[
    str, AfterValidator(_code), WithJsonSchema({"type": "string", "pattern": f"^{CODE}$"})
]


class Naming(Fields):
    """How the names that the student declares are written."""

    variables: Convention | None = explained(
        "variables, inputs and outputs", "变量、输入和输出", default=None
    )
    constants: Convention | None = explained(
        "constants (VAR CONSTANT)", "常量（VAR CONSTANT）", default=None
    )
    pous: Convention | None = explained(
        "programs, function blocks, functions, classes, methods",
        "程序、功能块、函数、类和方法",
        default=None,
    )

    def allows(self, declared: Declared) -> bool:
        """Whether a name is written as it should be."""
        by_kind = {"variable": self.variables, "constant": self.constants, "pou": self.pous}
        form = by_kind[declared.kind]
        return form is None or re.fullmatch(FORMS[form], declared.name) is not None


class Style(Check):
    """The program has at most `at_most` warnings and departures from the style.

    Counted are the warnings that `trainlab check SCENARIO PROGRAM` shows: of the program itself
    (unused variables, statements that are never reached, conditions that never change) and of how it
    meets the plant's tags; docs/problems explains each. With `only`, those with these codes alone,
    with an empty list none; not those that `allow` names.

    With `naming`, each declared name counts that is not written so: snake_case is small letters and
    digits, words parted by single underscores; UPPER_CASE likewise in capitals; camelCase and
    PascalCase have letters and digits alone, and begin with a small letter or a capital. With
    `statements`, each POU or method counts whose own body has more: nested statements count, and so
    do the heads of IF, CASE and loops.

    Full points up to `at_most`, none from `zero_at` on, a straight line between. A wired controller
    shows no source and earns nothing here.
    """

    title_of_kind: ClassVar[Text] = Text("style of the program", "程序规范")
    about: ClassVar[Text] = Text(
        "The compiler warns of at most `at_most` things, names keep to `naming`, and no POU has more than `statements`; soft PLC only.",
        "编译警告不超过 at_most 个，名称符合 naming，任何 POU 不超过 statements 条语句；仅适用于软 PLC。",
    )
    needs_source: ClassVar[bool] = True
    full_at: ClassVar[str] = "at_most"
    example: ClassVar[str] = """\
- id: tidy
  title: {en: 'No warnings, short blocks, names as agreed', zh-CN: 没有警告，程序块简短，命名符合约定}
  check: style
  points: 5
  at_most: 0
  zero_at: 5
  allow: [TL3502]
  naming: {variables: snake_case, constants: UPPER_CASE, pous: PascalCase}
  statements: 40
"""

    at_most: int = explained("how many for full points", "得满分的个数", default=0, ge=0)
    zero_at: int | None = explained("how many give no points", "得零分的个数", default=None)
    only: list[Code] | None = explained(
        "the codes of warnings that count; all if left out",
        "计入的警告代码；省略则全部计入",
        default=None,
    )
    allow: list[Code] | None = explained(
        "codes of warnings that do not count", "不计入的警告代码", default=None
    )
    naming: Naming | None = explained(
        "how names are written: `variables`, `constants`, `pous`",
        "命名约定：`variables`、`constants`、`pous`",
        default=None,
    )
    statements: int | None = explained(
        "the most statements of a POU or method", "一个 POU 或方法的最多语句数", default=None, ge=1
    )

    def judge(self, evidence: Evidence) -> Finding:
        """Score by how many there are."""
        styled = self.naming is not None or self.statements is not None
        few, none = (DEPARTURES, NO_DEPARTURES) if styled else (WARNINGS, NO_WARNINGS)
        allowed = few.fill(most=self.at_most) if self.at_most else none.fill()
        whole = (0, evidence.end_ns)
        if evidence.source is None:
            return not_seen(allowed, evidence)
        found = sorted(self._found(evidence.source))
        if not found:
            return Finding(1.0, NONE.fill(), allowed, whole)
        measured = SOME.fill(count=len(found), listed=listing(places(found)))
        return Finding(graded(len(found), self.at_most, self.zero_at), measured, allowed, whole)

    def _found(self, source: SourceEvidence) -> Iterator[tuple[Position, str]]:
        """Each warning by its code, each name, each POU with its length."""
        for warning in source.warnings:
            if self._counts(warning):
                yield warning.position, warning.kind.code
        for declared in source.outline:
            if self.naming is not None and not self.naming.allows(declared):
                yield declared.position, declared.name
            if self.statements is not None and declared.statements > self.statements:
                yield declared.position, f"{declared.name} ({declared.statements})"

    def _counts(self, warning: Problem) -> bool:
        code = warning.kind.code
        return code not in (self.allow or ()) and (self.only is None or code in self.only)
