"""What one client may ask for at once: the others are answered meanwhile, and memory is bounded."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from asyncua import ua
from asyncua.ua.ua_binary import struct_from_binary, struct_to_binary

pytestmark = pytest.mark.wire
SCHEMA = ua.NodeId(ua.ObjectIds.OpcUa_BinarySchema)  # 200 KiB of text, with hundreds of references
SERVER = ua.NodeId(ua.ObjectIds.Server)
Until = Callable[[Callable[[], object], str], None]


class Asking:
    """Requests as they are, past the checks of asyncua's client."""

    def __init__(self, seat: Any) -> None:
        self.seat = seat
        self.protocol = seat.client.aio_obj.uaclient.protocol

    def ask(self, request: Any, answer: type) -> Any:
        """The answer to a request; raises what the server refuses it with."""
        data = self.seat.client.tloop.post(self.protocol.send_request(request, timeout=10))
        return struct_from_binary(answer, data)

    def send(self, body: bytes) -> None:
        """A message with that body; returns when it is answered."""
        protocol = self.protocol

        async def answered() -> None:
            protocol._request_id += 1
            waiting = asyncio.get_running_loop().create_future()
            protocol._callbackmap[protocol._request_id] = waiting
            chunks = protocol._connection.message_to_binary(body, request_id=protocol._request_id)
            protocol.transport.write(chunks)
            await asyncio.wait_for(waiting, 10)

        self.seat.client.tloop.post(answered())

    def body(self, request: Any) -> bytes:
        """A request as it goes over the wire."""
        request.RequestHeader.AuthenticationToken = self.protocol.authentication_token
        return bytes(struct_to_binary(request))


def peak_mib(pid: int) -> float:
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        (line,) = (each for each in status if each.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def items(subscription: int, count: int, parameters: Any, node: ua.NodeId, attribute: int) -> Any:
    request = ua.CreateMonitoredItemsRequest()
    request.Parameters.SubscriptionId = subscription
    item = ua.MonitoredItemCreateRequest(
        ua.ReadValueId(node, attribute), ua.MonitoringMode.Reporting, parameters
    )
    request.Parameters.ItemsToCreate = [item] * count
    return request


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(b"\x80" + struct.pack("<i", 30_000_000), id="an array of 30 million nulls"),
        pytest.param(
            b"\xc1" + struct.pack("<iiii", 0, 2, 1_000_000, 1), id="an array said to be large"
        ),
        pytest.param(
            b"\xc1" + struct.pack("<i", 1) + b"\1" + struct.pack("<50001i", 50_000, *[1] * 50_000),
            id="an array of 50 000 dimensions",
        ),
    ],
)
def test_a_small_message_of_a_large_value_takes_no_memory(
    bench: Any, seated: Any, value: bytes
) -> None:
    request = ua.WriteRequest()
    marked = ua.DataValue(ua.Variant(0x1122334455667788, ua.VariantType.UInt64))
    request.Parameters.NodesToWrite = [ua.WriteValue(SCHEMA, 13, None, marked)]
    with seated(bench.url) as attacker, seated(bench.url) as other:
        before = peak_mib(bench.link.server_pid)
        raw = Asking(attacker)
        whole = raw.body(request)
        at = whole.index(bytes.fromhex("09 88 77 66 55 44 33 22 11"))
        raw.send(whole[:at] + value + whole[at + 9 :])

        assert attacker["Status.Phase"].read_value() == 1
        assert other["Status.Phase"].read_value() == 1
        assert peak_mib(bench.link.server_pid) - before < 40


