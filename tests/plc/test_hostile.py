"""Texts that are large, deep or unreadable: a diagnostic or a program, soon (see tests/fuzz, too)."""

import time
from pathlib import Path

import pytest

from fuzz.targets import survives
from trainlab.core.image import IOImage
from trainlab.core.problem import ProblemsFound
from trainlab.plc.source import Source
from trainlab.plc.structured_text import StructuredText, compiled


@pytest.mark.parametrize(
    "statement",
    [
        "x := " + "(" * 10_000 + "1" + ")" * 10_000,
        "x := " + "-" * 10_000 + "1",
        "b := " + "NOT " * 10_000 + "b",
        "IF b THEN " * 5_000 + "END_IF; " * 5_000,
        "x := " + "ABS(" * 5_000 + "x" + ")" * 5_000,
        "x := a" + "[1]" * 5_000,
        "x := a" + ".b" * 5_000,
        "x := x" + "(1)" * 5_000,
        "x := " + "a[" * 5_000 + "1" + "]" * 5_000,
        "(*" * 10_000,
        "x := 1" + "0" * 100_000,
        "x := T#1" + "0" * 100_000 + "s",
        "CASE x OF 1: " * 5_000,
        "WHILE b DO " * 5_000,
    ],
    ids=lambda text: text[:12],
)
def test_deep_and_long_texts_are_problems(statement):
    text = (
        f"PROGRAM p VAR x : INT; b : BOOL; a : ARRAY[1..5] OF INT; END_VAR {statement}; END_PROGRAM"
    )
    with pytest.raises(ProblemsFound):
        compiled(Source("t.st", text))


@pytest.mark.parametrize(
    "expression",
    ["x" + " + x" * 3_000, "x" + " * 1" * 3_000, "REAL_TO_INT(2.0" + " ** 1" * 1_000 + ")"],
    ids=["sum", "product", "power"],
)
def test_long_chains_are_fine(expression):
    survives(f"PROGRAM p VAR x : INT; END_VAR x := {expression}; END_PROGRAM")
    survives(f"PROGRAM p VAR x : BOOL; END_VAR x := TRUE{' AND_THEN x' * 1000}; END_PROGRAM")


def test_long_chains_of_types_and_blocks_are_problems_or_fine():
    types = "".join(f"T{n} : ARRAY[1..1] OF T{n + 1}; " for n in range(2_000))
    survives(f"TYPE {types} T2000 : INT; END_TYPE PROGRAM p VAR x : T0; END_VAR END_PROGRAM")
    blocks = "".join(
        f"FUNCTION_BLOCK B{n} VAR b : B{n + 1}; END_VAR END_FUNCTION_BLOCK\n" for n in range(500)
    )
    survives(
        f"{blocks} FUNCTION_BLOCK B500 END_FUNCTION_BLOCK PROGRAM p VAR b : B0; END_VAR END_PROGRAM"
    )
    reverse = "".join(
        f"FUNCTION_BLOCK B{n + 1} VAR b : B{n}; END_VAR b(); END_FUNCTION_BLOCK\n"
        for n in range(500)
    )
    survives(
        f"FUNCTION_BLOCK B0 END_FUNCTION_BLOCK {reverse} PROGRAM p VAR b : B500; END_VAR b(); END_PROGRAM"
    )


@pytest.mark.parametrize(
    "declarations",
    [
        "x : ARRAY[1..2000000000] OF INT;",
        "x : ARRAY[-9223372036854775808..9223372036854775807] OF BOOL;",
        "x : ARRAY[1..1000, 1..1000, 1..1000] OF LREAL;",
        "x : ARRAY[1..10000000] OF BOOL; y : ARRAY[1..10000000] OF BOOL;",
        "x : ARRAY[1..1000000] OF TON;",
        "x : ARRAY[1..10] OF INT := [99999999999(0)];",
        "x : ARRAY[99999999999999999999..5] OF INT;",
    ],
)
def test_huge_memory_is_refused(declarations):
    text = f"PROGRAM p VAR {declarations} END_VAR END_PROGRAM"
    with pytest.raises(ProblemsFound):
        compiled(Source("t.st", text)).controller(IOImage([]))


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (b"", "TL2004", (0, 0)), (b"  \n\n", "TL2004", (0, 0)), (b"PROGRAM p\0", "TL2003", (1, 10)),
        ("PROGRAM 程序\n(* 注释 *)".encode("gb18030"), "TL2002", (1, 9)),
        ("PROGRAM p".encode("utf-16"), "TL2002", (1, 1)), (b"\n" * 2_000_000, "TL2005", (0, 0)),
    ],
    ids=["empty", "blank", "nul", "gb18030", "utf-16", "large"],
)  # fmt: skip
def test_an_unreadable_file_is_a_problem(st_file, content, code, place):
    with pytest.raises(ProblemsFound) as wrong:
        StructuredText().compile(st_file(content))
    (problem,) = wrong.value.problems
    assert problem.kind.code == code
    assert (problem.position.line, problem.position.column) == place


@pytest.mark.parametrize("name", ["nowhere.st", "a\0b"])
def test_a_path_that_is_no_file_is_a_problem(tmp_path, name):
    with pytest.raises(ProblemsFound) as wrong:
        StructuredText().compile(Path(tmp_path, name))
    assert wrong.value.problems[0].kind.code == "TL2001"


