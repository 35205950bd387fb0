"""The pages of the checks: they are what the checks say, and their examples are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from trainlab.core import catalog
from trainlab.grading.rubric import CheckResult
from trainlab.scenario.load import load_scenario
from trainlab.session.grade import grade
from trainlab.testing.check_examples import example_of, sheet_of
from trainlab.testing.check_pages import pages

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "checks"
SOLUTION = ROOT / "plc_projects/tank_level_hold/solution.st"
CHECKS = catalog.names("checks")
# What a program that does nothing has to earn nothing for. The other checks forbid something.
ASK_FOR_SOMETHING = {
    "count",
    "cycle_time",
    "fault_reaction",
    "oee",
    "quality",
    "responds",
    "settles",
    "sorted",
    "survives",
    "throughput",
    "tracks",
}


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All examples in one sheet."""
    path = tmp_path_factory.mktemp("examples") / "examples.yaml"
    path.write_text(sheet_of(*CHECKS), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def of_solution(sheet: Path) -> dict[str, CheckResult]:
    """What the reference solution earns on them."""
    results = grade(load_scenario(sheet), SOLUTION).verdict.score.results
    return {result.check.check: result for result in results}


@pytest.fixture(scope="module")
def of_nothing(sheet: Path) -> dict[str, CheckResult]:
    """What a program that does nothing earns on them."""
    program = sheet.with_name("nothing.st")
    program.write_text(
        "PROGRAM Nothing\nVAR pump AT %QX1.0 : BOOL; END_VAR\npump := FALSE;\nEND_PROGRAM\n",
        encoding="utf-8",
    )
    results = grade(load_scenario(sheet), program).verdict.score.results
    return {result.check.check: result for result in results}


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_page_is_what_the_check_says(name: str) -> None:
    stored = (PAGES / name).read_text(encoding="utf-8") if (PAGES / name).exists() else ""
    assert stored == pages()[name], "stale: run `make pages`"


def test_no_page_is_left_of_a_check_that_is_no_more() -> None:
    assert {path.name for path in PAGES.glob("*.md")} == set(pages()), "stale: run `make pages`"


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_has_a_docstring_and_an_example_in_both_languages(name: str) -> None:
    example = example_of(name)
    assert f"check: {name}\n" in example
    assert re.search("[\u4e00-\u9fff]", example)
    assert catalog.load("checks", name).__doc__


@pytest.mark.parametrize("name", CHECKS)
def test_the_reference_solution_earns_full_points_on_an_example(
    name: str, of_solution: dict[str, CheckResult]
) -> None:
    finding = of_solution[name].finding
    told = f"{finding.measured.render('en')} against {finding.allowed.render('en')}"
    assert of_solution[name].passed, told


@pytest.mark.parametrize("name", sorted(ASK_FOR_SOMETHING))
def test_a_program_that_does_nothing_earns_nothing_on_what_asks_for_something(
    name: str, of_nothing: dict[str, CheckResult]
) -> None:
    assert of_nothing[name].finding.score == 0.0


@pytest.mark.parametrize("name", CHECKS)
def test_a_finding_speaks_both_languages(name: str, of_solution: dict[str, CheckResult]) -> None:
    finding = of_solution[name].finding
    for message in (finding.measured, finding.allowed):
        assert message.text.places("en") == message.text.places("zh-CN")
        assert "{" not in message.render("en") + message.render("zh-CN")
