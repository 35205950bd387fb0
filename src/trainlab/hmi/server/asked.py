"""Who asks, of which station, in which language."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request

from trainlab.core.message import LANGUAGES, Language
from trainlab.hmi.server.access import Access, Person
from trainlab.hmi.server.hall import Hall
from trainlab.hmi.server.store import Store


def person_of(request: Request, access: Access) -> Person:
    """Who sends a request; HTTPException for a stranger."""
    person = access.person(request)
    if person is None:
        raise HTTPException(401)
    return person


def station_of(request: Request, hall: Hall) -> tuple[int, Store]:
    """The station in its path, and its number; HTTPException if there is none such."""
    for number, store in enumerate(hall.stores):
        if request.path_params["station"] == str(number):
            return number, store
    raise HTTPException(404)


def language_of(request: Request) -> Language:
    """The language that it asks for."""
    asked = request.query_params.get("lang", "")
    return next((language for language in LANGUAGES if language == asked), LANGUAGES[0])
