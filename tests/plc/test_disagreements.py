"""Where implementations disagree, a test for each decision of docs/reference/language.md, in its order.

The rule: IEC 61131-3:2013 decides; where it is silent, CODESYS does.
"""

import pytest

MS = 1_000_000
SCAN_MS = 10


@pytest.mark.parametrize(
    ("kind", "inputs", "q", "et_ms"),
    [
        ("TON", "0111111", [0, 0, 0, 0, 1, 1, 1], [0, 0, 10, 20, 30, 30, 30]),
        ("TOF", "0100000", [0, 1, 1, 1, 1, 0, 0], [0, 0, 0, 10, 20, 30, 30]),
        ("TP", "0111111", [0, 1, 1, 1, 0, 0, 0], [0, 0, 10, 20, 30, 30, 30]),
    ],
)
def test_decided_et_is_zero_in_the_scan_of_the_edge_and_q_changes_once_et_is_pt(
    run, kind, inputs, q, et_ms
):
    running = run(
        f"PROGRAM p VAR t : {kind}; go : BOOL; END_VAR t(IN := go, PT := T#30ms); END_PROGRAM"
    )
    seen = []
    for scan, go in enumerate(inputs):
        running["go"] = "TRUE" if go == "1" else "FALSE"
        running.scan(scan * SCAN_MS)
        seen.append((int(running["t.Q"]), running["t.ET"] // MS))
    assert seen == list(zip(q, et_ms, strict=True))


def test_decided_the_time_is_constant_within_a_scan(run):
    running = run(
        "PROGRAM p VAR t : TON; i, j : INT; same : BOOL; begun : TIME; END_VAR begun := TIME();"
        " t(IN := TRUE, PT := T#1s); FOR i := 1 TO 10000 DO j := i; END_FOR;"
        " t(); same := TIME() = begun; END_PROGRAM"
    )
    assert running.scan(0).scan(400)["t.ET"] == 400 * MS
    assert running["same"] is True


def test_decided_a_timer_is_updated_by_its_call_and_not_when_it_is_read(run):
    running = run(
        "PROGRAM p VAR t : TON; call : BOOL := TRUE; q : BOOL; et : TIME; END_VAR"
        " IF call THEN t(IN := TRUE, PT := T#20ms); END_IF; q := t.Q; et := t.ET; END_PROGRAM"
    )
    running.scan(0)
    running["call"] = "FALSE"
    assert (running.scan(1000)["q"], running["et"]) == (False, 0)
    running["call"] = "TRUE"
    assert running.scan(1010)["q"] is True


def test_decided_et_of_tp_is_zero_after_a_pulse_whose_in_fell_early(run):
    running = run(
        "PROGRAM p VAR t : TP; go : BOOL := TRUE; END_VAR t(IN := go, PT := T#30ms); go := FALSE;"
        " END_PROGRAM"
    )
    seen = [(running.scan(at)["t.Q"], running["t.ET"] // MS) for at in (0, 10, 20, 30, 40)]
    assert seen == [(True, 0), (True, 10), (True, 20), (False, 0), (False, 0)]


@pytest.mark.parametrize(
    ("real", "whole"),
    [("1.5", 2), ("2.5", 2), ("3.5", 4), ("-1.5", -2), ("-2.5", -2), ("2.4", 2), ("2.6", 3)],
)
def test_decided_real_to_int_rounds_half_to_even(body, real, whole):
    assert body(f"r : REAL := {real}; i : INT;", "i := REAL_TO_INT(r);")["i"] == whole


def test_decided_dword_to_real_converts_the_number(body):
    running = body("d : DWORD := 5; r : REAL; b : DWORD;", "r := DWORD_TO_REAL(d);"
        " b := REAL_TO_DWORD(7.0);")  # fmt: skip
    assert (running["r"], running["b"]) == (5.0, 7)


def test_decided_word_to_string_is_decimal(body):
    assert body("s : STRING;", "s := WORD_TO_STRING(16#3E8);")["s"] == "1000"


@pytest.mark.parametrize("k", [3, 100, -1])
def test_decided_mux_without_such_an_input_stops_the_program(run, k):
    problem = run(
        f"PROGRAM p VAR k : INT := {k}; x : INT; END_VAR\nx := MUX(k, 10, 20, 30);\nEND_PROGRAM"
    ).stop()
    assert (problem.kind.code, problem.position.line, problem.values["value"]) == ("TL4007", 2, k)


def test_decided_durations_become_numbers_in_milliseconds(body):
    running = body(
        "r : REAL; u : UINT; t : TIME;",
        "r := TIME_TO_REAL(T#1s500ms); u := TO_UINT(T#5s); t := REAL_TO_TIME(250.0);",
    )
    assert (running["r"], running["u"], running["t"]) == (1500.0, 5000, 250 * MS)


def test_decided_ctud_counts_below_zero(run):
    running = run("PROGRAM p VAR c : CTUD; x : BOOL; END_VAR x := NOT x; c(CD := x); END_PROGRAM")
    assert [running.scan()["c.CV"] for _ in range(4)] == [-1, -1, -2, -2]


def test_decided_ctd_counts_rising_edges(run):
    running = run("PROGRAM p VAR c : CTD; x : BOOL; END_VAR c(CD := x); x := NOT x; END_PROGRAM")
    assert [running.scan()["c.CV"] for _ in range(4)] == [0, -1, -1, -2]


COUNTED = """FUNCTION asked : BOOL VAR_IN_OUT n : INT; END_VAR n := n + 1; asked := TRUE; END_FUNCTION
PROGRAM p VAR n : INT; x : BOOL; END_VAR {} END_PROGRAM"""


@pytest.mark.parametrize(
    ("statement", "calls"),
    [
        ("x := FALSE AND asked(n);", 1), ("x := FALSE & asked(n);", 1),
        ("x := TRUE OR asked(n);", 1), ("x := FALSE AND_THEN asked(n);", 0),
        ("x := TRUE OR_ELSE asked(n);", 0),
    ],
)  # fmt: skip
def test_decided_and_or_evaluate_both_sides_and_then_or_else_what_is_needed(run, statement, calls):
    assert run(COUNTED.format(statement)).scan()["n"] == calls


def test_decided_a_subrange_begins_at_its_lower_bound(run):
    running = run(
        "TYPE Percent : INT (20..80); S : STRUCT p : Percent; END_STRUCT END_TYPE"
        " PROGRAM p VAR a : Percent; b : INT (-5..5); c : ARRAY[1..2] OF Percent; s : S;"
        " END_VAR ; END_PROGRAM"
    )
    assert [running[path] for path in ("a", "b", "c", "s.p")] == [20, -5, [20, 20], 20]


def test_decided_f_trig_begins_as_the_body_of_table_44_does(run):
    running = run("PROGRAM p VAR f : F_TRIG; END_VAR f(CLK := FALSE); END_PROGRAM")
    assert [running.scan()["f.Q"] for _ in range(3)] == [True, False, False]


@pytest.mark.parametrize(
    ("declarations", "statement", "code", "values"),
    [
        ("a, b : INT;", "a := 10 / b;", "TL4001", {}),
        ("a, b : REAL;", "a := 10.0 / b;", "TL4001", {}),
        ("a : ARRAY[1..3] OF INT; b : INT;", "a[b] := 1;", "TL4002",
            {"value": 0, "low": 1, "high": 3}),
    ],
)  # fmt: skip
def test_decided_a_zero_divisor_and_a_wrong_index_stop_with_line_path_and_values(
    run, declarations, statement, code, values
):
    problem = run(
        f"FUNCTION_BLOCK Inner VAR {declarations} END_VAR\n{statement}\nEND_FUNCTION_BLOCK\n"
        "PROGRAM p VAR i : Inner; END_VAR\ni();\nEND_PROGRAM"
    ).stop()
    assert (problem.kind.code, problem.position.line) == (code, 2)
    assert {name: problem.values[name] for name in values} == values
    assert problem.message("en").endswith("; called from line 5 in p")


def test_decided_names_of_types_blocks_and_functions_may_name_variables(run):
    running = run(
        "PROGRAM p VAR dt, pid, tod, time, date, ton, len, ramp, sel, r, s, n : INT; END_VAR"
        " dt := 1; pid := dt + 1; tod := pid + 1; time := tod + 1; date := time + 1;"
        " ton := date + 1; len := ton + 1; ramp := len + 1; sel := ramp + 1; r := sel; s := r;"
        " n := s; END_PROGRAM"
    ).scan()
    assert running["n"] == 9


def test_decided_a_semicolon_behind_end_if_and_the_like_may_be_left_out(run):
    running = run(
        "PROGRAM p VAR i, n : INT; END_VAR IF i = 0 THEN n := 1; END_IF"
        " FOR i := 1 TO 3 DO n := n + 1; END_FOR CASE n OF 4: n := 10; END_CASE"
        " WHILE n < 12 DO n := n + 1; END_WHILE REPEAT n := n + 1; UNTIL n > 14 END_REPEAT"
        " n := n * 2; END_PROGRAM"
    ).scan()
    assert running["n"] == 30
