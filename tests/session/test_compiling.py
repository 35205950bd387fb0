"""Texts for a program that come while its station ticks on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from trainlab.core.controller import Program
from trainlab.session.compiling import Asked, Compiling

DEADLINE_S = 30.0
FIRST = "PROGRAM p VAR x : INT; END_VAR x := 1; END_PROGRAM"


def text(number: int) -> str:
    return f"PROGRAM p VAR x : INT; END_VAR x := {number}; END_PROGRAM"


def settled(compiling: Compiling) -> list[Program]:
    """What was compiled until nothing is left to compile."""
    found = []
    pause = threading.Event()
    for _ in range(int(DEADLINE_S * 100)):
        made = compiling.ready()
        found += [made] if made is not None else []
        if not compiling.busy:
            return found
        pause.wait(0.01)
    raise AssertionError("waited in vain until all is compiled")


@pytest.fixture
def given(tmp_path: Path) -> Path:
    path = tmp_path / "given"
    path.mkdir()
    (path / "a.st").write_text(FIRST, encoding="utf-8")
    (path / "b.st").write_text("TYPE T : INT; END_TYPE", encoding="utf-8")
    return path


def held(fits: Callable[[Program], object]) -> tuple[threading.Event, Callable[[Program], None]]:
    """A `fits` that waits until it is let go."""
    gate = threading.Event()

    def waits(program: Program) -> None:
        assert gate.wait(DEADLINE_S), "whoever sends a text waits for the one before it"
        fits(program)

    return gate, waits


def test_of_many_texts_the_newest_of_each_file_is_compiled_and_nobody_waits(given: Path) -> None:
    seen: list[Program] = []
    gate, fits = held(seen.append)
    with closing(Compiling(given, fits)) as compiling:
        compiling.first()
        for number in range(2, 9):
            compiling.begin(Asked(text(number), "a.st", number))
        compiling.begin(Asked("TYPE U : INT; END_TYPE", "b.st", 9))
        gate.set()
        assert len(settled(compiling)) == len(seen) == 3

    assert list(compiling.answers) == [(2, ()), (8, ()), (9, ())]
    assert compiling.sources == {"a.st": text(8), "b.st": "TYPE U : INT; END_TYPE"}


def test_a_compiler_that_fails_says_so_and_the_text_before_it_is_kept(
    given: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def fails(program: Program) -> None:
        if program.paths and text(2) in {path.read_text() for path in program.paths}:
            raise RecursionError("too deep")

    with closing(Compiling(given, fails)) as compiling:
        compiling.first()
        compiling.begin(Asked(text(2), "a.st", 2))
        assert settled(compiling) == []
        assert [problem.kind.code for problem in compiling.problems] == ["TL0015"]
        assert compiling.sources["a.st"] == FIRST
        assert "too deep" in capfd.readouterr().err
        compiling.begin(Asked("TYPE U : INT; END_TYPE", "b.st", 3))
        assert len(settled(compiling)) == 1
        assert compiling.sources["a.st"] == FIRST


def test_a_text_for_a_file_that_the_program_does_not_have_is_no_success(given: Path) -> None:
    with closing(Compiling(given)) as compiling:
        compiling.first()
        compiling.begin(Asked(FIRST, "../c.st", 1))
        assert settled(compiling) == []
        assert [problem.kind.code for problem in compiling.problems] == ["TL0015"]
    assert not (given.parent / "c.st").exists()


def test_of_two_who_began_from_one_text_the_second_is_told_who_was_first(given: Path) -> None:
    gate, fits = held(lambda _: None)
    with closing(Compiling(given, fits)) as compiling:
        compiling.first()
        base = compiling.builds["a.st"]
        compiling.begin(Asked("TYPE U : INT; END_TYPE", "b.st", 1, "ben"))
        compiling.begin(Asked(text(2), "a.st", 2, "ada", base))
        compiling.begin(Asked(text(3), "a.st", 3, "ben", base))
        gate.set()
        assert len(settled(compiling)) == 2
        assert compiling.sources["a.st"] == text(2)
        number, (problem,) = compiling.answers[-1]
        assert number == 3
        assert problem.message("en") == "'a.st' was changed meanwhile by ada at 0:00.0"

        compiling.begin(Asked(text(3), "a.st", 4, "ben"))
        assert len(settled(compiling)) == 1
        assert compiling.sources["a.st"] == text(3)
