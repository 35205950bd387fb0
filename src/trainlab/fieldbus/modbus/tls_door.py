"""The door of a TLS server: it knows whom it does not let in, which asyncio's own keeps to itself."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from typing import cast

from trainlab.core.message import Message, Text
from trainlab.fieldbus.turned_away import TurnedAway

HANDSHAKE_TIMEOUT_S = 10.0
NO_CERTIFICATE = Text("it showed no certificate", "未出示证书")
EXPIRED = Text("its certificate has expired", "其证书已过期")
NOT_YET = Text("its certificate is not valid yet", "其证书尚未生效")
OF_ANOTHER_CA = Text("its certificate is not of this CA", "其证书不是由该 CA 签发的")
DISTRUSTS = Text(
    "it does not accept this server's certificate ({why})", "它不接受本服务器的证书（{why}）"
)
NO_TLS = Text("no TLS connection: {why}", "未能建立 TLS 连接：{why}")
# X509_V_ERR_... of OpenSSL's x509_vfy.h
_EXPIRED, _NOT_YET, _ISSUERS = 10, 9, (2, 18, 19, 20, 21)


class Door(asyncio.Protocol):
    """One connection until its handshake is over; then it is that of `connect`."""

    def __init__(
        self,
        connect: Callable[[], asyncio.Protocol],
        context: ssl.SSLContext,
        turned_away: TurnedAway,
    ) -> None:
        self._connect = connect
        self._context = context
        self._turned_away = turned_away
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """asyncio: a client has connected. Nothing is read before TLS reads it."""
        opened = cast(asyncio.Transport, transport)
        opened.pause_reading()
        self._task = asyncio.get_running_loop().create_task(self._let_in(opened))

    async def _let_in(self, transport: asyncio.Transport) -> None:
        host = (transport.get_extra_info("peername") or ("",))[0]
        guest = self._connect()
        try:
            secured = await asyncio.get_running_loop().start_tls(
                transport,
                guest,
                self._context,
                server_side=True,
                ssl_handshake_timeout=HANDSHAKE_TIMEOUT_S,
            )
        except ssl.SSLError as error:
            transport.abort()
            self._turned_away.tell(f"modbus {host}", why(error))
        except OSError:  # it has gone, or took too long
            transport.abort()
        else:
            if secured is not None:
                guest.connection_made(secured)


def why(error: ssl.SSLError) -> Message:
    """Why a handshake failed, as a person understands it."""
    reason = error.reason or str(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        code = error.verify_code
        if code == _EXPIRED:
            return EXPIRED.fill()
        if code == _NOT_YET:
            return NOT_YET.fill()
        return OF_ANOTHER_CA.fill() if code in _ISSUERS else NO_TLS.fill(why=error.verify_message)
    shown = reason.replace("_", " ").lower()
    if reason == "PEER_DID_NOT_RETURN_A_CERTIFICATE":
        return NO_CERTIFICATE.fill()
    if "ALERT" in reason and ("CA" in reason or "CERTIFICATE" in reason):
        return DISTRUSTS.fill(why=shown)
    return NO_TLS.fill(why=shown)
