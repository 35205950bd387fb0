"""A station as a machine tool: OPC 40501-1 (UA for Machine Tools 1.02), filled from its tags.

    Monitoring/MachineTool/OperationMode   1 Automatic, 0 Manual: auto_mode
    Monitoring/Channel1/ChannelState       0 Active: nc_running and feed_release, 1 Interrupted:
                                           nc_running alone, 2 Reset
    Monitoring/Channel1/ChannelMode        0 Automatic, 2 JogManual: auto_mode
    Monitoring/Channel1/FeedOverride       feed_override_command, in %
    Monitoring/Spindle1/IsRotating         not spindle_stopped

A plant that names this model has tags of these names. As elsewhere on the wire, everything is what
instruments and the PLC tell; what the NC keeps to itself (its line, its place) is not there, nor are
tools, prognoses, messages, jobs, and the production's state machine, which is deprecated since 1.02.
The alarms of the station are its own (alarms.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from asyncua import Server, ua

from trainlab.core.message import Text
from trainlab.fieldbus.opcua.points import Damage, Point, Reader, Value, ValueType
from trainlab.fieldbus.opcua.station import StationView

MACHINE_TOOL = "http://opcfoundation.org/UA/MachineTool/"
DI = "http://opcfoundation.org/UA/DI/"
TITLE = Text("Machine tool", "机床")
_CHANNEL_TYPE, _SPINDLE_TYPE = 16, 22  # ChannelMonitoringType, SpindleMonitoringType
_ACTIVE, _INTERRUPTED, _RESET = 0, 1, 2  # ChannelState


class MachineTool:
    """The companion model that a plant names as `machine_tool`."""

    about = TITLE
    namespaces = (MACHINE_TOOL,)

    async def open(
        self, server: Server, station: StationView, root: ua.NodeId
    ) -> Mapping[ua.NodeId, Point]:
        """A machine tool under the station; what its variables read."""
        index = await server.get_namespace_index(MACHINE_TOOL)
        own, prefix = root.NamespaceIndex, f"{station.name}.MachineTool"
        kind = await server.nodes.base_object_type.get_child(f"{index}:MachineToolType")
        machine = await server.get_node(root).add_object(
            ua.NodeId(prefix, own), f"{own}:MachineTool", kind.nodeid
        )
        await self._identify(server, station, machine)
        monitoring = await machine.get_child(f"{index}:Monitoring")
        channel = await monitoring.add_object(
            ua.NodeId(f"{prefix}.Channel1", own),
            f"{own}:Channel1",
            ua.NodeId(_CHANNEL_TYPE, index),
        )
        spindle = await monitoring.add_object(
            ua.NodeId(f"{prefix}.Spindle1", own),
            f"{own}:Spindle1",
            ua.NodeId(_SPINDLE_TYPE, index),
        )
        read = _readers(station)
        override = station.tags["feed_override_command"]
        return {
            (await node.get_child(path)).nodeid: Point("", path[-1], TITLE, TITLE, type_, reader)
            for node, path, type_, reader in (
                (
                    monitoring,
                    [f"{index}:MachineTool", f"{index}:OperationMode"],
                    ValueType.INT32,
                    _choice(read["auto_mode"], 1, 0),
                ),
                (
                    channel,
                    [f"{index}:ChannelMode"],
                    ValueType.INT32,
                    _choice(read["auto_mode"], 0, 2),
                ),
                (
                    channel,
                    [f"{index}:ChannelState"],
                    ValueType.INT32,
                    _state(read, _ACTIVE, _INTERRUPTED, _RESET),
                ),
                (
                    channel,
                    [f"{index}:FeedOverride"],
                    ValueType.DOUBLE,
                    _scaled(read["feed_override_command"], override.engineering),
                ),
                (
                    spindle,
                    [f"{index}:IsRotating"],
                    ValueType.BOOLEAN,
                    _choice(read["spindle_stopped"], False, True),
                ),
            )
        }

    async def _identify(self, server: Server, station: StationView, machine: Any) -> None:
        """What a machine says of itself, which never changes."""
        di = await server.get_namespace_index(DI)
        plate = await machine.get_child(f"{di}:Identification")
        for name, value in (
            ("Manufacturer", ua.LocalizedText("trainlab", "en")),
            ("SerialNumber", station.name),
            ("ProductInstanceUri", f"trainlab://station/{station.name}"),
        ):
            await (await plate.get_child(f"{di}:{name}")).write_value(value)


def _readers(station: StationView) -> dict[str, Reader]:
    """How each tag is read, raw."""
    return {
        point.name: point.read for point in station.points if point.folder in ("Inputs", "Outputs")
    }


def _choice(reader: Reader, if_true: Value, if_false: Value) -> Reader:
    def read() -> Value | Damage:
        value = reader()
        return value if isinstance(value, Damage) else if_true if value else if_false

    return read


def _state(read: Mapping[str, Reader], active: int, held: int, rest: int) -> Reader:
    running, release = read["nc_running"], read["feed_release"]

    def state() -> Value | Damage:
        on, free = running(), release()
        if isinstance(on, Damage):
            return on
        if isinstance(free, Damage):
            return free
        return (active if free else held) if on else rest

    return state


def _scaled(reader: Reader, engineering: Any) -> Reader:
    def read() -> Value | Damage:
        value = reader()
        return value if isinstance(value, Damage) else float(engineering(value))

    return read
