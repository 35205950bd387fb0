"""`trainlab serve --client`: the exam of a PLC that is polled, and what is told on the way."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.wire

SCENARIO = Path(__file__).parents[3] / "scenarios/tank/level_hold.yaml"


@contextmanager
def serving(*options: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "trainlab", "serve", str(SCENARIO), *options]
    station = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        yield station
    finally:
        station.kill()
        station.communicate()


def wait_for(words: str, station: subprocess.Popen[str]) -> None:
    assert station.stderr is not None
    while words not in (line := station.stderr.readline()):
        assert line


@pytest.mark.realtime(125)
def test_a_polled_plc_passes_the_exam_in_real_time_over_every_protocol(start_plc) -> None:
    """All at once, each with a station of its own: it takes two minutes."""
    with ExitStack() as stack:
        stations, plcs = {}, {}
        for protocol in ("modbus", "s7", "opcua"):
            plc = plcs[protocol] = start_plc(protocol, "exam")
            graded = serving("--client", plc.url, "--grade", "--json", "-", "--lang", "en")
            stations[protocol] = stack.enter_context(graded)
        for protocol in ("s7", "opcua"):
            wait_for("connected but does not run", stations[protocol])
            plcs[protocol].say("run")
        ended = {link: station.communicate(timeout=300) for link, station in stations.items()}
    for protocol, (out, err) in ended.items():
        verdict = json.loads(out)
        assert "checks" in verdict, (protocol, verdict, err)
        short = {c["id"]: c["measured"] for c in verdict["checks"] if not c["passed"]}
        assert short == {}, (protocol, err)
        assert stations[protocol].returncode == 0
        assert verdict["wire"]["writers"][0].startswith(f"{protocol}://127.0.0.1:")
        assert verdict["wire"]["times_stale"] == 0
        assert 0.015 < verdict["wire"]["controller_scan"]["p50_s"] < 0.04


def test_serve_with_a_client_alone_opens_no_server_and_waits_for_the_plc(start_plc) -> None:
    plc = start_plc("modbus", "exam")
    plc.kill()
    with serving("--client", plc.url, "--lang", "en") as station:
        assert station.stderr is not None
        lines = [station.stderr.readline() for _ in range(3)]
        assert lines[0] == f"modbus polls modbus://127.0.0.1:{plc.port}/1\n"
        assert lines[1] == "waiting for a controller to write an output\n"
        assert "not connected to the PLC, trying again" in lines[2]
        plc.start()
        while "the run begins" not in (line := station.stderr.readline()):
            lines.append(line)
    assert [line for line in lines if "not connected" in line] == [lines[2]]
    assert any("connected to the PLC: modbus://" in line for line in lines[3:])


def test_servers_and_clients_serve_one_station_at_once(start_plc) -> None:
    plc = start_plc("s7", "exam")
    options = ("--client", plc.url, "--modbus", "127.0.0.1:0", "--lang", "zh-CN")
    with serving(*options) as station:
        assert station.stderr is not None
        lines = [station.stderr.readline() for _ in range(3)]
        assert lines[0].startswith("modbus 监听 127.0.0.1:")
        assert lines[1] == f"s7 轮询 s7://127.0.0.1:{plc.port}/0/1\n"
        wait_for("PLC 已连接但未运行", station)
        plc.say("run")
        wait_for(f"控制器就绪：s7://127.0.0.1:{plc.port}/0/1", station)
