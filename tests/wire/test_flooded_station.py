"""A station whose clients do all they can to make it talk, while nobody listens."""

from __future__ import annotations

import io
import re
import socket
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from trainlab.cli.speaker import BURST, Speaker

pytestmark = pytest.mark.wire

SCENARIO = Path(__file__).parents[2] / "scenarios/tank/level_hold.yaml"
PUMP_ON = struct.pack(">HHHBBHH", 1, 0, 6, 1, 5, 8, 0xFF00)
# A record of the seat and one of the write are 80 bytes and more: they fill the ring thrice.
TAKEOVERS = 10_000


def test_a_station_goes_on_though_its_stderr_is_not_read() -> None:
    command = [sys.executable, "-m", "trainlab", "serve", str(SCENARIO), "--lang", "en"]
    command += ["--takeover", "--modbus", "127.0.0.1:0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as station:
        try:
            assert station.stderr is not None
            found = re.search(r":(\d+)$", station.stderr.readline())
            assert found
            place = "127.0.0.1", int(found[1])
            with (
                socket.create_connection(place, timeout=15) as one,
                socket.create_connection(place, timeout=15) as other,
            ):
                answers = set()
                for _ in range(TAKEOVERS // 2):
                    for client in (one, other):
                        client.sendall(PUMP_ON)
                        answers.add(client.recv(300))
        finally:
            station.kill()

    # A bench that stands still takes no more writes: exception 6.
    assert answers == {PUMP_ON}


def test_a_flood_of_events_is_counted_and_texts_of_strangers_cannot_command_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard = io.StringIO()
    monkeypatch.setattr(sys, "stderr", heard)
    with Speaker("en") as speaker:
        for _ in range(BURST):
            speaker.tell("\x1b]0;pwned\x07 {0} %s\n" + "x" * 100_000)
        for _ in range(500):
            speaker.tell("one too many")
        speaker.say("this is said")
    lines = heard.getvalue().splitlines()
    assert len(lines) < BURST + 20
    assert lines[0].startswith(r"\x1b]0;pwned\x07 {0} %s\nxxx")
    assert max(map(len, lines)) <= 500
    assert lines[-1] == "this is said"
    assert any(line.endswith("more, left out here") for line in lines)
