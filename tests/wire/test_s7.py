"""A station on S7, asked by python-snap7's client; its time is a counter of ticks."""

import itertools
import socket
import struct
import threading

import pytest
import snap7
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from snap7.error import S7Error
from snap7.type import Area, WordLen

pytestmark = pytest.mark.wire

# Of the tags of conftest: BOOL i0 to i5 stand at MX0.0 of DB1, i8 and i9 behind them in the same
# byte, then level and flow (INT) from 2 on and mass (REAL) from 6 on.
LEVEL, FLOW, MASS = 2, 4, 6
VALVE, SPEED = 2, 4


def test_inputs_stand_at_their_addresses(s7_station, s7_client):
    s7_station.tick(i0=1, i3=1, i9=1, level=-2, mass=1.5)
    assert s7_client.read_area(Area.PE, 0, 0, 2) == bytes((0b1001, 0b10))
    assert s7_client.read_area(Area.PE, 0, 64, 2) == struct.pack(">h", -2)
    assert s7_client.read_area(Area.PE, 0, 68, 4) == struct.pack(">f", 1.5)
    assert s7_client.read_area(Area.PE, 0, 2, 62) == bytes(62)


def test_inputs_and_outputs_are_data_blocks_as_tia_lays_them_out(s7_station, s7_client):
    s7_station.tick(i0=1, i8=1, level=1234, flow=-1, mass=2.5)
    inputs = s7_client.db_read(1, 0, 10)
    assert inputs[0] == 0b0100_0001
    assert struct.unpack_from(">hhf", inputs, LEVEL) == (1234, -1, 2.5)
    s7_client.db_write(2, 0, bytearray(b"\x05\x00" + struct.pack(">hf", 77, -0.5)))
    s7_station.tick()
    assert s7_station.outputs == {
        "q0": 1, "q1": 0, "q2": 1, "q3": 0, "q8": 0, "q9": 0, "valve": 77, "speed": -0.5,
    }  # fmt: skip


def test_a_written_bit_changes_no_other(s7_station, s7_client):
    s7_client.write_area(Area.PA, 0, 0, bytearray(b"\x0f"))
    s7_client.write_area(Area.PA, 0, 1, bytearray(b"\x00"), WordLen.Bit)
    s7_station.tick()
    outputs = s7_station.outputs
    assert [outputs[name] for name in ("q0", "q1", "q2", "q3")] == [1, 0, 1, 1]
    assert s7_client.read_area(Area.PA, 0, 0, 1) == b"\x0d"
    assert s7_client.read_area(Area.PA, 0, 1, 1, WordLen.Bit) == b"\x00"
    assert s7_client.read_area(Area.PA, 0, 2, 1, WordLen.Bit) == b"\x01"


def test_what_is_written_is_read_back_before_the_next_tick(s7_station, s7_client):
    s7_client.write_area(Area.PA, 0, 64, bytearray(b"\x00\x63"))
    assert s7_client.read_area(Area.PA, 0, 64, 2) == b"\x00\x63"
    assert s7_station.outputs["valve"] == 0
    s7_station.tick()
    assert s7_station.outputs["valve"] == 99


@pytest.mark.parametrize(
    ("area", "block", "start", "data"),
    [
        (Area.PE, 0, 0, b"\x01"),  # a sensor
        (Area.DB, 1, 0, b"\x01"),
        (Area.PA, 0, 65, b"\x01"),  # half of a number
        (Area.PA, 0, 5000, b"\x01"),
        (Area.DB, 9, 0, b"\x01"),
        (Area.TM, 0, 0, b"\x01\x02"),
    ],
)
def test_what_may_not_be_written_is_refused(s7_station, s7_client, area, block, start, data):
    with pytest.raises(S7Error):
        s7_client.write_area(area, block, start, bytearray(data))
    s7_station.tick()
    assert not any(s7_station.outputs.values())
    assert s7_client.get_connected()


def test_a_second_writer_is_refused_on_whichever_link(s7_station, s7_client):
    s7_client.write_area(Area.PA, 0, 64, bytearray(b"\x00\x63"))
    s7_station.tick()
    other = snap7.client.Client()
    other.connect("127.0.0.1", 0, 2, s7_station.port)
    with pytest.raises(S7Error):
        other.write_area(Area.PA, 0, 64, bytearray(b"\x00\x07"))
    assert other.read_area(Area.PA, 0, 64, 2) == b"\x00\x63"
    other.disconnect()
    s7_station.port = int(s7_station.links[1].endpoint.rpartition(":")[2])
    with socket.create_connection((s7_station.host, s7_station.port), timeout=5) as modbus:
        modbus.sendall(bytes.fromhex("0001 0000 0006 01 06 0020 0007"))
        assert modbus.recv(64)[7:] == b"\x86\x06"
    s7_station.tick()
    assert s7_station.outputs["valve"] == 99
    assert s7_station.wire.owner.startswith("s7 127.0.0.1:")


