"""Conversions of numbers: IEC 61131-3:2013 Tables 22 to 26, BCD and byte order included."""

import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainlab.core.image import IOImage
from trainlab.plc.source import Source
from trainlab.plc.structured_text import compiled


@pytest.mark.parametrize(
    ("expression", "type_name", "value"),
    [
        ("BYTE_BCD_TO_USINT(16#42)", "USINT", 42), ("WORD_BCD_TO_UINT(16#9999)", "UINT", 9999), ("DWORD_BCD_TO_UDINT(16#1234_5678)", "UDINT", 12345678),
        ("LWORD_BCD_TO_ULINT(16#9999_9999_9999_9999)", "ULINT", 9999_9999_9999_9999), ("WORD_BCD_TO_INT(16#0123)", "INT", 123), ("BCD_TO_UINT(WORD#16#0042)", "UINT", 42),
        ("BCD_TO_INT(BYTE#16#42)", "INT", 42), ("USINT_TO_BCD_BYTE(42)", "BYTE", 0x42), ("UINT_TO_BCD_WORD(9999)", "WORD", 0x9999),
        ("UDINT_TO_BCD_DWORD(12345678)", "DWORD", 0x12345678), ("ULINT_TO_BCD_LWORD(1234)", "LWORD", 0x1234), ("TO_BCD_WORD(UINT#42)", "WORD", 0x42),
        ("INT_TO_BCD_WORD(42)", "WORD", 0x42), ("INT_TO_BCD(42)", "WORD", 0x42), ("INT_TO_BCD(42)", "BYTE", 0x42), ("IS_VALID_BCD(WORD#16#1234)", "BOOL", True),
        ("IS_VALID_BCD(WORD#16#123A)", "BOOL", False), ("IS_VALID_BCD(LWORD#16#A000_0000_0000_0000)", "BOOL", False), ("IS_VALID(1.5)", "BOOL", True),
        ("IS_VALID(LREAL#1.0E308 * 10.0)", "BOOL", False), ("TO_BIG_ENDIAN(WORD#16#1234)", "WORD", 0x3412), ("FROM_BIG_ENDIAN(DWORD#16#1234_5678)", "DWORD", 0x78563412),
        ("TO_LITTLE_ENDIAN(WORD#16#1234)", "WORD", 0x1234), ("FROM_LITTLE_ENDIAN(INT#5)", "INT", 5), ("TO_BIG_ENDIAN(INT#1)", "INT", 256), ("TO_BIG_ENDIAN(BYTE#5)", "BYTE", 5),
        ("FROM_BIG_ENDIAN(TO_BIG_ENDIAN(REAL#1.5))", "REAL", 1.5), ("TO_BIG_ENDIAN(LINT#1)", "LINT", 1 << 56),
        ("REAL_TRUNC_DINT(-2.9)", "DINT", -2), ("LREAL_TRUNC_LINT(2.9)", "LINT", 2), ("TRUNC_USINT(2.9)", "USINT", 2), ("TRUNC_SINT(LREAL#-2.9)", "SINT", -2),
        ("REAL_TO_WORD(2.5)", "WORD", 2), ("DWORD_TO_REAL(16#3F80_0000)", "REAL", 1065353216.0), ("BOOL_TO_REAL(TRUE)", "REAL", 1.0), ("REAL_TO_BOOL(0.5)", "BOOL", True),
        ("LINT_TO_DINT(16#1_0000_0005)", "DINT", 5), ("TIME_TO_LTIME(T#1s)", "LTIME", 10**9), ("LTIME_TO_TIME(LTIME#1ns)", "TIME", 1), ("BOOL_TO_TIME(TRUE)", "TIME", 10**6),
        ("LREAL_TO_SINT(1.0E300)", "SINT", 127), ("ULINT_TO_LREAL(16#FFFF_FFFF_FFFF_FFFF)", "LREAL", 2.0**64), ("TIME_TO_LREAL(T#1.5ms)", "LREAL", 1.5), ("TO_BOOL(INT#2)", "BOOL", True),
    ],
)  # fmt: skip
def test_a_conversion_gives(body, expression, type_name, value):
    assert body(f"x : {type_name};", f"x := {expression};")["x"] == value


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("n := BYTE_BCD_TO_USINT(TO_BYTE(w));", "TL4022"), ("n := TO_INT(WORD_BCD_TO_UINT(w));", "TL4022"),
        ("w := UINT_TO_BCD_WORD(10000);", "TL4023"), ("w := INT_TO_BCD_WORD(-1);", "TL4023"), ("w := USINT_TO_BCD_BYTE(100);", "TL4023"),
    ],
)  # fmt: skip
def test_what_is_no_bcd_stops_the_program(run, statement, code):
    running = run(f"PROGRAM p VAR w : WORD := 16#1A; n : INT; END_VAR\n{statement} END_PROGRAM")
    problem = running.stop()
    assert (problem.kind.code, problem.position.line) == (code, 2)
    assert problem.help("zh-CN")


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("n := INT_TO_INTEGER(n);", "TL3003"), ("n := REAL_BCD_TO_INT(r);", "TL3003"), ("n := STRING_TRUNC_INT(s);", "TL3003"),
        ("n := STRING_TO_INT(5);", "TL3101"), ("n := STRING_TO_INT(n);", "TL3101"), ("n := REAL_TO_INT(s);", "TL3101"), ("n := TRUNC_INT(s);", "TL3103"),
        ("n := TO_INT(a);", "TL3103"), ("s := TO_STRING(a);", "TL3103"), ("n := BCD_TO_INT(r);", "TL3103"), ("w := TO_BCD_WORD(r);", "TL3103"),
        ("n := INT_TO_INT();", "TL3202"), ("w := TO_BIG_ENDIAN(REF(s));", "TL3103"), ("b := IS_VALID_BCD(n);", "TL3103"),
    ],
)  # fmt: skip
def test_a_wrong_conversion_is_a_diagnostic(problems, statement, code):
    text = f"PROGRAM p VAR n : INT; r : REAL; s : STRING; a : ARRAY[1..2] OF INT; w : WORD; b : BOOL; END_VAR\n{statement}\nEND_PROGRAM"
    assert code in [problem.kind.code for problem in problems(text)]


