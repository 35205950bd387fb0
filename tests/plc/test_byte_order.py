"""Byte order: IEC 61131-3:2013 Table 37, by Python's struct."""

import struct

import pytest

VALUES = """TYPE Part : STRUCT w : WORD := 16#1234; b : BYTE := 7; t : STRING[4] := 'ab';
    c : WCHAR := "A";
    d : ARRAY[0..1] OF DINT := [1, -2]; r : REAL := 1.5; END_STRUCT END_TYPE"""


def swapped(code, value):
    return struct.unpack(f">{code}", struct.pack(f"<{code}", value))[0]


@pytest.mark.parametrize(
    ("type_", "code", "value"),
    [
        ("WORD", "H", 0x1234), ("DWORD", "I", 0x12345678), ("LWORD", "Q", 0x0102030405060708),
        ("INT", "h", 0x80), ("UDINT", "I", 5), ("LINT", "q", -2), ("BYTE", "B", 5),
    ],
)  # fmt: skip
def test_table_37_a_number_has_its_bytes_turned_and_turned_back(body, type_, code, value):
    running = body(
        f"x : {type_} := {value}; big, little, back, same : {type_};",
        "big := TO_BIG_ENDIAN(x); little := TO_LITTLE_ENDIAN(IN := x);"
        " back := FROM_BIG_ENDIAN(big); same := FROM_LITTLE_ENDIAN(little);",
    )
    assert running["big"] == swapped(code, value)
    assert [running[name] for name in ("little", "back", "same")] == [value] * 3


def test_table_37_each_element_of_a_structure_is_turned(run):
    running = run(
        f"""{VALUES} PROGRAM p VAR x, big, back : Part; END_VAR
        big := TO_BIG_ENDIAN(x); back := FROM_BIG_ENDIAN(big); END_PROGRAM"""
    ).scan()
    assert (running["big.w"], running["big.b"], running["big.t"]) == (0x3412, 7, "ab")
    assert running["big.c"] == "A"
    assert running["big.d"] == [swapped("i", 1), swapped("i", -2)]
    assert (running["back.w"], running["back.d"], running["back.r"]) == (0x1234, [1, -2], 1.5)
    assert running["x.w"] == 0x1234


def test_table_37_each_element_of_an_array_of_any_dimension_is_turned(body):
    running = body(
        "x : ARRAY[1..2, 0..2] OF WORD := [1, 2, 3, 4, 5, 6]; y : ARRAY[1..2, 0..2] OF WORD;",
        "y := TO_BIG_ENDIAN(x);",
    )
    assert running["y"] == [[256, 512, 768], [1024, 1280, 1536]]


def test_a_large_array_takes_its_share_of_the_scan(run):
    text = "PROGRAM p VAR x : ARRAY[1..{}] OF DINT; END_VAR x := TO_BIG_ENDIAN(x); END_PROGRAM"
    assert run(text.format(1_000_000)).stop().kind.code == "TL4003"


def test_a_text_has_no_byte_order(body):
    assert body("s : STRING;", "s := TO_BIG_ENDIAN('ab');")["s"] == "ab"


@pytest.mark.parametrize(
    "declared", ["x : REF_TO INT", "x : ARRAY[1..2] OF REF_TO INT", "x : Both"]
)
def test_what_is_no_plain_value_has_none_either(problems, declared):
    (problem,) = problems(
        f"""TYPE Both : UNION a : WORD; b : BYTE; END_UNION END_TYPE
        PROGRAM p VAR {declared}; END_VAR x := TO_BIG_ENDIAN(x); END_PROGRAM"""
    )
    assert problem.kind.code == "TL3103"
