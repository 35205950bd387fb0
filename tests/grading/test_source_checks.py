"""What judges the text of a program: the programs here are counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from trainlab.core.problem import ProblemsFound
from trainlab.grading.finding import Finding
from trainlab.scenario.load import load_scenario
from trainlab.session.grade import Graded, grade
from trainlab.session.serve import source_warnings

SHEET = """\
trainlab: 1
title: Source
task: Be covered and tidy.
plant: {type: tank_level}
timing: {duration: 1 s}
timeline: [{at: 0.5 s, label: start, press: start}]
rubric:
  checks:
    - {id: own, title: Own, points: 10, CHECK}
    - {id: dry, title: Dry, points: 1, check: never, condition: overflow_m3 > 0.0}
"""
# Statements stand at the lines 5, 6, 7, 9, 11, 12 and 13. The IF of line 6 can go three ways, and so
# can the CASE of line 11. Only in the scan after Start is line 7 reached, 9 and 13 are in none.
COUNTED = """\
PROGRAM p
VAR
  start AT %IX0.0 : BOOL; green AT %QX0.0 : BOOL; n : INT;
END_VAR
n := n + 1;
IF start THEN
  green := TRUE;
ELSIF n > 30000 THEN
  green := FALSE;
END_IF;
CASE n OF
  1: green := FALSE;
  -5: n := 0;
END_CASE;
END_PROGRAM
"""
# Nothing uses `spare` and `other`, and two REALs are compared: TL3905 twice, TL3901 once.
UNTIDY = """\
PROGRAM p
VAR
  green AT %QX0.0 : BOOL;
  spare : INT;
  other : INT;
  a : REAL := 1.0;
