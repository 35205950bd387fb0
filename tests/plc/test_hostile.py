"""No text may crash the process or raise anything but ProblemsFound."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trainlab.core.controller import ControllerStopped
from trainlab.core.image import IOImage
from trainlab.core.problem import ProblemsFound
from trainlab.plc.source import Source
from trainlab.plc.structured_text import StructuredText, compiled

VALID = """TYPE Mode : (Idle, Run); Pt : STRUCT x, y : REAL; END_STRUCT; END_TYPE
FUNCTION f : REAL VAR_INPUT x : REAL; END_VAR f := x * 2.0 + SQRT(ABS(x)); END_FUNCTION
FUNCTION_BLOCK B VAR_INPUT go : BOOL; END_VAR VAR_OUTPUT n : INT; END_VAR VAR t : TON; END_VAR
t(IN := go, PT := T#1s); IF t.Q THEN n := n + 1; END_IF END_FUNCTION_BLOCK
PROGRAM p VAR CONSTANT K : INT := 3; END_VAR
VAR a : ARRAY[1..K, 0..2] OF INT := [1, 2(5)]; b : B; i, j : INT; r : REAL; m : Mode; q : Pt; w : WORD;
bs : ARRAY[1..2] OF B; END_VAR
b(go := i < 3 OR NOT (j >= 2), n => j);
FOR i := 1 TO 3 BY 1 DO a[i, 2] := a[i, 1] + i MOD 2; bs[1](go := w.3); END_FOR;
CASE m OF Idle: m := Run; Mode#Run: q.x := f(r) ** 2; ELSE ; END_CASE
i := 3; WHILE i > 0 AND_THEN a[i, 0] <> 7 DO i := i - 1; IF i = 1 THEN EXIT; END_IF END_WHILE
REPEAT r := r + LIMIT(0.0, q.x, 5.0) / 2.0; UNTIL r > 5.0 OR TRUE END_REPEAT
w := SHL(w, 2) XOR 16#FF; w.1 := TRUE; r := INT_TO_REAL(REAL_TO_INT(r)); END_PROGRAM
"""
TEXTS = """FUNCTION twice : STRING[20] VAR_INPUT s : STRING[9]; END_VAR twice := CONCAT(s, s); END_FUNCTION
PROGRAM p VAR s : STRING[20] := 'a$L'; u : WSTRING[5] := "ab"; c : CHAR := 'c'; d : DATE; t : TOD; x : DT; i : INT := 1;
y : UINT; r : REAL; w : WORD; names : ARRAY[1..2] OF STRING[4] := ['a', 'b']; END_VAR
d := CONCAT_DATE(2024, 2, i); t := TOD#12:00:00 + T#1h; x := CONCAT_DATE_TOD(d, t); s := DT_TO_STRING(x); x := STRING_TO_DT(s);
s := REPLACE(s, MID(s, 2, i), 3, LEN(s)); u := STRING_TO_WSTRING(LEFT(s, 3)); c := s[1]; names[i] := twice(names[2]);
w := INT_TO_BCD_WORD(i); i := WORD_BCD_TO_INT(w); r := STRING_TO_REAL(TO_STRING(r + 1.5)); SPLIT_DATE(IN := d, YEAR => y);
s := SEL(c = 'x', s, CONCAT(c, TIME_TO_STRING(x - DT#2020-01-01-00:00:00))); i := LIMIT(1, FIND(s, 'T') + DAY_OF_WEEK(d), 2);
END_PROGRAM
"""
OBJECTS = """NAMESPACE a.b INTERFACE I METHOD m : INT VAR_INPUT n : INT; END_VAR END_METHOD PROPERTY v : INT GET END_GET
SET END_SET END_PROPERTY END_INTERFACE INTERFACE J EXTENDS I END_INTERFACE
FUNCTION_BLOCK ABSTRACT Base IMPLEMENTS J VAR PROTECTED k : INT; END_VAR VAR PUBLIC other : I; END_VAR VAR_IN_OUT io : INT; END_VAR
METHOD m : INT VAR_INPUT n : INT; END_VAR IF n > 0 AND_THEN other <> NULL THEN m := other.m(n := n - 1) + 1; END_IF END_METHOD
METHOD ABSTRACT PROTECTED step : REAL END_METHOD
PROPERTY v : INT GET v := k; END_GET SET k := v; END_SET END_PROPERTY io := io + 1; END_FUNCTION_BLOCK
TYPE Node : STRUCT next : REF_TO Node; x : INT; END_STRUCT END_TYPE END_NAMESPACE
USING a.b; CLASS C METHOD PUBLIC row VAR_IN_OUT r : ARRAY[*] OF INT; END_VAR r[LOWER_BOUND(r, 1)] := 5; END_METHOD END_CLASS
FUNCTION_BLOCK FINAL D EXTENDS a.b.Base METHOD OVERRIDE step : REAL step := 1.5; END_METHOD
METHOD m : INT VAR_INPUT n : INT; END_VAR m := SUPER.m(n) + THIS.v; END_METHOD SUPER(); END_FUNCTION_BLOCK
PROGRAM p VAR d, e : D; i : a.b.I; j : a.b.J; n, o : a.b.Node; r : REF_TO a.b.Node := REF(n); q : REFERENCE TO INT; x : INT; c : C;
list : ARRAY[3..4] OF INT; w : REF_TO a.b.Base; END_VAR
d.other := e; e.other := d; i := d; j ?= i; x := i.m(n := 7); d.v := d.v + x; d(io := x); w := REF(e); w^.v := 2;
r^.next := REF(o); r := r^.next; r^.x := 3; q REF= r^.x; q := q + 1; c.row(list); IF __ISVALIDREF(q) THEN r := NULL; END_IF
act(); ACTION act: x := x + 1; END_ACTION END_PROGRAM
"""
WORDS = [
    "IF", "THEN", "END_IF", ";", ":=", "(", ")", "[", "]", "a", "i", "b", ".", "..", "*", "/", "-",
    "VAR", "END_VAR", "TON", "REAL", "ARRAY", "OF", "STRUCT", "1", "2.5", "T#1s", "'", "(*", "{",
    "END_PROGRAM", "CASE", "FOR", "=>", "%IX0.0", "#", "NOT", "**", "99999999999999999999", "p", "f",
    "B", "\x00", "THIS", "SUPER", "^", "REF", "REF_TO", "?=", "NULL", "METHOD", "EXTENDS", "a.b.D",
    "INTERFACE", "PROPERTY", "END_METHOD", "ABSTRACT", "PRIVATE", "NAMESPACE", "ARRAY[*]", "USING", "；", "INT#", "'a'", '"b"', "STRING[3]", "WSTRING", "CHAR", "s", "d", "D#2024-01-01",
    "TO_STRING(", "CONCAT(", "'$q'", "CHAR#'x'", "TOD#1:2", "MID(", "s[1]", "CONFIGURATION", "FUNCTION", "TYPE", "EXIT", "RETURN", "0", "MOD",
]  # fmt: skip
FEW = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def survives(text):
    """Compiles and, if that is possible, scans; a person's mistake is a problem, never a traceback."""
    image = IOImage([])
    try:
        plc = compiled(Source("t.st", text), 100_000).controller(image)
        plc.scan(image, 0)
        plc.scan(image, 2_000_000_000)
    except ProblemsFound as wrong:
        for problem in wrong.problems:
            assert problem.message("en")
            assert problem.help("zh-CN")
    except ControllerStopped as stopped:
        stopped.problem.message("en")


def test_the_valid_program_is_valid():
    image = IOImage([])
    plc = compiled(Source("t.st", VALID)).controller(image)
    plc.scan(image, 0)
    assert plc.read("a")[2] == [0, 0, 1]
    plc = compiled(Source("t.st", TEXTS)).controller(image)
    plc.scan(image, 0)
    assert plc.read("names") == ["bb", "b"]


@given(st.data())
@FEW
def test_mutations_of_a_valid_program(data):
    parts = data.draw(st.sampled_from([VALID, TEXTS])).split(" ")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(parts) - 1))
        word = data.draw(st.sampled_from(WORDS))
        action = data.draw(st.sampled_from(["replace", "insert", "delete", "cut"]))
        if action == "replace":
            parts[at] = word
        elif action == "insert":
            parts.insert(at, word)
        elif action == "delete" and len(parts) > 1:
            del parts[at]
        elif action == "cut":
            parts[at] = parts[at][: len(parts[at]) // 2]
    survives(" ".join(parts))


@given(
    st.integers(0, len(OBJECTS)), st.integers(0, len(OBJECTS)), st.sampled_from([VALID, OBJECTS])
)
@FEW
def test_torn_out_pieces_of_a_valid_program(start, end, valid):
    survives(valid[:start] + valid[end:])


@given(st.lists(st.sampled_from(WORDS), max_size=40))
@FEW
def test_heaps_of_words(words):
    survives("PROGRAM p VAR a, i, b : INT; END_VAR " + " ".join(words))


@given(st.text(max_size=60))
@FEW
def test_any_text(text):
    survives(text)


@given(content=st.binary(max_size=60))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_bytes(tmp_path, content):
    path = tmp_path / "x.st"
    path.write_bytes(content)
    with pytest.raises(ProblemsFound):
        StructuredText().compile(path).controller(IOImage([]))


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
