"""A PLC that is an OPC UA server, through asyncua: `python -m trainlab.fieldbus.clients.opcua_plc`.

It is polled, one Read and one Write request a cycle, and not subscribed to: what a server samples
and publishes it does at an interval of its own, in which a short pulse is lost.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Coroutine
from concurrent.futures import CancelledError
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from asyncua import Client, ua
from asyncua.crypto import security_policies
from asyncua.crypto.uacrypto import CertProperties
from cryptography.exceptions import UnsupportedAlgorithm

from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.exchange.records import Span
from trainlab.exchange.server_process import receive_setup, send_report
from trainlab.fieldbus.clients.opcua import OpcUaPollSetup
from trainlab.fieldbus.clients.opcua_nodes import Variable, variables
from trainlab.fieldbus.clients.plc import (
    GARBLED,
    MALFORMED,
    NO_SUCH_PLACE,
    NOT_TAKEN,
    OTHER_SECURITY,
    REFUSED,
    SILENT,
    UNREACHABLE,
    Lost,
    Scan,
    lost,
)
from trainlab.fieldbus.clients.process import poll
from trainlab.fieldbus.opcua.certificate import Identity, Unusable, identity
from trainlab.fieldbus.opcua.limits import bound_decoding

# A session takes a small CPU a while, and so does looking through all its nodes.
SESSION_TIMEOUT_S = 4.0
CONNECT_TIMEOUT_S = 30.0
CLOSE_TIMEOUT_S = 0.5
# By how much a server's and our own measure of time may differ before it counts as started anew.
START_MARGIN_S = 1.0
POLICIES = {
    "Basic256Sha256": security_policies.SecurityPolicyBasic256Sha256,
    "Aes128Sha256RsaOaep": security_policies.SecurityPolicyAes128Sha256RsaOaep,
    "Aes256Sha256RsaPss": security_policies.SecurityPolicyAes256Sha256RsaPss,
}
# What asyncua raises by itself where a connection ends.
SILENCES = {
    ua.StatusCodes.BadTimeout,
    ua.StatusCodes.BadConnectionClosed,
    ua.StatusCodes.BadCommunicationError,
    ua.StatusCodes.BadRequestTimeout,
    ua.StatusCodes.BadServerNotConnected,
    ua.StatusCodes.BadShutdown,
}
NOT_RUNNING = Text("the state of the server is {state}", "服务器状态为 {state}")
NO_GOOD_VALUE = Text("none of its outputs has a good value", "没有任何输出具有有效值")
STATE = ua.NodeId(ua.ObjectIds.Server_ServerStatus_State)
START = ua.NodeId(ua.ObjectIds.Server_ServerStatus_StartTime)
NOW = ua.NodeId(ua.ObjectIds.Server_ServerStatus_CurrentTime)

Answer = TypeVar("Answer")


class OpcUaPlc:
    """Its variables, and the state of its server; asyncua runs on a loop in a thread of its own."""

    def __init__(self, setup: OpcUaPollSetup, who: Identity | None) -> None:
        self._setup = setup
        self._who = who
        self._opened_s = time.monotonic()
        self._started: datetime | None = None
        self._restarted = False
        self._stopped: Text | None = None
        self._client: Client | None = None
        self._inputs: list[Variable] = []
        self._outputs: list[Variable] = []
        self._written: dict[Variable, bool | int | float] = {}
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name="asyncua", daemon=True).start()

    def connect(self) -> None:
        """Open a session, find the nodes."""
        self._written.clear()
        self._run(self._connect(), CONNECT_TIMEOUT_S, UNREACHABLE)

    def put(self, block: bytes | bytearray, everything: bool) -> None:
        """Write the inputs that have changed, or all, in one request."""
        values = {each: each.to_plc(block) for each in self._inputs}
        changed = [each for each in values if everything or self._written.get(each) != values[each]]
        if changed:
            self._run(self._write(changed, values), self._setup.poll.timeout_s, SILENT)
            self._written.update(values)

    def scan(self) -> Scan:
        """Read the outputs and the server's state in one request."""
        return self._run(self._read(), self._setup.poll.timeout_s, SILENT)

    def close(self) -> None:
        """Close the session and the connection."""
        client, self._client = self._client, None
        if client is None:
            return
        with suppress(Lost):
            self._run(client.disconnect(), CLOSE_TIMEOUT_S, SILENT)
        self._loop.call_soon_threadsafe(client.disconnect_socket)

    def _run(
        self, work: Coroutine[object, object, Answer], timeout_s: float, failed: Text
    ) -> Answer:
        limited = asyncio.wait_for(work, timeout_s)
        try:
            return asyncio.run_coroutine_threadsafe(limited, self._loop).result()
        except TimeoutError:
            raise lost(failed, why=f"{timeout_s:g} s") from None
        except ua.UaStatusCodeError as error:
            text = failed if error.code in SILENCES else REFUSED
            raise lost(text, why=ua.StatusCode(error.code).name) from None
        except ua.UaError as error:
            if str(error).startswith("No matching endpoints"):
                raise lost(OTHER_SECURITY, why=self._setup.security) from None
            raise lost(failed, why=str(error) or type(error).__name__) from None
        except (OSError, UnsupportedAlgorithm, CancelledError) as error:
            raise lost(failed, why=str(error) or type(error).__name__) from None
        except MALFORMED as error:
            raise lost(GARBLED, why=error) from None

    async def _connect(self) -> None:
        setup = self._setup
        client = Client(setup.url, timeout=SESSION_TIMEOUT_S)
        self._client = client
        if self._who is not None:
            client.application_uri = self._who.uri
            await client.set_security(
                POLICIES[setup.security],
                CertProperties(self._who.certificate, "der"),
                CertProperties(self._who.key, "pem"),
            )
        if setup.user:
            client.set_user(setup.user)
            client.set_password(setup.password)
        await client.connect()
        image = IOImage(setup.poll.station.tags)
        slots = [image.slots[tag.name] for tag in (*image.inputs, *image.outputs)]
        found = await variables(client, slots, setup.template)
        self._inputs, self._outputs = found[: len(image.inputs)], found[len(image.inputs) :]
        await self._look_at_start(client)

    async def _look_at_start(self, client: Client) -> None:
        start, now = await client.uaclient.read_attributes([START, NOW], ua.AttributeIds.Value)
        if not (_good(start) and _good(now)):
            return
        started, shown = start.Value.Value, now.Value.Value
        if not (isinstance(started, datetime) and isinstance(shown, datetime)):
            return
        if self._started is None:
            # Both by the server's own clock, which may be wrong by years.
            age_s = (shown - started).total_seconds()
            ours_s = time.monotonic() - self._opened_s
            self._restarted = 0 <= age_s < ours_s - START_MARGIN_S
        elif started != self._started:
            self._restarted = True
        self._started = started

    async def _write(
        self, changed: list[Variable], values: dict[Variable, bool | int | float]
    ) -> None:
        assert self._client is not None
        # A value alone: a server may refuse a status and times (OPC 10000-4, 5.10.4), and PLCs do.
        data = [
            ua.DataValue(ua.Variant(values[each], each.type), StatusCode=None) for each in changed
        ]
        results = await self._client.uaclient.write_attributes(
            [each.node for each in changed], data, ua.AttributeIds.Value
        )
        for each, result in zip(changed, results, strict=True):
            if not result.is_good():
                raise _of(each, result)

    async def _read(self) -> Scan:
        assert self._client is not None
        nodes = [STATE, *(each.node for each in self._outputs)]
        state, *read = await self._client.uaclient.read_attributes(nodes, ua.AttributeIds.Value)
        spans: list[Span] = []
        for each, value in zip(self._outputs, read, strict=True):
            if _code(value) == ua.StatusCodes.BadNodeIdUnknown:
                raise _of(each, value.StatusCode)
            if _good(value) and value.Value is not None:
                span = each.from_plc(value.Value.Value)
                if span is not None:
                    spans.append(span)
        was_stopped = self._stopped
        self._stopped = _why_stopped(state)
        restarted = self._restarted or (was_stopped is not None and self._stopped is None)
        self._restarted = False
        if self._stopped is None and not spans:
            return Scan((), NO_GOOD_VALUE, restarted)
        return Scan(spans, self._stopped, restarted)


