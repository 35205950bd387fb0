"""PLCs whose answers are damaged on the way: whatever comes, it is a loss and never a crash."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.exchange.client_url import read_client_url
from trainlab.exchange.setup import StationSetup
from trainlab.exchange.station_block import BlockLayout
from trainlab.fieldbus.clients.cycle import PollSetup
from trainlab.fieldbus.clients.modbus import ModbusPollSetup
from trainlab.fieldbus.clients.modbus_map import modbus_map
from trainlab.fieldbus.clients.modbus_plc import ModbusPlc
from trainlab.fieldbus.clients.opcua import OpcUaPollSetup
from trainlab.fieldbus.clients.opcua_plc import OpcUaPlc
from trainlab.fieldbus.clients.plc import Lost, Plc
from trainlab.fieldbus.clients.s7 import S7PollSetup
from trainlab.fieldbus.clients.s7_map import s7_map
from trainlab.fieldbus.clients.s7_plc import S7Plc

pytestmark = pytest.mark.wire

DAMAGES = 120
# Answers that are let through at first, so that not all is spent on waiting for a connection.
SOUND = {"modbus": 0, "s7": 2, "opcua": 12}


class DamagingProxy:
    """Stands between client and PLC, and changes one byte of every third answer."""

    def __init__(self, plc_port: int, sound: int) -> None:
        self.damaged = 0
        self._plc_port, self._sound = plc_port, sound
        self._random = random.Random(1)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                plc = socket.create_connection(("127.0.0.1", self._plc_port))
                for work, ends in ((self._asked, (client, plc)), (self._answered, (plc, client))):
                    threading.Thread(target=work, args=ends, daemon=True).start()

    def _asked(self, client: socket.socket, plc: socket.socket) -> None:
        with suppress(OSError), client, plc:
            while data := client.recv(65536):
                plc.sendall(data)

    def _answered(self, plc: socket.socket, client: socket.socket) -> None:
        sound = self._sound
        with suppress(OSError), client, plc:
            while data := bytearray(plc.recv(65536)):
                sound -= 1
                if sound < 0 and self._random.random() < 1 / 3:
                    data[self._random.randrange(len(data))] = self._random.randrange(256)
                    self.damaged += 1
                client.sendall(data)


def plc_at(protocol: str, port: int, tags: tuple) -> Plc:
    image = IOImage(tags)
    layout = BlockLayout(len(image.block), len(tags), 0)
    station = StationSetup("s", Text("s", "s"), tags, (), Path("none"), layout, 0, 1)
    poll = PollSetup(station, "plc", 20_000_000, 0.1)
    if protocol == "modbus":
        where = modbus_map(read_client_url("modbus://h/1?profile=openplc"), tags, False)
        return ModbusPlc(ModbusPollSetup(poll, "127.0.0.1", port, 1, where))
    if protocol == "s7":
        where = s7_map(read_client_url("s7://h/0/1"), tags)
        return S7Plc(S7PollSetup(poll, "127.0.0.1", port, 0x0100, 0x0101, where))
    url = f"opc.tcp://127.0.0.1:{port}/"
    return OpcUaPlc(OpcUaPollSetup(poll, url, 'ns=2;s="{tag}"', "", "", "None", Path()), None)


@pytest.fixture
def damaging() -> Iterator[Callable[[str, int], DamagingProxy]]:
    proxies: list[DamagingProxy] = []

    def opened(protocol: str, port: int) -> DamagingProxy:
        proxies.append(DamagingProxy(port, SOUND[protocol]))
        return proxies[-1]

    yield opened
    for proxy in proxies:
        proxy.close()


@pytest.mark.parametrize("protocol", ["modbus", "s7", "opcua"])
def test_a_damaged_answer_is_a_loss_and_no_crash(start_plc, station_parts, damaging, protocol):
    proxy = damaging(protocol, start_plc(protocol).port)
    plc = plc_at(protocol, proxy.port, station_parts.TAGS)
    block = bytes(IOImage(station_parts.TAGS).block)
    lost = 0
    while proxy.damaged < DAMAGES:
        try:
            plc.connect()
            while proxy.damaged < DAMAGES:
                plc.put(block, everything=True)
                plc.scan()
        except Lost:
            lost += 1
        finally:
            plc.close()
    assert lost > 3
