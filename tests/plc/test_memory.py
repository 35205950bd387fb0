"""No program reaches beyond its own memory, whatever it does with instances and references."""

import pytest

DERIVED = """FUNCTION_BLOCK Base VAR PUBLIC x : INT; END_VAR METHOD n x := x + 1; END_METHOD METHOD m THIS^.n(); END_METHOD
END_FUNCTION_BLOCK
FUNCTION_BLOCK Large EXTENDS Base VAR PUBLIC big : ARRAY[1..1000000] OF INT; END_VAR
METHOD OVERRIDE n big[1000000] := 77; END_METHOD END_FUNCTION_BLOCK
"""


@pytest.mark.parametrize(
    "hands_over",
    [
        "FUNCTION f : INT VAR_INPUT b : Base; END_VAR b.m(); f := b.x; END_FUNCTION {p} x := f(r^);",
        "FUNCTION_BLOCK F METHOD f : INT VAR_INPUT b : Base; END_VAR b.m(); f := b.x; END_METHOD END_FUNCTION_BLOCK {p} x := u.f(r^);",
        "FUNCTION_BLOCK F VAR_INPUT b : Base; END_VAR VAR_OUTPUT q : INT; END_VAR b.m(); q := b.x; END_FUNCTION_BLOCK {p} u(b := r^, q => x);",
    ],
    ids=["function", "method", "function block"],
)  # fmt: skip
def test_a_copy_of_a_derived_instance_as_its_base_is_a_base(run, hands_over):
    """It has no room for the variables that only the derived type's methods know."""
    declarations = (
        "PROGRAM p VAR d : Large; x : INT; r : REF_TO Base; {u} END_VAR r := REF(d); d.x := 4;"
    )
    used = "u : F;" if "F " in hands_over else ""
    text = hands_over.replace("{p}", declarations.replace("{u}", used))
    assert run(f"{DERIVED} {text} END_PROGRAM").scan()["x"] == 5


@pytest.mark.parametrize("call", ["SUPER^();", "THIS^();", "SUPER();"])
def test_a_method_that_calls_a_body_has_to_say_what_its_in_outs_stand_for(run, call):
    program = run(f"""FUNCTION_BLOCK B VAR_IN_OUT io : INT; END_VAR io := io + 1; END_FUNCTION_BLOCK
    FUNCTION_BLOCK D EXTENDS B METHOD m {call} END_METHOD END_FUNCTION_BLOCK
    PROGRAM p VAR d : D; END_VAR d.m(); END_PROGRAM""")
    problem = program.stop()
    assert (problem.kind.code, problem.values["name"]) == ("TL4043", "io")


def test_an_in_out_stands_again_for_what_it_did_after_a_call_for_something_else(run):
    program = run("""FUNCTION_BLOCK B VAR_IN_OUT io : INT; END_VAR io := io + 1; END_FUNCTION_BLOCK
    FUNCTION_BLOCK D EXTENDS B VAR n : INT; END_VAR SUPER^(io := n); io := io + 10; SUPER^(); END_FUNCTION_BLOCK
    PROGRAM p VAR d : D; x : INT; END_VAR d(io := x); END_PROGRAM""").scan()
    assert (program["d.n"], program["x"]) == (1, 11)


def test_an_instance_with_an_in_out_is_not_copied_into_an_input(problems):
    """What its VAR_IN_OUT stands for may be gone when the copy is used."""
    (problem,) = problems("""FUNCTION_BLOCK B VAR_IN_OUT io : INT; END_VAR END_FUNCTION_BLOCK
    FUNCTION f : INT VAR_INPUT b : B; END_VAR END_FUNCTION
    PROGRAM p VAR d : B; x : INT; END_VAR d(io := x); x := f(d); END_PROGRAM""")
    assert problem.kind.code == "TL3101"


def test_an_in_out_stands_for_nothing_after_a_call_that_was_never_made(run):
    """What it would have stood for is gone with the call of f."""
    program = run("""FUNCTION_BLOCK B VAR_IN_OUT one, two : INT; END_VAR METHOD m one := one + 1; END_METHOD END_FUNCTION_BLOCK
    FUNCTION f : INT VAR_IN_OUT b : B; END_VAR VAR_INPUT n : INT; END_VAR VAR one : INT; two : ARRAY[1..2] OF INT; END_VAR
    b(one := one, two := two[n]); END_FUNCTION
    PROGRAM p VAR b : B; again : BOOL; x : INT; END_VAR IF again THEN b.m(); ELSE x := f(b, 3); END_IF END_PROGRAM""")
    assert program.stop().kind.code == "TL4002"
    program["again"] = "TRUE"
    assert program.stop().kind.code == "TL4043"
