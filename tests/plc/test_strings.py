"""Strings and characters: IEC 61131-3:2013 Tables 6, 7, 10 and 34, clauses 6.3.3 and 6.4.2."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainlab.core.image import IOImage
from trainlab.plc.source import Source
from trainlab.plc.structured_text import compiled


@pytest.mark.parametrize(
    ("type_name", "literal", "text"),
    [
        ("STRING", "''", ""), ("STRING", "'A'", "A"), ("STRING", "' '", " "), ("STRING", "'$''", "'"),
        ("STRING", "'\"'", '"'), ("STRING", "'$R$L'", "\r\n"), ("STRING", "'$0A'", "\n"),
        ("STRING", "'$24$$1.00'", "$$1.00"), ("STRING", "'$c4$cb'", "ÄË"), ("STRING", "'Äß'", "Äß"),
        ("STRING", "'$l$n$p$r$t'", "\n\n\f\r\t"), ("STRING", "'$L$N$P$R$T'", "\n\n\f\r\t"),
        ("STRING", "'a$\"b'", 'a"b'), ("STRING", "STRING#'OK'", "OK"),
        ("WSTRING", '""', ""), ("WSTRING", '"A"', "A"), ("WSTRING", "\"'\"", "'"),
        ("WSTRING", '"$""', '"'), ("WSTRING", '"$00C4$00CB"', "ÄË"), ("WSTRING", '"水位 😀"', "水位 😀"),
        ("WSTRING", '"$6c34"', "水"), ("WSTRING", 'WSTRING#"OK"', "OK"),
        ("CHAR", "'A'", "A"), ("CHAR", "CHAR#'$''", "'"), ("CHAR", "'$00'", "\x00"),
        ("WCHAR", '"水"', "水"), ("WCHAR", 'WCHAR#"$6C34"', "水"),
    ],
)  # fmt: skip
def test_a_literal_of_tables_6_and_7_has_its_characters(body, type_name, literal, text):
    assert body(f"x : {type_name} := {literal};", "")["x"] == text
    assert body(f"x : {type_name};", f"x := {literal};")["x"] == text


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        ("x : STRING := 'a$q';", "TL2121"), ("x : WSTRING := \"$0A\";", "TL2121"),
        ("x : WSTRING := 'a';", "TL3702"), ('x : STRING := "a";', "TL3702"),
        ("x : CHAR := 'ab';", "TL3703"), ("x : CHAR := '';", "TL3703"), ("x : CHAR := CHAR#'ab';", "TL3703"),
        ("x : STRING[0];", "TL3701"), ("x : STRING(40000);", "TL3701"), ("x : STRING := 5;", "TL3101"),
        ("x : INT := '5';", "TL3101"), ("x : STRING[3] := 'abcd';", "TL3790"),
        ("x : STRING := '水';", "TL2901"), ("x : CHAR := 5;", "TL3101"),
    ],
)  # fmt: skip
def test_a_wrong_text_is_pointed_at(problems, declared, code):
    found = problems(f"PROGRAM p VAR {declared} END_VAR\n;\nEND_PROGRAM")
    assert [problem.kind.code for problem in found] == [code]


def test_characters_of_several_bytes_are_kept_as_utf_8(body):
    running = body("x : STRING[6] := '水位'; n : INT;", "n := LEN(x);")
    assert running["x"] == "水位"
    assert running["n"] == 6


def test_a_text_is_cut_off_at_the_declared_length(body):
    running = body(
        "a : STRING[5]; b : STRING(3); c : WSTRING[2]; d : STRING := 'abcdefgh'; e : WSTRING := \"xyz\";",
        "a := d; b := a; c := e;",
    )
    assert [running[name] for name in "abc"] == ["abcde", "abc", "xy"]


def test_a_string_without_a_length_holds_80_characters(body):
    running = body(
        "a : STRING; b : STRING[200]; n : INT;",
        "FOR n := 1 TO 100 DO b := CONCAT(b, 'x'); END_FOR a := b; n := LEN(a);",
    )
    assert running["n"] == 80


def test_strings_are_fields_elements_constants_and_initial_values(run):
    running = run("""TYPE Item : STRUCT name : STRING[10] := 'none'; code : CHAR := 'c'; END_STRUCT; END_TYPE
    VAR_GLOBAL CONSTANT HELLO : STRING := 'hello'; END_VAR
    PROGRAM p VAR items : ARRAY[1..2] OF Item := [(name := 'first')]; names : ARRAY[0..2] OF STRING[4] := ['ab', 2('cd')];
    copy : Item; greeting : STRING := HELLO; i : INT := 2; wide : ARRAY[1..2] OF WSTRING[3] := ["水", "ab"]; END_VAR
    items[i].name := CONCAT(HELLO, '!'); copy := items[2]; names[i] := names[0]; items[1].code := 'Z';
    END_PROGRAM""").scan()
    assert running["items[1].name"] == "first"
    assert running["items[1].code"] == "Z"
    assert running["copy.name"] == "hello!"
    assert running["names"] == ["ab", "cd", "ab"]
    assert running["wide"] == ["水", "ab"]
    assert running["greeting"] == "hello"
    assert running.plc.variables()["names"] == ["ab", "cd", "ab"]


def test_strings_are_parameters_and_results_of_functions(run):
    running = run("""FUNCTION greet : STRING[20] VAR_INPUT who : STRING[5] := 'you'; END_VAR
    VAR_OUTPUT n : INT; first : STRING[1]; END_VAR
    greet := CONCAT('hi ', who); n := LEN(who); first := who; END_FUNCTION
    FUNCTION join : STRING VAR_INPUT a, b : STRING; END_VAR join := CONCAT(a, '+', b); END_FUNCTION
    PROGRAM p VAR a, b, c : STRING; n : INT; f : STRING[3]; m : DINT; END_VAR
    a := greet(who := 'everyone', n => n, first => f); m := n; b := greet(n => n); c := join(greet('x'), greet('y')); END_PROGRAM""").scan()
    assert running["a"] == "hi every"
    assert running["n"] == 3
    assert running["f"] == "e"
    assert running["b"] == "hi you"
    assert running["c"] == "hi x+hi y"


def test_strings_go_into_and_out_of_function_blocks(run):
    running = run("""FUNCTION_BLOCK Log VAR_INPUT line : STRING[8]; END_VAR VAR_OUTPUT last : STRING[8]; END_VAR
    VAR_IN_OUT all : STRING[30]; END_VAR last := line; all := CONCAT(all, line, ';'); END_FUNCTION_BLOCK
    PROGRAM p VAR log1 : Log; text : STRING[30]; out : STRING[2]; END_VAR
    log1(line := 'one', all := text, last => out); log1(line := 'a longer line', all := text); END_PROGRAM""").scan()
    assert running["text"] == "one;a longer;"
    assert running["out"] == "on"
    assert running["log1.last"] == "a longer"


def test_an_in_out_string_needs_the_same_length(problems):
    (problem,) = (
        problems("""FUNCTION f : BOOL VAR_IN_OUT s : STRING[80]; END_VAR s := ''; END_FUNCTION
    PROGRAM p VAR s : STRING[5]; b : BOOL; END_VAR b := f(s := s); END_PROGRAM""")
    )
    assert problem.kind.code == "TL3211"


def test_single_characters_are_counted_from_1(body):
    running = body(
        "s : STRING := 'abc'; c : CHAR; i : INT := 3; w : WSTRING := \"水位\"; d : WCHAR; e : BOOL;",
        "c := s[2]; s[i] := 'Z'; d := w[2]; w[1] := \"x\"; e := s[1] = 'a' AND s[1] < s[2];",
    )
    assert [running[name] for name in "cswde"] == ["b", "abZ", "x位", "位", True]


def test_a_character_that_is_not_there_stops_the_program(run):
    running = run(
        "PROGRAM p VAR s : STRING := 'abc'; c : CHAR; i : INT := 4; END_VAR\nc := s[i]; END_PROGRAM"
    )
    problem = running.stop()
    assert problem.kind.code == "TL4020"
    assert problem.position.line == 2
    assert "no character number 4; it has 3" in problem.message("en")


def test_text_functions_of_table_34(body):
    running = body(
        "a, b, c, d, e, f, g : STRING; n, m : INT; w : WSTRING;",
        """n := LEN('ASTRING'); a := LEFT(IN := 'ASTR', L := 3); b := RIGHT('ASTR', 3); c := MID('ASTR', 2, 2);
        d := CONCAT('AB', 'CD', 'E'); e := INSERT(IN1 := 'ABC', IN2 := 'XY', P := 2);
        f := DELETE('ABXYC', 2, 3); g := REPLACE('ABCDE', 'X', 2, 3); m := FIND('ABCBC', 'BC');
        w := REPLACE(CONCAT("水位", "过高"), "x", 1, 2);""",
    )
    assert running["n"] == 7
    assert [running[name] for name in "abcdefg"] == [
        "AST",
        "STR",
        "ST",
        "ABCDE",
        "ABXYC",
        "ABC",
        "ABXE",
    ]
    assert running["m"] == 2
    assert running["w"] == "水x过高"


def test_the_text_functions_know_the_names_that_codesys_gives_to_their_inputs(body):
    running = body(
        "a, b, c : STRING; n : INT;",
        """a := MID(STR := 'ABCD', LEN := 2, POS := 3); b := CONCAT(STR1 := 'x', STR2 := 'y');
        c := LEFT(STR := 'ABCD', SIZE := 1); n := FIND(STR1 := 'ABCD', STR2 := 'C');""",
    )
    assert [running[name] for name in "abcn"] == ["CD", "xy", "A", 3]


_CALLS = """PROGRAM p VAR s, t : STRING[12]; l, p : INT; c : CHAR;
le, ri, mi, co, ins, de, re : STRING[40]; fi, ln : INT; lt, eq, ge : BOOL; END_VAR
le := LEFT(s, l); ri := RIGHT(s, l); mi := MID(s, l, p); co := CONCAT(s, t, s); ins := INSERT(s, t, p);
de := DELETE(s, l, p); re := REPLACE(s, t, l, p); fi := FIND(s, t); ln := LEN(s);
lt := s < t; eq := s = t; ge := s >= t; END_PROGRAM"""
_IMAGE = IOImage([])
_NARROW = compiled(Source("t.st", _CALLS)).controller(_IMAGE)
_WIDE = compiled(Source("t.st", _CALLS.replace("STRING", "WSTRING"))).controller(_IMAGE)


@given(
    st.sampled_from([_NARROW, _WIDE]),
    st.text("abÿ$x", max_size=12),
    st.text("abÿ", max_size=4),
    st.integers(-3, 15) | st.sampled_from([-32768, 32767]),
    st.integers(-3, 15) | st.sampled_from([-32768, 32767]),
)
@settings(max_examples=300, deadline=None)
def test_text_functions_are_slices_of_python(plc, s, t, length, position):
    for name, value in (("s", s), ("t", t), ("l", str(length)), ("p", str(position))):
        plc.write(name, value)
    plc.scan(_IMAGE, 0)
    count = max(length, 0)
    start = max(position - 1, 0)
    after = max(position, 0)
    found = {name: plc.read(name) for name in "le ri mi co ins de re fi ln lt eq ge".split()}
    assert found == {
        "le": s[:count], "ri": s[max(len(s) - count, 0) :], "mi": s[start : start + count],
        "co": s + t + s, "ins": s[:after] + t + s[after:], "de": s[:start] + s[start + count :],
        "re": s[:start] + t + s[start + count :], "fi": s.find(t) + 1 if t else 0, "ln": len(s),
        "lt": s < t, "eq": s == t, "ge": s >= t,
    }  # fmt: skip


def test_selection_takes_texts_and_whole_structures(run):
    running = run("""TYPE P2 : STRUCT x, y : INT; END_STRUCT; END_TYPE
    PROGRAM p VAR a : STRING[3] := 'abc'; b : STRING[9] := 'abd'; r1, r2, r3, r4, r5 : STRING; u, v, w, z : P2 := (x := 7);
    g : BOOL := TRUE; k : INT := 2; m : STRING; END_VAR
    v.x := 9; r1 := SEL(g, a, b); r2 := MAX(a, b, 'abb'); r3 := MIN(a, b); r4 := LIMIT('b', a, 'c');
    r5 := MUX(k, a, b, 'third'); w := SEL(g, u, v); z := MUX(0, u, v); m := MOVE(a); END_PROGRAM""").scan()
    assert [running[f"r{i}"] for i in range(1, 6)] == ["abd", "abd", "abc", "b", "third"]
    assert running["w.x"] == 9
    assert running["z.x"] == 7
    assert running["m"] == "abc"


def test_comparison_functions_take_texts(body):
    running = body(
        "a, b, c : BOOL;", "a := GT('b', 'ab', 'a'); b := EQ('x', 'x'); c := NE('x', 'X');"
    )
    assert [running[name] for name in "abc"] == [True, True, True]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("a := a + b;", "TL3103"), ("a := -a;", "TL3103"), ("n := a;", "TL3101"), ("a := n;", "TL3101"),
        ("IF a = w THEN ; END_IF", "TL3104"), ("IF a = 5 THEN ; END_IF", "TL3104"), ("n := LEN(n);", "TL3103"),
        ("a := LEFT(a, 'x');", "TL3103"), ("a := CONCAT(a, n);", "TL3103"), ("a := CONCAT(a, w);", "TL3104"),
        ("IF a THEN ; END_IF", "TL3105"), ("CASE a OF 1: ; END_CASE", "TL3115"), ("n := SQRT(a);", "TL3103"),
        ("a := LEFT(a);", "TL3202"), ("a[0] := 'x';", "TL3109"), ("a[1, 2] := 'x';", "TL3106"),
        ("a.x := 1;", "TL3110"), ("a := SEL(TRUE, a, n);", "TL3104"), ("n := ABS(a);", "TL3103"),
        ("a := NOT a;", "TL3103"), ("n := n AND a;", "TL3103"), ("n := a ** 2;", "TL3103"),
        ("FOR a := 1 TO 3 DO ; END_FOR", "TL3113"), ("n := 'x' + 1;", "TL3103"), ("n := SHL(a, 1);", "TL3103"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_with_texts_is_a_diagnostic(problems, statement, code):
    text = f"PROGRAM p VAR a, b : STRING; w : WSTRING; n : INT; END_VAR\n{statement}\nEND_PROGRAM"
    assert code in [problem.kind.code for problem in problems(text)]


def test_values_are_set_by_path(run):
    running = run("PROGRAM p VAR s : STRING[4]; w : WSTRING; c : CHAR; END_VAR ; END_PROGRAM")
    running["s"] = "a b'c d"
    running["w"] = '"水$R"'
    running["c"] = "'x'"
    assert [running[name] for name in "swc"] == ["a b'", "水\r", "x"]
    running["c"] = "y"
    assert running["c"] == "y"
    running["s"] = "STRING#'$24'"
    assert running["s"] == "$"


def test_lengths_may_be_constants_and_types_may_have_names_and_initial_values(run):
    running = run("""TYPE Name : STRING[6] := 'noname'; Names : ARRAY[1..2] OF Name; END_TYPE
    VAR_GLOBAL CONSTANT N : INT := 4; END_VAR
    PROGRAM p VAR CONSTANT M : INT := 3; END_VAR VAR a : Name; b : STRING[N] := 'abcd'; c : STRING[M + 2]; names : Names; END_VAR
    c := CONCAT(a, b); names[2] := c; END_PROGRAM""").scan()
    assert running["a"] == "noname"
    assert running["c"] == "noname"[:5]
    assert running["names"] == ["noname", "noname"[:5]]


def test_functions_take_and_give_arrays_of_texts_in_one_expression(run):
    running = run("""TYPE Names : ARRAY[1..2] OF STRING[6]; END_TYPE
    FUNCTION pick : Names VAR_INPUT a : STRING[6]; END_VAR pick[1] := a; pick[2] := CONCAT(a, a); END_FUNCTION
    FUNCTION same : BOOL VAR_INPUT a, b : Names; END_VAR same := a[1] = b[1] AND a[2] = b[2]; END_FUNCTION
    PROGRAM p VAR unlike, alike : BOOL; END_VAR
    unlike := same(pick('a'), pick('b')); alike := same(pick('a'), pick('a')); END_PROGRAM""").scan()
    assert running["unlike"] is False
    assert running["alike"] is True


def test_texts_decide_loops_and_selections(body):
    running = body(
        "s, u : STRING; d : STRING[5] := 'hey'; i : INT; ok : BOOL;",
        """FOR i := 1 TO LEN(d) DO s := CONCAT(d[i], s); END_FOR
        WHILE LEN(s) < 10 DO s := CONCAT(s, '.'); END_WHILE
        CASE FIND(s, '.') OF 4: u := SEL(s > d, 'no', 'yes'); ELSE u := '?'; END_CASE""",
    )
    assert running["s"] == "yeh......."
    assert running["u"] == "yes"


def test_a_value_of_a_text_is_taken_before_a_later_argument_changes_it(run):
    running = run("""VAR_GLOBAL g : STRING := 'old'; END_VAR
    FUNCTION change : STRING VAR_EXTERNAL g : STRING; END_VAR g := 'new'; change := '+'; END_FUNCTION
    PROGRAM p VAR_EXTERNAL g : STRING; END_VAR VAR s, n : STRING; END_VAR
    s := CONCAT(g, change(), g); g := 'old'; n := SEL(g = change(), CONCAT(g, ''), 'x'); END_PROGRAM""").scan()
    assert running["s"] == "old+new"
    assert running["n"] == "new"