END_VAR
a := a + 0.5;
green := a = 10.0;
END_PROGRAM
"""
TIDY = "PROGRAM p\nVAR start AT %IX0.0 : BOOL; green AT %QX0.0 : BOOL; END_VAR\ngreen := start;\nEND_PROGRAM\n"


def graded(folder: Path, check: str, text: str) -> Graded:
    sheet, program = folder / "sheet.yaml", folder / "main.st"
    sheet.write_text(SHEET.replace("CHECK", check))
    program.write_text(text)
    return grade(load_scenario(sheet), program)


def finding(folder: Path, check: str, text: str) -> Finding:
    return graded(folder, check, text).verdict.score.results[0].finding


def test_the_share_of_the_statements_that_ran_decides(tmp_path: Path) -> None:
    found = finding(tmp_path, "check: coverage, at_least: 80 %, zero_at: 40 %", COUNTED)
    assert found.score == pytest.approx((5 / 7 - 0.4) / (0.8 - 0.4))
    assert found.measured.render("en") == (
        "71.43 %: 5 of 7 statements have run, these never: main.st:9, 13"
    )
    assert "main.st:9, 13" in found.measured.render("zh-CN")
    assert found.allowed.render("en") == "at least 80 % of the statements"
    assert found.interval == (0, 1_000_000_000)


def test_the_share_of_the_branches_that_were_gone_decides(tmp_path: Path) -> None:
    found = finding(tmp_path, "check: coverage, of: branches, at_least: 80 %", COUNTED)
    assert found.score == 0.0
    assert found.measured.render("en") == (
        "66.67 %: 4 of 6 branches have run, these never: main.st:6 (2), 11 (2)"
    )


@pytest.mark.parametrize(("at_least", "score"), [("71 %", 1.0), ("72 %", 0.0), ("5 %", 1.0)])
def test_without_zero_at_it_is_all_or_nothing(tmp_path: Path, at_least: str, score: float) -> None:
    assert finding(tmp_path, f"check: coverage, at_least: {at_least}", COUNTED).score == score


def test_full_coverage_earns_what_asks_for_all(tmp_path: Path) -> None:
    found = finding(tmp_path, "check: coverage, at_least: 100 %", TIDY)
    assert (found.score, found.measured.render("en")) == (1.0, "all 1 statements have run")


def test_a_program_without_branches_has_missed_none(tmp_path: Path) -> None:
    assert finding(tmp_path, "check: coverage, of: branches, at_least: 100 %", TIDY).score == 1.0


def test_a_program_without_statements_earns_nothing(tmp_path: Path) -> None:
    empty = "PROGRAM p\nVAR green AT %QX0.0 : BOOL; END_VAR\n;\nEND_PROGRAM\n"
    for kind in ("statements", "branches"):
        check = f"check: coverage, of: {kind}, at_least: 1 %"
        assert finding(tmp_path, check, empty).score == 0.0


def test_a_long_list_is_cut_and_says_how_much_more_there_is(tmp_path: Path) -> None:
    never = "".join(f"IF n > 30000 THEN\nn := {k};\nEND_IF;\n" for k in range(12))
    text = COUNTED.replace("END_PROGRAM", never + "END_PROGRAM")
    told = finding(tmp_path, "check: coverage, at_least: 90 %", text).measured.render("en")
    assert told.endswith("main.st:9, 13, 16, 19, 22, 25, 28, 31 and 6 more")


def test_the_coverage_is_that_of_the_whole_run_and_is_noted_without_being_asked(
    tmp_path: Path,
) -> None:
    result = graded(tmp_path, "check: coverage, at_least: 80 %", COUNTED)
    statements = [point for point in result.coverage if not point.arm]
    assert [point.position.line for point in statements if not point.hit] == [9, 13]
    check = "check: never, condition: horn"
    assert graded(tmp_path, check, COUNTED).coverage == ()


def test_looking_at_the_source_changes_nothing_in_the_run(tmp_path: Path) -> None:
    digests = {
        graded(tmp_path, check, COUNTED).trace.digest
        for check in ("check: coverage, at_least: 80 %", "check: never, condition: horn")
    }
    assert len(digests) == 1


def test_each_warning_counts_and_is_listed_with_its_line_and_code(tmp_path: Path) -> None:
    found = finding(tmp_path, "check: style, at_most: 1, zero_at: 5", UNTIDY)
    assert found.score == pytest.approx((5 - 3) / (5 - 1))
    assert found.measured.render("en") == ("main.st:4 TL3905, 5 TL3905, 9 TL3901 (3 in all)")
    assert found.allowed.render("en") == "at most 1 warnings"


def test_a_program_without_warnings_is_tidy(tmp_path: Path) -> None:
    found = finding(tmp_path, "check: style", TIDY)
    assert (found.score, found.measured.render("en"), found.allowed.render("en")) == (
        1.0, "none", "no warnings",
    )  # fmt: skip
    assert finding(tmp_path, "check: style", UNTIDY).score == 0.0


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ("allow: [TL3905]", 1),
        ("only: [TL3905]", 2),
        ("only: [TL3901, TL3905]", 3),
        ("only: [TL3905], allow: [TL3905]", 0),
        ("allow: [TL3901, TL3905]", 0),
    ],
)
def test_codes_can_be_picked_and_allowed(tmp_path: Path, fields: str, count: int) -> None:
    told = finding(tmp_path, f"check: style, {fields}", UNTIDY).measured.render("en")
    assert told.endswith(f"({count} in all)" if count else "none")


def test_how_the_program_meets_the_plant_counts_too(tmp_path: Path) -> None:
    text = TIDY.replace("%IX0.0", "%IX99.0")
    told = finding(tmp_path, "check: style", text).measured.render("en")
    assert told == "main.st:2 TL3501 (1 in all)"


# Bodies of 1, 4 and 1 statements: the head of the IF counts, and what stands in it.
NAMED = """\
FUNCTION_BLOCK Latch
VAR_INPUT setIt : BOOL; END_VAR
VAR_OUTPUT q1 : BOOL; END_VAR
VAR CONSTANT MOST_TRIES : INT := 3; kLeast : INT := 1; END_VAR
VAR tries_left : INT; END_VAR
METHOD PUBLIC clear_all
q1 := FALSE;
END_METHOD
q1 := setIt AND tries_left < MOST_TRIES + kLeast;
END_FUNCTION_BLOCK
PROGRAM main
VAR start AT %IX0.0 : BOOL; Green AT %QX0.0 : BOOL; the_latch : Latch; END_VAR
the_latch(setIt := start);
IF the_latch.q1 THEN
  the_latch.clear_all();
  Green := TRUE;
