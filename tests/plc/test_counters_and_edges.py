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


@pytest.mark.parametrize(
    ("kind", "clk", "q"),
    [
        ("R_TRIG", [1, 1, 0, 1], [1, 0, 0, 1]),
        ("R_TRIG", [0, 1, 1, 0], [0, 1, 0, 0]),
        ("F_TRIG", [0, 0, 1, 0], [1, 0, 0, 1]),
        ("F_TRIG", [1, 0, 0, 1], [0, 1, 0, 0]),
    ],
)
def test_edges_compare_the_first_scan_with_the_m_of_table_44_which_begins_false(
    block, kind, clk, q
):
    seen = played(block(kind), "b", ["CLK"], ["Q"], [(value,) for value in clk])
    assert seen == [(bool(value),) for value in q]


def test_f_trig_pulses_at_falling_edges(block):
    seen = played(block("F_TRIG"), "b", ["CLK"], ["Q"], [(1,), (1,), (0,), (0,), (1,), (0,)])
    assert seen == [(False,), (False,), (True,), (False,), (False,), (True,)]


WIDTHS = {
    "": (-(2**15), 2**15 - 1), "_INT": (-(2**15), 2**15 - 1), "_DINT": (-(2**31), 2**31 - 1),
    "_LINT": (-(2**63), 2**63 - 1), "_UDINT": (0, 2**32 - 1), "_ULINT": (0, 2**64 - 1),
}  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
def test_counting_up_stops_at_pvmax_of_each_width(block, width):
    _, most = WIDTHS[width]
    for kind in ("CTU", "CTUD"):
        running = block(kind + width)
        running["b.CV"] = str(most - 1)
        running["b.PV"] = str(most)
        q = "Q" if kind == "CTU" else "QU"
        seen = played(running, "b", ["CU"], [q, "CV"], [(0,), (1,), (0,), (1,)])
        assert seen == [(False, most - 1), (True, most), (True, most), (True, most)]


@pytest.mark.parametrize("width", WIDTHS)
def test_counting_down_stops_at_pvmin_of_each_width(block, width):
    least, _ = WIDTHS[width]
    for kind in ("CTD", "CTUD"):
        running = block(kind + width)
        running["b.CV"] = str(least + 1)
        seen = played(running, "b", ["CD"], ["CV"], [(0,), (1,), (0,), (1,)])
        assert seen == [(least + 1,), (least,), (least,), (least,)]


def test_ctu_takes_no_edge_that_came_while_r_was_true(block):
    rows = [(1, 0), (0, 0), (1, 1), (1, 0), (0, 0), (1, 0)]
    seen = played(block("CTU"), "b", ["CU", "R"], ["CV"], rows)
    assert [cv for (cv,) in seen] == [1, 1, 0, 0, 0, 1]


def test_ctu_has_reached_a_pv_of_zero_at_once_and_a_new_one_in_the_same_scan(block):
    running = block("CTU")
    assert played(running, "b", ["CU"], ["Q", "CV"], [(0,)]) == [(True, 0)]
    running["b.PV"] = "3"
    assert played(running, "b", ["CU"], ["Q", "CV"], [(1,), (0,), (1,)]) == [
        (False, 1), (False, 1), (False, 2),
    ]  # fmt: skip


def test_ctd_takes_pv_as_long_as_ld_is_true_and_no_edge_meanwhile(block):
    running = block("CTD")
    running["b.PV"] = "5"
    assert played(running, "b", ["CD", "LD"], ["Q", "CV"], [(0, 0), (1, 1)]) == [
        (True, 0), (False, 5),
    ]  # fmt: skip
    running["b.PV"] = "1"
    rows = [(1, 1), (1, 0), (0, 0), (1, 0), (0, 0), (1, 0)]
    assert played(running, "b", ["CD", "LD"], ["Q", "CV"], rows) == [
        (False, 1), (False, 1), (False, 1), (True, 0), (True, 0), (True, -1),
    ]  # fmt: skip


def test_ctud_resets_before_it_loads_and_loads_before_it_counts(block):
    running = block("CTUD")
    running["b.PV"] = "2"
    rows = [
        (1, 0, 0, 0), (0, 0, 0, 1), (1, 0, 0, 1), (0, 0, 1, 1), (1, 1, 0, 0), (0, 1, 0, 0),
        (1, 1, 0, 0), (1, 0, 0, 0), (1, 1, 0, 0),
    ]  # fmt: skip
    inputs = ["CU", "CD", "R", "LD"]
    assert played(running, "b", inputs, ["QU", "QD", "CV"], rows) == [
        (False, False, 1), (True, False, 2), (True, False, 2), (False, True, 0), (False, True, 0),
        (False, True, 0), (False, False, 1), (False, False, 1), (False, True, 0),
    ]  # fmt: skip


def test_counters_of_different_widths_count_alike(run):
    running = run(
        "PROGRAM p VAR up : BOOL; a : CTU; b : CTU_DINT; c : CTU_ULINT; d : CTUD_LINT; END_VAR"
        " up := NOT up; a(CU := up, PV := 3); b(CU := up, PV := 3); c(CU := up, PV := 3);"
        " d(CU := up, PV := 3); END_PROGRAM"
    )
    for _ in range(5):
        running.scan()
    assert [running[f"{name}.CV"] for name in "abcd"] == [3, 3, 3, 3]
    assert [running[path] for path in ("a.Q", "b.Q", "c.Q", "d.QU")] == [True] * 4


def test_a_retained_counter_keeps_its_count_and_its_edge_at_a_warm_start(run):
    running = run(
        "PROGRAM p VAR RETAIN c : CTU; e : R_TRIG; END_VAR VAR x : BOOL; END_VAR"
        " c(CU := x, PV := 3); e(CLK := x); END_PROGRAM"
    )
    running["x"] = "TRUE"
    running.scan()
    running.plc.restart(warm=True)
    running["x"] = "TRUE"
    assert (running.scan()["c.CV"], running["e.Q"]) == (1, False)
    running.plc.restart()
    running["x"] = "TRUE"
    assert (running.scan()["c.CV"], running["e.Q"]) == (1, True)


def test_a_students_own_block_wins_over_the_standard_one(run):
    text = """FUNCTION_BLOCK TON VAR_INPUT x : INT; END_VAR VAR_OUTPUT y : INT; END_VAR
    y := x + 1; END_FUNCTION_BLOCK
    PROGRAM p VAR t : TON; END_VAR t(x := 4); END_PROGRAM"""
    assert run(text).scan()["t.y"] == 5
