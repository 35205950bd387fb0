"""REF_TO, REF, ^, NULL, ?=: IEC 61131-3:2013 Table 12; REFERENCE TO as in CODESYS."""

import pytest


def program(declarations, statements):
    return f" PROGRAM p VAR {declarations} END_VAR {statements} END_PROGRAM"


def test_a_reference_reads_and_writes_its_target(body):
    running = body(
        "x, y : INT := 3; r : REF_TO INT;", "r := REF(x); r^ := r^ + 1; r := REF(y); r^ := r^ * 5;"
    )
    assert (running["x"], running["y"]) == (4, 15)


def test_references_lead_to_elements_members_and_globals(run):
    text = """TYPE Pt : STRUCT x, y : REAL; END_STRUCT END_TYPE
    VAR_GLOBAL total : DINT; END_VAR""" + program(
        "a : ARRAY[1..3] OF INT; q : Pt; r : REF_TO INT; f : REF_TO REAL; g : REF_TO DINT;"
        "w : REF_TO Pt; v : REF_TO ARRAY[1..3] OF INT; i : INT;",
        "FOR i := 1 TO 3 DO r := REF(a[i]); r^ := i * i; END_FOR f := REF(q.y); f^ := 2.5;"
        "g := REF(total); g^ := 9; w := REF(q); w^.x := w^.y * 2.0; v := REF(a); v^[2] := v^[3];",
    )
    running = run(text).scan()
    assert (running["a"], running["q.y"], running["q.x"]) == ([1, 9, 9], 2.5, 5.0)
    assert running["total"] == 9


def test_a_reference_of_a_reference(body):
    running = body(
        "x : INT; r : REF_TO INT; s : REF_TO REF_TO INT;", "r := REF(x); s := REF(r); s^^ := 8;"
    )
    assert running["x"] == 8


def test_a_list_is_linked_through_references(run):
    text = """TYPE Node : STRUCT value : INT; next : REF_TO Node; END_STRUCT END_TYPE""" + program(
        "a, b, c : Node; step : REF_TO Node; sum : INT;",
        """a.value := 1; b.value := 20; c.value := 300; a.next := REF(b); b.next := REF(c);
        step := REF(a); sum := 0;
        WHILE step <> NULL DO sum := sum + step^.value; step := step^.next; END_WHILE""",
    )
    assert run(text).scan()["sum"] == 321


def test_null_is_the_first_value_and_can_be_assigned(body):
    running = body(
        "x : INT; r, s : REF_TO INT; a, b, c, d : BOOL;",
        "a := r = NULL; r := REF(x); b := r <> NULL AND NULL <> r; s := r; c := r = s; r := NULL;"
        "d := r = NULL AND s <> NULL;",
    )
    assert [running[name] for name in "abcd"] == [True] * 4


def test_a_reference_to_an_instance_reaches_its_own_methods_and_body(run):
    text = """FUNCTION_BLOCK A VAR_INPUT in1 : INT; END_VAR VAR_OUTPUT q : INT; END_VAR
    METHOD m : INT m := 1; END_METHOD q := in1; END_FUNCTION_BLOCK
    FUNCTION_BLOCK B EXTENDS A METHOD m : INT m := 2; END_METHOD q := in1 * 10; END_FUNCTION_BLOCK
    """ + program(
        "a : A; b : B; r : REF_TO A; t : REF_TO B; x, y, u, v, w : INT;",
        "r := REF(a); x := r^.m(); r^(in1 := 3, q => u); t ?= r; IF t = NULL THEN w := 1; END_IF "
        "r := REF(b); y := r^.m(); r^(in1 := 4); v := r^.q; t ?= r; w := w + t^.m();",
    )
    running = run(text).scan()
    assert [running[name] for name in "xyuvw"] == [1, 2, 3, 40, 3]


def test_null_stops_the_plc_at_its_line(run):
    problem = run("PROGRAM p VAR r : REF_TO INT; END_VAR\nr^ := 1; END_PROGRAM").stop()
    assert (problem.kind.code, problem.position.line, problem.position.column) == ("TL4040", 2, 2)


