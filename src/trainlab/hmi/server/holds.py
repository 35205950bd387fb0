"""Buttons that pages hold down: let go when the page is lost, as a deadman's handle is.

A page says over and over that it still holds a button (`{"do": "operate", ..., "value": 1, "still": true}`).
When it has not for HOLD_S, or its stream has ended, the button is let go in its place. Who sends no
`page` with a press is no page, and lets go himself.
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
        """Whether a request says more than that a button is still held."""
        control = request.get("control")
        if request.get("do") != "operate" or not page or control not in self._buttons:
            return True
        held = (station, page, str(control))
        still = bool(request.get("still"))
        known = self._held.pop(held, None)
        if known is not None:
            known[1].cancel()
        if request["value"] and (known is not None or not still):
            timer = asyncio.get_running_loop().call_later(HOLD_S, self._lapse, held)
            self._held[held] = (by, timer)
        return not still

    def left(self, station: int, page: str) -> None:
        """A page is gone."""
        for held in [each for each in self._held if each[:2] == (station, page)]:
            self._lapse(held)

    def _lapse(self, held: Held) -> None:
        by, timer = self._held.pop(held)
        timer.cancel()
        station, _, control = held
        others = {(each[0], each[2]) for each in self._held}
        if (station, control) not in others:
            self._let_go(station, control, by)
