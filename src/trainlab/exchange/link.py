"""The contract of a link: one fieldbus endpoint, served by a process of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from trainlab.core.message import Text
from trainlab.exchange.endpoint import Endpoint
from trainlab.exchange.setup import StationSetup


class Link(Protocol):
    """A running endpoint; what its clients do reaches the bench through shared memory."""

    @property
    def name(self) -> str:
        """The link's name in the catalog."""

    @property
    def endpoint(self) -> str:
        """Where it really listens, "127.0.0.1:1502", with the port that the system chose for port 0."""

    @property
    def open_to_all(self) -> bool:
        """Whether other computers reach it and nothing keeps strangers from writing."""

    @property
    def alive(self) -> bool:
        """Whether its server still runs."""

    def close(self) -> None:
        """Stop listening and end its process; calling it again does nothing."""


class ClientType(Protocol):
    """One way to poll a PLC, as the catalog holds it (kind "clients")."""

    name: str
    title: Text
    about: Text
    usual_endpoint: str
    schemes: tuple[str, ...]

    def open(self, endpoint: Endpoint, stations: Sequence[StationSetup]) -> Link:
        """Begin to poll the PLC there for the one station; ProblemsFound if its URL is wrong.

        A PLC that cannot be reached is waited for.
        """


class LinkType(Protocol):
    """One fieldbus, as the catalog holds it (kind "links")."""

    name: str
    title: Text
    about: Text
    usual_endpoint: str

    def open(self, endpoint: Endpoint, stations: Sequence[StationSetup]) -> Link:
        """Serve these stations there; ProblemsFound if that cannot be done (port taken, ...).

        AddressClash if the addresses of a station's tags cannot stand on one network together.
        """
