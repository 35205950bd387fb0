"""Proves the shipped exams over all mutants and writes down how well: docs/exams.md.

    python -m trainlab.testing.exam_proofs docs/exams.md scenarios

Only those are proven anew whose row is not of the files as they are; with `--all` every one, the
shortest first. The file is written after each. Exits with 1 if one is not proven.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from trainlab.core.message import Text
from trainlab.grading.proof import Proof
from trainlab.report.proof import print_proof
from trainlab.report.text import console_on
from trainlab.scenario.load import load_scenario
from trainlab.session.parallel import executor_for
from trainlab.session.proving import known_bad, solution_of
from trainlab.session.verify import Task, mutants_of, verify

LEAST = 0.85
LEAST_SEEDS = 3
HEAD = """\
# Exams · 考核

Every shipped exam, and how well its rubric tells right programs from wrong ones: written by `make verify`, which plays
all mutants of the solution ([how](how-to/verify-a-scenario.md)). 各考核及其评分标准的检出能力，由 `make verify` 写出。

| exam | title | 标题 | points | bad programs | mutants | equivalent | killed | share | dead weight | of |
|---|---|---|---|---|---|---|---|---|---|---|
"""
MISSING = """
Not played over all mutants since they last changed, on a sample only; `make verify` plays what is missing here.
自上次修改后尚未用全部变异程序验证（仅抽样）：

"""
ROW = re.compile(r"^\| \[(?P<name>\S+)\]\(.*\| `(?P<digest>\w+)` \|$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Exam:
    """A sheet with its solution and its bad programs. `digest` is of all these files."""

    sheet: Path
    task: Task
    title: Text
    points: float
    ticks: int
    digest: str

    @property
    def name(self) -> str:
        """Its folder and its file."""
        return f"{self.sheet.parent.name}/{self.sheet.stem}"


def read_exam(sheet: Path) -> Exam:
    """The exam in a file; ProblemsFound if it has no solution, or is none."""
    scenario = load_scenario(sheet)
    solution = solution_of(sheet)
    bad = known_bad(scenario, solution)
    count = max(scenario.seeds, LEAST_SEEDS)
    seeds = tuple(range(scenario.seed, scenario.seed + count))
    whole = blake2b(scenario.digest.encode(), digest_size=8)
    for program in (solution, *(each.program for each in bad)):
        whole.update(program.read_bytes())
    return Exam(
        sheet,
        Task(sheet, solution, bad, seeds, mutants_of(solution)),
        scenario.title,
        sum(check.points for check in scenario.rubric.checks),
        scenario.ticks,
        whole.hexdigest(),
    )


def rows_of(page: Path) -> dict[str, tuple[str, str]]:
    """The digest and the row of each exam that is written down."""
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    return {each["name"]: (each["digest"], each[0]) for each in ROW.finditer(text)}


def row_of(exam: Exam, proof: Proof) -> str:
    """How well an exam is proven."""
    fates = proof.fates
    link = f"[{exam.name}](../{exam.sheet.as_posix()})"
    title, points = exam.title, f"{exam.points:g}"
    counts = (len(proof.bad), proof.total, fates["equivalent"], fates["killed"])
    dead = ", ".join(proof.dead_weight) or "-"
    found = (*counts, f"{proof.share:.1%}", dead)
    cells = (link, title.en, title.zh, points, *found, f"`{exam.digest}`")
    return f"| {' | '.join(map(str, cells))} |"


def write_page(page: Path, rows: Mapping[str, tuple[str, str]], names: Sequence[str]) -> None:
    """Write all rows, by name, and which of all exams have none."""
    text = HEAD + "".join(f"{rows[name][1]}\n" for name in sorted(rows))
    missing = [name for name in sorted(names) if name not in rows]
    if missing:
        text += MISSING + ", ".join(missing) + "\n"
    page.write_text(text, encoding="utf-8")


def prove(exam: Exam) -> Proof:
    """Play all of it, on all processors, and print what was found."""
    executor, jobs = executor_for(exam.ticks * exam.task.steps, os.cpu_count() or 1)
    with executor:
        proof = verify(exam.task, executor, jobs, LEAST)
    sys.stdout.write(f"{exam.name}\n")
    print_proof(proof, console_on(sys.stdout), "en")
    return proof


def _stands(exam: Exam, rows: Mapping[str, tuple[str, str]]) -> bool:
    return exam.name in rows and rows[exam.name][0] == exam.digest


def main(arguments: Sequence[str]) -> int:
    """The file and the folder of the exams; `--all` proves also those that stand as they are."""
    anew = "--all" in arguments
    page, folder = (Path(each) for each in arguments if each != "--all")
    exams = [read_exam(sheet) for sheet in sorted(folder.glob("*/*.yaml"))]
    known = rows_of(page)
    rows = {each.name: known[each.name] for each in exams if _stands(each, known)}
    names = [exam.name for exam in exams]
    held = True
    for exam in sorted(exams, key=lambda each: each.ticks * each.task.steps):
        if not anew and exam.name in rows:
            continue
        proof = prove(exam)
        held = held and proof.holds
        rows.pop(exam.name, None)
        if proof.holds:
            rows[exam.name] = (exam.digest, row_of(exam, proof))
        write_page(page, rows, names)
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
