"""Verifying: what a rubric lets pass is shown, and every shipped rubric catches 85 %."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from trainlab.session.parallel import ThisProcess
from trainlab.session.verify import mutants_of, verify
from trainlab.testing.exam_proofs import read_exam, rows_of

ROOT = Path(__file__).parents[2]
LEVEL = ROOT / "scenarios/tank/level_hold.yaml"
SCENARIOS = sorted((ROOT / "scenarios").glob("*/*.yaml"))


def name_of(sheet: Path) -> str:
    return f"{sheet.parent.name}_{sheet.stem}"


SHEET = """
trainlab: 1
title: Follow
task: Light the green lamp within 100 ms of Start; the red one stays dark.
plant: {type: tank_level}
timing: {duration: 4 s}
timeline: [{at: 1 s, label: start, press: start}, {at: 3 s, label: stop, press: stop}]
rubric:
  checks:
    - {id: lit, title: Lit, check: responds, points: 8, after: start, expect: lamp_green, within: 100 ms, until: stop}
    - {id: dry, title: Dry, check: never, points: 2, condition: overflow_m3 > 0.0}
"""
SOLUTION = """\
PROGRAM p
VAR start AT %IX0.0 : BOOL; stop AT %IX0.1 : BOOL; green AT %QX0.0 : BOOL; red AT %QX0.2 : BOOL; END_VAR
IF NOT stop THEN green := FALSE; ELSIF start THEN green := TRUE; END_IF;
red := NOT stop;
END_PROGRAM
"""
BAD = "(* fails: lit. It is always dark. *)\nPROGRAM p VAR green AT %QX0.0 : BOOL; END_VAR green := FALSE; END_PROGRAM"


def verified(folder: Path, *more: str, bad: str = BAD) -> tuple[int, dict[str, object]]:
    """Exit code and document of `trainlab verify` on the small exam."""
    for name, text in (("s.yaml", SHEET), ("solution.st", SOLUTION), ("bad_dark.st", bad)):
        (folder / name).write_text(text)
    return called(folder / "s.yaml", "--solution", str(folder / "solution.st"), *more)


def called(scenario: Path, *more: str) -> tuple[int, dict[str, object]]:
    command = [sys.executable, "-m", "trainlab", "verify", str(scenario), *more, "--json", "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout)


def test_what_no_check_requires_survives_and_a_check_that_never_decides_is_dead(
    tmp_path: Path,
) -> None:
    code, found = verified(tmp_path, "--jobs", "1")
    mutants = found["mutants"]
    decided = mutants["killed"] + len(mutants["survivors"])
    assert decided + mutants["equivalent"] == mutants["total"]
    red = [each for each in mutants["survivors"] if "+red := TRUE;" in each["diff"]]
    assert [each["nearest"] for each in red] == [None]
    assert found["solution"]["full"]
    assert found["dead_weight"] == ["dry"]
    assert found["bad"][0]["missed"] == []
    assert code == 1


def test_a_lower_line_is_reached_and_a_sample_is_always_the_same(tmp_path: Path) -> None:
    code, found = verified(tmp_path, "--jobs", "1", "--least", "1", "--most", "12")
    assert code == 0
    assert found["mutants"]["total"] <= 12
    assert verified(tmp_path, "--jobs", "2", "--least", "1", "--most", "12") == (0, found)


def test_a_mutant_is_judged_by_what_it_does_and_not_by_its_text(tmp_path: Path) -> None:
    """A dropped statement leaves a variable that nothing uses: a warning, and nothing that a plant sees."""
    behaviour = verified(tmp_path, "--jobs", "1")[1]
    source = "    - {id: tidy, title: Tidy, check: style, points: 5}\n"
    source += "    - {id: used, title: Used, check: coverage, points: 5, at_least: 100 %}\n"
    (tmp_path / "s.yaml").write_text(SHEET + source)
    solution = str(tmp_path / "solution.st")
    both = called(tmp_path / "s.yaml", "--solution", solution, "--jobs", "1")[1]
    assert both["mutants"] == behaviour["mutants"]
    assert both["solution"]["full"]


def test_a_bad_program_that_passes_what_it_names_proves_nothing(tmp_path: Path) -> None:
    code, found = verified(tmp_path, "--jobs", "1", "--least", "0", bad=BAD.replace("lit.", "dry."))
    assert found["bad"][0]["missed"] == ["dry"]
    assert code == 1


@pytest.mark.parametrize(("first", "wanted"), [("", "TL0021"), ("(* fails: lid. *)", "TL0022")])
def test_a_bad_program_must_name_a_check_that_is_there(
    tmp_path: Path, first: str, wanted: str
) -> None:
    code, found = verified(tmp_path, bad=first + BAD[BAD.index("\n") :])
    assert [each["code"] for each in found["problems"]] == [wanted]
    assert code == 2


def test_a_solution_that_is_no_program_is_told_what_is_wrong(tmp_path: Path) -> None:
    sheet, torn = tmp_path / "s.yaml", tmp_path / "t.st"
    sheet.write_text(SHEET)
    torn.write_text("PROGRAM p VAR x : INT; END_VAR CASE x OF 1")
    code, found = called(sheet, "--solution", str(torn))
    assert {Path(each["file"]).name for each in found["problems"]} == {"t.st"}
    assert code == 2


def test_a_variant_is_proven_with_the_solution_of_the_sheet_that_it_extends(tmp_path: Path) -> None:
    folder = tmp_path / "exams"
    project = tmp_path / "plc_projects/exams_base"
    folder.mkdir()
    project.mkdir(parents=True)
    (project / "solution.st").write_text(SOLUTION)
    (project / "bad_dark.st").write_text(BAD)
    (folder / "base.yaml").write_text(SHEET)
    (folder / "longer.yaml").write_text("extends: base.yaml\ntiming: {duration: 5 s}\n")
    code, found = called(folder / "longer.yaml", "--least", "0", "--jobs", "1")
    assert found["solution"]["full"]
    assert [Path(each["program"]).name for each in found["bad"]] == ["bad_dark.st"]
    assert code == 0


def test_without_a_solution_or_a_mutant_there_is_nothing_to_verify(tmp_path: Path) -> None:
    sheet, empty = tmp_path / "s.yaml", tmp_path / "e.st"
    sheet.write_text(SHEET)
    empty.write_text("PROGRAM p END_PROGRAM")
    for more, wanted in (([], "TL0020"), (["--solution", str(empty)], "TL0023")):
        code, found = called(sheet, *more)
        assert [each["code"] for each in found["problems"]] == [wanted]
        assert code == 2


@pytest.mark.slow
def test_the_level_rubric_is_proven_over_all_mutants() -> None:
    code, found = called(LEVEL, "--least", "85")
    assert found["proven"], found
    assert found["dead_weight"] == []
    assert code == 0


@pytest.mark.parametrize("scenario", SCENARIOS, ids=name_of)
def test_what_is_written_of_an_exam_s_proof_is_of_the_exam_as_it_stands(scenario: Path) -> None:
    """Else: make verify. The row says of which sheet, solution and bad programs it was written."""
    exam, page = read_exam(scenario), ROOT / "docs/exams.md"
    if exam.name not in rows_of(page):
        assert exam.name in page.read_text(encoding="utf-8").partition("Not played")[2]
        return
    digest, row = rows_of(page)[exam.name]
    assert digest == exam.digest
    mutants, equivalent, killed = (int(cell) for cell in row.split(" | ")[5:8])
    assert killed / (mutants - equivalent) >= 0.85


@pytest.mark.parametrize("scenario", [each for each in SCENARIOS if each != LEVEL], ids=name_of)
def test_a_sample_of_mutants_still_loses_points(scenario: Path) -> None:
    """A plant or a check may have changed since all were played; a sample this small varies."""
    whole = read_exam(scenario).task
    few = mutants_of(whole.solution, 6)
    sample = replace(whole, bad=(), seeds=whole.seeds[:1], mutants=few)
    proof = verify(sample, ThisProcess(), 1, 0.5)
    assert proof.holds, proof.survivors
