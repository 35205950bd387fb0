"""What the pages are told of a station that is reset and runs again within one tick."""

from __future__ import annotations

import asyncio

from hmi.served import SCENARIO, SOLUTION
from trainlab.bench.pacer import WallPacer
from trainlab.hmi.feed import Feed
from trainlab.hmi.frames import Kind
from trainlab.hmi.pages import Pages
from trainlab.hmi.rules import Rules
from trainlab.hmi.server.hall import Hall
from trainlab.scenario.load import load_scenario
from trainlab.session.live import LiveStation
from trainlab.session.station_wire import WireOptions


class Direct(Pages):
    """Pages of this process: a hall that hears at once what it is told."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall

    def tell(self, kind: Kind, station: int, body: bytes) -> None:
        self.hall.hear(kind, station, body)


async def reset_in_its_run() -> tuple[int, bool]:
    """The ticks after the reset, and whether the run is whole from its first one on."""
    scenario = load_scenario(SCENARIO)
    hall = Hall(scenario, 1, 1, [[]], lambda _: None, Rules(), judged=True)
    pages, feed, pacer = Direct(hall), Feed(0, scenario), WallPacer(scenario.tick_ns)
    feed.watched = 1
    with LiveStation(
        scenario, 1, WireOptions({}), pacer, observers=[feed], program=SOLUTION
    ) as live:
        feed.live = live
        for tick in range(100):
            if tick in (0, 53):
                live.ask({"do": "reset"})
                live.ask({"do": "run"})
            live.tick(tick * scenario.tick_ns)
            feed.look(pages, live, tick * scenario.tick_ns)
    (store,) = hall.stores
    return store.ticks, store.judgeable


def test_a_run_that_begins_in_the_tick_of_a_reset_has_its_first_tick() -> None:
    ticks, whole = asyncio.run(reset_in_its_run())
    assert 40 <= ticks <= 47
    assert whole
