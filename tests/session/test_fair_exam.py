"""The rules of a fair exam, each with a program that attacks it (attacks/, docs/reference/fair-exam.md)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import deque
from functools import cache
from pathlib import Path

import pytest

from trainlab.core.problem import ProblemsFound
from trainlab.grading.seeds import OverSeeds, SeedResult
from trainlab.grading.verdict import Verdict
from trainlab.scenario.load import load_scenario
from trainlab.session.desk import Desk
from trainlab.session.fairness import unfair_on_the_wire
from trainlab.session.grade import grade_compiled
from trainlab.session.program import compile_program

ROOT = Path(__file__).parents[2]
SCENARIO = ROOT / "scenarios/tank/level_hold.yaml"
SOLUTION = ROOT / "plc_projects/tank_level_hold/solution.st"
ATTACKS = Path(__file__).parent / "attacks"
GATES = {"wire_break", "estop", "stop"}
SEEDS = range(1, 1 + load_scenario(SCENARIO).seeds)
REFUSED = {"writes_an_input"}
DISQUALIFIED = {"writes_an_input_by_reference", "writes_an_input_of_a_block"}
LEARNED = {"timers_of_one_seed", "numbers_of_one_seed"}
STOPPED = {"endless_loop": "TL4003", "stops_itself": "TL4001"}
# What these do they would do without a plant: no gate may be theirs by luck.
BLIND = {
    "idle",
    "sleeps_until_asked",
    "everything_on",
    "toggles",
    "timers_ahead_of_time",
    "returns_early",
    *STOPPED,
}
GRADED = BLIND | LEARNED | {"reads_a_fact"}


@cache
def verdict(name: str, seed: int, forces: tuple[tuple[str, str], ...] = ()) -> Verdict:
    path = SOLUTION if name == "solution" else ATTACKS / f"{name}.st"
    scenario, compiled = load_scenario(SCENARIO), compile_program(path)
    return grade_compiled(scenario, compiled, path, seed, forces=forces).verdict


def over(name: str) -> OverSeeds:
    """The outcome on the seeds of the sheet, of which the worst counts."""
    return OverSeeds([SeedResult.of(verdict(name, seed)) for seed in SEEDS])


def cli(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "trainlab", "grade", "--lang", "en", str(SCENARIO)]
    return subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True)


def codes(of: Verdict) -> set[str]:
    return {problem.kind.code for problem in of.disqualified}


def test_every_attack_is_tried() -> None:
    assert {path.stem for path in ATTACKS.glob("*.st")} == REFUSED | DISQUALIFIED | GRADED


def test_the_exam_can_be_passed_fairly() -> None:
    assert over("solution").passed
    assert all(not verdict("solution", seed).disqualified for seed in SEEDS)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_writing_an_input_by_its_name_is_refused_before_the_run(name: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        verdict(name, 1)
    assert [problem.kind.code for problem in found.value.problems] == ["TL3505"]
    assert cli(ATTACKS / f"{name}.st").returncode == 2


@pytest.mark.parametrize("name", sorted(DISQUALIFIED))
def test_writing_an_input_by_a_detour_disqualifies(name: str) -> None:
    found = verdict(name, 1)
    assert codes(found) == {"TL0026"}
    assert (found.passed, found.earned, found.level) == (False, 0.0, "")
    (problem,) = found.disqualified
    line = (ATTACKS / f"{name}.st").read_text().splitlines()[problem.position.line - 1]
    assert line.strip() in {"dial^ := level_raw;", "dial := to_where;"}


def test_forcing_a_tag_disqualifies_even_the_solution() -> None:
    found = verdict("solution", 1, (("horn", "FALSE"),))
    assert codes(found) == {"TL0025"}
    assert found.score.earned > 0
    assert (found.passed, found.earned) == (False, 0.0)


def test_forcing_an_inner_variable_disqualifies_too() -> None:
    assert codes(verdict("solution", 1, (("control.gain", "8.0"),))) == {"TL0025"}


@pytest.mark.parametrize(
    ("forces", "code"), [((("nowhere", "1"),), "TL0003"), ((("horn", "7"),), "TL0029")]
)
def test_what_cannot_be_forced_is_not_run(forces: tuple[tuple[str, str], ...], code: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        verdict("solution", 1, forces)
    assert [problem.kind.code for problem in found.value.problems] == [code]


def test_a_fault_that_a_client_begins_disqualifies_a_wired_run() -> None:
    asked: list[dict[str, object]] = [
        {"do": "fault", "tag": "level_raw", "kind": "open_wire", "asked_by": "a page"},
        {"do": "fault", "tag": "no_such", "kind": "open_wire", "asked_by": "a page"},
        {"do": "operate", "control": "start", "value": True, "asked_by": "a page"},
    ]
    desk = Desk(load_scenario(SCENARIO), 1, deque(asked))
    desk.take(1_000_000_000)
    (problem,) = unfair_on_the_wire((), desk.begun, desk.ever_forced, "sheet.yaml")
    assert problem.kind.code == "TL0028"
    assert "level_raw" in problem.message("en")


@pytest.mark.parametrize("name", sorted(GRADED))
def test_no_attack_passes(name: str) -> None:
    assert not over(name).passed


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", sorted(BLIND))
def test_no_gate_is_passed_by_luck(name: str, seed: int) -> None:
    found = verdict(name, seed)
    assert set(found.score.failed_gates) == GATES
    assert found.earned == 0.0


@pytest.mark.parametrize("name", sorted(LEARNED))
def test_what_is_learned_from_one_seed_is_worth_nothing_with_another(name: str) -> None:
    assert verdict(name, 1).passed  # else it would be no attack
    assert not verdict(name, 2).passed


@pytest.mark.parametrize("name", sorted(STOPPED))
def test_whoever_stops_fails_and_the_clock_runs_on(name: str) -> None:
    found = verdict(name, 1)
    assert found.stopped is not None
    assert found.stopped.kind.code == STOPPED[name]
    assert found.ticks == load_scenario(SCENARIO).ticks
    assert not found.passed


def test_a_fact_of_the_plant_has_no_name_in_a_program() -> None:
    found = verdict("reads_a_fact", 1)
    assert "TL3509" in {problem.kind.code for problem in found.warnings}
    failed = {result.check.id for result in found.score.results if not result.passed}
    assert "second_setpoint" in failed


def test_the_process_ends_with_3_and_says_why() -> None:
    ended = cli(SOLUTION, "--force", "level_raw=9964", "--json", "-")
    document = json.loads(ended.stdout)
    assert ended.returncode == 3
    assert [problem["code"] for problem in document["disqualified"]] == ["TL0025"]
    assert (document["points"], document["passed"], document["level"]) == (0, False, None)
    assert document["sum"] > 0
    assert "seeds" not in document  # one seed is enough for what does not count
    text = cli(ATTACKS / "writes_an_input_by_reference.st")
    assert text.returncode == 3
    assert "DISQUALIFIED  no points count" in text.stdout
    assert "TL0026" in text.stdout


def test_a_disqualified_seed_is_the_worst_of_all() -> None:
    clean, forced = verdict("idle", 1), verdict("solution", 1, (("horn", "FALSE"),))
    results = [SeedResult.of(clean), SeedResult.of(forced), SeedResult.of(verdict("solution", 2))]
    seeds = OverSeeds(results)
    assert seeds.worst is results[1]
    assert not seeds.passed
