"""Buttons that pages hold down: let go when the page is lost, as a deadman's handle is.

A page says over and over that it still holds a button (`{"do": "operate", ..., "value": 1, "still": true}`).
When it has not for HOLD_S, or its stream has ended, the button is let go in its place. Who sends no
`page` with a press is no page, and lets go himself.

Where several hold one button, it is let go when the last of them lets go.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from trainlab.core.spec import ControlKind
from trainlab.scenario.scenario import Scenario

HOLD_S = 2.0

Held = tuple[int, str, str]  # station, page, control


class Holds:
    """Those of one server; `let_go` is called with the station, the control and whose hand it was."""

    def __init__(self, scenario: Scenario, let_go: Callable[[int, str, str], object]) -> None:
        controls = scenario.plant.controls
        self._buttons = {each.name for each in controls if each.kind is ControlKind.BUTTON}
        self._let_go = let_go
        self._held: dict[Held, tuple[str, asyncio.TimerHandle]] = {}

    def new(self, station: int, page: str, request: Mapping[str, Any], by: str) -> bool:
        """Whether the bench is to hear of a request: a button is pressed, or nobody holds it any more."""
        control = request.get("control")
        if request.get("do") != "operate" or control not in self._buttons:
            return True
        held = (station, page, str(control))
        still = bool(request.get("still"))
        known = self._held.pop(held, None)
        if known is not None:
            known[1].cancel()
        if not request["value"]:
            return not self._held_by_others(held)
        if page and (known is not None or not still):
            timer = asyncio.get_running_loop().call_later(HOLD_S, self._lapse, held)
            self._held[held] = (by, timer)
        return not (page and still)

    def left(self, station: int, page: str) -> None:
        """A page is gone."""
        for held in [each for each in self._held if each[:2] == (station, page)]:
            self._lapse(held)

    def _lapse(self, held: Held) -> None:
        by, timer = self._held.pop(held)
        timer.cancel()
        if not self._held_by_others(held):
            self._let_go(held[0], held[2], by)

    def _held_by_others(self, held: Held) -> bool:
        station, _, control = held
        return any(each[0] == station and each[2] == control for each in self._held)
