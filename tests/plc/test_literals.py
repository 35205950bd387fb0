"""Literals: IEC 61131-3:2013 Tables 5, 7 and 8."""

import pytest

S = 1_000_000_000


@pytest.mark.parametrize(
    ("type_name", "literal", "value"),
    [
        ("INT", "1_000", 1000),
        ("INT", "-12", -12),
        ("INT", "+986", 986),
        ("INT", "INT#5", 5),
        ("INT", "INT#-5", -5),
        ("INT", "INT#16#7FFF", 32767),
        ("INT", "2#1110_0000", 224),
        ("INT", "8#340", 224),
        ("INT", "16#E0", 224),
        ("WORD", "16#FFFF", 65535),
        ("WORD", "word#16#abcd", 0xABCD),
        ("LWORD", "16#FFFF_FFFF_FFFF_FFFF", 2**64 - 1),
        ("LINT", "-9223372036854775808", -(2**63)),
        ("BOOL", "TRUE", True),
        ("BOOL", "BOOL#1", True),
        ("BOOL", "BOOL#FALSE", False),
        ("BOOL", "0", False),
        ("REAL", "-12.0", -12.0),
        ("REAL", "0.1", 0.10000000149011612),
        ("LREAL", "1.34E-12", 1.34e-12),
        ("LREAL", "0.1", 0.1),
        ("LREAL", "3", 3.0),
        ("REAL", "REAL#2.5", 2.5),
        ("TIME", "T#14ms", 14_000_000),
        ("TIME", "T#-14ms", -14_000_000),
        ("TIME", "T#14.7s", 14_700_000_000),
        ("TIME", "t#14.7m", 882 * S),
        ("TIME", "T#25h15m", 90_900 * S),
        ("TIME", "TIME#5d14h12m18s3.5ms", 483_138 * S + 3_500_000),
        ("TIME", "T#1m2.5s", 62_500_000_000),
        ("TIME", "T#5d_14h_12m_18s", 483_138 * S),
        ("LTIME", "LTIME#5us12ns", 5012),
        ("TIME", "T#1us", 1000),
    ],
)
def test_a_literal_has_its_value(body, type_name, literal, value):
    assert body(f"x : {type_name} := {literal};", "")["x"] == value
    assert body(f"x : {type_name};", f"x := {literal};")["x"] == value


@pytest.mark.parametrize(
    ("literal", "code"),
    [
        ("16#GG", "TL2106"),
        ("2#102", "TL2106"),
        ("1__0", "TL2106"),
        ("7#1", "TL2106"),
        ("12abc", "TL2106"),
        ("T#5", "TL2107"),
        ("T#1s2m", "TL2107"),
        ("T#1.5m2s", "TL2107"),
        ("T#", "TL2107"),
    ],
)
def test_a_broken_literal_is_pointed_at(problems, literal, code):
    (problem,) = problems(f"PROGRAM p VAR x : LREAL; END_VAR\nx := {literal};\nEND_PROGRAM")
    assert (problem.kind.code, problem.position.line, problem.position.column) == (code, 2, 6)


def test_comments_nest_and_pragmas_are_skipped(body):
    text = "x := 1; (* a (* b *) x := 2; *) /* c /* d */ x := 3; */ {attribute 'q'} // x := 4;\n"
    assert body("x : INT;", text)["x"] == 1


def test_names_do_not_differ_by_case_and_may_be_chinese(body):
    running = body("Level, 液位 : INT;", "LEVEL := 3; 液位 := level + 1;")
    assert running["level"] == 3
    assert running["液位"] == 4


def test_type_and_block_names_may_name_variables(body):
    assert (
        body("dt, pid, tod, on : INT;", "dt := 1; pid := dt + 1; tod := pid; on := 4;")["tod"] == 2
    )