def test_functions_take_and_give_references(run):
    text = """FUNCTION larger : REF_TO INT VAR_INPUT a, b : REF_TO INT; END_VAR
    IF a^ > b^ THEN larger := a; ELSE larger := b; END_IF END_FUNCTION""" + program(
        "x : INT := 3; y : INT := 4; r : REF_TO INT; k : INT;",
        "r := larger(REF(x), REF(y)); r^ := 100; k := larger(a := REF(x), b := REF(y))^;",
    )
    running = run(text).scan()
    assert (running["x"], running["y"], running["k"]) == (3, 100, 100)


def test_reference_to_stands_for_its_target(run):
    text = """TYPE Pt : STRUCT x, y : REAL; END_STRUCT END_TYPE""" + program(
        "x : INT := 5; y : INT; r, s : REFERENCE TO INT; q : Pt; w : REFERENCE TO Pt;"
        "before, after : BOOL;",
        "before := __ISVALIDREF(r); r REF= x; after := __ISVALIDREF(r); r := r + 1; y := r * 2;"
        "s REF= r; s := s + 10; w REF= q; w.y := 1.5; r REF= 0; after := after AND NOT __ISVALIDREF(r);",
    )
    running = run(text).scan()
    assert [running[name] for name in ("before", "after", "x", "y", "q.y")] == [
        False, True, 16, 12, 1.5,
    ]  # fmt: skip


def test_a_parameter_of_type_reference_to_takes_a_variable(run):
    text = """FUNCTION_BLOCK Scale
    METHOD twice VAR_INPUT what : REFERENCE TO INT; END_VAR what := what * 2; END_METHOD
    METHOD pick : REFERENCE TO INT VAR_INPUT what : REFERENCE TO INT; END_VAR
    pick REF= what; END_METHOD
    END_FUNCTION_BLOCK""" + program(
        "s : Scale; x : INT := 4; y : INT;", "s.twice(x); y := s.pick(x) + 1;"
    )
    running = run(text).scan()
    assert (running["x"], running["y"]) == (8, 9)


def test_a_reference_to_nothing_stops_the_plc(run):
    problem = run(program("r : REFERENCE TO INT;", "r := 1;")).stop()
    assert (problem.kind.code, problem.values["name"]) == ("TL4040", "r")


@pytest.mark.parametrize(
    ("declaration", "target"),
    [
        ("VAR_TEMP t : INT; END_VAR", "t"), ("VAR CONSTANT t : INT := 1; END_VAR", "t"),
        ("VAR t : WORD; END_VAR", "t.3"), ("VAR t : STRING; END_VAR", "t[1]"),
    ],
)  # fmt: skip
def test_there_is_no_reference_to_what_may_be_gone(problems, declaration, target):
    text = f"PROGRAM p VAR r : REF_TO INT; END_VAR {declaration} r := REF({target}); END_PROGRAM"
    assert [problem.kind.code for problem in problems(text)] == ["TL3401"]


def test_there_is_no_reference_to_a_variable_of_a_call(problems):
    text = """VAR_GLOBAL r : REF_TO INT; END_VAR
    FUNCTION f : INT VAR_INPUT a : INT; END_VAR VAR b : INT; END_VAR
    r := REF(a); r := REF(b); r := REF(f); END_FUNCTION
    FUNCTION_BLOCK B METHOD m VAR c : INT; END_VAR r := REF(c); END_METHOD END_FUNCTION_BLOCK
    """ + program("", "")
    assert [problem.kind.code for problem in problems(text)] == ["TL3401"] * 4


@pytest.mark.parametrize(
    "text",
    [
        """FUNCTION keep : BOOL VAR_IN_OUT x : INT; END_VAR kept := REF(x); END_FUNCTION
        FUNCTION f : BOOL VAR t : INT; END_VAR f := keep(t); END_FUNCTION""",
        """FUNCTION_BLOCK B VAR n : INT; END_VAR METHOD m kept := REF(n); END_METHOD
        END_FUNCTION_BLOCK FUNCTION f : BOOL VAR b : B; END_VAR b.m(); END_FUNCTION""",
    ],
)
def test_a_reference_that_would_outlive_its_target_stops_the_plc(run, text):
    running = run(
        f"VAR_GLOBAL kept : REF_TO INT; END_VAR {text}" + program("ok : BOOL;", "ok := f();")
    )
    assert running.stop().kind.code == "TL4041"


