"""Texts as they are copied or exported from the editors of CODESYS and TwinCAT, which show no END_PROGRAM."""

import pytest

COPIED = """FUNCTION_BLOCK Delay
VAR_INPUT go : BOOL; END_VAR
VAR_OUTPUT n : INT; END_VAR
IF go THEN n := n + 1; END_IF

FUNCTION Twice : INT
VAR_INPUT x : INT; END_VAR
Twice := 2 * x;

TYPE Colour : (red, green); END_TYPE

PROGRAM Main
VAR d : Delay; n : INT; c : Colour; END_VAR
d(go := TRUE);
n := Twice(d.n);
c := green;
"""


def test_pous_without_their_end_run(run):
    running = run(COPIED).scan().scan()
    assert (running["n"], running["c"]) == (4, 1)


def test_each_pou_without_its_end_is_a_warning_behind_its_last_line(problems):
    found = problems(COPIED)
    assert [(each.kind.code, each.kind.severity) for each in found] == [("TL2214", "warning")] * 3
    assert [each.position.line for each in found] == [4, 8, 16]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("PROGRAM p ; FUNCTION f : INT f := 1; END_FUNCTION END_PROGRAM", "TL2206"),
        ("PROGRAM p ; END_FUNCTION", "TL2206"),
        ("PROGRAM p IF TRUE THEN ;", "TL2206"),
        ("PROGRAM p VAR x : INT;", "TL2206"),
        ("FUNCTION_BLOCK f METHOD m ; PROGRAM p", "TL2206"),
        ("PROGRAM p VAR x : INT; END_VAR x := y;", "TL3001"),
    ],
)
def test_what_lacks_more_than_its_end_is_refused(problems, text, code):
    assert [each.kind.code for each in problems(text) if each.kind.severity == "error"] == [code]


def test_thousands_of_pous_without_their_end_are_read_in_time(problems):
    text = "".join(f"FUNCTION f{number} : INT f{number} := 1;\n" for number in range(3000))
    found = problems(text + "PROGRAM p ;")
    assert {each.kind.severity for each in found} == {"warning"}
    assert found[-1].position.line == 3001


def test_an_action_of_a_pou_without_its_end_belongs_to_it(run):
    running = run("PROGRAM p VAR n : INT; END_VAR count(); ACTION count n := 7; END_ACTION").scan()
    assert running["n"] == 7


@pytest.mark.parametrize("colon", ["", ":"])
def test_an_action_behind_the_end_belongs_to_the_pou_before_it(run, colon):
    text = f"""PROGRAM p VAR n, m : INT; END_VAR
    count(); more();
    END_PROGRAM
    ACTION count{colon} n := n + 1; END_ACTION
    ACTION more{colon} m := m + 2; END_ACTION
    FUNCTION f : INT f := 1; END_FUNCTION"""
    running = run(text).scan().scan()
    assert (running["n"], running["m"]) == (2, 4)


@pytest.mark.parametrize(
    "text",
    [
        "ACTION a ; END_ACTION PROGRAM p ; END_PROGRAM",
        "PROGRAM p ; END_PROGRAM FUNCTION f : INT f := 1; END_FUNCTION ACTION a ; END_ACTION",
        "PROGRAM p ; END_PROGRAM METHOD m ; END_METHOD",
    ],
)
def test_an_action_or_method_behind_what_has_none_is_refused(problems, text):
    assert [each.kind.code for each in problems(text)] == ["TL3301"]
