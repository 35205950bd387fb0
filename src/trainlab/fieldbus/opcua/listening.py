"""asyncua's server on sockets that are ours: with limits.py the one that uses names private to asyncua.

`Server.start` binds by itself and cannot be told of sockets; its two private names are how it makes
the endpoints and their policies. A third is a connection's channel, which knows whether it encrypts.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from typing import cast

from asyncua import Server, ua
from asyncua.common.connection import TransportLimits
from asyncua.common.utils import Buffer, ServiceError
from asyncua.server.binary_server_asyncio import OPCUAProtocol
from asyncua.server.internal_server import InternalServer
from asyncua.server.uaprocessor import UaProcessor
from asyncua.ua.ua_binary import nodeid_from_binary, struct_from_binary

from trainlab.fieldbus.opcua.limits import MOST_SESSIONS, REQUEST_BYTES, SMALLEST_BUFFER

CHUNK_BYTES = 65536
MESSAGE_BYTES = 1024 * 1024
HEADER_BYTES = 8
# A client that has not read for so long is dropped.
UNREAD_TIMEOUT_S = 10.0
ACTIVATE_SESSION = ua.NodeId(ua.ObjectIds.ActivateSessionRequest_Encoding_DefaultBinary)
CREATE_SESSION = ua.NodeId(ua.ObjectIds.CreateSessionRequest_Encoding_DefaultBinary)
# This is no discovery server: asyncua would tell others of any server that anybody names, at any
# place, and of as many as there is memory for.
REGISTERING = (
    ua.NodeId(ua.ObjectIds.RegisterServerRequest_Encoding_DefaultBinary),
    ua.NodeId(ua.ObjectIds.RegisterServer2Request_Encoding_DefaultBinary),
)
MESSAGE_TYPES = (b"HEL", b"OPN", b"CLO", b"MSG")


class Requests(asyncio.Queue[object]):
    """The requests of one client; none is handed out while it does not read its answers."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.open = asyncio.Event()
        self.open.set()

    async def get(self) -> object:
        """The next request."""
        await asyncio.sleep(0)  # after each request of one client the others have their turn
        await self.open.wait()
        return await super().get()


class Processor(UaProcessor):
    """asyncua's, which logs a client in at once, after the password was compared in a thread.

    Of the sessions that a client opens on one connection the last one counts, as asyncua has it; the
    one before is closed, and there are not many.
    """

    def __init__(self, *settings: object) -> None:
        super().__init__(*settings)
        self._sessions = 0

    async def process(self, header: ua.Header, body: Buffer) -> bool:
        """A chunk; an offer of buffers that are no use ends the connection."""
        if header.MessageType == ua.MessageType.Hello:
            offer = struct_from_binary(ua.Hello, body.copy())
            if min(offer.ReceiveBufferSize, offer.SendBufferSize) < SMALLEST_BUFFER:
                return False
        return bool(await super().process(header, body))

    async def process_message(self, seqhdr: object, body: Buffer) -> bool:
        """A message of the client's, out of its chunks."""
        if len(body) > REQUEST_BYTES:
            return False
        seen = body.copy()
        asked_for = nodeid_from_binary(seen)
        if asked_for == CREATE_SESSION:
            self._sessions += 1
            if self._sessions > MOST_SESSIONS:
                return False
            if self.session is not None:
                await self.session.close_session(True)
        elif asked_for == ACTIVATE_SESSION or asked_for in REGISTERING:
            header = struct_from_binary(ua.RequestHeader, seen)
            try:
                if asked_for in REGISTERING:
                    raise ServiceError(ua.StatusCodes.BadServiceUnsupported)
                await self._prove(header, seen)
            except ServiceError as error:
                fault = ua.ServiceFault()
                fault.ResponseHeader.ServiceResult = ua.StatusCode(error.code)
                self.send_response(header.RequestHandle, seqhdr, fault)
                return True
        return bool(await super().process_message(seqhdr, body))

    async def _prove(self, header: ua.RequestHeader, body: Buffer) -> None:
        """Have the session that is to be activated compare the password; ServiceError."""
        asked = struct_from_binary(ua.ActivateSessionParameters, body)
        session = self.session or self.iserver.lookup_external_session(header.AuthenticationToken)
        if session is not None:
            mode = self._connection.security_policy.Mode
            encrypted = mode == ua.MessageSecurityMode.SignAndEncrypt
            await session.prove(asked, encrypted=encrypted)


