"""`trainlab serve` without --grade: what it tells of, line by line."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pymodbus.client import ModbusTcpClient

pytestmark = pytest.mark.wire

SCENARIO = Path(__file__).parents[2] / "scenarios/tank/level_hold.yaml"
HEEDS_CTRL_C = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from trainlab.cli.main import main; main()"
)


class Told:
    """The lines of a served station, as they come."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []

    def until(self, what: str) -> str:
        """The next line that has this in it."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line)
            if what in line:
                return line
        pytest.fail(f"never told: {what}; but {self.lines}")

    def rest(self) -> str:
        """All that comes until its end."""
        assert self.process.stderr is not None
        return self.process.stderr.read()


@contextmanager
def practice(*arguments: str, lang: str = "en") -> Iterator[Told]:
    command = [sys.executable, "-c", HEEDS_CTRL_C, "serve", str(SCENARIO), *arguments]
    with subprocess.Popen(
        [*command, "--lang", lang], stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        try:
            yield Told(process)
        finally:
            process.kill()


def port_of(line: str) -> int:
    return int(re.findall(r":(\d+)$", line.rstrip())[0])


@pytest.mark.parametrize(
    ("options", "lang", "told"),
    [
        ((), "en", "the run begins: the timeline of the exam plays"),
        (("--free",), "en", "the run begins: the plant alone"),
        ((), "zh", "运行开始：执行考核的时间轴"),
        (("--free",), "zh", "运行开始：仅被控对象"),
    ],
)
def test_a_practice_says_whether_the_timeline_of_the_exam_plays(options, lang, told):
    with practice("--modbus", "127.0.0.1:0", *options, lang=lang) as station:
        port = port_of(station.until("127.0.0.1:"))
        with ModbusTcpClient("127.0.0.1", port=port) as client:
            client.write_coil(0, True)
            station.until(told)
        station.process.send_signal(signal.SIGINT)
        assert station.process.wait(30) == 0
        assert "Traceback" not in station.rest()
