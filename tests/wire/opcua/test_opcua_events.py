"""Events of a station, as a client hears them that has subscribed to the Server object."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from asyncua import ua

pytestmark = pytest.mark.wire
Until = Callable[[Callable[[], object], str], None]


class Heard:
    """Collects events."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.events: list[tuple[str, str, int]] = []

    def event_notification(self, event: Any) -> None:
        with self.lock:
            self.events.append((event.SourceName, event.Message.Text, event.Severity))


def test_broken_wires_owners_and_silence_are_events(bench: Any, seat: Any, until: Until) -> None:
    heard = Heard()
    subscription = seat.client.create_subscription(50, heard)
    subscription.subscribe_events()

    bench.break_wires("level")
    broken = ("lab.level", "The wire of level is broken", 600)
    until(lambda: broken in heard.events, "the broken wire is told")
    bench.break_wires()
    whole = ("lab.level", "The wire of level is whole again", 300)
    until(lambda: whole in heard.events, "the mended wire is told")
    seat["Outputs.valve"].write_value(ua.Variant(1, ua.VariantType.Int16))
    until(lambda: any("owns the outputs" in text for _, text, _ in heard.events), "who owns them")
    silent = ("lab", "The controller was not heard for too long", 800)
    subscription.delete()

    other = Heard()
    with_pause = seat.client.create_subscription(5000, other)
    with_pause.subscribe_events()
    until(lambda: silent in other.events, "the silence is told")
    with_pause.delete()


def test_a_strange_filter_harms_only_its_owner(bench: Any, seated: Any, until: Until) -> None:
    strange = ua.EventFilter()
    strange.SelectClauses = [ua.SimpleAttributeOperand()]
    element = ua.ContentFilterElement()
    element.FilterOperator = ua.FilterOperator.Like
    strange.WhereClause.Elements = [element]
    heard = Heard()
    with seated(bench.url) as odd, seated(bench.url) as usual:
        odd.client.create_subscription(50, Heard()).subscribe_events(evfilter=strange)
        usual.client.create_subscription(50, heard).subscribe_events()
        bench.break_wires("level")
        broken = ("lab.level", "The wire of level is broken", 600)
        until(lambda: broken in heard.events, "the event is told")
        bench.break_wires()
        whole = ("lab.level", "The wire of level is whole again", 300)
        until(lambda: whole in heard.events, "the next one too")
