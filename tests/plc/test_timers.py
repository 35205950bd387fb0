"""Timers scan by scan: IEC 61131-3:2013 Table 46 and the timing diagrams of Figure 15."""

import pytest

MS = 1_000_000


@pytest.fixture
def timer(run):
    def start(kind, pt="T#100ms"):
        return run(
            f"PROGRAM p VAR t : {kind}; go : BOOL; END_VAR t(IN := go, PT := {pt}); END_PROGRAM"
        )

    return start


def played(running, steps):
    """Q and ET in ms after each (time in ms, IN)."""
    seen = []
    for at_ms, go in steps:
        running["go"] = "TRUE" if go else "FALSE"
        running.scan(at_ms)
        seen.append((running["t.Q"], running["t.ET"] / MS))
    return seen


def test_ton_holds_q_until_pt_elapsed(timer):
    steps = [(0, 0), (10, 1), (60, 1), (109, 1), (110, 1), (500, 1), (510, 0), (520, 1), (530, 1)]
    assert played(timer("TON"), steps) == [
        (False, 0), (False, 0), (False, 50), (False, 99), (True, 100), (True, 100), (False, 0),
        (False, 0), (False, 10),
    ]  # fmt: skip


def test_ton_starts_over_when_in_falls_before_pt(timer):
    steps = [(0, 1), (90, 1), (95, 0), (100, 1), (195, 1), (200, 1)]
    assert [q for q, _ in played(timer("TON"), steps)] == [False] * 5 + [True]


def test_ton_with_pt_zero_follows_in(timer):
    assert played(timer("TON", "T#0s"), [(0, 0), (5, 1), (9, 0)]) == [
        (False, 0), (True, 0), (False, 0),
    ]  # fmt: skip


def test_ton_called_twice_in_a_scan_counts_the_time_once(run):
    running = run("PROGRAM p VAR t : TON; END_VAR t(IN := TRUE, PT := T#1s); t(); END_PROGRAM")
    assert running.scan(0).scan(400)["t.ET"] == 400 * MS


def test_tof_holds_q_for_pt_after_in_falls(timer):
    steps = [(0, 0), (10, 1), (20, 0), (60, 0), (119, 0), (120, 0), (300, 0), (310, 1), (320, 0)]
    assert played(timer("TOF"), steps) == [
        (False, 0), (True, 0), (True, 0), (True, 40), (True, 99), (False, 100), (False, 100),
        (True, 0), (True, 0),
    ]  # fmt: skip


def test_tof_keeps_q_when_in_returns_in_time(timer):
    steps = [(0, 1), (10, 0), (100, 0), (105, 1), (110, 0), (205, 0), (210, 0)]
    assert [q for q, _ in played(timer("TOF"), steps)] == [True] * 6 + [False]


def test_tp_pulses_for_pt_whatever_in_does(timer):
    steps = [(0, 0), (10, 1), (50, 0), (60, 1), (109, 1), (110, 1), (150, 1), (160, 0), (170, 1)]
    assert played(timer("TP"), steps) == [
        (False, 0), (True, 0), (True, 40), (True, 50), (True, 99), (False, 100), (False, 100),
        (False, 0), (True, 0),
    ]  # fmt: skip


def test_tp_is_back_at_zero_when_in_fell_before_the_end(timer):
    assert played(timer("TP"), [(0, 1), (50, 0), (100, 0), (110, 0)])[2:] == [
        (False, 0),
        (False, 0),
    ]


def test_time_is_the_benchs_and_may_begin_anywhere(timer):
    assert played(timer("TON"), [(1e6, 1), (1e6 + 99, 1), (1e6 + 100, 1)]) == [
        (False, 0), (False, 99), (True, 100),
    ]  # fmt: skip
