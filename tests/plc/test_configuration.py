"""CONFIGURATION, RESOURCE, TASK and program instances: IEC 61131-3:2013 Tables 62 and 63."""

from __future__ import annotations

import pytest

COUNTERS = """
PROGRAM Count VAR_INPUT step : INT := 1; END_VAR VAR_OUTPUT total : INT; END_VAR
VAR runs : INT; END_VAR
runs := runs + 1; total := total + step; END_PROGRAM
"""


def configured(inside: str, programs: str = COUNTERS) -> str:
    return f"{programs}\nCONFIGURATION Config0 {inside} END_CONFIGURATION"


@pytest.fixture
def runs_at(run):
    """How often instance `i` has run after scans at those milliseconds."""

    def counted(inside: str, *times_ms: float) -> list[object]:
        running = run(configured(f"RESOURCE R ON PLC {inside} END_RESOURCE"))
        found = []
        for at_ms in times_ms:
            running.scan(at_ms)
            found.append(running["i.runs"])
        return found

    return counted


def test_a_program_without_a_task_runs_in_every_scan(runs_at):
    assert runs_at("PROGRAM i : Count;", 0, 10, 20) == [1, 2, 3]


def test_a_task_runs_at_the_multiples_of_its_interval(runs_at):
    inside = "TASK t(INTERVAL := T#20ms, PRIORITY := 1); PROGRAM i WITH t : Count;"
    assert runs_at(inside, 0, 10, 20, 30, 40) == [1, 1, 2, 2, 3]


def test_a_task_that_falls_between_two_scans_runs_in_the_next(runs_at):
    inside = "TASK t(INTERVAL := T#15ms, PRIORITY := 1); PROGRAM i WITH t : Count;"
    assert runs_at(inside, 0, 10, 20, 30, 40, 50, 60) == [1, 1, 2, 3, 3, 4, 5]


def test_a_task_that_was_due_more_than_once_runs_once(runs_at):
    inside = "TASK t(INTERVAL := T#1ms); PROGRAM i WITH t : Count;"
    assert runs_at(inside, 0, 10, 20) == [1, 2, 3]


def test_an_interval_may_be_a_constant(run):
    running = run(
        configured("""VAR_GLOBAL CONSTANT CYCLE : TIME := T#20ms; END_VAR
    TASK t(INTERVAL := CYCLE, PRIORITY := 0); PROGRAM i WITH t : Count;""")
    )
    assert running.scan(0).scan(10).scan(20)["runs"] == 2
    assert running.program.interval_ns == 20_000_000


def test_single_runs_the_task_once_at_each_rising_edge(run):
    running = run(
        configured("""VAR_GLOBAL go : BOOL; END_VAR
    TASK t(SINGLE := go, PRIORITY := 1); PROGRAM i WITH t : Count;""")
    )
    found = []
    for level in ("FALSE", "TRUE", "TRUE", "FALSE", "TRUE"):
        running["go"] = level
        found.append(running.scan()["runs"])
    assert found == [0, 1, 1, 1, 2]


def test_an_interval_counts_only_while_single_is_false(run):
    running = run(
        configured("""VAR_GLOBAL go : BOOL; END_VAR
    TASK t(SINGLE := go, INTERVAL := T#10ms, PRIORITY := 1); PROGRAM i WITH t : Count;""")
    )
    found = []
    for number, level in enumerate(("FALSE", "FALSE", "TRUE", "TRUE", "TRUE", "FALSE")):
        running["go"] = level
        found.append(running.scan(10 * number)["runs"])
    assert found == [1, 2, 3, 3, 3, 4]


def test_single_may_be_a_direct_address(run, tag):
    text = configured("TASK t(SINGLE := %IX0.0); PROGRAM i WITH t : Count;")
    running = run(text, [tag("start", "BOOL", "%IX0.0")])
    running.scan()
    running.image.latch_inputs([True])
    assert running.scan().scan()["runs"] == 1


ORDER = """VAR_GLOBAL log : STRING; END_VAR
PROGRAM A log := CONCAT(log, 'a'); END_PROGRAM
PROGRAM B log := CONCAT(log, 'b'); END_PROGRAM
PROGRAM C log := CONCAT(log, 'c'); END_PROGRAM
PROGRAM D log := CONCAT(log, 'd'); END_PROGRAM"""


def test_tasks_run_in_order_of_priority_then_of_declaration_and_the_rest_last(run):
    running = run(configured("""
    TASK late(INTERVAL := T#10ms, PRIORITY := 5);
    TASK first(INTERVAL := T#20ms, PRIORITY := 0);
    TASK also_late(INTERVAL := T#10ms, PRIORITY := 5);
    PROGRAM d : D; PROGRAM c WITH also_late : C; PROGRAM b WITH late : B; PROGRAM a WITH first : A;
    """, ORDER))  # fmt: skip
    assert running.scan(0)["log"] == "acbd"
    assert running.scan(10)["log"] == "acbdcbd"


