"""The remote I/O of a station as a PLC has it, over a client of each protocol: all inputs in, all outputs out.

A station's areas are taken as bytes, as on S7: bits from byte 0, words with their high byte first.
"""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Callable, Sequence

from trainlab.core.tag import DataType, Tag
from trainlab.exchange.addresses import Place, place

CODES = {DataType.INT: ">h", DataType.DINT: ">i", DataType.REAL: ">f"}

Read = Callable[[], Sequence[float]]
Write = Callable[[Sequence[float]], None]


class Area:
    """The bytes of one direction: how many hold bits, and where the words are."""

    def __init__(self, tags: Sequence[Tag]) -> None:
        self._placed: list[tuple[Tag, Place]] = [(tag, place(tag)) for tag in tags]
        bits = [at.end for tag, at in self._placed if tag.type is DataType.BOOL]
        words = [at for tag, at in self._placed if tag.type is not DataType.BOOL]
        self.bits = max(bits)
        self.bit_bytes = (self.bits + 7) // 8
        self.first_word = min((at.byte for at in words), default=self.bit_bytes)
        self.end = max((at.end // 8 for at in words), default=self.bit_bytes)

    def unpack(self, data: bytes | bytearray) -> list[float]:
        """The values of the tags."""
        return [
            data[at.byte] >> at.bit & 1
            if tag.type is DataType.BOOL
            else struct.unpack_from(CODES[tag.type], data, at.byte)[0]
            for tag, at in self._placed
        ]

    def pack(self, values: Sequence[float]) -> bytearray:
        """The bytes of the area."""
        data = bytearray(self.end)
        for (tag, at), value in zip(self._placed, values, strict=True):
            if tag.type is DataType.BOOL:
                data[at.byte] |= bool(value) << at.bit
            else:
                struct.pack_into(CODES[tag.type], data, at.byte, value)
        return data


def over_modbus(
    endpoint: str, _plant: str, inputs: Sequence[Tag], outputs: Sequence[Tag]
) -> tuple[Read, Write]:
    """pymodbus; HOST:PORT."""
    from pymodbus.client import ModbusTcpClient

    host, _, port = endpoint.rpartition(":")
    client = ModbusTcpClient(host, port=int(port), timeout=2)
    assert client.connect()
    sensors, actuators = Area(inputs), Area(outputs)

    def read() -> list[float]:
        data = bytearray(sensors.end)
        bits = client.read_discrete_inputs(0, count=sensors.bits)
        for number, bit in enumerate(bits.bits[: sensors.bits]):
            data[number // 8] |= bit << number % 8
        if words := (sensors.end - sensors.first_word) // 2:
            found = client.read_input_registers(sensors.first_word // 2, count=words).registers
            struct.pack_into(f">{words}H", data, sensors.first_word, *found)
        return sensors.unpack(data)

    def write(values: Sequence[float]) -> None:
        data = actuators.pack(values)
        bits = [bool(data[n // 8] >> n % 8 & 1) for n in range(actuators.bits)]
        assert not client.write_coils(0, bits).isError()
        if words := (actuators.end - actuators.first_word) // 2:
            held = struct.unpack_from(f">{words}H", data, actuators.first_word)
            assert not client.write_registers(actuators.first_word // 2, list(held)).isError()

    return read, write


def over_s7(
    endpoint: str, _plant: str, inputs: Sequence[Tag], outputs: Sequence[Tag]
) -> tuple[Read, Write]:
    """python-snap7; HOST:PORT."""
    import snap7
    from snap7.type import Area as S7Area

    host, _, port = endpoint.rpartition(":")
    client = snap7.client.Client()
    client.connect(host, 0, 2, int(port))
    sensors, actuators = Area(inputs), Area(outputs)

    def read() -> list[float]:
        return sensors.unpack(client.read_area(S7Area.PE, 0, 0, sensors.end))

    def write(values: Sequence[float]) -> None:
        data = actuators.pack(values)
        client.write_area(S7Area.PA, 0, 0, data[: actuators.bit_bytes])
        if actuators.end > actuators.first_word:
            client.write_area(S7Area.PA, 0, actuators.first_word, data[actuators.first_word :])

    return read, write


def over_opcua(
    endpoint: str, plant: str, inputs: Sequence[Tag], outputs: Sequence[Tag]
) -> tuple[Read, Write]:
    """asyncua; one Read and one Write request a cycle. An input without a value keeps its last one."""
    from asyncua import Client, ua

    kinds = {
        DataType.BOOL: (bool, ua.VariantType.Boolean),
        DataType.INT: (int, ua.VariantType.Int16),
        DataType.DINT: (int, ua.VariantType.Int32),
        DataType.REAL: (float, ua.VariantType.Float),
    }
    on = asyncio.new_event_loop()
    client = Client(endpoint, timeout=2)
    on.run_until_complete(client.connect())
    space = on.run_until_complete(client.get_namespace_index("trainlab://station"))
    sensors = [client.get_node(f"ns={space};s={plant}.Inputs.{tag.name}") for tag in inputs]
    actuators = [client.get_node(f"ns={space};s={plant}.Outputs.{tag.name}") for tag in outputs]
    last: list[float] = [0.0] * len(sensors)

    def read() -> list[float]:
        found = on.run_until_complete(client.read_attributes(sensors, ua.AttributeIds.Value))
        for number, value in enumerate(found):
            if value.Value is not None and value.Value.Value is not None:
                last[number] = value.Value.Value
        return last

    def write(values: Sequence[float]) -> None:
        variants = []
        for tag, value in zip(outputs, values, strict=True):
            cast, kind = kinds[tag.type]
            variants.append(ua.Variant(cast(value), kind))
        on.run_until_complete(client.write_values(actuators, variants))

    return read, write


PROTOCOLS = {"modbus": over_modbus, "s7": over_s7, "opcua": over_opcua}
