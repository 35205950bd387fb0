"""Subscriptions: a sampler at 50 ms tells of what has changed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from asyncua import ua

pytestmark = pytest.mark.wire
Until = Callable[[Callable[[], object], str], None]


class Notes:
    """Collects what a subscription tells."""

    def __init__(self) -> None:
        self.told: list[tuple[str, object, str]] = []
        self.lock = threading.Lock()

    def datachange_notification(self, node: Any, value: object, data: Any) -> None:
        with self.lock:
            name = node.nodeid.Identifier.rpartition(".")[2]
            self.told.append((name, value, data.monitored_item.Value.StatusCode.name))

    def values(self, name: str) -> list[object]:
        with self.lock:
            return [value for told, value, _ in self.told if told == name]


def with_deadband(subscription: Any, node: Any, kind: ua.DeadbandType) -> None:
    """Monitor a node with a deadband of 10; asyncua's synchronous client has none."""
    subscription.tloop.post(subscription.aio_obj.deadband_monitor(node.aio_obj, 10, kind))


@pytest.mark.parametrize("interval_ms", [50, 100])
def test_a_pulse_longer_than_the_sampling_is_seen(
    bench: Any, seat: Any, until: Until, interval_ms: int
) -> None:
    bench.sense(door=False)
    until(lambda: seat["Inputs.door"].read_value() is False, "the door is open")
    notes = Notes()
    subscription = seat.client.create_subscription(interval_ms, notes)
    subscription.subscribe_data_change(seat["Inputs.door"])
    until(lambda: notes.values("door") == [False], "the first value is told")

    bench.sense(door=True)
    time.sleep(0.12)  # the pulse itself: two samples long
    bench.sense(door=False)

    until(lambda: notes.values("door") == [False, True, False], "both edges are told")
    subscription.delete()


def test_only_changes_are_told_and_reads_go_on_beside(bench: Any, seat: Any, until: Until) -> None:
    notes = Notes()
    subscription = seat.client.create_subscription(50, notes)
    nodes = [seat[path] for path in ("Inputs.pieces", "Outputs.count", "Status.Ticks")]
    subscription.subscribe_data_change(nodes)
    for number in range(5):
        bench.sense(pieces=1000 + number)
        seat["Outputs.count"].write_value(ua.Variant(number, ua.VariantType.Int32))
        until(lambda n=number: 1000 + n in notes.values("pieces"), "the input is told")
        until(lambda n=number: n in notes.values("count"), "the output is told")
        assert seat["Inputs.pieces"].read_value() == 1000 + number
    pieces = notes.values("pieces")
    subscription.delete()

    assert all(a != b for a, b in pairwise(pieces))
    assert len(notes.values("Ticks")) >= 5


def test_a_wire_that_breaks_is_told(bench: Any, seat: Any, until: Until) -> None:
    notes = Notes()
    subscription = seat.client.create_subscription(50, notes)
    subscription.subscribe_data_change(seat["Inputs.level"])
    until(lambda: notes.told, "the first value is told")

    bench.break_wires("level")
    until(lambda: notes.told[-1][1:] == (None, "BadSensorFailure"), "the break is told")
    bench.break_wires()
    until(lambda: notes.told[-1][2] == "Good", "the mended wire is told")
    subscription.delete()


def test_a_deadband_in_percent_is_of_the_range(bench: Any, seat: Any, until: Until) -> None:
    bench.sense(mass=10.0)
    until(lambda: seat["Inputs.mass"].read_value() == 10.0, "the mass is there")
    notes = Notes()
    subscription = seat.client.create_subscription(50, notes)
    with_deadband(subscription, seat["Inputs.mass"], ua.DeadbandType.Percent)
    until(lambda: notes.values("mass") == [10.0], "the first value is told")

    for mass in (12.0, 14.0, 16.0, 17.0):  # 10 % of 50 kg are 5 kg
        bench.sense(mass=mass)
        until(lambda m=mass: seat["Inputs.mass"].read_value() == m, "the mass is there")
        time.sleep(0.12)  # two samples
    until(lambda: len(notes.values("mass")) > 1, "the sum of small steps is told")

    assert notes.values("mass") == [10.0, 16.0]
    subscription.delete()


def test_what_cannot_be_told_apart_is_no_deadband(seat: Any) -> None:
    subscription = seat.client.create_subscription(100, Notes())

    with pytest.raises(ua.UaStatusCodeError) as refused:
        with_deadband(subscription, seat["Status.Controller"], ua.DeadbandType.Absolute)

    assert refused.value.code == ua.StatusCodes.BadFilterNotAllowed
    subscription.delete()


@pytest.mark.parametrize(
    ("asked", "given"),
    [(0, 50), (-1, 50), (0.001, 50), (float("nan"), 50), (75, 75), (1e9, 60_000)],
)
def test_publishing_intervals_are_those_that_can_be_kept(
    seat: Any, asked: float, given: float
) -> None:
    wanted = ua.CreateSubscriptionParameters(RequestedPublishingInterval=asked)
    protocol = seat.client.aio_obj.uaclient

    created = seat.client.tloop.post(protocol.create_subscription(wanted, lambda _: None))

    assert created.RevisedPublishingInterval == given
    seat.client.delete_subscriptions([created.SubscriptionId])
