"""Exact arithmetic against numpy's fixed-size types, an independent implementation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainlab.core.controller import ControllerStopped
from trainlab.core.image import IOImage
from trainlab.plc.source import Source
from trainlab.plc.structured_text import compiled

NUMPY = {
    "SINT": np.int8, "INT": np.int16, "DINT": np.int32, "LINT": np.int64,
    "USINT": np.uint8, "UINT": np.uint16, "UDINT": np.uint32, "ULINT": np.uint64,
}  # fmt: skip
OPERATIONS = {"+": np.add, "-": np.subtract, "*": np.multiply}
WRAP = settings(max_examples=25, deadline=None)


def _calculator(type_name):
    text = f"""PROGRAM p VAR a, b, plus, minus, times, quotient, rest, up : {type_name};
        less : BOOL; END_VAR
        plus := a + b; minus := a - b; times := a * b; less := a < b; up := MAX(a, b);
        IF b <> 0 THEN quotient := a / b; END_IF; END_PROGRAM"""
    image = IOImage([])
    return compiled(Source("t.st", text)).controller(image), image


INTEGERS = {name: _calculator(name) for name in NUMPY}
REALS = {name: _calculator(name) for name in ("REAL", "LREAL")}


@pytest.mark.parametrize("type_name", NUMPY)
@given(data=st.data())
@WRAP
def test_integers_wrap_at_their_width(type_name, data):
    info = np.iinfo(NUMPY[type_name])
    numbers = st.integers(int(info.min), int(info.max))
    a, b = data.draw(numbers), data.draw(numbers)
    plc, image = INTEGERS[type_name]
    plc.write("a", str(a))
    plc.write("b", str(b))
    plc.scan(image, 0)
    with np.errstate(over="ignore"):
        x, y = np.array([a], NUMPY[type_name]), np.array([b], NUMPY[type_name])
        assert plc.read("plus") == int((x + y)[0])
        assert plc.read("minus") == int((x - y)[0])
        assert plc.read("times") == int((x * y)[0])
    assert plc.read("less") is (a < b)
    assert plc.read("up") == max(a, b)


@pytest.mark.parametrize("type_name", ["REAL", "LREAL"])
@given(data=st.data())
@WRAP
def test_reals_round_at_every_step(type_name, data):
    width = 32 if type_name == "REAL" else 64
    exact = np.float32 if width == 32 else np.float64
    numbers = st.floats(-1e6, 1e6, width=width).map(lambda x: x if abs(x) > 1e-6 else 0.0)
    a, b = data.draw(numbers), data.draw(numbers)
    plc, image = REALS[type_name]
    plc.write("a", repr(float(np.float64(a))))
    plc.write("b", repr(float(np.float64(b))))
    plc.scan(image, 0)
    x, y = exact(a), exact(b)
    assert plc.read("plus") == float(x + y)
    assert plc.read("times") == float(x * y)
    if b:
        assert plc.read("quotient") == float(x / y)


def test_a_product_and_a_sum_are_not_contracted(body):
    # Goldberg 1991: with one rounding (fma) the result would be -5.4e-20 instead of 0.
    running = body(
        "a : LREAL := 1.0000000000000002; c : LREAL; x : LREAL;", "c := a * a; x := a * a - c;"
    )
    assert running["x"] == 0.0


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("7 / 2", 3), ("-7 / 2", -3), ("7 / -2", -3), ("7 MOD 3", 1), ("-7 MOD 3", -1),
        ("7 MOD -3", 1), ("2 + 3 * 4", 14), ("(2 + 3) * 4", 20), ("10 - 4 - 3", 3),
        ("-2 * -3", 6), ("100 / 10 / 5", 2), ("i / 2", -3), ("i MOD 3", -1),
        ("i / minus_one", 7), ("least / minus_one", -32768), ("least MOD minus_one", 0),
    ],
)  # fmt: skip
def test_integer_expressions(body, expression, value):
    declarations = "x : INT; i : INT := -7; minus_one : INT := -1; least : INT := -32768;"
    assert body(declarations, f"x := {expression};")["x"] == value


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("TRUE OR FALSE AND FALSE", True),  # AND before OR
        ("TRUE XOR TRUE AND FALSE", True),
        ("NOT FALSE AND FALSE", False),  # NOT before AND
        ("TRUE OR TRUE XOR TRUE", True),  # XOR before OR
        ("1 < 2 = TRUE", True),  # < before =
        ("2 + 2 > 3 AND 1 <> 2", True),
        ("TRUE & FALSE", False),
        ("FALSE AND_THEN TRUE", False),
        ("TRUE OR_ELSE FALSE", True),
        ("T#1s < T#1001ms", True),
        ("T#500ms * 2 = T#1s", True),
        ("T#1s / 4 = T#250ms", True),
        ("T#1s - T#2s = T#-1s", True),
        ("2.0 * T#1s = T#2s", True),
        ("16#FF AND 16#0F = 1", False),
    ],
)
def test_logic_and_precedence(body, problems, expression, value):
    if "16#FF" in expression:
        assert problems(f"PROGRAM p VAR x : BOOL; END_VAR x := {expression}; END_PROGRAM")
        return
    assert body("x : BOOL;", f"x := {expression};")["x"] is value


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("2.0 ** 3", 8.0), ("2.0 ** 3 ** 2", 64.0), ("-2.0 ** 2", 4.0), ("2 * 3.0 ** 2", 18.0),
        ("SQRT(2.25)", 1.5), ("ABS(-2.5)", 2.5), ("LN(1.0)", 0.0), ("LOG(1000.0)", 3.0),
        ("EXP(0.0)", 1.0), ("COS(0.0)", 1.0), ("ATAN2(0.0, 1.0)", 0.0), ("EXPT(2.0, -1)", 0.5),
        ("MIN(2.0, 1.5, 3.0)", 1.5), ("LIMIT(0.0, 7.5, 5.0)", 5.0), ("SEL(TRUE, 1.0, 2.0)", 2.0),
        ("MUX(2, 1.0, 2.0, 3.0)", 3.0), ("ADD(1.0, 2.0, 3.0)", 6.0), ("i * 2.5", 7.5),
        ("LIMIT(MN := 0.0, IN := -1.0, MX := 5.0)", 0.0), ("SUB(5.0, 3.0)", 2.0),
    ],
)  # fmt: skip
def test_real_expressions(body, expression, value):
    assert body("x : REAL; i : INT := 3;", f"x := {expression};")["x"] == value


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("SHL(b, 4)", 0xF0), ("SHR(b, 4)", 0x00), ("ROL(w, 4)", 0x2341), ("ROR(w, 4)", 0x4123),
        ("SHL(w, 16)", 0), ("SHL(w, 99)", 0), ("ROL(w, 20)", 0x2341), ("w AND 16#FF", 0x34),
        ("w OR 16#8000", 0x9234), ("w XOR w", 0), ("NOT w", 0xEDCB), ("b AND w", 0x04),
    ],
)  # fmt: skip
def test_bit_strings(body, expression, value):
    assert body("x, w : WORD := 16#1234; b : BYTE := 16#0F;", f"x := {expression};")["x"] == value


def test_bits_of_a_word_are_read_and_written(body):
    running = body(
        "w : WORD := 16#0004; a, b : BOOL;", "a := w.2; b := w.%X3; w.15 := TRUE; w.2 := FALSE;"
    )
    assert (running["a"], running["b"], running["w"]) == (True, False, 0x8000)


def test_and_evaluates_both_sides_but_and_then_does_not(run):
    text = """PROGRAM p VAR i : INT := 9; a : ARRAY[1..3] OF INT; x : BOOL; END_VAR
        x := i <= 3 {} a[i] > 0; END_PROGRAM"""
    run(text.format("AND_THEN")).scan()
    assert run(text.format("AND")).stop().kind.code == "TL4002"


def test_a_fault_in_one_scan_raises_each_time(run):
    running = run("PROGRAM p VAR a, b : INT; END_VAR a := 1 / b; END_PROGRAM")
    running.stop()
    with pytest.raises(ControllerStopped):
        running.scan()
