"""What the PLC commands of the machine, one value a drive."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class CellCommands:
    """What the PLC commands of the machine; door and chuck 1 to close, -1 to open, 0 to stay."""

    door: int = 0
    unlock: bool = False
    chuck: int = 0
    hydraulic_pump: bool = False
    coolant_pump: bool = False
    spindle_rpm: float = 0.0
    magazine: bool = False
    exchange: bool = False
    load_request: bool = False
    acknowledge: bool = False
