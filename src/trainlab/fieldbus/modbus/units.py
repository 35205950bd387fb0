"""The stations of one Modbus server, and who is connected to them."""

from __future__ import annotations

from collections.abc import Sequence

from trainlab.core.image import IOImage
from trainlab.exchange.server_side import Client, ServerSide
from trainlab.fieldbus.modbus.identity import Identity
from trainlab.fieldbus.modbus.mbap import take_frame
from trainlab.fieldbus.modbus.panel import Panel, means_panel
from trainlab.fieldbus.modbus.pdu import respond
from trainlab.fieldbus.modbus.setup import Served
from trainlab.fieldbus.modbus.tables import Tables, WordOrder
from trainlab.fieldbus.seats import Seats, client_name
from trainlab.fieldbus.turned_away import TurnedAway

GATEWAY_TARGET_FAILED_TO_RESPOND = 0x0B


class Unit:
    """One station as the clients of a Modbus server see it."""

    __slots__ = ("_identity", "_panel", "_tables", "seats", "side")

    def __init__(self, side: ServerSide, identity: Identity, word_order: WordOrder) -> None:
        self._tables = Tables(IOImage(side.setup.tags), side, word_order)
        self._panel = Panel(side, word_order)
        self.side = side
        self._identity = identity
        self.seats = Seats(side)

    def answer(self, request: bytes, client: Client) -> bytes:
        """The answer to one request PDU of a client."""
        self.side.refresh()
        if means_panel(request):
            answer = self._panel.answer(request, self._identity, client)
        else:
            answer = respond(request, self._tables, self._identity, client)
        if answer[0] == request[0]:
            client.hear()
        return answer


class Units:
    """All that one Modbus server serves: its stations by unit id.

    A single station answers to any unit id, as the Modbus Messaging on TCP/IP guide has it; of
    several, the first is unit 1. With `seat_by_host` all connections of one host are one client,
    for a PLC that writes on several.
    """

    __slots__ = ("_seat_by_host", "_turned_away", "_units")

    def __init__(self, units: Sequence[Unit], seat_by_host: bool) -> None:
        self._units = tuple(units)
        self._seat_by_host = seat_by_host
        self._turned_away = TurnedAway([unit.side for unit in self._units])

    def answer(self, number: int, request: bytes, clients: Sequence[Client]) -> bytes:
        """The answer of the station with that unit id; `clients` are the asker's at each station."""
        place = 0 if len(self._units) == 1 else number - 1
        if not 0 <= place < len(self._units):
            return bytes((request[0] | 0x80, GATEWAY_TARGET_FAILED_TO_RESPOND))
        return self._units[place].answer(request, clients[place])

    def answer_at(self, place: int, request: bytes, clients: Sequence[Client]) -> bytes:
        """The answer of the station at that place, from 0."""
        return self._units[place].answer(request, clients[place])

    def __len__(self) -> int:
        return len(self._units)

    @property
    def turned_away(self) -> TurnedAway:
        """Where to tell of whom these stations turn away."""
        return self._turned_away

    def enter(self, host: str, port: int, user: str = "") -> list[Client]:
        """A connection was made: its client at each station; `user` is who it proved to be."""
        return self.enter_as(client_name("modbus", host, port, self._seat_by_host, user))

    def enter_as(self, name: str) -> list[Client]:
        """A client of that name has come: what it is at each station."""
        return [unit.seats.enter(name) for unit in self._units]

    def leave(self, clients: Sequence[Client]) -> None:
        """A client is gone."""
        for unit, client in zip(self._units, clients, strict=True):
            unit.seats.leave(client)


def owns_outputs(clients: Sequence[Client]) -> bool:
    """Whether a client owns the outputs of a station, by what it is at each."""
    return any(client.has_seat for client in clients)


def units_of(served: Served) -> Units:
    """The stations of a setup, their memory opened."""
    return Units(
        [Unit(ServerSide(each), served.identity, served.word_order) for each in served.stations],
        served.seat_by_host,
    )


class ModbusDialogue:
    """One TCP client of a Modbus server."""

    __slots__ = ("_clients", "_units")

    def __init__(self, units: Units, host: str, port: int) -> None:
        self._units = units
        self._clients = units.enter(host, port)

    def answer(self, received: bytes, at: int) -> tuple[bytes, int] | None:
        """The answer to the request at `at` and where the next one begins."""
        frame = take_frame(received, at)
        if frame is None:
            return None
        request, following = frame
        return request.answer(
            self._units.answer(request.unit, request.pdu, self._clients)
        ), following

    def end(self) -> None:
        """The client is gone."""
        self._units.leave(self._clients)

    @property
    def owns_outputs(self) -> bool:
        """Whether the client owns the outputs of a station."""
        return owns_outputs(self._clients)
