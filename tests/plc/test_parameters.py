"""Variables of POUs by section, and how calls give and take them: IEC 61131-3:2013 Tables 13, 19, 40, 50."""

import pytest


def test_table_19_a_function_without_a_result_takes_in_outs_and_gives_outputs(run):
    text = """FUNCTION swap VAR_IN_OUT a, b : INT; END_VAR VAR_OUTPUT sum : INT; END_VAR
    VAR t : INT; END_VAR t := a; a := b; b := t; sum := a + b; END_FUNCTION
    PROGRAM p VAR x : INT := 1; y : INT := 2; s : INT; done : BOOL; END_VAR
    swap(x, y); swap(a := x, b := y, sum => s); swap(EN := TRUE, x, y, ENO => done); END_PROGRAM"""
    running = run(text.replace("EN := TRUE, x, y,", "EN := TRUE, a := x, b := y,")).scan()
    assert (running["x"], running["y"], running["s"], running["done"]) == (2, 1, 3, True)


def test_table_13_a_constant_parameter_has_the_value_that_the_call_gives(run):
    text = """FUNCTION length : INT VAR_IN_OUT CONSTANT s : STRING[20]; END_VAR length := LEN(s); END_FUNCTION
    FUNCTION same : INT VAR_INPUT CONSTANT x : INT; END_VAR same := x; END_FUNCTION
    PROGRAM p VAR CONSTANT fixed : STRING[20] := 'abc'; END_VAR VAR s : STRING[20] := 'ab'; a, b, c : INT; END_VAR
    a := length(s); b := same(3); c := length(fixed); END_PROGRAM"""
    running = run(text).scan()
    assert (running["a"], running["b"], running["c"]) == (2, 3, 3)


def test_table_13_a_constant_parameter_is_not_written(problems):
    text = """FUNCTION f : INT VAR_IN_OUT CONSTANT x : INT; END_VAR x := 1; END_FUNCTION
    PROGRAM p VAR a, b : INT; END_VAR a := f(b); END_PROGRAM"""
    assert [problem.kind.code for problem in problems(text)] == ["TL3012"]


def test_table_50_a_call_without_names_may_give_all_parameters_outputs_included(run):
    text = """FUNCTION split : INT VAR_INPUT x : INT; END_VAR VAR_OUTPUT tens, ones : INT; END_VAR
    tens := x / 10; ones := x MOD 10; split := x; END_FUNCTION
    FUNCTION_BLOCK Half VAR_INPUT x : INT; END_VAR VAR_OUTPUT y : INT; END_VAR y := x / 2; END_FUNCTION_BLOCK
    PROGRAM p VAR r, t, o, h : INT; half1 : Half; END_VAR r := split(42, t, o); half1(r, h); END_PROGRAM"""
    running = run(text).scan()
    assert [running[name] for name in "rtoh"] == [42, 4, 2, 21]


EDGES = """FUNCTION_BLOCK Count VAR_INPUT up : BOOL R_EDGE; down : BOOL F_EDGE; END_VAR
VAR_OUTPUT ups, downs : INT; END_VAR
IF up THEN ups := ups + 1; END_IF; IF down THEN downs := downs + 1; END_IF; END_FUNCTION_BLOCK
PROGRAM p VAR c : Count; x : BOOL; END_VAR c(up := x, down := x); END_PROGRAM"""


def test_table_40_9_and_10_an_input_with_an_edge_is_true_in_the_call_of_that_edge(run):
    running = run(EDGES)
    seen = []
    for level in ("FALSE", "TRUE", "TRUE", "FALSE", "FALSE", "TRUE"):
        running["x"] = level
        running.scan()
        seen.append((running["c.ups"], running["c.downs"]))
    assert seen == [(0, 1), (1, 1), (1, 1), (1, 2), (1, 2), (2, 2)]  # as F_TRIG in the first