def test_a_filter_that_would_be_evaluated_for_ages_is_refused(bench: Any, seated: Any) -> None:
    """Each element names the next one twice: 2 ** 40 comparisons for one event."""
    event_filter = ua.EventFilter()
    event_filter.SelectClauses = [ua.SimpleAttributeOperand(BrowsePath=[ua.QualifiedName("Time")])]
    elements = []
    for number in range(40):
        operand: Any = ua.ElementOperand(number + 1)
        if number == 39:
            operand = ua.LiteralOperand(ua.Variant(1))
        elements.append(ua.ContentFilterElement(ua.FilterOperator.Equals, [operand, operand]))
    event_filter.WhereClause.Elements = elements
    parameters = ua.MonitoringParameters(Filter=event_filter)
    with seated(bench.url) as seat:
        subscription = seat.client.create_subscription(100, object())
        number = subscription.aio_obj.subscription_id
        request = items(number, 1, parameters, SERVER, ua.AttributeIds.EventNotifier)
        answer = Asking(seat).ask(request, ua.CreateMonitoredItemsResponse)
        elements[0].FilterOperands = [ua.ElementOperand(0)] * 2
        round_and_round = Asking(seat).ask(request, ua.CreateMonitoredItemsResponse)

    for each in (answer, round_and_round):
        assert each.Results[0].StatusCode.name == "BadEventFilterInvalid"


def test_who_knows_the_number_of_a_subscription_cannot_touch_it(bench: Any, seated: Any) -> None:
    with seated(bench.url) as owner, seated(bench.url) as other:
        subscription = owner.client.create_subscription(100, object())
        item = subscription.subscribe_data_change(owner["Inputs.level"])
        number = subscription.aio_obj.subscription_id
        raw = Asking(other)
        delete = ua.DeleteSubscriptionsRequest()
        delete.Parameters.SubscriptionIds = [number]
        silence = ua.SetPublishingModeRequest()
        silence.Parameters.SubscriptionIds = [number]
        steal = ua.TransferSubscriptionsRequest()
        steal.Parameters.SubscriptionIds = [number]
        empty = ua.DeleteMonitoredItemsRequest()
        empty.Parameters.SubscriptionId = number
        empty.Parameters.MonitoredItemIds = [item]
        invalid = "BadSubscriptionIdInvalid"

        assert raw.ask(delete, ua.DeleteSubscriptionsResponse).Results[0].name == invalid
        silenced = raw.ask(silence, ua.SetPublishingModeResponse)
        assert silenced.Parameters.Results[0].name == invalid
        stolen = raw.ask(steal, ua.TransferSubscriptionsResponse)
        assert stolen.Parameters.Results[0].StatusCode.name == "BadUserAccessDenied"
        with pytest.raises(ua.uaerrors.BadSubscriptionIdInvalid):
            raw.ask(empty, ua.DeleteMonitoredItemsResponse)
        subscription.unsubscribe(item)  # it is still there


def test_more_than_a_thousand_operations_of_one_request_are_refused(
    bench: Any, seated: Any
) -> None:
    with seated(bench.url) as seat:
        read, browse = ua.ReadRequest(), ua.BrowseRequest()
        read.Parameters.NodesToRead = [ua.ReadValueId(SERVER, 1)] * 1001
        browse.Parameters.NodesToBrowse = [ua.BrowseDescription(SERVER)] * 1001
        for request, answer in ((read, ua.ReadResponse), (browse, ua.BrowseResponse)):
            with pytest.raises(ua.uaerrors.BadTooManyOperations):
                Asking(seat).ask(request, answer)
        most = "Server_ServerCapabilities_OperationLimits_MaxNodesPerRead"
        told = seat.client.get_node(ua.NodeId(getattr(ua.ObjectIds, most)))
        assert told.read_value() == 1000


def test_an_answer_is_no_longer_than_a_message(bench: Any, seated: Any) -> None:
    with seated(bench.url) as seat:
        read, browse = ua.ReadRequest(), ua.BrowseRequest()
        read.Parameters.NodesToRead = [ua.ReadValueId(SCHEMA, ua.AttributeIds.Value)] * 100
        node = ua.BrowseDescription(SCHEMA)
        node.ResultMask = ua.BrowseResultMask.All
        browse.Parameters.NodesToBrowse = [node] * 100
        values = Asking(seat).ask(read, ua.ReadResponse).Results
        results = Asking(seat).ask(browse, ua.BrowseResponse).Results

    assert values[0].StatusCode.is_good()
    assert values[-1].StatusCode.name == "BadEncodingLimitsExceeded"
    assert results[0].References
    assert results[-1].StatusCode.name == "BadNoContinuationPoints"


