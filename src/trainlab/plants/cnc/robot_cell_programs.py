"""The tools of the robot cell and the program in its memory; the machine is the CNC cell's.

T3 is the sister of T1: as good as it, and called in its stead when the PLC asks for the spare.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import resources

from trainlab.plants.cnc.cell_programs import TOOLS as CELL_TOOLS
from trainlab.plants.cnc.cell_programs import TURNING_CENTRE
from trainlab.plants.cnc.nc import PartProgram, compile_program

MAIN, SPARE = 1, 3
TOOLS = {**CELL_TOOLS, SPARE: replace(CELL_TOOLS[MAIN], number=SPARE, sister_of=MAIN)}
SISTERS = {tool.sister_of: number for number, tool in TOOLS.items() if tool.sister_of}
TENDED_CENTRE = replace(TURNING_CENTRE, tools=TOOLS)
_SHIPPED = "3.nc"


def read_program(text: str, file: str) -> PartProgram:
    """A part program for this machine; ProblemsFound with all that is wrong with it."""
    return compile_program(text, file, TENDED_CENTRE)


def shipped_program() -> PartProgram:
    """The program that is in the control's memory from the beginning."""
    folder = resources.files("trainlab.plants.cnc") / "programs"
    return read_program((folder / _SHIPPED).read_text(encoding="utf-8"), _SHIPPED)
