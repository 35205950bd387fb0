"""FOR (IEC 61131-3:2013 Table 72, 6) where the rounds are known in advance, and where they only seem so."""

import pytest


def test_a_loop_over_an_array_reaches_every_element_and_no_other(body):
    running = body(
        "a : ARRAY[-2..2] OF INT; guard : INT := 7; i : INT;",
        "FOR i := -2 TO 2 DO a[i] := i * i; END_FOR;",
    )
    assert (running["a"], running["guard"], running["i"]) == ([4, 1, 0, 1, 4], 7, 3)


@pytest.mark.parametrize(
    "statements",
    [
        "FOR i := 0 TO 5 DO a[i] := 1; END_FOR;",
        "FOR i := 5 TO 0 BY -1 DO a[i] := 1; END_FOR;",
        "FOR i := 0 TO 4 DO a[i + 1] := 1; END_FOR;",
        "FOR i := 0 TO 4 DO i := i + 3; a[i] := 1; END_FOR;",
        "FOR i := 0 TO 4 DO FOR i := 3 TO 6 DO a[i] := 1; END_FOR; END_FOR;",
        "FOR i := 0 TO 4 DO move(i); a[i] := 1; END_FOR;",
        "FOR i := 0 TO 4 DO r^ := 9; a[i] := 1; END_FOR;",
    ],
)
def test_an_index_outside_stops_the_program_whatever_the_loop_looks_like(run, statements):
    text = f"""FUNCTION move VAR_IN_OUT x : INT; END_VAR x := x + 5; END_FUNCTION
    PROGRAM p VAR a : ARRAY[0..4] OF INT; i : INT; r : REF_TO INT := REF(i); END_VAR
    {statements} END_PROGRAM"""
    assert run(text).stop().kind.code == "TL4002"


@pytest.mark.parametrize(
    "statements",
    [
        "FOR i := 0 TO 4 DO i := 0; END_FOR;",
        "FOR i := 0 TO 4 DO r^ := 0; END_FOR;",
        "FOR i := 0 TO 4 DO again(i); END_FOR;",
    ],
)
def test_a_loop_that_is_kept_from_ending_runs_out_of_its_budget(run, statements):
    text = f"""FUNCTION again VAR_IN_OUT x : INT; END_VAR x := 0; END_FUNCTION
    PROGRAM p VAR i : INT; r : REF_TO INT := REF(i); END_VAR {statements} END_PROGRAM"""
    assert run(text).stop().kind.code == "TL4003"


def test_loops_in_loops_cost_what_they_run(run):
    loops = "FOR i := 1 TO 1000 DO FOR j := 1 TO 1000 DO n := n + 1; END_FOR; END_FOR;"
    text = f"PROGRAM p VAR i, j : INT; n : DINT; END_VAR {loops} END_PROGRAM"
    assert run(text).stop().kind.code == "TL4003"


def test_a_counter_is_as_the_body_leaves_it(body):
    running = body(
        "i, n : INT;", "FOR i := 1 TO 9 DO n := n + i; IF i = 4 THEN EXIT; END_IF; END_FOR;"
    )
    assert (running["i"], running["n"]) == (4, 10)
