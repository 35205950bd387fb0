"""A controller in another process plays the PLC over Modbus, and is graded."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCENARIO = ROOT / "scenarios/tank/level_hold.yaml"
PLC = Path(__file__).parent / "reference_plc.py"
# Tests that were started in the background ignore Ctrl-C, and so would what they start.
HEEDS_CTRL_C = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("trainlab", run_name="__main__", alter_sys=True)
"""
OF_THE_SOURCE = """
trainlab: 1
title: Source
task: Be tidy.
plant: {type: tank_level}
timing: {duration: 500 ms}
rubric:
  checks:
    - {id: tidy, title: Tidy, points: 1, check: style}
    - {id: dry, title: Dry, points: 1, check: never, condition: overflow_m3 > 0.0}
"""
LISTENING = re.compile(r"127\.0\.0\.1:(\d+)")


@contextmanager
def served(
    *options: str, link: str = "modbus", scenario: Path = SCENARIO
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """`trainlab serve` with one link, on a port that the system chose."""
    command = [sys.executable, "-c", HEEDS_CTRL_C, "serve", str(scenario)]
    command += [f"--{link}", "127.0.0.1:0", "--lang", "en", *options]
    station = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        assert station.stderr is not None
        line = ""
        while not (match := LISTENING.search(line)):
            line = station.stderr.readline()
            assert line, "it ended before it listened"
        yield station, int(match[1])
    finally:
        station.kill()
        station.communicate()


@pytest.mark.realtime(125)
@pytest.mark.wire
def test_a_wired_controller_passes_the_exam_in_real_time_on_every_link() -> None:
    """All links at once, each with a station and a PLC of its own: it takes two minutes."""
    with ExitStack() as stack:
        stations = {}
        for link in ("modbus", "s7"):
            station, port = stack.enter_context(served("--grade", "--json", "-", link=link))
            plc = subprocess.Popen([sys.executable, str(PLC), link, str(port)])
            stack.callback(plc.wait)
            stack.callback(plc.kill)
            stations[link] = station
        ended = {link: station.communicate(timeout=240) for link, station in stations.items()}
    for link, (out, err) in ended.items():
        verdict = json.loads(out)
        short = {c["id"]: c["measured"] for c in verdict["checks"] if not c["passed"]}
        assert short == {}, (link, err)
        assert stations[link].returncode == 0
        assert verdict["wire"]["writers"][0].startswith(f"{link} 127.0.0.1:")
        assert 0.015 < verdict["wire"]["controller_scan"]["p50_s"] < 0.04


@pytest.mark.realtime(40)
@pytest.mark.wire
def test_a_wired_controller_passes_the_exam_at_four_times_the_pace() -> None:
    """A tick takes 2.5 ms and a scan of the controller 5 ms: it takes half a minute."""
    with served("--grade", "--json", "-", "--speed", "4", link="s7") as (station, port):
        plc = subprocess.Popen([sys.executable, str(PLC), "s7", str(port), "4"])
        try:
            out, err = station.communicate(timeout=120)
        finally:
            plc.kill()
            plc.wait()
    verdict = json.loads(out)
    short = {c["id"]: c["measured"] for c in verdict["checks"] if not c["passed"]}
    assert short == {}, err
    assert station.returncode == 0


@pytest.mark.wire
def test_serve_without_a_controller_has_nothing_to_grade() -> None:
    with served("--grade", "--wait", "0.2") as (station, _):
        out, err = station.communicate(timeout=60)
    assert station.returncode == 2
    assert "TL0002" in err
    assert "Traceback" not in out + err


@pytest.mark.wire
def test_checks_of_the_source_earn_nothing_on_a_wire(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.yaml"
    sheet.write_text(OF_THE_SOURCE)
    with served("--grade", "--json", "-", scenario=sheet) as (station, port):
        plc = subprocess.Popen([sys.executable, str(PLC), "modbus", str(port)])
        try:
            out, err = station.communicate(timeout=60)
        finally:
            plc.kill()
            plc.wait()
    tidy, dry = json.loads(out)["checks"]
    assert (tidy["points"], dry["points"]) == (0.0, 1.0)
    assert "not seen" in tidy["measured"]
    assert station.returncode == 1, err


@pytest.mark.wire
def test_who_grades_a_wire_is_warned_at_once_of_checks_of_the_source(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.yaml"
    sheet.write_text(OF_THE_SOURCE)
    command = [sys.executable, "-m", "trainlab", "serve", str(sheet), "--modbus", "127.0.0.1:0"]
    warned = subprocess.run(
        [*command, "--grade", "--wait", "0.1", "--lang", "en"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    first, _ = warned.stderr.split("\n", 1)
    assert "warning TL2013: " in first
    assert first.endswith(": tidy")
    assert "TL0002" in warned.stderr


@pytest.mark.wire
def test_mbpoll_reads_the_station_at_rest() -> None:
    with served() as (_, port):
        read = subprocess.run(
            f"mbpoll -m tcp -p {port} -a 1 -0 -r 32 -c 1 -t 3 -1 127.0.0.1".split(),
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        )
    match = re.search(r"\[32\]:\s*(-?\d+)", read.stdout)
    assert match, read.stdout
    assert int(match[1]) == pytest.approx(0.05 / 0.5 * 27648, abs=0.003 / 0.5 * 27648)


@pytest.mark.wire
@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, "TL0012"), (signal.SIGKILL, "TL0013")])
def test_an_exam_that_is_broken_off_is_no_verdict(how: signal.Signals, code: str) -> None:
    """By Ctrl-C, or because the server's process is gone."""
    with served("--grade", "--json", "-") as (station, port):
        plc = subprocess.Popen([sys.executable, str(PLC), "modbus", str(port)])
        try:
            assert station.stderr is not None
            while "run begins" not in station.stderr.readline():
                continue
            server = Path(f"/proc/{station.pid}/task/{station.pid}/children").read_text().split()
            os.kill(station.pid if how is signal.SIGINT else int(server[0]), how)
            out, err = station.communicate(timeout=30)
        finally:
            plc.kill()
            plc.wait()
    assert [problem["code"] for problem in json.loads(out)["problems"]] == [code]
    assert station.returncode == (130 if how is signal.SIGINT else 4)
    assert "Traceback" not in err