def test_a_session_monitors_a_thousand_items_at_most(bench: Any, seated: Any) -> None:
    with seated(bench.url) as seat:
        subscription = seat.client.create_subscription(1000, object())
        number = subscription.aio_obj.subscription_id
        parameters = ua.MonitoringParameters(QueueSize=1_000_000)
        value = ua.AttributeIds.Value
        request = items(number, 600, parameters, seat["Inputs.level"].nodeid, value)
        raw = Asking(seat)
        first = raw.ask(request, ua.CreateMonitoredItemsResponse).Results
        second = raw.ask(request, ua.CreateMonitoredItemsResponse).Results

        change = ua.ModifyMonitoredItemsRequest()
        change.Parameters.SubscriptionId = number
        odd = ua.MonitoringParameters(Filter=ua.EventFilter())
        many = ua.MonitoringParameters(QueueSize=4_000_000_000)
        mine = first[0].MonitoredItemId
        change.Parameters.ItemsToModify = [
            ua.MonitoredItemModifyRequest(mine, odd),
            ua.MonitoredItemModifyRequest(mine, many),
            ua.MonitoredItemModifyRequest(1, many),
        ]
        changed = raw.ask(change, ua.ModifyMonitoredItemsResponse).Results

    assert all(result.RevisedQueueSize == 200 for result in first)
    assert [result.StatusCode.name for result in second[398:402]] == [
        "Good", "Good", "BadTooManyMonitoredItems", "BadTooManyMonitoredItems",
    ]  # fmt: skip
    names = [result.StatusCode.name for result in changed]
    assert names == ["BadFilterNotAllowed", "Good", "BadMonitoredItemIdInvalid"]
    assert changed[1].RevisedQueueSize == 200


def test_sessions_that_are_opened_one_after_the_other_come_to_an_end(
    bench: Any, seated: Any
) -> None:
    request = ua.CreateSessionRequest()
    request.Parameters.EndpointUrl = bench.url
    request.Parameters.RequestedSessionTimeout = 60_000
    opened = 0
    with suppress(ConnectionError, ua.UaError), seated(bench.url) as seat:
        for _ in range(100):
            Asking(seat).ask(request, ua.CreateSessionResponse)
            opened += 1
    assert opened == 15
    with seated(bench.url) as seat:
        assert seat["Status.Phase"].read_value() == 1


def test_nobody_registers_another_server_here(bench: Any, seated: Any) -> None:
    with seated(bench.url) as seat:
        (ours,) = seat.client.find_servers()
        request = ua.RegisterServerRequest()
        request.Server.ServerUri = ours.ApplicationUri
        request.Server.ServerNames = [ua.LocalizedText("trap", "en")]
        request.Server.DiscoveryUrls = ["opc.tcp://192.0.2.1:4840"]
        with pytest.raises(ua.uaerrors.BadServiceUnsupported):
            Asking(seat).ask(request, ua.RegisterServerResponse)
        assert seat.client.find_servers() == [ours]


@pytest.mark.parametrize("sizes", [(0, 65536), (65536, 25), (8191, 8191)])
def test_buffers_that_are_too_small_end_the_connection(bench: Any, sizes: tuple[int, int]) -> None:
    """OPC 10000-6, 7.1.2.3: 8192 bytes at least; of 25 one byte a chunk would be left."""
    url = bench.url.encode()
    body = struct.pack("<5I", 0, *sizes, 0, 0) + struct.pack("<I", len(url)) + url
    host, _, port = bench.url.rpartition("//")[2].rstrip("/").rpartition(":")
    with socket.create_connection((host, int(port)), timeout=10) as wire:
        wire.sendall(b"HELF" + struct.pack("<I", 8 + len(body)) + body)
        assert wire.recv(100) == b""