def test_the_panel_is_pressed_and_seen(s7_station, s7_client):
    s7_client.write_area(Area.MK, 0, 0, bytearray(b"\x01"), WordLen.Bit)
    s7_client.db_write(3, 2, bytearray(struct.pack(">f", 0.25)))
    s7_station.tick()
    asked = [(r["control"], r["value"]) for r in s7_station.wire.requests]
    assert asked == [("start", 1.0), ("setpoint", 0.25)]
    assert s7_station.wire.owner == ""


def test_several_variables_are_read_and_written_in_one_message(s7_station, s7_client):
    s7_station.tick(level=11, flow=22)
    read = (
        bytes.fromhex("04 03")
        + item(2, 2, 0, 0x81, 64)
        + item(2, 1, 0, 0x81, 0)
        + item(2, 2, 0, 0x81, 66)
    )
    data = exchange(s7_station, read)[1]
    assert data == bytes.fromhex("ff040010000b ff04000800 00 ff0400100016")
    write = (
        bytes.fromhex("05 03")
        + item(1, 1, 0, 0x82, 0)
        + item(2, 2, 1, 0x84, 0)
        + item(2, 2, 0, 0x82, 64)
    )
    given = bytes.fromhex("0003000101 00 000400100001 000400100041")
    assert exchange(s7_station, write, given)[1] == b"\xff\x03\xff"
    s7_station.tick()
    assert (s7_station.outputs["q0"], s7_station.outputs["valve"]) == (1, 0x41)


def test_who_asks_what_it_is_is_told(s7_station, s7_client):
    assert s7_client.get_cpu_state() == "S7CpuStatusRun"
    assert b"trainlab" in bytes(s7_client.get_cpu_info().ModuleTypeName)
    assert b"TRAINLAB" in bytes(s7_client.get_order_code().OrderCode)
    assert s7_client.list_blocks().DBCount == 3
    assert s7_client.get_block_info(snap7.type.Block.DB, 1).MC7Size == 10
    assert len(s7_client.db_get(2)) >= 8
    assert s7_client.get_plc_datetime().year >= 2024
    assert s7_client.get_pdu_length() in range(240, 961)


def test_it_cannot_be_stopped_or_loaded(s7_station, s7_client):
    with pytest.raises(S7Error):
        s7_client.plc_stop()
    with pytest.raises(S7Error):
        s7_client.full_upload(snap7.type.Block.DB, 1)


def test_requests_in_one_segment_are_answered_in_their_order(s7_station):
    s7_station.tick(level=5)
    with connected(s7_station) as client:
        ask = [message(k, bytes.fromhex("04 01") + item(2, 2, 0, 0x81, 64)) for k in range(30)]
        client.sendall(b"".join(ask))
        references = []
        for _ in range(30):
            answer = receive(client)
            references.append(int.from_bytes(answer[4:6], "big"))
            assert answer[-2:] == b"\x00\x05"
    assert references == list(range(30))


def test_a_button_pressed_and_let_go_within_a_tick_does_not_stay_pressed(s7_station, s7_client):
    s7_station.tick()
    for value in (b"\x01", b"\x00"):
        s7_client.write_area(Area.MK, 0, 0, bytearray(value), WordLen.Bit)
        assert s7_client.read_area(Area.MK, 0, 0, 1, WordLen.Bit) == value
    s7_station.tick()
    assert [request["value"] for request in s7_station.wire.requests] == [1.0, 0.0]


def test_requests_may_come_byte_by_byte(s7_station):
    s7_station.tick(level=5)
    with connected(s7_station) as client:
        for byte in message(1, bytes.fromhex("04 01") + item(2, 2, 0, 0x81, 64)):
            client.sendall(bytes((byte,)))
        assert receive(client)[-2:] == b"\x00\x05"


def test_one_reading_is_one_ticks_image(s7_station):
    both = bytes.fromhex("04 03") + item(2, 2, 0, 0x81, 64) + item(2, 4, 1, 0x84, 2)
    both += item(2, 2, 0, 0x81, 66)
    ask = message(1, both)
    seen: set[bytes] = set()
    enough = threading.Event()

    def bench() -> None:
        for k in itertools.cycle(range(1, 30_000)):
            s7_station.tick(level=k, flow=k)
            if enough.is_set():
                return

    ticking = threading.Thread(target=bench)
    with connected(s7_station) as client:
        ticking.start()
        try:
            while len(seen) < 150:
                client.sendall(ask)
                answer = receive(client)
                words = {answer[18:20], answer[24:26], answer[26:28], answer[32:34]}
                assert len(words) == 1
                seen |= words
        finally:
            enough.set()
            ticking.join()


