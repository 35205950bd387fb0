"""What comes in with a request, and the two pages that go out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

ASSETS = Path(str(files("trainlab.hmi").joinpath("assets")))
MOST_BODY = 2_000_000  # with a program in it
SMALL_BODY = 8_000  # any other
MOST_BODY_S = 10.0
MOST_DIGITS = 18


def page(name: str, status: int = 200) -> Response:
    """One of our pages, by the name of its file."""
    text = (ASSETS / name).read_text(encoding="utf-8")
    return Response(text, status, media_type="text/html")


async def json_body(request: Request, large: Callable[[], None] | None = None) -> dict[str, Any]:
    """The JSON object that a request brings; HTTPException if it brings none, or too much, or
    takes too long. One that may be `large`, with a program in it, is asked for by a call of that, which
    may raise as well."""
    data = await _bytes_of(request, MOST_BODY if large else SMALL_BODY)
    if large and len(data) > SMALL_BODY:
        large()
    try:
        body = json.loads(data, parse_int=_number)
        json.dumps(body, ensure_ascii=False).encode()  # a lone surrogate is no text
    except (ValueError, RecursionError):
        raise HTTPException(400) from None
    if not isinstance(body, dict):
        raise HTTPException(400)
    if len(data) > SMALL_BODY and body.get("do") != "program":
        raise HTTPException(413)
    return body


async def _bytes_of(request: Request, most: int) -> bytearray:
    data = bytearray()
    try:
        async with asyncio.timeout(MOST_BODY_S):
            async for part in request.stream():
                data += part
                if len(data) > most:
                    raise HTTPException(413)
    except TimeoutError:
        raise HTTPException(408, headers={"Connection": "close"}) from None
    except ClientDisconnect:
        raise HTTPException(400) from None  # heard by nobody
    return data


def _number(digits: str) -> float:
    """A whole number; one that no 64 bits hold is what a browser makes of it, which may be infinite."""
    return int(digits) if len(digits) <= MOST_DIGITS else float(digits)
