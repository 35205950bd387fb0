"""Bytes on a real socket: segments, bursts, broken frames, many clients."""

import socket
import struct
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.wire


def test_thirty_requests_in_one_segment_get_thirty_answers_in_order(modbus_station, modbus_client):
    modbus_station.tick(level=1234)
    burst = b"".join(modbus_client.frame("04 0020 0001", transaction=k) for k in range(30))
    modbus_client.socket.sendall(burst)
    assert [modbus_client.answer() for _ in range(30)] == [(k, "040204d2") for k in range(30)]


def test_more_requests_than_a_turn_takes_are_all_answered(modbus_client):
    burst = b"".join(modbus_client.frame("01 0000 0001", transaction=k) for k in range(1000))
    modbus_client.socket.sendall(burst)
    assert [modbus_client.answer()[0] for _ in range(1000)] == list(range(1000))


def test_requests_before_a_half_close_are_answered(modbus_client):
    burst = b"".join(modbus_client.frame("01 0000 0001", transaction=k) for k in range(200))
    modbus_client.socket.sendall(burst)
    modbus_client.socket.shutdown(socket.SHUT_WR)
    assert [modbus_client.answer()[0] for _ in range(200)] == list(range(200))
    assert modbus_client.receive(1) == b""


def test_a_request_may_come_byte_by_byte(modbus_client):
    modbus_client.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for byte in modbus_client.frame("05 0000 ff00") * 2:
        modbus_client.socket.sendall(bytes([byte]))
    assert [modbus_client.answer()[1] for _ in range(2)] == ["050000ff00"] * 2


def test_half_a_frame_and_then_nothing_changes_nothing(
    modbus_station, modbus_client, connect_modbus
):
    modbus_client.socket.sendall(modbus_client.frame("05 0000 ff00")[:-1])
    modbus_client.close()
    assert connect_modbus(modbus_station).ask("01 0000 0001") == "010100"
    modbus_station.tick()
    assert modbus_station.outputs["q0"] is False


@pytest.mark.parametrize("head", ["0001 0001 0006", "0001 0000 0001", "0001 0000 00ff"])
def test_what_is_not_modbus_ends_the_connection_after_the_answers_due(
    modbus_station, modbus_client, connect_modbus, head
):
    modbus_client.socket.sendall(modbus_client.frame("05 0000 ff00") + bytes.fromhex(head))
    assert modbus_client.answer()[1] == "050000ff00"
    assert modbus_client.receive(1) == b""
    assert connect_modbus(modbus_station).ask("01 0000 0001") == "010101"


@pytest.mark.parametrize("unit", [0, 1, 17, 247, 255])
def test_any_unit_id_is_answered_with_itself(modbus_client, unit):
    modbus_client.socket.sendall(modbus_client.frame("01 0000 0001", unit=unit))
    assert modbus_client.receive(10)[6] == unit


def test_a_client_reads_what_another_wrote_before_the_bench_took_it(
    modbus_station, modbus_client, connect_modbus
):
    other = connect_modbus(modbus_station)
    assert modbus_client.ask("10 0022 0002 04 42f6 e979") == "1000220002"
    assert other.ask("03 0022 0002") == "030442f6e979"
    assert modbus_station.outputs["speed"] == 0
    modbus_station.tick()
    assert modbus_station.outputs["speed"] == pytest.approx(123.456, rel=1e-6)


def test_writes_reach_the_bench_in_their_order(modbus_station, modbus_client):
    for pdu in ("05 0000 ff00", "06 0020 0005", "05 0000 0000", "05 0001 ff00", "06 0020 0007"):
        modbus_client.ask(pdu)
    modbus_station.tick()
    outputs = modbus_station.outputs
    assert (outputs["q0"], outputs["q1"], outputs["valve"]) == (False, True, 7)


