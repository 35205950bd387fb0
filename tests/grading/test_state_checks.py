"""State machines, ISA-88 and PackML: their tables against what others wrote down of the standards."""

from __future__ import annotations

import pytest

from grading.drawn_logic import complaints, judged, told
from trainlab.grading.isa88_states import MOVES
from trainlab.grading.packml_states import NUMBERS, moves_of

DOOR = {"states": {"off": "NOT a AND NOT b", "up": "a", "down": "b"}}
LEGAL = {"moves": {"off": ["up", "down"], "up": "off", "down": "off"}}


def test_legal_moves_pass_and_the_first_illegal_one_is_named() -> None:
    good = {"a": "..##.....", "b": ".....##.."}
    assert judged("state_machine", good, **DOOR, **LEGAL).score == 1.0
    bad = judged("state_machine", {"a": "..##...", "b": "....##."}, **DOOR, **LEGAL)
    assert (bad.score, told(bad)) == (0.0, "from 'up' to 'down' at 0.400 s")


def test_a_transient_is_passed_over_up_to_its_limit() -> None:
    both = {"a": "..###....", "b": "....##..."}
    moves = {"moves": {"off": "up", "up": "down", "down": "off"}}
    assert judged("state_machine", both, settle="100 ms", **DOOR, **moves).score == 1.0
    strict = judged("state_machine", both, **DOOR, **moves)
    assert told(strict) == "in several states at once for 100 ms from 0.400 s: up, down"


def test_a_machine_that_never_moves_earns_nothing() -> None:
    assert judged("state_machine", {"a": "....", "b": "...."}, **DOOR, **LEGAL).score == 0.0


def test_states_that_must_be_visited() -> None:
    drawn = {"a": "..##..", "b": "......"}
    finding = judged("state_machine", drawn, must_visit="down", **DOOR, **LEGAL)
    assert told(finding) == "never in: down"


def test_an_unknown_state_is_a_diagnostic() -> None:
    problems = complaints("state_machine", "a b", moves={"off": "upp"}, **DOOR)
    assert [problem.kind.code for problem in problems] == ["TL6041"]


def test_packml_of_2022_holds_and_completes_where_siemens_lpml_does() -> None:
    # LPMLV2022: hold accepted in the states of 16#60, complete in those of 16#860, by PackTags number.
    by_number = {number: name for name, number in NUMBERS["packtags"].items()}
    hold = {by_number[bit] for bit in range(1, 18) if 0x60 >> bit & 1}
    complete = {by_number[bit] for bit in range(1, 18) if 0x860 >> bit & 1}
    moves = moves_of(2022)
    assert {name for name, ends in moves.items() if "holding" in ends} == hold
    assert {name for name, ends in moves.items() if "completing" in ends} == complete


@pytest.mark.parametrize("name", ["idle", "execute", "stopped", "clearing", "complete"])
def test_packml_aborts_from_every_other_state(name: str) -> None:
    assert "aborting" in moves_of(2015)[name]
    assert "aborting" not in moves_of(2015)["aborting"]


def test_packml_judges_numbers() -> None:
    run = {"s": [2, 15, 4, 3, 6, 6, 16, 17.0]}
    assert judged("packml", run, signal="s").score == 1.0
    short = {"s": [2, 4, 3, 6.0]}
    assert told(judged("packml", short, signal="s")) == "from 'stopped' to 'idle' at 0.100 s"
    assert judged("packml", short, signal="s", optional="resetting").score == 1.0
    unknown = judged("packml", {"s": [2, 99, 15.0]}, signal="s")
    assert told(unknown) == "99 is no state's number: 100 ms from 0.100 s"
    long = {"s": [2, 15, 15, 15, 4.0]}
    assert judged("packml", long, signal="s", acting_within="200 ms").score == 0.0
    assert judged("packml", long, signal="s", acting_within="300 ms").score == 1.0


def test_isa88_commands_start_where_the_standard_has_them() -> None:
    def begins(end: str) -> set[str]:
        return {name for name, ends in MOVES.items() if end in ends}

    assert begins("stopping") == set("running pausing paused holding held restarting".split())
    assert begins("holding") == set("running pausing paused restarting".split())
    assert begins("idle") == {"complete", "stopped", "aborted"}
    assert begins("aborting") == MOVES.keys() - {"idle", "complete", "aborting", "aborted"}


def test_phases_by_number_with_additions() -> None:
    codes = {"idle": 1, "starting": 2, "running": 3, "complete": 4}
    drawn = {"s": [1, 2, 3, 4, 1.0]}
    plain = {"idle": 1, "running": 3, "complete": 4}
    assert judged("phases", {"s": [1, 3, 4, 1.0]}, signal="s", codes=plain).score == 1.0
    added = {"idle": "starting", "starting": "running"}
    assert judged("phases", drawn, signal="s", codes=codes, additions=added).score == 1.0
