"""The operator's devices on Modbus: start is coil 4096, the setpoint registers 4096 and 4097."""

import struct

import pytest
from snap7.type import Area

from trainlab.core.observer import Event

pytestmark = pytest.mark.wire


def test_a_button_is_pressed_and_a_dial_turned(modbus_station, modbus_client):
    modbus_station.tick()
    assert modbus_client.ask("05 1000 ff00") == "051000ff00"
    value = struct.pack(">f", 0.25).hex()
    assert modbus_client.ask(f"10 1000 0002 04 {value}") == "1010000002"
    modbus_station.tick()
    asked = [(r["control"], r["value"]) for r in modbus_station.wire.requests]
    assert asked == [("start", 1.0), ("setpoint", 0.25)]
    assert modbus_station.wire.owner == ""
    assert not any(modbus_station.outputs.values())


def test_how_the_devices_stand_is_read(modbus_station, modbus_client):
    modbus_station.wire.note(Event(0, "operate", "start", 1.0))
    modbus_station.wire.note(Event(0, "operate", "setpoint", 0.5))
    modbus_station.tick()
    assert modbus_client.ask("01 1000 0001") == "010101"
    assert modbus_client.ask("03 1000 0002") == "0304" + struct.pack(">f", 0.5).hex()


def test_a_button_pressed_and_let_go_within_a_tick_does_not_stay_pressed(
    modbus_station, modbus_client
):
    modbus_station.tick()
    assert modbus_client.ask("05 1000 ff00") == "051000ff00"
    assert modbus_client.ask("01 1000 0001") == "010101"
    assert modbus_client.ask("05 1000 0000") == "0510000000"
    modbus_station.tick()
    assert [request["value"] for request in modbus_station.wire.requests] == [1.0, 0.0]


def test_what_is_written_again_and_again_is_asked_once(modbus_station, modbus_client):
    modbus_station.tick()
    for _ in range(5):
        assert modbus_client.ask("0f 1000 0001 01 01") == "0f10000001"
    modbus_station.tick()
    assert [request["value"] for request in modbus_station.wire.requests] == [1.0]


def test_a_dial_does_not_go_beyond_its_end(modbus_station, modbus_client):
    modbus_station.tick()
    assert modbus_client.ask(f"10 1000 0002 04 {struct.pack('>f', 0.6).hex()}") == "9003"
    assert modbus_client.ask(f"10 1000 0002 04 {struct.pack('>f', -0.1).hex()}") == "9003"
    modbus_station.tick()
    assert not modbus_station.wire.requests


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        ("05 1001 ff00", "8502"),
        ("06 1000 0001", "8602"),
        ("03 1008 0001", "8302"),
        ("01 1000 0011", "8102"),
    ],
)
def test_what_is_no_device_is_refused(modbus_station, modbus_client, request_, answer):
    modbus_station.tick()
    assert modbus_client.ask(request_) == answer
    modbus_station.tick()
    assert not modbus_station.wire.requests


def test_a_closed_panel_is_not_operated(modbus_station, modbus_client):
    modbus_station.wire.close_panel()
    modbus_station.tick()
    assert modbus_client.ask("05 1000 ff00") == "8501"
    assert modbus_client.ask("01 1000 0001") == "010100"


def asked(station) -> list[tuple[str, float]]:
    return [(r["control"], r["value"]) for r in station.wire.requests]


def test_a_button_springs_back_when_its_client_has_gone(modbus_station, modbus_client):
    modbus_station.tick()
    assert modbus_client.ask("05 1000 ff00") == "051000ff00"
    modbus_client.close()
    modbus_station.until(lambda: len(modbus_station.wire.requests) == 2, "the button is let go")
    assert asked(modbus_station) == [("start", 1.0), ("start", 0.0)]


def test_what_stays_where_it_is_turned_stays_when_its_client_has_gone(
    modbus_station, modbus_client, connect_modbus
):
    modbus_station.tick()
    value = struct.pack(">f", 0.25).hex()
    assert modbus_client.ask(f"10 1000 0002 04 {value}") == "1010000002"
    modbus_client.close()
    modbus_station.until(lambda: not modbus_station.wire.connections, "it has gone")
    modbus_station.tick()
    assert asked(modbus_station) == [("setpoint", 0.25)]


def test_over_s7_a_button_springs_back_too(s7_station, s7_client):
    s7_station.tick()
    s7_client.write_area(Area.MK, 0, 0, bytearray(b"\x01"))
    s7_client.disconnect()
    s7_station.until(lambda: len(s7_station.wire.requests) == 2, "the button is let go")
    assert asked(s7_station) == [("start", 1.0), ("start", 0.0)]
