"""Stations that only the room shows are judged in turn, those that stand still hold up no other."""

from __future__ import annotations

import asyncio

from hmi.served import SCENARIO
from trainlab.hmi.frames import TICK, Kind
from trainlab.hmi.rules import Rules
from trainlab.hmi.server.hall import ROOM_AT_ONCE, Hall
from trainlab.scenario.load import load_scenario

STATIONS = ROOM_AT_ONCE + 2


async def judged(looking: bool, cycles_s: float) -> list[bool]:
    """Which stations have a standing, when the last two have run and the others have not begun."""
    scenario = load_scenario(SCENARIO)
    places = [()] * STATIONS
    hall = Hall(scenario, 1, STATIONS, places, lambda _: None, Rules(), judged=True)
    for station in range(ROOM_AT_ONCE, STATIONS):
        rows = bytes(hall.stores[station].row_bytes * 10)
        hall.hear(Kind.ROWS, station, TICK.pack(0) + rows)
    if looking:
        hall.seen()
    judging = asyncio.create_task(hall.keep_judging())
    await asyncio.wait({judging}, timeout=cycles_s)
    judging.cancel()
    return [each is not None for each in hall.standings]


def test_while_somebody_looks_at_the_room_every_station_that_runs_gets_its_turn() -> None:
    assert asyncio.run(judged(True, 2.5)) == [False] * ROOM_AT_ONCE + [True, True]


def test_while_nobody_looks_none_is_judged() -> None:
    assert not any(asyncio.run(judged(False, 0.5)))
