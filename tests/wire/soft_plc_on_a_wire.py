"""A PLC in a process of its own that runs a program of Structured Text, its I/O over Modbus.

Usage: soft_plc_on_a_wire.py PORT PLANT PROGRAM SCAN_S. The master is pymodbus; it goes on until the
server is gone.
"""

from __future__ import annotations

import struct
import sys
import time
from pathlib import Path

from pymodbus.client import ModbusTcpClient

from trainlab.core import catalog
from trainlab.core.image import IOImage
from trainlab.core.tag import DataType
from trainlab.exchange.addresses import Row, Table, address_book


class RemoteIO:
    """A rack of remote I/O, read whole and written whole."""

    def __init__(self, port: int, image: IOImage) -> None:
        self._image = image
        self._client = ModbusTcpClient("127.0.0.1", port=port, timeout=2)
        assert self._client.connect()
        book = address_book((*image.inputs, *image.outputs))
        self._tables = {table: [row for row in book if row.table is table] for table in Table}

    def read(self) -> None:
        """Every input into the image."""
        found: dict[str, float] = {}
        rows = self._tables[Table.DISCRETE_INPUT]
        size = max(row.number for row in rows) + 1
        bits = self._client.read_discrete_inputs(0, count=size).bits
        found.update((row.tag.name, bits[row.number]) for row in rows)
        rows = self._tables[Table.INPUT_REGISTER]
        first, end = rows[0].number, rows[-1].number + rows[-1].count
        words = self._client.read_input_registers(first, count=end - first).registers
        found.update((row.tag.name, _int(words[row.number - first], row)) for row in rows)
        self._image.latch_inputs([found[tag.name] for tag in self._image.inputs])

    def write(self) -> None:
        """Every output from the image."""
        tags = (tag.name for tag in self._image.outputs)
        commanded = dict(zip(tags, self._image.commanded(), strict=True))
        for row in self._tables[Table.COIL]:
            self._client.write_coil(row.number, bool(commanded[row.tag.name]))
        for row in self._tables[Table.HOLDING_REGISTER]:
            self._client.write_register(row.number, int(commanded[row.tag.name]) & 0xFFFF)


def _int(word: int, row: Row) -> int:
    assert row.tag.type is DataType.INT
    value: int = struct.unpack(">h", struct.pack(">H", word))[0]
    return value


def main() -> None:
    port, plant, program, scan_s = sys.argv[1:]
    image = IOImage(catalog.load("plants", plant).description.tags)
    compiled = catalog.load("languages", "st")().compile(Path(program))
    controller = compiled.controller(image)
    remote = RemoteIO(int(port), image)
    begin = time.perf_counter_ns()
    scan_ns = round(float(scan_s) * 1e9)
    scan = 0
    while True:
        remote.read()
        controller.scan(image, scan * scan_ns)
        remote.write()
        scan += 1
        time.sleep(max(begin + scan * scan_ns - time.perf_counter_ns(), 0) / 1e9)


if __name__ == "__main__":
    try:
        main()
    except Exception:  # noqa: BLE001  the station closes, whatever the library makes of that
        sys.exit(0)
