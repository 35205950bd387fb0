"""A PLC that is a Modbus server, through pymodbus: `python -m trainlab.fieldbus.clients.modbus_plc`."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence

from pymodbus.client import ModbusTcpClient
from pymodbus.exceptions import ModbusException
from pymodbus.pdu import ModbusPDU

from trainlab.exchange.endpoint import format_endpoint
from trainlab.exchange.records import Span
from trainlab.exchange.server_process import receive_setup
from trainlab.fieldbus.clients.modbus import ModbusPollSetup
from trainlab.fieldbus.clients.modbus_map import Placed, Request
from trainlab.fieldbus.clients.plc import (
    GARBLED,
    MALFORMED,
    NO_SUCH_PLACE,
    NOT_TAKEN,
    SILENT,
    UNREACHABLE,
    Scan,
    lost,
)
from trainlab.fieldbus.clients.process import poll

ILLEGAL_DATA_ADDRESS = 2
MOST_NAMED = 3


class _Refused(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class ModbusPlc:
    """Its coils and registers, by requests one after the other: small PLCs keep no queue."""

    def __init__(self, setup: ModbusPollSetup) -> None:
        self._setup = setup
        self._where = format_endpoint(setup.host, setup.port)
        self._client = ModbusTcpClient(
            setup.host, port=setup.port, timeout=setup.poll.timeout_s, retries=0
        )
        self._written: dict[Request, list[int]] = {}

    def connect(self) -> None:
        """Open the connection."""
        self._written.clear()
        if not self._client.connect():  # type: ignore[no-untyped-call]
            raise lost(UNREACHABLE, why=self._why_not())

    def _why_not(self) -> str:
        """Where it is, and what the system says of it, which the library keeps to itself."""
        setup = self._setup
        try:
            socket.create_connection((setup.host, setup.port), setup.poll.timeout_s).close()
        except OSError as error:
            return f"{self._where}: {error.strerror or error}"
        return self._where

    def put(self, block: bytes | bytearray, everything: bool) -> None:
        """Write the groups that have changed, or all."""
        for request in self._setup.map.writes:
            values = request.values(block)
            if everything or self._written.get(request) != values:
                try:
                    self._write(request, values)
                except _Refused as refusal:
                    raise self._explained(
                        refusal, request, lambda each: self._write(each, each.values(block))
                    ) from None
                self._written[request] = values

    def scan(self) -> Scan:
        """Read all outputs. Modbus does not tell whether the program runs."""
        spans: list[Span] = []
        for request in self._setup.map.reads:
            try:
                spans += request.spans(self._read(request))
            except _Refused as refusal:
                raise self._explained(refusal, request, self._read) from None
        return Scan(spans)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()  # type: ignore[no-untyped-call]

    def _write(self, request: Request, values: list[int]) -> None:
        unit = self._setup.unit
        if request.table == "coil":
            bits = [bool(value) for value in values]
            self._ask(lambda: self._client.write_coils(request.number, bits, device_id=unit))
        else:
            self._ask(lambda: self._client.write_registers(request.number, values, device_id=unit))

    def _read(self, request: Request) -> Sequence[int]:
        functions = {
            "coil": self._client.read_coils,
            "discrete": self._client.read_discrete_inputs,
            "holding": self._client.read_holding_registers,
            "input": self._client.read_input_registers,
        }
        read = functions[request.table]
        answer = self._ask(
            lambda: read(request.number, count=request.count, device_id=self._setup.unit)
        )
        values: Sequence[int] = (
            answer.bits if request.table in ("coil", "discrete") else answer.registers
        )
        if len(values) < request.count:
            raise lost(SILENT, why=f"{len(values)} / {request.count}")
        return values

    def _ask(self, request: Callable[[], ModbusPDU]) -> ModbusPDU:
        try:
            answer = request()
        except (ModbusException, OSError):
            raise lost(SILENT, why=self._where) from None
        except MALFORMED as error:
            raise lost(GARBLED, why=error) from None
        if answer.isError():
            raise _Refused(answer.exception_code)
        return answer

    def _explained(
        self, refusal: _Refused, request: Request, ask: Callable[[Request], object]
    ) -> Exception:
        """Why a request was refused, with the tags that it was refused for, asked for one by one."""
        met: list[Placed] = []
        for placed in request.tags:
            single = Request(
                request.table, placed.number, placed.count, (placed,), request.low_first
            )
            try:
                ask(single)
            except _Refused:
                met.append(placed)
        named = [f"{each.table} {each.number} ({each.tag.name})" for each in met or request.tags]
        places = ", ".join(named[:MOST_NAMED]) + (", ..." if len(named) > MOST_NAMED else "")
        text = NO_SUCH_PLACE if refusal.code == ILLEGAL_DATA_ADDRESS else NOT_TAKEN
        return lost(text, places=places, code=f"exception {refusal.code}")


def main() -> None:
    """Poll as the setup on the standard input says."""
    setup: ModbusPollSetup = receive_setup()
    poll(setup.poll, ModbusPlc(setup))


if __name__ == "__main__":
    main()