def test_an_in_out_of_a_lasting_variable_can_be_referred_to(run):
    text = """VAR_GLOBAL kept : REF_TO INT; END_VAR
    FUNCTION keep : BOOL VAR_IN_OUT x : INT; END_VAR kept := REF(x); END_FUNCTION
    """ + program("x : INT; ok : BOOL;", "ok := keep(x); kept^ := 6;")
    assert run(text).scan()["x"] == 6


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("r := x;", "TL3407"), ("r := REF(y);", "TL3407"), ("x := r;", "TL3407"),
        ("x^ := 1;", "TL3402"), ("r.x := 1;", "TL3411"), ("x := r + 1;", "TL3103"),
        ("x REF= x;", "TL3406"), ("x := ADR(x);", "TL3409"), ("x := __NEW(INT);", "TL3408"),
        ("r ?= r;", "TL3405"), ("r := REF(nothing);", "TL3001"), ("r := REF();", "TL3202"),
        ("x := NULL;", "TL3407"), ("r := REF(x, y);", "TL3202"), ("x := __SYSTEM;", "TL3408"),
    ],
)  # fmt: skip
def test_a_wrong_use_of_a_reference_is_a_problem(problems, statement, code):
    text = program("r : REF_TO INT; x : INT; y : REAL;", statement)
    assert [problem.kind.code for problem in problems(text)] == [code]


@pytest.mark.parametrize(
    ("declaration", "code"),
    [
        ("r : POINTER TO INT;", "TL2220"), ("r : REF_TO Nothing;", "TL3002"),
        ("a : Circle;", "TL3410"), ("a : ARRAY[*] OF INT;", "TL3403"),
    ],
)  # fmt: skip
def test_a_wrong_declaration_of_a_reference_is_a_problem(problems, declaration, code):
    text = "TYPE Circle : REF_TO Circle; END_TYPE" + program(declaration, "")
    assert code in [problem.kind.code for problem in problems(text)]


def test_initial_values_of_references_are_seen_from_each_instance(run):
    """Table 12, 2b; with REF= as in CODESYS."""
    text = """FUNCTION_BLOCK A VAR r : REF_TO INT := REF(x); x : INT := 3; n : REFERENCE TO INT REF= g;
    y : INT; END_VAR y := r^ * 10 + n; x := 4; END_FUNCTION_BLOCK
    VAR_GLOBAL g : INT := 8; r2 : REF_TO INT := REF(g); END_VAR
    INTERFACE I METHOD m : INT END_METHOD END_INTERFACE
    FUNCTION_BLOCK F IMPLEMENTS I VAR q : INT := 5; END_VAR METHOD m : INT m := q; END_METHOD
    END_FUNCTION_BLOCK""" + program(
        "a : ARRAY[1..2] OF A; list : ARRAY[1..3] OF INT := [1, 2, 3]; f : F; i : I := f;"
        "e : REF_TO INT := REF(list[2]); z : REF_TO INT := NULL; s, t, u : INT; v : BOOL;",
        "a[1](); a[2](); s := e^; t := i.m(); u := r2^; v := z = NULL;",
    )
    running = run(text).scan()
    assert [running[name] for name in "stuv"] == [2, 5, 8, True]
    assert (running["a[1].y"], running["a[2].y"]) == (38, 38)


@pytest.mark.parametrize(
    "declarations",
    [
        "k : INT; list : ARRAY[1..3] OF INT; e : REF_TO INT := REF(list[k]);",
        "r : REF_TO INT; e : REF_TO INT := REF(r^);",
        "e : REF_TO INT := 5;",
    ],
)
def test_an_initial_reference_must_be_known(problems, declarations):
    assert next(p.kind.code for p in problems(program(declarations, ""))) in ("TL3009", "TL3407")


