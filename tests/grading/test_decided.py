"""A check that is decided while a run goes on stays so and is worth the same at its end: on drawn columns,
at every row, and in the shipped exams."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grading.drawn import TICK_NS, made
from trainlab.core.expression import Column
from trainlab.grading.check import Check
from trainlab.grading.evidence import Evidence
from trainlab.scenario.load import load_scenario
from trainlab.scenario.scenario import Scenario
from trainlab.session.grade import grade

ROOT = Path(__file__).parents[2]
SHEETS = sorted((ROOT / "scenarios").glob("*/*.yaml"))
MOMENTS = 10
ROWS = 24
LABELS = frozenset({"one", "two"})
FROM_ONE = {"after": "one"}
BETWEEN = {"after": "one", "until": "two - 200 ms"}
# The conditions a, b, c and d; what may be decided early, with windows of every sort.
ASKED: list[tuple[str, dict[str, Any]]] = [
    ("never", {"condition": "a AND b", "tolerate": "200 ms"}),
    ("never", {"condition": "a AND b", **BETWEEN}),
    ("always", {"condition": "a OR b", "tolerate": "100 ms", "until": "end - 500 ms"}),
    ("always", {"condition": "a OR b", "after": "end - 500 ms"}),
    ("interlock", {"forbid": "a", "when": "b", "within": "200 ms", "must_occur": True}),
    ("interlock", {"forbid": "a", "requires": "b", **BETWEEN}),
    ("estop", {"trigger": "a", "safe": "b", "reset": "c", "restart": "d", "within": "200 ms"}),
    ("estop", {"trigger": "a", "safe": "b", "restart": "d", "given": "c", "zero_at": "600 ms"}),
    ("estop", {"safe": "b", "within": "300 ms", "zero_at": "700 ms", **BETWEEN}),
    ("lamp", {"lamp": "a", "means": "b", "within": "200 ms", "lead": "200 ms"}),
    ("lamp", {"lamp": "a", "means": "b", "within": "300 ms", "flash_period": "300 ms"}),
    ("lamp", {"lamp": "a", "means": "b", "flashing": True, "flash_period": "300 ms", **BETWEEN}),
    ("horn", {"horn": "a", "cause": "b", "acknowledge": "c", "pulse_period": "300 ms"}),
    ("horn", {"horn": "a", "cause": "b", "acknowledge": "c", "within": "200 ms", **BETWEEN}),
    ("alarm", {"alarm": "a", "cause": "b", "within": "300 ms", "clear_within": "200 ms"}),
    ("alarm", {"alarm": "a", "cause": "b", "acknowledge": "c", "limit": 2, "within": "100 ms"}),
    ("alarm", {"alarm": "a", "cause": "b", "within": "200 ms", **BETWEEN}),
    ("count", {"of": "a", "at_most": 2}),
    ("count", {"of": "a", "exactly": 3, "zero_at": 2}),
    ("count", {"of": "a", "at_least": 2, **BETWEEN}),
    ("responds", {"expect": "a AND b", "within": "300 ms", "zero_at": "600 ms", **FROM_ONE}),
    ("responds", {"expect": "a", "given": "b", "within": "300 ms", **BETWEEN}),
    ("survives", {"good": "a OR b", "within": "300 ms", "zero_at": "600 ms", **BETWEEN}),
    ("fault_reaction", {"safe": "a", "within": "300 ms", "zero_at": "600 ms", **BETWEEN}),
    ("fault_reaction", {"safe": "a", "within": "300 ms", "alarm": "b", **FROM_ONE}),
    ("sequence", {"steps": [{"name": n, "condition": n, "within": "500 ms"} for n in "abc"]}),
    ("sequence", {"steps": [{"name": n, "condition": n} for n in "ab"], "overlap": "100 ms"}),
    (
        "sequence",
        {
            "steps": [{"name": n, "condition": n, "within": "600 ms"} for n in "ab"],
            "repeats": "every",
            "partial": True,
            **BETWEEN,
        },
    ),
    (
        "state_machine",
        {
            "states": {"A": "a", "B": "b", "C": "c"},
            "moves": {"A": "B", "B": ["C", "A"], "C": "A"},
            "settle": "200 ms",
            "gaps": True,
        },
    ),
    ("chatter", {"condition": "a", "limit": 40, **BETWEEN}),
    ("cycle_time", {"of": "a", "limit": "600 ms", "cycles": 2, **BETWEEN}),
]
CONDITION = st.lists(st.booleans(), min_size=ROWS, max_size=ROWS)
# Conditions that stay for a while, as a plant's do.
STEADY = st.lists(st.integers(1, 7), min_size=ROWS, max_size=ROWS).map(
    lambda lengths: np.repeat(np.arange(ROWS) % 2 == 0, lengths)[:ROWS]
)


@pytest.mark.parametrize(
    ("kind", "asked"), ASKED, ids=[f"{kind}_{n}" for n, (kind, _) in enumerate(ASKED)]
)
@settings(max_examples=25)
@given(st.lists(CONDITION | STEADY, min_size=4, max_size=4), st.permutations(range(ROWS)))
def test_what_is_decided_stays_whatever_comes(
    kind: str, asked: dict[str, Any], drawn: list[Any], rows: list[int]
) -> None:
    columns = {name: np.array(each) for name, each in zip("abcd", drawn, strict=True)}
    moments = dict(zip(sorted(LABELS), sorted(rows[:2]), strict=True))
    check = made(kind, columns, dict.fromkeys(columns, ""), LABELS, **asked)
    whole = check.judge(so_far(columns, moments, ROWS)).score
    decided = []
    for count in range(1, ROWS + 1):
        evidence = so_far(columns, moments, count)
        decided.append(check.decided(evidence))
        if decided[-1]:
            assert check.judge(evidence).score == whole
    assert not any(before and not after for before, after in pairwise(decided))


def so_far(columns: dict[str, Column], moments: dict[str, int], rows: int) -> Evidence:
    """What is known when so many ticks have passed; moments are rows."""
    come = {label: row * TICK_NS for label, row in moments.items() if row < rows}
    cut = {name: column[:rows] for name, column in columns.items()}
    return Evidence(cut, dict.fromkeys(columns, ""), come, TICK_NS)


def certain(check: Check, columns: dict[str, Column], rows: int, **moments: int) -> bool:
    """Whether it is decided after so many rows."""
    return check.decided(so_far(columns, moments, rows))


def test_a_prohibition_is_open_until_it_is_broken_or_its_window_is_over() -> None:
    columns = {"full": np.arange(10) == 6}
    whole = made("never", columns, {}, condition="full")
    assert [certain(whole, columns, rows) for rows in (1, 6, 7, 9)] == [False, False, True, True]
    part = made("never", columns, {}, frozenset({"drain"}), condition="full", until="drain")
    assert not certain(part, columns, 3)
    assert certain(part, columns, 3, drain=2)


def programs_of(sheet: Path) -> list[Path]:
    """The solution of a sheet and one of its bad programs."""
    folder = ROOT / "plc_projects" / f"{sheet.parent.name}_{sheet.stem}"
    return [folder / "solution.st", min(folder.glob("bad_*.st"))]


def decisions(scenario: Scenario, program: Path) -> list[tuple[bool, ...]]:
    """Of each check, whether it was decided at some moments of a run; as it ended, then."""
    found = grade(scenario, program)
    trace, rubric = found.trace, scenario.rubric.of_doing
    whole = {each.check.id: each.earned for each in found.verdict.score.results}
    kept = []
    for rows in np.linspace(1, len(trace.now_ns) - 1, MOMENTS).astype(int):
        columns = {name: column[:rows] for name, column in trace.columns.items()}
        end_ns = int(rows) * trace.tick_ns
        moments = {label: at_ns for label, at_ns in trace.moments.items() if at_ns < end_ns}
        evidence = Evidence(columns, trace.units, moments, trace.tick_ns)
        decided = rubric.decided(evidence)
        results = rubric.judge_evidence(evidence, {}).results
        for each, certain_now in zip(results, decided, strict=True):
            assert not certain_now or each.earned == whole[each.check.id], each.check.id
        kept.append(decided)
    return kept


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_shipped_exams_decide_as_they_end(sheet: Path) -> None:
    scenario = load_scenario(sheet)
    for program in programs_of(sheet):
        kept = decisions(scenario, program)
        for before, after in pairwise(kept):
            assert all(later for now, later in zip(before, after, strict=True) if now)
        assert any(any(each) for each in kept)


def test_an_ignored_emergency_stop_is_lost_long_before_the_end() -> None:
    scenario = load_scenario(ROOT / "scenarios/tank/level_hold.yaml")
    program = ROOT / "plc_projects/tank_level_hold/bad_ignores_estop.st"
    place = [check.id for check in scenario.rubric.of_doing.checks].index("estop")
    assert [each[place] for each in decisions(scenario, program)][-2]
