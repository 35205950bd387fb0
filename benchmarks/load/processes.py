"""Processes of the load: started together, let go together; and what the system says of a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent


def load_command(script: str, *arguments: object) -> list[str]:
    """The command of one of the scripts beside this one."""
    return [sys.executable, str(FOLDER / script), *map(str, arguments)]


class Load:
    """A process that says "ready", begins at a word, and prints one line of JSON at its end."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        if self._process.stdout.readline() != "ready\n":
            raise RuntimeError(f"not ready: {command}")

    def go(self) -> None:
        """Begin."""
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    def result(self) -> Any:
        """What it found, once it is done."""
        told, _ = self._process.communicate()
        return json.loads(told)


def together(commands: Sequence[Sequence[str]], during: Callable[[], None] = bool) -> list[Any]:
    """Run them at once; what each found."""
    loads = [Load(command) for command in commands]
    for load in loads:
        load.go()
    during()
    return [load.result() for load in loads]


class Usage(NamedTuple):
    """What a process has had so far, in s: CPU time, and time in which its main thread was ready to
    run and had no core."""

    cpu_s: float
    waited_s: float

    def since(self, before: Usage) -> Usage:
        """What it has had since then."""
        return Usage(self.cpu_s - before.cpu_s, self.waited_s - before.waited_s)


def usage(pid: int) -> Usage:
    """Of a process, from Linux' /proc/PID/stat (ended threads included) and /proc/PID/schedstat."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    _, waited_ns, _ = Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()
    ticks = int(fields[11]) + int(fields[12])
    return Usage(ticks / os.sysconf("SC_CLK_TCK"), int(waited_ns) / 1e9)


def resident_mib(pid: int) -> float:
    """Memory of a process that is in use."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
