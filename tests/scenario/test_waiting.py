"""Steps and faults that wait for something, what comes after them, ramps and noise, in whole runs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from trainlab.core.problem import ProblemsFound
from trainlab.scenario.load import load_scenario
from trainlab.session.grade import Graded, grade

HEAD = """
trainlab: 1
title: Waiting
task: The pump fills the tank.
plant: {type: tank_level, parameters: {initial_level: 0.05 m, transmitter_noise: 0 m}}
timing: {duration: 10 s}
"""
RUBRIC = """
rubric:
  checks:
    - {id: dry, title: Dry, check: never, points: 1, condition: overflow_m3 > 0.0}
"""
PROGRAM = """
PROGRAM p
VAR
    start AT %IX0.0 : BOOL; level AT %IW64 : INT;
    green AT %QX0.0 : BOOL; pump AT %QX1.0 : BOOL; shutoff AT %QX1.1 : BOOL; valve AT %QW64 : INT;
END_VAR
green := start; pump := TRUE; shutoff := TRUE; valve := 27648;
END_PROGRAM
"""


def run(folder: Path, sheet: str, seed: int = 1) -> Graded:
    file, program = folder / "s.yaml", folder / "p.st"
    file.write_text(HEAD + sheet + RUBRIC)
    program.write_text(PROGRAM)
    return grade(load_scenario(file), program, seed)


def moments(graded: Graded) -> dict[str, float]:
    return {label: at_ns / 1e9 for label, at_ns in graded.trace.moments.items()}


def test_a_step_happens_in_the_tick_after_its_condition_came_true(tmp_path: Path) -> None:
    graded = run(tmp_path, "timeline: [{when: level_m >= 0.08, label: high, press: start}]")
    first = int(np.argmax(graded.trace.columns["level_m"] >= 0.08))
    assert first > 50
    assert graded.trace.moments["high"] == (first + 1) * 10_000_000
    assert not graded.trace.columns["start_button"][first]
    assert graded.trace.columns["start_button"][first + 1]


def test_a_condition_reads_tags_of_both_directions_facts_and_the_panel(tmp_path: Path) -> None:
    reads = "NOT stop_button AND Valve_Command = 27648 AND level_raw > 0 AND setpoint > 0.3 AND level_m > 0.0"
    graded = run(
        tmp_path,
        f"""
timeline:
  - {{at: 1 s, set: {{setpoint: 0.4 m}}}}
  - {{at: 2 s, press: stop, hold: 1 s}}
  - {{when: {reads}, label: all, press: ack}}
""",
    )
    assert moments(graded) == {"all": 2.01}


def test_what_comes_after_counts_from_it(tmp_path: Path) -> None:
    graded = run(
        tmp_path,
        """
timeline:
  - when: level_m >= 0.08
    after: 0.5 s
    label: high
    press: start
    then:
      - {after: 1 s, label: struck, press: estop}
      - {after: 2 s, label: turned, release: estop}
  - {at: 1 s, label: early, press: ack, then: [{after: 250 ms, label: later, press: reset}]}
""",
    )
    at = moments(graded)
    first = int(np.argmax(graded.trace.columns["level_m"] >= 0.08))
    assert at["high"] == pytest.approx((first + 1) / 100 + 0.5)
    assert at["struck"] == pytest.approx(at["high"] + 1)
    assert at["turned"] == pytest.approx(at["high"] + 2)
    assert (at["early"], at["later"]) == (1.0, 1.25)


def test_it_comes_as_often_as_it_may_and_only_when_it_was_gone_in_between(tmp_path: Path) -> None:
    sheet = """
timeline:
  - {{when: green_seen, {times}label: seen, press: ack, hold: 10 ms}}
  - {{at: 1 s, press: start}}
  - {{at: 2 s, press: start}}
  - {{at: 3 s, press: start}}
""".replace("green_seen", "lamp_green")
    for times, expected in (("", 1), ("times: 2, ", 2), ("times: 9, ", 3)):
        events = run(tmp_path, sheet.format(times=times)).trace.events
        assert sum(event.label == "seen" for event in events) == expected


def test_it_is_waited_for_from_a_time_on(tmp_path: Path) -> None:
    at = moments(run(tmp_path, "timeline: [{at: 4 s, when: pump_on, label: on, press: start}]"))
    assert at["on"] == 4.01


def test_a_fault_waits_and_lasts(tmp_path: Path) -> None:
    graded = run(
        tmp_path,
        "faults: [{label: drifts, when: level_m > 0.08, fault: drift, tag: level_raw,"
        " by: 0.1 m, over: 1 s, lasts: 1 s}]",
    )
    at, columns = moments(graded), graded.trace.columns
    assert at["drifts.end"] == pytest.approx(at["drifts"] + 1)
    off = columns["level_raw"] / 27648 * 0.5 - columns["level_m"]
    row = round(at["drifts"] * 100)
    assert abs(off[row - 1]) < 0.003
    # it drifts from when it began, not from the start of the run
    assert off[row + 50] == pytest.approx(0.05, abs=0.004)
    assert abs(off[row + 101]) < 0.003


def test_a_dial_goes_up_a_ramp_and_stays_at_its_end(tmp_path: Path) -> None:
    graded = run(
        tmp_path,
        """
