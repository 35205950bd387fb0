"""The operator's devices on Modbus: coils and holding registers from 4096 on.

coil 4096 + k                   the device number k that is on or off, in the order of the plant
holding registers 4096 + 2 k    the dial number k, a REAL

A closed panel refuses with exception 01, "the server is in the wrong state to process a request of
this type" (V1.1b3, 7); 06 would have a client try again for ever. A dial beyond its end is 03.
"""

from __future__ import annotations

from collections.abc import Sequence

from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.spec import Control
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.exchange.records import Span
from trainlab.exchange.server_side import Client, Outcome, ServerSide
from trainlab.fieldbus.modbus.identity import Identity
from trainlab.fieldbus.modbus.pdu import ILLEGAL_DATA_VALUE, ILLEGAL_FUNCTION, WRITING, respond
from trainlab.fieldbus.modbus.tables import Tables, WordOrder

PANEL_AT = 4096
_COILS = frozenset((1, 5, 15))
_REGISTERS = frozenset((3, 6, 16, 22))
_BOTH = _COILS | _REGISTERS


def means_panel(request: bytes) -> bool:
    """Whether a request is about the panel."""
    function = request[0] if request else 0
    return (
        function in _BOTH and len(request) >= 3 and int.from_bytes(request[1:3], "big") >= PANEL_AT
    )


class Panel:
    """The devices of one station, answered by the same rules as its tags."""

    __slots__ = ("_dials", "_side", "_switches")

    def __init__(self, side: ServerSide, word_order: WordOrder) -> None:
        self._side = side
        controls = list(enumerate(side.setup.controls))
        self._switches = _Devices([(n, each) for n, each in controls if each.on_or_off], word_order)
        self._dials = _Devices(
            [(n, each) for n, each in controls if not each.on_or_off], word_order
        )

    def answer(self, request: bytes, identity: Identity, client: Client) -> bytes:
        """The answer to such a request."""
        if request[0] in WRITING and not self._side.status.panel_open:
            return bytes((request[0] | 0x80, ILLEGAL_FUNCTION))
        devices = self._switches if request[0] in _COILS else self._dials
        devices.take(self._side.controls)
        number = int.from_bytes(request[1:3], "big") - PANEL_AT
        moved = request[:1] + number.to_bytes(2, "big") + request[3:]
        hand = _Hand(devices, client)
        answer = respond(moved, devices.tables, identity, hand)
        if hand.beyond:
            return bytes((request[0] | 0x80, ILLEGAL_DATA_VALUE))
        echoes = answer[0] == request[0] and request[0] not in (1, 3)
        return answer[:1] + request[1:3] + answer[3:] if echoes else answer


class _Devices:
    """Devices of one type as if they were outputs of an image of their own."""

    def __init__(self, numbered: Sequence[tuple[int, Control]], word_order: WordOrder) -> None:
        dials = bool(numbered) and not numbered[0][1].on_or_off
        self.numbered = numbered
        self.image = IOImage(
            [
                Tag(
                    control.name,
                    DataType.REAL if dials else DataType.BOOL,
                    Direction.OUTPUT,
                    f"%QD{4 * k}" if dials else f"%QX{k // 8}.{k % 8}",
                    Text(control.name, control.name),
                )
                for k, (_, control) in enumerate(numbered)
            ]
        )
        self.block = self.image.block
        self.version = 0
        self.tables = Tables(self.image, self, word_order)

    def take(self, positions: Sequence[float]) -> None:
        """Show the devices as they stand."""
        self.image.command([positions[number] for number, _ in self.numbered])
        self.version += 1


class _Hand:
    """A client's hand on the devices."""

    def __init__(self, devices: _Devices, client: Client) -> None:
        self.beyond = False  # a device was to go where it cannot
        self._devices = devices
        self._client = client

    def write(self, spans: Sequence[Span]) -> Outcome:
        """Operate every device whose position these bytes change."""
        image = self._devices.image
        before = image.commanded()
        for offset, data in spans:
            image.block[offset : offset + len(data)] = data
        for (number, _), old, new in zip(
            self._devices.numbered, before, image.commanded(), strict=True
        ):
            if old != new:
                outcome = self._client.operate(number, new)
                if outcome is not Outcome.TAKEN:
                    self.beyond = outcome is Outcome.REFUSED
                    return outcome
        return Outcome.TAKEN
