"""Clients of a server by name: connections of one name are one client, with one seat."""

from __future__ import annotations

from trainlab.exchange.endpoint import Endpoint, format_endpoint
from trainlab.exchange.server_side import Client, ServerSide

SEATS = ("connection", "host")


def seat_by_host(endpoint: Endpoint) -> bool:
    """Its option `seat`: whether all connections of a host are one client, or each is its own.

    Some PLCs read on one connection and write on another.
    """
    return endpoint.choice("seat", SEATS) == "host"


def client_name(protocol: str, host: str, port: int, by_host: bool, user: str = "") -> str:
    """What a client is called; `user` is who it proved to be."""
    place = host if by_host else format_endpoint(host, port)
    return f"{protocol} {user} {place}" if user else f"{protocol} {place}"


class Seats:
    """Who is connected to one station."""

    __slots__ = ("_clients", "_side")

    def __init__(self, side: ServerSide) -> None:
        self._side = side
        self._clients: dict[str, tuple[Client, int]] = {}

    def enter(self, name: str) -> Client:
        """A client of that name has come, perhaps by one more connection."""
        client, count = self._clients.get(name) or (self._side.enter(name), 0)
        self._clients[name] = client, count + 1
        return client

    def leave(self, client: Client) -> None:
        """One of a client's connections is gone."""
        count = self._clients[client.name][1] - 1
        if count:
            self._clients[client.name] = client, count
        else:
            del self._clients[client.name]
            client.leave()
