"""Stations with pages: driven by one loop on the wall clock, watched and worked in a browser."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from trainlab.bench.drive import drive
from trainlab.bench.pacer import Pacer, WallPacer
from trainlab.core.observer import Event
from trainlab.exchange.endpoint import Endpoint
from trainlab.exchange.link import Link
from trainlab.exchange.users import UserEntry
from trainlab.hmi.feed import Feed
from trainlab.hmi.pages import Pages, PagesSetup
from trainlab.scenario.scenario import Scenario
from trainlab.session.live import LiveStation
from trainlab.session.serve import FOREVER, ServerDied
from trainlab.session.station_wire import WireOptions

ALL_STATIONS = -1
LOOK_EVERY = 64  # ticks between two looks whether the processes are still there


@dataclass(frozen=True, slots=True)
class ShowOptions:
    """What is shown, and where: pages at `endpoint` for so many stations of one scenario.

    `program` puts a soft PLC into every seat; without it a PLC on the wire or a person drives. `free`:
    the scenario has lost its timeline, and its checks with that. Where there are `users`, they log in.
    """

    endpoint: Endpoint
    wire: WireOptions = field(default_factory=lambda: WireOptions({}))
    program: Path | None = None
    seed: int | None = None
    stations: int = 1
    speed: float = 1.0
    free: bool = False
    users: Mapping[str, UserEntry] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ShowAnnouncer:
    """Who is told what happens before and beside the pages."""

    listening: Callable[[int, Link], None]
    pages: Callable[[str, Sequence[tuple[str, str, int]]], None]
    event: Callable[[int, Event], None]


def show(
    scenario: Scenario,
    options: ShowOptions,
    announcer: ShowAnnouncer,
    *,
    paced: Callable[[WallPacer], Pacer] = lambda pacer: pacer,
    until: Callable[[], bool] = lambda: False,
) -> None:
    """Run stations and their pages `until` so or until the process is told to stop.

    ServerDied if a process of a link or of the pages ends by itself. `paced` may look on at the pacer.
    """
    seed = scenario.seed if options.seed is None else options.seed
    pacer = WallPacer(scenario.tick_ns)
    feeds = [Feed(number, scenario) for number in range(options.stations)]
    with ExitStack() as stack:
        stations = [
            stack.enter_context(_station(scenario, seed, options, pacer, feed, announcer))
            for feed in feeds
        ]
        tokens = tokens_for(options)
        setup = PagesSetup(
            options.endpoint.host,
            options.endpoint.port,
            scenario.file,
            seed,
            options.stations,
            tuple(
                tuple((link.name, link.endpoint) for link in live.served.links) for live in stations
            ),
            judged=not options.free,
            tokens=tokens,
            users=options.users,
        )
        pages = Pages(setup, options.endpoint)
        stack.callback(pages.close)
        announcer.pages(pages.url, tokens)
        for live in stations:
            live.speed = options.speed
        floor = _Floor(stations, feeds, pages)
        drive(
            floor.tick,
            paced(pacer),
            tick_ns=scenario.tick_ns,
            ticks=FOREVER,
            until=lambda: until() or floor.dead(),
        )
        if not until():
            raise ServerDied(floor.who_died or pages.url)


def heed(
    pages: Pages,
    feeds: Sequence[Feed],
    asks: Sequence[Callable[[Mapping[str, Any]], None]],
) -> None:
    """Hand what people have asked since to the stations, by their number."""
    for number, request in pages.asked():
        if request.get("do") == "watch":
            feeds[number].watched = int(request.get("pages", 0))
        else:
            asks[number](request)


class _Floor:
    """Everything that one tick of the wall clock moves."""

    def __init__(
        self, stations: Sequence[LiveStation], feeds: Sequence[Feed], pages: Pages
    ) -> None:
        self._stations, self._feeds, self._pages = stations, feeds, pages
        self._ticks = 0
        self.who_died = ""

    def tick(self, wall_ns: int) -> None:
        """Requests, then every station, then what the pages are told."""
        heed(self._pages, self._feeds, [live.ask for live in self._stations])
        for live, feed in zip(self._stations, self._feeds, strict=True):
            live.tick(wall_ns)
            feed.look(self._pages, live, wall_ns)
        self._pages.flush()

    def dead(self) -> bool:
        """Whether a process is gone."""
        self._ticks += 1
        if self._ticks % LOOK_EVERY:
            return False
        for live in self._stations:
            for link in (*live.served.links, *live.served.clients):
                if not link.alive:
                    self.who_died = link.endpoint
        return bool(self.who_died) or not self._pages.alive


def _station(
    scenario: Scenario,
    seed: int,
    options: ShowOptions,
    pacer: WallPacer,
    feed: Feed,
    announcer: ShowAnnouncer,
) -> LiveStation:
    links = {
        name: [_moved(place, feed.number) for place in places]
        for name, places in options.wire.links.items()
    }

    def tell(event: Event) -> None:
        feed.note(event)
        announcer.event(feed.number, event)

    live = LiveStation(
        scenario,
        seed,
        replace(options.wire, links=links, number=feed.number + 1),
        pacer,
        tell=tell,
        observers=(feed,),
        program=options.program,
    )
    feed.live = live
    for link in live.served.links:
        announcer.listening(feed.number, link)
    return live


def _moved(place: Endpoint, number: int) -> Endpoint:
    """The endpoint of the station of that number: on the ports that follow."""
    if not number or not place.port:
        return place
    return place.at_port(place.port + number)


def tokens_for(options: ShowOptions) -> tuple[tuple[str, str, int], ...]:
    """Who may enter: on loopback everybody; else a token for the instructor and one for each station."""
    if options.endpoint.on_loopback:
        return ()
    return (
        (secrets.token_urlsafe(12), "instructor", ALL_STATIONS),
        *((secrets.token_urlsafe(12), "student", number) for number in range(options.stations)),
    )