def test_a_misspelt_conversion_is_guessed(problems):
    (problem,) = problems(
        "PROGRAM p VAR n : INT; s : STRING; END_VAR s := INT_TO_STRNG(n); END_PROGRAM"
    )
    assert "did you mean 'INT_TO_STRING'" in problem.message("en")


_BITS = {"SINT": "b", "INT": "h", "DINT": "i", "LINT": "q", "USINT": "B", "UINT": "H", "UDINT": "I",
         "ULINT": "Q", "BYTE": "B", "WORD": "H", "DWORD": "I", "LWORD": "Q"}  # fmt: skip
_TARGETS = {f"t{name}": name for name in _BITS}
_DECLARED = "".join(f"{name} : {type_}; r{type_} : {type_};" for name, type_ in _TARGETS.items())
_CALLS = "".join(
    f"{name} := LINT_TO_{type_}(x); r{type_} := LREAL_TO_{type_}(r);"
    for name, type_ in _TARGETS.items()
)
_PLC_TEXT = f"""PROGRAM p VAR x : LINT; r : LREAL; f : REAL; g : LREAL; b : UDINT; c : DWORD; d : UDINT; {_DECLARED} END_VAR
{_CALLS} f := LINT_TO_REAL(x); g := LINT_TO_LREAL(x); c := UDINT_TO_BCD_DWORD(b); d := DWORD_BCD_TO_UDINT(c);
tLINT := LINT_TO_LINT(x); END_PROGRAM"""
_IMAGE = IOImage([])
_PLC = compiled(Source("t.st", _PLC_TEXT)).controller(_IMAGE)


@given(
    st.integers(-(2**63), 2**63 - 1), st.floats(-1e20, 1e20) | st.floats(-300, 300),
    st.integers(0, 99_999_999),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_numbers_convert_as_struct_and_numpy_do(whole, number, decimal):
    shown = f"{number:.17E}"
    for name, text in (("x", str(whole)), ("r", shown), ("b", str(decimal))):
        _PLC.write(name, text)
    _PLC.scan(_IMAGE, 0)
    values = _PLC.variables()
    for name, code in _BITS.items():
        size = struct.calcsize(code)
        kept = (whole & (2**64 - 1)).to_bytes(8, "little")[:size]
        assert values[f"t{name}"] == struct.unpack(f"<{code}", kept)[0]
        low = 0 if code.isupper() else -(2 ** (8 * size - 1))
        high = 2 ** (8 * size - code.islower()) - 1
        assert values[f"r{name}"] == min(max(int(np.rint(np.float64(shown))), low), high)
    assert values["f"] == float(np.float32(whole))
    assert values["g"] == float(whole)
    assert values["c"] == int(str(decimal), 16)
    assert values["d"] == decimal
