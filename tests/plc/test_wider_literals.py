"""Untyped numbers that the type beside them cannot hold: IEC 61131-3:2013 Table 5 and Figure 12."""

import pytest


@pytest.mark.parametrize(
    ("declared", "result", "expression", "value"),
    [
        ("x : INT := 5", "DINT", "x * 100000", 500000),
        ("x : INT := 5", "DINT", "40000 + x", 40005),
        ("x : INT := 5", "LINT", "x - 3000000000", 5 - 3000000000),
        ("x : USINT := 5", "INT", "x - 300", -295),
        ("x : INT := 5", "BOOL", "x < 40000", True),
        ("x : UINT", "BOOL", "x > -1", True),
        ("x : BYTE := 5", "WORD", "x OR 16#100", 0x105),
        ("x : BYTE := 5", "BOOL", "x = 16#100", False),
        ("x : REAL := 2.0", "LREAL", "x * 1.0E200", 2.0e200),
        ("x : INT := 5", "DINT", "MAX(x, 40000)", 40000),
        ("x : INT := 5", "DINT", "LIMIT(0, x, 40000)", 5),
        ("x : INT := 5", "DINT", "SEL(TRUE, x, 40000)", 40000),
        ("x : INT := 5", "DINT", "ADD(x, 1, 40000)", 40006),
    ],
)
def test_both_meet_in_the_narrowest_type_that_holds_the_number(
    body, declared, result, expression, value
):
    assert body(f"{declared}; r : {result};", f"r := {expression};")["r"] == value


@pytest.mark.parametrize(
    ("declared", "statement", "code"),
    [
        ("i : INT", "i := i + 40000", "TL3101"),
        ("i : INT", "i := 40000", "TL3102"),
        ("u : ULINT; b : BOOL", "b := u > -1", "TL3102"),
        ("b : BOOL", "b := b = 2", "TL3102"),
    ],
)
def test_the_wider_result_is_not_cut_off_in_silence(problems, declared, statement, code):
    found = problems(f"PROGRAM p VAR {declared}; END_VAR {statement}; END_PROGRAM")
    assert [problem.kind.code for problem in found] == [code]


@pytest.mark.parametrize(
    ("left", "right", "advice"),
    [
        ("LINT", "LREAL", "LINT_TO_LREAL(...)"), ("LREAL", "LINT", "LINT_TO_LREAL(...)"),
        ("ULINT", "REAL", "ULINT_TO_REAL(...)"), ("INT", "LWORD", "LWORD_TO_INT(...)"),
    ],
)  # fmt: skip
def test_the_integer_is_converted_and_no_fraction_lost(problems, left, right, advice):
    text = "PROGRAM p VAR a : {}; b : {}; c : BOOL; END_VAR c := a > b; END_PROGRAM"
    (problem,) = problems(text.format(left, right))
    assert (problem.kind.code, problem.values["conversion"]) == ("TL3104", advice)
