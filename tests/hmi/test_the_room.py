"""Stations that only the room shows are judged in turn, those that stand still hold up no other."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from hmi.served import SCENARIO
from trainlab.hmi.frames import TICK, Kind
from trainlab.hmi.rules import Rules
from trainlab.hmi.server.hall import ROOM_AT_ONCE, Hall
from trainlab.scenario.load import load_scenario

STATIONS = ROOM_AT_ONCE + 2


async def judged(*, looking: bool, wait_s: float) -> list[bool]:
    """Which stations have a standing, when the last two have run and the others have not begun; as soon
    as the last one has one, or after so many seconds."""
    scenario = load_scenario(SCENARIO)
    places = [()] * STATIONS
    hall = Hall(scenario, 1, STATIONS, places, lambda _: None, Rules(), judged=True)
    for station in range(ROOM_AT_ONCE, STATIONS):
        rows = bytes(hall.stores[station].row_bytes * 10)
        hall.hear(Kind.ROWS, station, TICK.pack(0) + rows)
    if looking:
        hall.seen()
    judging = asyncio.create_task(hall.keep_judging())
    with suppress(TimeoutError):
        async with asyncio.timeout(wait_s):
            while hall.standings[-1] is None:
                await asyncio.sleep(0.02)
    judging.cancel()
    return [each is not None for each in hall.standings]


def test_while_somebody_looks_at_the_room_every_station_that_runs_gets_its_turn() -> None:
    assert asyncio.run(judged(looking=True, wait_s=30.0)) == [False] * ROOM_AT_ONCE + [True, True]


def test_while_nobody_looks_none_is_judged() -> None:
    assert not any(asyncio.run(judged(looking=False, wait_s=0.5)))
