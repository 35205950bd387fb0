"""The operator's panel and the safety circuit behind its E-stop mushroom.

The safety circuit is hard-wired, in no program's reach (ISO 13850, IEC 60204-1 stop category 0):
the mushroom opens it; letting the mushroom go does not close it, only a press of Reset that begins
after that does (ISO 13849-1, 5.2.2: manual reset).
"""

from __future__ import annotations


class OperatorPanel:
    """Where the devices stand, as the contacts that a controller reads, and the safety circuit."""

    __slots__ = ("ack", "auto", "estop_pressed", "power_on", "reset", "start", "stop_pressed")

    def __init__(self) -> None:
        self.start = False
        self.stop_pressed = False
        self.estop_pressed = False
        self.reset = False
        self.auto = True
        self.ack = False
        self.power_on = True

    def operate(self, control: str, value: float) -> None:
        """Move one of start, stop, estop, reset, mode, ack; KeyError for any other."""
        on = value >= 0.5
        if control == "start":
            self.start = on
        elif control == "stop":
            self.stop_pressed = on
        elif control == "estop":
            self.estop_pressed = on
            if on:
                self.power_on = False
        elif control == "reset":
            if on and not self.reset and not self.estop_pressed:
                self.power_on = True
            self.reset = on
        elif control == "mode":
            self.auto = on
        elif control == "ack":
            self.ack = on
        else:
            raise KeyError(control)

    def contacts(self) -> tuple[bool, bool, bool, bool, bool, bool]:
        """start, stop (NC), E-stop (NC), reset, auto, ack: TRUE where current flows."""
        return (
            self.start,
            not self.stop_pressed,
            not self.estop_pressed,
            self.reset,
            self.auto,
            self.ack,
        )
