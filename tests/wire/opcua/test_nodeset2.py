"""The NodeSet2 file of a station against the station: another server takes it in, and shows the same."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path

import pytest
from asyncua import Client, Server, ua
from asyncua.common.node import Node

from trainlab.core import catalog
from trainlab.plants.tanks.level import TankLevel
from trainlab.tagfiles.contract import StationTags

pytestmark = pytest.mark.wire

SCENARIO = Path(__file__).parents[3] / "scenarios/tank/level_hold.yaml"
NAMESPACE = "trainlab://station"
IN_NODESET = "{http://opcfoundation.org/UA/2011/03/UANodeSet.xsd}"
# UANodeSet.xsd 1.04: what a node may hold, in this order.
ORDER = (
    "DisplayName", "Description", "Category", "Documentation", "References", "RolePermissions",
    "Extensions", "Value",
)  # fmt: skip
OF_A_NODE = {"NodeId", "BrowseName", "ParentNodeId"}
OF_A_VARIABLE = {
    "DataType", "ValueRank", "AccessLevel", "UserAccessLevel", "MinimumSamplingInterval",
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """What a client can find out of a node."""

    browse_name: str
    node_class: ua.NodeClass
    kind: str
    data_type: str
    rank: int
    access: int
    parent: str
    value: str


def nodeset() -> bytes:
    described = TankLevel.description
    station = StationTags(described.name, described.title, described.tags, described.controls)
    content: bytes = catalog.load("tag_formats", "nodeset2")().write(station, "en")
    return content


@pytest.fixture
def endpoint() -> Iterator[str]:
    """The real station: `trainlab serve` on a port that the system chose."""
    command = [sys.executable, "-m", "trainlab", "serve", str(SCENARIO), "--lang", "en"]
    command += ["--opcua", "opc.tcp://127.0.0.1:0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as station:
        assert station.stderr is not None
        try:
            lines = station.stderr.readline() + station.stderr.readline()
            found = re.search(r"^opcua at (\S+)$", lines, re.MULTILINE)
            assert found is not None
            yield found[1]
        finally:
            station.kill()


def test_the_file_shows_what_the_station_shows(endpoint: str) -> None:
    served = asyncio.run(shown_at(endpoint))
    filed = asyncio.run(shown_in_file())
    assert len(served) > 60
    assert filed.keys() == served.keys()
    for path in served:
        assert filed[path] == served[path], path


async def shown_at(endpoint: str) -> dict[str, Shown]:
    async with Client(endpoint) as client:
        return await shown(client)


async def shown_in_file() -> dict[str, Shown]:
    """The file in a server of its own, asked over a socket."""
    server = Server()
    await server.init()
    server.set_endpoint("opc.tcp://127.0.0.1:0")
    server.set_security_policy([ua.SecurityPolicyType.NoSecurity])
    await server.import_xml(xmlstring=nodeset().decode())
    async with server:
        listening = server.bserver._server.sockets[0].getsockname()
        async with Client(f"opc.tcp://127.0.0.1:{listening[1]}") as client:
            return await shown(client)


async def shown(client: Client) -> dict[str, Shown]:
    """Every node of the station's namespace by its id, from the Objects folder down, but for alarms."""
    index = await client.get_namespace_index(NAMESPACE)
    found: dict[str, Shown] = {}
    parents: list[tuple[str, Node]] = [("Objects", client.nodes.objects)]
    while parents:
        above, parent = parents.pop()
        for child in await parent.get_children(ua.ObjectIds.HierarchicalReferences):
            if child.nodeid.NamespaceIndex == index:
                path = str(child.nodeid.Identifier)
                if path.endswith(".Alarms"):
                    continue  # conditions are a running server's
                found[path] = await told(child, above)
                parents.append((path, child))
    return found


async def told(node: Node, parent: str) -> Shown:
    node_class = await node.read_node_class()
    name = await node.read_browse_name()
    kind, data_type, rank, access, value = "", "", 0, 0, ""
    if node_class is not ua.NodeClass.Method:
        kind = (await node.read_type_definition()).to_string()
    if node_class is ua.NodeClass.Variable:
        data_type = (await node.read_data_type()).to_string()
        rank = int(await node.read_value_rank())
        access = int((await node.read_attribute(ua.AttributeIds.AccessLevel)).Value.Value)
        if name.NamespaceIndex == 0:  # a property: its value does not change
            value = spelt(await node.read_value())
    return Shown(name.Name, node_class, kind, data_type, rank, access, parent, value)


def spelt(value: object) -> str:
    """A value, whichever of its forms a node id in it has."""
    if isinstance(value, ua.NodeId):
        return value.to_string()
    if isinstance(value, list):
        return f"[{', '.join(map(spelt, value))}]"
    if is_dataclass(value):
        parts = [f"{each.name}={spelt(getattr(value, each.name))}" for each in fields(value)]
        return f"{type(value).__name__}({', '.join(parts)})"
    return repr(value)


def test_the_file_has_the_form_of_the_schema() -> None:
    """UANodeSet.xsd: order and attributes of what a node may have, references both ends of which are there."""
    root = ET.fromstring(nodeset())
    assert root.tag == f"{IN_NODESET}UANodeSet"
    heads = [each.tag.removeprefix(IN_NODESET) for each in root][:3]
    assert heads == ["NamespaceUris", "Models", "Aliases"]
    aliases = {each.get("Alias") for each in root.iter(f"{IN_NODESET}Alias")}
    nodes = [each for each in root if "NodeId" in each.attrib]
    ids = [each.get("NodeId") for each in nodes]
    assert len(ids) == len(set(ids))
    for node in nodes:
        assert node.tag.removeprefix(IN_NODESET) in ("UAObject", "UAVariable", "UAMethod")
        parts = [each.tag.removeprefix(IN_NODESET) for each in node]
        assert parts == sorted(parts, key=ORDER.index)
        variable = node.tag.endswith("UAVariable")
        assert set(node.keys()) - OF_A_NODE <= (OF_A_VARIABLE if variable else set())
        assert node.get("DataType", "Boolean") in aliases
        for reference in node.iter(f"{IN_NODESET}Reference"):
            assert reference.get("ReferenceType") in aliases
            assert reference.text in ids or str(reference.text).startswith("i=")


def test_texts_stand_in_both_languages() -> None:
    root = ET.fromstring(nodeset())
    for tag in TankLevel.description.tags:
        side = "Inputs" if tag.direction.value == "input" else "Outputs"
        node = root.find(f".//*[@NodeId='ns=1;s=tank_level.{side}.{tag.name}']")
        assert node is not None
        names = {each.get("Locale"): each.text for each in node.findall(f"{IN_NODESET}DisplayName")}
        assert names == {"en": tag.text.en, "zh-CN": tag.text.zh}
