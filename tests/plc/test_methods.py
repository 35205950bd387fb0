"""Methods and properties: IEC 61131-3:2013 Tables 48 to 50; PROPERTY and ACTION as in CODESYS."""

import pytest

COUNTER = """
FUNCTION_BLOCK Counter
VAR n : INT; END_VAR
VAR_OUTPUT total : INT; END_VAR
METHOD PUBLIC add : INT
VAR_INPUT step : INT := 2; END_VAR
VAR_OUTPUT before : INT; END_VAR
VAR_IN_OUT calls : INT; END_VAR
VAR kept : INT; END_VAR
kept := kept + 1;
before := n; n := n + step; add := n; total := n; calls := calls + kept;
END_METHOD
METHOD again : INT
VAR c : INT; END_VAR
again := add(calls := c) + THIS.add(step := 3, calls := c) + THIS^.add(0, c);
END_METHOD
METHOD PRIVATE hidden n := -1; END_METHOD
METHOD PROTECTED shielded n := -2; END_METHOD
METHOD INTERNAL inner n := -3; END_METHOD
METHOD reset hidden(); n := n + 1; END_METHOD
n := n + 100;
END_FUNCTION_BLOCK
"""
PROPERTY = """
FUNCTION_BLOCK Tank
VAR mm : INT; END_VAR
PROPERTY PUBLIC level : REAL
GET level := INT_TO_REAL(mm) / 1000.0; END_GET
SET mm := REAL_TO_INT(level * 1000.0); END_SET
END_PROPERTY
PROPERTY fixed : INT GET fixed := 7; END_GET END_PROPERTY
PROPERTY sink : INT SET mm := sink; END_SET END_PROPERTY
METHOD fill level := level + 0.5; END_METHOD
END_FUNCTION_BLOCK
"""


def in_program(declarations, statements):
    return f" PROGRAM p VAR {declarations} END_VAR {statements} END_PROGRAM"


def test_a_method_has_inputs_outputs_in_outs_and_a_result(run):
    """Table 50."""
    running = run(
        COUNTER
        + in_program(
            "c : Counter; x, b, calls : INT;",
            "x := c.add(step := 5, before => b, calls := calls) * 2;"
            "x := x + c.add(calls := calls, before => b);",
        )
    ).scan()
    assert (running["x"], running["b"], running["c.total"]) == (17, 5, 7)


def test_variables_of_a_method_begin_anew_in_each_call(run):
    running = run(
        COUNTER + in_program("c : Counter; calls : INT;", "c.add(1, calls); c.add(1, calls);")
    ).scan()
    assert running["calls"] == 2


def test_a_method_calls_others_with_and_without_this(run):
    running = run(COUNTER + in_program("c : Counter; x : INT;", "x := c.again();")).scan()
    assert (running["x"], running["c.n"]) == (2 + 5 + 5, 5)


def test_body_and_methods_share_the_instance(run):
    running = run(COUNTER + in_program("c, d : Counter;", "c(); d.reset(); c();")).scan()
    assert (running["c.n"], running["d.n"]) == (200, 0)


def test_instances_in_arrays_and_structures_have_methods(run):
    running = run(
        "TYPE Pair : STRUCT left : Counter; END_STRUCT END_TYPE"
        + COUNTER
        + in_program(
            "list : ARRAY[1..2] OF Counter; pair : Pair; i, calls : INT;",
            "FOR i := 1 TO 2 DO list[i].add(i * 10, calls); END_FOR pair.left.add(4, calls);",
        )
    ).scan()
    assert [running[path] for path in ("list[1].n", "list[2].n", "pair.left.n")] == [10, 20, 4]


def test_an_array_is_a_result_and_an_input(run):
    text = """TYPE Row : ARRAY[1..3] OF INT; Pt : STRUCT x, y : INT; END_STRUCT END_TYPE
    FUNCTION_BLOCK B
    METHOD row : Row VAR_INPUT given : Row; END_VAR VAR_OUTPUT first : Row; END_VAR
    first := given; row := given; row[2] := 9; END_METHOD
    METHOD pt : Pt pt.x := 3; pt.y := 4; END_METHOD
    END_FUNCTION_BLOCK
    """ + in_program(
        "b : B; r, s : Row; k : INT;",
        "r[1] := 1; r := b.row(given := b.row(r), first => s); k := b.pt().x + b.pt().y;",
    )
    running = run(text).scan()
    assert (running["r"], running["s"], running["k"]) == ([1, 9, 0], [1, 9, 0], 7)


def test_return_ends_a_method(run):
    text = """FUNCTION_BLOCK B
    METHOD sign : INT VAR_INPUT x : INT; END_VAR
    sign := 1; IF x >= 0 THEN RETURN; END_IF sign := -1; END_METHOD
    END_FUNCTION_BLOCK """ + in_program("b : B; x : INT;", "x := b.sign(5) * 10 + b.sign(-5);")
    assert run(text).scan()["x"] == 9


def test_methods_may_follow_the_body(run):
    text = """FUNCTION_BLOCK B VAR n : INT; END_VAR
    n := two();
    METHOD two : INT two := 2; END_METHOD
    END_FUNCTION_BLOCK """ + in_program("b : B;", "b();")
    assert run(text).scan()["b.n"] == 2


def test_an_action_runs_in_the_instance(run):
    text = """FUNCTION_BLOCK B VAR n : INT; END_VAR
    bump(); bump();
    ACTION bump: n := n + 1; END_ACTION
    END_FUNCTION_BLOCK
    PROGRAM p VAR b : B; k : INT; END_VAR b(); b.bump(); here();
    ACTION here: k := 5; END_ACTION
    END_PROGRAM"""
    running = run(text).scan()
    assert (running["b.n"], running["k"]) == (3, 5)