def test_programs_of_one_task_run_in_the_order_of_declaration(run):
    inside = "TASK t(INTERVAL := T#10ms); PROGRAM b WITH t : B; PROGRAM a WITH t : A;"
    assert run(configured(inside, ORDER)).scan()["log"] == "ba"


def test_resources_have_tasks_of_their_own(run):
    running = run(
        configured("""
    RESOURCE one ON PLC TASK t(INTERVAL := T#10ms); PROGRAM i WITH t : Count; END_RESOURCE
    RESOURCE two ON PLC TASK t(INTERVAL := T#20ms); PROGRAM j WITH t : Count; END_RESOURCE""")
    )
    running.scan(0).scan(10).scan(20)
    assert (running["i.runs"], running["j.runs"]) == (3, 2)


def test_each_instance_has_its_own_variables_and_its_own_connections(run):
    running = run(
        configured("""VAR_GLOBAL five : INT := 5; sum_a, sum_b : INT; END_VAR
    PROGRAM a : Count(step := five, total => sum_a);
    PROGRAM b : Count(step := 3, total => sum_b);""")
    )
    running.scan().scan()
    assert (running["sum_a"], running["sum_b"], running["a.runs"]) == (10, 6, 2)
    assert list(running.plc.variables())[:3] == ["a.step", "a.total", "a.runs"]


def test_inputs_and_outputs_are_connected_to_addresses(run, tag):
    tags = [tag("raw", "INT", "%IW64"), tag("valve", "INT", "%QW64")]
    running = run(configured("PROGRAM i : Count(step := %IW64, total => %QW64);"), tags)
    running.image.latch_inputs([7])
    assert running.scan().scan().outputs() == {"valve": 14}


def test_located_variables_of_every_program_are_bound(run, tag):
    tags = [
        tag("start", "BOOL", "%IX0.0"),
        tag("pump", "BOOL", "%QX0.0"),
        tag("lamp", "BOOL", "%QX0.1"),
    ]
    running = run(
        configured(
            "PROGRAM one : P; PROGRAM two : Q;",
            """
    PROGRAM P VAR s AT %IX0.0, p AT %QX0.0 : BOOL; END_VAR p := s; END_PROGRAM
    PROGRAM Q VAR s AT %IX0.0, lamp : BOOL; END_VAR lamp := NOT s; END_PROGRAM""",
        ),
        tags,
    )
    running.image.latch_inputs([True])
    assert running.scan().outputs() == {"pump": True, "lamp": False}


def test_the_variables_of_the_only_program_are_found_with_and_without_its_name(run):
    running = run(configured("TASK t(INTERVAL := T#10ms); PROGRAM i WITH t : Count;")).scan()
    assert (running["runs"], running["i.runs"]) == (1, 1)
    assert list(running.plc.variables()) == ["step", "total", "runs"]


def test_a_task_that_takes_longer_than_its_interval_is_counted(run):
    running = run(configured(
        "TASK t(INTERVAL := T#1us); TASK slow(INTERVAL := T#10ms); "
        "PROGRAM busy WITH t : Busy; PROGRAM calm WITH slow : Busy;",
        """PROGRAM Busy VAR i, n : INT; END_VAR
        FOR i := 1 TO 1000 DO n := n + i / 3; END_FOR; END_PROGRAM""",
    ))  # fmt: skip
    running.scan(0).scan(10).scan(20)
    assert running.plc.overruns == {"t": 3, "slow": 0}


def test_a_program_that_stops_is_named_without_the_configuration(run):
    running = run(
        configured(
            "TASK t(INTERVAL := T#10ms); PROGRAM i WITH t : P;",
            """
    PROGRAM P VAR a : INT; END_VAR
    a := 1 / a; END_PROGRAM""",
        )
    )
    problem = running.stop()
    assert (problem.kind.code, problem.position.line) == ("TL4001", 3)
    assert problem.message("en") == "the program divided by zero"