def test_writes_beyond_the_room_are_answered_busy_and_none_is_lost(modbus_station, modbus_client):
    taken = []
    for first in range(1, 30_001, 500):
        values = range(first, first + 500)
        requests = [modbus_client.frame(f"06 0020 {value:04x}") for value in values]
        modbus_client.socket.sendall(b"".join(requests))
        answers = [modbus_client.answer()[1] for _ in values]
        taken += [value for value, pdu in zip(values, answers, strict=True) if pdu != "8606"]
        if "8606" in answers:
            break
    last = taken[-1]
    assert taken == list(range(1, last + 1))
    assert last < 30_000
    assert modbus_client.ask("03 0020 0001") == f"0302{last:04x}"
    modbus_station.until(lambda: modbus_station.outputs["valve"] == last, "all are taken")
    assert modbus_client.ask("06 0020 0001") == "0600200001"


def test_a_read_is_never_torn(modbus_station, modbus_client):
    """Two inputs that are always equal at the bench are equal in each of 20 000 answers."""
    done = threading.Event()
    torn: list[str] = []

    def read() -> None:
        burst = modbus_client.frame("04 0020 0002") * 40
        for _ in range(500):
            modbus_client.socket.sendall(burst)
            answers = modbus_client.receive(13 * 40)
            for at in range(0, len(answers), 13):
                level, flow = struct.unpack_from(">hh", answers, at + 9)
                if level != flow:
                    torn.append(answers[at : at + 13].hex())
        done.set()

    reader = threading.Thread(target=read)
    reader.start()
    value = 0
    while not done.is_set():
        value = (value + 1) % 30_000
        modbus_station.tick(level=value, flow=value)
    reader.join()
    assert torn == []


def test_a_write_is_never_torn(open_modbus_station, connect_modbus):
    """An INT and a REAL that each request writes equal are equal at every scan."""
    done = threading.Event()
    with open_modbus_station(stale_after_ns=10**18) as station:
        client = connect_modbus(station)

        def request(k: int) -> bytes:
            return client.frame(f"10 0020 0004 08 {k:04x} 0000 {struct.pack('>f', k).hex()}")

        def write() -> None:
            for k in range(0, 2000, 40):
                client.socket.sendall(b"".join(map(request, range(k, k + 40))))
                client.receive(40 * 12)
            done.set()

        writer = threading.Thread(target=write)
        writer.start()
        while not done.is_set():
            station.tick()
            assert station.outputs["valve"] == station.outputs["speed"]
        writer.join()
        station.tick()
        assert station.outputs["valve"] == 1999


def test_beyond_the_limit_the_longest_silent_connection_has_to_go(
    modbus_station, modbus_client, connect_modbus
):
    others = [connect_modbus(modbus_station) for _ in range(63)]
    for client in (*others, modbus_client):
        assert client.ask("01 0000 0001") == "010100"
    one_more = connect_modbus(modbus_station)
    assert one_more.ask("01 0000 0001") == "010100"
    assert others[0].receive(1) == b""
    assert modbus_client.ask("01 0000 0001") == "010100"
    assert modbus_station.wire.connections == 64


def test_no_crowd_of_connections_sends_the_controller_away(
    modbus_station, modbus_client, connect_modbus
):
    assert modbus_client.ask("05 0000 ff00") == "050000ff00"
    crowd = [connect_modbus(modbus_station) for _ in range(130)]
    assert crowd[-1].ask("01 0000 0001") == "010101"
    modbus_station.tick()
    assert crowd[0].receive(1) == b""
    assert modbus_client.ask("01 0000 0001") == "010101"
    assert modbus_station.outputs["q0"]
    assert modbus_station.wire.connections == 64


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.binary(max_size=600))
def test_noise_neither_stops_the_server_nor_moves_an_output(modbus_station, connect_modbus, data):
    noisy = connect_modbus(modbus_station)
    noisy.socket.sendall(data)
    noisy.close()
    assert connect_modbus(modbus_station).ask("05 0004 ff00") == "8502"
    modbus_station.tick()
    assert not any(modbus_station.outputs.values())