def test_table_40_the_signal_of_an_input_with_an_edge_is_seen_and_nothing_else(run):
    running = run(EDGES)
    running["x"] = "TRUE"
    variables = running.scan().scan().plc.variables()
    assert variables == {"c.up": True, "c.down": True, "c.ups": 1, "c.downs": 0, "x": True}


@pytest.mark.parametrize(
    "text",
    [
        "FUNCTION f : INT VAR_INPUT a : BOOL R_EDGE; END_VAR f := 1; END_FUNCTION PROGRAM p END_PROGRAM",
        "PROGRAM p VAR a : BOOL F_EDGE; END_VAR END_PROGRAM",
        "PROGRAM p VAR_INPUT a : INT R_EDGE; END_VAR END_PROGRAM",
    ],
)
def test_table_40_only_a_bool_input_that_lasts_has_edges(problems, text):
    assert [problem.kind.code for problem in problems(text)] == ["TL3044"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("VAR_GLOBAL g : INT; END_VAR PROGRAM p VAR_EXTERNAL g : INT := 4; END_VAR END_PROGRAM", "TL3042"),
        ("FUNCTION_BLOCK f VAR_IN_OUT x : INT := 4; END_VAR END_FUNCTION_BLOCK PROGRAM p END_PROGRAM", "TL3042"),
        ("FUNCTION f : INT VAR x AT %MW0 : INT; END_VAR f := x; END_FUNCTION PROGRAM p END_PROGRAM", "TL3043"),
        ("PROGRAM p VAR_TEMP x AT %MW0 : INT; END_VAR x := 1; END_PROGRAM", "TL3043"),
        ("FUNCTION f : INT VAR_INPUT x : ANY_NUM; END_VAR f := 1; END_FUNCTION PROGRAM p END_PROGRAM", "TL3041"),
    ],
)  # fmt: skip
def test_table_13_what_a_section_cannot_hold_is_a_problem(problems, text, code):
    assert [problem.kind.code for problem in problems(text)] == [code]


@pytest.mark.parametrize(
    "section", ["VAR_INPUT x : Foo;", "VAR_INPUT x : INT := 'a';", "VAR_IN_OUT x : Foo;"]
)
def test_a_parameter_that_is_declared_wrong_is_reported_once(problems, section):
    text = f"""FUNCTION_BLOCK f {section} END_VAR x := x; END_FUNCTION_BLOCK
    PROGRAM p VAR a : f; b : BOOL; END_VAR a(x := b); a.x := 3; b := a.x > 1; END_PROGRAM"""
    assert len(problems(text.replace(" x := x;", ""))) == 1


def test_a_result_that_is_declared_wrong_is_reported_once(problems):
    text = """FUNCTION f : Foo VAR_INPUT x : INT; END_VAR f := x; END_FUNCTION
    PROGRAM p VAR a : REAL; END_VAR a := f(1) + 2.0; END_PROGRAM"""
    assert [problem.kind.code for problem in problems(text)] == ["TL3002"]


def test_var_stat_is_one_variable_for_all_calls_as_in_codesys(run):
    text = """FUNCTION count : INT VAR_STAT n : INT := 2; END_VAR n := n + 1; count := n; END_FUNCTION
    FUNCTION_BLOCK Shared VAR_STAT n : INT; END_VAR VAR_OUTPUT out : INT; END_VAR n := n + 1; out := n;
    END_FUNCTION_BLOCK
    PROGRAM p VAR_STAT own : INT; END_VAR VAR c : INT; x, y : Shared; END_VAR
    c := count(); x(); y(); own := own + 1; END_PROGRAM"""
    running = run(text).scan().scan()
    assert [running[path] for path in ("c", "x.out", "y.out", "own")] == [4, 3, 4, 2]


