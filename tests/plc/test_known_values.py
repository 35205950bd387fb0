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


def test_lengths_bounds_and_labels_may_call_functions(run):
    running = run("""PROGRAM p VAR CONSTANT N : STRING := 'abcd'; END_VAR
    VAR a : ARRAY[1..LEN(N)] OF INT; i : INT := 3; s : STRING[LEN('ab')]; END_VAR
    CASE i OF LEN('abc'): a[LEN(N)] := 7; END_CASE s := N; END_PROGRAM""").scan()
    assert running["a"] == [0, 0, 0, 7]
    assert running["s"] == "ab"
