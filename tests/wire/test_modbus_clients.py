"""Masters that others wrote: pymodbus and mbpoll (libmodbus)."""

import shutil
import subprocess

import pytest
from pymodbus.client import ModbusTcpClient
from pymodbus.client.mixin import ModbusClientMixin

pytestmark = pytest.mark.wire


@pytest.fixture
def pymodbus_client(modbus_station):
    client = ModbusTcpClient(modbus_station.host, port=modbus_station.port)
    assert client.connect()
    yield client
    client.close()


def test_pymodbus_reads_every_kind_of_input(modbus_station, pymodbus_client):
    modbus_station.tick(i0=1, i5=1, i9=1, level=-5, flow=27648, mass=12.5)
    assert pymodbus_client.read_discrete_inputs(0, count=10).bits[:10] == [
        True, False, False, False, False, True, False, False, False, True,
    ]  # fmt: skip
    words = pymodbus_client.read_input_registers(32, count=4).registers
    assert words[:2] == [0xFFFB, 27648]
    mass = ModbusClientMixin.convert_from_registers(words[2:], ModbusClientMixin.DATATYPE.FLOAT32)
    assert mass == 12.5


def test_pymodbus_writes_every_kind_of_output_and_reads_it_back(modbus_station, pymodbus_client):
    client = pymodbus_client
    assert not client.write_coil(9, True).isError()
    assert not client.write_coils(0, [True, False, True]).isError()
    assert not client.write_register(32, 27648).isError()
    speed = ModbusClientMixin.convert_to_registers(-1.5, ModbusClientMixin.DATATYPE.FLOAT32)
    assert not client.write_registers(34, speed).isError()
    assert client.read_coils(0, count=10).bits[:10] == [
        True, False, True, False, False, False, False, False, False, True,
    ]  # fmt: skip
    assert client.read_holding_registers(34, count=2).registers == speed
    modbus_station.tick()
    outputs = modbus_station.outputs
    assert [outputs[name] for name in ("q0", "q1", "q2", "q9")] == [True, False, True, True]
    assert (outputs["valve"], outputs["speed"]) == (27648, -1.5)


def test_pymodbus_masks_and_exchanges_registers(modbus_station, pymodbus_client):
    pymodbus_client.write_register(32, 0x12)
    assert not pymodbus_client.mask_write_register(
        address=32, and_mask=0xF2, or_mask=0x25
    ).isError()
    answer = pymodbus_client.readwrite_registers(
        read_address=32, read_count=1, write_address=32, values=[0x0ACD]
    )
    assert answer.registers == [0x0ACD]
    modbus_station.tick()
    assert modbus_station.outputs["valve"] == 0x0ACD


def test_pymodbus_is_told_what_is_wrong(pymodbus_client):
    answer = pymodbus_client.read_holding_registers(1000, count=1)
    assert (answer.isError(), answer.exception_code) == (True, 2)


def test_pymodbus_reads_the_identification(pymodbus_client):
    information = pymodbus_client.read_device_information().information
    assert information[0] == b"trainlab"
    assert information[1] == b"TL-RIO"


def _mbpoll(station, *arguments: str) -> str:
    program = shutil.which("mbpoll")
    if program is None:
        pytest.fail("mbpoll is missing; on Debian and Ubuntu: apt-get install mbpoll")
    command = [program, "-m", "tcp", "-p", str(station.port), "-a", "1", "-0", "-1", "-q"]
    ended = subprocess.run(
        [*command, *arguments], capture_output=True, text=True, timeout=30, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def test_mbpoll_reads_input_registers(modbus_station):
    modbus_station.tick(level=1234, flow=-7)
    shown = _mbpoll(modbus_station, "-t", "3", "-r", "32", "-c", "2", modbus_station.host)
    assert "[32]: \t1234" in shown
    assert "[33]: \t65529 (-7)" in shown


def test_mbpoll_reads_a_real_with_its_high_word_first(modbus_station):
    modbus_station.tick(mass=12.5)
    shown = _mbpoll(modbus_station, "-t", "3:float", "-B", "-r", "34", modbus_station.host)
    assert "[34]: \t12.5" in shown


def test_mbpoll_writes_a_coil_and_sees_it_back(modbus_station):
    _mbpoll(modbus_station, "-t", "0", "-r", "8", modbus_station.host, "1")
    modbus_station.tick()
    assert modbus_station.outputs["q8"] is True
    shown = _mbpoll(modbus_station, "-t", "0", "-r", "8", modbus_station.host)
    assert "[8]: \t1" in shown


def test_mbpoll_writes_holding_registers(modbus_station):
    _mbpoll(modbus_station, "-t", "4:float", "-B", "-r", "34", modbus_station.host, "--", "-2.5")
    modbus_station.tick()
    assert modbus_station.outputs["speed"] == -2.5
