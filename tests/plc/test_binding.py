"""Binding to tags: by address, by name, and what is refused."""

import pytest

from trainlab.core.problem import ProblemsFound


@pytest.fixture
def tags(tag):
    return [
        tag("start", "BOOL", "%IX0.0"), tag("level_raw", "INT", "%IW64"),
        tag("flow", "REAL", "%ID68"), tag("pump", "BOOL", "%QX0.0"), tag("valve_raw", "INT", "%QW64"),
    ]  # fmt: skip


@pytest.fixture
def refused(run, tags):
    def codes(text):
        with pytest.raises(ProblemsFound) as wrong:
            run(text, tags)
        return [(problem.kind.code, problem.position.line) for problem in wrong.value.problems]

    return codes


@pytest.mark.parametrize(
    "declarations",
    [
        "a AT %IX0.0 : BOOL; b AT %iw64 : INT; c AT %QX0.0 : BOOL; d AT %QW64 : INT;",
        "a AT %I0.0 : BOOL; b AT %IW64 : WORD; c AT %q0.0 : BOOL; d AT %QW064 : WORD;",
        "a AT %I0.0 : BOOL; b AT %IW64 : UINT; c AT %q0.0 : BOOL; d AT %QW064 : UINT;",
    ],
)
def test_variables_bind_by_address(run, tags, declarations):
    running = run(f"PROGRAM p VAR {declarations} END_VAR c := a; d := b; END_PROGRAM", tags)
    running.image.latch_inputs([True, 1234, 0.0])
    assert running.scan().outputs() == {"pump": True, "valve_raw": 1234}


@pytest.mark.parametrize(
    "text",
    [
        "PROGRAM p VAR_INPUT START : BOOL; Level_Raw : INT; END_VAR "
        "VAR_OUTPUT PUMP : BOOL; valve_raw : INT; END_VAR pump := start; valve_raw := level_raw; END_PROGRAM",
        "PROGRAM p VAR start, pump : BOOL; level_raw, valve_raw : INT; END_VAR "
        "pump := start; valve_raw := level_raw; END_PROGRAM",
        "VAR_GLOBAL start, pump : BOOL; level_raw, valve_raw : INT; END_VAR "
        "PROGRAM p pump := start; valve_raw := level_raw; END_PROGRAM",
        "PROGRAM p VAR_EXTERNAL start, pump : BOOL; level_raw, valve_raw : INT; END_VAR "
        "pump := start; valve_raw := level_raw; END_PROGRAM",
    ],
)
def test_variables_bind_by_name(run, tags, text):
    running = run(text, tags)
    running.image.latch_inputs([True, -5, 0.0])
    assert running.scan().outputs() == {"pump": True, "valve_raw": -5}


def test_negative_values_and_reals_pass_unchanged(run, tags):
    text = "PROGRAM p VAR flow : REAL; valve_raw : INT; END_VAR valve_raw := REAL_TO_INT(flow); END_PROGRAM"
    running = run(text, tags)
    running.image.latch_inputs([False, 0, -12.6])
    assert running.scan().outputs()["valve_raw"] == -13


def test_outputs_that_the_program_leaves_alone_keep_their_value(run, tags):
    running = run("PROGRAM p VAR pump : BOOL; END_VAR pump := TRUE; END_PROGRAM", tags)
    running.image.command([False, 77])
    assert running.scan().outputs() == {"pump": True, "valve_raw": 77}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("PROGRAM p\nVAR level_raw : REAL; END_VAR\nEND_PROGRAM", [("TL3506", 2)]),
        ("PROGRAM p\nVAR flow : DWORD; END_VAR\nEND_PROGRAM", [("TL3506", 2)]),
        ("PROGRAM p\nVAR x AT %IW64 : INT; END_VAR\nx := 3;\nEND_PROGRAM", [("TL3505", 3)]),
        ("PROGRAM p\nVAR start : BOOL; END_VAR\nstart := TRUE;\nEND_PROGRAM", [("TL3505", 3)]),
        ("VAR_GLOBAL start : BOOL; END_VAR\nFUNCTION_BLOCK b start := TRUE; END_FUNCTION_BLOCK\n"
         "PROGRAM p VAR i : b; END_VAR i(); END_PROGRAM", [("TL3505", 2)]),
        ("PROGRAM p\nVAR t : TON; start : BOOL; END_VAR\nt(Q => start);\nEND_PROGRAM", [("TL3505", 3)]),
        ("PROGRAM p VAR x : BOOL; END_VAR x := TRUE; END_PROGRAM", [("TL3508", 1)]),
        ("PROGRAM p\nVAR pump : BOOL; other AT %QX0.0 : BOOL; END_VAR\nEND_PROGRAM", [("TL3507", 2)]),
        ("PROGRAM p\nVAR_INPUT pump : BOOL; END_VAR\nEND_PROGRAM", [("TL3511", 2)]),
        ("PROGRAM p\nVAR_OUTPUT start : BOOL; END_VAR\nEND_PROGRAM", [("TL3511", 2)]),
        ("PROGRAM p\nVAR_EXTERNAL strat : BOOL; END_VAR\nEND_PROGRAM", [("TL3510", 2)]),
        ("PROGRAM p ; END_PROGRAM PROGRAM q ; END_PROGRAM", [("TL3503", 0)]),
        ("FUNCTION f : INT f := 1; END_FUNCTION", [("TL3504", 0)]),
        ("FUNCTION_BLOCK f\nVAR_IN_OUT x : INT; END_VAR\nEND_FUNCTION_BLOCK", [("TL3512", 2)]),
    ],
)  # fmt: skip
def test_what_cannot_be_bound_is_refused(refused, text, codes):
    assert refused(text) == codes


