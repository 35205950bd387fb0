"""The process of a Modbus/TCP Security server: `python -m trainlab.fieldbus.modbus.tls_server`.

After MB-TCP-Security v2.1 (Modbus Organization, 2018): TLS 1.2 or newer, a certificate of each side,
and the client's role in its own. What the role does not allow is answered with exception 01. A
client without a role that is known here may read (the NULL role of the specification).
"""

from __future__ import annotations

import asyncio
import ssl

from trainlab.exchange.rights import NOTHING, ROLES, Right
from trainlab.exchange.server_process import receive_setup, send_report
from trainlab.fieldbus.modbus.certificates import holder_of
from trainlab.fieldbus.modbus.mbap import take_frame
from trainlab.fieldbus.modbus.panel import means_panel
from trainlab.fieldbus.modbus.pdu import ILLEGAL_FUNCTION, WRITING
from trainlab.fieldbus.modbus.setup import TlsSetup
from trainlab.fieldbus.modbus.tls_context import Unusable, secured_by
from trainlab.fieldbus.modbus.tls_door import Door
from trainlab.fieldbus.modbus.units import Units, owns_outputs, units_of
from trainlab.fieldbus.pipeline import Connection, Dialogue, Guests
from trainlab.fieldbus.tcp_server import serve_streams
from trainlab.fieldbus.turned_away import MAY_NOT_OPERATE, MAY_NOT_WRITE, NO_ROLE


class SecureDialogue:
    """One client whose certificate says what it may do."""

    __slots__ = ("_clients", "_name", "_rights", "_role", "_units")

    def __init__(self, units: Units, host: str, port: int, certificate: bytes) -> None:
        holder = holder_of(certificate)
        self._rights = ROLES.get((holder.role or "").casefold(), NOTHING)
        self._role = holder.role
        self._name = f"modbus {holder.name} {host}"
        self._units = units
        self._clients = units.enter(host, port, holder.name)

    def answer(self, received: bytes, at: int) -> tuple[bytes, int] | None:
        """The answer to the request at `at` and where the next one begins."""
        taken = take_frame(received, at)
        if taken is None:
            return None
        frame, following = taken
        function = frame.pdu[0]
        if function in WRITING:
            needed = Right.OPERATE if means_panel(frame.pdu) else Right.COMMAND
            if needed not in self._rights:
                what = MAY_NOT_OPERATE if needed is Right.OPERATE else MAY_NOT_WRITE
                reason = what.fill(role=self._role or NO_ROLE)
                self._units.turned_away.tell(self._name, reason)
                return frame.answer(bytes((function | 0x80, ILLEGAL_FUNCTION))), following
        return frame.answer(self._units.answer(frame.unit, frame.pdu, self._clients)), following

    def end(self) -> None:
        """The client is gone."""
        self._units.leave(self._clients)

    @property
    def owns_outputs(self) -> bool:
        """Whether the client owns the outputs of a station."""
        return owns_outputs(self._clients)


class SecureConnection(Connection):
    """A connection that begins once the certificates are found good."""

    __slots__ = ("_early", "_gone", "_made", "_units")

    def __init__(self, guests: Guests, units: Units) -> None:
        super().__init__(guests, self._begun)
        self._units = units
        self._early = b""
        self._made = self._gone = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The door has let it in; what it has sent along with its handshake is waiting."""
        if self._gone:
            return
        super().connection_made(transport)
        self._made = True
        if self._early:
            super().data_received(self._early)

    def data_received(self, data: bytes) -> None:
        """asyncio: some bytes have come, perhaps before the door has opened."""
        if self._made:
            super().data_received(data)
        else:
            self._early += data

    def connection_lost(self, exc: Exception | None) -> None:
        """asyncio: the connection is gone."""
        self._gone = True
        super().connection_lost(exc)

    def _begun(self, host: str, port: int) -> Dialogue:
        secured: ssl.SSLObject = self._transport.get_extra_info("ssl_object")
        certificate = secured.getpeercert(binary_form=True)
        assert certificate is not None  # CERT_REQUIRED
        return SecureDialogue(self._units, host, port, certificate)


def main() -> None:
    """Serve as the setup on the standard input says; report where, or why not."""
    setup: TlsSetup = receive_setup()
    try:
        context = secured_by(setup)
    except Unusable as unusable:
        send_report(unusable.report)
        return
    units = units_of(setup.served)

    def connect(guests: Guests) -> Door:
        return Door(lambda: SecureConnection(guests, units), context, units.turned_away)

    serve_streams(setup.host, setup.port, connect)


if __name__ == "__main__":
    main()
