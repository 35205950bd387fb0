"""Standard functions in initial values, by an independent model and as the machine computes them."""

import math
from datetime import UTC, datetime

import pytest

from trainlab.core.image import IOImage
from trainlab.plc.source import Source
from trainlab.plc.structured_text import compiled

IMAGE = IOImage([])
DAY_NS = 86_400_000_000_000
LEAP_DAY_NS = int(datetime(2024, 2, 29, tzinfo=UTC).timestamp()) * 10**9


@pytest.mark.parametrize(
    ("type_name", "expression", "value"),
    [
        ("LREAL", "SQRT(LREAL#2.0)", math.sqrt(2)), ("REAL", "SQRT(4.0)", 2.0),
        ("LREAL", "LN(LREAL#3.0)", math.log(3)), ("LREAL", "LOG(LREAL#1000.0)", 3.0),
        ("LREAL", "EXP(LREAL#1.0)", math.e), ("LREAL", "SIN(LREAL#0.5)", math.sin(0.5)),
        ("LREAL", "ATAN2(LREAL#1.0, LREAL#-1.0)", 3 * math.pi / 4), ("REAL", "COS(0.0)", 1.0),
        ("REAL", "2.0 ** 10", 1024.0), ("REAL", "EXPT(2.0, -2)", 0.25), ("REAL", "-SQRT(9.0)", -3.0),
        ("WORD", "SHL(WORD#16#8001, 4)", 0x10), ("BYTE", "SHR(BYTE#16#81, 9)", 0),
        ("WORD", "ROL(WORD#16#8001, 17)", 3), ("LWORD", "ROR(LWORD#1, 1)", 1 << 63),
        ("BYTE", "NOT SHL(BYTE#1, 7)", 0x7F), ("BOOL", "NOT SEL(TRUE, TRUE, FALSE)", True),
        ("BOOL", "LEN('ab') = 2 AND_THEN FIND('ab', 'c') = 0", True), ("BOOL", "ROL(TRUE, 1)", True),
        ("INT", "SEL(TRUE, 3, 4)", 4), ("INT", "MUX(2, 3, 4, 5)", 5), ("INT", "MIN(3, 1, 2)", 1),
        ("STRING", "SEL(FALSE, 'no', 'yes')", "no"), ("STRING", "MAX('a', 'c', 'b')", "c"),
        ("STRING", "LIMIT('b', 'a', 'd')", "b"),
        ("STRING", "LEFT('abcde', 2)", "ab"), ("STRING", "RIGHT('abcde', 9)", "abcde"),
        ("STRING", "RIGHT('abcde', 2)", "de"), ("STRING", "MID('abcde', 2, 3)", "cd"),
        ("WSTRING", 'INSERT("abc", "xy", 1)', "axybc"), ("STRING", "DELETE('abcde', 2, 2)", "ade"),
        ("STRING", "REPLACE('abcde', 'X', 2, 3)", "abXe"), ("INT", "FIND('abcbc', 'bc')", 2),
        ("INT", "FIND('abc', '')", 0), ("INT", "LEN(MID('abc', -1, 1))", 0),
        ("WORD", "INT_TO_BCD(1234)", 0x1234), ("INT", "WORD_BCD_TO_INT(WORD#16#1234)", 1234),
        ("BOOL", "IS_VALID_BCD(WORD#16#1A)", False), ("BOOL", "IS_VALID(1.5)", True),
        ("WORD", "TO_BIG_ENDIAN(WORD#16#1234)", 0x3412), ("INT", "TO_BIG_ENDIAN(INT#16#80)", -32768),
        ("DATE", "CONCAT_DATE(2024, 2, 29)", LEAP_DAY_NS),
        ("TOD", "CONCAT_TOD(1, 2, 3, 4)", 3_723_004_000_000),
        ("LDT", "CONCAT_LDT(1970, 1, 2, 0, 0, 0, 5)", DAY_NS + 5_000_000),
        ("INT", "DAY_OF_WEEK(D#2024-02-29)", 4), ("INT", "DAY_OF_WEEK(D#1969-12-31)", 3),
    ],
)  # fmt: skip
def test_clause_6_5_1_3_an_initial_value_is_what_the_function_gives(type_name, expression, value):
    text = (
        f"PROGRAM p VAR a : {type_name} := {expression}; b : {type_name}; END_VAR"
        f" b := {expression}; END_PROGRAM"
    )
    plc = compiled(Source("t.st", text)).controller(IMAGE)
    plc.scan(IMAGE, 0)
    assert (plc.read("a"), plc.read("b")) == (value, value)


@pytest.mark.parametrize(
    ("type_name", "expression"),
    [
        ("REAL", "SQRT(-1.0)"), ("REAL", "LN(0.0)"), ("REAL", "0.0 ** -1"), ("INT", "MUX(3, 1, 2)"),
        ("DATE", "CONCAT_DATE(2023, 2, 29)"), ("TOD", "CONCAT_TOD(24, 0, 0, 0)"),
        ("INT", "WORD_BCD_TO_INT(WORD#16#1A)"), ("BYTE", "USINT_TO_BCD_BYTE(100)"),
        ("WORD", "SHL(WORD#1, -1)"), ("TIME", "TIME()"),
    ],
)  # fmt: skip
def test_what_would_end_a_scan_or_is_not_known_is_no_initial_value(problems, type_name, expression):
    (problem,) = problems(f"PROGRAM p VAR a : {type_name} := {expression}; END_VAR END_PROGRAM")
    assert problem.kind.code == "TL3009"
