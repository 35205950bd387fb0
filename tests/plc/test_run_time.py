"""What stops a running program: kind, place, values and the calls that led there."""

import pytest

from trainlab.core.controller import ControllerStopped


def test_division_by_zero_is_located(run):
    problem = run("PROGRAM p VAR a, b : INT; END_VAR\na := 1;\n  a := a / b;\nEND_PROGRAM").stop()
    assert (problem.kind.code, str(problem.position)) == ("TL4001", "test.st:3:10")


@pytest.mark.parametrize("expression", ["a MOD b", "r / q", "T#1s / b", "T#1s / q"])
def test_every_division_by_zero_stops(run, expression):
    target = "t" if "T#" in expression else "r" if "r" in expression else "a"
    text = f"PROGRAM p VAR a, b : INT; r, q : REAL; t : TIME; END_VAR {target} := {expression}; END_PROGRAM"
    assert run(text).stop().kind.code == "TL4001"


@pytest.mark.parametrize("index", [-1, 0, 11, 32767, -32768])
def test_an_index_out_of_bounds_tells_index_and_bounds(run, index):
    running = run(
        "PROGRAM p VAR i : INT; a : ARRAY[1..10] OF INT; END_VAR\na[i] := 5;\nEND_PROGRAM"
    )
    running["i"] = str(index)
    problem = running.stop()
    assert str(problem.position) == "test.st:2:3"
    assert (problem.values["value"], problem.values["low"], problem.values["high"]) == (
        index,
        1,
        10,
    )
    assert f"index {index} is outside of the array's bounds 1..10" in problem.message("en")
    assert "1..10" in problem.message("zh-CN")


def test_each_dimension_has_its_own_bounds(run):
    running = run(
        "PROGRAM p VAR i, j : INT := 2; a : ARRAY[1..3, 1..2] OF INT; END_VAR a[i, j] := 7; END_PROGRAM"
    )
    assert running.scan()["a"] == [[0, 0], [0, 7], [0, 0]]
    running["j"] = "3"
    assert running.stop().values["high"] == 2


@pytest.mark.parametrize(
    "loop",
    [
        "WHILE TRUE DO END_WHILE", "REPEAT x := x + 1; UNTIL FALSE END_REPEAT",
        "WHILE TRUE DO WHILE x < 5 DO x := x + 1; END_WHILE END_WHILE",
        "FOR x := 1 TO 10 BY zero DO ; END_FOR", "FOR x := 1 TO 10 DO x := 1; END_FOR",
    ],
)  # fmt: skip
def test_an_endless_loop_is_a_problem_at_its_line(run, loop):
    problem = run(f"PROGRAM p VAR x, zero : INT; END_VAR\n{loop};\nEND_PROGRAM").stop()
    assert (problem.kind.code, problem.position.line) == ("TL4003", 2)


def test_nested_calls_cannot_outrun_the_budget(run):
    blocks = ["FUNCTION_BLOCK B0 VAR x : INT; END_VAR x := x + 1; END_FUNCTION_BLOCK"]
    calls = " ".join("b();" for _ in range(10))
    blocks += [
        f"FUNCTION_BLOCK B{n} VAR b : B{n - 1}; END_VAR {calls} END_FUNCTION_BLOCK"
        for n in range(1, 20)
    ]
    running = run("\n".join(blocks) + "\nPROGRAM p VAR b : B19; END_VAR b(); END_PROGRAM")
    assert running.stop().kind.code == "TL4003"


LONG = "PROGRAM p VAR i : DINT; END_VAR\nFOR i := 1 TO 100_000 DO ; END_FOR\nEND_PROGRAM"
SHORT = (
    "PROGRAM p VAR i : DINT; END_VAR\nFOR i := 1 TO 500 DO ; END_FOR\nEND_PROGRAM"  # 12 000 steps
)