def test_the_words_of_properties_and_actions_stay_free_as_names(body):
    running = body("property, action, get, set : INT;", "property := 1; action := property + 1;")
    assert running["action"] == 2


def test_a_property_is_read_and_written_like_a_variable(run):
    running = run(
        PROPERTY
        + in_program(
            "t : Tank; x : REAL; f : INT;",
            "t.level := 2.0; t.fill(); x := t.level * 2.0; f := t.fixed; t.level := t.level + 1.0;",
        )
    ).scan()
    assert (running["x"], running["t.mm"], running["f"]) == (5.0, 3500, 7)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("t.fixed := 1;", "TL3318"), ("f := t.sink;", "TL3319"), ("t.level := TRUE;", "TL3101"),
        ("t.nothing := 1;", "TL3004"), ("t.nothing();", "TL3304"), ("f := t.fill;", "TL3321"),
        ("f := t.fill();", "TL3016"), ("t.fill(1);", "TL3202"), ("t.mm := 1;", "TL3014"),
        ("t.fixed.x := 1;", "TL3110"),
    ],
)  # fmt: skip
def test_a_wrong_use_of_a_property_is_a_problem(problems, statement, code):
    found = problems(PROPERTY + in_program("t : Tank; f : INT;", statement))
    assert [problem.kind.code for problem in found] == [code]


@pytest.mark.parametrize("call", ["c.hidden();", "c.shielded();"])
def test_private_and_protected_methods_are_not_for_others(problems, call):
    """Table 48."""
    (problem,) = problems(COUNTER + in_program("c : Counter;", call))
    assert problem.kind.code == "TL3303"


def test_internal_methods_are_for_the_same_namespace(problems):
    assert problems(COUNTER + in_program("c : Counter;", "c.inner();")) == []


@pytest.mark.parametrize(
    ("section", "statement", "codes"),
    [
        ("VAR PUBLIC", "b.n := 5;", []),
        ("VAR PRIVATE", "b.n := 5;", ["TL3014"]),
        ("VAR PROTECTED", "b.n := 5;", ["TL3014"]),
        ("VAR", "b.n := 5;", ["TL3014"]),
    ],
)
def test_variables_have_access_specifiers(problems, section, statement, codes):
    text = f"CLASS B {section} n : INT; END_VAR END_CLASS" + in_program("b : B;", statement)
    assert [problem.kind.code for problem in problems(text)] == codes


@pytest.mark.parametrize(
    "body",
    [
        "METHOD m : INT m := m(); END_METHOD",
        "METHOD m : INT m := THIS.k(); END_METHOD METHOD k : INT k := THIS^.m(); END_METHOD",
        "PROPERTY v : INT GET v := THIS.v; END_GET END_PROPERTY",
        "METHOD m THIS(); END_METHOD m();",
    ],
)
def test_recursion_is_refused(problems, body):
    found = problems(f"FUNCTION_BLOCK B {body} END_FUNCTION_BLOCK" + in_program("b : B;", "b();"))
    assert [problem.kind.code for problem in found] == ["TL3008"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FUNCTION f : INT METHOD m END_METHOD f := 1; END_FUNCTION", "TL3301"),
        ("METHOD m END_METHOD", "TL3301"),
        ("CLASS C x := 1; END_CLASS", "TL3302"),
        ("FUNCTION f : INT f := THIS.x; END_FUNCTION", "TL3315"),
        ("FUNCTION_BLOCK B SUPER(); END_FUNCTION_BLOCK", "TL3315"),
        ("FUNCTION_BLOCK B METHOD m END_METHOD METHOD M END_METHOD END_FUNCTION_BLOCK", "TL3005"),
        ("FUNCTION_BLOCK B VAR m : INT; END_VAR METHOD m END_METHOD END_FUNCTION_BLOCK", "TL3005"),
        ("FUNCTION_BLOCK B METHOD m : INT m := ; END_METHOD END_FUNCTION_BLOCK", "TL2201"),
        ("FUNCTION_BLOCK B METHOD m m2(); END_FUNCTION_BLOCK", "TL2206"),
        ("FUNCTION_BLOCK B PROPERTY p : INT END_PROPERTY END_FUNCTION_BLOCK", "TL2201"),
        ("CLASS C END_CLASS PROGRAM q VAR c : C; END_VAR c(); END_PROGRAM", "TL3322"),
    ],
)
def test_a_method_in_the_wrong_place_is_a_problem(problems, text, code):
    assert code in [problem.kind.code for problem in problems(text + in_program("", ""))]


def test_an_in_out_of_the_block_is_there_while_its_body_runs_only(run):
    text = """FUNCTION_BLOCK B VAR_IN_OUT x : INT; END_VAR
    METHOD grow x := x + 1; END_METHOD
    grow(); grow();
    END_FUNCTION_BLOCK
    PROGRAM p VAR b : B; x : INT; alone : BOOL; END_VAR
    b(x := x);
    IF alone THEN b.grow(); END_IF
    END_PROGRAM"""
    running = run(text).scan()
    assert running["x"] == 2
    running["alone"] = "TRUE"
    problem = running.stop()
    assert (problem.kind.code, problem.position.line) == ("TL4043", 2)


def test_ref_stays_an_operator_where_a_method_has_its_name(run):
    text = """FUNCTION_BLOCK B VAR r : REF_TO INT; END_VAR
    METHOD ref VAR_IN_OUT x : INT; END_VAR r := REF(x); END_METHOD
    METHOD put VAR_INPUT x : INT; END_VAR r^ := x; END_METHOD
    END_FUNCTION_BLOCK""" + in_program("b : B; x : INT;", "b.ref(x); b.put(6);")
    assert run(text).scan()["x"] == 6
