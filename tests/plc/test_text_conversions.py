"""Conversions to and from texts and characters: IEC 61131-3:2013 Tables 22 and 27."""

import struct
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainlab.core.image import IOImage
from trainlab.plc.source import Source
from trainlab.plc.structured_text import compiled

NUMBERS = """BOOL BYTE WORD DWORD LWORD SINT INT DINT LINT USINT UINT UDINT ULINT REAL LREAL TIME LTIME
DATE LDATE TOD LTOD DT LDT CHAR WCHAR""".split()
TYPES = [*NUMBERS, "STRING", "WSTRING"]


@pytest.mark.parametrize("source", TYPES)
def test_every_type_converts_to_every_other(run, source):
    declared = " ".join(f"named_{target} : {target}; also_{target} : {target};" for target in TYPES)
    named = [target for target in TYPES if target != source]
    body = " ".join(f"named_{target} := {source}_TO_{target}(x);" for target in named)
    body += " ".join(f"also_{target} := TO_{target}(x);" for target in TYPES)
    running = run(f"PROGRAM p VAR x : {source}; {declared} END_VAR {body} END_PROGRAM").scan()
    for target in named:
        assert running[f"named_{target}"] == running[f"also_{target}"]


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("INT_TO_STRING(123)", "123"), ("INT_TO_STRING(-5)", "-5"), ("WORD_TO_STRING(1000)", "1000"), ("BYTE_TO_STRING(16#FF)", "255"),
        ("LWORD_TO_STRING(16#FFFF_FFFF_FFFF_FFFF)", str(2**64 - 1)), ("ULINT_TO_STRING(18446744073709551615)", str(2**64 - 1)),
        ("LINT_TO_STRING(-9223372036854775808)", str(-(2**63))), ("SINT_TO_STRING(-128)", "-128"),
        ("BOOL_TO_STRING(TRUE)", "TRUE"), ("BOOL_TO_STRING(FALSE)", "FALSE"), ("REAL_TO_STRING(1.5)", "1.5"), ("REAL_TO_STRING(0.1)", "0.1"),
        ("REAL_TO_STRING(-2.0)", "-2.0"), ("LREAL_TO_STRING(0.1)", "0.1"), ("REAL_TO_STRING(1.0E20)", "1.0E+20"), ("LREAL_TO_STRING(-1.5E-10)", "-1.5E-10"),
        ("TIME_TO_STRING(T#1s500ms)", "T#1s500ms"), ("TIME_TO_STRING(T#0s)", "T#0ms"), ("TIME_TO_STRING(T#90m)", "T#1h30m"),
        ("TIME_TO_STRING(T#-1d2h)", "T#-1d2h"), ("LTIME_TO_STRING(LTIME#1us5ns)", "LTIME#1us5ns"), ("DATE_TO_STRING(D#2024-02-29)", "D#2024-02-29"),
        ("TOD_TO_STRING(TOD#15:36:55.36)", "TOD#15:36:55.360"), ("TOD_TO_STRING(TOD#6:05:00)", "TOD#06:05:00"),
        ("DT_TO_STRING(DT#2024-02-29-15:36:55)", "DT#2024-02-29-15:36:55"), ("LDATE_TO_STRING(LDATE#2024-02-29)", "LD#2024-02-29"),
        ("LTOD_TO_STRING(LTOD#00:00:00.000_000_001)", "LTOD#00:00:00.000000001"), ("CHAR_TO_STRING('x')", "x"), ("TO_STRING(INT#7)", "7"),
        ("TO_STRING(T#1m)", "T#1m"), ("WSTRING_TO_STRING(\"aÄ水\")", "aÄ?"), ("DATE_AND_TIME_TO_STRING(DT#1998-02-13-14:20)", "DT#1998-02-13-14:20:00"),
        ("WCHAR_TO_STRING(\"水\")", "?"), ("CONCAT('n = ', TO_STRING(3), ';')", "n = 3;"), ("STRING_TO_STRING('ab')", "ab"),
    ],
)  # fmt: skip
def test_a_value_is_written_as_codesys_writes_it(body, expression, text):
    assert body("x : STRING;", f"x := {expression};")["x"] == text


def test_a_value_is_written_into_a_wstring(body):
    running = body(
        "x, y, z : WSTRING;",
        "x := INT_TO_WSTRING(-5); y := STRING_TO_WSTRING('aÄ'); z := TO_WSTRING(T#5s);",
    )
    assert [running[name] for name in "xyz"] == ["-5", "aÄ", "T#5s"]


def test_a_written_value_is_cut_off_at_the_declared_length(body):
    assert (
        body("x : STRING[3]; n : INT;", "x := DINT_TO_STRING(123456); n := LEN(x);")["x"] == "123"
    )


