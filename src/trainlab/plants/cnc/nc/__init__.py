"""The numerical control: part programs in G-code, their motions in time, and what cutting costs.

From text to motion: `words` (letters and numbers of a line), `codes` (what they mean, modal
groups), `interpreter` (steps with absolute paths), `planner` (a path in time), `channel` (steps
in time, with stops, overrides and the handshake with the PLC). Lengths are mm and speeds mm/s here, as
part programs have them.
"""

from trainlab.plants.cnc.nc.interpreter import compile_program
from trainlab.plants.cnc.nc.machine import Machine, Tool, ToolKind
from trainlab.plants.cnc.nc.steps import PartProgram

__all__ = ["Machine", "PartProgram", "Tool", "ToolKind", "compile_program"]
