"""INTERFACE, IMPLEMENTS and variables of interface type: IEC 61131-3:2013 Tables 51 and 52."""

import pytest

SHAPES = """
INTERFACE Shape
METHOD area : REAL END_METHOD
METHOD grow VAR_INPUT factor : REAL; END_VAR END_METHOD
PROPERTY corners : INT GET END_GET END_PROPERTY
END_INTERFACE
INTERFACE Numbered METHOD id : INT END_METHOD END_INTERFACE
INTERFACE Both EXTENDS Shape, Numbered END_INTERFACE
FUNCTION_BLOCK Square IMPLEMENTS Shape
VAR side : REAL := 2.0; END_VAR
METHOD PUBLIC area : REAL area := side * side; END_METHOD
METHOD PUBLIC grow VAR_INPUT factor : REAL; END_VAR side := side * factor; END_METHOD
PROPERTY corners : INT GET corners := 4; END_GET END_PROPERTY
END_FUNCTION_BLOCK
CLASS Disc IMPLEMENTS Both
VAR r : REAL := 1.0; END_VAR
METHOD PUBLIC area : REAL area := r * r * 3.0; END_METHOD
METHOD PUBLIC grow VAR_INPUT factor : REAL; END_VAR r := r * factor; END_METHOD
METHOD PUBLIC id : INT id := 77; END_METHOD
PROPERTY corners : INT GET corners := 0; END_GET END_PROPERTY
END_CLASS
FUNCTION_BLOCK Tile EXTENDS Square IMPLEMENTS Numbered
METHOD id : INT id := 5; END_METHOD
METHOD area : REAL area := SUPER.area() * 10.0; END_METHOD
END_FUNCTION_BLOCK
"""


def program(declarations, statements):
    return f" PROGRAM p VAR {declarations} END_VAR {statements} END_PROGRAM"


def test_a_call_reaches_the_method_of_what_the_variable_holds(run):
    running = run(
        SHAPES
        + program(
            "a : Square; d : Disc; t : Tile; s : Shape; x, y, z : REAL;",
            "s := a; s.grow(2.0); x := s.area(); s := d; y := s.area(); s := t; z := s.area();",
        )
    ).scan()
    assert (running["x"], running["y"], running["z"]) == (16.0, 3.0, 40.0)


def test_properties_are_reached_through_an_interface(run):
    running = run(
        SHAPES + program("a : Square; s : Shape; n : INT;", "s := a; n := s.corners;")
    ).scan()
    assert running["n"] == 4


def test_interfaces_are_parameters_elements_and_members(run):
    text = (
        "TYPE Slot : STRUCT what : Shape; END_STRUCT END_TYPE"
        + SHAPES
        + """
    FUNCTION total : REAL VAR_INPUT one, two : Shape; END_VAR
    total := one.area() + two.area(); END_FUNCTION
    """
        + program(
            "a : Square; d : Disc; list : ARRAY[0..1] OF Shape; slot : Slot; x, y : REAL; i : INT;",
            "list[0] := a; list[1] := d; slot.what := list[1];"
            "x := total(list[0], d); FOR i := 0 TO 1 DO y := y + list[i].area(); END_FOR "
            "y := y + slot.what.area();",
        )
    )
    running = run(text).scan()
    assert (running["x"], running["y"]) == (7.0, 10.0)


def test_a_block_keeps_an_interface_that_it_was_given(run):
    text = (
        SHAPES
        + """
    FUNCTION_BLOCK Watch VAR_INPUT what : Shape; END_VAR VAR_OUTPUT area : REAL; END_VAR
    IF what <> NULL THEN area := what.area(); ELSE area := -1.0; END_IF END_FUNCTION_BLOCK
    """
        + program("w : Watch; d : Disc; x : REAL;", "w(); x := w.area; w(what := d); w();")
    )
    running = run(text).scan()
    assert (running["x"], running["w.area"]) == (-1.0, 3.0)


def test_a_derived_interface_is_one_of_its_bases(run):
    running = run(
        SHAPES
        + program(
            "d : Disc; b : Both; n : Numbered; s : Shape; i : INT; same : BOOL;",
            "b := d; n := b; s := b; i := n.id() + b.id(); same := s = d AND n = NULL = FALSE;",
        )
    ).scan()
    assert (running["i"], running["same"]) == (154, True)


def test_an_assignment_attempt_gives_null_where_the_instance_is_of_another_type(run):
    """Table 52, assignment attempt."""
    running = run(
        SHAPES
        + program(
            "a : Square; d : Disc; t : Tile; s : Shape; n : Numbered; x, y, z : INT;",
            """s := a; n ?= s; IF n = NULL THEN x := 1; END_IF
            s := d; n ?= s; IF n <> NULL THEN y := n.id(); END_IF
            s := t; n ?= s; z := n.id(); s := NULL; n ?= s; IF n = NULL THEN z := -z; END_IF""",
        )
    ).scan()
    assert (running["x"], running["y"], running["z"]) == (1, 77, -5)


