"""A link whose server runs in a process of its own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from trainlab.core.problem import Position, ProblemKind, ProblemsFound
from trainlab.exchange.endpoint import Endpoint, cannot_listen, format_endpoint
from trainlab.exchange.server_process import ServerProcess

NO_PROBLEMS: Mapping[str, ProblemKind] = MappingProxyType({})


class ServerLink:
    """A running server of one fieldbus; ProblemsFound if it cannot listen at its endpoint.

    `problems` are what else its report may name as its "problem".
    """

    __slots__ = ("_process", "endpoint", "name", "open_to_all")

    def __init__(
        self,
        name: str,
        endpoint: Endpoint,
        module: str,
        setup: object,
        *,
        guarded: bool = False,
        problems: Mapping[str, ProblemKind] = NO_PROBLEMS,
    ) -> None:
        self.name = name
        self._process = ServerProcess(module, setup)
        report = self._process.report
        if "error" in report:
            self._process.stop()
            raise cannot_listen(endpoint, int(report["error"]), str(report["reason"]))
        if "problem" in report:
            self._process.stop()
            kind = problems[str(report["problem"])]
            raise ProblemsFound([kind.at(Position(endpoint.text), **report)])
        if endpoint.path:
            self.endpoint = f"{endpoint.scheme}:{endpoint.path}"
        else:
            place = format_endpoint(endpoint.host, int(report["port"]))
            self.endpoint = f"{endpoint.scheme}://{place}" if endpoint.scheme else place
        self.open_to_all = not (guarded or endpoint.on_loopback)

    @property
    def alive(self) -> bool:
        """Whether its server still runs."""
        return self._process.alive

    @property
    def server_pid(self) -> int:
        """The process id of the server."""
        return self._process.pid

    def close(self) -> None:
        """Stop listening and end its process; calling it again does nothing."""
        self._process.stop()
