"""Calls: formal, informal and mixed (IEC 61131-3:2013 Table 50), EN and ENO (Tables 18 and 19)."""

import pytest

F = """FUNCTION f : INT VAR_INPUT a : INT := 3; b : INT := 4; END_VAR VAR_OUTPUT less : INT; END_VAR
less := a - b; f := a * 10 + b; END_FUNCTION
FUNCTION_BLOCK Counter VAR_INPUT inc : INT := 1; up : BOOL := TRUE; END_VAR
VAR_OUTPUT n : INT; END_VAR IF up THEN n := n + inc; END_IF END_FUNCTION_BLOCK
FUNCTION greet : STRING[20] VAR_INPUT name : STRING[10]; END_VAR
greet := CONCAT('hi ', name); END_FUNCTION
FUNCTION_BLOCK Own VAR_INPUT EN : BOOL := TRUE; END_VAR VAR_OUTPUT ENO : BOOL; n : INT; END_VAR
n := n + 1; ENO := EN AND n > 1; END_FUNCTION_BLOCK
"""


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ("f(1, 2)", 12), ("f(a := 1, b := 2)", 12), ("f(b := 2, a := 1)", 12),
        ("f(a := 1)", 14), ("f(b := 1)", 31), ("f(1, b := 2)", 12), ("f(1, less => y)", 14),
        ("f(1, 2, less => y)", 12), ("f(less => y, b := 9)", 39), ("f(a := f(1, 2), b := f(b := 0))", 150),
    ],
)  # fmt: skip
def test_a_function_is_called(run, call, value):
    running = run(f"{F} PROGRAM p VAR x, y : INT; END_VAR x := {call}; END_PROGRAM")
    assert running.scan()["x"] == value


@pytest.mark.parametrize(
    ("call", "count"),
    [
        ("c()", 1), ("c(5)", 5), ("c(inc := 5)", 5), ("c(5, TRUE)", 5), ("c(5, up := FALSE)", 0),
        ("c(5, n => y)", 5), ("c(inc := 2, up := x > 0, n => y)", 0),
    ],
)  # fmt: skip
def test_an_instance_is_called(run, call, count):
    running = run(f"{F} PROGRAM p VAR x, y : INT; c : Counter; END_VAR {call}; END_PROGRAM")
    assert running.scan()["c.n"] == count