def test_this_can_be_handed_over(run):
    text = """INTERFACE Listener METHOD told VAR_INPUT x : INT; END_VAR END_METHOD END_INTERFACE
    FUNCTION_BLOCK Source VAR to_whom : Listener; END_VAR
    METHOD subscribe VAR_INPUT who : Listener; END_VAR to_whom := who; END_METHOD
    IF to_whom <> 0 THEN to_whom.told(7); END_IF END_FUNCTION_BLOCK
    FUNCTION_BLOCK Sink IMPLEMENTS Listener VAR heard : INT; END_VAR
    METHOD told VAR_INPUT x : INT; END_VAR heard := heard + x; END_METHOD
    METHOD listen VAR_IN_OUT s : Source; END_VAR s.subscribe(THIS^); END_METHOD
    END_FUNCTION_BLOCK""" + program("s : Source; k : Sink;", "s(); k.listen(s); s(); s();")
    assert run(text).scan()["k.heard"] == 14


def test_a_call_on_null_stops_the_plc_at_its_line(run):
    problem = run(
        SHAPES + "PROGRAM p VAR s : Shape; x : REAL; END_VAR\nx := s.area(); END_PROGRAM"
    ).stop()
    assert (problem.kind.code, problem.values["name"]) == ("TL4040", "s")
    assert problem.position.line == SHAPES.count("\n") + 2


def test_calls_that_come_back_through_an_interface_are_bounded(run):
    text = """INTERFACE I METHOD m : INT VAR_INPUT n : INT; END_VAR END_METHOD END_INTERFACE
    FUNCTION_BLOCK A IMPLEMENTS I VAR PUBLIC next : I; END_VAR
    METHOD m : INT VAR_INPUT n : INT; END_VAR VAR a : ARRAY[1..3] OF INT; END_VAR
    a[1] := n; IF n > 0 THEN m := next.m(n - 1) + a[1]; END_IF END_METHOD
    END_FUNCTION_BLOCK""" + program(
        "a, b : A; deep : INT := 10; x : INT;",
        "a.next := b; b.next := a; x := a.m(deep);",
    )
    running = run(text).scan()
    assert running["x"] == 55
    running["deep"] = "32000"
    assert running.stop().kind.code == "TL4042"


def test_interfaces_may_name_one_another(run):
    text = """INTERFACE A METHOD f VAR_INPUT b : B; END_VAR END_METHOD END_INTERFACE
    INTERFACE B METHOD g VAR_INPUT a : A; END_VAR END_METHOD END_INTERFACE
    FUNCTION_BLOCK X IMPLEMENTS A, B VAR n : INT; END_VAR
    METHOD f VAR_INPUT b : B; END_VAR n := n + 1; END_METHOD
    METHOD g VAR_INPUT a : A; END_VAR a.f(THIS^); END_METHOD
    END_FUNCTION_BLOCK""" + program("x, y : X;", "x.g(y);")
    running = run(text).scan()
    assert (running["x.n"], running["y.n"]) == (0, 1)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("FUNCTION_BLOCK B IMPLEMENTS Numbered END_FUNCTION_BLOCK", ["TL3305"]),
        ("FUNCTION_BLOCK ABSTRACT B IMPLEMENTS Numbered END_FUNCTION_BLOCK", []),
        ("FUNCTION_BLOCK B IMPLEMENTS Numberd END_FUNCTION_BLOCK", ["TL3314"]),
        ("FUNCTION_BLOCK B IMPLEMENTS Square END_FUNCTION_BLOCK", ["TL3314"]),
        ("FUNCTION_BLOCK B EXTENDS Numbered END_FUNCTION_BLOCK", ["TL3313"]),
        ("FUNCTION_BLOCK B IMPLEMENTS Numbered METHOD id : REAL ; END_METHOD END_FUNCTION_BLOCK",
         ["TL3306"]),
        ("FUNCTION_BLOCK B IMPLEMENTS Numbered METHOD PRIVATE id : INT ; END_METHOD "
         "END_FUNCTION_BLOCK", ["TL3306"]),
        ("INTERFACE J VAR x : INT; END_VAR END_INTERFACE", ["TL3323"]),
        ("INTERFACE J EXTENDS J END_INTERFACE", ["TL3320"]),
        ("INTERFACE J METHOD m x := 1; END_METHOD END_INTERFACE", ["TL3001"]),
    ],
)  # fmt: skip
def test_an_interface_must_be_implemented_as_it_says(problems, text, codes):
    assert [problem.kind.code for problem in problems(SHAPES + text + program("", ""))] == codes


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("n := a;", "TL3407"), ("n := s;", "TL3407"), ("s := 5;", "TL3407"), ("x := s;", "TL3407"),
        ("a ?= s;", "TL3405"), ("s ?= x;", "TL3405"), ("s.nothing();", "TL3304"),
        ("s();", "TL3207"), ("x := s + 1;", "TL3103"), ("IF s THEN x := 1; END_IF", "TL3105"),
        ("IF s > n THEN x := 1; END_IF", "TL3103"), ("s.corners := 3;", "TL3318"),
    ],
)  # fmt: skip
def test_a_wrong_use_of_an_interface_is_a_problem(problems, statement, code):
    text = SHAPES + program("a : Square; s : Shape; n : Numbered; x : INT;", statement)
    assert [problem.kind.code for problem in problems(text)] == [code]
