"""Subscriptions: what may be monitored and how fast, and the sampler that tells of changes."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable, Sequence

from asyncua import Server, ua
from asyncua.server.address_space import AddressSpace

from trainlab.fieldbus.opcua.alarms import AlarmWatch
from trainlab.fieldbus.opcua.condition_nodes import FieldNode
from trainlab.fieldbus.opcua.events import Events
from trainlab.fieldbus.opcua.happenings import Watch
from trainlab.fieldbus.opcua.limits import event_filter_flaw
from trainlab.fieldbus.opcua.listeners import Listener
from trainlab.fieldbus.opcua.nodes import Nodes, Variable
from trainlab.fieldbus.opcua.points import SAMPLING_MS
from trainlab.fieldbus.opcua.station import StationView
from trainlab.fieldbus.opcua.where import make_evaluable

LONGEST_MS = 60_000.0
DATA_CHANGE_FILTER = ua.NodeId(ua.ObjectIds.DataChangeFilter)
Create = Callable[
    [ua.CreateMonitoredItemsParameters], Awaitable[list[ua.MonitoredItemCreateResult]]
]


def revised_interval(asked_ms: float) -> float:
    """The publishing interval that a client gets; asyncua would take 0 or not-a-number as it is."""
    return min(asked_ms, LONGEST_MS) if asked_ms > SAMPLING_MS else SAMPLING_MS


async def monitorable(
    params: ua.CreateMonitoredItemsParameters, nodes: Nodes, space: AddressSpace, create: Create
) -> list[ua.MonitoredItemCreateResult]:
    """Have asyncua create the items whose filters can be applied; the others are refused.

    Deadbands (OPC 10000-4, 7.22.2, and 10000-8, 7.2) are ours: asyncua has none in percent, and
    compares with the last sample instead of the last report, so that a slow ramp is never told.
    """
    answers = []
    for item in params.ItemsToCreate:
        code = _refusal(item, nodes)
        if code != ua.StatusCodes.Good:
            answers.append(ua.MonitoredItemCreateResult(StatusCode=ua.StatusCode(code)))
            continue
        where = getattr(item.RequestedParameters.Filter, "WhereClause", None)
        if where is not None:
            make_evaluable(where, space)
        variable = nodes.variables.get(item.ItemToMonitor.NodeId)
        width = _take_deadband(item, variable)
        before = set(variable.listeners) if variable else set()
        (answer,) = await create(dataclasses.replace(params, ItemsToCreate=[item]))
        answer.RevisedSamplingInterval = SAMPLING_MS
        answers.append(answer)
        if variable and width:
            for handle in variable.listeners.keys() - before:
                told = variable.point.read()
                variable.listeners[handle] = Deadband(variable.listeners[handle], width, told)
    return answers


class Deadband:
    """Passes on what differs by more than a width from what it has passed on before."""

    __slots__ = ("_listener", "_told", "_width")

    def __init__(self, listener: Listener, width: float, told: object) -> None:
        self._listener = listener
        self._width = width
        self._told = told

    async def __call__(self, handle: int, value: ua.DataValue) -> None:
        """asyncua: the node has another value."""
        new, old = value.Value.Value if value.Value else None, self._told
        if isinstance(new, int | float) and isinstance(old, int | float):
            near = abs(new - old) <= self._width
        else:
            near = False
        if near:
            return
        self._told = new
        await self._listener(handle, value)


def _refusal(item: ua.MonitoredItemCreateRequest, nodes: Nodes) -> int:
    condition = item.RequestedParameters.Filter
    if item.ItemToMonitor.AttributeId == ua.AttributeIds.EventNotifier:
        return event_filter_flaw(condition)
    if not condition:
        return int(ua.StatusCodes.Good)
    # Not isinstance: what asyncua decodes is of another class of the same name.
    if getattr(condition, "data_type", None) != DATA_CHANGE_FILTER:
        return int(ua.StatusCodes.BadFilterNotAllowed)
    kind, width = condition.DeadbandType, condition.DeadbandValue
    if kind == ua.DeadbandType.None_:
        return int(ua.StatusCodes.Good)
    variable = nodes.variables.get(item.ItemToMonitor.NodeId)
    if variable is None or variable.point.span is None:
        return int(ua.StatusCodes.BadFilterNotAllowed)
    most = 100.0 if kind == ua.DeadbandType.Percent else float("inf")
    known = kind in (ua.DeadbandType.Percent, ua.DeadbandType.Absolute)
    if not (known and 0.0 <= width <= most):
        return int(ua.StatusCodes.BadDeadbandFilterInvalid)
    return int(ua.StatusCodes.Good)


def _take_deadband(item: ua.MonitoredItemCreateRequest, variable: Variable | None) -> float:
    """The width of the item's deadband, which is taken out of its filter; 0 for none."""
    condition = item.RequestedParameters.Filter
    if variable is None or variable.point.span is None or not condition:
        return 0.0
    kind, width = condition.DeadbandType, float(condition.DeadbandValue)
    condition.DeadbandType = ua.DeadbandType.None_
    if kind == ua.DeadbandType.Percent:
        low, high = variable.point.span
        return width * (high - low) / 100.0
    return width if kind == ua.DeadbandType.Absolute else 0.0


async def sample(
    server: Server, stations: Sequence[StationView], nodes: Nodes, events: Events
) -> None:
    """Every 50 ms, tell subscribers of values that have changed and of events; never ends."""
    watches = {station: Watch(station) for station in stations}
    watched: dict[StationView, list[Variable]] = {station: [] for station in stations}
    for variable in nodes.variables.values():
        watched[variable.station].append(variable)
    fields: dict[StationView, list[FieldNode]] = {station: [] for station in stations}
    for shown in nodes.conditions.fields.values():
        fields[shown.condition.station].append(shown)
    alarms = {station: AlarmWatch(station.alarms) for station in stations}
    seen = dict.fromkeys(watched, -1)
    loop = asyncio.get_running_loop()
    due = woke = loop.time()
    while True:
        # As long as the last round took, the clients have their turn, however much is monitored.
        due = max(due + SAMPLING_MS / 1000, 2 * loop.time() - woke)
        await asyncio.sleep(due - loop.time())
        woke = loop.time()
        for station, variables in watched.items():
            station.refresh()
            if station.side.version == seen[station]:
                continue
            seen[station] = station.side.version
            for variable in variables:
                if variable.listeners:
                    await _tell(server, variable)
            for field in fields[station]:
                if field.listeners:
                    await _tell_field(server, field)
            for happening in watches[station].look():
                await events.tell(station, happening)
            for alarm in alarms[station].look():
                await events.tell_condition(nodes.conditions.of[alarm])


async def _tell(server: Server, variable: Variable) -> None:
    value = variable.point.read()
    if value != variable.told:
        variable.told = value
        await server.write_attribute_value(variable.node, variable.data_value())


async def _tell_field(server: Server, shown: FieldNode) -> None:
    value = shown.data_value()
    if value != shown.told:
        shown.told = value
        await server.write_attribute_value(shown.node, value)
