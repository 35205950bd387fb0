"""A server's own process: both ends of its start and of its end.

The bench starts `python -m MODULE`, sends one pickled setup through the child's standard input and
reads one line of JSON, its report, from its standard output. The input then stays open: when it
closes, because the bench closed it or has died, the child ends. The parent's main module is not
imported again, as multiprocessing's spawn would, and the working directory is no import path.

Each child is a session of its own, because Linux shares a busy core out among sessions (man 7 sched,
"The autogroup feature"): a server with much to do then does not eat into the bench's share.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any

START_TIMEOUT_S = 30.0
STOP_TIMEOUT_S = 5.0

Report = Mapping[str, str | int]


class ServerProcess:
    """The bench's end."""

    __slots__ = ("_process", "report")

    def __init__(self, module: str, setup: object) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            self.report = self._start(module, setup)
        except BaseException:
            self.stop()
            raise

    def _start(self, module: str, setup: object) -> Report:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        overdue = threading.Timer(START_TIMEOUT_S, self._process.kill)
        overdue.daemon = True
        overdue.start()
        try:
            pickle.dump(setup, self._process.stdin)
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = b""
        finally:
            overdue.cancel()
            overdue.join()
        if not line:
            raise RuntimeError(f"{module} ended before it was ready")
        report: Report = json.loads(line)
        return report

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    @property
    def pipes(self) -> tuple[int, int]:
        """The files behind the child's standard input and output, for one that is told more."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        return self._process.stdin.fileno(), self._process.stdout.fileno()

    @property
    def alive(self) -> bool:
        """Whether the child still runs."""
        return self._process.poll() is None

    def stop(self) -> None:
        """End the child and wait for it; calling it again does nothing."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def receive_setup() -> Any:
    """The child's end: what the bench sent. From here on Ctrl-C is the bench's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return pickle.load(sys.stdin.buffer)
    except EOFError:
        os._exit(0)


def send_report(report: Report) -> None:
    """The child's end: ready, or why not."""
    try:
        sys.stdout.write(json.dumps(dict(report)) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os._exit(0)  # the bench was ended meanwhile; what this process holds the system takes back


def when_bench_ends(stop: Callable[[], object]) -> None:
    """The child's end: have `stop` called, in a thread of its own, once the bench is gone."""

    def wait() -> None:
        while os.read(0, 1):
            pass
        stop()

    threading.Thread(target=wait, name="bench gone", daemon=True).start()
