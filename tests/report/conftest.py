"""Real runs that the reports are written about, and one that is made of hostile names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from trainlab.bench.pacer import VirtualPacer
from trainlab.core.last_write import LastWrite
from trainlab.core.message import Text
from trainlab.core.problem import Position
from trainlab.grading.written import WrittenBy
from trainlab.plc.problems.running import DIVIDED_BY_ZERO
from trainlab.report.contract import Outcome, Refusal
from trainlab.scenario.load import load_scenario
from trainlab.session.grade import Graded, grade, grade_compiled
from trainlab.session.lines import with_lines
from trainlab.session.program import UNKNOWN_LANGUAGE, compile_program

ROOT = Path(__file__).parents[2]
SCENARIO = ROOT / "scenarios/tank/level_hold.yaml"
PROJECT = ROOT / "plc_projects/tank_level_hold"
HOSTILE = (
    "</script><img src=x onerror=alert(1)>|`*[a](http://b)\x07\ufffe\x9b\udcff =1+1 & 'q' \"q\""
)


def _outcome(graded: Graded) -> Outcome:
    return Outcome(graded.verdict, graded.trace, graded.coverage)


@pytest.fixture(scope="session")
def passed() -> Outcome:
    return _outcome(grade(load_scenario(SCENARIO), PROJECT / "solution.st", covering=True))


@pytest.fixture(scope="session")
def failed() -> Outcome:
    program = PROJECT / "bad_no_integral.st"
    scenario, compiled = load_scenario(SCENARIO), compile_program(program)
    graded = grade_compiled(scenario, compiled, program, covering=True)
    return _outcome(with_lines(scenario, compiled, graded, VirtualPacer()))


@pytest.fixture(scope="session")
def disqualified() -> Outcome:
    """The solution, which would have passed, with a variable forced."""
    program = PROJECT / "solution.st"
    compiled, forces = compile_program(program), [("control.gain", "8.0")]
    return _outcome(grade_compiled(load_scenario(SCENARIO), compiled, program, forces=forces))


@pytest.fixture(scope="session")
def hostile(failed: Outcome) -> Outcome:
    """A failed run whose texts would break a page, a table or a spreadsheet that takes them in."""
    text = Text(HOSTILE, HOSTILE)
    score = failed.verdict.score
    at = Position(HOSTILE, 3, 1)
    made = LastWrite(at, HOSTILE, HOSTILE, 0)
    line = WrittenBy(HOSTILE, 1.0, 0, LastWrite(at, HOSTILE, HOSTILE, 0, made))
    results = tuple(
        replace(
            result,
            check=result.check.model_copy(update={"title": text}),
            finding=replace(result.finding, measured=Text("{it}", "{it}").fill(it=HOSTILE)),
            lines=(line,),
        )
        for result in score.results
    )
    origin = replace(failed.verdict.origin, title=text, program=f"={HOSTILE}", scenario=HOSTILE)
    stop = DIVIDED_BY_ZERO.at(Position(HOSTILE, 3, 1), path="")
    verdict = replace(
        failed.verdict,
        origin=origin,
        score=replace(score, results=results),
        stopped=stop,
        warnings=(stop,),
    )
    return replace(failed, verdict=verdict)


@pytest.fixture(scope="session")
def refused() -> Refusal:
    problem = UNKNOWN_LANGUAGE.at(Position(HOSTILE, 1, 2), name=HOSTILE, known=".st")
    return Refusal("a/level_hold.yaml", f"@{HOSTILE}", (problem,))
