"""Evidence lines: which statement gave an output the value by which a check was lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from trainlab.bench.pacer import PatientPacer, VirtualPacer
from trainlab.core.image import IOImage
from trainlab.grading.rubric import CheckResult
from trainlab.scenario.build import build
from trainlab.scenario.load import load_scenario
from trainlab.session.grade import Graded, grade_compiled
from trainlab.session.lines import with_lines
from trainlab.session.program import compile_program
from trainlab.session.run import bench_of, run_to_the_end
from trainlab.trace.digest import Digest

ROOT = Path(__file__).parents[2]
SCENARIO = ROOT / "scenarios/tank/level_hold.yaml"
PROJECT = ROOT / "plc_projects/tank_level_hold"


def graded(program: Path, seed: int | None = None, sheet: Path = SCENARIO) -> Graded:
    scenario, compiled = load_scenario(sheet), compile_program(program)
    plain = grade_compiled(scenario, compiled, program, seed)
    return with_lines(scenario, compiled, plain, VirtualPacer())


def results(of: Graded) -> dict[str, CheckResult]:
    return {result.check.id: result for result in of.verdict.score.results}


@pytest.fixture(scope="module")
def ignoring() -> dict[str, CheckResult]:
    return results(graded(PROJECT / "bad_ignores_estop.st"))


def statement(program: Path, tag: str) -> int:
    """The number of the one line of a program that assigns a tag."""
    lines = program.read_text(encoding="utf-8").splitlines()
    (number,) = (n for n, line in enumerate(lines, 1) if line.strip().startswith(f"{tag} :="))
    return number


def test_the_outputs_that_a_check_names_have_the_lines_that_wrote_them(
    ignoring: dict[str, CheckResult],
) -> None:
    program = PROJECT / "bad_ignores_estop.st"
    lines = {line.tag: line for line in ignoring["estop"].lines}
    assert set(lines) == {"pump_command", "shutoff_command", "valve_command"}
    for tag, line in lines.items():
        assert line.write is not None
        assert line.write.position.file == str(program)
        assert line.write.position.line == statement(program, tag)
        assert (line.write.pou, line.write.line.startswith(f"{tag} :=")) == ("LevelHold", True)


def test_behind_a_copy_stands_the_statement_that_decided(
    ignoring: dict[str, CheckResult],
) -> None:
    (pump,) = (line for line in ignoring["estop"].lines if line.tag == "pump_command")
    assert pump.write is not None
    assert pump.write.line == "pump_command := running;"
    assert pump.write.made is not None
    assert pump.write.made.line == "running := TRUE;"
    assert pump.write.made.at_ns == pump.since_ns


def test_the_write_is_the_last_one_before_the_interval_ends(
    ignoring: dict[str, CheckResult],
) -> None:
    result = ignoring["estop"]
    (pump,) = (line for line in result.lines if line.tag == "pump_command")
    tick_ns = 10_000_000
    assert pump.write is not None
    assert pump.write.at_ns == result.finding.interval[1] - tick_ns
    assert pump.value is True
    assert pump.since_ns < result.finding.interval[0]


def test_what_must_never_come_is_proved_when_it_comes() -> None:
    sheet = ROOT / "scenarios/conveyor/sort_height_exam.yaml"
    program = ROOT / "plc_projects/conveyor_sort_height_exam/bad_no_queue.st"
    found = results(graded(program, sheet=sheet))
    lost = [each for each in found.values() if each.finding.at_its_begin and each.lines]
    assert lost
    for each in lost:
        for line in each.lines:
            assert line.since_ns <= each.finding.interval[0]


def test_a_check_of_facts_alone_has_the_outputs_that_changed() -> None:
    found = results(graded(PROJECT / "bad_no_integral.st"))["outlet_opened"]
    assert found.finding.signals == ("level_m", "setpoint_m")
    assert [line.tag for line in found.lines] == ["valve_command"]


def test_what_was_passed_has_no_lines(ignoring: dict[str, CheckResult]) -> None:
    assert {result.passed for result in ignoring.values() if not result.lines} == {True}


def test_whoever_passes_is_not_run_again() -> None:
    program = PROJECT / "solution.st"
    scenario, compiled = load_scenario(SCENARIO), compile_program(program)
    plain = grade_compiled(scenario, compiled, program)
    assert with_lines(scenario, compiled, plain, PatientPacer(0.0)) is plain


def test_no_time_for_a_second_run_leaves_the_verdict_as_it_is() -> None:
    program = PROJECT / "bad_no_stop.st"
    scenario, compiled = load_scenario(SCENARIO), compile_program(program)
    plain = grade_compiled(scenario, compiled, program)
    assert with_lines(scenario, compiled, plain, PatientPacer(0.0)) is plain


@pytest.mark.parametrize("name", ["solution.st", "bad_on_off.st", "twincat", "codesys"])
def test_a_traced_run_is_the_run_that_was_graded(name: str) -> None:
    program = PROJECT / name
    scenario, compiled = load_scenario(SCENARIO), compile_program(program)
    station = build(scenario, scenario.seed)
    digest = Digest(len(scenario.plant.facts))
    controller = compiled.controller(station.image, tracing=True)
    run_to_the_end(scenario, bench_of(scenario, station, controller, [digest]), VirtualPacer())
    plain = grade_compiled(scenario, compiled, program).verdict
    assert digest.hexdigest() == plain.trace_digest


def test_an_output_that_no_statement_wrote_says_so(tmp_path: Path) -> None:
    program = tmp_path / "idle.st"
    program.write_text(
        "PROGRAM Idle VAR pump_command AT %QX1.0 : BOOL; horn AT %QX0.3 : BOOL; END_VAR\n"
        "horn := FALSE;\nEND_PROGRAM\n",
        encoding="utf-8",
    )
    lines = {line.tag: line for line in results(graded(program))["alarm"].lines}
    assert lines["horn"].write is not None
    starts = {line.tag: line.write for line in results(graded(program))["starts"].lines}
    assert starts["lamp_green"] is None


def test_after_the_controller_stopped_no_statement_is_blamed(tmp_path: Path) -> None:
    program = tmp_path / "stops.st"
    program.write_text(
        "PROGRAM Stops VAR n : INT; pump_command AT %QX1.0 : BOOL; END_VAR\n"
        "n := n + 1;\npump_command := 100 / (100 - n) > 0;\nEND_PROGRAM\n",
        encoding="utf-8",
    )
    found = graded(program)
    assert found.verdict.stopped_at_ns == 990_000_000
    assert [result.lines for result in found.verdict.score.results if result.lines] == []


def test_a_hidden_check_shows_no_lines() -> None:
    found = graded(PROJECT / "bad_no_stop.st")
    score = found.verdict.score
    hidden = [
        replace(each, check=each.check.model_copy(update={"hidden": True}))
        for each in score.results
    ]
    concealed = replace(score, results=tuple(hidden)).concealed()
    assert any(each.lines for each in hidden)
    assert [each.lines for each in concealed.results if each.lines] == []


def test_a_program_of_an_ide_names_the_place_that_the_ide_shows(tmp_path: Path) -> None:
    source = (PROJECT / "codesys/plcopen.xml").read_text(encoding="utf-8")
    program = tmp_path / "plcopen.xml"
    silent = " AND NOT _xSilent;"
    assert source.count(silent) == 1
    program.write_text(source.replace(silent, ";"), encoding="utf-8")
    (line,) = results(graded(program))["horn_off"].lines
    assert line.write is not None
    assert line.write.position.part is not None
    assert "PRG_Outputs" in line.write.position.part.render("en")
    assert line.write.line == "GVL.xHorn := PLC_PRG.fbDrive.xHorn;"
    assert line.write.made is not None
    assert line.write.made.pou == "FB_TankDrive"


def test_a_controller_that_is_not_traced_knows_nothing() -> None:
    compiled = compile_program(PROJECT / "solution.st")
    image = IOImage(load_scenario(SCENARIO).plant.tags)
    controller = compiled.controller(image)
    controller.scan(image, 0)
    assert controller.last_write("pump_command") is None
