"""A station's life on the wire: opened, controlled, gone silent, back, closed, orphaned."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from trainlab.core.catalog import load
from trainlab.core.problem import ProblemsFound
from trainlab.exchange.endpoint import read_endpoint
from trainlab.exchange.station_block import Phase

pytestmark = pytest.mark.wire

DEADLINE_S = 15.0


def test_the_catalog_holds_it():
    assert load("links", "modbus")().name == "modbus"


def test_a_controller_is_ready_with_its_first_write_and_not_before(modbus_station, modbus_client):
    modbus_client.ask("04 0020 0001")
    modbus_client.ask("05 0004 ff00")
    modbus_station.tick()
    assert not modbus_station.wire.ready
    modbus_client.ask("05 0000 ff00")
    modbus_station.tick()
    assert modbus_station.wire.ready
    assert modbus_station.kinds == ["seat_taken", "controller_ready"]
    assert modbus_station.events[1].now_ns == 10_000_000


def test_outputs_go_to_fail_safe_once_when_the_controller_falls_silent(
    modbus_station, modbus_client
):
    modbus_client.ask("05 0000 ff00")
    modbus_client.ask("06 0020 0063")
    for _ in range(50):
        modbus_station.tick()
    assert modbus_station.outputs["valve"] == 99
    modbus_station.tick()
    assert not any(modbus_station.outputs.values())
    for _ in range(100):
        modbus_station.tick()
    assert modbus_station.kinds == ["seat_taken", "controller_ready", "link_stale", "seat_left"]
    assert modbus_station.events[2].now_ns == 50 * 10_000_000


def test_silence_is_counted_anew_when_the_clock_begins_again(modbus_station, modbus_client):
    for _ in range(500):
        modbus_station.tick()
    modbus_client.ask("06 0020 0063")
    modbus_station.tick()
    modbus_station.now_ns = 0
    modbus_station.wire.begin(Phase.RUNNING, 0, 1.0)
    modbus_station.events.clear()
    for _ in range(52):
        modbus_station.tick()
    assert modbus_station.kinds == ["link_stale", "seat_left"]
    assert modbus_station.events[0].now_ns == 50 * 10_000_000


def test_a_silent_link_comes_back_when_its_controller_writes_again(modbus_station, modbus_client):
    modbus_client.ask("06 0020 0063")
    modbus_station.until(lambda: "seat_left" in modbus_station.kinds, "the seat is free")
    modbus_station.events.clear()
    assert modbus_client.ask("03 0020 0001") == "03020000"
    modbus_station.tick()
    assert (modbus_station.kinds, modbus_station.outputs["valve"]) == ([], 0)
    modbus_client.ask("06 0020 0007")
    modbus_station.tick()
    assert modbus_station.kinds == ["seat_taken", "link_back"]
    assert modbus_station.outputs["valve"] == 7


def test_reading_keeps_a_controllers_link_alive(modbus_station, modbus_client):
    modbus_client.ask("06 0020 0063")
    for _ in range(200):
        modbus_client.ask("04 0020 0001")
        modbus_station.tick()
    assert modbus_station.kinds == ["seat_taken", "controller_ready"]


def test_a_client_that_only_looks_on_does_not(modbus_station, connect_modbus):
    controller, onlooker = connect_modbus(modbus_station), connect_modbus(modbus_station)
    controller.ask("06 0020 0063")
    for _ in range(52):
        onlooker.ask("04 0020 0001")
        modbus_station.tick()
    assert "link_stale" in modbus_station.kinds


def test_requests_that_are_refused_do_not_keep_it_alive(modbus_station, modbus_client):
    modbus_client.ask("06 0020 0063")
    for _ in range(52):
        assert modbus_client.ask("03 0100 0001") == "8302"
        modbus_station.tick()
    assert "link_stale" in modbus_station.kinds


def test_a_link_that_never_had_a_controller_does_not_go_stale(modbus_station):
    for _ in range(200):
        modbus_station.tick()
    assert modbus_station.events == []


def test_a_taken_port_is_a_problem_of_the_endpoint(modbus_station):
    endpoint = modbus_station.link.endpoint
    with pytest.raises(ProblemsFound) as found:
        load("links", "modbus")().open(read_endpoint(endpoint), [])
    (problem,) = found.value.problems
    assert problem.kind.code == "TL5002"
    assert problem.position.file == endpoint
    assert str(modbus_station.port) in problem.message("zh-CN")


@pytest.mark.parametrize(
    ("endpoint", "code"), [("203.0.113.7:0", "TL5004"), ("no-such-host.invalid:0", "TL5004")]
)
def test_an_address_that_is_not_ours_is_a_problem(endpoint, code):
    with pytest.raises(ProblemsFound) as found:
        load("links", "modbus")().open(read_endpoint(endpoint), [])
    assert [problem.kind.code for problem in found.value.problems] == [code]


def test_ipv6(open_modbus_station, connect_modbus):
    with open_modbus_station("[::1]:0") as station:
        assert station.link.endpoint == f"[::1]:{station.port}"
        assert connect_modbus(station).ask("01 0000 0001") == "010100"


def test_localhost_is_reached_by_every_address_it_stands_for(open_modbus_station):
    with open_modbus_station("localhost:0") as station:
        for found in socket.getaddrinfo("localhost", station.port, type=socket.SOCK_STREAM):
            socket.create_connection(found[4][:2], timeout=DEADLINE_S).close()


def test_only_the_address_given_is_listened_at(modbus_station):
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", modbus_station.port), timeout=DEADLINE_S)


def test_a_closed_link_frees_its_port_and_its_clients(modbus_station, modbus_client):
    modbus_client.ask("01 0000 0001")
    modbus_station.link.close()
    modbus_station.link.close()
    assert modbus_client.receive(1) == b""
    again = load("links", "modbus")().open(read_endpoint(modbus_station.link.endpoint), [])
    assert again.endpoint == modbus_station.link.endpoint
    again.close()


ORPHAN = """
import sys
from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.exchange.endpoint import read_endpoint
from trainlab.exchange.wire import Port, Wire
from trainlab.fieldbus.modbus import ModbusLink
wire = Wire(IOImage([]), (), [Port("modbus")], print)
link = ModbusLink().open(read_endpoint("127.0.0.1:0"), [wire.setup(0, "s", Text("s", "s"))])
wire.opened()
print(link.endpoint, flush=True)
sys.stdin.read()
"""


def _shared_memory(process: int) -> list[Path]:
    return list(Path("/dev/shm").glob(f"trainlab-{process}-*"))


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_the_server_ends_with_its_bench_and_leaves_nothing_behind(how):
    bench = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", ORPHAN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    host, _, port = bench.stdout.readline().strip().rpartition(":")
    with bench, socket.create_connection((host, int(port)), timeout=DEADLINE_S) as client:
        os.kill(bench.pid, how)
        assert client.recv(1) == b""
    deadline = time.monotonic() + DEADLINE_S
    while time.monotonic() < deadline:
        try:
            socket.create_connection((host, int(port)), timeout=DEADLINE_S).close()
        except ConnectionRefusedError:
            break
        time.sleep(0.01)
    else:
        pytest.fail("the server outlived its bench")
    assert _shared_memory(bench.pid) == []


def test_a_bench_that_forgets_to_close_ends_without_a_word():
    ended = subprocess.run(
        [sys.executable, "-c", ORPHAN], input="", capture_output=True, text=True, timeout=60
    )
    assert (ended.returncode, ended.stderr) == (0, "")


def test_ctrl_c_is_the_benchs_business(modbus_station, modbus_client):
    modbus_client.ask("01 0000 0001")
    os.kill(modbus_station.link.server_pid, signal.SIGINT)
    assert modbus_client.ask("01 0000 0001") == "010100"


def test_a_server_that_dies_makes_the_link_stale(modbus_station, modbus_client):
    modbus_client.ask("06 0020 0063")
    modbus_station.tick()
    os.kill(modbus_station.link.server_pid, signal.SIGKILL)
    assert modbus_client.receive(1) == b""
    modbus_station.until(lambda: "link_stale" in modbus_station.kinds, "the link is stale")
    assert modbus_station.outputs["valve"] == 0


def test_a_block_is_read_whole_in_which_the_last_tag_lies(modbus_station, modbus_client):
    """As an HMI reads: 16 bits of which the last tag is the tenth, 8 registers of which it ends the fourth."""
    modbus_station.tick(i9=1)
    assert modbus_client.ask("02 0000 0010") == "02020002"
    assert modbus_client.ask("04 0020 0008") == "0410" + "00" * 16
    assert modbus_client.ask("01 0000 0010") == "01020000"
    assert modbus_client.ask("02 0000 0011") == "8202"
    assert modbus_client.ask("04 0020 0009") == "8402"


def test_the_silence_after_a_client_has_left_bears_its_name(modbus_station, modbus_client):
    modbus_client.ask("06 0020 0063")
    modbus_station.tick()
    name = modbus_station.wire.owner
    modbus_client.close()
    modbus_station.until(lambda: "link_stale" in modbus_station.kinds, "the link is stale")
    assert [event.name for event in modbus_station.events] == [name] * 4