def test_var_inst_of_a_method_is_kept_with_the_instance_as_in_codesys(run):
    text = """FUNCTION_BLOCK Base METHOD next : INT VAR_INST n : INT := 3; END_VAR
    n := n + 1; next := n; END_METHOD END_FUNCTION_BLOCK
    FUNCTION_BLOCK Derived EXTENDS Base METHOD next : INT VAR_INST n : INT := 10; END_VAR
    n := n + SUPER.next(); next := n; END_METHOD END_FUNCTION_BLOCK
    PROGRAM p VAR a, b : Base; d : Derived; r, s, t : INT; END_VAR
    r := a.next(); s := b.next(); s := b.next(); t := d.next(); END_PROGRAM"""
    running = run(text).scan()
    assert (running["r"], running["s"], running["t"]) == (4, 5, 14)
    assert "d" not in {path[:1] for path in running.plc.variables()}


def test_var_inst_has_no_place_in_a_function(problems):
    text = "FUNCTION f : INT VAR_INST n : INT; END_VAR f := n; END_FUNCTION PROGRAM p END_PROGRAM"
    assert [problem.kind.code for problem in problems(text)] == ["TL3017"]


def test_a_function_may_change_its_inputs_which_are_copies(run, problems):
    text = """TYPE Pair : STRUCT a : INT; END_STRUCT; END_TYPE
    FUNCTION gcd : INT VAR_INPUT a, b : INT; END_VAR VAR t : INT; END_VAR
    WHILE b <> 0 DO t := a MOD b; a := b; b := t; END_WHILE; gcd := a; END_FUNCTION
    FUNCTION spoiled : INT VAR_INPUT s : STRING; p : Pair; l : ARRAY[1..2] OF INT; END_VAR
    s := 'x'; p.a := p.a + 1; l[1] := l[1] + 1; spoiled := p.a + l[1]; END_FUNCTION
    PROGRAM p VAR n, m : INT; x : INT := 12; y : INT := 18; s : STRING := 'abc';
    q : Pair := (a := 5); l : ARRAY[1..2] OF INT := [7, 0]; END_VAR
    n := gcd(x, y); m := spoiled(s, q, l); END_PROGRAM"""
    running = run(text).scan()
    assert (running["n"], running["x"], running["y"]) == (6, 12, 18)
    assert (running["m"], running["s"], running["q.a"], running["l"]) == (14, "abc", 5, [7, 0])


def test_a_block_that_changes_its_input_finds_the_change_where_a_call_leaves_it_out(run):
    text = """FUNCTION_BLOCK Limited VAR_INPUT x : REAL; END_VAR VAR_OUTPUT y : REAL; END_VAR
    y := x; IF x > 10.0 THEN x := 10.0; END_IF; END_FUNCTION_BLOCK
    PROGRAM p VAR a : Limited; given : REAL := 12.0; first, later : REAL; END_VAR
    a(x := given, y => first); a(y => later); END_PROGRAM"""
    running = run(text).scan()
    assert (running["first"], running["later"], running["given"]) == (12.0, 10.0, 12.0)


INPUT = "FUNCTION_BLOCK B VAR_INPUT {0} x : INT; END_VAR METHOD m : INT {1} m := x; END_METHOD {2} END_FUNCTION_BLOCK"


@pytest.mark.parametrize(
    ("constant", "method", "body", "code"),
    [
        ("", "", "x := 1; x := 2;", "TL3934"),
        ("", "", "THIS^.x := 1;", "TL3934"),
        ("", "", "FOR x := 1 TO 2 DO ; END_FOR", "TL3934"),
        ("", "x := 1;", "", "TL3934"),
        ("CONSTANT", "", "x := 1;", "TL3012"),
        ("CONSTANT", "x := 1;", "", "TL3012"),
    ],
)
def test_a_block_is_warned_once_that_it_changes_its_input_unless_that_is_constant(
    problems, constant, method, body, code
):
    text = (
        INPUT.format(constant, method, body)
        + " PROGRAM p VAR b : B; n : INT; END_VAR n := b.m(); b(); END_PROGRAM"
    )
    assert [each.kind.code for each in problems(text)] == [code]


def test_a_program_does_not_change_what_the_plant_gives(problems):
    text = "PROGRAM p VAR_INPUT start : BOOL; END_VAR start := FALSE; END_PROGRAM"
    assert [each.kind.code for each in problems(text)] == ["TL3013"]