def test_inputs_that_are_not_given_keep_their_values_from_call_to_call(run):
    running = run(
        f"{F} PROGRAM p VAR c : Counter; first : BOOL := TRUE; END_VAR"
        " IF first THEN c(inc := 4); first := FALSE; ELSE c(); END_IF END_PROGRAM"
    )
    assert running.scan().scan()["c.n"] == 8


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ("x := f(a := 1, 2);", "TL3205"), ("x := f(1, a := 2);", "TL3204"), ("x := f(1, 2, 3);", "TL3202"),
        ("x := f(1);", "TL3202"), ("x := f(1, c := 2);", "TL3201"), ("c(1, TRUE, 3);", "TL3202"),
        ("x := f(EN := 1.5, a := 1);", "TL3101"), ("x := f(a := 1, ENO => x);", "TL3211"),
        ("x := f(a := 1, ENO := b);", "TL3209"), ("x := f(a := 1, EN => b);", "TL3210"),
        ("x := f(EN := b, EN := b, a := 1);", "TL3204"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_a_problem(problems, call, code):
    text = f"{F} PROGRAM p VAR x : INT; b : BOOL; c : Counter; END_VAR {call} END_PROGRAM"
    assert [problem.kind.code for problem in problems(text)] == [code]


@pytest.mark.parametrize("en", [True, False])
def test_a_function_runs_only_where_en_is_true(run, en):
    running = run(
        f"{F} PROGRAM p VAR x : INT := 7; y : INT := 9; ok : BOOL; en : BOOL; END_VAR"
        " x := f(EN := en, a := 1, b := 2, less => y, ENO => ok); END_PROGRAM"
    )
    running["en"] = "TRUE" if en else "FALSE"
    running.scan()
    assert (running["x"], running["y"], running["ok"]) == ((12, -1, True) if en else (0, 9, False))


@pytest.mark.parametrize("en", [True, False])
def test_an_instance_runs_only_where_en_is_true(run, en):
    running = run(
        f"{F} PROGRAM p VAR c : Counter; ok : BOOL := TRUE; en : BOOL; y : INT; END_VAR"
        " c(EN := en, inc := 3, n => y, ENO => ok); END_PROGRAM"
    )
    running["en"] = "TRUE" if en else "FALSE"
    running.scan()
    expected = (3, 3, 3, True) if en else (0, 1, 0, False)
    assert (running["c.n"], running["c.inc"], running["y"], running["ok"]) == expected


def test_eno_alone_says_that_the_call_was_made(run):
    running = run(
        f"{F} PROGRAM p VAR c : Counter; a, b : BOOL; x : INT; END_VAR"
        " c(ENO => a); x := f(a := 3, ENO => b); END_PROGRAM"
    )
    running.scan()
    assert (running["a"], running["b"], running["c.n"], running["x"]) == (True, True, 1, 34)


@pytest.mark.parametrize(
    ("en", "values"), [("TRUE", (3.0, "ab", True)), ("FALSE", (0.0, "", False))]
)
def test_standard_functions_have_en_and_eno(run, en, values):
    running = run(
        "PROGRAM p VAR r : REAL := 5.0; s : STRING := 'x'; go, ok, ok2 : BOOL; END_VAR"
        f" go := {en}; r := SQRT(EN := go, IN := 9.0, ENO => ok);"
        " s := CONCAT(EN := go, IN1 := 'a', IN2 := 'b', ENO => ok2); END_PROGRAM"
    )
    running.scan()
    assert (running["r"], running["s"], running["ok"]) == values
    assert running["ok2"] == running["ok"]


def test_a_function_with_a_text_for_result_has_en(run):
    running = run(
        f"{F} PROGRAM p VAR s : STRING := 'x'; n : INT; END_VAR"
        " s := greet(EN := n > 0, name := 'you'); n := n + 1; END_PROGRAM"
    )
    assert running.scan()["s"] == ""
    assert running.scan()["s"] == "hi you"


def test_en_and_eno_that_are_declared_are_parameters_like_others(run):
    running = run(
        f"{F} PROGRAM p VAR o : Own; ok : BOOL; END_VAR o(EN := TRUE, ENO => ok); END_PROGRAM"
    )
    assert running.scan()["ok"] is False
    assert running.scan()["ok"] is True


def test_methods_have_en_and_eno(run):
    running = run(
        "FUNCTION_BLOCK B METHOD PUBLIC twice : INT VAR_INPUT n : INT; END_VAR twice := 2 * n;"
        " END_METHOD END_FUNCTION_BLOCK PROGRAM p VAR b : B; x, y : INT; ok, no : BOOL; END_VAR"
        " x := b.twice(EN := TRUE, n := 4, ENO => ok); y := b.twice(EN := no, n := 4, ENO => no);"
        " END_PROGRAM"
    )
    running.scan()
    assert (running["x"], running["y"], running["ok"], running["no"]) == (8, 0, True, False)


def test_instances_of_an_array_are_called(run):
    running = run(
        f"{F} PROGRAM p VAR cs : ARRAY[1..3] OF Counter; i : INT; END_VAR"
        " FOR i := 1 TO 3 DO cs[i](inc := i); END_FOR END_PROGRAM"
    )
    running.scan().scan()
    assert [running[f"cs[{i}].n"] for i in (1, 2, 3)] == [2, 4, 6]


def test_an_instance_is_passed_by_reference_and_by_value(run):
    running = run(
        f"{F} FUNCTION_BLOCK Twice VAR_IN_OUT c : Counter; END_VAR c(); c(); END_FUNCTION_BLOCK"
        " FUNCTION_BLOCK Looks VAR_INPUT c : Counter; END_VAR VAR_OUTPUT n : INT; END_VAR n := c.n;"
        " END_FUNCTION_BLOCK PROGRAM p VAR c : Counter; t : Twice; l : Looks; END_VAR"
        " t(c := c); l(c := c); END_PROGRAM"
    )
    running.scan()
    assert (running["c.n"], running["l.n"]) == (2, 2)