def test_warnings_name_what_is_connected_to_nothing(run, tags):
    text = """PROGRAM p
    VAR_INPUT strat : BOOL; END_VAR
    VAR far AT %IX9.7 : BOOL; pump : BOOL; END_VAR
    pump := strat; END_PROGRAM"""
    warnings = run(text, tags).plc.warnings
    assert [problem.kind.code for problem in warnings] == ["TL3509", "TL3501"]
    assert "did you mean 'start'" in warnings[0].message("en")


@pytest.mark.parametrize(
    ("declared", "meant"),
    [
        ("strat : BOOL", "start"),
        ("pupm : BOOL", "pump"),
        ("levelraw : INT", "level_raw"),
        ("valve_row : INT", "valve_raw"),
    ],
)
def test_a_variable_with_nearly_the_name_of_a_tag_left_over_is_a_warning(
    run, tags, declared, meant
):
    text = f"PROGRAM p VAR other AT %ID68 : REAL; {declared}; END_VAR ; END_PROGRAM"
    (warning,) = run(text, tags).plc.warnings
    assert (warning.kind.code, warning.kind.severity) == ("TL3513", "warning")
    assert f"'{meant}'" in warning.message("en")


@pytest.mark.parametrize(
    "declared",
    [
        "valve_row : REAL",  # of another type than the tag
        "levels : INT",  # too far from any
        "flow_ : REAL",  # that tag is connected
        "ump : BOOL",  # too short to tell
    ],
)
def test_a_variable_of_its_own_is_no_slip(run, tags, declared):
    text = f"PROGRAM p VAR other AT %ID68 : REAL; {declared}; END_VAR ; END_PROGRAM"
    assert run(text, tags).plc.warnings == ()


def test_slips_alone_connect_nothing(refused):
    text = "PROGRAM p\nVAR strat, pumpe : BOOL; END_VAR\npumpe := strat; END_PROGRAM"
    assert refused(text) == [("TL3508", 1), ("TL3513", 2), ("TL3513", 2)]


def test_an_instance_with_the_name_of_a_tag_is_not_meant_to_be_it(run, tags):
    text = """PROGRAM p VAR pump : SR; out AT %QX0.0 : BOOL; END_VAR
    pump(S1 := TRUE); out := pump.Q1; END_PROGRAM"""
    assert run(text, tags).scan().outputs()["pump"]


def test_the_program_may_be_named(run):
    text = "PROGRAM p VAR x : INT; END_VAR x := 1; END_PROGRAM PROGRAM q VAR x : INT; END_VAR x := 2; END_PROGRAM"
    assert run(text, pou="Q").scan()["x"] == 2
    with pytest.raises(ProblemsFound) as wrong:
        run(text, pou="r")
    assert wrong.value.problems[0].kind.code == "TL3502"


def test_a_function_block_alone_runs_like_a_program(run, tags):
    text = "FUNCTION_BLOCK f VAR_INPUT start : BOOL; END_VAR VAR_OUTPUT pump : BOOL; END_VAR pump := NOT start; END_FUNCTION_BLOCK"
    assert run(text, tags).scan().outputs()["pump"]


def test_two_controllers_of_one_program_share_nothing(run, tags):
    running = run("PROGRAM p VAR n : INT; pump : BOOL; END_VAR n := n + 1; END_PROGRAM", tags)
    other = running.program.controller(running.image)
    running.scan().scan()
    assert (running["n"], other.read("n")) == (2, 0)
