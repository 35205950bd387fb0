"""What happens at a station, as events of the Server object, where clients look for them, and of the
station's own."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

from asyncua import Server, ua
from asyncua.common import event_objects

from trainlab.core.alarm import AlarmKind
from trainlab.core.message import LANGUAGES, Language, Text
from trainlab.fieldbus.opcua.condition_fields import TYPES, type_of
from trainlab.fieldbus.opcua.condition_nodes import Condition
from trainlab.fieldbus.opcua.happenings import Happening, Kind
from trainlab.fieldbus.opcua.nodes import Nodes
from trainlab.fieldbus.opcua.station import StationView

SERVER = ua.NodeId(ua.ObjectIds.Server)
KINDS = {
    Kind.BASE: event_objects.BaseEvent,
    Kind.SYSTEM: event_objects.SystemEvent,
    Kind.DEVICE_FAILURE: event_objects.DeviceFailureEvent,
}
REFRESH_SEVERITY = 1
Make = Callable[[Language], event_objects.BaseEvent]


class Events:
    """Tells events to those who have subscribed to them, each in the language of his session.

    `languages` are those of the sessions, by their ids.
    """

    def __init__(
        self, server: Server, nodes: Nodes, languages: Mapping[ua.NodeId, Language]
    ) -> None:
        self._server = server
        self._nodes = nodes
        self._languages = languages

    async def prepare(self) -> None:
        """Have the address space say which events there are."""
        kinds = [ua.NodeId(getattr(ua.ObjectIds, kind.value)) for kind in Kind]
        kinds += [type_of(kind) for kind in (*TYPES, *_limit_kinds(self._nodes))]
        for kind in dict.fromkeys(kinds):
            await self._server.get_event_generator(kind)

    async def tell(self, station: StationView, happening: Happening) -> None:
        """Tell one event."""
        source, name = self._source(station, happening.tag)
        make = _happened(KINDS[happening.kind], source, name, happening, station.time)
        await self._tell(station, make, self._server.iserver.subscription_service.subscriptions)

    async def tell_condition(self, condition: Condition) -> None:
        """Tell how a condition stands now."""
        subscriptions = self._server.iserver.subscription_service.subscriptions
        await self._tell(condition.station, _standing(condition), subscriptions)

    async def refresh(self, subscription: int, item: int | None, notifier: ua.NodeId) -> None:
        """Tell one notifier's subscriber, or one item of his, what is still of interest.

        OPC 10000-9, 5.5.7: between two events that mark it, the last event of each condition that is
        retained, with the id and the time that it had.
        """
        language = self._language(subscription)
        events = [_mark(event_objects.RefreshStartEvent)]
        for condition in self._nodes.conditions.of.values():
            here = notifier in (SERVER, self._nodes.stations[condition.station])
            if here and condition.alarm.state.retain:
                events.append(_standing(condition)(language))
        events.append(_mark(event_objects.RefreshEndEvent))
        for event in events:
            await self._send(event, subscription, notifier, item)

    async def _tell(self, station: StationView, make: Make, subscriptions: Iterable[int]) -> None:
        # All of it is made before the first is sent: meanwhile the station goes on.
        made = {language: make(language) for language in LANGUAGES}
        notifiers = SERVER, self._nodes.stations[station]
        for subscription in list(subscriptions):
            for notifier in notifiers:
                await self._send(made[self._language(subscription)], subscription, notifier)

    async def _send(
        self,
        event: event_objects.BaseEvent,
        subscription: int,
        notifier: ua.NodeId,
        item: int | None = None,
    ) -> None:
        """A filter that asyncua cannot evaluate fails for its own subscriber only."""
        event.emitting_node = notifier
        subscribed = self._server.iserver.subscription_service.subscriptions.get(subscription)
        if subscribed is not None:
            told = subscribed.monitored_item_srv.trigger_event(event, item)
            await asyncio.gather(told, return_exceptions=True)

    def _language(self, subscription: int) -> Language:
        subscribed = self._server.iserver.subscription_service.subscriptions.get(subscription)
        return self._languages.get(subscribed.session_id, "en") if subscribed else "en"

    def _source(self, station: StationView, tag: str) -> tuple[ua.NodeId, str]:
        for node, variable in self._nodes.variables.items():
            if variable.station is station and tag and variable.point.name == tag:
                return node, f"{station.name}.{tag}"
        return self._nodes.stations[station], station.name


def _limit_kinds(nodes: Nodes) -> Iterable[AlarmKind]:
    return {
        condition.alarm.spec.kind
        for condition in nodes.conditions.of.values()
        if condition.alarm.spec.kind.has_limit
    }


def _happened(
    kind: type[event_objects.BaseEvent],
    source: ua.NodeId,
    name: str,
    happening: Happening,
    time: datetime,
) -> Make:
    event_id = os.urandom(16)

    def make(language: Language) -> event_objects.BaseEvent:
        event = kind(sourcenode=source, severity=happening.severity)
        event.SourceName = name
        event.Message = localized(happening.text, language)
        return _stamped(event, event_id, time)

    return make


def _standing(condition: Condition) -> Make:
    alarm = condition.alarm

    def make(language: Language) -> event_objects.BaseEvent:
        event = event_objects.BaseEvent()
        for field in condition.fields:
            variant = field.variant(alarm, language)
            value = variant.Value if variant else None
            event.add_property(field.path, value, field.type)
        # The ConditionId is selected as the NodeId attribute of the ConditionType (5.5.2).
        event.add_property("NodeId", condition.node, ua.VariantType.NodeId)
        return event

    return make


def _mark(kind: type[event_objects.BaseEvent]) -> event_objects.BaseEvent:
    event = kind(sourcenode=SERVER, severity=REFRESH_SEVERITY)
    event.SourceName = "Server"
    event.Message = ua.LocalizedText(type(event).__name__)
    return _stamped(event, os.urandom(16), datetime.now(UTC))


def _stamped(
    event: event_objects.BaseEvent, event_id: bytes, time: datetime
) -> event_objects.BaseEvent:
    event.add_property("EventId", event_id, ua.VariantType.ByteString)
    event.Time = event.ReceiveTime = time
    return event


def localized(text: Text, language: Language) -> ua.LocalizedText:
    """A text in one language."""
    return ua.LocalizedText(text.within(language), language)
