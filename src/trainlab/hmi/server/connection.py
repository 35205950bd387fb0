"""A browser's connection: one that asks for nothing is closed, and there are only so many."""

from __future__ import annotations

from asyncio import Transport

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_CONNECTIONS = 800  # of the 1024 files that a process may have open on many systems
FIRST_REQUEST_S = 10.0


class Connection(H11Protocol):
    """That of uvicorn, which itself ends only what has been silent after an answer."""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """One more has come."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.close()
        else:
            self.loop.call_later(FIRST_REQUEST_S, self._close_if_silent)

    def _close_if_silent(self) -> None:
        if not self.headers:  # of a request that has come
            self.transport.close()