@pytest.mark.parametrize(
    ("inside", "codes"),
    [
        ("TASK t(INTERVAL := T#10ms); PROGRAM i WITH u : Count;", ["TL3802"]),
        ("TASK t(PRIORITY := 1); PROGRAM i WITH t : Count;", ["TL3803"]),
        ("TASK t(INTERVAL := 10, PRIORITY := 1); PROGRAM i WITH t : Count;", ["TL3804"]),
        ("TASK t(INTERVAL := T#-1s); PROGRAM i WITH t : Count;", ["TL3804"]),
        ("TASK t(INTERVAL := T#1s, PRIORITY := T#1s); PROGRAM i WITH t : Count;", ["TL3804"]),
        ("TASK t(SINGLE := 5); PROGRAM i WITH t : Count;", ["TL3102"]),
        ("TASK t(INTERVAL := T#1s, CORE := 1); PROGRAM i WITH t : Count;", ["TL3801"]),
        ("TASK t(INTERVAL := T#1s); TASK T(INTERVAL := T#1s); PROGRAM i WITH t : Count;", ["TL3805"]),
        ("PROGRAM i : Count; PROGRAM I : Count;", ["TL3805"]),
        ("PROGRAM i : Cuont;", ["TL3021"]),
        ("PROGRAM i : Count(stpe := 1);", ["TL3201"]),
        ("PROGRAM i : Count(step := nowhere);", ["TL3001"]),
        ("PROGRAM i : Count(total => 5);", ["TL3112"]),
        ("PROGRAM i : Count(timer1 WITH t);", ["TL3802"]),
        ("PROGRAM i : Count; VAR_CONFIG R.i.x AT %IX0.0 : BOOL; END_VAR", ["TL3001"]),
        ("PROGRAM i : Count; VAR_ACCESS a : R.i.total : INT READ_ONLY; END_VAR", ["TL3807"]),
        ("RESOURCE R PROGRAM i : Count; END_RESOURCE", ["TL2201"]),
        ("RESOURCE R ON PLC PROGRAM i Count; TASK t(INTERVAL T#1s); END_RESOURCE", ["TL2201", "TL2201"]),
        ("VAR_ACCESS a : R.i.total : INT READ_ONLY;", ["TL2206", "TL3807"]),
    ],
)  # fmt: skip
def test_each_mistake_has_its_code(problems, inside, codes):
    assert sorted(problem.kind.code for problem in problems(configured(inside))) == codes


def test_a_configuration_without_an_end_is_a_problem(problems):
    text = f"CONFIGURATION c\nPROGRAM i : Count;\n{COUNTERS}"
    assert [problem.kind.code for problem in problems(text)][:1] == ["TL2206"]


def test_a_program_that_the_configuration_leaves_out_is_a_warning(problems):
    text = configured("PROGRAM a : A; PROGRAM b : B; PROGRAM c : C;", ORDER)
    assert [(p.kind.code, p.values["name"]) for p in problems(text)] == [("TL3806", "D")]


def test_what_a_configuration_uses_is_not_called_unused(problems):
    text = configured(
        """VAR_GLOBAL go : BOOL; five : INT := 5; END_VAR
    TASK t(SINGLE := go, PRIORITY := 1); PROGRAM i WITH t : Count(step := five, total => %QW64);
    PROGRAM main : Main;""",
        COUNTERS
        + """
    PROGRAM Main VAR_EXTERNAL go : BOOL; END_VAR go := NOT go; END_PROGRAM""",
    )
    assert [problem.kind.code for problem in problems(text)] == []


def test_one_program_may_be_run_by_itself_whatever_the_configuration_says(run):
    text = configured("TASK t(INTERVAL := T#1s); PROGRAM a WITH t : A;", ORDER)
    assert run(text, pou="B").scan(0).scan(10)["log"] == "bb"


def test_a_global_instance_of_a_function_block_is_called_from_a_program(run):
    text = """VAR_GLOBAL t : TON; END_VAR
    PROGRAM p VAR q : BOOL; END_VAR t(IN := TRUE, PT := T#10ms); q := t.Q; END_PROGRAM"""
    assert run(text).scan(0).scan(10)["q"]


CALLING = """
PROGRAM Sub VAR_INPUT x : INT; END_VAR VAR_OUTPUT y : INT; END_VAR VAR seen : INT; END_VAR
seen := seen + 1; y := x * 2; END_PROGRAM
PROGRAM Main VAR a : INT; END_VAR Sub(x := 4, y => a); a := a + Sub.y + Sub.seen; END_PROGRAM
"""


def test_a_program_may_call_another_by_its_name_as_in_codesys(run):
    running = run(CALLING).scan()
    assert (running["a"], running["Sub.y"], running["Sub.seen"]) == (17, 8, 1)


def test_a_program_called_by_name_is_the_instance_that_the_configuration_has(run):
    running = run(configured("PROGRAM s : Sub; PROGRAM m : Main;", CALLING)).scan()
    assert (running["Sub.seen"], running["m.a"]) == (2, 18)


def test_the_variables_of_a_called_program_are_bound(run, tag):
    tags = [tag("pump", "BOOL", "%QX0.0")]
    text = """PROGRAM Out VAR p AT %QX0.0 : BOOL; END_VAR p := TRUE; END_PROGRAM
    PROGRAM Main Out(); END_PROGRAM"""
    assert run(text, tags).scan().outputs() == {"pump": True}


def test_what_runs_is_seen_by_others_under_its_name(run):
    text = """FUNCTION_BLOCK F VAR_OUTPUT y : INT; END_VAR y := Main.n; END_FUNCTION_BLOCK
    PROGRAM Main VAR n : INT; f : F; END_VAR n := n + 1; f(); END_PROGRAM"""
    running = run(text).scan().scan()
    assert (running["n"], running["f.y"]) == (2, 2)


def test_programs_that_call_one_another_in_a_circle_are_refused(problems):
    text = "PROGRAM A B(); END_PROGRAM PROGRAM B A(); END_PROGRAM"
    assert "TL3008" in [problem.kind.code for problem in problems(text)]
