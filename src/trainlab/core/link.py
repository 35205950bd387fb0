"""The contract of a link: one fieldbus endpoint of a station, and so a controller on a wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from trainlab.core.controller import Controller
from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.observer import Event


class Link(Controller, Protocol):
    """A running endpoint. Its `scan` publishes the inputs and takes the newest outputs; it never blocks.

    A link that has not heard from its controller for `stale_after_ns` puts every output to its
    fail-safe value and notes a `link_stale` event; `link_back` when it is heard again.
    """

    @property
    def endpoint(self) -> str:
        """Where it really listens, "127.0.0.1:1502", with the port that the system chose for port 0."""

    @property
    def controller_ready(self) -> bool:
        """Whether a controller has written an output since the link was opened."""

    def close(self) -> None:
        """Stop listening and end its process; calling it again does nothing."""


class LinkType(Protocol):
    """One fieldbus, as the catalog holds it (kind "links")."""

    name: str
    about: Text

    def open(
        self,
        endpoint: str,
        image: IOImage,
        note: Callable[[Event], None],
        stale_after_ns: int = 500_000_000,
    ) -> Link:
        """Serve `image` at HOST:PORT; ProblemsFound if that cannot be done (port taken, ...)."""
