"""Untyped numbers as bit strings: IEC 61131-3:2013 Tables 5 and 30."""

import pytest


@pytest.mark.parametrize(
    ("type_", "expression", "value"),
    [
        ("WORD", "5 AND 3", 1),
        ("WORD", "NOT 0", 0xFFFF),
        ("WORD", "NOT 16#F", 0xFFF0),
        ("BYTE", "AND(16#F, 3)", 3),
        ("DWORD", "XOR(16#FF, 16#F0)", 0x0F),
        ("LWORD", "NOT 16#FF OR 1", 2**64 - 255),
        ("BOOL", "1 AND 1", True),
        ("BOOL", "NOT 0", True),
        ("BOOL", "(5 AND 3) = 1", True),
        ("BOOL", "IS_VALID_BCD(16#1A)", False),
        ("BOOL", "IS_VALID_BCD(16#19)", True),
    ],
)
def test_a_number_is_as_many_bits_as_are_wanted_where_it_stands(body, type_, expression, value):
    assert body(f"x : {type_};", f"x := {expression};")["x"] == value


def test_a_number_is_as_many_bits_as_what_it_meets(body):
    running = body(
        "w : WORD := 16#1234; d : DWORD; same : BOOL; x : WORD;",
        "d := w AND NOT 16#F; same := (w AND NOT 16#F) = 16#1230; x := w OR NOT 16#FF;",
    )
    assert (running["d"], running["same"], running["x"]) == (0x1230, True, 0xFF34)