class Connection(OPCUAProtocol):
    """One client's connection: chunks of a bounded size, and no more answers than it reads."""

    def __init__(self, *settings: object) -> None:
        super().__init__(*settings)
        self.messages: Requests = Requests(self.iserver.max_pending_messages_per_connection)
        self._due = 0
        self._header = b""
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """asyncio: a client has connected."""
        cast(asyncio.Transport, transport).get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1
        )
        super().connection_made(transport)
        if self.transport is not None:
            ours = Processor(self.iserver, self.transport, self.limits)
            ours.set_policies(self.policies)
            self.processor = ours

    def connection_lost(self, ex: BaseException | None) -> None:
        """asyncio: the connection is gone."""
        self.resume_writing()
        super().connection_lost(ex)
        self.closing_tasks[:] = [task for task in self.closing_tasks if not task.done()]

    def data_received(self, data: bytes) -> None:
        """asyncio: some bytes have come. What is no chunk of OPC UA ends the connection."""
        if self.transport is None:
            return
        if not self._are_chunks(data):
            self.transport.abort()
            return
        super().data_received(data)

    def pause_writing(self) -> None:
        """asyncio: the client does not read its answers."""
        if self.transport is not None and self._deadline is None:
            self.transport.pause_reading()
            self.messages.open.clear()
            loop = asyncio.get_running_loop()
            self._deadline = loop.call_later(UNREAD_TIMEOUT_S, self.transport.abort)

    def resume_writing(self) -> None:
        """asyncio: it does again."""
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
            self.messages.open.set()
            if self.transport is not None:
                self.transport.resume_reading()

    def _are_chunks(self, data: bytes) -> bool:
        """Follow the chunks' headers (OPC 10000-6, 7.1.2.2): type, chunk mark, size."""
        at = 0
        while at < len(data):
            if self._due:
                step = min(self._due, len(data) - at)
                self._due -= step
                at += step
                continue
            step = HEADER_BYTES - len(self._header)
            self._header += data[at : at + step]
            at += step
            if len(self._header) == HEADER_BYTES:
                size = int.from_bytes(self._header[4:], "little")
                known = self._header[:3] in MESSAGE_TYPES
                if not (known and HEADER_BYTES < size <= CHUNK_BYTES):
                    return False
                self._due = size - HEADER_BYTES
                self._header = b""
        return True


class ListeningServer(Server):
    """asyncua's server, at sockets that are bound already."""

    def __init__(self, iserver: InternalServer) -> None:
        super().__init__(iserver)
        self.limits = TransportLimits(
            max_recv_buffer=CHUNK_BYTES,
            max_send_buffer=CHUNK_BYTES,
            max_chunk_count=MESSAGE_BYTES // CHUNK_BYTES,
            max_message_size=MESSAGE_BYTES,
        )

    async def listen(self, sockets: Sequence[socket.socket]) -> list[asyncio.Server]:
        """Serve the clients that come to these sockets."""
        await self._setup_server_nodes()
        await self.iserver.start()
        clients: list[OPCUAProtocol] = []
        closing: list[asyncio.Task[object]] = []

        def connection() -> Connection:
            return Connection(self.iserver, self._policies, clients, closing, self.limits)

        loop = asyncio.get_running_loop()
        return [await loop.create_server(connection, sock=sock) for sock in sockets]
