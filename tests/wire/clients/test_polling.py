"""A station polls a PLC of other make in another process: both directions, loss, return, the seat."""

from __future__ import annotations

import socket

import pytest
from pymodbus.client import ModbusTcpClient

pytestmark = pytest.mark.wire

PROTOCOLS = ("modbus", "s7", "opcua")
INPUTS = {"i0": 1, "i3": 1, "i9": 1, "level": -12345, "flow": 7, "mass": 2.5}
ECHOED = {"q0": 1, "q3": 1, "q9": 1, "valve": -12345, "speed": 2.5, "q1": 0, "q2": 0, "q8": 0}


@pytest.mark.parametrize("protocol", [*PROTOCOLS, "s7_blocks"])
def test_inputs_reach_the_plc_and_its_outputs_the_station(start_plc, poll_station, protocol):
    plc = start_plc(protocol)
    station = poll_station(plc.url)
    station.until(lambda: station.outputs == ECHOED, "the echo is there", **INPUTS)
    assert station.kinds == ["client_connected", "seat_taken", "controller_ready"]
    assert {event.name for event in station.events} == {station.links[0].endpoint}
    changed = {"i0": 0, "i1": 1, "level": 77, "mass": -1.0}
    echoed = ECHOED | {"q0": 0, "q1": 1, "valve": 77, "speed": -1.0}
    station.until(lambda: station.outputs == echoed, "the change is echoed", **changed)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_plc_that_dies_goes_stale_and_is_found_again(start_plc, poll_station, protocol):
    plc = start_plc(protocol)
    station = poll_station(plc.url)
    station.until(lambda: station.outputs == ECHOED, "the echo is there", **INPUTS)
    plc.kill()
    station.until_told("link_stale")
    assert not any(station.outputs.values())
    assert "client_lost" in station.kinds
    plc.start()
    station.until_told("link_back")
    station.until(lambda: station.outputs == ECHOED, "the echo is back")
    assert station.kinds.count("client_lost") == station.kinds.count("link_stale") == 1
    assert station.kinds.count("client_connected") == 2


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_plc_whose_cable_is_pulled_is_noticed_before_tcp_would(start_plc, poll_station, protocol):
    plc = start_plc(protocol)
    station = poll_station(plc.url)
    station.until(lambda: station.outputs == ECHOED, "the echo is there", **INPUTS)
    plc.freeze()
    heard_ns = station.now_ns
    stale = station.until_told("link_stale")
    assert "client_lost" in station.kinds
    assert 400_000_000 < stale.now_ns - heard_ns < 900_000_000
    assert not any(station.outputs.values())
    plc.thaw()
    station.until(lambda: station.outputs == ECHOED, "the echo is back")


def test_opc_ua_is_encrypted_for_a_user_whose_password_is_in_a_file(
    start_plc, poll_station, tmp_path
):
    plc = start_plc("opcua_secure")
    word = tmp_path / "password"
    word.write_text("泵 pump\n", encoding="utf-8")
    secure = f"?security=Basic256Sha256&user=trainlab&pki={tmp_path}/pki&password_file={word}"
    station = poll_station(plc.url + secure)
    station.until(lambda: station.outputs == ECHOED, "the echo is there", **INPUTS)
    assert (tmp_path / "pki" / "client.der").exists()


def test_an_opc_ua_server_that_refuses_the_user_is_told(
    start_plc, poll_station, tmp_path, monkeypatch
):
    plc = start_plc("opcua_secure")
    monkeypatch.setenv("TRAINLAB_OPCUA_PASSWORD", "guess")
    secure = f"?security=Basic256Sha256&user=trainlab&pki={tmp_path}/pki"
    told = poll_station(plc.url + secure).until_told("client_lost")
    assert told.reason.en.startswith("it refuses the connection: BadUserAccessDenied")


def test_a_plc_that_is_not_there_yet_is_waited_for_and_told_once(start_plc, poll_station):
    plc = start_plc("modbus")
    plc.kill()
    station = poll_station(plc.url)
    lost = station.until_told("client_lost")
    assert f"127.0.0.1:{plc.port}" in lost.reason.en
    plc.start()
    station.until_told("controller_ready")
    assert station.kinds.count("client_lost") == 1


