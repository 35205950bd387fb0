"""The pages' routes: descriptions, a stream of changes for each station, commands; files are in downloads.py."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from trainlab.core.message import LANGUAGES
from trainlab.exchange.rights import Right
from trainlab.hmi.rules import allowed
from trainlab.hmi.server.access import Access, Bucket, Person
from trainlab.hmi.server.asked import person_of, station_of
from trainlab.hmi.server.bodies import ASSETS, json_body, page
from trainlab.hmi.server.commands import refused
from trainlab.hmi.server.door import Door
from trainlab.hmi.server.downloads import Files
from trainlab.hmi.server.fields import known
from trainlab.hmi.server.hall import Hall
from trainlab.hmi.server.headers import Headers
from trainlab.hmi.server.store import changes
from trainlab.hmi.server.streams import MOST, MOST_OF_ONE, Streams

PUSH_S = 0.05
ALIVE_S = 1.0
HUNG_S = 3.0  # a bench that has been silent for so long is not well
EVENTS_AT_ONCE = 500
MOST_NAME = 40  # characters of what a page calls itself


class Pages:
    """The application's routes over one hall, behind one door."""

    def __init__(self, hall: Hall, access: Access) -> None:
        self._hall, self._access = hall, access
        # Where nobody says who he is, all are one.
        self._streams = Streams(MOST if access.open else MOST_OF_ONE)

    def app(self) -> Starlette:
        """The application."""
        station = "/api/stations/{station}"
        routes = [
            Route("/", self._page),
            Route("/health", self._health),
            *Door(self._access).routes(),
            Route("/api/stations", self._stations),
            Route(station, self._description),
            Route(station + "/stream", self._stream),
            Route(station + "/commands", self._command, methods=["POST"]),
            *Files(self._hall, self._access).routes(station),
            Mount("/assets", StaticFiles(directory=ASSETS)),
        ]
        return Starlette(routes=routes, middleware=[Middleware(Headers)])

    def end_streams(self) -> None:
        """The server ends: so do the streams of changes, which would go on for ever."""
        self._streams.end()

    async def _page(self, request: Request) -> Response:
        return page("enter.html" if self._access.person(request) is None else "index.html")

    async def _health(self, request: Request) -> Response:
        silent_s = self._hall.silent_s
        alive = silent_s < HUNG_S
        return JSONResponse({"alive": alive, "bench": round(silent_s, 3)}, 200 if alive else 503)

    async def _stations(self, request: Request) -> Response:
        """Every station in a line, for whoever looks after the room."""
        person = person_of(request, self._access)
        hall = self._hall
        hall.seen()
        lines = []
        for number, (store, standing) in enumerate(zip(hall.stores, hall.standings, strict=True)):
            state, rights = store.state, person.rights_at(number)
            alarms = state.get("alarms", {}).values()
            lines.append(
                {
                    "station": number,
                    "places": hall.places[number],
                    **{key: state.get(key) for key in ("t", "phase", "over", "seat", "stale")},
                    **{key: state.get(key) for key in ("link_age", "clients", "forced", "faults")},
                    "stopped": bool(state.get("stopped")),
                    "disqualified": bool(state.get("disqualified")),
                    "people": hall.people(number) if Right.INSTRUCT in rights else [],
                    "alarms": sum(1 for alarm in alarms if alarm[0] and not alarm[1]),
                    "points": standing and standing["points"],
                    "sum": standing and standing["sum"],
                    "max_points": standing and standing["max_points"],
                    "passed": standing and standing["passed"],
                }
            )
        return JSONResponse(lines)

    async def _description(self, request: Request) -> Response:
        person = person_of(request, self._access)
        number, store = station_of(request, self._hall)
        return JSONResponse(
            self._hall.description
            | {
                "station": number,
                "places": self._hall.places[number],
                "sources": store.program["sources"] if person.is_at(number) else {},
                "shows_program": person.is_at(number),
                **self._to_come(person, number),
                "role": person.role_at(number),
                "who": "" if self._access.open else person.name,
                "may": sorted(
                    allowed(
                        person.rights_at(number), self._hall.rules, over=self._hall.over(number)
                    )
                ),
            }
        )

    def _to_come(self, person: Person, number: int) -> dict[str, Any]:
        """What the timeline has in store: the instructor's, and nobody's who only sits at the computer
        on which an exam runs."""
        hall = self._hall
        if Right.INSTRUCT not in person.rights_at(number):
            return {"planned": []}
        if hall.rules.graded and self._access.open:
            return {"planned": []}
        return {"planned": hall.planned, "seed": hall.seed}

    async def _stream(self, request: Request) -> Response:
        person = person_of(request, self._access)
        number, _ = station_of(request, self._hall)
        page = request.query_params.get("page", "")[:MOST_NAME]
        who = "" if self._access.open else person.name
        may = allowed(person.rights_at(number), self._hall.rules, over=False)
        told = self._changes(
            request, number, page, who, plant="change" in may, shows_program=person.is_at(number)
        )
        return self._streams.response(person, told)

    async def _changes(
        self,
        request: Request,
        number: int,
        page: str,
        who: str,
        *,
        plant: bool,
        shows_program: bool,
    ) -> AsyncIterator[bytes]:
        """Server-sent events: `state` (changes; all at first), `event`, `program`, `checks`, `built`,
        and once a second `alive`, with the seconds for which the bench has been silent.

        What the plant's parameters are is told to whoever may change the plant. They end with the session
        that they were asked for in.
        """
        hall, store = self._hall, self._hall.stores[number]
        hall.comes(number, page, who)
        state: Mapping[str, Any] = {}
        program: Mapping[str, Any] = {}
        standing, built, seen = None, store.built, max(0, store.event_count - EVENTS_AT_ONCE)
        next_alive_s = 0.0
        try:
            yield b"retry: 1000\n\n"
            while self._access.person(request) is not None:
                if store.built != built:
                    built = store.built
                    yield _sse("built", {"build": built})
                stands = store.state if plant else store.state | {"parameters": {}}
                if changed := changes(state, stands):
                    state = stands
                    yield _sse("state", changed)
                if store.event_count != seen:
                    new = [event for event in store.events if event["n"] > seen]
                    seen = store.event_count
                    yield _sse("event", new)
                if shows_program and (changed := changes(program, store.program)):
                    program = store.program
                    yield _sse("program", changed)
                if hall.standings[number] is not standing:
                    standing = hall.standings[number]
                    yield _sse("checks", standing)
                if (now_s := time.monotonic()) >= next_alive_s:
                    next_alive_s = now_s + ALIVE_S
                    yield _sse(
                        "alive", {"bench": round(hall.silent_s, 3), "page": hall.number(page)}
                    )
                pulse = hall.pulse
                await asyncio.sleep(PUSH_S)
                with suppress(TimeoutError):
                    await asyncio.wait_for(pulse.wait(), max(0.0, next_alive_s - time.monotonic()))
        finally:
            hall.goes(number, page, who)

    async def _command(self, request: Request) -> Response:
        person = person_of(request, self._access)
        number, store = station_of(request, self._hall)
        if not self._access.ours(request):
            raise HTTPException(403)
        _one_more(person.bucket)
        hall, rights = self._hall, person.rights_at(number)
        programs = Right.COMMAND in rights and not hall.rules.graded
        body = await json_body(request, partial(_one_more, person.programs) if programs else None)
        page = body.pop("page", "")
        if not isinstance(page, str):
            raise HTTPException(400)
        page, by = page[:MOST_NAME], person.name
        if self._access.open and (nth := hall.number(page)):
            by = f"{by} {nth}"  # all are one person: at least the pages are told apart
        wrong = refused(body, rights, hall.rules, store, over=hall.over(number))
        if wrong is None and body.get("after"):
            wrong = hall.later(number, by)
        if wrong is not None:
            said = {language: wrong.render(language) for language in LANGUAGES}
            return JSONResponse({"refused": said}, 409)
        return JSONResponse({"number": hall.ask(number, known(body), by, page)}, 202)


def _one_more(bucket: Bucket) -> None:
    if not bucket.take():
        raise HTTPException(429)


def _sse(event: str, data: object) -> bytes:
    said = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"event: {event}\ndata: {said}\n\n".encode(errors="replace")
