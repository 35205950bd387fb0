"""A built station on the wire: its links open, its bench ready to be driven."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from trainlab.bench.bench import Bench
from trainlab.bench.drive import drive
from trainlab.bench.pacer import WallPacer
from trainlab.bench.promptness import Promptness, run_as_usual, run_promptly
from trainlab.core import catalog
from trainlab.core.alarm import station_alarms
from trainlab.core.controller import Controller
from trainlab.core.observer import Event, Observer
from trainlab.exchange.endpoint import Endpoint
from trainlab.exchange.link import ClientType, Link, LinkType
from trainlab.exchange.setup import STALE_AFTER_NS
from trainlab.exchange.station_block import Phase
from trainlab.exchange.wire import Port, Wire
from trainlab.scenario.build import build
from trainlab.scenario.scenario import Scenario
from trainlab.session.desk import Desk
from trainlab.session.run import bench_of, scan_over_link_ns


@dataclass(frozen=True, slots=True)
class WireOptions:
    """How a station is served: an endpoint for each link by name, and who may do what.

    `clients` are the PLCs that trainlab polls: the name of the client type, and where the PLC is.
    `number` is the station's among those of this process, from 1 on.
    """

    links: Mapping[str, Sequence[Endpoint]]
    stale_after_ns: int = STALE_AFTER_NS
    takeover: bool = False
    panel_open: bool = True
    clients: Sequence[tuple[str, Endpoint]] = ()
    number: int = 1


class StationWire:
    """A station with its links open; leaving it closes them.

    A `desk` hands what clients ask of the station to the bench. `tell` is called with every event of
    the wire. `controller_of` makes the controller of the bench; the wire is one itself.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        options: WireOptions,
        tell: Callable[[Event], None],
        observers: Sequence[Observer] = (),
        controller_of: Callable[[StationWire], Controller] | None = None,
    ) -> None:
        self.scenario = scenario
        self.station = build(scenario, seed)
        places = [(name, place) for name, ends in options.links.items() for place in ends]
        ports = [
            Port(name, place.stale_after_ns or options.stale_after_ns)
            for name, place in (*places, *options.clients)
        ]
        self.wire = Wire(
            self.station.image,
            scenario.plant.controls,
            ports,
            tell,
            takeover=options.takeover,
            alarms=station_alarms(scenario.plant.tags, scenario.plant.alarms),
        )
        if not options.panel_open:
            self.wire.close_panel()
        self.desk = Desk(scenario, seed, self.wire.requests, tell)
        self._seed = seed
        self._promptness = Promptness.USUAL
        self._observers = (*observers, self.wire)
        self.controller: Controller = controller_of(self) if controller_of else self.wire
        self._scan_ns = scan_over_link_ns(scenario) if controller_of else scenario.scan_ns
        self.bench = self._bench()
        self.wire.broken_wires = lambda: self.bench.broken_wires
        self.desk.active = lambda: {fault_id for fault_id, _ in self.bench.active_faults}
        self.bench.standby(0)  # servers that open now have inputs to show from the first request on
        self.links: list[Link] = []
        self.clients: list[Link] = []
        title = scenario.title
        try:
            for number, (name, place) in enumerate(places):
                link_type: LinkType = catalog.load("links", name)()
                setup = self.wire.setup(number, scenario.plant.name, title)
                setup = replace(
                    setup, opcua_models=scenario.plant.opcua_models, number=options.number
                )
                self.links.append(link_type.open(place, [setup]))
            for number, (name, place) in enumerate(options.clients, len(places)):
                client_type: ClientType = catalog.load("clients", name)()
                setup = self.wire.setup(number, scenario.plant.name, title)
                self.clients.append(client_type.open(place, [setup]))
        except BaseException:
            self.close()
            raise
        self.wire.opened()

    def __enter__(self) -> StationWire:
        gc.collect()
        gc.freeze()  # what is loaded by now stays; no later collection walks it within a tick
        self._promptness = run_promptly()
        return self

    def __exit__(self, *_: object) -> None:
        run_as_usual(self._promptness)
        gc.unfreeze()
        self.close()

    def stand_by(
        self, ticks: int, until: Callable[[], bool], look: Callable[[], None] = lambda: None
    ) -> None:
        """Let the plant rest, on the wall clock, until that is so or so many ticks are over.

        `look` is called after each.
        """

        def rest(now_ns: int) -> None:
            self.bench.standby(now_ns)
            look()

        self.wire.begin(Phase.STANDBY, 0, 1.0)
        tick_ns = self.scenario.tick_ns
        drive(rest, WallPacer(tick_ns), tick_ns=tick_ns, ticks=ticks, until=until)

    def look_on(self, observer: Observer) -> None:
        """One more observer, from the next tick on."""
        self._observers = (*self._observers, observer)
        self.bench = self._bench()

    def restart(self) -> None:
        """The station as it was at first, its links and clients untouched."""
        self.station = build(self.scenario, self._seed)
        self.desk.begin_anew()
        self.bench = self._bench()  # before the alarms ask it for broken wires
        self.wire.restart(self.station.image)
        self.bench.sense()

    def _bench(self) -> Bench:
        return bench_of(
            self.scenario,
            self.station,
            self.controller,
            self._observers,
            (self.desk,),
            scan_ns=self._scan_ns,
        )

    def close(self) -> None:
        """End the servers and clients and give the memory back."""
        for link in (*self.links, *self.clients):
            link.close()
        self.wire.close()
