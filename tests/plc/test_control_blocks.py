"""The blocks of control against closed forms and an independent computation in double precision.

The formulas are those of the annex "Library functions" of IEC 61131-3 ed. 2 (F.6.4 to F.6.9) and of the
CODESYS library Util (its help pages of PID, PID_FIXCYCLE, RAMP_REAL, RAMP_INT and RTC).
"""

import math

import pytest

H_S = 0.05


def of_the_standard(errors, kp, tr, td, x0, h_s):
    """XOUT of F.6.7 for these errors: the first scan with AUTO = FALSE, the others with TRUE."""
    integral = tr * (x0 - errors[0])
    past = [errors[0]] * 3
    outputs = [kp * (errors[0] + integral / tr)]
    for error in errors[1:]:
        integral += error * h_s
        slope = (3 * (error - past[2]) + past[0] - past[1]) / (10 * h_s)
        outputs.append(kp * (error + integral / tr + td * slope))
        past = [error, *past[:2]]
    return outputs


def of_util(errors, steps_s, kp, tn, tv, offset, low, high):
    """Y of Util for these errors, the integral standing while it would lead further out."""
    integral, before, y, limited = 0.0, errors[0], offset, False
    outputs = []
    for error, passed_s in zip(errors, steps_s, strict=True):
        if not limited or (y >= high) == (kp * error < 0):
            integral += error * passed_s
        slope = (error - before) / passed_s if passed_s else 0.0
        wanted = offset + kp * (error + integral / tn + tv * slope)
        y = min(max(wanted, low), high)
        limited = y != wanted
        before = error
        outputs.append(y)
    return outputs


def test_pid_of_the_standard_against_double_precision(run):
    running = run(
        "PROGRAM p VAR c : PID; pv : REAL; auto : BOOL; END_VAR"
        " c(AUTO := auto, PV := pv, SP := 2.0, X0 := 0.5, KP := 3.0, TR := 4.0, TD := 0.3,"
        " CYCLE := T#50ms); auto := TRUE; END_PROGRAM"
    )
    values = [2.0 + math.sin(0.07 * k) + 0.01 * k for k in range(300)]
    seen = []
    for value in values:
        running["pv"] = str(value)
        seen.append(running.scan()["c.XOUT"])
    expected = of_the_standard([value - 2.0 for value in values], 3.0, 4.0, 0.3, 0.5, H_S)
    assert seen == pytest.approx(expected, rel=1e-3, abs=1e-3)


UTIL = (
    "PROGRAM p VAR c : {kind}; actual : REAL; END_VAR"
    " c(ACTUAL := actual, SET_POINT := 5.0, KP := 2.0, TN := 3.0, TV := 0.2, Y_OFFSET := 1.0,"
    " Y_MIN := -4.0, Y_MAX := 4.0{more}); END_PROGRAM"
)
ACTUAL = [5.0 + 2.5 * math.sin(0.05 * k) for k in range(400)]


def test_pid_of_util_measures_the_time_between_its_calls(run):
    running = run(UTIL.format(kind="PID", more=""))
    steps_ms = [0] + [(20, 50, 80)[k % 3] for k in range(1, len(ACTUAL))]
    seen, now_ms = [], 0
    for value, step_ms in zip(ACTUAL, steps_ms, strict=True):
        now_ms += step_ms
        running["actual"] = str(value)
        seen.append(running.scan(now_ms)["c.Y"])
    expected = of_util(
        [5.0 - value for value in ACTUAL], [ms / 1000 for ms in steps_ms], 2.0, 3.0, 0.2, 1.0, -4, 4
    )
    assert {min(seen), max(seen)} == {-4.0, 4.0}
    assert seen == pytest.approx(expected, rel=1e-3, abs=2e-3)


