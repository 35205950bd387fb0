"""The door's routes: in with a token or a name and password, out again, and who somebody is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from trainlab.hmi.server.access import Access, Person
from trainlab.hmi.server.bodies import json_body, page
from trainlab.hmi.server.logins import TooMany

MOST_NAME = 200  # characters of a name or password


class Door:
    """The routes of one door."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def routes(self) -> Sequence[Route]:
        """What is open to everybody."""
        return (
            Route("/enter", self._enter, methods=["GET", "POST"]),
            Route("/leave", self._leave, methods=["POST"]),
            Route("/api/door", self._door),
            Route("/api/me", self._me),
        )

    async def _enter(self, request: Request) -> Response:
        if request.method == "POST":
            if not self._access.ours(request):
                raise HTTPException(403)
            entered = await self._entered(request, await json_body(request))
            if entered is None:
                raise HTTPException(403)
            answer: Response = JSONResponse({"station": max(entered[1].station, 0)})
        else:
            try:
                token = request.query_params.get("token", "")
                entered = self._access.enter(_host(request), token)
            except TooMany:
                return page("enter.html", 429)
            if entered is None:
                return page("enter.html", 403)
            answer = RedirectResponse(f"/#station={max(entered[1].station, 0)}", 303)
        self._access.leave(request)  # whoever he was before
        secure = "https" in (request.url.scheme, request.headers.get("x-forwarded-proto"))
        name, session = self._access.cookie, entered[0]
        answer.set_cookie(name, session, httponly=True, samesite="strict", secure=secure)
        return answer

    async def _entered(
        self, request: Request, body: Mapping[str, Any]
    ) -> tuple[str, Person] | None:
        host = _host(request)
        try:
            if "user" not in body:
                return self._access.enter(host, str(body.get("token", "")))
            return await self._access.log_in(
                host, str(body["user"])[:MOST_NAME], str(body.get("password", ""))[:MOST_NAME]
            )
        except TooMany:
            raise HTTPException(429) from None

    async def _leave(self, request: Request) -> Response:
        if not self._access.ours(request):
            raise HTTPException(403)
        self._access.leave(request)
        answer = JSONResponse({"left": True})
        answer.delete_cookie(self._access.cookie, httponly=True, samesite="strict")
        return answer

    async def _door(self, request: Request) -> Response:
        """What the door asks for, of whoever stands before it."""
        return JSONResponse({"asks_for": self._access.asks_for})

    async def _me(self, request: Request) -> Response:
        person = self._access.person(request)
        if person is None:
            raise HTTPException(401)
        return JSONResponse({"name": person.name, "role": person.role, "station": person.station})


def _host(request: Request) -> str:
    return request.client.host if request.client else ""
