"""The corners of the timers: IEC 61131-3:2013 Table 46, each scan worked out from Figure 15.

Where a scan falls between two instants of the figure, an output changes in the first scan at or after
the instant. What a changed PT does is left open by the standard: it is read in every call.
"""

import pytest

MS = 1_000_000
F, T = False, True


@pytest.fixture
def timer(run):
    def start(kind, pt="T#100ms"):
        of_pt = "LTIME" if kind.endswith("_LTIME") else "TIME"
        return run(
            f"PROGRAM p VAR t : {kind}; go : BOOL; pt : {of_pt} := {pt}; END_VAR"
            " t(IN := go, PT := pt); END_PROGRAM"
        )

    return start


def played(running, steps):
    """Q and ET in ms after each (time in ms, IN) or (time in ms, IN, new PT)."""
    seen = []
    for at_ms, go, *pt in steps:
        running["go"] = "TRUE" if go else "FALSE"
        for literal in pt:
            running["pt"] = literal
        running.scan(at_ms)
        seen.append((running["t.Q"], running["t.ET"] / MS))
    return seen


STEPS = {
    "TP goes on after a pulse of one scan": (
        "TP", [(0, 0), (10, 1), (20, 0), (60, 0), (110, 0)],
        [(F, 0), (T, 0), (T, 10), (T, 50), (F, 0)],
    ),
    "TP is not started again by edges during the pulse": (
        "TP", [(0, 1), (20, 0), (40, 1), (60, 0), (80, 1), (100, 0), (120, 1), (220, 1)],
        [(T, 0), (T, 20), (T, 40), (T, 60), (T, 80), (F, 0), (T, 0), (F, 100)],
    ),
    "TP holds ET at PT as long as IN is TRUE": (
        "TP", [(0, 1), (100, 1), (900, 1), (910, 0), (920, 0)],
        [(T, 0), (F, 100), (F, 100), (F, 0), (F, 0)],
    ),
    "TP does not take the edge of the scan in which its pulse ends": (
        "TP", [(0, 1), (50, 0), (100, 1), (110, 1), (120, 0), (130, 1)],
        [(T, 0), (T, 50), (F, 100), (F, 100), (F, 0), (T, 0)],
    ),
    "TP ends in the first scan after PT where scans are no fraction of it": (
        "TP", [(0, 1), (30, 1), (60, 1), (90, 1), (120, 1), (150, 0)],
        [(T, 0), (T, 30), (T, 60), (T, 90), (F, 100), (F, 0)],
    ),
    "TP begins in the first scan of all": ("TP", [(7, 1), (106, 1), (107, 1)],
        [(T, 0), (T, 99), (F, 100)],
    ),
    "TON comes in the first scan after PT where scans are no fraction of it": (
        "TON", [(0, 1), (30, 1), (60, 1), (90, 1), (120, 1), (150, 0)],
        [(F, 0), (F, 30), (F, 60), (F, 90), (T, 100), (F, 0)],
    ),
    "TON starts from zero after IN fell for one scan": (
        "TON", [(0, 1), (90, 1), (100, 0), (110, 1), (200, 1), (210, 1)],
        [(F, 0), (F, 90), (F, 0), (F, 0), (F, 90), (T, 100)],
    ),
    "TON begins in the first scan of all": ("TON", [(7, 1), (106, 1), (107, 1)],
        [(F, 0), (F, 99), (T, 100)],
    ),
    "TOF does nothing before IN was TRUE": ("TOF", [(0, 0), (500, 0)], [(F, 0), (F, 0)]),
    "TOF falls in the first scan after PT where scans are no fraction of it": (
        "TOF", [(0, 1), (30, 0), (60, 0), (90, 0), (120, 0), (150, 0), (180, 1)],
        [(T, 0), (T, 0), (T, 30), (T, 60), (T, 90), (F, 100), (T, 0)],
    ),
    "TOF starts from zero after IN came back": (
        "TOF", [(0, 1), (10, 0), (100, 0), (105, 1), (110, 0), (209, 0), (210, 0)],
        [(T, 0), (T, 0), (T, 90), (T, 0), (T, 0), (T, 99), (F, 100)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("claim", STEPS)
@pytest.mark.parametrize("of_type", ["", "_TIME", "_LTIME"])
def test_table_46_figure_15(timer, claim, of_type):
    kind, steps, expected = STEPS[claim]
    assert played(timer(kind + of_type), steps) == expected


WITH_PT = {
    "TON with PT 0 follows IN": ("TON", "T#0s", [(0, 0), (5, 1), (9, 0)],
        [(F, 0), (T, 0), (F, 0)]),
    "TOF with PT 0 follows IN": ("TOF", "T#0s", [(0, 1), (5, 0), (9, 0), (12, 1)],
        [(T, 0), (F, 0), (F, 0), (T, 0)]),
    "TP with PT 0 gives no pulse": ("TP", "T#0s", [(0, 1), (5, 1), (9, 0), (12, 1)],
        [(F, 0), (F, 0), (F, 0), (F, 0)]),
    "TON with a negative PT is as with 0": ("TON", "T#-5s", [(0, 1), (9, 1), (12, 0)],
        [(T, 0), (T, 0), (F, 0)]),
    "TOF with a negative PT is as with 0": ("TOF", "T#-5s", [(0, 1), (9, 0), (12, 0)],
        [(T, 0), (F, 0), (F, 0)]),
    "TP with a negative PT is as with 0": ("TP", "T#-5s", [(0, 1), (9, 1)], [(F, 0), (F, 0)]),
    "TON with a PT made shorter": ("TON", "T#1s", [(0, 1), (60, 1), (70, 1, "T#50ms"), (80, 1)],
        [(F, 0), (F, 60), (T, 50), (T, 50)]),
    "TON with a PT made longer on the way": (
        "TON", "T#100ms", [(0, 1), (60, 1, "T#200ms"), (150, 1), (200, 1)],
        [(F, 0), (F, 60), (F, 150), (T, 200)]),
    "TON that has come stays, whatever becomes of PT": (
        "TON", "T#100ms", [(0, 1), (100, 1), (110, 1, "T#1s"), (120, 1), (130, 0)],
        [(F, 0), (T, 100), (T, 100), (T, 100), (F, 0)]),
    "TOF with a PT made shorter": ("TOF", "T#1s", [(0, 1), (10, 0), (60, 0), (70, 0, "T#50ms")],
        [(T, 0), (T, 0), (T, 50), (F, 50)]),
    "TOF that has fallen stays, whatever becomes of PT": (
        "TOF", "T#100ms", [(0, 1), (10, 0), (110, 0), (120, 0, "T#1s")],
        [(T, 0), (T, 0), (F, 100), (F, 100)]),
    "TP with a PT made shorter": ("TP", "T#1s", [(0, 1), (60, 1), (70, 1, "T#50ms"), (80, 1)],
        [(T, 0), (T, 60), (F, 50), (F, 50)]),
    "TP with a PT made longer on the way": ("TP", "T#100ms",
        [(0, 1), (60, 1, "T#200ms"), (150, 1), (200, 1)], [(T, 0), (T, 60), (T, 150), (F, 200)]),
}  # fmt: skip


@pytest.mark.parametrize("claim", WITH_PT)
def test_table_46_with_another_pt(timer, claim):
    kind, pt, steps, expected = WITH_PT[claim]
    assert played(timer(kind, pt), steps) == expected


def test_an_ltime_may_be_finer_than_a_millisecond(timer):
    steps = [(0, 1), (1, 1), (1.5, 1)]
    assert played(timer("TON_LTIME", "LT#1500us"), steps) == [(F, 0), (F, 1), (T, 1.5)]


def test_a_timer_that_is_called_twice_in_a_scan_takes_each_call_as_it_comes(run):
    running = run(
        "PROGRAM p VAR t : TON; pulse : TP; low : BOOL; END_VAR"
        " t(IN := FALSE); t(IN := TRUE, PT := T#10ms);"
        " pulse(IN := TRUE, PT := T#10ms); low := pulse.Q; pulse(IN := FALSE); END_PROGRAM"
    )
    seen = [(running.scan(at)["t.Q"], running["low"], running["pulse.Q"]) for at in (0, 10, 20)]
    assert seen == [(F, T, T), (F, F, F), (F, T, T)]


def test_a_timer_that_is_not_called_stands_but_its_time_goes_on(run):
    running = run(
        "PROGRAM p VAR t : TON; call : BOOL := TRUE; END_VAR"
        " IF call THEN t(IN := TRUE, PT := T#100ms); END_IF; END_PROGRAM"
    )
    running.scan(0)
    running["call"] = "FALSE"
    assert running.scan(150)["t.Q"] is F
    running["call"] = "TRUE"
    assert running.scan(160)["t.Q"] is T


@pytest.mark.parametrize(
    ("kind", "expected"), [("TON", (F, 90)), ("TP", (T, 90)), ("TOF", (T, 80))]
)
def test_a_retained_timer_goes_on_after_a_warm_start(run, kind, expected):
    running = run(
        f"PROGRAM p VAR RETAIN t : {kind}; END_VAR VAR go : BOOL; END_VAR"
        " t(IN := go, PT := T#100ms); END_PROGRAM"
    )
    steps = [(0, 1), (10, kind != "TOF")]
    played(running, steps)
    running.plc.restart(warm=True)
    assert played(running, [(90, kind != "TOF")]) == [expected]


def test_a_timer_that_is_not_retained_starts_over_after_a_warm_start(timer):
    running = timer("TON")
    played(running, [(0, 1), (50, 1)])
    running.plc.restart(warm=True)
    assert played(running, [(90, 1), (190, 1)]) == [(F, 0), (T, 100)]


def test_cold_or_warm_no_timer_keeps_anything_without_retain(timer):
    running = timer("TOF")
    played(running, [(0, 1), (50, 0)])
    running.plc.restart()
    assert played(running, [(60, 0)]) == [(F, 0)]