def test_pid_fixcycle_of_util_takes_the_time_that_it_is_given_in_seconds(run):
    running = run(UTIL.format(kind="PID_FIXCYCLE", more=", CYCLE := 0.05"))
    seen = []
    for value in ACTUAL:
        running["actual"] = str(value)
        seen.append(running.scan(0)["c.Y"])
    errors = [5.0 - value for value in ACTUAL]
    expected = of_util(errors, [H_S] * len(errors), 2.0, 3.0, 0.2, 1.0, -4, 4)
    assert seen == pytest.approx(expected, rel=1e-3, abs=2e-3)


def test_the_integral_of_util_begins_with_the_first_call_however_late(run):
    running = run(
        "PROGRAM p VAR c : PID; END_VAR c(ACTUAL := 1.0, SET_POINT := 2.0, KP := 3.0, TN := 1.0);"
        " END_PROGRAM"
    )
    assert running.scan(600_000)["c.Y"] == pytest.approx(3.0)
    assert running.scan(601_000)["c.Y"] == pytest.approx(6.0)


def test_pid_of_util_follows_y_manual_and_reset_gives_the_offset(run):
    running = run(
        "PROGRAM p VAR c : PID; hand, reset : BOOL; END_VAR"
        " c(ACTUAL := 1.0, SET_POINT := 3.0, KP := 2.0, TN := 1.0, Y_OFFSET := 10.0,"
        " Y_MANUAL := 42.0, MANUAL := hand, RESET := reset); END_PROGRAM"
    )
    running.scan(0)
    assert running.scan(1000)["c.Y"] == pytest.approx(18.0)
    running["hand"] = "TRUE"
    assert running.scan(1100)["c.Y"] == 42.0
    running["hand"] = "FALSE"
    assert running.scan(1200)["c.Y"] == pytest.approx(42.0 + 2.0 * 2.0 * 0.1)
    running["reset"] = "TRUE"
    assert running.scan(1300)["c.Y"] == 10.0
    running["reset"] = "FALSE"
    assert running.scan(1400)["c.Y"] == pytest.approx(10.0 + 2.0 * (2.0 + 2.0 * 0.1))


def test_integral_of_a_sine_is_the_sum_of_its_samples(run):
    running = run(
        "PROGRAM p VAR i : INTEGRAL; x : REAL; END_VAR"
        " i(RUN := TRUE, XIN := x, CYCLE := T#50ms); END_PROGRAM"
    )
    for k in range(1, 201):
        running["x"] = str(math.sin(0.1 * k))
        running.scan()
    closed = H_S * math.sin(200 * 0.05) * math.sin(201 * 0.05) / math.sin(0.05)
    assert running["i.XOUT"] == pytest.approx(closed, abs=1e-5)


def test_derivative_of_a_sine_is_its_slope_one_and_a_half_cycles_ago(run):
    running = run(
        "PROGRAM p VAR d : DERIVATIVE; x : REAL; END_VAR"
        " d(RUN := TRUE, XIN := x, CYCLE := T#50ms); END_PROGRAM"
    )
    w = 0.4
    gain = (6 * math.sin(1.5 * w * H_S) + 2 * math.sin(0.5 * w * H_S)) / (10 * H_S)
    for k in range(60):
        running["x"] = str(math.sin(w * k * H_S))
        running.scan()
    assert gain == pytest.approx(w, rel=1e-3)
    assert running["d.XOUT"] == pytest.approx(gain * math.cos(w * (59 - 1.5) * H_S), abs=1e-5)


@pytest.mark.parametrize("scan_ms", [10, 70, 90])
def test_blink_keeps_its_period_and_duty_whatever_the_scan(run, scan_ms):
    running = run(
        "PROGRAM p VAR b : BLINK; e : R_TRIG; pulses, high : DINT; END_VAR"
        " b(ENABLE := TRUE, TIMELOW := T#300ms, TIMEHIGH := T#200ms); e(CLK := b.OUT);"
        " IF e.Q THEN pulses := pulses + 1; END_IF;"
        " IF b.OUT THEN high := high + 1; END_IF; END_PROGRAM"
    )
    scans = 63_000 // scan_ms
    for scan in range(scans):
        running.scan(scan * scan_ms)
    assert running["pulses"] == 126
    assert running["high"] / scans == pytest.approx(0.4, abs=0.01)


