"""Whatever somebody writes is read or refused, and what is read can be run to its end."""

from __future__ import annotations

import contextlib
from math import isfinite

from hypothesis import given, settings
from hypothesis import strategies as st

from plants.cnc.machines import LATHE, MILL
from trainlab.core.problem import ProblemsFound
from trainlab.plants.cnc.nc import Machine, compile_program
from trainlab.plants.cnc.nc.planner import PathMotion
from trainlab.plants.cnc.nc.steps import Move

NUMBERS = st.one_of(
    st.integers(-3, 99).map(str),
    st.sampled_from(("0", "1", "-5", "10.5", ".001", "999999", "1000000", "", "+", "1e5", "30")),
)
CODES = st.sampled_from(
    "G0 G1 G2 G3 G4 G17 G18 G19 G20 G21 G28 G43 G49 G53 G54 G55 G73 G80 G81 G82 G83 G90 G91 G92 "
    "G93 G94 G95 G96 G97 G98 G99 M3 M5 M6 M8 M0 M30 T1 T2 S500 F100 (CUT(AP=2) / % ; #1 O5".split()
)
WORDS = st.one_of(CODES, st.tuples(st.sampled_from("XYZIJKRPQFHSTGMN"), NUMBERS).map("".join))
LINES = st.lists(WORDS, max_size=6).map(" ".join)
PROGRAMS = st.lists(LINES, min_size=1, max_size=12).map(lambda lines: "\n".join([*lines, "M30"]))


@given(st.text(max_size=200), st.sampled_from((MILL, LATHE)))
def test_any_text_is_read_or_refused(text: str, machine: Machine) -> None:
    with contextlib.suppress(ProblemsFound):
        compile_program(text, "part.nc", machine)


@settings(max_examples=400)
@given(PROGRAMS, st.sampled_from((MILL, LATHE)))
def test_what_is_read_can_be_moved_to_its_end(text: str, machine: Machine) -> None:
    try:
        program = compile_program(text, "part.nc", machine)
    except ProblemsFound:
        return
    place = machine.home_mm
    for step in program.steps:
        if not isinstance(step, Move):
            continue
        assert step.path.start == place
        place = step.path.end
        motion = PathMotion(step, machine, 1.0)
        assert isfinite(motion.due_s)
        motion.advance(0.5 * motion.due_s)
        assert all(isfinite(each) for each in motion.place)
        motion.advance(motion.due_s)
        assert motion.finished
        assert motion.place == place
