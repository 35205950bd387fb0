"""NAMESPACE, USING, INTERNAL: IEC 61131-3:2013 Tables 64 to 66."""

import pytest

SPACES = """
NAMESPACE Plant.Tanks
TYPE Mode : (Idle, Filling := 5); Size : STRUCT width, height : INT; END_STRUCT END_TYPE
FUNCTION area : INT VAR_INPUT s : Size; END_VAR area := s.width * s.height * factor(); END_FUNCTION
FUNCTION INTERNAL factor : INT factor := 2; END_FUNCTION
FUNCTION_BLOCK Tank VAR_OUTPUT mode : Mode; END_VAR
METHOD INTERNAL secret : INT secret := 9; END_METHOD
METHOD open : INT open := 4; END_METHOD
mode := Mode#Filling;
END_FUNCTION_BLOCK
NAMESPACE Small
FUNCTION_BLOCK Cup EXTENDS Tank SUPER(); END_FUNCTION_BLOCK
FUNCTION volume : INT VAR_INPUT x : INT; END_VAR volume := x * factor(); END_FUNCTION
END_NAMESPACE
END_NAMESPACE
NAMESPACE Plant
INTERFACE Opens METHOD open : INT END_METHOD END_INTERFACE
FUNCTION_BLOCK Valve IMPLEMENTS Opens VAR cup : Tanks.Small.Cup; END_VAR
METHOD open : INT open := cup.open() + Tanks.Small.volume(10); END_METHOD END_FUNCTION_BLOCK
END_NAMESPACE
"""


def program(declarations, statements, using=""):
    return f" PROGRAM p {using} VAR {declarations} END_VAR {statements} END_PROGRAM"


def test_qualified_names_reach_functions_types_blocks_and_values(run):
    running = run(
        SPACES
        + program(
            "s : Plant.Tanks.Size; t : Plant.Tanks.Tank; x : INT; a, b : BOOL; i : Plant.Opens;"
            "v : Plant.Valve; m : Plant.Tanks.Mode := Plant.Tanks.Mode#Filling;",
            """s.width := 3; s.height := 4; x := Plant.Tanks.area(s := s); t();
            a := t.mode = plant.tanks.mode#filling; b := m = Plant.Tanks.Mode.Filling; i := v;
            x := x * 100 + i.open();""",
        )
    ).scan()
    assert (running["x"], running["a"], running["b"]) == (2424, True, True)


@pytest.mark.parametrize(
    "text",
    [
        SPACES + program("t : Tank; x : INT;", "t(); x := Small.volume(3);", "USING Plant.Tanks;"),
        "USING Plant.Tanks;"
        + SPACES
        + program("t : Tank; x : INT;", "t(); x := Plant.Tanks.Small.volume(3);"),
        SPACES
        + program(
            "t : Tank; x : INT;", "t(); x := volume(3);", "USING Plant.Tanks, Plant.Tanks.Small;"
        ),
    ],
)
def test_using_spares_the_prefix(run, text):
    running = run(text).scan()
    assert (running["x"], running["t.mode"]) == (6, 5)


def test_what_stands_within_is_found_first(run):
    text = """FUNCTION one : INT one := 1; END_FUNCTION
    NAMESPACE a FUNCTION one : INT one := 10; END_FUNCTION
    FUNCTION ask : INT ask := one(); END_FUNCTION
    NAMESPACE b FUNCTION one : INT one := 100; END_FUNCTION
    FUNCTION ask : INT ask := one() + a.one(); END_FUNCTION END_NAMESPACE END_NAMESPACE
    """ + program("x, y, z : INT;", "x := one(); y := a.ask(); z := a.b.ask();")
    running = run(text).scan()
    assert (running["x"], running["y"], running["z"]) == (1, 10, 110)


def test_a_variable_hides_a_namespace(run):
    text = """NAMESPACE a FUNCTION f : INT f := 1; END_FUNCTION END_NAMESPACE
    FUNCTION_BLOCK B METHOD f : INT f := 2; END_METHOD END_FUNCTION_BLOCK
    """ + program("a : B; x : INT;", "x := a.f();")
    assert run(text).scan()["x"] == 2


def test_a_namespace_may_be_opened_again(run):
    text = """NAMESPACE a FUNCTION f : INT f := 1; END_FUNCTION END_NAMESPACE
    NAMESPACE a FUNCTION g : INT g := f() + 1; END_FUNCTION END_NAMESPACE
    """ + program("x : INT;", "x := a.g();")
    assert run(text).scan()["x"] == 2


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("x := Plant.Tanks.factor();", "TL3303"), ("x := area(s);", "TL3003"),
        ("x := Plant.Tanks.aera(s);", "TL3003"), ("x := t.secret();", "TL3303"),
        ("x := Plant.area(s);", "TL3003"),
    ],
)  # fmt: skip
def test_what_is_not_in_reach_is_a_problem(problems, statement, code):
    text = SPACES + program("s : Plant.Tanks.Size; t : Plant.Tanks.Tank; x : INT;", statement)
    assert [problem.kind.code for problem in problems(text)] == [code]


def test_an_internal_namespace_is_for_the_one_around_it(problems):
    text = """NAMESPACE a NAMESPACE INTERNAL b FUNCTION f : INT f := 1; END_FUNCTION END_NAMESPACE
    FUNCTION g : INT g := b.f(); END_FUNCTION END_NAMESPACE
    """ + program("x : INT;", "x := a.g(); x := a.b.f();")
    assert [problem.kind.code for problem in problems(text)] == ["TL3303"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("USING Nowhere; FUNCTION f : INT f := 1; END_FUNCTION", "TL3412"),
        ("NAMESPACE a FUNCTION f : INT f := 1; END_FUNCTION", "TL2206"),
        ("END_NAMESPACE", "TL2207"),
        ("NAMESPACE FUNCTION f : INT f := 1; END_FUNCTION END_NAMESPACE", "TL2209"),
        ("NAMESPACE a " * 30 + "END_NAMESPACE " * 30, "TL2208"),
        ("NAMESPACE a FUNCTION f : INT f := 1; END_FUNCTION FUNCTION f : INT f := 1; END_FUNCTION "
         "END_NAMESPACE", "TL3005"),
        ("NAMESPACE a x := 1; END_NAMESPACE", "TL2210"),
    ],
)  # fmt: skip
def test_a_wrong_namespace_is_a_problem(problems, text, code):
    assert code in [problem.kind.code for problem in problems(text + program("", ""))]
