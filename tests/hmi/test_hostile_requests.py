"""Requests that no page of ours sends: none ends a station, a stream or the server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.error import HTTPError

import pytest

from hmi.served import SOLUTION, Served, serving

pytestmark = pytest.mark.wire
Until = Callable[[Callable[[], object], str], None]

HUGE = "1" + "0" * 400
COMMANDS = "/api/stations/0/commands"


@pytest.fixture(scope="module")
def room() -> Iterator[Served]:
    with serving("--program", str(SOLUTION)) as served:
        served.ask(do="run")
        yield served


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ('{"do": "shelve", "alarm": "ALARM", "seconds": 1e308}', 409),
        (f'{{"do": "shelve", "alarm": "ALARM", "seconds": {HUGE}}}', 409),
        (f'{{"do": "comment", "alarm": "ALARM", "event": {HUGE}}}', 202),
        (r'{"do": "comment", "alarm": "ALARM", "comment": "\ud800"}', 400),
        (r'{"do": "end_fault", "of": "\ud800"}', 400),
        (r'{"do": "end_fault", "of": "level_raw", "\ud800": 1}', 400),
        ('{"do": "end_fault", "of": "nothing"}', 409),
        ('{"do": "end_fault"}', 409),
        (f'{{"do": "end_fault", "of": "level_raw", "id": "{HUGE}"}}', 409),
        (f'{{"do": "drive", "values": {{"inlet_valve_raw": {HUGE}}}}}', 409),
        (f'{{"do": "force", "tag": "level_raw", "value": {HUGE}}}', 409),
        (f'{{"do": "operate", "control": "start", "value": {HUGE}}}', 409),
        (f'{{"do": "speed", "value": {"9" * 5000}}}', 409),
        ('{"do": "program", "text": "", "file": "other.st"}', 409),
        (r'{"do": "program", "text": "", "file": "\u0000"}', 409),
        (r'{"do": "program", "text": "\ud800"}', 400),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_is_out_of_all_bounds_is_refused_and_the_station_goes_on(
    room: Served, until: Until, body: str, status: int
) -> None:
    alarm = room.get("/api/stations/0")["alarms"][0]["name"]
    assert room.post(COMMANDS, body.replace("ALARM", alarm).encode())[0] == status
    before = room.line()["t"]
    until(lambda: room.line()["t"] > before, "the station goes on")


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "drift", "by": "1e308 %", "over": "1 ns"},
        {"kind": "bias", "by": 10**400},
        {"kind": "stuck", "at": "1e308 %"},
    ],
    ids=str,
)
def test_a_fault_that_no_number_holds_does_not_end_the_station(
    room: Served, until: Until, fields: dict[str, object]
) -> None:
    status, _ = room.post(COMMANDS, {"do": "fault", "tag": "level_raw", **fields})
    assert status in (202, 409)
    before = room.line()["t"]
    until(lambda: room.line()["t"] > before + 0.1, "the station goes on")
    assert room.line()["faults"] == []


def test_a_fault_of_any_text_that_is_not_there_is_not_ended(room: Served) -> None:
    status, answer = room.ask(do="end_fault", id="报警 <b>")
    assert (status, answer["refused"]["en"]) == (409, "there is no fault to end on '报警 <b>'")


def test_an_address_that_cannot_be_read_is_a_strangers(room: Served) -> None:
    for origin in ("http://[", "http://[::1", "null"):
        assert room.post(COMMANDS, {"do": "pause"}, Origin=origin)[0] == 403
    assert room.post(COMMANDS, {"do": "pause"}, Host="[")[0] == 401


@pytest.mark.parametrize("number", ["1", "99", "9" * 5000, "-1", "x", "%D9%A3"])
def test_a_station_that_is_not_there_is_not_found(room: Served, number: str) -> None:
    with pytest.raises(HTTPError, match="404"):
        room.get(f"/api/stations/{number}")


def test_a_password_that_is_no_text_is_a_bad_request(room: Served) -> None:
    assert room.post("/enter", rb'{"user": "ada", "password": "\ud800"}')[0] == 400
