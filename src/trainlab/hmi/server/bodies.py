"""What comes in with a request, and the two pages that go out."""

from __future__ import annotations

import asyncio
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

ASSETS = Path(str(files("trainlab.hmi").joinpath("assets")))
MOST_BODY = 2_000_000
MOST_BODY_S = 10.0
MOST_DIGITS = 18


def page(name: str, status: int = 200) -> Response:
    """One of our pages, by the name of its file."""
    text = (ASSETS / name).read_text(encoding="utf-8")
    return Response(text, status, media_type="text/html")


async def json_body(request: Request) -> dict[str, Any]:
    """The JSON object that a request brings; HTTPException if it brings none, or too much, or
    takes too long."""
    data = bytearray()
    try:
        async with asyncio.timeout(MOST_BODY_S):
            async for part in request.stream():
                data += part
                if len(data) > MOST_BODY:
                    raise HTTPException(413)
    except TimeoutError:
        raise HTTPException(408, headers={"Connection": "close"}) from None
    try:
        body = json.loads(data, parse_int=_number)
        json.dumps(body, ensure_ascii=False).encode()  # a lone surrogate is no text
    except (ValueError, RecursionError):
        raise HTTPException(400) from None
    if not isinstance(body, dict):
        raise HTTPException(400)
    return body


def _number(digits: str) -> float:
    """A whole number; one that no 64 bits hold is what a browser makes of it, which may be infinite."""
    return int(digits) if len(digits) <= MOST_DIGITS else float(digits)