def _code(value: ua.DataValue) -> int:
    return 0 if value.StatusCode is None else int(value.StatusCode.value)


def _good(value: ua.DataValue) -> bool:
    return value.StatusCode is None or bool(value.StatusCode.is_good())


def _why_stopped(state: ua.DataValue) -> Text | None:
    if not _good(state) or state.Value is None:
        shown = state.StatusCode.name
    elif state.Value.Value == ua.ServerState.Running:
        return None
    else:
        shown = ua.ServerState(state.Value.Value).name
    return lost(NOT_RUNNING, state=shown).reason


def _of(variable: Variable, status: ua.StatusCode) -> Lost:
    text = NO_SUCH_PLACE if status.value == ua.StatusCodes.BadNodeIdUnknown else NOT_TAKEN
    place = f"{variable.node.to_string()} ({variable.slot.tag.name})"
    return lost(text, places=place, code=status.name)


def main() -> None:
    """Poll as the setup on the standard input says; or report why the certificate is of no use."""
    bound_decoding()
    setup: OpcUaPollSetup = receive_setup()
    who = None
    if setup.security != "None":
        try:
            who = identity(setup.pki, "client")
        except Unusable as error:
            send_report({"problem": "pki", "path": str(setup.pki), "reason": str(error)})
            return
    poll(setup.poll, OpcUaPlc(setup, who))


if __name__ == "__main__":
    main()
