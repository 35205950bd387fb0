"""A link whose process polls a PLC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from trainlab.core.duration import NS_PER_S
from trainlab.core.problem import Position, ProblemKind, ProblemsFound
from trainlab.exchange.client_url import cycle_of, plain_url
from trainlab.exchange.endpoint import Endpoint
from trainlab.exchange.server_process import ServerProcess
from trainlab.exchange.setup import StationSetup
from trainlab.fieldbus.clients.cycle import PollSetup

# A request is given up in this part of the time after which the link is stale, so that the next
# connection is under way when a cable was pulled.
TIMEOUT_SHARE = 0.8

NO_PROBLEMS: Mapping[str, ProblemKind] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ClientLink:
    """A running client of one PLC."""

    name: str
    endpoint: str
    process: ServerProcess

    @property
    def open_to_all(self) -> bool:
        """It listens nowhere."""
        return False

    @property
    def alive(self) -> bool:
        """Whether its process still runs."""
        return self.process.alive

    def close(self) -> None:
        """End its process; calling it again does nothing."""
        self.process.stop()


def start(
    name: str,
    endpoint: Endpoint,
    module: str,
    setup: object,
    called: str,
    problems: Mapping[str, ProblemKind] = NO_PROBLEMS,
) -> ClientLink:
    """The running process; `problems` are what its report may name as its "problem"."""
    process = ServerProcess(module, setup)
    report = process.report
    if "problem" in report:
        process.stop()
        kind = problems[str(report["problem"])]
        raise ProblemsFound([kind.at(Position(endpoint.text), **report)])
    return ClientLink(name, called, process)


def poll_setup(endpoint: Endpoint, port: int, station: StationSetup) -> PollSetup:
    """How a PLC is polled; `port` is the protocol's usual one. ProblemsFound for a wrong cycle."""
    return PollSetup(
        station,
        plain_url(endpoint, port),
        cycle_of(endpoint, station.stale_after_ns),
        TIMEOUT_SHARE * station.stale_after_ns / NS_PER_S,
    )
