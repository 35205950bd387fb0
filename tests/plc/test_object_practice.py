"""Objects as CODESYS and TwinCAT programs have them, beyond IEC 61131-3:2013 Tables 48 to 53."""

import pytest


def test_var_inst_of_a_method_lasts_for_each_instance(run):
    plc = run("""
FUNCTION_BLOCK F VAR k : INT; END_VAR
METHOD m : INT
VAR_INST n : INT := 10; t : TON; END_VAR
n := n + 1; m := n; t(IN := TRUE, PT := T#10ms); IF t.Q THEN k := 7; END_IF
END_METHOD
METHOD late : INT late := k; END_METHOD
END_FUNCTION_BLOCK
FUNCTION_BLOCK G EXTENDS F VAR z : INT := 4; END_VAR
METHOD m : INT VAR_INST n : INT := 100; END_VAR n := n + 1; m := n + SUPER.m() + z; END_METHOD
END_FUNCTION_BLOCK
PROGRAM p VAR f, f2 : F; g : G; a, b, c, k : INT; END_VAR
a := f.m(); a := f.m(); b := f2.m(); c := g.m(); k := f.late();
END_PROGRAM
""")
    for scan in range(3):
        plc.scan(10 * scan)
    assert [plc[name] for name in ("a", "b", "c", "k")] == [16, 13, 103 + 13 + 4, 7]


def test_var_stat_is_one_variable_for_all_calls_and_instances(run):
    plc = run("""
FUNCTION count : INT VAR_STAT n : INT := 5; END_VAR n := n + 1; count := n; END_FUNCTION
FUNCTION_BLOCK F VAR_STAT total : INT; END_VAR VAR_OUTPUT o : INT; END_VAR
total := total + 1; o := total;
END_FUNCTION_BLOCK
PROGRAM p VAR n, x : INT; a, b : F; END_VAR n := 3; x := count(); x := count(); a(); b(); END_PROGRAM
""")
    plc.scan().scan()
    assert [plc[path] for path in ("n", "x", "a.o", "b.o")] == [3, 9, 3, 4]


def test_a_property_comes_before_programs_and_enumeration_values_of_its_name(run):
    plc = run("""
TYPE E : (Idle, Busy); END_TYPE
FUNCTION_BLOCK A VAR v : INT := 4; END_VAR
PROPERTY P : INT GET P := v; END_GET END_PROPERTY
PROPERTY Busy : INT GET Busy := v + 1; END_GET END_PROPERTY
METHOD sum : INT sum := P + Busy; END_METHOD
END_FUNCTION_BLOCK
PROGRAM p VAR a : A; x : INT; e : E; END_VAR x := a.sum(); e := Busy; END_PROGRAM
""").scan()
    assert (plc["x"], plc["e"]) == (9, 1)


def test_an_output_of_a_function_or_method_can_be_taken_through_not(run):
    plc = run("""
FUNCTION f : INT VAR_OUTPUT q : BOOL; END_VAR q := TRUE; f := 1; END_FUNCTION
FUNCTION_BLOCK B METHOD m VAR_OUTPUT q : BOOL; END_VAR q := TRUE; END_METHOD END_FUNCTION_BLOCK
PROGRAM p VAR b : B; x, y : BOOL := TRUE; n : INT; END_VAR b.m(NOT q => x); n := f(NOT q => y);
END_PROGRAM
""").scan()
    assert (plc["x"], plc["y"]) == (False, False)


def test_a_reference_is_bound_in_a_call_and_to_what_a_method_refers_to(run):
    plc = run("""
FUNCTION_BLOCK Adder VAR_INPUT r : REFERENCE TO INT; END_VAR r := r + 1; END_FUNCTION_BLOCK
FUNCTION_BLOCK Pool VAR b : ARRAY[0..3] OF INT; END_VAR
METHOD item : REFERENCE TO INT VAR_INPUT i : INT; END_VAR item REF= b[i]; END_METHOD
END_FUNCTION_BLOCK
PROGRAM p VAR a : Adder; pool : Pool; x, y : INT; r : REFERENCE TO INT; END_VAR
a(r REF= x); r REF= pool.item(2); r := 25; y := pool.item(2);
END_PROGRAM
""").scan()
    assert (plc["x"], plc["y"]) == (1, 25)


def test_table_66_a_method_has_its_own_using(run):
    plc = run("""
NAMESPACE A.B FUNCTION two : INT two := 2; END_FUNCTION END_NAMESPACE
FUNCTION_BLOCK F METHOD m : INT USING A.B; m := two() + 1; END_METHOD END_FUNCTION_BLOCK
PROGRAM p VAR f : F; x : INT; END_VAR x := f.m(); END_PROGRAM
""").scan()
    assert plc["x"] == 3


def test_a_chain_of_responsibility_goes_from_instance_to_instance(run):
    plc = run("""
INTERFACE Handler METHOD handle : INT VAR_INPUT v : INT; END_VAR END_METHOD END_INTERFACE
FUNCTION_BLOCK Level IMPLEMENTS Handler VAR_INPUT above : Handler; limit : INT; END_VAR
METHOD handle : INT VAR_INPUT v : INT; END_VAR
IF v <= limit THEN handle := limit;
ELSIF above <> NULL THEN handle := above.handle(v);
ELSE handle := -1; END_IF
END_METHOD END_FUNCTION_BLOCK
PROGRAM p VAR a : Level := (limit := 1); b : Level := (limit := 10); x, y : INT; END_VAR
a.above := b; x := a.handle(5); y := a.handle(50);
END_PROGRAM
""").scan()
    assert (plc["x"], plc["y"]) == (10, -1)


@pytest.mark.parametrize("name", ["FB_Init", "fb_exit", "FB_Reinit"])
def test_what_codesys_calls_by_itself_is_pointed_at(problems, name):
    text = f"""FUNCTION_BLOCK A METHOD {name} : BOOL {name} := TRUE; END_METHOD END_FUNCTION_BLOCK
PROGRAM p VAR a : A; b : BOOL; END_VAR b := a.{name}(); END_PROGRAM"""
    assert [(p.kind.code, p.position.line) for p in problems(text)] == [("TL3933", 1)]


def test_arguments_for_fb_init_are_told_as_such(problems):
    text = """FUNCTION_BLOCK A VAR n : INT; END_VAR n := n + 1; END_FUNCTION_BLOCK
PROGRAM p VAR a : A(n := 5); END_VAR a(); END_PROGRAM"""
    (found,) = problems(text)
    assert found.kind.code == "TL2211"
    assert "FB_Init" in found.message("en")


def test_a_method_without_a_result_is_told_by_its_own_keyword(problems):
    text = """FUNCTION_BLOCK A METHOD m ; END_METHOD END_FUNCTION_BLOCK
PROGRAM p VAR a : A; x : INT; END_VAR x := a.m(); END_PROGRAM"""
    (found,) = problems(text)
    assert (found.kind.code, "METHOD m : INT" in found.help("en")) == ("TL3016", True)
