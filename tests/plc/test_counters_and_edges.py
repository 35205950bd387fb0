"""Edges, bistables and counters: IEC 61131-3:2013 Tables 43 to 45."""

import pytest


def played(running, name, inputs, outputs, rows):
    """The outputs after each row of inputs."""
    seen = []
    for row in rows:
        for formal, value in zip(inputs, row, strict=True):
            running[f"{name}.{formal}"] = "TRUE" if value else "FALSE"
        running.scan()
        seen.append(tuple(running[f"{name}.{output}"] for output in outputs))
    return seen


@pytest.fixture
def block(run):
    return lambda kind: run(f"PROGRAM p VAR b : {kind}; END_VAR b(); END_PROGRAM")


def test_r_trig_pulses_once_for_each_rising_edge(block):
    seen = played(block("R_TRIG"), "b", ["CLK"], ["Q"], [(1,), (1,), (0,), (1,), (0,)])
    assert seen == [(True,), (False,), (False,), (True,), (False,)]


def test_f_trig_pulses_at_falling_edges_and_not_in_the_first_scan(block):
    seen = played(block("F_TRIG"), "b", ["CLK"], ["Q"], [(0,), (1,), (0,), (0,)])
    assert seen == [(False,), (False,), (True,), (False,)]


@pytest.mark.parametrize(
    ("kind", "inputs", "q"),
    [("SR", ["S1", "R"], [0, 1, 1, 0, 1]), ("RS", ["S", "R1"], [0, 1, 1, 0, 0])],
)
def test_bistables_differ_where_both_inputs_are_true(block, kind, inputs, q):
    rows = [(0, 0), (1, 0), (0, 0), (0, 1), (1, 1)]
    assert played(block(kind), "b", inputs, ["Q1"], rows) == [(bool(value),) for value in q]


def test_ctu_counts_rising_edges_and_resets(block):
    running = block("CTU")
    running["b.PV"] = "2"
    rows = [(1, 0), (1, 0), (0, 0), (1, 0), (0, 0), (1, 0), (1, 1), (0, 0)]
    assert played(running, "b", ["CU", "R"], ["Q", "CV"], rows) == [
        (False, 1), (False, 1), (False, 1), (True, 2), (True, 2), (True, 3), (False, 0), (False, 0),
    ]  # fmt: skip


def test_ctd_counts_down_on_rising_edges_from_the_loaded_value(block):
    running = block("CTD")
    running["b.PV"] = "2"
    rows = [(0, 1), (1, 0), (0, 0), (1, 0), (0, 0), (1, 0)]
    assert played(running, "b", ["CD", "LD"], ["Q", "CV"], rows) == [
        (False, 2), (False, 1), (False, 1), (True, 0), (True, 0), (True, -1),
    ]  # fmt: skip


def test_ctud_counts_both_ways_and_edges_together_cancel(block):
    running = block("CTUD")
    running["b.PV"] = "2"
    rows = [(1, 0, 0), (0, 0, 0), (1, 0, 0), (0, 1, 0), (1, 0, 0), (0, 0, 0), (1, 1, 0), (0, 0, 1)]
    seen = played(running, "b", ["CU", "CD", "R"], ["QU", "QD", "CV"], rows)
    assert [cv for _, _, cv in seen] == [1, 1, 2, 1, 2, 2, 2, 0]
    assert seen[2] == (True, False, 2)
    assert seen[-1] == (False, True, 0)


@pytest.mark.parametrize(
    ("kind", "limit"), [("CTU", 32767), ("CTU_DINT", 2**31 - 1), ("CTU_ULINT", 2**64 - 1)]
)
def test_counters_stop_at_the_end_of_their_type(block, kind, limit):
    running = block(kind)
    running["b.CV"] = str(limit)
    assert played(running, "b", ["CU"], ["CV"], [(1,)]) == [(limit,)]


def test_a_students_own_block_wins_over_the_standard_one(run):
    text = """FUNCTION_BLOCK TON VAR_INPUT x : INT; END_VAR VAR_OUTPUT y : INT; END_VAR
    y := x + 1; END_FUNCTION_BLOCK
    PROGRAM p VAR t : TON; END_VAR t(x := 4); END_PROGRAM"""
    assert run(text).scan()["t.y"] == 5
