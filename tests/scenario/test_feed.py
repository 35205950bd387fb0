"""What a plant is fed with: the section `feed`, and parts that the timeline lays on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from trainlab.core.problem import ProblemsFound
from trainlab.scenario.build import build
from trainlab.scenario.load import load_scenario
from trainlab.scenario.scenario import Scenario
from trainlab.session.grade import Graded, grade

HEAD = """
trainlab: 1
title: Fed
task: Both belts run.
plant: {type: sort_height}
timing: {duration: 30 s}
"""
NONE = "feed: {interval: 0 s}\n"
RUBRIC = """
rubric:
  checks:
    - {id: jam, title: Jam, check: never, points: 1, condition: boxes_cleared > 0.0}
"""
PROGRAM = """
PROGRAM p
VAR infeed AT %QX1.0 : BOOL; sort AT %QX1.1 : BOOL; END_VAR
infeed := TRUE; sort := TRUE;
END_PROGRAM
"""


def loaded(folder: Path, sheet: str, head: str = HEAD) -> Scenario:
    file = folder / "s.yaml"
    file.write_text(head + sheet + RUBRIC)
    return load_scenario(file)


def run(folder: Path, sheet: str, seed: int = 1) -> Graded:
    program = folder / "p.st"
    program.write_text(PROGRAM)
    return grade(loaded(folder, sheet), program, seed)


def fed(graded: Graded) -> list[float]:
    """When the boxes were laid on, in s."""
    rises = np.flatnonzero(np.diff(graded.trace.columns["boxes_fed"]) > 0)
    return [round((int(rise) + 1) * 0.01, 2) for rise in rises]


def codes(folder: Path, sheet: str, head: str = HEAD) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        loaded(folder, sheet, head)
    return [problem.kind.code for problem in found.value.problems]


def test_the_section_is_the_parameters_of_the_plant(tmp_path: Path) -> None:
    """Word for word as under plant: the same draws, the same run."""
    parts = "feed: {interval: {between: [2 s, 3 s]}, share_tall: 100 %}"
    parameters = parts.replace("interval", "feed_interval").replace("share_", "feed_share_")
    head = HEAD.replace("{type: sort_height}", "{type: sort_height, parameters: %s}")
    here = build(loaded(tmp_path, parts), 7).parameters
    there = build(loaded(tmp_path, "", head % parameters.removeprefix("feed: ")), 7).parameters
    assert here == there
    assert 2.0 <= here["feed_interval"] <= 3.0
    assert here["feed_share_tall"] == 100.0


def test_parts_come_in_their_order_at_their_time(tmp_path: Path) -> None:
    feed = "{parts: [tall, short, short], every: 4 s, count: 4}"
    graded = run(tmp_path, NONE + f"timeline: [{{at: 1 s, label: on, feed: {feed}}}]")
    columns = graded.trace.columns
    assert fed(graded) == pytest.approx([1.0, 5.0, 9.0, 13.0], abs=0.02)
    assert graded.trace.moments["on"] == 10**9
    low, high = np.asarray(columns["low_beam"]), np.asarray(columns["high_beam"])
    begins = np.flatnonzero(np.diff(low.astype(int)) > 0)
    tall = [bool(high[begin : begin + 40].any()) for begin in begins]
    assert tall == [True, False, False, True]


def test_parts_that_come_together_are_not_lost(tmp_path: Path) -> None:
    twice = "timeline: [{at: 1 s, feed: tall}, {at: 1 s, feed: tall}, {at: 1.01 s, feed: tall}]"
    graded = run(tmp_path, NONE + twice)
    assert graded.trace.columns["boxes_fed"][-1] == 3


def test_without_a_count_they_come_until_the_end(tmp_path: Path) -> None:
    sheet = NONE + "timeline: [{at: 2 s, feed: {part: short, every: 3 s}}]"
    graded = run(tmp_path, sheet)
    assert fed(graded) == pytest.approx([2, 5, 8, 11, 14, 17, 20, 23, 26, 29], abs=0.02)


def test_draws_differ_by_seed_and_not_by_run(tmp_path: Path) -> None:
    feed = "{one_of: [tall, short], every: {between: [500 ms, 1500 ms]}, count: 20}"
    scenario = loaded(tmp_path, f"timeline: [{{at: 1 s, feed: {feed}}}]")
    of = {seed: build(scenario, seed).stimuli for seed in (1, 2)}
    assert of[1] != of[2]
    assert of[1] == build(scenario, 1).stimuli
    presses = [each for each in of[1] if each.action.value == 1.0]
    gaps = np.diff([each.at_ns for each in presses]) / 1e9
    assert 0.49 <= gaps.min() < gaps.max() <= 1.51
    assert {each.action.control for each in presses} == {"feed_tall", "feed_short"}


def test_a_train_may_wait_for_something(tmp_path: Path) -> None:
    feed = "feed: {part: short, every: 3 s, count: 3}"
    when = "when: infeed_travel_m > 2.0, after: 1 s"
    graded = run(tmp_path, NONE + f"timeline: [{{{when}, label: on, {feed}}}]")
    on = graded.trace.moments["on"] / 1e9
    assert fed(graded) == pytest.approx([on, on + 3, on + 6], abs=0.02)


@pytest.mark.parametrize(
    ("feed", "code"),
    [
        ("tal", "TL1013"),
        ("{one_of: [tall, shrt], every: 1 s, count: 2}", "TL1013"),
        ("{parts: [tall, short]}", "TL1011"),
        ("{part: tall, count: 2}", "TL1011"),
        ("{part: tall, parts: [short]}", "TL1038"),
        ("{every: 1 s}", "TL1038"),
        ("{part: tall, every: 0 s}", "TL1012"),
        ("{part: tall, count: 0}", "TL1012"),
        ("{part: tall, evry: 3 s}", "TL1010"),
    ],
)
def test_what_makes_no_sense_is_reported(tmp_path: Path, feed: str, code: str) -> None:
    assert codes(tmp_path, f"timeline: [{{at: 1 s, feed: {feed}}}]") == [code]


def test_keys_of_the_section_are_held_to_the_plant(tmp_path: Path) -> None:
    assert codes(tmp_path, "feed: {intervall: 3 s}") == ["TL1013"]
    assert codes(tmp_path, "feed: {interval: 3 m}") == ["TL1015"]
    head = HEAD.replace(
        "{type: sort_height}", "{type: sort_height, parameters: {feed_interval: 3 s}}"
    )
    assert codes(tmp_path, "feed: {interval: 3 s}", head) == ["TL1007"]
    tank = HEAD.replace("sort_height", "tank_level")
    sheet = "timeline: [{at: 1 s, feed: box}]".replace("boxes_cleared", "level_m")
    assert "TL1039" in codes(tmp_path, sheet, tank)


def test_how_long_a_button_is_held_may_be_drawn(tmp_path: Path) -> None:
    sheet = "timeline: [{at: 1 s, press: start, hold: {between: [1 s, 4 s]}}]"
    scenario = loaded(tmp_path, sheet)
    held = {build(scenario, seed).stimuli[1].at_ns / 1e9 - 1.0 for seed in range(1, 6)}
    assert len(held) == 5
    assert 1.0 <= min(held) < max(held) <= 4.0
    assert codes(tmp_path, "timeline: [{at: 1 s, press: start, hold: 0 s}]") == ["TL1012"]