timeline:
  - {at: 1 s, set: {setpoint: 0.1 m}}
  - {at: 2 s, label: up, ramp: {setpoint: {to: 0.3 m, over: 4 s}}}
""",
    )
    dial = graded.trace.columns["setpoint_m"]
    assert dial[200] == pytest.approx(0.1)
    assert dial[400] == pytest.approx(0.2)
    assert dial[600] == 0.3
    assert dial[-1] == 0.3
    assert np.all(np.diff(dial[200:601]) > 0)


def test_a_step_by_hand_ends_a_ramp(tmp_path: Path) -> None:
    dial = run(
        tmp_path,
        """
timeline:
  - {at: 1 s, ramp: {setpoint: {to: 0.4 m, over: 4 s}}}
  - {at: 3 s, set: {setpoint: 0.1 m}}
""",
    ).trace.columns["setpoint_m"]
    assert dial[299] == pytest.approx(0.2, abs=0.002)
    assert np.all(dial[300:] == 0.1)


def test_noise_is_around_the_value_differs_by_seed_and_ends(tmp_path: Path) -> None:
    sheet = """
timeline:
  - {at: 1 s, set: {setpoint: 0.25 m}}
  - {at: 2 s, noise: {setpoint: {rms: 10 mm, over: 6 s}}}
"""
    dials = [run(tmp_path, sheet, seed).trace.columns["setpoint_m"] for seed in (1, 1, 2)]
    assert np.array_equal(dials[0], dials[1])
    assert not np.array_equal(dials[0], dials[2])
    noise = dials[0][200:800] - 0.25
    assert np.std(noise) == pytest.approx(0.01, rel=0.1)
    assert abs(np.mean(noise)) < 0.002
    assert np.all(dials[0][800:] == 0.25)


def test_a_parameter_goes_up_a_ramp(tmp_path: Path) -> None:
    still = run(tmp_path, "")
    moved = run(tmp_path, "timeline: [{at: 2 s, ramp: {outlet_kv: {to: 6 m3/h, over: 3 s}}}]")
    outflow = [graded.trace.columns["outflow_m3_s"] for graded in (still, moved)]
    assert np.array_equal(outflow[0][:200], outflow[1][:200])
    assert outflow[1][600] > 1.3 * outflow[0][600]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("timeline: [{when: level_q > 1.0, press: start}]", "TL3601"),
        ("timeline: [{when: level_m, press: start}]", "TL6002"),
        ("timeline: [{when: 1.0 > 0.5, press: start}]", "TL6006"),
        ("timeline: [{when: link_stale, press: start}]", "TL3601"),
        ("timeline: [{at: 1 s, after: 1 s, press: start}]", "TL1024"),
        ("timeline: [{at: 1 s, times: 3, press: start}]", "TL1024"),
        ("timeline: [{press: start}]", "TL1011"),
        ("timeline: [{at: 1 s, press: start, then: [{press: ack}]}]", "TL1011"),
        ("timeline: [{at: 1 s, press: start, then: [{after: 1 s, press: akc}]}]", "TL1013"),
        ("timeline: [{at: 1 s, ramp: {setpoint: {to: 3 m, over: 1 s}}}]", "TL1014"),
        ("timeline: [{at: 1 s, ramp: {setpoint: {to: 3 s, over: 1 s}}}]", "TL1015"),
        ("timeline: [{at: 1 s, ramp: {start: {to: 1, over: 1 s}}}]", "TL1013"),
        ("timeline: [{at: 1 s, ramp: {initial_level: {to: 0.1 m, over: 1 s}}}]", "TL1013"),
        ("timeline: [{at: 1 s, noise: {setpoint: {rms: 3 s, over: 1 s}}}]", "TL1015"),
        ("timeline: [{at: 1 s, ramp: {setpoint: {to: 0.1 m, over: 0 s}}}]", "TL1012"),
        ("faults: [{label: f, when: pump_on, fault: stuck, tag: level_raw, end: 5 s}]", "TL1025"),
        ("faults: [{label: f, begin: 1 s, fault: stuck, tag: level_raw, end: 5 s, lasts: 1 s}]", "TL1025"),
        ("faults: [{label: f, fault: stuck, tag: level_raw}]", "TL1011"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_a_diagnostic(tmp_path: Path, entry: str, code: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        run(tmp_path, entry)
    assert [problem.kind.code for problem in found.value.problems] == [code]
    assert found.value.problems[0].position.line > 6
