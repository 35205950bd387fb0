"""Initial values that call functions are what the program itself would compute (clause 6.5.1.3)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainlab.core.image import IOImage
from trainlab.plc.source import Source
from trainlab.plc.structured_text import compiled

TYPES = """BOOL BYTE WORD DWORD LWORD SINT INT DINT LINT USINT UINT UDINT ULINT REAL LREAL TIME LTIME
DATE LDATE TOD LTOD DT LDT CHAR WCHAR STRING WSTRING""".split()
IMAGE = IOImage([])


def both(type_name, expression):
    """The expression as an initial value, and as a statement computes it."""
    text = f"PROGRAM p VAR a : {type_name} := {expression}; b : {type_name}; END_VAR b := {expression}; END_PROGRAM"
    plc = compiled(Source("t.st", text)).controller(IMAGE)
    plc.scan(IMAGE, 0)
    return plc.read("a"), plc.read("b")


@pytest.mark.parametrize(
    ("type_name", "expression", "value"),
    [
        ("INT", "REAL_TO_INT(2.5) + 1", 3), ("TIME", "INT_TO_TIME(1500)", 1_500_000_000), ("TIME", "T#1s * 3", 3 * 10**9), ("TIME", "T#1s / 3", 333_333_333),
        ("TIME", "T#1s * 0.3", 300_000_000), ("INT", "LEN('abc')", 3), ("STRING", "CONCAT('a', 'b', INT_TO_STRING(5))", "ab5"), ("INT", "MAX(1, 5, 3)", 5),
        ("REAL", "LIMIT(0.0, 7.5, 5.0)", 5.0), ("INT", "ABS(-5)", 5), ("TOD", "TIME_TO_TOD(T#25h) + T#1h", 7200 * 10**9), ("DINT", "-TO_DINT('7')", -7),
        ("REAL", "LINT_TO_REAL(9007199791611905)", 9007200328482816.0), ("BOOL", "INT_TO_BOOL(5)", True), ("DINT", "TRUNC(-2.9)", -2), ("INT", "DINT_TO_INT(70000)", 4464),
    ],
)  # fmt: skip
def test_an_initial_value_may_call_functions(type_name, expression, value):
    assert both(type_name, expression) == (value, value)


@given(
    st.sampled_from(TYPES), st.sampled_from(TYPES), st.integers(-(2**63), 2**63 - 1),
    st.floats(-1e30, 1e30), st.sampled_from(["T#1d2h3ms", "'16#2Fz'", "-300", "WCHAR#\"水\""]),
)  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_conversions_of_initial_values_agree_with_the_machine(
    source, target, whole, number, another
):
    values = (f"LINT#{whole}", f"LREAL#{number:.17E}", another)
    expressions = [f"TO_{target}(TO_{source}({value}))" for value in values]
    declared = "".join(
        f"a{index} : {target} := {expression}; b{index} : {target};"
        for index, expression in enumerate(expressions)
    )
    body = "".join(f"b{index} := {expression};" for index, expression in enumerate(expressions))
    plc = compiled(Source("t.st", f"PROGRAM p VAR {declared} END_VAR {body} END_PROGRAM"))
    running = plc.controller(IMAGE)
    running.scan(IMAGE, 0)
    values = running.variables()
    for index in range(3):
        assert repr(values[f"a{index}"]) == repr(values[f"b{index}"])


@pytest.mark.parametrize("type_", ["REAL", "LREAL"])
@pytest.mark.parametrize(
    "expression",
    [
        "SQRT({0}#2.0)", "LN({0}#10.0)", "LOG({0}#3.0)", "EXP({0}#1.5)", "SIN({0}#1.0)",
        "COS({0}#1.0)", "TAN({0}#1.0)", "ASIN({0}#0.3)", "ACOS({0}#0.3)", "ATAN({0}#0.3)",
        "ATAN2({0}#1.0, {0}#-2.0)", "EXPT({0}#2.0, {0}#0.5)", "{0}#3.0 ** 2",
        "SEL(TRUE, {0}#1.0, {0}#2.0)", "SQRT(ABS({0}#-2.0)) * 3.0",
    ],
)  # fmt: skip
def test_functions_of_initial_values_agree_with_the_machine(run, type_, expression):
    value = expression.format(type_)
    declared = f"a : {type_} := {value}; b : {type_};"
    running = run(f"PROGRAM p VAR {declared} END_VAR b := {value}; END_PROGRAM").scan()
    assert repr(running["a"]) == repr(running["b"])
    assert running["b"] != 0.0


@pytest.mark.parametrize("value", ["SQRT(-2.0)", "LN(0.0)", "EXPT(0.0, -1.0)", "f(2.0)"])
def test_what_has_no_value_or_is_left_to_the_machine_is_no_initial_value(problems, value):
    function = "FUNCTION f : REAL VAR_INPUT x : REAL; END_VAR f := x; END_FUNCTION"
    (problem,) = problems(f"{function} PROGRAM p VAR a : REAL := {value}; END_VAR ; END_PROGRAM")
    assert problem.kind.code == "TL3009"


def test_initial_values_name_variables_declared_before(run, advice):
    text = """VAR_GLOBAL far : INT := near * 2; near : INT := 4; END_VAR
    FUNCTION_BLOCK B VAR n : INT := 3; m : INT := n + near; END_VAR VAR_OUTPUT y : INT := m; END_VAR
    y := y + 0 * n; END_FUNCTION_BLOCK
    PROGRAM p VAR a : INT := 3; b : INT := a + 1; r : REAL := b; s : STRING := 'ab'; t : STRING := CONCAT(s, 'c');
    l : ARRAY[1..2] OF INT := [b, b + far]; no : BOOL := NOT yes; yes_too : BOOL := NOT no; i : B; u : INT; END_VAR
    u := l[1] + far + REAL_TO_INT(r) + LEN(t) + BOOL_TO_INT(yes_too); i(); END_PROGRAM
    VAR_GLOBAL yes : BOOL := TRUE; END_VAR"""
    running = run(text)
    assert [running[name] for name in ("b", "r", "t", "l")] == [4, 4.0, "abc", [4, 12]]
    assert [running[name] for name in ("no", "yes_too", "i.y", "far")] == [False, True, 7, 8]
    assert advice(text) == []


def test_variables_of_a_call_begin_with_what_others_are_in_that_call(run):
    text = """VAR_GLOBAL g : INT := 1; END_VAR
    FUNCTION f : INT VAR_INPUT x : INT; END_VAR VAR y : INT := x + g; z : INT := y * 2; END_VAR f := z; END_FUNCTION
    FUNCTION_BLOCK B VAR n : INT := 5; END_VAR
    METHOD m : INT VAR_INPUT x : INT; END_VAR VAR y : INT := x + n; END_VAR m := y; END_METHOD END_FUNCTION_BLOCK
    PROGRAM p VAR a, c : INT; b : B; seen : INT; END_VAR VAR_TEMP t : INT := a; END_VAR
    seen := t; g := g + 1; a := f(10); c := b.m(x := a); END_PROGRAM"""
    running = run(text).scan()
    assert [running[name] for name in ("seen", "a", "c")] == [0, 24, 29]
    running.scan()
    assert [running[name] for name in ("seen", "a", "c")] == [24, 26, 31]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("VAR_GLOBAL a : INT := b; b : INT := a; END_VAR PROGRAM p ; END_PROGRAM", "TL3008"),
        ("PROGRAM p VAR x AT %IW0 : INT; y : INT := x; END_VAR ; END_PROGRAM", "TL3009"),
        ("PROGRAM p VAR_INPUT x : INT; END_VAR VAR y : INT := x; END_VAR ; END_PROGRAM", "TL3009"),
        ("PROGRAM p VAR y : INT := y; END_VAR ; END_PROGRAM", "TL3001"),
        ("PROGRAM p VAR x : REAL := 1.5; y : INT := x; END_VAR ; END_PROGRAM", "TL3101"),
        ("TYPE S : STRUCT a : INT := g; END_STRUCT; END_TYPE VAR_GLOBAL g : INT; END_VAR PROGRAM p VAR s : S; END_VAR ; END_PROGRAM", "TL3009"),
    ],
)  # fmt: skip
def test_what_is_not_there_at_the_start_is_no_initial_value(problems, text, code):
    assert [each.kind.code for each in problems(text)] == [code]


def test_a_long_initial_value_of_a_call_is_read(run):
    text = "FUNCTION f : INT VAR y : INT := g" + " + 1" * 2000 + "; END_VAR f := y; END_FUNCTION"
    running = run(
        text + " VAR_GLOBAL g : INT; END_VAR PROGRAM p VAR n : INT; END_VAR n := f(); END_PROGRAM"
    )
    assert running.scan()["n"] == 2000


def test_lengths_bounds_and_labels_may_call_functions(run):
    running = run("""PROGRAM p VAR CONSTANT N : STRING := 'abcd'; END_VAR
    VAR a : ARRAY[1..LEN(N)] OF INT; i : INT := 3; s : STRING[LEN('ab')]; END_VAR
    CASE i OF LEN('abc'): a[LEN(N)] := 7; END_CASE s := N; END_PROGRAM""").scan()
    assert running["a"] == [0, 0, 0, 7]
    assert running["s"] == "ab"
