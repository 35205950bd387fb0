"""The address space of an OPC UA server: its stations' points and methods as nodes.

Node ids are strings, "tank_level.Inputs.level_raw", in the namespace NAMESPACE.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from asyncua import Server, ua

from trainlab.core.message import Text
from trainlab.fieldbus.opcua.methods import ARGUMENTS, METHODS
from trainlab.fieldbus.opcua.points import (
    FOLDERS,
    LOCALES,
    NAMESPACE,
    SAMPLING_MS,
    Damage,
    Point,
    Value,
)
from trainlab.fieldbus.opcua.station import StationView
from trainlab.fieldbus.opcua.units import NAMESPACE as UNIT_NAMESPACE
from trainlab.fieldbus.opcua.units import UNECE, unit_id

READ = ua.AccessLevel.CurrentRead.mask
READ_WRITE = READ | ua.AccessLevel.CurrentWrite.mask
STATUS = {
    Damage.SENSOR: ua.StatusCodes.BadSensorFailure,
    Damage.DEVICE: ua.StatusCodes.BadDeviceFailure,
    Damage.NO_TICK: ua.StatusCodes.BadWaitingForInitialData,
}

Listener = Callable[[int, ua.DataValue], Awaitable[None]]


@dataclass(slots=True)
class Variable:
    """A point in the address space, and what the sampler has told of it last."""

    station: StationView
    point: Point
    node: ua.NodeId
    type: ua.VariantType
    listeners: dict[int, Listener]  # asyncua's own, one for each item that monitors the node
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
        self.texts: dict[tuple[ua.NodeId, ua.AttributeIds], Text] = {}
        self.names: dict[ua.NodeId, tuple[Text, ...]] = {}
        self.stations: dict[StationView, ua.NodeId] = {}

    async def build(self, server: Server, stations: Sequence[StationView]) -> None:
        """Put the stations under the Objects folder."""
        builder = _Builder(server, await server.register_namespace(NAMESPACE), self)
        for station in stations:
            await builder.station(station)


class _Builder:
    def __init__(self, server: Server, namespace: int, nodes: Nodes) -> None:
        self._server = server
        self._namespace = namespace
        self._nodes = nodes

    async def station(self, station: StationView) -> None:
        root = await self._object(
            ua.NodeId(ua.ObjectIds.ObjectsFolder),
            station.name,
            station.title,
            ua.ObjectIds.Organizes,
            ua.ObjectIds.BaseObjectType,
        )
        self._nodes.stations[station] = root
        for name, title in FOLDERS.items():
            points = [point for point in station.points if point.folder == name]
            if not points:
                continue
            part, folder = ua.ObjectIds.HasComponent, ua.ObjectIds.FolderType
            parent = await self._object(root, f"{station.name}.{name}", title, part, folder)
            for point in points:
                await self._variable(parent, station, point)
        for name in METHODS:
            await self._method(root, station, name)

    async def _object(
        self,
        parent: ua.NodeId,
        path: str,
        title: Text,
        reference: ua.ObjectIds,
        kind: ua.ObjectIds,
    ) -> ua.NodeId:
        attributes = ua.ObjectAttributes()
        return await self._add(
            parent, path, ua.NodeClass.Object, attributes, (title, title), reference, kind
        )

    async def _variable(self, parent: ua.NodeId, station: StationView, point: Point) -> None:
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
        node = await self._add(
            parent,
            path,
            ua.NodeClass.Variable,
            attributes,
            (point.title, point.about),
            ua.ObjectIds.HasComponent,
            type_id,
        )
        value = self._server.iserver.aspace[node].attributes[ua.AttributeIds.Value]
        variable = Variable(station, point, node, kind, value.datachange_callbacks)
        self._nodes.variables[node] = variable
        self._server.set_attribute_value_callback(node, lambda *_: variable.data_value())
        # What is pushed to subscribers is not kept: reads go on through the callback.
        self._server.set_attribute_value_setter(node, lambda *_: None)
        if point.span:
            limits = ua.Range(*point.span)
            await self._property(node, path, "EURange", limits, ua.ObjectIds.Range)
        if point.span or point.unit:
            unit = _unit(point.unit)
            await self._property(node, path, "EngineeringUnits", unit, ua.ObjectIds.EUInformation)
        if point.names:
            names = [ua.LocalizedText(name.en, LOCALES[0]) for name in point.names]
            words = await self._property(
                node, path, "EnumStrings", names, ua.ObjectIds.LocalizedText
            )
            self._nodes.names[words] = point.names

    async def _property(
        self, parent: ua.NodeId, path: str, name: str, value: object, kind: ua.ObjectIds
    ) -> ua.NodeId:
        attributes = ua.VariableAttributes()
        attributes.DataType = ua.NodeId(kind)
        is_list = isinstance(value, list)
        attributes.ValueRank = ua.ValueRank.OneDimension if is_list else ua.ValueRank.Scalar
        attributes.Value = ua.Variant(value)
        attributes.AccessLevel = attributes.UserAccessLevel = READ
        return await self._add(
            parent,
            f"{path}.{name}",
            ua.NodeClass.Variable,
            attributes,
            (Text(name, name), Text("", "")),
            ua.ObjectIds.HasProperty,
            ua.ObjectIds.PropertyType,
            namespace=0,
        )

    async def _method(self, parent: ua.NodeId, station: StationView, name: str) -> None:
        path = f"{station.name}.{name}"
        attributes = ua.MethodAttributes()
        attributes.Executable = attributes.UserExecutable = True
        texts = Text(name, name), METHODS[name]
        node = await self._add(
            parent, path, ua.NodeClass.Method, attributes, texts, ua.ObjectIds.HasComponent, None
        )
        self._nodes.methods[node] = Method(station, name)
        arguments = [
            ua.Argument(
                Name=argument.name,
                DataType=ua.NodeId(ua.VariantType[argument.type.value].value),
                ValueRank=ua.ValueRank.OneDimension if argument.is_list else ua.ValueRank.Scalar,
                ArrayDimensions=[0] if argument.is_list else [],
                Description=ua.LocalizedText(argument.about.en, LOCALES[0]),
            )
            for argument in ARGUMENTS[name]
        ]
        if arguments:
            await self._property(node, path, "InputArguments", arguments, ua.ObjectIds.Argument)

    async def _add(
        self,
        parent: ua.NodeId,
        path: str,
        kind: ua.NodeClass,
        attributes: ua.VariableAttributes | ua.ObjectAttributes | ua.MethodAttributes,
        texts: tuple[Text, Text],
        reference: ua.ObjectIds,
        type_id: ua.ObjectIds | None,
        namespace: int | None = None,
    ) -> ua.NodeId:
        title, about = texts
        item = ua.AddNodesItem()
        node = ua.NodeId(path, self._namespace)
        item.ParentNodeId = parent
        item.ReferenceTypeId = ua.NodeId(reference)
        item.RequestedNewNodeId = node
        index = self._namespace if namespace is None else namespace
        item.BrowseName = ua.QualifiedName(path.rpartition(".")[2], index)
        item.NodeClass = kind
        if type_id is not None:
            item.TypeDefinition = ua.NodeId(type_id)
        attributes.DisplayName = ua.LocalizedText(title.en, LOCALES[0])
        attributes.Description = ua.LocalizedText(about.en, LOCALES[0])
        attributes.WriteMask = attributes.UserWriteMask = 0
        item.NodeAttributes = attributes
        (result,) = await self._server.iserver.isession.add_nodes([item])
        result.StatusCode.check()
        self._nodes.texts[node, ua.AttributeIds.DisplayName] = title
        self._nodes.texts[node, ua.AttributeIds.Description] = about
        return node


def _unit(unit: str) -> ua.EUInformation:
    code, name = UNECE.get(unit, ("", unit))
    return ua.EUInformation(
        NamespaceUri=UNIT_NAMESPACE,
        UnitId=unit_id(code) if code else -1,
        DisplayName=ua.LocalizedText(unit or "1", LOCALES[0]),
        Description=ua.LocalizedText(name, LOCALES[0]),
    )