@pytest.mark.parametrize("protocol", ["s7", "opcua"])
def test_outputs_of_a_plc_whose_program_does_not_run_do_not_count(
    start_plc, poll_station, protocol
):
    plc = start_plc(protocol)
    plc.say("stop")
    station = poll_station(plc.url)
    stopped = station.until_told("client_stopped", **INPUTS)
    assert stopped.reason.en in ("CPU in STOP", "the state of the server is Suspended")
    assert station.kinds == ["client_connected", "client_stopped"]
    plc.say("run")
    station.until(lambda: station.outputs == ECHOED, "the echo is there")
    assert "controller_restarted" in station.kinds
    plc.say("stop")
    station.until_told("link_stale")
    assert not any(station.outputs.values())
    assert station.kinds.count("client_stopped") == 2


def test_a_server_that_was_started_after_the_station_was_opened_is_told(start_plc, poll_station):
    plc = start_plc("opcua")
    station = poll_station(plc.url)
    station.until_told("controller_ready")
    assert "controller_restarted" not in station.kinds
    plc.kill()
    plc.start()
    told = station.until_told("controller_restarted")
    assert told.name == station.links[0].endpoint


def test_a_plc_without_the_seat_observes_and_takes_it_when_it_is_free(start_plc, poll_station):
    plc = start_plc("modbus")
    plc.kill()
    station = poll_station("serve", plc.url)
    port = int(station.links[0].endpoint.rpartition(":")[2])
    with ModbusTcpClient("127.0.0.1", port=port) as master:
        assert not master.write_register(32, 99).isError()
        station.until_told("controller_ready", **INPUTS)
        plc.start()
        station.until(
            lambda: master.read_coils(0) and "write_refused" in station.kinds, "it was refused"
        )
        assert station.outputs["valve"] == 99
    station.until(lambda: station.outputs == ECHOED, "the PLC has the outputs")
    assert station.kinds.count("write_refused") == 1


def test_where_takeover_is_allowed_a_polled_plc_takes_the_outputs_back_when_its_own_change(
    start_plc, poll_station
):
    station = poll_station("serve", start_plc("modbus").url, takeover=True)
    port = int(station.links[0].endpoint.rpartition(":")[2])
    station.until(lambda: station.outputs == ECHOED, "the echo is there", **INPUTS)
    with ModbusTcpClient("127.0.0.1", port=port) as master:
        assert not master.write_register(32, 99).isError()
        station.until(lambda: station.outputs["valve"] == 99, "it was taken over")
        ten_cycles_ns = station.now_ns + 200_000_000
        station.until(
            lambda: master.read_coils(0) and station.now_ns > ten_cycles_ns, "ten cycles are over"
        )
        assert station.outputs["valve"] == 99
        station.until(lambda: station.outputs["valve"] == 7, "it was taken back", level=7)
    assert station.kinds.count("seat_takeover") == 2


@pytest.mark.parametrize(
    ("protocol", "more", "named"),
    [
        ("modbus", "&outputs_words=holding:4090", "holding 4122 (valve)"),
        ("modbus", "&inputs_bits=coil:796", "no coil 800 (i4), coil 801 (i5) (exception 2)"),
        ("s7", "?inputs=DB7", "DB7.DBX0.0 (i0)"),
        ("opcua", "?nodes=ns%3D2%3Bs%3D%22plc.{tag}%22", 'ns=2;s="plc.i0" (i0)'),
    ],
)
def test_a_wrong_map_is_told_with_the_tag_and_its_address(
    start_plc, poll_station, protocol, more, named
):
    plc = start_plc(protocol)
    station = poll_station(plc.url + more)
    told = station.until_told("client_lost", **INPUTS)
    assert named in told.reason.en
    assert station.kinds == ["client_lost"]


def test_tags_that_an_opc_ua_server_does_not_have_are_told_by_name(start_plc, poll_station):
    station = poll_station(start_plc("opcua", "exam").url)
    assert station.until_told("client_lost").reason.en == "it has no variable i0, i1, i2, ..."


def test_opc_ua_nodes_can_be_named_by_a_template(start_plc, poll_station):
    plc = start_plc("opcua")
    station = poll_station(plc.url + "?nodes=ns%3D2%3Bs%3D%22{tag}%22&cycle=10ms")
    station.until(lambda: station.outputs == ECHOED, "the echo is there", **INPUTS)


def test_a_modbus_plc_that_cannot_be_reached_is_told_with_the_systems_reason(poll_station):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    station = poll_station(f"modbus://127.0.0.1:{port}/1")
    lost = station.until_told("client_lost")
    assert f"127.0.0.1:{port}: Connection refused" in lost.reason.en
