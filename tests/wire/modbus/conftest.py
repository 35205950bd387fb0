"""Serial lines made of pseudo-terminals, and a CA with the certificates that tests need."""

from __future__ import annotations

import os
import select
import ssl
import threading
import tty
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pymodbus import FramerType
from pymodbus.client import (
    ModbusSerialClient,
    ModbusTcpClient,
    ModbusTlsClient,
    ModbusUdpClient,
)

from trainlab.fieldbus.modbus.certificates import Issued, new_ca, new_client, new_server


class JoinedLine:
    """Two pseudo-terminals, each the other's far end: what one says the other hears."""

    def __init__(self) -> None:
        self._ends = [os.openpty() for _ in range(2)]
        self.near, self.far = (os.ttyname(end) for _, end in self._ends)
        for _, end in self._ends:
            tty.setraw(end)
        self._closing, self._close = os.pipe()
        self._thread = threading.Thread(target=self._carry)
        self._thread.start()

    def _carry(self) -> None:
        (first, _), (second, _) = self._ends
        other = {first: second, second: first}
        while True:
            ready, _, _ = select.select([first, second, self._closing], [], [])
            if self._closing in ready:
                return
            for end in ready:
                os.write(other[end], os.read(end, 4096))

    def close(self) -> None:
        os.write(self._close, b"x")
        self._thread.join()
        for file in (self._closing, self._close, *(f for pair in self._ends for f in pair)):
            os.close(file)


@pytest.fixture
def line() -> Iterator[JoinedLine]:
    """A serial line: the station is to be at its near end, a master at its far end."""
    joined = JoinedLine()
    yield joined
    joined.close()


class Lab:
    """A folder with a CA, a server's certificate and those of clients, each NAME.crt and NAME.key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ca = new_ca("lab")
        self.ca.keep(folder, "ca")
        new_server(["127.0.0.1"], self.ca).keep(folder, "server")
        for role in ("observer", "controller", "operator", "instructor"):
            new_client(role, role, self.ca).keep(folder, role)
        new_client("nobody", None, self.ca).keep(folder, "nobody")
        new_client("late", "instructor", self.ca, timedelta(days=-1)).keep(folder, "late")
        strangers = new_ca("strangers")
        new_client("stranger", "instructor", strangers).keep(folder, "stranger")
        new_server(["127.0.0.1"], self.ca, timedelta(days=-1)).keep(folder, "expired")
        self.unsigned: Issued = new_server(["127.0.0.1"], None)
        self.unsigned.keep(folder, "unsigned")

    @property
    def endpoint(self) -> str:
        """Where a server with these certificates is to listen."""
        files = "&".join(
            f"{option}={self.folder / name}"
            for option, name in (("cert", "server.crt"), ("key", "server.key"), ("ca", "ca.crt"))
        )
        return f"tls://127.0.0.1:0?{files}"

    def context(self, client: str | None, server: str = "ca") -> ssl.SSLContext:
        """A client's side of TLS: whom it is, and what it wants the server's to be signed by."""
        context = ssl.create_default_context(cafile=self.folder / f"{server}.crt")
        if client is not None:
            context.load_cert_chain(self.folder / f"{client}.crt", self.folder / f"{client}.key")
        return context


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    return Lab(tmp_path_factory.mktemp("lab"))


@pytest.fixture
def connect_pymodbus(lab: Lab) -> Iterator[Callable[..., Any]]:
    """A client of pymodbus for the transport that an endpoint names; closed at the end."""
    with ExitStack() as closing:

        def connect(station: Any, far: str = "", client: str = "instructor") -> Any:
            host, port = station.host, station.port
            scheme = station.link.endpoint.partition(":")[0]
            made: Any
            match scheme:
                case "udp":
                    made = ModbusUdpClient(host, port=port)
                case "rtu+tcp":
                    made = ModbusTcpClient(host, port=port, framer=FramerType.RTU)
                case "rtu":
                    made = ModbusSerialClient(far, baudrate=19200, parity="N")
                case "tls":
                    context = lab.context(client)
                    context.check_hostname = False  # pymodbus does not tell TLS whom it has called
                    made = ModbusTlsClient(host, port=port, sslctx=context)
                case _:
                    made = ModbusTcpClient(host, port=port)
            closing.callback(made.close)
            assert made.connect()
            return made

        yield connect
