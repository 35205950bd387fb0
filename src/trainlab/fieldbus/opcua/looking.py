"""Browsing, so that nobody waits for it: node by node, and no further than a message has room for."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable

from asyncua import ua

from trainlab.fieldbus.opcua.limits import MOST_REFERENCES, bounded

Codes = ua.StatusCodes
Browse = Callable[[ua.BrowseParameters], Awaitable[list[ua.BrowseResult]]]


async def browsed(params: ua.BrowseParameters, browse: Browse) -> list[ua.BrowseResult]:
    """The Browse service (OPC 10000-4, 5.9.2); `browse` is asyncua's, which knows no continuation."""
    bounded(params.NodesToBrowse)
    results: list[ua.BrowseResult] = []
    left = MOST_REFERENCES
    for node in params.NodesToBrowse:
        if left <= 0:
            status = ua.StatusCode(Codes.BadNoContinuationPoints)
            results.append(ua.BrowseResult(StatusCode=status))
            continue
        (result,) = await browse(dataclasses.replace(params, NodesToBrowse=[node]))
        left -= len(result.References)
        results.append(result)
        await asyncio.sleep(0)
    return results
