"""The address space of an OPC UA server: its stations' points, alarms and methods as nodes.

Node ids are strings, "tank_level.Inputs.level_raw", in the namespace NAMESPACE.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from asyncua import Server, ua

from trainlab.core.message import Text
from trainlab.fieldbus.opcua.condition_nodes import Conditions
from trainlab.fieldbus.opcua.listeners import Listeners
from trainlab.fieldbus.opcua.methods import ARGUMENTS, METHODS, Argument
from trainlab.fieldbus.opcua.points import (
    FOLDERS,
    LOCALES,
    NAMESPACE,
    SAMPLING_MS,
    Damage,
    Point,
    Value,
)
from trainlab.fieldbus.opcua.space import READ, Space
from trainlab.fieldbus.opcua.space import Argument as SpaceArgument
from trainlab.fieldbus.opcua.station import StationView
from trainlab.fieldbus.opcua.units import NAMESPACE as UNIT_NAMESPACE
from trainlab.fieldbus.opcua.units import UNECE, unit_id

READ_WRITE = READ | ua.AccessLevel.CurrentWrite.mask
STATUS = {
    Damage.SENSOR: ua.StatusCodes.BadSensorFailure,
    Damage.DEVICE: ua.StatusCodes.BadDeviceFailure,
    Damage.NO_TICK: ua.StatusCodes.BadWaitingForInitialData,
}


@dataclass(slots=True)
class Variable:
    """A point in the address space, and what the sampler has told of it last."""

    station: StationView
    point: Point
    node: ua.NodeId
    type: ua.VariantType
    listeners: Listeners
    told: Value | Damage | None = None

    def data_value(self) -> ua.DataValue:
        """The point as it is now, with the tick's time."""
        value = self.point.read()
        time = self.station.time
        if isinstance(value, Damage):
            return ua.DataValue(None, ua.StatusCode(STATUS[value]), time, time)
        return ua.DataValue(ua.Variant(value, self.type), ua.StatusCode(), time, time)


@dataclass(frozen=True, slots=True)
class Method:
    """A method of one station."""

    station: StationView
    name: str


class Nodes:
    """All nodes of ours by their ids, and the texts of their attributes in both languages."""

    def __init__(self) -> None:
        self.variables: dict[ua.NodeId, Variable] = {}
        self.methods: dict[ua.NodeId, Method] = {}
        self.conditions = Conditions()
        self.texts: Mapping[tuple[ua.NodeId, ua.AttributeIds], Text] = {}
        self.names: dict[ua.NodeId, tuple[Text, ...]] = {}
        self.stations: dict[StationView, ua.NodeId] = {}

    async def build(self, server: Server, stations: Sequence[StationView]) -> None:
        """Put the stations under the Objects folder."""
        space = Space(server, await server.register_namespace(NAMESPACE))
        self.texts = space.texts
        for station in stations:
            await self._station(space, station)

    def show(self, server: Server, node: ua.NodeId, station: StationView, point: Point) -> None:
        """Let a variable that is there read a point, for those who ask and those who subscribe."""
        value = server.iserver.aspace[node].attributes[ua.AttributeIds.Value]
        kind = ua.VariantType[point.type.value]
        variable = Variable(station, point, node, kind, value.datachange_callbacks)
        self.variables[node] = variable
        server.set_attribute_value_callback(node, lambda *_: variable.data_value())
        # What is pushed to subscribers is not kept: reads go on through the callback.
        server.set_attribute_value_setter(node, lambda *_: None)

    async def _station(self, space: Space, station: StationView) -> None:
        root = await space.add_object(
            ua.NodeId(ua.ObjectIds.ObjectsFolder),
            station.name,
            station.title,
            ua.NodeId(ua.ObjectIds.BaseObjectType),
            reference=ua.ObjectIds.Organizes,
            tells_events=True,
        )
        self.stations[station] = root
        tags: dict[str, ua.NodeId] = {}
        for name, title in FOLDERS.items():
            points = [point for point in station.points if point.folder == name]
            if not points:
                continue
            folder = ua.NodeId(ua.ObjectIds.FolderType)
            parent = await space.add_object(root, f"{station.name}.{name}", title, folder)
            for point in points:
                node = await self._variable(space, parent, station, point)
                if name in ("Inputs", "Outputs"):
                    tags[point.name] = node
        for name, about in METHODS.items():
            arguments = [_argument(argument) for argument in ARGUMENTS[name]]
            method = await space.add_method(root, f"{station.name}.{name}", about, arguments)
            self.methods[method] = Method(station, name)
        await self.conditions.build(space, station, root, tags)

    async def _variable(
        self, space: Space, parent: ua.NodeId, station: StationView, point: Point
    ) -> ua.NodeId:
        path = f"{station.name}.{point.folder}.{point.name}"
        kind = ua.VariantType[point.type.value]
        attributes = ua.VariableAttributes()
        attributes.DataType = ua.NodeId(kind.value)
        attributes.ValueRank = ua.ValueRank.Scalar
        attributes.AccessLevel = READ_WRITE if point.writable else READ
        attributes.UserAccessLevel = attributes.AccessLevel
        attributes.MinimumSamplingInterval = SAMPLING_MS
        attributes.Historizing = False
        type_id = ua.ObjectIds.BaseDataVariableType
        if point.names:
            type_id = ua.ObjectIds.MultiStateDiscreteType
        elif point.span:
            type_id = ua.ObjectIds.AnalogItemType
        node = await space.add(
            parent,
            path,
            ua.NodeClass.Variable,
            attributes,
            (point.title, point.about),
            ua.ObjectIds.HasComponent,
            ua.NodeId(type_id),
        )
        self.show(space.server, node, station, point)
        if point.span:
            limits = ua.Range(*point.span)
            await space.add_property(node, path, "EURange", limits, ua.ObjectIds.Range)
        if point.span or point.unit:
            unit = _unit(point.unit)
            await space.add_property(
                node, path, "EngineeringUnits", unit, ua.ObjectIds.EUInformation
            )
        if point.names:
            names = [ua.LocalizedText(name.en, LOCALES[0]) for name in point.names]
            words = await space.add_property(
                node, path, "EnumStrings", names, ua.ObjectIds.LocalizedText
            )
            self.names[words] = point.names
        return node


def _argument(argument: Argument) -> SpaceArgument:
    kind = getattr(ua.ObjectIds, argument.type.value)
    return argument.name, kind, argument.is_list, argument.about


def _unit(unit: str) -> ua.EUInformation:
    code, name = UNECE.get(unit, ("", unit))
    return ua.EUInformation(
        NamespaceUri=UNIT_NAMESPACE,
        UnitId=unit_id(code) if code else -1,
        DisplayName=ua.LocalizedText(unit or "1", LOCALES[0]),
        Description=ua.LocalizedText(name, LOCALES[0]),
    )
