"""Subscriptions: what may be monitored and how fast, and the sampler that tells of changes."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable, Iterable

from asyncua import Server, ua

from trainlab.fieldbus.opcua.nodes import SAMPLING_MS, Nodes, Variable
from trainlab.fieldbus.opcua.points import StationView

LONGEST_MS = 60_000.0
DATA_CHANGE_FILTER = ua.NodeId(ua.ObjectIds.DataChangeFilter)
Create = Callable[
    [ua.CreateMonitoredItemsParameters], Awaitable[list[ua.MonitoredItemCreateResult]]
]


def revised_interval(asked_ms: float) -> float:
    """The publishing interval that a client gets; asyncua would take 0 or not-a-number as it is."""
    return min(asked_ms, LONGEST_MS) if asked_ms > SAMPLING_MS else SAMPLING_MS


async def monitorable(
    params: ua.CreateMonitoredItemsParameters, nodes: Nodes, create: Create
) -> list[ua.MonitoredItemCreateResult]:
    """Have asyncua create the items whose filters it can apply; the others are refused.

    A deadband in percent (OPC 10000-8, 7.2) is made an absolute one of the node's EURange, since
    asyncua has none in percent.
    """
    results: list[ua.MonitoredItemCreateResult | None] = []
    possible = []
    for item in params.ItemsToCreate:
        code = _refusal(item, nodes)
        if code == ua.StatusCodes.Good:
            possible.append(item)
            results.append(None)
        else:
            results.append(ua.MonitoredItemCreateResult(StatusCode=ua.StatusCode(code)))
    created = iter(await create(dataclasses.replace(params, ItemsToCreate=possible)))
    answers = [next(created) if result is None else result for result in results]
    for answer in answers:
        answer.RevisedSamplingInterval = SAMPLING_MS
    return answers


def _refusal(item: ua.MonitoredItemCreateRequest, nodes: Nodes) -> int:
    condition = item.RequestedParameters.Filter
    if item.ItemToMonitor.AttributeId == ua.AttributeIds.EventNotifier or not condition:
        return int(ua.StatusCodes.Good)
    # Not isinstance: what asyncua decodes is of another class of the same name.
    if getattr(condition, "data_type", None) != DATA_CHANGE_FILTER:
        return int(ua.StatusCodes.BadFilterNotAllowed)
    if condition.DeadbandType == ua.DeadbandType.None_:
        return int(ua.StatusCodes.Good)
    variable = nodes.variables.get(item.ItemToMonitor.NodeId)
    if variable is None or variable.point.span is None:
        return int(ua.StatusCodes.BadFilterNotAllowed)
    if condition.DeadbandType == ua.DeadbandType.Percent:
        if not 0.0 <= condition.DeadbandValue <= 100.0:
            return int(ua.StatusCodes.BadDeadbandFilterInvalid)
        low, high = variable.point.span
        condition.DeadbandType = ua.DeadbandType.Absolute
        condition.DeadbandValue *= (high - low) / 100.0
    return int(ua.StatusCodes.Good)


async def sample(server: Server, stations: Iterable[StationView], nodes: Nodes) -> None:
    """Every 50 ms, tell the subscribers of a node that its value has changed; never ends."""
    watched: dict[StationView, list[tuple[Variable, dict[int, object]]]]
    watched = {station: [] for station in stations}
    for node, variable in nodes.variables.items():
        listeners = (
            server.iserver.aspace[node].attributes[ua.AttributeIds.Value].datachange_callbacks
        )
        watched[variable.station].append((variable, listeners))
    seen = dict.fromkeys(watched, -1)
    loop = asyncio.get_running_loop()
    due = loop.time()
    while True:
        due = max(due + SAMPLING_MS / 1000, loop.time())
        await asyncio.sleep(due - loop.time())
        for station, variables in watched.items():
            station.refresh()
            if station.side.version == seen[station]:
                continue
            seen[station] = station.side.version
            for variable, listeners in variables:
                if listeners:
                    await _tell(server, variable)


async def _tell(server: Server, variable: Variable) -> None:
    value = variable.point.read()
    if value != variable.told:
        variable.told = value
        await server.write_attribute_value(variable.node, variable.data_value())
