"""Who owns the outputs: the first that writes, on whichever link, until it leaves or falls silent."""

import pytest

pytestmark = pytest.mark.wire

WRITE, OTHER, READ = "06 0020 0063", "06 0020 0007", "03 0020 0001"
BUSY = "8606"


def test_a_second_writer_is_refused_and_may_still_read(modbus_station, connect_modbus):
    owner, second = connect_modbus(modbus_station), connect_modbus(modbus_station)
    owner.ask(WRITE)
    assert second.ask(OTHER) == BUSY
    assert second.ask(OTHER) == BUSY
    assert second.ask(READ) == "03020063"
    modbus_station.tick()
    assert modbus_station.outputs["valve"] == 99
    assert modbus_station.kinds == ["seat_taken", "write_refused", "controller_ready"]
    taken, refused, ready = [event.name for event in modbus_station.events]
    assert taken == ready == modbus_station.wire.owner
    assert refused != taken


def test_who_leaves_frees_the_outputs(modbus_station, connect_modbus):
    owner, second = connect_modbus(modbus_station), connect_modbus(modbus_station)
    owner.ask(WRITE)
    modbus_station.tick()
    owner.close()
    modbus_station.until(lambda: "seat_left" in modbus_station.kinds, "the seat is free")
    assert modbus_station.outputs["valve"] == 99
    assert second.ask(OTHER) == "06" + "00200007"
    modbus_station.tick()
    assert modbus_station.outputs["valve"] == 7


def test_who_falls_silent_frees_the_outputs(modbus_station, connect_modbus):
    owner, second = connect_modbus(modbus_station), connect_modbus(modbus_station)
    owner.ask(WRITE)
    modbus_station.until(lambda: "link_stale" in modbus_station.kinds, "the link is stale")
    assert second.ask(OTHER) == "06" + "00200007"
    modbus_station.tick()
    assert owner.ask(WRITE) == BUSY
    assert modbus_station.outputs["valve"] == 7


def test_where_it_is_allowed_a_writer_takes_over_and_that_is_told(
    open_modbus_station, connect_modbus
):
    with open_modbus_station(takeover=True) as station:
        first, second = connect_modbus(station), connect_modbus(station)
        first.ask(WRITE)
        second.ask(OTHER)
        station.tick()
        assert station.outputs["valve"] == 7
        assert station.kinds == ["seat_taken", "seat_takeover", "controller_ready"]


def test_two_links_serve_one_image_and_one_seat(open_modbus_station, connect_modbus):
    with open_modbus_station("127.0.0.1:0", "127.0.0.1:0") as station:
        here = connect_modbus(station)
        station.port = int(station.links[1].endpoint.rpartition(":")[2])
        there = connect_modbus(station)
        there.ask(WRITE)
        assert here.ask(OTHER) == BUSY
        station.tick(level=1234)
        assert here.ask("04 0020 0001") == there.ask("04 0020 0001") == "040204d2"
        assert here.ask(READ) == "03020063"
        assert station.wire.connections == 2


def test_connections_of_one_host_can_be_one_client(open_modbus_station, connect_modbus):
    with open_modbus_station("127.0.0.1:0?seat=host") as station:
        first, second = connect_modbus(station), connect_modbus(station)
        assert first.ask(WRITE) == "06" + "00200063"
        assert second.ask(OTHER) == "06" + "00200007"
        first.close()
        station.tick()
        assert second.ask(WRITE) == "06" + "00200063"
        assert station.wire.owner == "modbus 127.0.0.1"
