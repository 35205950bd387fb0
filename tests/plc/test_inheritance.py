"""EXTENDS, SUPER, OVERRIDE, ABSTRACT, FINAL: IEC 61131-3:2013 Tables 48, 49 and 53."""

import pytest

LIGHTS = """
FUNCTION_BLOCK Light
VAR_INPUT on : BOOL; END_VAR
VAR_OUTPUT lit : BOOL; runs : INT; END_VAR
VAR hours : INT := 5; END_VAR
METHOD kind : INT kind := 1; END_METHOD
METHOD report : INT report := kind() * 10 + THIS.kind(); END_METHOD
lit := on; runs := runs + 1;
END_FUNCTION_BLOCK
FUNCTION_BLOCK Dimmed EXTENDS Light
VAR_INPUT percent : INT := 50; END_VAR
VAR_OUTPUT power : INT; END_VAR
METHOD OVERRIDE kind : INT kind := SUPER.kind() + 1; END_METHOD
SUPER(); power := SEL(lit, 0, percent + hours);
END_FUNCTION_BLOCK
FUNCTION_BLOCK Coloured EXTENDS Dimmed
METHOD kind : INT kind := SUPER^.kind() + 1; END_METHOD
END_FUNCTION_BLOCK
"""


def program(declarations, statements):
    return f" PROGRAM p VAR {declarations} END_VAR {statements} END_PROGRAM"


def test_what_extends_a_block_has_its_variables_and_calls_its_body_with_super(run):
    running = run(LIGHTS + program("d : Dimmed;", "d(on := TRUE, percent := 30);")).scan()
    assert (running["d.lit"], running["d.runs"], running["d.power"]) == (True, 1, 35)


def test_inherited_variables_have_paths(run):
    running = run(LIGHTS + program("c : Coloured;", ""))
    assert list(running.plc.variables()) == [
        "c.on", "c.lit", "c.runs", "c.hours", "c.percent", "c.power",
    ]  # fmt: skip


def test_an_inherited_initial_value_can_be_given_anew(run):
    running = run(LIGHTS + program("d : Dimmed := (percent := 70, hours := 2);", "d(on := TRUE);"))
    assert running.scan()["d.power"] == 72


def test_the_body_of_the_base_does_not_run_by_itself(run):
    """Clause 6.6.6: the body is not inherited; SUPER() calls it."""
    running = run(LIGHTS + program("c : Coloured;", "c(on := TRUE);")).scan()
    assert (running["c.lit"], running["c.runs"]) == (False, 0)


def test_an_own_call_reaches_the_override(run):
    """Dynamic name binding, with THIS and without."""
    running = run(
        LIGHTS
        + program(
            "l : Light; d : Dimmed; c : Coloured; x, y, z : INT;",
            "x := l.report(); y := d.report(); z := c.report();",
        )
    ).scan()
    assert (running["x"], running["y"], running["z"]) == (11, 22, 33)


def test_a_var_in_out_of_the_base_takes_what_extends_it(run):
    text = (
        LIGHTS
        + """
    FUNCTION ask : INT VAR_IN_OUT l : Light; END_VAR l(on := TRUE); ask := l.kind(); END_FUNCTION
    """
        + program(
            "a : Light; d : Dimmed; c : Coloured; x, y, z : INT;",
            "x := ask(a); y := ask(d); z := ask(c);",
        )
    )
    running = run(text).scan()
    assert (running["x"], running["y"], running["z"]) == (1, 2, 3)
    assert (running["a.runs"], running["d.power"], running["c.runs"]) == (1, 55, 0)


def test_a_standard_block_can_be_extended(run):
    text = """FUNCTION_BLOCK Late EXTENDS TON VAR_OUTPUT starts : INT; END_VAR VAR was : BOOL; END_VAR
    SUPER(); IF Q AND NOT was THEN starts := starts + 1; END_IF was := Q;
    END_FUNCTION_BLOCK""" + program("t : Late; on : BOOL := TRUE;", "t(IN := on, PT := T#1s);")
    running = run(text).scan(0).scan(1500)
    assert (running["t.Q"], running["t.starts"], running["t.ET"]) == (True, 1, 1_000_000_000)


def test_classes_extend_classes_and_a_block_a_class(run):
    text = """CLASS A VAR PROTECTED n : INT; END_VAR METHOD PUBLIC up n := n + 1; END_METHOD END_CLASS
    CLASS B EXTENDS A METHOD PUBLIC OVERRIDE up SUPER.up(); n := n * 2; END_METHOD END_CLASS
    FUNCTION_BLOCK F EXTENDS B up(); THIS.up(); END_FUNCTION_BLOCK""" + program("f : F;", "f();")
    assert run(text).scan()["f.n"] == 6


def test_a_private_method_is_not_overridden(run):
    text = """FUNCTION_BLOCK A
    METHOD PRIVATE m : INT m := 1; END_METHOD
    METHOD PUBLIC ask : INT ask := m(); END_METHOD
    END_FUNCTION_BLOCK
    FUNCTION_BLOCK B EXTENDS A METHOD PUBLIC m : INT m := 2; END_METHOD END_FUNCTION_BLOCK
    """ + program("b : B; x, y : INT;", "x := b.ask(); y := b.m();")
    running = run(text).scan()
    assert (running["x"], running["y"]) == (1, 2)


