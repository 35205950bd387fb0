"""The blocks that classroom programs bring: IEC 61131-3 ed. 2, annex F.6, and CODESYS Util."""

import math
import struct

import pytest

MS = 1_000_000


def f32(number):
    return struct.unpack("f", struct.pack("f", number))[0]


def test_integral_of_a_constant_grows_by_its_product_with_the_time(run):
    running = run(
        "PROGRAM p VAR i : INTEGRAL; END_VAR i(RUN := TRUE, XIN := 2.0, CYCLE := T#500ms);"
        " END_PROGRAM"
    )
    for _ in range(8):
        running.scan()
    assert running["i.XOUT"] == 8.0
    assert running["i.Q"] is True


def test_integral_takes_x0_while_r1_and_holds_without_run(run):
    running = run(
        "PROGRAM p VAR i : INTEGRAL; r1, go : BOOL; END_VAR"
        " i(RUN := go, R1 := r1, XIN := 1.0, X0 := 5.0, CYCLE := T#1s); END_PROGRAM"
    )
    seen = []
    for r1, go in [(1, 1), (0, 1), (0, 0), (0, 1), (1, 0)]:
        running["r1"], running["go"] = ("FALSE", "TRUE")[r1], ("FALSE", "TRUE")[go]
        seen.append((running.scan()["i.XOUT"], running["i.Q"]))
    assert seen == [(5.0, False), (6.0, True), (6.0, True), (7.0, True), (5.0, False)]


def test_derivative_of_a_straight_line_is_its_slope(run):
    running = run(
        "PROGRAM p VAR d : DERIVATIVE; x : REAL; END_VAR x := x + 3.0;"
        " d(RUN := TRUE, XIN := x, CYCLE := T#500ms); END_PROGRAM"
    )
    for _ in range(6):
        running.scan()
    assert running["d.XOUT"] == pytest.approx(6.0, rel=1e-6)


def test_derivative_without_a_cycle_is_zero_and_divides_by_nothing(run):
    running = run("PROGRAM p VAR d : DERIVATIVE; END_VAR d(RUN := TRUE, XIN := 3.0); END_PROGRAM")
    assert running.scan()["d.XOUT"] == 0.0


def test_derivative_and_integral_of_util_take_their_time_in_ms(run):
    running = run(
        "PROGRAM p VAR d : DERIVATIVE; i : INTEGRAL; x : REAL; END_VAR x := x + 3.0;"
        " d(IN := x, TM := 500); i(IN := 4.0, TM := 250); END_PROGRAM"
    )
    for _ in range(6):
        running.scan()
    assert running["d.OUT"] == pytest.approx(6.0, rel=1e-6)
    assert running["i.OUT"] == 6.0


def test_hysteresis_of_the_standard_switches_outside_of_its_band(run):
    running = run(
        "PROGRAM p VAR h : HYSTERESIS; x : REAL; END_VAR"
        " h(XIN1 := x, XIN2 := 10.0, EPS := 1.0); END_PROGRAM"
    )
    seen = []
    for x in (10.9, 11.1, 9.1, 8.9, 11.0, 12.0):
        running["x"] = str(x)
        seen.append(running.scan()["h.Q"])
    assert seen == [False, True, True, False, False, True]


def test_hysteresis_of_util_rises_below_low_and_falls_above_high(run):
    running = run(
        "PROGRAM p VAR h : HYSTERESIS; x : INT; END_VAR h(IN := x, HIGH := 20, LOW := 10);"
        " END_PROGRAM"
    )
    seen = []
    for x in (15, 9, 15, 20, 21, 15):
        running["x"] = str(x)
        seen.append(running.scan()["h.OUT"])
    assert seen == [False, True, True, True, False, False]


def test_ramp_goes_from_x0_to_x1_in_its_time(run):
    running = run(
        "PROGRAM p VAR r : RAMP; go : BOOL; END_VAR"
        " r(RUN := go, X0 := 10.0, X1 := 50.0, TR := T#4s, CYCLE := T#1s); END_PROGRAM"
    )
    seen = [running.scan()["r.XOUT"]]
    running["go"] = "TRUE"
    for _ in range(6):
        seen.append((running.scan()["r.XOUT"], running["r.BUSY"]))
    assert seen == [
        10.0, (10.0, True), (20.0, True), (30.0, True), (40.0, True), (50.0, False), (50.0, False),
    ]  # fmt: skip


def test_blink_is_high_then_low_and_stays_when_disabled(run):
    running = run(
        "PROGRAM p VAR b : BLINK; on : BOOL := TRUE; END_VAR"
        " b(ENABLE := on, TIMELOW := T#300ms, TIMEHIGH := T#200ms); END_PROGRAM"
    )
    seen = [running.scan(at)["b.OUT"] for at in range(0, 1200, 100)]
    assert seen == [True, True, False, False, False, True, True, False, False, False, True, True]
    running["on"] = "FALSE"
    assert [running.scan(at)["b.OUT"] for at in (1200, 1300, 2000)] == [True] * 3


