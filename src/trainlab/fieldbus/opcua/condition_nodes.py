"""The conditions of a station as objects in the address space: variables and methods of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from asyncua import ua

from trainlab.core.alarm import AlarmKind
from trainlab.core.message import Language, Text
from trainlab.fieldbus.opcua.alarms import AlarmView
from trainlab.fieldbus.opcua.condition_fields import MACHINES, Field, fields_of, type_of
from trainlab.fieldbus.opcua.listeners import Listeners
from trainlab.fieldbus.opcua.space import NOTHING, READ, Argument, Space
from trainlab.fieldbus.opcua.station import StationView

FOLDER = Text("Alarms", "报警")
EVENT_ID: Argument = (
    "EventId",
    ua.ObjectIds.ByteString,
    False,
    Text("of the event that was seen", "所见事件的编号"),
)
COMMENT: Argument = ("Comment", ua.ObjectIds.LocalizedText, False, Text("what to say", "备注"))
SHELVING_TIME: Argument = (
    "ShelvingTime",
    ua.ObjectIds.Duration,
    False,
    Text("for how long, in ms", "搁置时长，毫秒"),
)
METHODS: Mapping[str, tuple[tuple[Argument, ...], Text]] = {
    "Acknowledge": ((EVENT_ID, COMMENT), Text("It was seen", "确认报警")),
    "Confirm": ((EVENT_ID, COMMENT), Text("Its cause was dealt with", "核实已处理")),
    "AddComment": ((EVENT_ID, COMMENT), Text("Say something of it", "添加备注")),
    "Enable": ((), Text("Watch it again", "启用")),
    "Disable": ((), Text("Watch it no longer", "停用")),
    "TimedShelve": ((SHELVING_TIME,), Text("Out of sight for a time", "限时搁置")),
    "OneShotShelve": ((), Text("Out of sight until it has cleared", "搁置到恢复正常")),
    "Unshelve": ((), Text("Back in sight", "取消搁置")),
}
SHELVING = ("TimedShelve", "OneShotShelve", "Unshelve")


@dataclass(slots=True)
class FieldNode:
    """A variable of a condition, and what the sampler has told of it last."""

    condition: Condition
    field: Field
    node: ua.NodeId
    listeners: Listeners
    told: object = None

    def data_value(self, language: Language = "en") -> ua.DataValue:
        """As it is now."""
        alarm = self.condition.alarm
        time = alarm.utc(alarm.state.changed_at_ns)
        variant = self.field.variant(alarm, language)
        if variant is None:
            code = ua.StatusCode(ua.StatusCodes.BadStateNotActive)
            return ua.DataValue(None, code, time, time)
        return ua.DataValue(variant, ua.StatusCode(), time, time)


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """An alarm in the address space."""

    station: StationView
    alarm: AlarmView
    node: ua.NodeId
    fields: tuple[Field, ...]


class Conditions:
    """Every condition of a server, by what clients know of it."""

    def __init__(self) -> None:
        self.of: dict[AlarmView, Condition] = {}
        self.objects: dict[ua.NodeId, Condition] = {}  # itself, and its shelving
        self.methods: dict[ua.NodeId, tuple[Condition, str]] = {}
        self.fields: dict[ua.NodeId, FieldNode] = {}

    async def build(
        self, space: Space, station: StationView, root: ua.NodeId, tags: Mapping[str, ua.NodeId]
    ) -> None:
        """Put the alarms of a station into a folder under it; `tags` are the nodes of its tags."""
        if not station.alarms:
            return
        path = f"{station.name}.Alarms"
        folder = await space.add_object(root, path, FOLDER, ua.NodeId(ua.ObjectIds.FolderType))
        server = ua.NodeId(ua.ObjectIds.Server)
        await space.refer(server, ua.ObjectIds.HasNotifier, root)
        sources = set()
        for alarm in station.alarms:
            spec = alarm.spec
            source = tags.get(spec.tag, root)
            if source not in sources and source != root:
                sources.add(source)
                await space.refer(root, ua.ObjectIds.HasEventSource, source)
            name = f"{station.name}.{spec.tag}" if spec.tag else station.name
            looked_at = _input_node(space, station, alarm, source)
            kind = type_of(spec.kind)
            node = await space.add_object(folder, f"{path}.{spec.name}", spec.text, kind)
            fields = fields_of(alarm, source, name, looked_at)
            condition = Condition(station, alarm, node, fields)
            self.of[alarm] = condition
            self.objects[node] = condition
            await space.refer(source, ua.ObjectIds.HasCondition, node)
            await self._parts(space, condition, f"{path}.{spec.name}")

    async def _parts(self, space: Space, condition: Condition, path: str) -> None:
        parents = {"": condition.node}
        for field in condition.fields:
            above, _, name = field.path.rpartition("/")
            if above in MACHINES and above not in parents:
                place = f"{path}.{above}"
                title = Text(above, above)
                parents[above] = await space.add_object(
                    condition.node, place, title, MACHINES[above], standard=True
                )
            place = f"{path}.{field.path.replace('/', '.')}"
            parents[field.path] = await self._variable(
                space, condition, field, parents[above], place
            )
        shelving = parents["ShelvingState"]
        self.objects[shelving] = condition
        for name, (arguments, about) in METHODS.items():
            if name == "Confirm" and not condition.alarm.spec.confirm:
                continue
            is_shelving = name in SHELVING
            parent = shelving if is_shelving else condition.node
            place = f"{path}.ShelvingState.{name}" if is_shelving else f"{path}.{name}"
            method = await space.add_method(parent, place, about, arguments, standard=True)
            self.methods[method] = condition, name

    async def _variable(
        self, space: Space, condition: Condition, field: Field, parent: ua.NodeId, path: str
    ) -> ua.NodeId:
        attributes = ua.VariableAttributes()
        attributes.DataType = ua.NodeId(field.data_type)
        attributes.ValueRank = ua.ValueRank.Scalar
        attributes.AccessLevel = attributes.UserAccessLevel = READ
        name = field.path.rpartition("/")[2]
        is_property = field.node_type == ua.ObjectIds.PropertyType
        node = await space.add(
            parent,
            path,
            ua.NodeClass.Variable,
            attributes,
            (Text(name, name), NOTHING),
            ua.ObjectIds.HasProperty if is_property else ua.ObjectIds.HasComponent,
            ua.NodeId(field.node_type),
            namespace=0,
        )
        value = space.server.iserver.aspace[node].attributes[ua.AttributeIds.Value]
        shown = FieldNode(condition, field, node, value.datachange_callbacks)
        self.fields[node] = shown
        space.server.set_attribute_value_callback(node, lambda *_: shown.data_value())
        space.server.set_attribute_value_setter(node, lambda *_: None)
        return node


def _input_node(
    space: Space, station: StationView, alarm: AlarmView, source: ua.NodeId
) -> ua.NodeId:
    """The variable whose value the alarm stands on."""
    spec = alarm.spec
    if spec.kind is AlarmKind.SILENCE:
        return ua.NodeId(f"{station.name}.Status.LinkStale", space.namespace)
    if spec.kind.has_limit and station.tags[spec.tag].scale:
        return ua.NodeId(f"{station.name}.Engineering.{spec.tag}", space.namespace)
    return source
