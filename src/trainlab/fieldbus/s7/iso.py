"""ISO-on-TCP: packets (RFC 1006) of the ISO transport protocol (RFC 905, class 0).

03 00 length(2)              a packet, its length with these four bytes
length code ...              of transport: CR and CC open a connection, DT carries data, DR ends it

A message larger than the unit size that both sides agreed on goes in several DT, the last one marked.
Clients that name no size get what RFC 1006 has as its default, 65531 bytes: no answer is that long.
"""

from __future__ import annotations

from collections.abc import Callable

from trainlab.fieldbus.pipeline import BrokenStream

VERSION = 3
MIN_PACKET, MAX_PACKET = 7, 4096
CONNECT_REQUEST, CONNECT_CONFIRM, DATA, DISCONNECT = 0xE0, 0xD0, 0xF0, 0x80
END_OF_DATA = 0x80
SIZE, CALLING, CALLED = 0xC0, 0xC1, 0xC2  # parameters of a connection
SMALLEST_SIZE, LARGEST_SIZE = 0x07, 0x0A  # 2 ** 7 to 2 ** 10 bytes
UNLIMITED = 65531
DATA_HEADER = 3
MAX_MESSAGE = 2048


class IsoDialogue:
    """One client's transport connection; `respond` answers a whole message with one, or nothing.

    `owns` tells whether the client owns the outputs.
    """

    __slots__ = ("_connected", "_message", "_on_end", "_owns", "_respond", "_unit_bytes")

    def __init__(
        self,
        respond: Callable[[bytes], bytes],
        on_end: Callable[[], None],
        owns: Callable[[], bool] = bool,
    ) -> None:
        self._respond = respond
        self._on_end = on_end
        self._owns = owns
        self._connected = False
        self._message = b""
        self._unit_bytes = UNLIMITED

    def answer(self, received: bytes, at: int) -> tuple[bytes, int] | None:
        """The answer to the packet at `at`, empty if it has none, and where the next one begins."""
        if len(received) - at < 4:
            return None
        length = received[at + 2] << 8 | received[at + 3]
        if received[at] != VERSION or not MIN_PACKET <= length <= MAX_PACKET:
            raise BrokenStream
        if len(received) - at < length:
            return None
        return self._packet(received[at + 4 : at + length]), at + length

    def end(self) -> None:
        """The client is gone."""
        self._on_end()

    @property
    def owns_outputs(self) -> bool:
        """Whether the client owns the outputs of the station."""
        return self._owns()

    def _packet(self, unit: bytes) -> bytes:
        header, code = unit[0], unit[1] & 0xF0
        if header + 1 > len(unit):
            raise BrokenStream
        if code == CONNECT_REQUEST:
            confirmation, self._unit_bytes = _confirm(unit[: header + 1])
            self._connected = True
            self._message = b""
            return packet(confirmation)
        if code != DATA or header < 2 or not self._connected:
            raise BrokenStream
        self._message += unit[header + 1 :]
        if len(self._message) > MAX_MESSAGE:
            raise BrokenStream
        if not unit[2] & END_OF_DATA:
            return b""
        message, self._message = self._message, b""
        return self._packets(self._respond(message))

    def _packets(self, answer: bytes) -> bytes:
        most = self._unit_bytes - DATA_HEADER
        if len(answer) <= most:
            return packet(bytes((2, DATA, END_OF_DATA)) + answer) if answer else b""
        return b"".join(
            packet(bytes((2, DATA, 0 if at + most < len(answer) else END_OF_DATA)) + piece)
            for at in range(0, len(answer), most)
            for piece in (answer[at : at + most],)
        )


def packet(unit: bytes) -> bytes:
    """A transport unit as a packet."""
    return bytes((VERSION, 0)) + (len(unit) + 4).to_bytes(2, "big") + unit


def _confirm(request: bytes) -> tuple[bytes, int]:
    """The confirmation of a connection, and how large a unit may be.

    Its parameters come back, the unit size as far as we go.
    """
    if len(request) < 7:
        raise BrokenStream
    parameters = b""
    unit_bytes = UNLIMITED
    at = 7
    while at + 2 <= len(request):
        code, size = request[at], request[at + 1]
        value = request[at + 2 : at + 2 + size]
        if len(value) != size:
            raise BrokenStream
        if code == SIZE and size == 1:
            value = bytes((min(max(value[0], SMALLEST_SIZE), LARGEST_SIZE),))
            unit_bytes = 1 << value[0]
        if code in (SIZE, CALLING, CALLED):
            parameters += bytes((code, size)) + value
        at += 2 + size
    body = bytes((CONNECT_CONFIRM,)) + request[4:6] + b"\x00\x01\x00" + parameters
    return bytes((len(body),)) + body, unit_bytes
