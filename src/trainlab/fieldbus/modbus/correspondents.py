"""Who sends requests in datagrams: there is no connection, so a client is a remote address."""

from __future__ import annotations

from collections.abc import Sequence

from trainlab.exchange.server_side import Client
from trainlab.fieldbus.modbus.mbap import take_frame
from trainlab.fieldbus.modbus.units import Units, owns_outputs
from trainlab.fieldbus.pipeline import MAX_CONNECTIONS, BrokenStream

Address = tuple[str, int]


class Correspondents:
    """The clients that were heard of late, the one longest silent first.

    Where there are too many, that one is forgotten, unless it is a controller. Times are of any clock, in seconds.
    """

    __slots__ = ("_clients", "_heard_s", "_units")

    def __init__(self, units: Units) -> None:
        self._units = units
        self._clients: dict[Address, Sequence[Client]] = {}
        self._heard_s: dict[Address, float] = {}

    def __len__(self) -> int:
        return len(self._clients)

    def answer(self, datagram: bytes, sender: Address, now_s: float) -> bytes:
        """The answer to a datagram; empty unless it is one whole request."""
        try:
            taken = take_frame(datagram, 0)
        except BrokenStream:
            return b""
        if taken is None or taken[1] != len(datagram):
            return b""
        frame, _ = taken
        clients = self._clients.pop(sender, None) or self._enter(sender)
        self._clients[sender] = clients
        self._heard_s[sender] = now_s
        return frame.answer(self._units.answer(frame.unit, frame.pdu, clients))

    def forget_before(self, time_s: float) -> None:
        """Whoever was not heard since then is gone."""
        for sender in [each for each in self._clients if self._heard_s[each] < time_s]:
            self._forget(sender)

    def let_go_before(self, time_s: float) -> None:
        """Whoever was not heard since then holds no button any more."""
        for sender, clients in self._clients.items():
            if self._heard_s[sender] < time_s:
                for client in clients:
                    client.let_go()

    def _enter(self, sender: Address) -> Sequence[Client]:
        if len(self._clients) == MAX_CONNECTIONS:
            others = (each for each, known in self._clients.items() if not owns_outputs(known))
            self._forget(next(others, next(iter(self._clients))))
        return self._units.enter(*sender)

    def _forget(self, sender: Address) -> None:
        del self._heard_s[sender]
        self._units.leave(self._clients.pop(sender))
