"""What clients may do to the server without harm: drop, talk nonsense, ask for too much."""

from __future__ import annotations

import os
import random
import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from asyncua import ua

pytestmark = pytest.mark.wire
Until = Callable[[Callable[[], object], str], None]
URL = b"opc.tcp://127.0.0.1:4840"
LIMITS = struct.pack("<5I", 0, 65536, 65536, 0, 0)


def hello() -> bytes:
    body = LIMITS + struct.pack("<I", len(URL)) + URL
    return b"HELF" + struct.pack("<I", 8 + len(body)) + body


def place(bench: Any) -> tuple[str, int]:
    return "127.0.0.1", int(bench.url.rpartition(":")[2])


def closed(wire: socket.socket) -> bool:
    """Whether the server ends the connection."""
    try:
        while wire.recv(4096):
            continue
    except ConnectionResetError:
        return True
    return True


def test_two_hundred_connects_and_drops_leave_nothing_behind(
    bench: Any, seated: Any, until: Until
) -> None:
    until(lambda: bench.wire.connections == 0, "the clients of other tests have gone")
    for number in range(200):
        with socket.create_connection(place(bench), timeout=10) as wire:
            wire.sendall(hello()[: number + 1])
            if number >= len(hello()) - 1:
                assert wire.recv(3) == b"ACK"
    for _ in range(10):
        with seated(bench.url) as seat:
            seat["Outputs.valve"].write_value(ua.Variant(3, ua.VariantType.Int16))
            sock = seat.client.aio_obj.uaclient.protocol.transport
            seat.client.tloop.loop.call_soon_threadsafe(sock.abort)
            until(lambda: bench.wire.connections == 0, "the drop is noted")

    with seated(bench.url) as seat:
        assert seat["Status.Phase"].read_value() == 1
        until(lambda: bench.wire.connections == 1, "one is connected")


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"HELF" + struct.pack("<I", 0xFFFFFFFF),
        b"HELF" + struct.pack("<I", 0),
        b"HELF" + struct.pack("<I", 8),
        b"MSGF" + struct.pack("<I", 70_000),
        hello() + b"\0" * 8,
    ],
)
def test_what_is_no_chunk_ends_the_connection(bench: Any, data: bytes) -> None:
    with socket.create_connection(place(bench), timeout=10) as wire:
        wire.sendall(data)

        assert closed(wire)
    assert bench.link.alive


def test_nonsense_in_chunks_changes_no_output(bench: Any, seat: Any, until: Until) -> None:
    chance = random.Random(4)
    until(lambda: not any(bench.outputs.values()), "the outputs are at fail-safe")
    before = bench.outputs
    for _ in range(300):
        with socket.create_connection(place(bench), timeout=10) as wire:
            wire.sendall(hello())
            kind = chance.choice([b"OPNF", b"MSGF", b"MSGC", b"MSGA", b"CLOF", b"HELF"])
            body = chance.randbytes(chance.randint(1, 300))
            wire.sendall(kind + struct.pack("<I", 8 + len(body)) + body)

    assert seat["Status.Phase"].read_value() == 1
    assert bench.outputs == before
    assert bench.link.alive


class Relay:
    """Stands between a client and the server, and keeps the chunks that the client sends."""

    def __init__(self, server: tuple[str, int]) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"opc.tcp://127.0.0.1:{self._listener.getsockname()[1]}"
        self._server = server
        self._sent = b""
        self._threads = [threading.Thread(target=self._run)]
        self._threads[0].start()

    def _run(self) -> None:
        client, _ = self._listener.accept()
        server = socket.create_connection(self._server)
        back = threading.Thread(target=self._pass_on, args=(server, client))
        back.start()
        self._sent = self._pass_on(client, server)
        back.join()
        for each in (client, server, self._listener):
            each.close()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> bytes:
        passed = b""
        with suppress(OSError):
            while data := source.recv(65536):
                passed += data
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        return passed

    def chunks(self) -> list[bytes]:
        """What the client has sent, once it has gone."""
        self._threads[0].join()
        chunks, rest = [], self._sent
        while rest:
            size = int.from_bytes(rest[4:8], "little")
            chunks.append(rest[:size])
            rest = rest[size:]
        return chunks


def test_three_hundred_sessions_with_damaged_requests_do_no_harm(bench: Any, seated: Any) -> None:
    relay = Relay(place(bench))
    with seated(relay.url) as seat:
        seat.client.create_subscription(100, object()).subscribe_data_change(seat["Inputs.level"])
        seat["Inputs"].get_children()
        events = seat.client.create_subscription(100, object())
        events.subscribe_events()
        number = ua.Variant(events.aio_obj.subscription_id, ua.VariantType.UInt32)
        condition_type = seat.client.get_node(ua.NodeId(ua.ObjectIds.ConditionType))
        condition_type.call_method("0:ConditionRefresh", number)
        alarm = seat["Alarms.level_high"]
        with suppress(ua.uaerrors.BadEventIdUnknown):
            alarm.call_method("0:Acknowledge", bytes(16), ua.LocalizedText("seen", "en"))
        seat["Alarms.level_high.ShelvingState"].call_method("0:TimedShelve", 20.0)
        seat.call("Press", "start")
        seat["Panel.setpoint"].write_value(0.1)
    chunks = relay.chunks()
    chance = random.Random(5)
    answers = 0
    for _ in range(300):
        channel = bytes(4)
        with socket.create_connection(place(bench), timeout=10) as wire, suppress(OSError):
            wire.settimeout(0.02)
            last = chance.randrange(2, len(chunks))
            for number, chunk in enumerate(chunks[: last + 1]):
                sent = bytearray(chunk)
                if number > 1:
                    sent[8:12] = channel
                if number == last:
                    for _ in range(chance.randint(1, 4)):
                        sent[chance.randrange(12, len(sent))] = chance.choice((0, 255, 7))
                wire.sendall(sent)
                if number < 4 or number == last:
                    with suppress(TimeoutError):
                        answer = wire.recv(65536)
                        answers += number == last and bool(answer)
                        channel = answer[8:12] if number == 1 else channel

    assert answers > 100  # most of it got as far as to be answered
    with seated(bench.url) as seat:
        assert seat["Status.Phase"].read_value() == 1
    assert not any(bench.outputs.values())


def test_a_client_that_does_not_read_costs_little(bench: Any, seated: Any, until: Until) -> None:
    pid = bench.link.server_pid

    def resident_mib() -> float:
        with open(f"/proc/{pid}/statm", encoding="ascii") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20

    item = ua.BrowseDescription()
    item.NodeId = ua.NodeId(ua.ObjectIds.OpcUa_BinarySchema)
    item.ResultMask = ua.BrowseResultMask.All
    request = ua.BrowseRequest()
    request.Parameters.NodesToBrowse = [item] * 10  # 1 KiB the request, 200 KiB the answer
    sent = []
    with seated(bench.url) as greedy, seated(bench.url) as other:
        before = resident_mib()
        loop, protocol = greedy.client.tloop.loop, greedy.client.aio_obj.uaclient.protocol

        def flood() -> None:
            protocol.transport.pause_reading()
            sent.extend(protocol._send_request(request) for _ in range(300))

        loop.call_soon_threadsafe(flood)
        until(lambda: len(sent) == 300, "all requests are on their way")
        ends = time.monotonic() + 3.0  # without back pressure some 30 MiB would be waiting by then
        while time.monotonic() < ends:
            assert other["Status.Phase"].read_value() == 1
        grown = resident_mib() - before
        loop.call_soon_threadsafe(protocol.transport.abort)

    assert grown < 20
    assert bench.link.alive
