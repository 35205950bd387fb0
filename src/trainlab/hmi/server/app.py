"""The pages' routes: files, descriptions, a stream of changes for each station, commands."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from trainlab.core.message import LANGUAGES, Language
from trainlab.exchange.rights import Right
from trainlab.hmi.rules import allowed
from trainlab.hmi.server.access import Access, Person
from trainlab.hmi.server.bodies import ASSETS, json_body, page
from trainlab.hmi.server.commands import refused
from trainlab.hmi.server.door import Door
from trainlab.hmi.server.files import events_table, table, trace_file
from trainlab.hmi.server.hall import Hall
from trainlab.hmi.server.headers import Headers
from trainlab.hmi.server.judging import report_of, verdict_of
from trainlab.hmi.server.store import Store, changes, sound
from trainlab.hmi.server.streams import MOST, MOST_OF_ONE, Streams
from trainlab.hmi.server.timeline import timeline

PUSH_S = 0.05
ALIVE_S = 1.0
HUNG_S = 3.0  # a bench that has been silent for so long is not well
MOST_POINTS = 20_000
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
            Route(station + "/history", self._history),
            Route(station + "/export.csv", self._export),
            Route(station + "/events.csv", self._events),
            Route(station + "/trace.npz", self._trace),
            Route(station + "/timeline.yaml", self._timeline),
            Route(station + "/report.html", self._report),
            Route(station + "/verdict.json", self._verdict),
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
        person = self._person(request)
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
        person = self._person(request)
        number, store = self._store(request)
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
        person = self._person(request)
        number, _ = self._store(request)
        page = request.query_params.get("page", "")[:MOST_NAME]
        who = "" if self._access.open else person.name
        may = allowed(person.rights_at(number), self._hall.rules, over=False)
        told = self._changes(
            number, page, who, plant="change" in may, shows_program=person.is_at(number)
        )
        return self._streams.response(person, told)

    async def _changes(
        self, number: int, page: str, who: str, *, plant: bool, shows_program: bool
    ) -> AsyncIterator[bytes]:
        """Server-sent events: `state` (changes; all at first), `event`, `program`, `checks`, `built`,
        and once a second `alive`, with the seconds for which the bench has been silent.

        What the plant's parameters are is told to whoever may change the plant.
        """
        hall, store = self._hall, self._hall.stores[number]
        hall.comes(number, page, who)
        state: Mapping[str, Any] = {}
        program: Mapping[str, Any] = {}
        standing, built, seen = None, store.built, max(0, store.event_count - EVENTS_AT_ONCE)
        next_alive_s = 0.0
        try:
            yield b"retry: 1000\n\n"
            while True:
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
        person = self._person(request)
        number, store = self._store(request)
        if not self._access.ours(request):
            raise HTTPException(403)
        if not person.bucket.take():
            raise HTTPException(429)
        body = await json_body(request)
        page = str(body.pop("page", ""))[:MOST_NAME]
        hall, rights = self._hall, person.rights_at(number)
        wrong = refused(body, rights, hall.rules, store, over=hall.over(number))
        if wrong is not None:
            said = {language: wrong.render(language) for language in LANGUAGES}
            return JSONResponse({"refused": said}, 409)
        by = person.name
        if self._access.open and (nth := hall.number(page)):
            by = f"{by} {nth}"  # all are one person: at least the pages are told apart
        return JSONResponse({"number": hall.ask(number, body, by, page)}, 202)

    async def _history(self, request: Request) -> Response:
        self._person(request)
        _, store = self._store(request)
        return JSONResponse(self._window(request, store))

    async def _export(self, request: Request) -> Response:
        self._person(request)
        _, store = self._store(request)
        found = self._window(request, store)
        units = self._hall.scenario.plant.signals
        head = ["t [s]", *(_headed(name, units) for name in found["signals"])]
        rows = zip(found["t"], *found["signals"].values(), strict=True)
        return _file("trend.csv", "text/csv", table(head, rows))

    async def _events(self, request: Request) -> Response:
        self._person(request)
        _, store = self._store(request)
        return _file("events.csv", "text/csv", events_table(store.events, _language(request)))

    async def _trace(self, request: Request) -> Response:
        store = self._own(request)
        if not store.judgeable:
            raise HTTPException(404)
        trace = await asyncio.to_thread(trace_file, store)
        return _file("trace.npz", "application/octet-stream", trace)

    def _window(self, request: Request, store: Store) -> dict[str, Any]:
        query = request.query_params
        signals = query.get("signals", "").split(",")[:100]
        try:
            begin, end = float(query.get("from", 0)), float(query.get("to", 1e9))
            points = min(max(int(query.get("points", 1000)), 2), MOST_POINTS)
        except ValueError:
            raise HTTPException(400) from None
        return store.history(signals, begin, end, points)

    async def _timeline(self, request: Request) -> Response:
        self._person(request)
        _, store = self._store(request)
        text = timeline(store.deeds, self._hall.scenario.plant, _language(request))
        return _file("timeline.yaml", "application/yaml", text)

    async def _report(self, request: Request) -> Response:
        store, language = self._judgeable(request)
        page = await asyncio.to_thread(report_of, store, language)
        return Response(page, media_type="text/html")

    async def _verdict(self, request: Request) -> Response:
        store, language = self._judgeable(request)
        return JSONResponse(sound(await asyncio.to_thread(verdict_of, store, language)))

    def _own(self, request: Request) -> Store:
        """A station whose program this person may read: evidence shows its lines, a trace its variables."""
        person = self._person(request)
        number, store = self._store(request)
        if not person.is_at(number):
            raise HTTPException(403)
        return store

    def _judgeable(self, request: Request) -> tuple[Store, Language]:
        store = self._own(request)
        if not (self._hall.judged and store.judgeable):
            raise HTTPException(404)
        return store, _language(request)

    def _person(self, request: Request) -> Person:
        person = self._access.person(request)
        if person is None:
            raise HTTPException(401)
        return person

    def _store(self, request: Request) -> tuple[int, Store]:
        for number, store in enumerate(self._hall.stores):
            if request.path_params["station"] == str(number):
                return number, store
        raise HTTPException(404)


def _language(request: Request) -> Language:
    asked = request.query_params.get("lang", "")
    return next((language for language in LANGUAGES if language == asked), LANGUAGES[0])


def _file(name: str, media: str, content: str | bytes) -> Response:
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media, headers=told)


def _sse(event: str, data: object) -> bytes:
    said = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"event: {event}\ndata: {said}\n\n".encode(errors="replace")


def _headed(name: str, units: Mapping[str, str]) -> str:
    return f"{name} [{units[name]}]" if units.get(name) else name
