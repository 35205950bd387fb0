"""The routes of what is handed out of a station's run: trends, events, the run itself, its timeline, report
and verdict. What takes long is made beside the loop (reckoning.py)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from trainlab.core.message import Language
from trainlab.hmi.server.access import Access, Person
from trainlab.hmi.server.asked import language_of, person_of, station_of
from trainlab.hmi.server.columns import csv_of, json_of
from trainlab.hmi.server.files import events_table, trace_file
from trainlab.hmi.server.hall import Hall
from trainlab.hmi.server.judging import report_of, verdict_of
from trainlab.hmi.server.reckoning import Reckoning
from trainlab.hmi.server.store import Store, Window, sound
from trainlab.hmi.server.timeline import timeline

MOST_POINTS = 20_000

Found = TypeVar("Found")


class Files:
    """The routes over one hall, behind one door."""

    def __init__(self, hall: Hall, access: Access) -> None:
        self._hall, self._access = hall, access
        self._reckoning = Reckoning()

    def routes(self, station: str) -> Sequence[Route]:
        """Those below the path of a station."""
        return (
            Route(station + "/history", self._history),
            Route(station + "/export.csv", self._export),
            Route(station + "/events.csv", self._events),
            Route(station + "/trace.npz", self._trace),
            Route(station + "/timeline.yaml", self._timeline),
            Route(station + "/report.html", self._report),
            Route(station + "/verdict.json", self._verdict),
        )

    async def _history(self, request: Request) -> Response:
        found = await self._reckoning.of(
            person_of(request, self._access), self._window(request), json_of
        )
        return Response(found, media_type="application/json")

    async def _export(self, request: Request) -> Response:
        person, units = person_of(request, self._access), self._hall.scenario.plant.signals
        text = await self._reckoning.of(
            person, self._window(request), lambda window: csv_of(window, units)
        )
        return _file("trend.csv", "text/csv", text)

    async def _events(self, request: Request) -> Response:
        person = person_of(request, self._access)
        _, store = station_of(request, self._hall)
        of = partial(events_table, language=language_of(request))
        text = await self._reckoning.of(person, lambda: list(store.events), of)
        return _file("events.csv", "text/csv", text)

    async def _trace(self, request: Request) -> Response:
        person, store = self._own(request)
        trace = await self._reckoning.of(person, partial(_begun, store), trace_file)
        return _file("trace.npz", "application/octet-stream", trace)

    def _window(self, request: Request) -> Callable[[], Window]:
        """Takes what a request asks for from its station."""
        query, (_, store) = request.query_params, station_of(request, self._hall)
        signals = query.get("signals", "").split(",")[:100]
        try:
            begin, end = float(query.get("from", 0)), float(query.get("to", 1e9))
            points = min(max(int(query.get("points", 1000)), 2), MOST_POINTS)
        except ValueError:
            raise HTTPException(400) from None
        return partial(store.window, signals, begin, end, points)

    async def _timeline(self, request: Request) -> Response:
        person_of(request, self._access)
        _, store = station_of(request, self._hall)
        text = timeline(store.deeds, self._hall.scenario.plant, language_of(request))
        return _file("timeline.yaml", "application/yaml", text)

    async def _report(self, request: Request) -> Response:
        return Response(await self._judged(request, report_of), media_type="text/html")

    async def _verdict(self, request: Request) -> Response:
        return JSONResponse(sound(await self._judged(request, verdict_of)))

    async def _judged(self, request: Request, make: Callable[[Store, Language], Found]) -> Found:
        person, store = self._own(request)
        language = language_of(request)
        return await self._reckoning.of(
            person, partial(self._run, store), lambda run: make(run, language)
        )

    def _own(self, request: Request) -> tuple[Person, Store]:
        """A station whose program this person may read: evidence shows its lines, a trace its variables."""
        person = person_of(request, self._access)
        number, store = station_of(request, self._hall)
        if not person.is_at(number):
            raise HTTPException(403)
        return person, store

    def _run(self, store: Store) -> Store:
        """What may be judged: of practice what was done so far, of a graded run nothing before its verdict."""
        unsaid = self._hall.rules.graded and store.graded is None
        if unsaid or not self._hall.judged:
            raise HTTPException(404)
        return _begun(store)


def _begun(store: Store) -> Store:
    if not store.judgeable:
        raise HTTPException(404)
    return store.still()


def _file(name: str, media: str, content: str | bytes) -> Response:
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media, headers=told)