def test_rtc_goes_on_from_the_moment_it_is_set_to(run):
    running = run(
        "PROGRAM p VAR r : RTC; in : BOOL; d : BOOL; END_VAR"
        " r(IN := in, PDT := DT#2024-02-28-23:59:59); d := r.CDT = DT#2024-02-29-00:00:01;"
        " END_PROGRAM"
    )
    running.scan(0)
    assert running["r.Q"] is False
    running["in"] = "TRUE"
    running.scan(1000)
    assert running.scan(3000)["d"] is True


def test_sema_is_busy_from_the_second_claim_to_the_release(run):
    running = run(
        "PROGRAM p VAR s : SEMA; claim, release : BOOL; END_VAR"
        " s(CLAIM := claim, RELEASE := release); END_PROGRAM"
    )
    seen = []
    for claim, release in [("TRUE", "FALSE"), ("TRUE", "FALSE"), ("FALSE", "TRUE")] * 2:
        running["claim"], running["release"] = claim, release
        seen.append(running.scan()["s.BUSY"])
    assert seen == [False, True, False] * 2


def test_pid_of_the_standard_is_its_formula(run):
    running = run(
        "PROGRAM p VAR c : PID; pv : REAL; auto : BOOL; END_VAR"
        " c(AUTO := auto, PV := pv, SP := 2.0, X0 := 0.5, KP := 3.0, TR := 10.0, TD := 0.0,"
        " CYCLE := T#1s); END_PROGRAM"
    )
    assert running.scan()["c.XOUT"] == pytest.approx(1.5)
    running["auto"], running["pv"] = "TRUE", "1.0"
    integral = 10.0 * (0.5 + 2.0)
    for _ in range(5):
        integral += -1.0
        assert running.scan()["c.XOUT"] == pytest.approx(3.0 * (-1.0 + integral / 10.0), rel=1e-5)


def test_pid_of_util_settles_a_lag_without_error_and_within_its_limits(run):
    running = run(
        "PROGRAM p VAR c : PID; x : REAL; END_VAR"
        " c(ACTUAL := x, SET_POINT := 40.0, KP := 2.0, TN := 5.0, Y_MIN := 0.0, Y_MAX := 100.0);"
        " x := x + (c.Y - x) * 0.02; END_PROGRAM"
    )
    outputs = []
    for scan in range(6000):
        outputs.append(running.scan(scan * 100)["c.Y"])
    assert running["x"] == pytest.approx(40.0, abs=0.01)
    assert 0.0 <= min(outputs) <= max(outputs) <= 100.0


def test_pid_of_util_does_not_wind_up(run):
    running = run(
        "PROGRAM p VAR c : PID; sp : REAL := 1000.0; END_VAR"
        " c(ACTUAL := 0.0, SET_POINT := sp, KP := 1.0, TN := 1.0, Y_MIN := 0.0, Y_MAX := 100.0);"
        " END_PROGRAM"
    )
    for scan in range(100):
        running.scan(scan * 100)
    assert running["c.Y"] == 100.0
    assert running["c.LIMITS_ACTIVE"] is True
    running["sp"] = "-10.0"
    for scan in range(100, 120):
        running.scan(scan * 100)
    assert running["c.Y"] < 100.0


def test_pid_of_util_takes_over_from_manual_without_a_bump(run):
    running = run(
        "PROGRAM p VAR c : PID; hand : BOOL := TRUE; END_VAR"
        " c(ACTUAL := 10.0, SET_POINT := 12.0, KP := 2.0, TN := 50.0, MANUAL := hand,"
        " Y_MANUAL := 37.0); END_PROGRAM"
    )
    assert running.scan(0)["c.Y"] == 37.0
    running["hand"] = "FALSE"
    assert running.scan(10)["c.Y"] == pytest.approx(37.0, abs=0.01)


@pytest.mark.parametrize("kind", ["TON", "TOF", "TP"])
def test_timers_in_ltime_run_as_those_in_time(run, kind):
    running = run(
        f"PROGRAM p VAR a : {kind}; b : {kind}_TIME; c : {kind}_LTIME; go : BOOL; END_VAR"
        " a(IN := go, PT := T#30ms); b(IN := go, PT := T#30ms); c(IN := go, PT := LT#30ms);"
        " END_PROGRAM"
    )
    for scan, go in enumerate([0, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0]):
        running["go"] = "TRUE" if go else "FALSE"
        running.scan(scan * 10)
        assert running["a.Q"] == running["b.Q"] == running["c.Q"]
        assert running["a.ET"] == running["b.ET"] == running["c.ET"]


def test_a_block_of_the_students_own_goes_before_the_librarys(run):
    running = run(
        "FUNCTION_BLOCK Ramp VAR_OUTPUT x : INT; END_VAR x := x + 2; END_FUNCTION_BLOCK"
        " PROGRAM p VAR r : RAMP; END_VAR r(); END_PROGRAM"
    )
    assert running.scan()["r.x"] == 2


def test_single_precision_is_that_of_the_standard(run):
    running = run(
        "PROGRAM p VAR i : INTEGRAL; END_VAR i(RUN := TRUE, XIN := 0.1, CYCLE := T#10ms);"
        " END_PROGRAM"
    )
    total = 0.0
    for _ in range(100):
        running.scan()
        total = f32(total + f32(f32(0.1) * f32(0.01)))
    assert running["i.XOUT"] == total
    assert math.isclose(total, 0.1, rel_tol=1e-4)
