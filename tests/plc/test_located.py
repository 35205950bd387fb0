"""Directly represented variables (IEC 61131-3:2013 Table 16) and partial access (Table 17)."""

import pytest

from trainlab.core.message import Text
from trainlab.core.tag import DataType, Direction, Tag

TAGS = [
    Tag("start", DataType.BOOL, Direction.INPUT, "%IX0.0", Text("s", "s")),
    Tag("level", DataType.INT, Direction.INPUT, "%IW64", Text("l", "l")),
    Tag("lamp", DataType.BOOL, Direction.OUTPUT, "%QX0.0", Text("l", "l")),
    Tag("valve", DataType.INT, Direction.OUTPUT, "%QW64", Text("v", "v")),
]


@pytest.mark.parametrize(
    ("declared", "written", "read", "value"),
    [
        ("a AT %MW0 : WORD; b AT %MB0 : BYTE;", "a := 16#1234", "b", 0x34),
        ("a AT %MW0 : WORD; b AT %MB1 : BYTE;", "a := 16#1234", "b", 0x12),
        ("a AT %MD1 : DWORD; b AT %MW3 : WORD;", "a := 16#12345678", "b", 0x1234),
        ("a AT %ML0 : LWORD; b AT %MD1 : DWORD;", "a := 16#123456789ABCDEF0", "b", 0x12345678),
        ("a AT %MB5 : BYTE; b AT %MX5.3 : BOOL;", "a := 16#08", "b", True),
        ("a AT %MX5.3 : BOOL; b AT %MB5 : BYTE;", "a := TRUE", "b", 8),
        ("a AT %MW1 : INT; b AT %MW2 : INT;", "a := -5", "b", 0),
        ("a AT %MW1 : INT; b AT %MW1 : INT;", "a := -5", "b", -5),
        ("a AT %MD0 : REAL; b AT %MD0 : DWORD;", "a := 1.0", "b", 0x3F800000),
        ("a AT %MW4 : ARRAY[0..3] OF INT; b AT %MW6 : INT;", "a[2] := 7", "b", 7),
    ],
)  # fmt: skip
def test_sizes_share_the_memory_of_m(run, declared, written, read, value):
    running = run(f"PROGRAM p VAR {declared} END_VAR {written}; END_PROGRAM")
    assert running.scan()[read] == value


def test_initial_values_of_m_and_values_from_outside(run):
    running = run(
        "VAR_GLOBAL flag AT %MX0.2 : BOOL := TRUE; word AT %MW4 : WORD := 16#ABCD; END_VAR"
        " PROGRAM p VAR all AT %MB0 : BYTE; high AT %MB9 : BYTE; END_VAR ; END_PROGRAM"
    )
    assert (running["flag"], running["all"], running["high"]) == (True, 4, 0xAB)
    running["flag"] = "FALSE"
    assert running["all"] == 0


def test_m_is_one_for_all_instances_and_programs(run):
    running = run(
        "FUNCTION_BLOCK B VAR n AT %MW3 : INT; END_VAR n := n + 1; END_FUNCTION_BLOCK"
        " PROGRAM p VAR a, b : B; seen : BOOL; END_VAR a(); b(); seen := %MW3 = 16#2; END_PROGRAM"
    )
    assert running.scan()["seen"] is True


def test_addresses_stand_in_expressions(run):
    running = run(
        "PROGRAM p VAR x : WORD; END_VAR"
        " %MX2.1 := %IX0.0; %QX0.0 := %MX2.1 AND NOT %MX2.0; x := %IW64; %QW64 := x; END_PROGRAM",
        TAGS,
    )
    running.image.latch_inputs([True, 1234])
    running.scan()
    assert running.outputs() == {"lamp": True, "valve": 1234}


def test_an_address_means_the_variable_that_is_declared_there(run):
    running = run(
        "PROGRAM p VAR level AT %IW64 : INT; valve AT %QW64 : INT; END_VAR"
        " %QW64 := %IW64 / 2; END_PROGRAM",
        TAGS,
    )
    running.image.latch_inputs([True, -1000])
    assert running.scan().outputs()["valve"] == -500


@pytest.mark.parametrize(
    ("read", "value"),
    [
        ("w.%X0", False), ("w.%X3", True), ("w.3", True), ("w.%X31", False), ("b := w.%B0", 0x78),
        ("b := w.%B3", 0x12), ("h := w.%W1", 0x1234), ("h := l.%W3", 0xFEDC),
        ("w2 := l.%D1", 0xFEDCBA98), ("b := h2.%B1", 0xAB),
    ],
)  # fmt: skip
def test_parts_are_read(run, read, value):
    target, _, _ = read.partition(" := ") if ":=" in read else ("q", "", "")
    statement = read if ":=" in read else f"q := {read}"
    running = run(
        "PROGRAM p VAR w : DWORD := 16#12345678; l : LWORD := 16#FEDCBA9876543210;"
        " h2 : WORD := 16#ABCD; b : BYTE; h : WORD; w2 : DWORD; q : BOOL; END_VAR"
        f" {statement}; END_PROGRAM"
    )
    assert running.scan()[target] == value


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("w.%B3 := 16#FF", 0xFF345678), ("w.%W0 := 16#AAAA", 0x1234AAAA), ("w.%X0 := TRUE", 0x12345679),
        ("w.31 := TRUE", 0x92345678), ("w.%B0 := w.%B3", 0x12345612),
    ],
)  # fmt: skip
def test_parts_are_written_and_leave_the_rest(run, statement, value):
    running = run(f"PROGRAM p VAR w : DWORD := 16#12345678; END_VAR {statement}; END_PROGRAM")
    assert running.scan()["w"] == value


@pytest.mark.parametrize(
    "part",
    ["w.%B2", "w.%X16", "w.16", "w.%W0", "w.%D0", "b.%B0", "w.%Q1", "q.0", "r.%B0", "%MX0.9"],
)
def test_parts_that_are_not_there_are_problems(problems, part):
    text = (
        f"PROGRAM p VAR w : WORD; b : BYTE; q, z : BOOL; r : REAL; END_VAR z := {part}; END_PROGRAM"
    )
    assert len(problems(text)) == 1
