"""The door for companion models: PackML, MachineTool and the like, filled from a station.

A plant names the models that it opens (`PlantDescription.opcua_models`); each is an entry point
of the group `trainlab.opcua_models` and keeps to `CompanionModel`. It makes its nodes when the
server starts and says what each of its variables reads; reads, subscriptions, time stamps and
the language are then the server's business, as with any point.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from asyncua import Server, ua

from trainlab.core import catalog
from trainlab.core.message import Text
from trainlab.fieldbus.opcua.nodes import Nodes
from trainlab.fieldbus.opcua.nodesets import nodesets
from trainlab.fieldbus.opcua.points import Point
from trainlab.fieldbus.opcua.station import StationView


class CompanionModel(Protocol):
    """One companion model, as the catalog holds it (kind "opcua_models")."""

    about: Text
    namespaces: tuple[str, ...]  # the URIs of the nodesets that it stands on

    async def open(
        self, server: Server, station: StationView, root: ua.NodeId
    ) -> Mapping[ua.NodeId, Point]:
        """Make the nodes of a station under its root; what its variables read."""


async def open_models(server: Server, nodes: Nodes) -> None:
    """Load what the stations' models need, and let them make their nodes; NoNodeset."""
    wanted = {name for station in nodes.stations for name in station.opcua_models}
    models: dict[str, CompanionModel] = {
        name: catalog.load("opcua_models", name)() for name in sorted(wanted)
    }
    for xml in nodesets(uri for model in models.values() for uri in model.namespaces):
        # asyncua refuses nodes without a parent (DI has nine) and some structures of Machinery
        # Jobs, and passes over them so; the models' object types need neither.
        await server.import_xml(xmlstring=xml, strict_mode=False)
    for station, root in nodes.stations.items():
        for name in station.opcua_models:
            for node, point in (await models[name].open(server, station, root)).items():
                nodes.show(server, node, station, point)