END_IF;
END_PROGRAM
"""


@pytest.mark.parametrize(
    ("naming", "told"),
    [
        ("variables: snake_case", "main.st:2 setIt, 12 Green (2 in all)"),
        ("variables: camelCase", "main.st:5 tries_left, 12 Green, 12 the_latch (3 in all)"),
        ("variables: PascalCase", None),
        ("constants: UPPER_CASE", "main.st:4 kLeast (1 in all)"),
        ("constants: camelCase", "main.st:4 MOST_TRIES (1 in all)"),
        ("pous: PascalCase", "main.st:6 clear_all, 11 main (2 in all)"),
        ("pous: snake_case", "main.st:1 Latch (1 in all)"),
        ("pous: UPPER_CASE", "main.st:1 Latch, 6 clear_all, 11 main (3 in all)"),
    ],
)
def test_names_are_held_to_a_convention(tmp_path: Path, naming: str, told: str | None) -> None:
    check = f"check: style, only: [], naming: {{{naming}}}"
    found = finding(tmp_path, check, NAMED)
    told = told or "main.st:2 setIt, 3 q1, 5 tries_left, 12 start, 12 the_latch (5 in all)"
    assert found.measured.render("en") == told
    assert found.allowed.render("en") == "no warnings, nothing against the style"


@pytest.mark.parametrize(
    ("most", "told"),
    [(4, "none"), (3, "main.st:11 main (4) (1 in all)"), (1, "main.st:11 main (4) (1 in all)")],
)
def test_a_body_may_have_so_many_statements(tmp_path: Path, most: int, told: str) -> None:
    found = finding(tmp_path, f"check: style, only: [], statements: {most}", NAMED)
    assert found.measured.render("en") == told


def test_warnings_names_and_lengths_count_together_in_the_order_of_the_text(tmp_path: Path) -> None:
    check = "check: style, at_most: 2, zero_at: 10, naming: {variables: PascalCase}, statements: 1"
    found = finding(tmp_path, check, UNTIDY)
    assert found.measured.render("en") == (
        "main.st:1 p (2), 3 green, 4 TL3905, 4 spare, 5 TL3905, 5 other, 6 a, 9 TL3901 (8 in all)"
    )
    assert found.score == pytest.approx((10 - 8) / (10 - 2))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("check: style, allow: [TL39]", "TL3905"),
        ("check: style, at_most: 3, zero_at: 3", "at_most"),
        ("check: style, at_most: -1", "0"),
        ("check: style, naming: {variables: kebab-case}", "snake_case"),
        ("check: style, naming: {types: snake_case}", "types"),
        ("check: style, statements: 0", "1"),
        ("check: coverage", "at_least"),
        ("check: coverage, at_least: 120 %", "1"),
        ("check: coverage, at_least: 80 %, zero_at: 90 %", "at_least"),
        ("check: coverage, of: lines, at_least: 80 %", "branches"),
    ],
)
def test_what_is_wrong_in_the_sheet_is_told(tmp_path: Path, fields: str, words: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        graded(tmp_path, fields, TIDY)
    (problem,) = found.value.problems
    for language in ("en", "zh-CN"):
        assert words in f"{problem.message(language)} {problem.help(language)}"


@pytest.mark.parametrize("check", ["check: coverage, at_least: 10 %", "check: style, at_most: 9"])
def test_a_controller_whose_source_is_not_seen_earns_nothing_and_is_told_why(
    tmp_path: Path, check: str
) -> None:
    trace = graded(tmp_path, check, TIDY).trace
    rubric = load_scenario(tmp_path / "sheet.yaml").rubric
    score = rubric.judge(trace.columns, trace.units, trace.moments, trace.tick_ns)
    own, dry = score.results
    assert (own.earned, dry.earned) == (0.0, 1.0)
    assert "not seen" in own.finding.measured.render("en")
    assert "不可见" in own.finding.measured.render("zh-CN")


def test_the_instructor_is_warned_of_checks_that_a_wired_controller_cannot_pass(
    tmp_path: Path,
) -> None:
    graded(tmp_path, "check: style", TIDY)
    (warning,) = source_warnings(load_scenario(tmp_path / "sheet.yaml"))
    assert (warning.kind.code, warning.kind.severity) == ("TL2013", "warning")
    assert warning.message("en").endswith(": own")
    graded(tmp_path, "check: style, hidden: true", TIDY)
    (warning,) = source_warnings(load_scenario(tmp_path / "sheet.yaml"))
    assert warning.message("en").endswith(": hidden_1")
    graded(tmp_path, "check: never, condition: horn", TIDY)
    assert source_warnings(load_scenario(tmp_path / "sheet.yaml")) == ()