def scans_until_it_stops(running, most):
    for number in range(most):
        try:
            running.scan()
        except ControllerStopped as stop:
            return number, stop.problem
    return most, None


def test_long_scans_use_up_what_a_run_is_given(run):
    number, problem = scans_until_it_stops(run(LONG), 2000)
    assert 100 < number < 2000
    assert (problem.kind.code, problem.position.line) == ("TL4008", 2)
    again, same = scans_until_it_stops(run(LONG), 2000)
    assert (again, same.message("en")) == (number, problem.message("en"))


def test_ordinary_scans_may_be_as_many_as_they_like(run):
    assert scans_until_it_stops(run(SHORT), 200_000) == (200_000, None)


def test_a_restart_is_a_run_of_its_own(run):
    running = run(LONG)
    number, _ = scans_until_it_stops(running, 2000)
    running.plc.restart(warm=True)
    assert scans_until_it_stops(running, 2000)[0] == number


def test_the_budget_is_new_in_every_scan(run):
    running = run("PROGRAM p VAR i : DINT; END_VAR FOR i := 1 TO 100_000 DO ; END_FOR END_PROGRAM")
    for at_ms in range(10):
        running.scan(at_ms)
    assert running["i"] == 100_001


@pytest.mark.parametrize(
    "expression", ["SQRT(x)", "LN(x)", "LOG(x)", "ASIN(x)", "ACOS(x)", "x ** 0.5", "zero ** -1"]
)
def test_functions_without_a_value_stop(run, expression):
    text = f"PROGRAM p VAR x : REAL := -4.0; zero, y : REAL; END_VAR y := {expression}; END_PROGRAM"
    assert run(text).stop().kind.code == "TL4004"


def test_a_subrange_refuses_what_is_outside(run):
    running = run("PROGRAM p VAR x : INT (0..10); y : INT := 11; END_VAR\nx := y;\nEND_PROGRAM")
    problem = running.stop()
    assert (problem.kind.code, problem.values["value"], running["x"]) == ("TL4005", 11, 0)


def test_mux_and_shifts_refuse_what_makes_no_sense(run):
    declarations = "PROGRAM p VAR k : INT := -1; x : INT; w : WORD; END_VAR"
    assert run(f"{declarations} x := MUX(k, 1, 2); END_PROGRAM").stop().kind.code == "TL4007"
    assert run(f"{declarations} w := SHL(w, k); END_PROGRAM").stop().kind.code == "TL4006"


def test_the_call_path_is_told(run):
    text = """FUNCTION inverse : REAL
VAR_INPUT x : REAL; END_VAR
inverse := 1.0 / x;
END_FUNCTION
FUNCTION_BLOCK Scaler
VAR r : REAL; END_VAR
r := inverse(0.0 * r);
END_FUNCTION_BLOCK
PROGRAM main
VAR s : Scaler; END_VAR
s();
END_PROGRAM"""
    problem = run(text).stop()
    assert problem.position.line == 3
    path = "called from line 7 in Scaler; called from line 11 in main"
    assert problem.message("en").endswith(path)


def test_outputs_stay_as_they_were_when_the_scan_fails(run, tag):
    text = """PROGRAM p VAR_INPUT start : BOOL; END_VAR VAR_OUTPUT speed : INT; END_VAR
    VAR z : INT; END_VAR
    speed := speed + 1; IF start THEN z := 1 / z; END_IF END_PROGRAM"""
    running = run(text, [tag("start", "BOOL", "%IX0.0"), tag("speed", "INT", "%QW0")])
    running.scan()
    running.image.latch_inputs([True])
    running.stop()
    assert running.outputs() == {"speed": 1}


def test_the_least_integer_divided_by_minus_one_wraps(body):
    running = body(
        "a : DINT := -2147483648; b : DINT := -1; q, r : DINT;", "q := a / b; r := a MOD b;"
    )
    assert (running["q"], running["r"]) == (-2147483648, 0)
