"""The targets: each takes any bytes. A person's mistake ends in diagnostics, all else is a defect."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fuzz.chance import Chance
from fuzz.corpus import project_files, scenarios
from fuzz.fence import fenced
from fuzz.modbus import modbus
from fuzz.mutation import ODD, damaged, program_text
from fuzz.s7 import s7
from trainlab.core.controller import ControllerStopped
from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.problem import Position, Problem, ProblemsFound
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.plc.programs import CompiledProgram
from trainlab.plc.source import decode_source, text_of
from trainlab.plc.structured_text import StructuredText, compiled_text
from trainlab.scenario.load import load_scenario

BUDGET = 60_000
SCANS_NS = (0, 1_000_000, 2_000_000_000, 2_000_000_001)


def program(data: bytes) -> None:
    """A program made of the bytes, compiled and scanned."""
    chance = Chance(data)
    text = program_text(chance)
    survives(text, tagged=chance.below(3) == 1)


def raw(data: bytes) -> None:
    """The bytes as a file of Structured Text."""
    survives(data)


def project(data: bytes) -> None:
    """The file of an IDE's project, damaged."""
    chance = Chance(data)
    name, text = chance.one_of(project_files())
    with _file(name, damaged(text, chance)) as path:
        _runs(lambda: StructuredText().compile(path), tagged=False)


def scenario(data: bytes) -> None:
    """A scenario, damaged."""
    chance = Chance(data)
    with _file("s.yaml", damaged(chance.one_of(scenarios()), chance)) as path, _diagnosed():
        load_scenario(path)


def condition(data: bytes) -> None:
    """A condition of a rubric."""
    chance = Chance(data)
    words = ("level", "pump", "and", "or", "not", "(", ")", ">", "<=", "0.5", "=", "rising(", "since(", "held_for(",
             "T#2s", ",", "previous(", "abs(", "max(", "+", "-", "/", "**", "mod", "sel(", "TRUE", *ODD)  # fmt: skip
    text = " ".join(chance.one_of(words) for _ in range(1 + chance.below(40)))
    if chance.below(4) == 1:
        text = chance.rest().decode("utf-8", "replace")
    with _diagnosed():
        StructuredText().expression(text, Position("rubric", 1, 1))


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    each.__name__: each for each in (program, raw, project, scenario, condition, modbus, s7)
}


def survives(text: str | bytes, *, tagged: bool = False) -> None:
    """Compiles the text and, if that is possible, scans it a few times."""
    content = text.encode() if isinstance(text, str) else text
    _runs(lambda: compiled_text(text_of(decode_source("t.st", content)), BUDGET), tagged=tagged)


def _runs(compiled: Callable[[], CompiledProgram], *, tagged: bool) -> None:
    with _diagnosed():
        compiled_program = compiled()
        _said(compiled_program.warnings)
        image = IOImage(TAGS if tagged else ())
        plc = compiled_program.controller(image, covering=tagged, tracing=tagged)
        _said(plc.warnings)
        fenced(plc)
        for now_ns in SCANS_NS:
            plc.scan(image, now_ns)
        json.dumps(plc.variables())
        plc.restart(warm=True)
        plc.scan(image, 0)
        plc.coverage()
        for tag in image.slots:
            plc.last_write(tag)


@contextmanager
def _diagnosed() -> Iterator[None]:
    """Lets the ends pass that a person's mistake may have, if their diagnostics can be shown."""
    lost: list[Any] = []
    wrong = 1
    hook, sys.unraisablehook = sys.unraisablehook, lost.append
    try:
        yield
    except ProblemsFound as found:
        _said(found.problems)
        wrong = len(found.problems)
    except ControllerStopped as stopped:
        _said([stopped.problem])
    finally:
        sys.unraisablehook = hook
    assert wrong, "refused for no reason"
    assert not lost, lost


def _said(problems: Sequence[Problem]) -> None:
    for problem in problems:
        assert problem.as_json("en")["message"]
        assert problem.as_json("zh-CN")["help"]
        assert len(problem.message("en")) < 10_000


@contextmanager
def _file(name: str, text: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(text.encode("utf-8", "replace"))
        yield path


def _tag(name: str, type_name: str, address: str) -> Tag:
    direction = Direction.INPUT if address[1] == "I" else Direction.OUTPUT
    return Tag(name, DataType[type_name], direction, address, Text(name, name))


TAGS = tuple(
    _tag(*row)
    for row in [
        ("start", "BOOL", "%IX0.0"), ("level", "INT", "%IW0"), ("flow", "REAL", "%ID4"), ("lamp", "BOOL", "%QX0.0"),
        ("valve", "INT", "%QW2"), ("speed", "REAL", "%QD4"), ("i_INT", "INT", "%IW20"), ("j_INT", "INT", "%QW20"),
        ("j_REAL", "REAL", "%QD24"), ("i_WORD", "INT", "%QW28"), ("j_DINT", "DINT", "%QD32"),
    ]
)  # fmt: skip
