"""What happens at a station, as events of the Server object, where clients look for them."""

from __future__ import annotations

import asyncio

from asyncua import Server, ua
from asyncua.server.event_generator import EventGenerator

from trainlab.fieldbus.opcua.happenings import Happening, Kind
from trainlab.fieldbus.opcua.nodes import Nodes
from trainlab.fieldbus.opcua.points import LOCALES
from trainlab.fieldbus.opcua.station import StationView


class Events:
    """Tells events to those who have subscribed to them."""

    def __init__(self, server: Server, nodes: Nodes) -> None:
        self._server = server
        self._nodes = nodes
        self._generators: dict[Kind, EventGenerator] = {}

    async def prepare(self) -> None:
        """Make a generator of each kind of event."""
        for kind in Kind:
            self._generators[kind] = await self._server.get_event_generator(
                ua.NodeId(getattr(ua.ObjectIds, kind.value))
            )

    async def tell(self, station: StationView, happening: Happening) -> None:
        """Tell one event. A filter that asyncua cannot evaluate fails for its own subscriber only."""
        generator = self._generators[happening.kind]
        event = generator.event
        event.SourceNode, event.SourceName = self._source(station, happening.tag)
        event.Severity = happening.severity
        event.Message = ua.LocalizedText(happening.text.en, LOCALES[0])
        subscribers = list(self._server.iserver.subscription_service.subscriptions)
        told = (generator.trigger(station.time, subscription_id=number) for number in subscribers)
        await asyncio.gather(*told, return_exceptions=True)

    def _source(self, station: StationView, tag: str) -> tuple[ua.NodeId, str]:
        for node, variable in self._nodes.variables.items():
            if variable.station is station and tag and variable.point.name == tag:
                return node, f"{station.name}.{tag}"
        return self._nodes.stations[station], station.name
