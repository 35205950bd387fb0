"""A program run alone, scan by scan, without a plant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from trainlab.core.controller import ControllerStopped, UnfitLiteral, Value
from trainlab.core.coverage import CoveragePoint
from trainlab.core.image import IOImage
from trainlab.core.problem import Problem, did_you_mean
from trainlab.session.program import compile_program


@dataclass(frozen=True, slots=True)
class AloneEnd:
    """Every variable after the last scan that finished, the overruns of each task, and why the
    program stopped, if it did."""

    scans: int
    variables: Mapping[str, Value]
    overruns: Mapping[str, int]
    warnings: tuple[Problem, ...]
    stopped: Problem | None = None
    coverage: tuple[CoveragePoint, ...] = ()


class UnknownVariable(Exception):
    """There is no variable of that path."""

    def __init__(self, path: str, hint: object) -> None:
        super().__init__(path)
        self.path = path
        self.hint = hint


class UnusableValue(Exception):
    """A variable cannot hold a value."""

    def __init__(self, path: str, literal: str, why: UnfitLiteral) -> None:
        super().__init__(path, literal)
        self.path = path
        self.literal = literal
        self.type_name = why.type_name
        self.example = why.example


def run_alone(
    path: Path,
    pou: str | None,
    scans: int,
    period_ns: int,
    settings: Sequence[tuple[str, str]] = (),
    covering: bool = False,
) -> AloneEnd:
    """Set variables, then scan `scans` times at 0, period, ...; ProblemsFound if it does not compile."""
    program = compile_program(path)
    image = IOImage(())
    controller = program.controller(image, pou, covering=covering)
    for name, literal in settings:
        try:
            controller.write(name, literal)
        except KeyError:
            raise UnknownVariable(name, did_you_mean(name, controller.variables())) from None
        except UnfitLiteral as why:
            raise UnusableValue(name, literal, why) from None
    done, stopped = 0, None
    for number in range(scans):
        try:
            controller.scan(image, number * period_ns)
        except ControllerStopped as stop:
            stopped = stop.problem
            break
        done = number + 1
    return AloneEnd(
        done,
        controller.variables(),
        controller.overruns,
        program.warnings,
        stopped,
        tuple(controller.coverage()),
    )
