"""Which statements and branches have run."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from trainlab.core.image import IOImage
from trainlab.plc.source import Source
from trainlab.plc.structured_text import compiled
from trainlab.report.coverage import coverage_document, coverage_listing

ROOT = Path(__file__).parents[2]
PROGRAM = """FUNCTION_BLOCK Twice
VAR_INPUT n : INT; END_VAR
VAR_OUTPUT o : INT; END_VAR
o := 2 * n;
END_FUNCTION_BLOCK
PROGRAM p
VAR x, y, i : INT; t : TON; b : Twice; END_VAR
x := x + 1;
IF x = 1 THEN
  y := 1;
ELSIF x = 2 THEN
  y := 2;
END_IF;
CASE x OF
  1: y := y + 10;
  2, 3: b(n := x);
END_CASE;
FOR i := 1 TO y - 11 DO
  y := y;
END_FOR;
t(IN := x > 5, PT := T#1s);
END_PROGRAM
"""


def covered(scans):
    image = IOImage([])
    plc = compiled(Source("p.st", PROGRAM)).controller(image, covering=True)
    for scan in range(scans):
        plc.scan(image, scan * 10_000_000)
    return plc.coverage()


def lines(scans, hit):
    return sorted({p.position.line for p in covered(scans) if not p.arm and p.hit is hit})


def arms(scans):
    return {(p.position.line, p.arm) for p in covered(scans) if p.arm and p.hit}


def test_before_the_first_scan_nothing_has_run():
    assert lines(0, True) == []
    assert arms(0) == set()


def test_statements_that_ran_are_told_from_those_that_did_not():
    assert lines(1, True) == [8, 9, 10, 14, 15, 18, 21]
    assert lines(1, False) == [4, 12, 16, 19]
    assert lines(3, False) == [19]


def test_each_way_of_a_decision_counts_the_unwritten_else_too():
    assert arms(1) == {(9, "1"), (14, "1")}
    assert arms(2) == {(9, "1"), (9, "2"), (14, "1"), (14, "2")}
    assert arms(4) == arms(2) | {(9, "else"), (14, "else")}


def test_blocks_of_the_library_are_not_looked_at():
    assert {point.position.file for point in covered(1)} == {"p.st"}


def test_what_runs_the_tasks_of_a_configuration_is_no_statement_of_the_student():
    text = """PROGRAM p VAR x : INT; END_VAR
x := x + 1;
END_PROGRAM
CONFIGURATION c
  RESOURCE r ON PLC
    TASK fast(INTERVAL := T#10ms, PRIORITY := 1);
    PROGRAM main WITH fast : p;
  END_RESOURCE
END_CONFIGURATION
"""
    image = IOImage([])
    plc = compiled(Source("p.st", text)).controller(image, covering=True)
    plc.scan(image, 0)
    assert [(p.position.line, p.arm, p.hit) for p in plc.coverage()] == [(2, "", True)]


def test_a_program_that_is_not_looked_at_has_no_coverage():
    plc = compiled(Source("p.st", PROGRAM)).controller(IOImage([]))
    assert plc.coverage() == ()


def test_looking_costs_no_steps():
    text = "PROGRAM p VAR i : INT; END_VAR FOR i := 1 TO 1000 DO ; END_FOR END_PROGRAM"
    for covering in (False, True):
        image = IOImage([])
        program = compiled(Source("p.st", text), 60_000)
        program.controller(image, covering=covering).scan(image, 0)


def test_the_document_counts_and_names_what_is_missing():
    document = coverage_document(covered(1))
    assert document["statements"] == {"hit": 7, "total": 11}
    assert document["branches"] == {"hit": 2, "total": 7}
    (file,) = document["files"]
    assert file["lines"]["missed"] == [4, 12, 16, 19]
    assert {"line": 9, "column": 1, "arm": "else"} in file["branches_missed"]


def test_the_listing_marks_each_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("p.st").write_text(PROGRAM, encoding="utf-8")
    listing = list(coverage_listing(covered(1), "en"))
    assert "!     9  IF x = 1 THEN" in listing
    assert "+    10    y := 1;" in listing
    assert "-    12    y := 2;" in listing
    assert "      6  PROGRAM p" in listing


@pytest.mark.parametrize("verb", ["grade", "run"])
def test_the_verbs_have_coverage(verb, tmp_path):
    solution = ROOT / "plc_projects/tank_level_hold/solution.st"
    scenario = [str(ROOT / "scenarios/tank/level_hold.yaml")] if verb == "grade" else []
    command = [sys.executable, "-m", "trainlab", verb, *scenario, str(solution), "--coverage"]
    report = ["--report", str(tmp_path)] if verb == "grade" else []
    done = subprocess.run(
        [*command, "--json", "-", *report], capture_output=True, text=True, check=True
    )
    coverage = json.loads(done.stdout)["coverage"]
    assert coverage["statements"]["total"] > 15
    if verb == "grade":
        assert coverage["statements"]["hit"] == coverage["statements"]["total"]
        assert "+    93      lamp_red := alarm;" in (tmp_path / "verdict.txt").read_text(
            encoding="utf-8"
        )
