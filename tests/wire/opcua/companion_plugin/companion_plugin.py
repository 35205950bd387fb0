"""Somebody's package with a companion model: the station as a machine tool (OPC 40501-1)."""

from __future__ import annotations

from collections.abc import Mapping

from asyncua import Server, ua

from trainlab.core.message import Text
from trainlab.fieldbus.opcua.points import Point, ValueType
from trainlab.fieldbus.opcua.station import StationView

MACHINE_TOOL = "http://opcfoundation.org/UA/MachineTool/"
MACHINERY = "http://opcfoundation.org/UA/Machinery/"
TITLE = Text("Machine tool", "机床")


class TestMachineTool:
    """Shows a station's title as the serial number of a machine tool."""

    about = TITLE
    namespaces = (MACHINE_TOOL,)

    async def open(
        self, server: Server, station: StationView, root: ua.NodeId
    ) -> Mapping[ua.NodeId, Point]:
        """A machine tool under the station."""
        index = await server.get_namespace_index(MACHINE_TOOL)
        kind = await server.nodes.base_object_type.get_child(f"{index}:MachineToolType")
        own = root.NamespaceIndex
        name = ua.NodeId(f"{station.name}.MachineTool", own)
        machine = await server.get_node(root).add_object(name, f"{own}:MachineTool", kind.nodeid)
        di = await server.get_namespace_index("http://opcfoundation.org/UA/DI/")
        identification = await machine.get_child(f"{di}:Identification")
        serial = await identification.get_child(f"{di}:SerialNumber")
        point = Point(
            "", "SerialNumber", TITLE, TITLE, ValueType.STRING, lambda: f"{station.status.ticks:08}"
        )
        return {serial.nodeid: point}


class Unknown:
    """Stands on a nodeset that nobody has."""

    about = TITLE
    namespaces = ("http://example.org/nothing/",)
