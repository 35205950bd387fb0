"""Grading over many seeds: the worst counts, whoever does the work."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from trainlab.core.problem import ProblemsFound
from trainlab.grading.seeds import OverSeeds, SeedResult
from trainlab.scenario.load import load_scenario
from trainlab.session.grade import grade
from trainlab.session.parallel import ThisProcess, process_pool
from trainlab.session.seeds import Exam, grade_over_seeds

# The pulse comes at a time that the seed draws; the lamp must follow it.
SHEET = """
trainlab: 1
title: Follow
task: Light the green lamp within 100 ms of Start.
plant: {type: tank_level}
timing: {duration: 4 s}
seeds: 3
timeline: [{at: {between: [0.5 s, 3 s]}, label: start, press: start}]
rubric:
  checks:
    - {id: lit, title: Lit, check: responds, points: 8, after: start, expect: lamp_green, within: 100 ms}
    - {id: dark, title: Dark, check: never, points: 2, condition: lamp_red}
"""
FOLLOWS = "PROGRAM p VAR start AT %IX0.0 : BOOL; green AT %QX0.0 : BOOL; END_VAR green := start; END_PROGRAM"
# What somebody would write who has seen seed 1 alone.
LEARNED = """
PROGRAM p VAR green AT %QX0.0 : BOOL; wait : TON; END_VAR
wait(IN := TRUE, PT := T#{ms}ms); green := wait.Q;
END_PROGRAM
"""


@pytest.fixture
def exam(tmp_path: Path) -> Exam:
    sheet, program = tmp_path / "sheet.yaml", tmp_path / "p.st"
    sheet.write_text(SHEET)
    program.write_text(FOLLOWS)
    return Exam(sheet, program)


def learned(exam: Exam) -> None:
    """The program lights its lamp at the time at which seed 1 presses Start."""
    trace = grade(load_scenario(exam.scenario), exam.program, 1).trace
    exam.program.write_text(LEARNED.format(ms=trace.moments["start"] // 1_000_000))


def test_a_number_learned_from_one_seed_passes_that_one_and_fails_the_exam(exam: Exam) -> None:
    learned(exam)
    over = OverSeeds(grade_over_seeds(exam, range(1, 9), ThisProcess(), 1))
    assert over.results[0].passed
    assert not over.passed
    assert over.worst.short == ("lit",)
    assert sum(result.passed for result in over.results) < 4


@pytest.mark.parametrize("pool", [lambda: process_pool(2), lambda: ThreadPoolExecutor(2)])
def test_whoever_does_the_work_finds_the_same(exam: Exam, pool) -> None:
    alone = grade_over_seeds(exam, range(5, 12), ThisProcess(), 1)
    counted: list[int] = []
    with pool() as executor:
        shared = grade_over_seeds(exam, range(5, 12), executor, 2, counted.append)
    assert shared == alone
    assert [result.seed for result in shared] == [*range(5, 12)]
    assert sum(counted) == 7


@pytest.mark.parametrize("pool", [ThisProcess, lambda: process_pool(2)])
def test_what_cannot_be_graded_is_a_diagnostic_from_any_process(exam: Exam, pool) -> None:
    exam.program.write_text("PROGRAM p green = 1; END_PROGRAM")
    with pool() as executor, pytest.raises(ProblemsFound) as found:
        grade_over_seeds(exam, range(4), executor, 2)
    assert found.value.problems[0].kind.code.startswith("TL")
    assert found.value.problems[0].message("zh-CN")


def result(seed: int, earned: float, passed: bool) -> SeedResult:
    return SeedResult(seed, earned, 10.0, "", passed, False, (), "")


def test_the_worst_did_not_pass_and_has_the_fewest_points() -> None:
    over = OverSeeds([result(1, 9, True), result(2, 7, False), result(3, 6, True), result(4, 7, False)])  # fmt: skip
    assert over.worst.seed == 2
    assert over.median.seed == 4


def test_the_command_grades_over_the_seeds_of_the_sheet(exam: Exam) -> None:
    learned(exam)
    command = [sys.executable, "-m", "trainlab", "grade", str(exam.scenario), str(exam.program)]
    ended = subprocess.run([*command, "--json", "-"], capture_output=True, text=True, check=False)
    document = json.loads(ended.stdout)
    assert ended.returncode == 1
    assert [row["seed"] for row in document["seeds"]["table"]] == [1, 2, 3]
    assert document["seed"] == document["seeds"]["worst"] != 1
    alone = subprocess.run([*command, "--seeds", "1"], capture_output=True, text=True, check=False)
    assert alone.returncode == 0
