"""What verifying a scenario needs: its solution, its known-bad programs and the checks they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from trainlab.core.message import Text
from trainlab.core.problem import Position, Problem, ProblemKind, ProblemsFound, did_you_mean
from trainlab.scenario.family import family_of
from trainlab.scenario.scenario import Scenario

NO_SOLUTION = ProblemKind(
    "TL0020",
    Text("no solution was found for this scenario", "未找到该场景的参考答案"),
    Text(
        "put it into plc_projects/{folder}/solution.st, or name it with --solution",
        "请放在 plc_projects/{folder}/solution.st，或用 --solution 指定",
    ),
)
NAMES_NO_CHECK = ProblemKind(
    "TL0021",
    Text(
        "the first line of this known-bad program names no check that it must fail",
        "此错误示例程序的第一行没有写明应当不通过的检查项",
    ),
    Text("write (* fails: CHECK. Why. *)", "请写成 (* fails: 检查项. 原因 *)"),
)
UNKNOWN_CHECK = ProblemKind(
    "TL0022",
    Text(
        "the known-bad program names the check '{name}', which the rubric has not{hint}",
        "错误示例程序写明的检查项“{name}”不在评分标准中{hint}",
    ),
    Text("the checks are: {known}", "检查项有：{known}"),
)
NO_MUTANTS = ProblemKind(
    "TL0023",
    Text("no mutant can be made of this solution", "无法由此参考答案生成变异程序"),
    Text(
        "it must be Structured Text with at least one assignment or condition",
        "须为结构化文本，且至少有一条赋值或条件",
    ),
)

_NAMED = re.compile(r"\s*\(\*\s*fails:\s*([\w\s,]+?)\s*(?:\.|\*\))")


@dataclass(frozen=True, slots=True)
class KnownBad:
    """A program and the checks that it must fail."""

    program: Path
    named: tuple[str, ...]


def solution_of(scenario: Path, given: Path | None = None) -> Path:
    """The solution: the one given, or plc_projects/<folder>_<scenario>/solution.st in a folder above
    the sheet, for a variant also that of a sheet that it extends; ProblemsFound if there is none."""
    if given is not None:
        return given
    for sheet in family_of(scenario):
        for above in (*sheet.parents, *sheet.resolve().parents):
            found = above / "plc_projects" / _project(sheet) / "solution.st"
            if found.is_file():
                return found
    raise ProblemsFound([NO_SOLUTION.at(Position(str(scenario)), folder=_project(scenario))])


def _project(sheet: Path) -> str:
    return f"{sheet.resolve().parent.name}_{sheet.stem}"


def known_bad(
    scenario: Scenario, solution: Path, given: Sequence[Path] = ()
) -> tuple[KnownBad, ...]:
    """The bad programs given, or all bad_*.st beside the solution; ProblemsFound with every one that
    names no check, or one that is not there."""
    checks = [check.id for check in scenario.rubric.checks]
    problems: list[Problem] = []
    found = []
    for program in given or sorted(solution.parent.glob("bad_*.st")):
        at = Position(str(program), 1, 1)
        match = _NAMED.match(_first_line(program))
        names = tuple(match[1].replace(",", " ").split()) if match else ()
        if not names:
            problems.append(NAMES_NO_CHECK.at(at))
        for name in names:
            if name not in checks:
                hint = did_you_mean(name, checks)
                known = ", ".join(checks)
                problems.append(UNKNOWN_CHECK.at(at, name=name, hint=hint, known=known))
        found.append(KnownBad(program, names))
    if problems:
        raise ProblemsFound(problems)
    return tuple(found)


def _first_line(program: Path) -> str:
    """The first line; nothing where it cannot be read, which compiling it says better."""
    try:
        with program.open(encoding="utf-8-sig", errors="replace") as file:
            return file.readline(1000)
    except OSError:
        return ""
