"""Statements: IEC 61131-3:2013 Table 72."""

import pytest


@pytest.mark.parametrize(("x", "y"), [(1, 10), (2, 20), (3, 20), (7, 30), (9, 40)])
def test_case_takes_values_ranges_lists_and_else(body, x, y):
    running = body(
        f"x : INT := {x}; y : INT;",
        "CASE x OF 1: y := 10; 2, 3: y := 20; 5..8: y := 30; ELSE y := 40; END_CASE;",
    )
    assert running["y"] == y


def test_case_labels_may_be_negative_constants_and_enumerations(run):
    text = """TYPE Mode : (Idle, Run := 5, Fault); END_TYPE
    PROGRAM p VAR CONSTANT STEP_2 : INT := 2; END_VAR
    VAR m : Mode := Run; n : INT := -3; s : INT := 2; a, b, c : INT; END_VAR
    CASE m OF Idle: a := 1; Mode#Run: a := 2; Mode.Fault: a := 3; END_CASE
    CASE n OF -5..-2: b := 7; END_CASE
    CASE s OF 1: c := 1; STEP_2: c := 5; c := c + 1; END_CASE
    END_PROGRAM"""
    running = run(text).scan()
    assert (running["a"], running["b"], running["c"], running["m"]) == (2, 7, 6, 5)


@pytest.mark.parametrize(
    ("head", "rounds", "after"),
    [
        ("i := 1 TO 5", 5, 6), ("i := 5 TO 1", 0, 5), ("i := 5 TO 1 BY -2", 3, -1),
        ("i := 1 TO 10 BY 3", 4, 13), ("i := 1 TO n BY step", 2, 7),
        ("i := 32766 TO 32767", 2, 32767),
    ],
)  # fmt: skip
def test_for_counts(body, head, rounds, after):
    running = body(
        "i, k : INT; n : INT := 5; step : INT := 3;", f"FOR {head} DO k := k + 1; END_FOR;"
    )
    assert (running["k"], running["i"]) == (rounds, after)


def test_for_ends_where_its_type_ends(body):
    running = body("i : USINT; k : INT;", "FOR i := 0 TO 255 DO k := k + 1; END_FOR;")
    assert running["k"] == 256


def test_for_evaluates_its_bounds_once(body):
    running = body(
        "i, k, n : INT := 3;", "k := 0; FOR i := 1 TO n DO n := 100; k := k + 1; END_FOR;"
    )
    assert running["k"] == 3


def test_exit_leaves_the_inner_loop_and_continue_its_round(body):
    running = body(
        "i, j, k : INT;",
        """FOR i := 1 TO 3 DO
             FOR j := 1 TO 10 DO
               IF j MOD 2 = 0 THEN CONTINUE; END_IF
               IF j > 5 THEN EXIT; END_IF
               k := k + 1;
             END_FOR
           END_FOR""",
    )
    assert running["k"] == 9


def test_while_and_repeat(body):
    running = body(
        "a, b : INT;",
        "WHILE a < 5 DO a := a + 2; END_WHILE; REPEAT b := b + 1; UNTIL b >= 3 END_REPEAT;",
    )
    assert (running["a"], running["b"]) == (6, 3)


def test_repeat_runs_once_at_least(body):
    assert body("b : INT;", "REPEAT b := b + 1; UNTIL TRUE END_REPEAT")["b"] == 1


def test_return_leaves_the_program_for_this_scan(body):
    running = body("a, b : INT;", "a := a + 1; IF a > 1 THEN RETURN; END_IF; b := b + 1;")
    running.scan()
    assert (running["a"], running["b"]) == (2, 1)


def test_elsif_takes_the_first_true_branch(body):
    running = body(
        "x : INT := 5; y : INT;",
        "IF x < 3 THEN y := 1; ELSIF x < 6 THEN y := 2; ELSIF x < 9 THEN y := 3; ELSE y := 4; END_IF",
    )
    assert running["y"] == 2


def test_empty_statements_are_nothing(body):
    assert body("x : INT;", ";; x := 1;;")["x"] == 1


def test_table_72_a_loop_counts_an_unsigned_type_down_to_its_edge(body):
    running = body("i : USINT; n : INT;", "FOR i := 5 TO 0 BY -1 DO n := n + 1; END_FOR;")
    assert (running["n"], running["i"]) == (6, 0)


def test_several_targets_take_one_value_as_in_codesys(body):
    running = body("x, y : INT; z : REAL;", "z := x := y := 3;")
    assert (running["x"], running["y"], running["z"]) == (3, 3, 3.0)


def test_s_and_r_set_and_reset_as_in_codesys(body):
    running = body(
        "set, kept, reset : BOOL; yes : BOOL := TRUE; no, s, r : BOOL;",
        "set S= yes; kept S= yes; kept R= no; reset := TRUE; reset R= yes AND NOT no; s := r;",
    )
    assert (running["set"], running["kept"], running["reset"]) == (True, True, False)


def test_table_72_each_label_that_overlaps_an_earlier_one_is_reported(problems):
    text = """PROGRAM p VAR a : INT; END_VAR
    CASE a OF 1: a := 1;
    1..3: a := 2;
    3: a := 3; END_CASE; END_PROGRAM"""
    assert [(p.kind.code, p.position.line) for p in problems(text)] == [
        ("TL3116", 3),
        ("TL3116", 4),
    ]
