"""PLCs that are polled, each in a process of its own, and a station whose client links poll them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType

import pytest

from trainlab.core import catalog
from trainlab.core.message import Text
from trainlab.core.observer import Event
from trainlab.exchange.client_url import read_client_url
from trainlab.exchange.endpoint import read_endpoint
from trainlab.exchange.wire import Port, Wire
from trainlab.fieldbus.modbus import ModbusLink

SERVER = Path(__file__).parents[1] / "plc_server.py"
NATIVE_SNAP7 = Path(sys.prefix) / "native-snap7"
DEADLINE_S = 20.0
POLL_S = 0.002
URLS = {
    "modbus": "modbus://127.0.0.1:{port}/1?profile=openplc",
    "s7": "s7://127.0.0.1:{port}/0/1",
    "s7_blocks": "s7://127.0.0.1:{port}/0/1?inputs=DB7&outputs=DB8",
    "opcua": "opcua://127.0.0.1:{port}",
    "opcua_secure": "opcua://127.0.0.1:{port}",
}


class PlcProcess:
    """A PLC; it can be killed and comes back at the same port."""

    def __init__(self, protocol: str, logic: str, *speed: str) -> None:
        self.protocol = protocol
        self.port = free_port()
        self._command = [sys.executable, str(SERVER), protocol, logic, str(self.port), *speed]
        self._process: subprocess.Popen[str] | None = None
        self.start()

    @property
    def url(self) -> str:
        return URLS[self.protocol].format(port=self.port)

    def start(self) -> None:
        if self.protocol.startswith("s7") and not NATIVE_SNAP7.is_dir():
            pytest.fail("the native Snap7 is missing; run: make native-snap7")
        environment = dict(os.environ)
        if self.protocol.startswith("s7"):
            environment["PYTHONPATH"] = str(NATIVE_SNAP7)
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        self._heard("ready")

    def say(self, order: str) -> None:
        """ "stop" or "run"."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(order + "\n")
        self._process.stdin.flush()
        self._heard("done")

    def freeze(self) -> None:
        """Its sockets stay open and nothing answers, as when a cable was pulled."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _heard(self, word: str) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line.strip() == word, line


def free_port() -> int:
    """A port that the system has free; a server that has to come back cannot ask for port 0."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class PolledStation:
    """The bench's side of a wire with client links, and servers if asked for."""

    def __init__(self, base: ModuleType, *urls: str, takeover: bool = False) -> None:
        """A URL, or "serve" for a Modbus server beside."""
        from trainlab.core.image import IOImage

        self.image = IOImage(base.TAGS)
        self.events: list[Event] = []
        self.now_ns = 0
        self._tick_ns = base.TICK_NS
        ports = [Port(url.partition(":")[0], 50 * base.TICK_NS) for url in urls]
        self.wire = Wire(self.image, base.CONTROLS, ports, self.events.append, takeover=takeover)
        self.links = []
        self.began = time.monotonic()
        try:
            for number, url in enumerate(urls):
                setup = self.wire.setup(number, "station", Text("Station", "工位"))
                if url == "serve":
                    self.links.append(ModbusLink().open(read_endpoint("127.0.0.1:0"), [setup]))
                    continue
                place = read_client_url(url)
                name = {"opc.tcp": "opcua"}.get(place.scheme, place.scheme)
                self.links.append(catalog.load("clients", name)().open(place, [setup]))
        except BaseException:
            self.close()
            raise
        self.wire.opened()

    def close(self) -> None:
        for link in self.links:
            link.close()
        self.wire.close()

    def tick(self, **inputs: float) -> None:
        """One tick of the bench, of the length that it has on the clock."""
        before = zip(self.image.inputs, self.image.input_values(), strict=True)
        self.image.latch_inputs([inputs.get(tag.name, value) for tag, value in before])
        self.wire.scan(self.image, self.now_ns)
        self.now_ns = int((time.monotonic() - self.began) * 1e9)

    def until(self, condition: Callable[[], object], what: str, **inputs: float) -> None:
        """Tick until the condition holds."""
        deadline = time.monotonic() + DEADLINE_S
        while not condition():
            assert time.monotonic() < deadline, f"waited in vain until {what}: {self.told}"
            assert all(link.alive for link in self.links)
            self.tick(**inputs)
            time.sleep(POLL_S)

    def until_told(self, kind: str, **inputs: float) -> Event:
        """Tick until an event of that kind was noted; the last one."""
        self.until(lambda: kind in self.kinds, kind, **inputs)
        return next(event for event in reversed(self.events) if event.kind == kind)

    @property
    def outputs(self) -> dict[str, float]:
        names = [tag.name for tag in self.image.outputs]
        return dict(zip(names, self.image.commanded(), strict=True))

    @property
    def kinds(self) -> list[str]:
        return [event.kind for event in self.events]

    @property
    def told(self) -> list[str]:
        return [f"{each.kind} {each.reason.en if each.reason else ''}" for each in self.events]


@pytest.fixture
def start_plc() -> Iterator[Callable[..., PlcProcess]]:
    """PLCs that end with the test."""
    with ExitStack() as stack:

        def start(protocol: str, logic: str = "echo", *speed: str) -> PlcProcess:
            plc = PlcProcess(protocol, logic, *speed)
            stack.callback(plc.kill)
            return plc

        yield start


@pytest.fixture
def poll_station(station_parts: ModuleType) -> Iterator[Callable[..., PolledStation]]:
    """Stations that poll, closed at the end."""
    with ExitStack() as stack:

        def opened(*urls: str, takeover: bool = False) -> PolledStation:
            station = PolledStation(station_parts, *urls, takeover=takeover)
            stack.callback(station.close)
            return station

        yield opened
