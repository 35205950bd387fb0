"""Forms in which standard functions may be called: IEC 61131-3:2013 clause 6.6.2, Tables 19 to 36."""

import pytest


@pytest.mark.parametrize(
    ("declared", "type_", "expression", "value"),
    [
        ("z : BOOL", "BOOL", "NOT(IN := FALSE)", True),
        ("z : BOOL", "BOOL", "NOT(FALSE)", True),
        ("a, b : BOOL := TRUE", "BOOL", "AND(IN1 := a, IN2 := b, IN3 := NOT(IN := a))", False),
        ("b : BOOL := TRUE", "BOOL", "SHL(b, 0)", True),
        ("b : BOOL := TRUE", "BOOL", "SHR(IN := b, N := 1)", False),
        ("b : BOOL := TRUE", "BOOL", "ROL(b, 3)", True),
        ("d : LDATE := LDATE#2024-02-29", "INT", "DAY_OF_WEEK(IN := d)", 4),
        ("z : BOOL", "LDATE", "CONCAT_LDATE(1970, 1, DAY := 2)", 86_400_000_000_000),
        ("z : BOOL", "DT", "CONCAT_DATE_TOD(DATE := D#1970-01-01, TOD := TOD#00:00:01)", 10**9),
        (
            "z : BOOL",
            "LDT",
            "CONCAT_LDATE_LTOD(LDATE := LD#1970-01-01, LTOD := LTOD#00:00:01)",
            10**9,
        ),
        ("z : BOOL", "DT", "CONCAT_DATE_TOD(IN1 := D#1970-01-01, IN2 := TOD#00:00:01)", 10**9),
        ("i : INT := 7", "STRING", "ANY_TO_STRING(i)", "7"),
        ("x : REAL := 2.5", "INT", "ANY_TO_INT(x)", 2),
        ("z : BOOL", "WSTRING", "WSTRING#'a$42€'", "aB€"),
        ("z : BOOL", "WCHAR", "WCHAR#'X'", "X"),
    ],
)
def test_a_standard_function_is_called_in_any_form(body, declared, type_, expression, value):
    assert body(f"r : {type_}; {declared};", f"r := {expression};")["r"] == value


@pytest.mark.parametrize(
    ("declared", "statement", "value"),
    [
        ("len : INT", "len := LEN('abc')", 3),
        ("max : DINT", "max := MAX(1, 2, 3)", 3),
        ("left : STRING", "left := LEFT('abc', 1)", "a"),
        ("abs : REAL", "abs := ABS(-1.5)", 1.5),
    ],
)
def test_a_number_or_text_may_have_the_name_of_the_function_beside_it(
    body, declared, statement, value
):
    assert body(f"{declared};", f"{statement};")[declared.partition(" ")[0]] == value


def test_a_function_of_the_students_own_may_be_called_beside_a_number_of_its_name(run):
    running = run(
        """FUNCTION twice : INT VAR_INPUT x : INT; END_VAR twice := 2 * x; END_FUNCTION
        PROGRAM p VAR twice : INT; END_VAR twice := twice(4); END_PROGRAM"""
    ).scan()
    assert running["twice"] == 8


def test_a_number_of_no_functions_name_cannot_be_called(problems):
    (problem,) = problems("PROGRAM p VAR level : INT; END_VAR level := level(4); END_PROGRAM")
    assert problem.kind.code == "TL3207"


@pytest.mark.parametrize(
    ("declared", "call", "advice"),
    [
        ("x : LREAL", "REAL_TO_INT(x)", "LREAL_TO_INT(...)"),
        ("x : BOOL", "REAL_TO_INT(x)", "BOOL_TO_INT(...)"),
        ("x : STRING", "INT_TO_REAL(x)", "STRING_TO_REAL(...)"),
    ],
)
def test_a_conversion_from_another_type_names_the_right_one(problems, declared, call, advice):
    (problem,) = problems(f"PROGRAM p VAR {declared}; y : LREAL; END_VAR y := {call}; END_PROGRAM")
    assert (problem.kind.code, problem.values["conversion"]) == ("TL3101", advice)
