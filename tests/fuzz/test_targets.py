"""The targets under hypothesis: no bytes may crash the process or raise anything but diagnostics.

TRAINLAB_FUZZ_CASES sets how many cases each target gets; `make fuzz` plays many more.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.chance import Chance
from fuzz.corpus import ROOT, project_files, scenarios, whole_programs
from fuzz.generation import generated_program
from fuzz.mutation import program_text
from fuzz.s7 import target as s7_target
from fuzz.targets import TAGS, TARGETS
from trainlab.core.image import IOImage
from trainlab.core.problem import ProblemsFound
from trainlab.plc.source import Source
from trainlab.plc.structured_text import compiled

CASES = int(os.environ.get("TRAINLAB_FUZZ_CASES", "200"))
MOST_SECONDS = 5.0


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_any_bytes_end_in_a_run_or_in_diagnostics_within_5_s(name: str) -> None:
    @given(st.binary(max_size=600), st.integers(0, 2**32))
    @settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
    def holds(drawn: bytes, seed: int) -> None:
        began = time.process_time()
        TARGETS[name](drawn + Random(seed).randbytes(200))
        assert time.process_time() - began < MOST_SECONDS

    holds()


@pytest.mark.parametrize("number", range(len(whole_programs())))
def test_the_programs_that_are_mutated_are_programs(number: int) -> None:
    text = "".join(whole_programs()[number])
    program = compiled(Source("t.st", text))
    try:
        program.controller(IOImage(()))
    except ProblemsFound:
        program.controller(IOImage(TAGS))


def test_most_generated_programs_compile() -> None:
    """A target that is refused at the door would try nothing of the machine code."""
    fine = sum(_compiles(generated_program(Chance(_bytes(seed)))) for seed in range(40))
    assert fine > 25


def test_what_s7_clients_send_often_changes_an_output() -> None:
    """A stream that is refused at its first frame would try nothing of the tables."""
    changed = 0
    for seed in range(200):
        before = s7_target().values()[1]
        TARGETS["s7"](_bytes(seed))
        changed += s7_target().values()[1] != before
    assert changed > 10


def test_the_same_bytes_give_the_same_program() -> None:
    assert program_text(Chance(_bytes(5))) == program_text(Chance(_bytes(5)))
    assert len({program_text(Chance(_bytes(seed))) for seed in range(50)}) > 45


def test_there_is_something_to_damage() -> None:
    assert len(project_files()) == 11
    assert scenarios()


def test_a_byte_beyond_the_memory_of_a_program_cannot_be_reached() -> None:
    """Otherwise a stray read would go unseen."""
    assert _reading_one_byte_after(False) == 0
    assert _reading_one_byte_after(True) == -signal.SIGSEGV


def _bytes(seed: int) -> bytes:
    return Random(seed).randbytes(400)


def _compiles(text: str) -> bool:
    try:
        compiled(Source("t.st", text)).controller(IOImage(()), "p")
    except ProblemsFound:
        return False
    return True


def _reading_one_byte_after(beyond: bool) -> int:
    """How a process ends that reads the last byte of a program's memory, or the one after it."""
    text = "PROGRAM p VAR a : ARRAY[1..3000] OF LINT; END_VAR END_PROGRAM"
    script = f"""
import ctypes
from fuzz.fence import fenced
from trainlab.core.image import IOImage
from trainlab.plc.source import Source
from trainlab.plc.structured_text import compiled
plc = compiled(Source("t.st", {text!r})).controller(IOImage(()))
fenced(plc)
size = -(-len(plc._memory) // 8) * 8
ctypes.string_at(plc._memory_at.value + size - 1 + {int(beyond)}, 1)
"""
    ended = subprocess.run(
        [sys.executable, "-c", script], check=False, env={"PYTHONPATH": str(ROOT / "tests")}
    )
    return ended.returncode
