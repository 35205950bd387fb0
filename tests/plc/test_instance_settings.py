"""VAR_CONFIG, addresses left open and blocks with a task: IEC 61131-3:2013 Tables 16, 62, 63."""

import pytest

BLOCK = """FUNCTION_BLOCK Scale VAR raw AT %IW*: INT; out AT %QW* : INT; factor : INT := 2; END_VAR
out := raw * factor; END_FUNCTION_BLOCK
PROGRAM P VAR first, second : Scale; n : INT := 1; END_VAR first(); second(); END_PROGRAM """


def configured(settings, program="PROGRAM main : P;", block=BLOCK):
    return f"""{block} CONFIGURATION C RESOURCE R ON PLC
    TASK fast(INTERVAL := T#10ms, PRIORITY := 1); TASK slow(INTERVAL := T#20ms, PRIORITY := 2);
    {program} END_RESOURCE VAR_CONFIG {settings} END_VAR END_CONFIGURATION"""


def test_table_62_a_part_of_one_instance_gets_its_own_initial_value(run):
    running = run(configured("R.main.first.factor : INT := 7; main.n : INT := 5;"))
    assert [running[path] for path in ("first.factor", "second.factor", "n")] == [7, 2, 5]


def test_table_62_an_open_address_is_settled_for_each_instance(run, tag):
    tags = [
        tag("a", "INT", "%IW0"),
        tag("b", "INT", "%IW2"),
        tag("x", "INT", "%QW0"),
        tag("y", "INT", "%QW2"),
    ]
    settings = """R.main.first.raw AT %IW0 : INT; R.main.second.raw AT %IW2 : INT;
    R.main.first.out AT %QW0 : INT; R.main.second.out AT %QW2 : INT; R.main.second.factor : INT := 3;"""
    running = run(configured(settings), tags)
    running.image.latch_inputs([10, 20])
    assert running.scan().outputs() == {"x": 20, "y": 60}


def test_table_16_an_open_address_in_m_is_shared_with_what_stands_there(run):
    program = "PROGRAM P VAR w AT %M* : WORD; v AT %MW4 : WORD; END_VAR w := w + 1; END_PROGRAM"
    text = configured(
        "R.main.w AT %MW4 : WORD := 7;", block=program.replace("w + 1", "w OR 16#100")
    )
    running = run(text)
    assert running["v"] == 7
    assert running.scan()["v"] == 0x107


def test_a_program_without_var_config_keeps_what_its_open_addresses_hold(body):
    assert body("w AT %QW* : INT; b AT %I* : BOOL;", "w := 5;")["w"] == 5


@pytest.mark.parametrize(
    ("setting", "code"),
    [
        ("R.other.n : INT := 1;", "TL3001"), ("R.main.m : INT := 1;", "TL3004"),
        ("R.main.n : REAL := 1.0;", "TL3808"), ("R.main.n : INT := 'a';", "TL3101"),
        ("R.main.n AT %QX0.0 : INT;", "TL3022"), ("R.main.n AT %QW* : INT;", "TL2109"),
        ("R.main.n INT;", "TL2201"),
    ],
)  # fmt: skip
def test_table_62_a_setting_that_fits_no_variable_is_a_problem(problems, setting, code):
    assert [problem.kind.code for problem in problems(configured(setting))] == [code]


def test_table_63_a_block_with_a_task_is_called_by_that_task(run):
    block = """FUNCTION_BLOCK Count VAR_OUTPUT n : INT; END_VAR n := n + 1; END_FUNCTION_BLOCK
    PROGRAM P VAR_INPUT go : BOOL; END_VAR VAR own, other : Count; seen : INT; END_VAR
    other(); seen := own.n; END_PROGRAM"""
    text = configured("", "PROGRAM main WITH fast : P(own WITH slow, go := TRUE);", block)
    running = run(text)
    for scan in range(4):
        running.scan(scan * 10)
    assert (running["own.n"], running["other.n"], running["seen"]) == (2, 4, 2)


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("PROGRAM main WITH fast : P(frist WITH slow);", "TL3809"),
        ("PROGRAM main WITH fast : P(n WITH slow);", "TL3809"),
        ("PROGRAM main WITH fast : P(first WITH slwo);", "TL3802"),
    ],
)
def test_table_63_a_block_or_task_that_is_not_there_is_a_problem(problems, program, code):
    assert [problem.kind.code for problem in problems(configured("", program))] == [code]


def test_a_block_that_a_task_calls_counts_as_called(advice):
    text = configured(
        "",
        "PROGRAM main WITH fast : P(own WITH slow);",
        """
    FUNCTION_BLOCK Count VAR_OUTPUT n : INT; END_VAR n := n + 1; END_FUNCTION_BLOCK
    PROGRAM P VAR own : Count; seen, copy : INT; END_VAR seen := own.n; copy := seen; END_PROGRAM """,
    )
    assert "TL3912" not in [problem.kind.code for problem in advice(text)]