def test_an_abstract_method_is_filled_by_what_extends_it(run):
    text = """FUNCTION_BLOCK ABSTRACT Step
    VAR_OUTPUT done : INT; END_VAR
    METHOD PROTECTED ABSTRACT work : INT END_METHOD
    METHOD go done := done + work(); END_METHOD
    END_FUNCTION_BLOCK
    FUNCTION_BLOCK Three EXTENDS Step METHOD PROTECTED work : INT work := 3; END_METHOD
    END_FUNCTION_BLOCK
    FUNCTION_BLOCK Four EXTENDS Step METHOD PROTECTED work : INT work := 4; END_METHOD
    END_FUNCTION_BLOCK""" + program("a : Three; b : Four;", "a.go(); b.go(); b.go();")
    running = run(text).scan()
    assert (running["a.done"], running["b.done"]) == (3, 8)


BASE = """FUNCTION_BLOCK ABSTRACT Base VAR n : INT; PRIVATE_n : INT; END_VAR
VAR PRIVATE own : INT; END_VAR
METHOD m : INT VAR_INPUT a : INT; END_VAR m := a; END_METHOD
METHOD FINAL fixed ; END_METHOD
METHOD PUBLIC open ; END_METHOD
METHOD ABSTRACT todo END_METHOD
END_FUNCTION_BLOCK
FUNCTION_BLOCK FINAL Last END_FUNCTION_BLOCK
FUNCTION_BLOCK Good EXTENDS Base METHOD todo ; END_METHOD END_FUNCTION_BLOCK
"""
TODO = "METHOD todo ; END_METHOD"


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ("METHOD m : INT m := 1; END_METHOD", "TL3306"),
        ("METHOD m : INT VAR_INPUT b : INT; END_VAR m := 1; END_METHOD", "TL3306"),
        ("METHOD m : INT VAR_INPUT a : REAL; END_VAR m := 1; END_METHOD", "TL3306"),
        ("METHOD m : DINT VAR_INPUT a : INT; END_VAR m := 1; END_METHOD", "TL3306"),
        ("METHOD m VAR_INPUT a : INT; END_VAR ; END_METHOD", "TL3306"),
        ("METHOD m : INT VAR_INPUT a, b : INT; END_VAR m := 1; END_METHOD", "TL3306"),
        ("METHOD PRIVATE open ; END_METHOD", "TL3306"),
        ("METHOD fixed ; END_METHOD", "TL3307"),
        ("METHOD OVERRIDE opn ; END_METHOD", "TL3312"),
        ("METHOD ABSTRACT more END_METHOD", "TL3311"),
        ("METHOD k own := 1; END_METHOD", "TL3303"),
        ("METHOD k SUPER.todo(); END_METHOD", "TL3316"),
        ("METHOD n ; END_METHOD", "TL3005"),
    ],
)
def test_an_override_must_fit(problems, extra, code):
    text = f"{BASE} FUNCTION_BLOCK D EXTENDS Base {TODO} {extra} END_FUNCTION_BLOCK"
    assert [problem.kind.code for problem in problems(text + program("", ""))] == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FUNCTION_BLOCK D EXTENDS Base END_FUNCTION_BLOCK", "TL3310"),
        ("FUNCTION_BLOCK D EXTENDS Last END_FUNCTION_BLOCK", "TL3308"),
        ("FUNCTION_BLOCK D EXTENDS Bse END_FUNCTION_BLOCK", "TL3002"),
        ("FUNCTION_BLOCK D EXTENDS D END_FUNCTION_BLOCK", "TL3320"),
        ("CLASS D EXTENDS Last END_CLASS", "TL3313"),
        ("FUNCTION_BLOCK D EXTENDS Last, Good END_FUNCTION_BLOCK", "TL3313"),
        ("FUNCTION_BLOCK D EXTENDS Good VAR n : INT; END_VAR END_FUNCTION_BLOCK", "TL3317"),
        ("FUNCTION_BLOCK D VAR b : Base; END_VAR END_FUNCTION_BLOCK", "TL3309"),
        ("FUNCTION_BLOCK D VAR b : ARRAY[1..2] OF Base; END_VAR END_FUNCTION_BLOCK", "TL3309"),
        ("FUNCTION_BLOCK D EXTENDS Good VAR b : D; END_VAR END_FUNCTION_BLOCK", "TL3008"),
    ],
)
def test_a_base_must_fit(problems, text, code):
    assert code in [problem.kind.code for problem in problems(BASE + text + program("", ""))]


def test_circles_of_extends_are_refused(problems):
    text = "FUNCTION_BLOCK A EXTENDS B END_FUNCTION_BLOCK FUNCTION_BLOCK B EXTENDS A END_FUNCTION_BLOCK"
    assert "TL3320" in [problem.kind.code for problem in problems(text + program("", ""))]


def test_a_difference_is_told_in_words(problems):
    extra = "METHOD m : INT VAR_INPUT a : REAL; END_VAR m := 1; END_METHOD"
    text = f"{BASE} FUNCTION_BLOCK D EXTENDS Base {TODO} {extra} END_FUNCTION_BLOCK"
    (problem,) = problems(text + program("", ""))
    assert problem.message("en") == (
        "'m' differs from 'm' of Base: 'VAR_INPUT a : REAL' stands where 'VAR_INPUT a : INT' "
        "stands there"
    )


def test_a_long_line_of_ancestors_is_a_problem_or_fine(problems):
    blocks = "".join(
        f"FUNCTION_BLOCK B{n} EXTENDS B{n + 1} END_FUNCTION_BLOCK " for n in range(200)
    )
    found = problems(blocks + "FUNCTION_BLOCK B200 END_FUNCTION_BLOCK" + program("b : B0;", ""))
    assert {problem.kind.code for problem in found} <= {"TL2208"}
