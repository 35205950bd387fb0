"""The machines that part programs are read for in tests."""

from __future__ import annotations

from trainlab.core.problem import ProblemsFound
from trainlab.plants.cnc.nc import Machine, PartProgram, Tool, ToolKind, compile_program
from trainlab.plants.cnc.nc.steps import Move

MILL = Machine(
    tools={
        1: Tool(1, ToolKind.MILL, length_mm=0.0, diameter_mm=10.0, teeth=4),
        2: Tool(2, ToolKind.DRILL, length_mm=50.0, diameter_mm=8.0),
    },
    work_offsets_mm={54: (0.0, 0.0, 0.0), 55: (100.0, 50.0, -20.0)},
)
LATHE = Machine(
    tools={1: Tool(1, ToolKind.TURNING)},
    work_offsets_mm={54: (0.0, 0.0, 0.0)},
    diameters=True,
)


def program(text: str, machine: Machine = MILL) -> PartProgram:
    """The program, with M30 behind it where it has no end of its own."""
    end = "" if "M30" in text or "M2\n" in text else "\nM30"
    return compile_program(text + end, "part.nc", machine)


def moves(text: str, machine: Machine = MILL) -> list[Move]:
    """Its moves."""
    return [step for step in program(text, machine).steps if isinstance(step, Move)]


def refusals(text: str, machine: Machine = MILL) -> list[tuple[str, int, int]]:
    """Code, line and column of everything that is wrong with it."""
    try:
        program(text, machine)
    except ProblemsFound as found:
        return [(p.kind.code, p.position.line, p.position.column) for p in found.problems]
    return []