def test_windows_line_ends_and_a_byte_order_mark_are_fine(st_file):
    path = st_file("\ufeffPROGRAM p\r\nVAR x : INT; END_VAR\r\nx := y;\r\nEND_PROGRAM".encode())
    with pytest.raises(ProblemsFound) as wrong:
        StructuredText().compile(path)
    assert (wrong.value.problems[0].position.line, wrong.value.problems[0].position.column) == (
        3,
        6,
    )


def test_long_texts_in_one_expression_are_refused_before_memory_is_used_up():
    joined = "s"
    for _ in range(50):
        joined = f"CONCAT({joined}, LEFT(s, i), s)"
    survives(f"PROGRAM p VAR s : STRING[32767]; i : INT; END_VAR s := {joined}; END_PROGRAM")
    survives(
        "PROGRAM p VAR s : STRING[32767]; i : INT; END_VAR s := CONCAT("
        + ", ".join(["LEFT(s, i)"] * 2000)
        + "); END_PROGRAM"
    )


def test_endless_searching_of_long_texts_uses_up_the_scans_budget():
    survives("""PROGRAM p VAR a, b : STRING[32767]; i : INT; END_VAR
    FOR i := 1 TO 14 DO a := CONCAT(a, a, 'a'); END_FOR b := CONCAT(LEFT(a, 16383), 'b');
    WHILE TRUE DO i := FIND(a, b); END_WHILE END_PROGRAM""")


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_text_longer_than_any_string_is_a_problem(quote):
    text = f"PROGRAM p VAR b : BOOL; END_VAR b := {quote}{'a' * 70_000}{quote} = {quote}{quote}; END_PROGRAM"
    with pytest.raises(ProblemsFound) as wrong:
        compiled(Source("t.st", text))
    assert [problem.kind.code for problem in wrong.value.problems] == ["TL3701"]


@pytest.mark.parametrize(
    ("declared", "statements"),
    [
        ("x, y : DINT;", "CASE x OF " + "".join(f"{n}: y := 1;\n" for n in range(6_000)) + "END_CASE"),
        ("x, y : DINT;", "CASE x OF " + ", ".join(map(str, range(20_000))) + ": y := 1; END_CASE"),
        ("x : INT;", "x := f(1)" + " + f(2)" * 8_000),
        ("s : STRING;", "s := CONCAT(s, s);" * 6_000),
        ("x : ARRAY[1..16000000] OF BOOL := [16000000(TRUE)];", "x[1] := FALSE"),
    ],
    ids=["labels", "one label", "calls in one sum", "one block of texts", "initial values"],
)  # fmt: skip
def test_what_is_long_is_compiled_in_time_that_grows_with_its_length(declared, statements):
    """Each of these took from ten seconds to minutes in a time that grew with the square."""
    text = f"""FUNCTION f : INT VAR_INPUT x : INT; END_VAR f := x; END_FUNCTION
    PROGRAM p VAR {declared} END_VAR {statements}; END_PROGRAM"""
    began = time.process_time()
    compiled(Source("t.st", text)).controller(IOImage([])).scan(IOImage([]), 0)
    assert time.process_time() - began < 5


def test_a_program_of_more_instructions_than_can_be_compiled_soon_is_a_problem():
    text = f"PROGRAM p VAR x, y : INT; END_VAR {'x:=x/y;' * 60_000} END_PROGRAM"
    with pytest.raises(ProblemsFound) as wrong:
        compiled(Source("t.st", text)).controller(IOImage([]))
    assert [problem.kind.code for problem in wrong.value.problems] == ["TL3024"]


def test_blocks_that_extend_one_another_without_end_are_a_problem():
    blocks = "".join(
        f"FUNCTION_BLOCK F{n + 1} EXTENDS F{n} END_FUNCTION_BLOCK\n" for n in range(5_000)
    )
    with pytest.raises(ProblemsFound) as wrong:
        compiled(
            Source("t.st", f"FUNCTION_BLOCK F0 END_FUNCTION_BLOCK {blocks} PROGRAM p END_PROGRAM")
        )
    assert {problem.kind.code for problem in wrong.value.problems} == {"TL2208"}


def test_thousands_of_misspelt_names_are_reported_soon_and_500_of_them():
    names = "".join(f"variable{n} : INT; " for n in range(5_000))
    uses = "".join(f"variabel{n} := 1; " for n in range(5_000))
    began = time.process_time()
    with pytest.raises(ProblemsFound) as wrong:
        compiled(Source("t.st", f"PROGRAM p VAR {names} END_VAR {uses} END_PROGRAM"))
    assert len(wrong.value.problems) == 500
    assert time.process_time() - began < 10


def test_structures_in_structures_are_refused_by_their_size_at_once(tmp_path: Path) -> None:
    """Thirty levels of two parts each are two thousand million variables; nobody may count them."""
    types = "".join(
        f"S{n} : STRUCT a : S{n - 1}; b : S{n - 1}; END_STRUCT;\n" for n in range(1, 31)
    )
    program = tmp_path / "p.st"
    program.write_text(
        f"TYPE\nS0 : STRUCT a : BOOL; b : BOOL; END_STRUCT;\n{types}END_TYPE\n"
        "PROGRAM p VAR s : S30; END_VAR END_PROGRAM"
    )
    with pytest.raises(ProblemsFound) as found:
        StructuredText().compile(program).controller(IOImage(()))
    assert [problem.kind.code for problem in found.value.problems] == ["TL3011"]