def test_ramp_real_rises_and_falls_by_so_much_in_a_time_base(run):
    running = run(
        "PROGRAM p VAR r : RAMP_REAL; x : REAL; hold : BOOL; END_VAR r(IN := x, ASCEND := 25.0,"
        " DESCEND := 10.0, TIMEBASE := T#500ms, RESET := hold); END_PROGRAM"
    )
    running["x"] = "60.0"
    assert [running.scan(at)["r.OUT"] for at in (0, 250, 1000, 1400, 9000)] == pytest.approx(
        [0.0, 12.5, 50.0, 60.0, 60.0]
    )
    running["x"] = "-5.0"
    assert [running.scan(at)["r.OUT"] for at in (9500, 11000)] == pytest.approx([50.0, 20.0])
    running["hold"] = "TRUE"
    assert running.scan(12000)["r.OUT"] == pytest.approx(20.0)
    running["hold"] = "FALSE"
    assert [running.scan(at)["r.OUT"] for at in (12500, 15000)] == pytest.approx([10.0, -5.0])


def test_ramp_real_without_a_time_base_counts_calls(run):
    running = run(
        "PROGRAM p VAR r : RAMP_REAL; END_VAR r(IN := 10.0, ASCEND := 4.0, DESCEND := 1.0);"
        " END_PROGRAM"
    )
    assert [running.scan()["r.OUT"] for _ in range(4)] == [4.0, 8.0, 10.0, 10.0]


def test_ramp_int_loses_no_fraction_of_a_scan(run):
    running = run(
        "PROGRAM p VAR r : RAMP_INT; x : INT := 100; END_VAR"
        " r(IN := x, ASCEND := 25, DESCEND := 50, TIMEBASE := T#1s); END_PROGRAM"
    )
    for scan in range(401):
        running.scan(scan * 10)
        assert running["r.OUT"] == pytest.approx(scan / 4, abs=1.0)
    assert running["r.OUT"] == 100
    running["x"] = "-100"
    assert running.scan(5000)["r.OUT"] == 50


def test_rtc_takes_pdt_at_the_edge_only_and_knows_the_calendar(run):
    running = run(
        "PROGRAM p VAR r : RTC; go : BOOL; pdt : DT := DT#2023-12-31-23:59:58.5; text : STRING;"
        " END_VAR r(IN := go, PDT := pdt); text := DT_TO_STRING(r.CDT); END_PROGRAM"
    )
    running["go"] = "TRUE"
    assert running.scan(5_000)["text"] == "DT#2023-12-31-23:59:58.500"
    running["pdt"] = "DT#2000-02-28-12:00:00"
    assert running.scan(6_500)["text"] == "DT#2024-01-01-00:00:00"
    running["go"] = "FALSE"
    assert (running.scan(7_500)["r.Q"], running["text"]) == (False, "DT#2024-01-01-00:00:00")
    running["go"] = "TRUE"
    running.scan(10_000)
    assert running.scan(10_000 + 86_400_000)["text"] == "DT#2000-02-29-12:00:00"


def test_rtc_of_codesys_goes_by_en_and_falls_back_to_1970(run):
    running = run(
        "PROGRAM p VAR r : RTC; go : BOOL := TRUE; q : BOOL; text : STRING; END_VAR"
        " r(EN := go, PDT := DT#2006-03-30-14:00:00, Q => q); text := DT_TO_STRING(r.CDT);"
        " END_PROGRAM"
    )
    running.scan(0)
    assert (running.scan(60_000)["text"], running["q"]) == ("DT#2006-03-30-14:01:00", True)
    running["go"] = "FALSE"
    assert (running.scan(70_000)["text"], running["q"]) == ("DT#1970-01-01-00:00:00", False)