def test_who_is_cut_off_in_mid_frame_leaves_the_outputs_free(s7_station, s7_client):
    write = bytes.fromhex("05 01") + item(2, 2, 0, 0x82, 64)
    given_ = bytes.fromhex("00040010")
    with connected(s7_station) as client:
        client.sendall(message(1, write, given_ + b"\x00\x63"))
        receive(client)
        client.sendall(message(2, write, given_ + b"\x00\x07")[:-1])
    s7_station.until(lambda: "seat_left" in s7_station.kinds, "the seat is free")
    assert s7_station.outputs["valve"] == 99
    s7_client.write_area(Area.PA, 0, 64, bytearray(b"\x00\x01"))
    s7_station.tick()
    assert s7_station.outputs["valve"] == 1


def test_connections_of_one_host_can_be_one_client(open_modbus_station):
    """As a PLC writes that has one connection for GET and one for PUT, or several for each."""
    write = bytes.fromhex("05 01") + item(2, 2, 0, 0x82, 64)
    with open_modbus_station("s7 127.0.0.1:0?seat=host") as station:
        with connected(station) as first, connected(station) as second:
            for client, value in ((first, 1), (second, 2)):
                client.sendall(message(1, write, bytes.fromhex("00040010") + bytes((0, value))))
                assert receive(client)[-1:] == b"\xff"
            station.tick()
            first.close()
            client.sendall(message(1, write, bytes.fromhex("00040010") + b"\x00\x02"))
            assert receive(client)[-1:] == b"\xff"
            station.tick()
            assert station.wire.owner == "s7 127.0.0.1"
        station.until(lambda: not station.wire.owner, "both have gone")
        assert station.outputs["valve"] == 2


def test_a_65th_connection_ends_the_one_longest_silent(s7_station):
    ask = message(1, bytes.fromhex("04 01") + item(2, 1, 0, 0x81, 0))
    clients = [connected(s7_station) for _ in range(64)]
    clients[0].sendall(ask)
    assert receive(clients[0])
    clients.append(connected(s7_station))
    assert clients[1].recv(1) == b""
    for client in (*clients[:1], *clients[2:]):
        client.sendall(ask)
        assert receive(client)[-1:] == b"\x00"
    for client in clients:
        client.close()


def test_no_crowd_of_connections_sends_the_controller_away(s7_station, s7_client):
    s7_client.write_area(Area.PA, 0, 0, bytearray(b"\x01"))
    crowd = [connected(s7_station) for _ in range(130)]
    assert s7_client.read_area(Area.PA, 0, 0, 1) == b"\x01"
    s7_station.tick()
    assert s7_station.outputs["q0"]
    for client in crowd:
        client.close()


def test_connections_that_come_and_go_leave_nothing_behind(s7_station, s7_client):
    for _ in range(200):
        connected(s7_station).close()
    s7_station.until(lambda: s7_station.wire.connections == 1, "all but one are gone")
    assert s7_client.read_area(Area.PE, 0, 64, 2) == b"\x00\x00"


@given(st.binary(max_size=80), st.booleans())
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_nonsense_harms_nobody(s7_station, s7_client, junk, framed):
    with connected(s7_station) as client:
        unit = b"\x02\xf0\x80" + junk
        client.sendall(b"\x03\x00" + (len(unit) + 4).to_bytes(2, "big") + unit if framed else junk)
    assert s7_client.read_area(Area.PE, 0, 64, 2) == b"\x00\x00"
    s7_station.tick()
    assert not any(s7_station.outputs.values())


def item(size, count, block, area, byte, bit=0):
    address = (8 * byte + bit).to_bytes(3, "big")
    return b"\x12\x0a\x10" + struct.pack(">BHHB", size, count, block, area) + address


def message(reference, parameters, data=b""):
    header = struct.pack(">BBHHHH", 0x32, 1, 0, reference, len(parameters), len(data))
    unit = b"\x02\xf0\x80" + header + parameters + data
    return b"\x03\x00" + (len(unit) + 4).to_bytes(2, "big") + unit


def connected(station):
    client = socket.create_connection((station.host, station.port), timeout=5)
    client.sendall(bytes.fromhex("0300001611e00000000100c1020100c2020102c0010a"))
    assert client.recv(64)[5] == 0xD0
    return client


def receive(client):
    head = client.recv(4, socket.MSG_WAITALL)
    return client.recv(int.from_bytes(head[2:4], "big") - 4, socket.MSG_WAITALL)[3:]


def exchange(station, parameters, data=b""):
    """The parameters and the data of the answer to one job."""
    with connected(station) as client:
        client.sendall(message(7, parameters, data))
        answer = receive(client)
    size = int.from_bytes(answer[6:8], "big")
    return answer[12 : 12 + size], answer[12 + size :]