@pytest.mark.parametrize(
    ("expression", "type_name", "value"),
    [
        ("STRING_TO_INT('123')", "INT", 123), ("STRING_TO_INT('-5')", "INT", -5), ("STRING_TO_INT('  +7 rest')", "INT", 7), ("STRING_TO_INT('abc')", "INT", 0),
        ("STRING_TO_INT('')", "INT", 0), ("STRING_TO_INT('12.9')", "INT", 12), ("STRING_TO_INT('70000')", "INT", 4464), ("STRING_TO_DINT('1_000')", "DINT", 1000),
        ("STRING_TO_WORD('16#FF')", "WORD", 255), ("STRING_TO_BYTE('2#1010')", "BYTE", 10), ("STRING_TO_UINT('UINT#8#17')", "UINT", 15),
        ("STRING_TO_ULINT('18446744073709551615')", "ULINT", 2**64 - 1), ("STRING_TO_LINT('-9223372036854775808')", "LINT", -(2**63)),
        ("STRING_TO_REAL('1.5')", "REAL", 1.5), ("STRING_TO_REAL('-2.5e3x')", "REAL", -2500.0), ("STRING_TO_LREAL('.1')", "LREAL", 0.1), ("STRING_TO_REAL('x')", "REAL", 0.0),
        ("STRING_TO_LREAL('7')", "LREAL", 7.0), ("STRING_TO_BOOL('TRUE')", "BOOL", True), ("STRING_TO_BOOL('true')", "BOOL", True), ("STRING_TO_BOOL('1')", "BOOL", True),
        ("STRING_TO_BOOL('FALSE')", "BOOL", False), ("STRING_TO_BOOL('x')", "BOOL", False), ("STRING_TO_TIME('T#1m2.5s')", "TIME", 62_500_000_000),
        ("STRING_TO_TIME('5s')", "TIME", 5 * 10**9), ("STRING_TO_TIME('soon')", "TIME", 0), ("STRING_TO_DATE('D#1970-01-02')", "DATE", 86400 * 10**9),
        ("STRING_TO_TOD('TOD#00:00:01')", "TOD", 10**9), ("STRING_TO_DT('DT#1970-01-02-00:00:01')", "DT", 86401 * 10**9), ("STRING_TO_DATE('D#2023-02-30')", "DATE", 0),
        ("WSTRING_TO_INT(\"42\")", "INT", 42), ("STRING_TO_CHAR('xyz')", "CHAR", "x"), ("STRING_TO_CHAR('')", "CHAR", "\0"), ("STRING_TO_WCHAR('x')", "WCHAR", "x"),
        ("WSTRING_TO_WCHAR(\"水位\")", "WCHAR", "水"), ("TO_INT('9')", "INT", 9), ("STRING_TO_INT(CONCAT('4', '2'))", "INT", 42),
        ("CHAR_TO_INT('A')", "INT", 65), ("CHAR_TO_BYTE('$FF')", "BYTE", 255), ("WCHAR_TO_WORD(\"水\")", "WORD", 0x6C34), ("BYTE_TO_CHAR(16#41)", "CHAR", "A"),
        ("WORD_TO_WCHAR(16#6C34)", "WCHAR", "水"), ("CHAR_TO_WCHAR('Ä')", "WCHAR", "Ä"), ("WCHAR_TO_CHAR(\"水\")", "CHAR", "?"), ("INT_TO_CHAR(66)", "CHAR", "B"),
    ],
)  # fmt: skip
def test_a_text_is_read_as(body, expression, type_name, value):
    assert body(f"x : {type_name};", f"x := {expression};")["x"] == value


_TEXT = """PROGRAM p VAR r, r2 : REAL; l, l2 : LREAL; i, i2 : LINT; t, t2 : TIME; rs, ls, is, ts : STRING; d : DINT; s : STRING; END_VAR
rs := REAL_TO_STRING(r); r2 := STRING_TO_REAL(rs); ls := LREAL_TO_STRING(l); l2 := STRING_TO_LREAL(ls);
is := LINT_TO_STRING(i); i2 := STRING_TO_LINT(is); ts := TIME_TO_STRING(t); t2 := STRING_TO_TIME(ts); d := STRING_TO_DINT(s);
END_PROGRAM"""
_IMAGE = IOImage([])
_PLC = compiled(Source("t.st", _TEXT)).controller(_IMAGE)


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(-(2**63), 2**63 - 1))
@settings(max_examples=200, deadline=None)
def test_what_is_written_is_read_back(number, whole):
    single = struct.unpack("f", struct.pack("f", number if abs(number) < 3.4e38 else 0.1))[0]
    sign = "-" if number < 0 else ""
    _PLC.write("l", f"{sign}{Decimal(abs(number)):.20E}")
    _PLC.write("r", f"{'-' if single < 0 else ''}{Decimal(abs(single)):.20E}")
    _PLC.write("i", str(whole))
    _PLC.write("t", f"T#{'-' if whole < 0 else ''}{min(abs(whole), 2**63 - 1)}ns")
    _PLC.scan(_IMAGE, 0)
    values = _PLC.variables()
    assert (values["l"], values["r"]) == (number, single)
    assert values["l2"] == number == float(values["ls"])
    assert values["r2"] == single == struct.unpack("f", struct.pack("f", float(values["rs"])))[0]
    assert values["is"] == str(whole)
    assert values["i2"] == whole
    assert values["t2"] == values["t"]


@given(st.text("0123456789+-#x_abcdefTRUE.: ", max_size=20))
@settings(max_examples=300, deadline=None)
def test_reading_any_text_gives_a_value(text):
    _PLC.write("s", "'" + text + "'")
    _PLC.scan(_IMAGE, 0)
    assert -(2**31) <= _PLC.read("d") < 2**31
