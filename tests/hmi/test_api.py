"""The pages' server, as a program would use it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from pymodbus.client import ModbusTcpClient

from hmi.served import SCENARIO, SOLUTION, Served, serving
from trainlab.scenario.load import load_scenario
from trainlab.session.grade import grade
from trainlab.trace.file import load_trace

pytestmark = pytest.mark.wire
Until = Callable[[Callable[[], object], str], None]


@pytest.fixture(scope="module")
def soft() -> Iterator[Served]:
    with serving("--program", str(SOLUTION), "--modbus", "127.0.0.1:0") as served:
        yield served


def test_a_paused_station_moves_by_single_ticks(fresh: Served, until: Until) -> None:
    for ticks in (1, 2, 3):
        assert fresh.ask(do="tick")[0] == 202
        until(lambda ticks=ticks: fresh.line()["t"] == pytest.approx(ticks * 0.01), "it has ticked")
    assert fresh.line()["phase"] == "paused"


def test_what_a_check_waits_for_may_still_come_while_the_run_goes_on(fresh: Served) -> None:
    fresh.ask(do="run")
    checks = next(told for told in fresh.told("checks") if told and not told["over"])
    measured = [check["measured"] for check in checks["checks"]]
    assert "'wire_broken' has not come yet" in [text["en"] for text in measured]
    assert not any("never came" in text["en"] for text in measured)


def test_a_hundred_times_as_fast_it_gives_the_marks_of_virtual_time(
    fresh: Served, until: Until, tmp_path: Path
) -> None:
    fresh.ask(do="speed", value=100)
    fresh.ask(do="run")
    until(lambda: fresh.line()["passed"] is not None and fresh.line()["t"] > 112, "it is over")
    until(lambda: fresh.line()["points"] == 166.0, "it is judged")
    verdict = fresh.get("/api/stations/0/verdict.json")
    assert verdict["passed"]
    expected = grade(load_scenario(SCENARIO), SOLUTION).verdict
    assert verdict["trace"]["digest"] == expected.trace_digest
    with urlopen(f"{fresh.url}/api/stations/0/report.html?lang=en", timeout=20) as answer:
        assert b"166" in answer.read()
    with urlopen(f"{fresh.url}/api/stations/0/trace.npz", timeout=20) as answer:
        (tmp_path / "trace.npz").write_bytes(answer.read())
    trace = load_trace(tmp_path / "trace.npz")
    assert trace.digest == expected.trace_digest
    assert trace.columns["level_m"].size == trace.now_ns.size > 11_000
    assert trace.about["scenario"].endswith("level_hold.yaml")


def test_a_press_is_felt_by_the_plant_and_stands_in_the_events(fresh: Served, until: Until) -> None:
    fresh.ask(do="operate", control="start", value=1)
    fresh.ask(do="run")
    until(lambda: fresh.value("start_button") == 1.0, "the button is pressed")
    until(lambda: fresh.value("pump_on") == 1.0, "the pump runs")


def test_a_forced_tag_is_held_and_marked_until_it_is_released(fresh: Served, until: Until) -> None:
    assert fresh.ask(do="force", tag="level_raw", value=12345)[0] == 202
    fresh.ask(do="run")
    until(lambda: fresh.value("level_raw") == 12345.0, "it is forced")
    assert fresh.line()["forced"] == {"level_raw": 12345.0}
    fresh.ask(do="release", tag="level_raw")
    until(lambda: (fresh.value("level_raw") or 12345.0) != 12345.0, "it is released")
    until(lambda: fresh.line()["forced"] == {}, "no mark is left")


def test_another_program_is_compiled_beside_the_ticks(fresh: Served, until: Until) -> None:
    lamp = "PROGRAM p VAR lamp_amber : BOOL; END_VAR lamp_amber := TRUE; END_PROGRAM"
    status, answer = fresh.ask(do="program", text=lamp)
    assert status == 202
    fresh.ask(do="run")
    until(lambda: fresh.value("lamp_amber") == 1.0, "the new program runs")
    assert answer["number"] > 0
    source = SOLUTION.read_text(encoding="utf-8")
    fresh.ask(do="program", text=source)
    until(lambda: fresh.get("/api/stations/0")["sources"]["solution.st"] == source, "it is back")
    until(lambda: fresh.value("lamp_amber") == 0.0, "the old program runs")


def test_the_wire_reads_but_may_not_write_while_the_program_is_in_the_seat(fresh: Served) -> None:
    port = int(fresh.places["modbus"].rpartition(":")[2])
    with ModbusTcpClient("127.0.0.1", port=port) as client:
        assert client.read_input_registers(32, count=1).registers
        assert client.write_coil(0, True).exception_code == 6


@pytest.mark.parametrize(
    "request_",
    [
        {"do": "operate", "control": "nothing", "value": 1},
        {"do": "operate", "control": "setpoint", "value": 1e9},
        {"do": "operate", "control": "setpoint", "value": "much"},
        {"do": "operate"},
        {"do": "force", "tag": "level_raw", "value": 40000},
        {"do": "force", "tag": "nothing", "value": 0},
        {"do": "drive", "values": {"level_raw": 1}},
        {"do": "drive", "values": 3},
        {"do": "speed", "value": 1000},
        {"do": "fault", "tag": "level_raw", "kind": "nothing"},
        {"do": "change", "parameter": "tank_area", "value": -1},
        {"do": "program", "text": None},
        {"do": "shutdown"},
        {},
    ],
    ids=str,
)
def test_a_request_that_makes_no_sense_is_refused_with_words(
    soft: Served, request_: dict[str, object]
) -> None:
    status, answer = soft.ask(**request_)
    assert status == 409
    assert answer["refused"]["en"]
    assert answer["refused"]["zh-CN"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"3", b"[" * 100_000], ids=lambda b: b[:9])
def test_what_is_no_request_is_a_bad_request(soft: Served, body: bytes) -> None:
    assert soft.post("/api/stations/0/commands", body)[0] == 400


def test_a_command_from_another_site_is_forbidden(soft: Served) -> None:
    path, request = "/api/stations/0/commands", {"do": "pause"}
    assert soft.post(path, request, **{"X-Trainlab": ""})[0] == 403
    assert soft.post(path, request, Origin="http://evil.example")[0] == 403
    assert soft.post(path, request, Host="evil.example")[0] == 401


def test_a_page_forbids_what_is_from_elsewhere(soft: Served) -> None:
    with urlopen(soft.url + "/", timeout=10) as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize(
    "path", ["/assets/../server/app.py", "/assets/%2e%2e/serve.py", "/assets//etc/passwd"]
)
def test_no_file_outside_the_assets_is_served(soft: Served, path: str) -> None:
    host, port = soft.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as raw:
        raw.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        assert b" 404 " in raw.makefile("rb").readline()


def test_a_public_bind_wants_a_token_and_a_student_stays_at_his_station(until: Until) -> None:
    with serving("--stations", "2", hmi="0.0.0.0:0") as served:
        served.url = served.url.replace("localhost", "127.0.0.1")
        with pytest.raises(HTTPError, match="401"):
            served.get("/api/stations")
        tokens = [line.rpartition("token=")[2].strip() for line in served.lines if "token=" in line]
        assert len(tokens) == 2  # the instructor's, and that of station 1
        assert served.post("/enter", {"token": "guess"})[0] == 403
        cookies = []
        for token in tokens:
            cookie = served.cookie(token=token)
            assert "HttpOnly" in cookie
            assert "SameSite=strict" in cookie
            cookies.append(cookie.partition(";")[0])
        command = {"do": "seat_hand"}
        statuses = [
            [served.post(f"/api/stations/{n}/commands", command, Cookie=cookie)[0] for n in (0, 1)]
            for cookie in cookies
        ]
        assert statuses == [[202, 202], [202, 409]]
        force = {"do": "force", "tag": "level_raw", "value": 0}
        assert served.post("/api/stations/0/commands", force, Cookie=cookies[1])[0] == 409
