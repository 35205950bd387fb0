"""A program in several .st files: names resolve across them, diagnostics name their own file."""

from __future__ import annotations

from pathlib import Path

import pytest

from trainlab.core.image import IOImage
from trainlab.core.problem import Problem, ProblemsFound
from trainlab.plc.structured_text import StructuredText


@pytest.fixture
def folder(tmp_path):
    """A folder with those files, by relative name."""

    def written(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return written


@pytest.fixture
def wrong(folder):
    """Every problem of a folder as (code, name of the file, line, column)."""

    def found(files: dict[str, str]) -> list[tuple[str, str, int, int]]:
        return [
            (p.kind.code, Path(p.position.file).name, p.position.line, p.position.column)
            for p in problems_of(folder(files))
        ]

    return found


def problems_of(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(ProblemsFound) as found:
        StructuredText().compile(path)
    return found.value.problems


def scanned(path: Path):
    plc = StructuredText().compile(path).controller(IOImage([]))
    plc.scan(IOImage([]), 0)
    return plc


def test_names_resolve_across_files_in_any_order(folder):
    plc = scanned(folder({
        "a_main.st": "PROGRAM main VAR f : Filter; m : Mode := Mode#Run; END_VAR\n"
                     "f(x := TWICE(4)); END_PROGRAM",
        "b/filter.st": "FUNCTION_BLOCK Filter VAR_INPUT x : INT; END_VAR VAR_OUTPUT y : INT; END_VAR"
                       " y := x + OFFSET; END_FUNCTION_BLOCK",
        "c/types.st": "TYPE Mode : (Idle, Run); END_TYPE",
        "z.st": "FUNCTION TWICE : INT VAR_INPUT v : INT; END_VAR TWICE := 2 * v; END_FUNCTION\n"
                "VAR_GLOBAL CONSTANT OFFSET : INT := 100; END_VAR",
    }))  # fmt: skip
    assert (plc.read("f.y"), plc.read("m")) == (108, 1)


def test_each_diagnostic_names_its_own_file_line_and_column(wrong):
    assert wrong({
        "a.st": "PROGRAM p\nVAR x : INT; END_VAR\nx := y;\nEND_PROGRAM\n",
        "b.st": "\n\nFUNCTION f : INT\n  f := TRUE;\nEND_FUNCTION\n",
    }) == [("TL3001", "a.st", 3, 6), ("TL3101", "b.st", 4, 8)]  # fmt: skip


def test_a_mistake_in_the_syntax_of_one_file_leaves_the_others(wrong):
    assert wrong({
        "a.st": "PROGRAM p\nVAR x : INT; END_VAR\n(* no end",
        "b.st": "FUNCTION f : INT\nf := ;\nEND_FUNCTION\n",
        "c.st": "PROGRAM q\nIF TRUE THEN ;\nEND_PROGRAM\n",
    }) == [
        ("TL2103", "a.st", 3, 1), ("TL2201", "b.st", 2, 6), ("TL2206", "c.st", 3, 1),
    ]  # fmt: skip


def test_what_is_declared_twice_says_where_the_first_one_is(folder):
    path = folder({
        "a.st": "FUNCTION f : INT f := 1; END_FUNCTION",
        "b.st": "PROGRAM p ; END_PROGRAM\nFUNCTION F : INT f := 1; END_FUNCTION",
    })  # fmt: skip
    (problem,) = problems_of(path)
    assert (problem.kind.code, problem.position.line) == ("TL2304", 2)
    assert f"first at {path / 'a.st'}:1:10" in problem.message("en")
    assert f"{path / 'a.st'}:1:10" in problem.message("zh-CN")


def test_the_name_of_a_list_stands_before_its_variables(folder):
    plc = scanned(folder({
        "GVL.st": "VAR_GLOBAL speed : INT := 3; t : TON; END_VAR",
        "main.st": "PROGRAM main VAR a, b : INT; END_VAR a := GVL.speed; gvl.Speed := 5; b := speed;"
                   " GVL.t(IN := TRUE, PT := T#1s); END_PROGRAM",
    }))  # fmt: skip
    assert (plc.read("a"), plc.read("b"), plc.read("speed"), plc.read("t.IN")) == (3, 5, 5, True)


def test_two_lists_may_have_a_variable_of_the_same_name(folder):
    plc = scanned(folder({
        "Left.st": "VAR_GLOBAL speed : INT := 3; END_VAR",
        "Right.st": "VAR_GLOBAL speed : INT := 4; END_VAR",
        "main.st": "PROGRAM main VAR a : INT; END_VAR a := 10 * Left.speed + Right.speed; END_PROGRAM",
    }))  # fmt: skip
    assert plc.read("a") == 34
    assert (plc.read("speed"), plc.read("left.speed"), plc.read("Right.Speed")) == (3, 3, 4)
    assert list(plc.variables()) == ["a", "speed", "Right.speed"]


def test_a_variable_of_a_list_is_seen_and_set_with_and_without_the_list(folder):
    plc = scanned(folder({
        "GVL.st": "VAR_GLOBAL t : TON; rows : ARRAY[1..2] OF INT; END_VAR",
        "main.st": "PROGRAM main GVL.t(IN := TRUE, PT := T#1s); GVL.rows[2] := 5; END_PROGRAM",
    }))  # fmt: skip
    plc.write("GVL.t.PT", "T#2s")
    assert (plc.read("t.PT"), plc.read("GVL.rows[2]"), plc.read("gvl.rows")) == (
        2_000_000_000,
        5,
        [0, 5],
    )


def test_a_name_that_two_lists_have_needs_the_list(wrong):
    assert wrong({
        "Left.st": "VAR_GLOBAL speed : INT := 3; END_VAR",
        "Right.st": "VAR_GLOBAL speed : INT := 4; END_VAR",
        "main.st": "PROGRAM main VAR a : INT; END_VAR\na := speed; END_PROGRAM",
    }) == [("TL2305", "main.st", 2, 6)]  # fmt: skip


def test_a_name_that_the_list_lacks_is_hinted_at(folder):
    path = folder({
        "GVL.st": "VAR_GLOBAL speed : INT := 3; END_VAR",
        "main.st": "PROGRAM main VAR a : INT; END_VAR a := GVL.sped; END_PROGRAM",
    })  # fmt: skip
    (problem,) = problems_of(path)
    assert problem.kind.code == "TL3004"
    assert "did you mean 'speed'" in problem.message("en")


def test_a_variable_hides_a_list_of_its_name(folder):
    plc = scanned(folder({
        "GVL.st": "VAR_GLOBAL speed : INT := 3; END_VAR TYPE S : STRUCT speed : INT := 9; END_STRUCT; END_TYPE",
        "main.st": "PROGRAM main VAR GVL : S; a : INT; END_VAR a := GVL.speed; END_PROGRAM",
    }))  # fmt: skip
    assert plc.read("a") == 9


def test_what_ides_write_beside_the_program_is_left_out(folder):
    plc = scanned(folder({
        "main.st": "PROGRAM main VAR a : INT := 2; END_VAR ; END_PROGRAM",
        "build/main.st": "PROGRAM main VAR a : INT := 3; END_VAR ; END_PROGRAM",
        ".git/main.st": "PROGRAM main VAR a : INT := 4; END_VAR ; END_PROGRAM",
        "notes.txt": "no program",
    }))  # fmt: skip
    assert plc.read("a") == 2


def test_a_folder_without_a_program_is_a_problem(wrong):
    assert wrong({"notes.txt": "none"})[0][0] == "TL2301"


def test_files_that_cannot_be_read_are_all_named(folder):
    path = folder({"a.st": "", "b.st": "PROGRAM p ; END_PROGRAM", "c.st": "\0"})
    found = [(p.kind.code, Path(p.position.file).name) for p in problems_of(path)]
    assert found == [("TL2004", "a.st"), ("TL2003", "c.st")]


def test_the_files_of_a_program_are_bounded_together(folder):
    comment = "(*" + "x" * 1_000_000 + "*)"
    found = problems_of(folder({f"{number}.st": comment for number in range(17)}))
    assert [p.kind.code for p in found] == ["TL2303"]


def test_a_folder_of_a_whole_disk_is_refused(folder):
    found = problems_of(folder({f"{number}.txt": "" for number in range(2001)}))
    assert [p.kind.code for p in found] == ["TL2302"]