ANY_SIZE = """
FUNCTION total : INT VAR_IN_OUT a : ARRAY[*] OF INT; END_VAR VAR i : INT; END_VAR
FOR i := LOWER_BOUND(a, 1) TO UPPER_BOUND(a, 1) DO total := total + a[i]; END_FOR END_FUNCTION
FUNCTION twice : INT VAR_IN_OUT b : ARRAY[*] OF INT; END_VAR
twice := total(b) * 2; b[LOWER_BOUND(b, 1)] := 50; END_FUNCTION
FUNCTION_BLOCK Fill VAR_IN_OUT m : ARRAY[*, *] OF REAL; END_VAR VAR i, j : DINT; END_VAR
VAR_OUTPUT last : REAL; END_VAR
METHOD top : REAL top := m[UPPER_BOUND(m, 1), UPPER_BOUND(ARR := m, DIM := 2)]; END_METHOD
FOR i := LOWER_BOUND(m, 1) TO UPPER_BOUND(m, 1) DO
  FOR j := LOWER_BOUND(m, 2) TO UPPER_BOUND(m, 2) DO m[i, j] := DINT_TO_REAL(i * 10 + j); END_FOR
END_FOR
last := top();
END_FUNCTION_BLOCK
FUNCTION seventh : INT VAR_IN_OUT a : ARRAY[*] OF INT; END_VAR seventh := a[7]; END_FUNCTION
"""


def test_an_array_of_any_size_takes_its_bounds_from_the_call(run):
    """Table 15."""
    text = ANY_SIZE + program(
        "x : ARRAY[-1..1] OF INT := [1, 2, 3]; y : ARRAY[5..6] OF INT := [10, 20];"
        "s, t, u : INT; f : Fill; g : ARRAY[1..2, 0..2] OF REAL; k : DINT;",
        "s := total(x); t := twice(y); u := total(a := y); f(m := g); k := UPPER_BOUND(g, 2);",
    )
    running = run(text).scan()
    assert [running[name] for name in "stuk"] == [6, 60, 70, 2]
    assert running["g"] == [[10.0, 11.0, 12.0], [20.0, 21.0, 22.0]]
    assert running["f.last"] == 22.0


def test_an_index_outside_of_an_array_of_any_size_stops_the_plc(run):
    problem = run(
        ANY_SIZE + program("x : ARRAY[-1..1] OF INT; s : INT;", "s := seventh(x);")
    ).stop()
    assert (problem.kind.code, problem.values["value"], problem.values["high"]) == ("TL4044", 7, 1)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("s := total(r);", "TL3211"), ("s := total(m);", "TL3211"), ("s := total(s);", "TL3211"),
        ("s := LOWER_BOUND(m, 3);", "TL3404"), ("s := LOWER_BOUND(s, 1);", "TL3404"),
        ("s := LOWER_BOUND(m, s);", "TL3404"), ("s := LOWER_BOUND(m);", "TL3202"),
    ],
)  # fmt: skip
def test_a_wrong_use_of_an_array_of_any_size_is_a_problem(problems, statement, code):
    text = ANY_SIZE + program(
        "r : ARRAY[1..2] OF REAL; m : ARRAY[1..2, 1..2] OF INT; s : INT;", statement
    )
    assert [problem.kind.code for problem in problems(text)] == [code]


def test_what_holds_the_place_of_an_in_out_is_not_copied(problems):
    """A copy would keep the place after the call is over."""
    text = "FUNCTION_BLOCK B VAR_IN_OUT x : INT; END_VAR END_FUNCTION_BLOCK" + program(
        "a, b : ARRAY[1..2] OF B; c, d : ARRAY[1..2] OF TON;", "a := b; c := d;"
    )
    assert [problem.kind.code for problem in problems(text)] == ["TL3101"]


def test_methods_are_called_on_what_a_method_refers_to(run):
    text = """FUNCTION_BLOCK B METHOD m : INT m := 4; END_METHOD END_FUNCTION_BLOCK
    FUNCTION_BLOCK A VAR b : B; END_VAR
    METHOD one : REFERENCE TO B one REF= b; END_METHOD
    METHOD two : REF_TO B two := REF(b); END_METHOD END_FUNCTION_BLOCK""" + program(
        "a : A; x, y : INT;", "x := a.one().m(); y := a.two()^.m() + 1;"
    )
    running = run(text).scan()
    assert (running["x"], running["y"]) == (4, 5)


def test_a_reference_leads_to_a_marker(run):
    running = run(
        program(
            "m AT %MW2 : INT := 5; n AT %MB4 : USINT; r : REF_TO INT := REF(m); q : REF_TO INT;"
            "x : INT;",
            "q := REF(m); x := r^; q^ := 258;",
        )
    ).scan()
    assert (running["x"], running["m"], running["n"]) == (5, 258, 2)
