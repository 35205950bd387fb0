"""Faults that a station survives: clients killed, servers restarted, clocks set, messages too long."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from asyncua import ua

pytestmark = pytest.mark.wire
Until = Callable[[Callable[[], object], str], None]
HERE = Path(__file__).parent
LOST = (ua.UaError, OSError, TimeoutError)


def node_ids(seat: Any) -> set[str]:
    """All that a station has, by browsing down from it."""
    found = set()
    left = [seat.client.get_node(f"ns={seat.namespace};s=lab")]
    while left:
        node = left.pop()
        if node.nodeid.to_string() not in found:
            found.add(node.nodeid.to_string())
            left += node.get_children()
    return found


def test_a_killed_client_leaves_the_outputs_at_fail_safe_and_nothing_behind(
    bench: Any, seated: Any, until: Until
) -> None:
    until(lambda: bench.wire.connections == 0, "the clients of other tests have gone")
    client = subprocess.Popen(
        [sys.executable, str(HERE / "client_to_kill.py"), bench.url], stdout=subprocess.PIPE
    )
    assert client.stdout is not None
    assert client.stdout.readline() == b"written\n"
    until(lambda: bench.outputs["valve"] == 77, "it has commanded")
    client.kill()
    client.wait()
    client.stdout.close()

    until(lambda: bench.outputs["valve"] == 0, "the outputs are at fail-safe")
    with seated(bench.url) as seat:
        seat["Outputs.valve"].write_value(ua.Variant(5, ua.VariantType.Int16))
    until(lambda: "link_back" in bench.kinds, "another one has the outputs")


def test_a_client_finds_everything_in_its_place_after_a_restart(
    open_bench: Any, seated: Any, new_client: Any
) -> None:
    with open_bench("") as bench, new_client(bench.url) as client:
        client.connect()
        phase = client.get_node("ns=2;s=lab.Status.Phase")
        assert phase.read_value() == 1
        with seated(bench.url) as seat:
            before = node_ids(seat)
        port = bench.url.rpartition(":")[2].strip("/")
        bench.close()
        with pytest.raises(LOST):
            phase.read_value()
        with open_bench("", port=port) as again:
            with seated(again.url) as seat:
                assert node_ids(seat) == before
            with new_client(again.url) as back:
                back.connect()
                assert back.get_node(phase.nodeid).read_value() == 1

    assert len(before) > 100


def test_a_clock_that_is_set_disturbs_neither_time_stamps_nor_subscriptions(
    open_bench: Any,
    seated: Any,
    until: Until,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shift = tmp_path / "shift"
    shift.write_text("0", encoding="ascii")
    monkeypatch.setenv("SHIFTED_CLOCK", str(shift))
    monkeypatch.setenv("PYTHONPATH", str(HERE / "shifted_clock"))
    stamps: list[datetime] = []

    class Notes:
        def datachange_notification(self, node: object, value: object, data: Any) -> None:
            stamps.append(data.monitored_item.Value.SourceTimestamp)

    with open_bench("") as bench, seated(bench.url) as seat:
        server_time = seat.client.get_node(ua.NodeId(ua.ObjectIds.Server_ServerStatus_CurrentTime))
        subscription = seat.client.create_subscription(50, Notes())
        subscription.subscribe_data_change(seat["Status.Time"])
        for seconds in (86_400, -86_400):
            shift.write_text(str(seconds), encoding="ascii")

            def jumped(seconds: int = seconds) -> bool:
                off = server_time.read_value() - datetime.now(UTC)
                return abs(off.total_seconds() - seconds) < 3600

            until(jumped, "the server's calendar has jumped")
            told = len(stamps)
            until(lambda told=told: len(stamps) > told + 5, "values are told as before")

    assert stamps == sorted(stamps)
    assert (stamps[-1] - stamps[0]).total_seconds() < 60


def test_a_message_that_is_too_long_ends_its_connection_alone(
    bench: Any, seated: Any, until: Until
) -> None:
    with seated(bench.url) as other, seated(bench.url) as greedy:
        protocol = greedy.client.aio_obj.uaclient.protocol
        limits = protocol._connection._limits
        limits.max_message_size = limits.max_chunk_count = 0  # its own are off
        nodes = [greedy["Inputs." + "x" * 1000] for _ in range(2000)]

        with pytest.raises((*LOST, ConnectionError)):
            greedy.client.read_attributes(nodes, ua.AttributeIds.Value)
        assert other["Status.Phase"].read_value() == 1
    assert bench.link.alive
