"""Conditional pragmas as the help of CODESYS has them: {IF defined (X)} {ELSIF} {ELSE} {END_IF}."""

import pytest

ARMS = "{{IF {0}}} n := 1; {{ELSIF {1}}} n := 2; {{ELSE}} n := 3; {{END_IF}}"


@pytest.mark.parametrize(
    ("before", "first", "second", "n"),
    [
        ("", "defined (A)", "defined (B)", 3),
        ("{define A}", "defined (A)", "defined (B)", 1),
        ("{define b}", "defined(A)", "DEFINED ( B )", 2),
        ("{define A}{define B}", "defined (A)", "defined (B)", 1),
        ("{define A 5}{undefine A}", "defined (A)", "defined (B)", 3),
        ("{define A}", "NOT defined (A)", "NOT defined (B)", 2),
        ("{define A}", "defined (A) AND defined (B)", "defined (A) OR defined (B)", 2),
        ("{define A}", "defined (A) OR defined (A) AND defined (B)", "defined (B)", 1),
        ("{define A}", "(defined (A) OR defined (A)) AND defined (B)", "defined (B)", 3),
        ("{define A}", "NOT (defined (A) AND NOT defined (B))", "NOT NOT defined (A)", 2),
        ("", "project_defined (A)", "NOT project_defined (A)", 2),
    ],
)
def test_the_first_branch_whose_condition_holds_is_compiled(body, before, first, second, n):
    assert body("n : INT;", before + ARMS.format(first, second))["n"] == n


def test_a_branch_that_is_left_out_need_not_be_compilable(body):
    text = """{IF defined (A)} n := * ; {IF defined (B)} ( {ELSE} '{END_IF}' {END_IF} // {END_IF}
    (* {ELSE} (* *) {END_IF} *) {attribute 'x'} {ELSE} n := 3; {END_IF}"""
    assert body("n : INT;", text)["n"] == 3


def test_an_if_within_a_branch_is_decided_for_itself(body):
    text = "{define B}{IF NOT defined (A)} {IF defined (B)} n := 1; {ELSE} n := 2; {END_IF} m := n; {END_IF}"
    running = body("n, m : INT;", text)
    assert (running["n"], running["m"]) == (1, 1)


def test_what_is_left_out_is_told_with_its_lines(problems):
    text = "PROGRAM p VAR n : INT; END_VAR\n{IF defined (A)}\nn := 1;\nn := 2;\n{ELSE}\nn := 3;\n{END_IF}\nEND_PROGRAM"
    (found,) = problems(text)
    assert (found.kind.code, found.kind.severity, found.position.line) == ("TL2113", "warning", 2)
    assert "line 3 to line 4" in found.message("en")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("{IF hasattribute (pou: p, 'a')} n := 1; {ELSE} n := 2; {END_IF}", ["TL2113", "TL2114"]),
        ("{IF defined (variable: n)} n := 1; {END_IF}", ["TL2113", "TL2114"]),
        ("{IF} n := 1; {END_IF}", ["TL2113", "TL2114"]),
        ("{IF 1 defined (A)} n := 1; {END_IF}", ["TL2113", "TL2114"]),
        ("{define A}{IF defined (A)} n := 1;", ["TL2115"]),
        ("n := 1; {END_IF}", ["TL2116"]),
        ("{ELSE} n := 1;", ["TL2116"]),
        ("{ELSIF defined (A)} n := 1;", ["TL2116"]),
    ],
)
def test_what_cannot_be_decided_or_does_not_match_is_refused(problems, text, codes):
    found = problems(f"PROGRAM p VAR n : INT; END_VAR {text} END_PROGRAM")
    assert sorted(each.kind.code for each in found) == codes


def test_thousands_of_open_pragmas_are_read_in_time(problems):
    found = problems("PROGRAM p " + "{define A}{IF defined (A)} " * 5000 + "; END_PROGRAM")
    assert {each.kind.code for each in found} == {"TL2115"}


def test_brackets_without_end_are_read_in_time(problems):
    text = "PROGRAM p " + ("{IF " + "(" * 290 + "}") * 500 + " ; END_PROGRAM"
    assert {"TL2114", "TL2115"} <= {each.kind.code for each in problems(text)}
