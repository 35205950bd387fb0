"""Derived types: IEC 61131-3:2013 Tables 11 to 15. Where a test says so, as CODESYS has them."""

import pytest

COLOR = "TYPE Color : (Red, Green, Blue) {initial}; END_TYPE PROGRAM p VAR c : Color; END_VAR END_PROGRAM"


@pytest.mark.parametrize("initial", [":= Green", ":= Color#Green", ":= Color.Green"])
def test_table_11_1_an_enumeration_begins_with_the_value_that_it_names_itself(run, initial):
    assert run(COLOR.format(initial=initial))["c"] == 1


@pytest.mark.parametrize(
    "spelling", ["BYTE (A := 16#10, B)", "(A := 16#10, B) WORD", "USINT (A := 16#10, B)", "Own (A := 16, B)"]
)  # fmt: skip
def test_table_11_2_named_values_are_of_any_integer_or_bit_type(run, spelling):
    types = f"TYPE Own : INT; E : {spelling}; END_TYPE"
    assert run(f"{types} PROGRAM p VAR x : E; END_VAR x := E#B; END_PROGRAM").scan()["x"] == 17


def test_table_11_1_a_name_of_two_enumerations_is_of_the_one_that_is_wanted(run):
    text = """TYPE Valve : (Open, Closed); Door : (Locked, Closed, Open); END_TYPE
    PROGRAM p VAR v : Valve; d : Door; same : BOOL; n : INT; END_VAR
    v := Open; d := Open; same := d = Open AND Closed <> v;
    CASE d OF Locked: n := 1; Open: n := 3; END_CASE; END_PROGRAM"""
    running = run(text).scan()
    assert (running["v"], running["d"], running["same"], running["n"]) == (0, 2, True, 3)


def test_table_11_1_a_variable_may_have_the_name_of_its_enumeration(run):
    text = """TYPE State : (Idle, Busy); END_TYPE
    PROGRAM p VAR state : State; END_VAR state := State.Busy; END_PROGRAM"""
    assert run(text).scan()["state"] == 1


def test_a_number_for_an_enumeration_is_refused_with_one_of_its_values(problems):
    text = "TYPE E : (A, B); END_TYPE PROGRAM p VAR x : E; END_VAR x := 1; END_PROGRAM"
    assert [each.help("en") for each in problems(text)] == ["use E#A, E#B"]


def test_table_11_4_a_subrange_of_a_named_type_begins_with_its_lower_bound(run):
    text = "TYPE Own : INT; S : Own (4..9); END_TYPE PROGRAM p VAR s : S; END_VAR END_PROGRAM"
    assert run(text)["s"] == 4


def test_table_11_an_alias_has_the_initial_value_of_what_it_names(run):
    text = "TYPE B : A; A : INT := 7; END_TYPE PROGRAM p VAR x : B; END_VAR END_PROGRAM"
    assert run(text)["x"] == 7


def test_table_14_what_an_initial_value_leaves_out_is_as_the_type_says(run):
    text = """TYPE
      Inner : STRUCT x, y : INT := 8; END_STRUCT;
      Outer : STRUCT a, b : INT; i : Inner := (x := 3); END_STRUCT := (a := 5, b := 6);
    END_TYPE
    PROGRAM p VAR o : Outer := (a := 9, i := (y := 1)); g : ARRAY[1..2] OF Outer := [(b := 2)];
    END_VAR END_PROGRAM"""
    running = run(text)
    assert [running[f"o.{path}"] for path in ("a", "b", "i.x", "i.y")] == [9, 6, 3, 1]
    assert [running[f"g[{path}"] for path in ("1].a", "1].b", "2].b")] == [5, 2, 6]


def test_table_15_a_row_of_an_array_may_have_brackets_of_its_own(run):
    text = """PROGRAM p VAR CONSTANT N : INT := 2; END_VAR
    VAR m : ARRAY[1..2, 1..3] OF INT := [[1, 2], [N(7), 9]]; r : ARRAY[1..4] OF INT := [16#2(5), N()];
    END_VAR END_PROGRAM"""
    running = run(text)
    assert running["m"] == [[1, 2, 0], [7, 7, 9]]
    assert running["r"] == [5, 5, 0, 0]


def test_table_15_i_j_and_i_and_j_in_brackets_of_their_own_mean_the_same_element(body):
    running = body(
        "m : ARRAY[1..2, 1..3] OF INT; n : ARRAY[1..2] OF ARRAY[1..3] OF INT; x, y : INT;",
        "m[2][3] := 5; n[2, 3] := 6; x := m[2, 3]; y := n[2][3];",
    )
    assert (running["x"], running["y"]) == (5, 6)
    assert (running["m"], running["n"]) == ([[0, 0, 0], [0, 0, 5]], [[0, 0, 0], [0, 0, 6]])


@pytest.mark.parametrize(
    ("place", "code"), [("m[1]", "TL3107"), ("m[1][2][3]", "TL3106"), ("r[1, 2]", "TL3107"), ("r[1][2]", "TL3106")]
)  # fmt: skip
def test_table_15_an_index_too_few_or_too_many_is_a_problem(problems, place, code):
    declared = "m : ARRAY[1..2, 1..3] OF INT; r : ARRAY[1..2] OF INT;"
    text = f"PROGRAM p VAR {declared} END_VAR {place} := 1; END_PROGRAM"
    assert [problem.kind.code for problem in problems(text)] == [code]


def test_a_constant_may_stand_below_the_array_that_it_bounds(run):
    text = """PROGRAM p VAR a : ARRAY[1..N] OF INT; b : INT := N; END_VAR
    VAR CONSTANT N : INT := 3; END_VAR a[N] := b; END_PROGRAM"""
    running = run(text).scan()
    assert running["a"] == [0, 0, 3]
    assert list(running.plc.variables()) == ["a", "b", "N"]


@pytest.mark.parametrize("spelling", ["STRUCT OVERLAP {} END_STRUCT", "UNION {} END_UNION"])
def test_table_11_elements_that_overlap_share_their_memory(run, spelling):
    fields = spelling.format("word : DWORD; real : REAL; bytes : ARRAY[0..3] OF BYTE;")
    text = f"TYPE U : {fields}; END_TYPE PROGRAM p VAR u : U; END_VAR u.real := 1.0; END_PROGRAM"
    running = run(text).scan()
    assert running["u.word"] == 0x3F800000
    assert running["u.bytes"] == [0, 0, 0x80, 0x3F]


@pytest.mark.parametrize("type_", ["STRING[4]", "REF_TO INT", "TON", "ARRAY[1..2] OF STRING", "S"])
def test_what_could_be_broken_by_its_bits_does_not_overlap(problems, type_):
    types = f"TYPE S : STRUCT t : STRING; END_STRUCT; U : UNION a : WORD; b : {type_}; END_UNION; END_TYPE"
    assert [each.kind.code for each in problems(f"{types} PROGRAM p END_PROGRAM")] == ["TL3045"]


def test_a_structure_extends_another_as_in_codesys(run):
    text = """TYPE Base : STRUCT a : INT := 1; END_STRUCT END_TYPE
    TYPE S EXTENDS Base : STRUCT b : INT := 2; END_STRUCT END_TYPE
    PROGRAM p VAR s : S; END_VAR END_PROGRAM"""
    assert list(run(text).plc.variables().items()) == [("s.a", 1), ("s.b", 2)]
