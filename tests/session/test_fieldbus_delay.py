"""A program behind a fieldbus that takes time: what it sees, when its outputs act, and for whom."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from trainlab.bench.pacer import WallPacer
from trainlab.core.problem import ProblemsFound
from trainlab.scenario.load import load_scenario
from trainlab.session.grade import Graded, grade

SHEET = """
trainlab: 1
title: Delay
task: The lamp shows the button.
plant: {{type: tank_level, parameters: {{initial_level: 0.05 m, transmitter_noise: 0 m}}}}
timing: {timing}
timeline: [{{at: 1 s, press: start, hold: 100 ms}}]
rubric: {{checks: [{{id: dry, title: Dry, check: never, points: 1, condition: overflow_m3 > 0}}]}}
"""
PROGRAM = """
PROGRAM p
VAR
    start AT %IX0.0 : BOOL; estop_ok AT %IX0.2 : BOOL;
    green AT %QX0.0 : BOOL; red AT %QX0.2 : BOOL; number AT %QW64 : INT;
END_VAR
green := start; number := number + 1;
(* more *)
END_PROGRAM
"""
STOPS = PROGRAM.replace("(* more *)", "IF start THEN number := 1 / (number - number); END_IF;")


def run(folder: Path, timing: str, seed: int = 1, program: str = PROGRAM) -> Graded:
    sheet, source = folder / "s.yaml", folder / "p.st"
    sheet.write_text(SHEET.format(timing=timing))
    source.write_text(program)
    return grade(load_scenario(sheet), source, seed)


def edges_ms(graded: Graded, name: str) -> list[int]:
    """When a BOOL changed, in ms."""
    changed = np.flatnonzero(np.diff(graded.trace.columns[name].astype(np.int8))) + 1
    return [int(row) * graded.trace.tick_ns // 1_000_000 for row in changed]


def test_a_program_answers_after_the_delay_there_and_back(tmp_path: Path) -> None:
    graded = run(tmp_path, "{duration: 3 s, link: {delay: 20 ms}}")
    assert edges_ms(graded, "start_button") == [1000, 1100]
    assert edges_ms(graded, "lamp_green") == [1040, 1140]


def test_what_arrives_between_two_scans_waits_for_the_next(tmp_path: Path) -> None:
    graded = run(tmp_path, "{duration: 3 s, scan: 70 ms, link: {delay: 20 ms}}")
    # Seen from 1020 and 1120 on; scans at 1050 and 1120; 20 ms on the way back.
    assert edges_ms(graded, "lamp_green") == [1070, 1140]
    numbers = graded.trace.columns["valve_command"]
    assert list(numbers[[0, 1, 2, 8, 9, 16]]) == [0, 0, 1, 1, 2, 3]


def test_jitter_lengthens_a_transfer_by_a_drawn_time_and_keeps_the_order(tmp_path: Path) -> None:
    timing = "{tick: 1 ms, duration: 3 s, link: {delay: 5 ms, jitter: 10 ms}}"
    answers = set()
    for seed in range(1, 9):
        graded = run(tmp_path, timing, seed)
        first, last = edges_ms(graded, "lamp_green")
        assert 1010 <= first <= 1030
        assert 1110 <= last <= 1130
        answers.add((first, last))
        assert np.all(np.diff(graded.trace.columns["valve_command"][:2500]) >= 0)
    assert len(answers) > 4


def test_a_run_over_a_link_is_repeatable_by_its_seed(tmp_path: Path) -> None:
    timing = "{duration: 3 s, link: {delay: 20 ms, jitter: 40 ms}}"
    first, again, other = (run(tmp_path, timing, seed).trace.digest for seed in (3, 3, 4))
    assert first == again != other


def test_the_wall_clock_changes_nothing(tmp_path: Path) -> None:
    timing = "{duration: 1.2 s, link: {delay: 20 ms, jitter: 40 ms}}"
    digest = run(tmp_path, timing).trace.digest
    scenario = load_scenario(tmp_path / "s.yaml")
    paced = grade(scenario, tmp_path / "p.st", pacer=WallPacer(10_000_000, speed=20.0))
    assert paced.trace.digest == digest


def test_the_first_scan_sees_the_plant_at_rest(tmp_path: Path) -> None:
    program = PROGRAM.replace("(* more *)", "red := red OR NOT estop_ok;")
    graded = run(tmp_path, "{duration: 3 s, link: {delay: 200 ms}}", program=program)
    assert not graded.trace.columns["lamp_red"].any()


def test_a_stop_puts_the_outputs_to_fail_safe_at_once(tmp_path: Path) -> None:
    graded = run(tmp_path, "{duration: 3 s, link: {delay: 20 ms}}", program=STOPS)
    assert graded.verdict.stopped is not None
    assert graded.verdict.stopped_at_ns == 1_020_000_000
    assert not graded.trace.columns["valve_command"][102:].any()


@pytest.mark.parametrize(
    ("timing", "code"),
    [
        ("{duration: 3 s, link: {delay: 4 ms}}", "TL1033"),
        ("{duration: 3 s, link: {}}", "TL1033"),
        ("{duration: 3 s, link: {delay: 4 s}}", "TL1012"),
        ("{duration: 3 s, link: {delay: -4 s}}", "TL1012"),
        ("{duration: 3 s, link: {dealy: 20 ms}}", "TL1010"),
        ("{duration: 3 s, link: 20 ms}", "TL1012"),
    ],
)
def test_a_link_that_makes_no_sense_is_told(timing: str, code: str, tmp_path: Path) -> None:
    sheet = tmp_path / "s.yaml"
    sheet.write_text(SHEET.format(timing=timing))
    with pytest.raises(ProblemsFound) as found:
        load_scenario(sheet)
    assert code in [problem.kind.code for problem in found.value.problems]
