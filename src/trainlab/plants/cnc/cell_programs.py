"""The turning centre of the CNC cell as its control knows it, and the programs in its memory.

A turning centre with a chuck of 400 mm, a magazine of 8 tools and an arm; X on the radius in
machine coordinates, zero on the spindle's axis, G54 at the face of the workpiece.
"""

from __future__ import annotations

from importlib import resources

from trainlab.plants.cnc.cell_tags import LARGEST_SPEED_RPM
from trainlab.plants.cnc.nc import Machine, PartProgram, Tool, ToolKind, compile_program

POCKETS = 8
# Taylor: n 0.25 and C 500 for coated carbide in steel, 0.125 and 100 for a high-speed steel drill
# (Groover, Fundamentals of Modern Manufacturing, table 22.2, rounded).
TOOLS = {
    1: Tool(1, ToolKind.TURNING, strength_n=3000.0),
    2: Tool(
        2,
        ToolKind.DRILL,
        diameter_mm=10.0,
        taylor_exponent=0.125,
        taylor_constant_m_min=100.0,
        strength_n=6000.0,
    ),
    3: Tool(3, ToolKind.TURNING, strength_n=4000.0),
    4: Tool(
        4,
        ToolKind.DRILL,
        diameter_mm=6.0,
        taylor_exponent=0.125,
        taylor_constant_m_min=100.0,
        strength_n=3000.0,
    ),
    **{
        number: Tool(number, ToolKind.TURNING, strength_n=6000.0)
        for number in range(5, POCKETS + 1)
    },
}
TURNING_CENTRE = Machine(
    tools=TOOLS,
    work_offsets_mm=dict.fromkeys(range(54, 60), (0.0, 0.0, 120.0)),
    home_mm=(150.0, 0.0, 300.0),
    low_mm=(-5.0, -50.0, 20.0),
    high_mm=(160.0, 50.0, 320.0),
    largest_speed_rpm=LARGEST_SPEED_RPM,
    diameters=True,
)
SHIPPED = (1, 2)


def read_program(text: str, file: str) -> PartProgram:
    """A part program for this machine; ProblemsFound with all that is wrong with it."""
    return compile_program(text, file, TURNING_CENTRE)


def shipped_programs() -> dict[int, PartProgram]:
    """The programs that are in the control's memory from the beginning, by number."""
    folder = resources.files("trainlab.plants.cnc") / "programs"
    return {
        number: read_program((folder / f"{number}.nc").read_text(encoding="utf-8"), f"{number}.nc")
        for number in SHIPPED
    }
