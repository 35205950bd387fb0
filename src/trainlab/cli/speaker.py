"""What a running station says on stderr, in a thread of its own: no reader stops a tick, no flood a reader."""

from __future__ import annotations

import queue
import sys
import threading
import time
from types import TracebackType

import click

from trainlab.core.message import Language, Text
from trainlab.report.plain import plain

# Events: so many lines at once, then so many a second; what strangers do is noted in the trace anyway.
BURST = 50
PER_SECOND = 10.0
LONGEST = 500
# Lines that wait for a reader; beyond that they are lost.
MOST_WAITING = 1000
PATIENCE_S = 2.0
LEFT_OUT = Text("... {count} more, left out here", "……另有 {count} 条未显示")


class Speaker:
    """Says lines until it is left. Lines of strangers' texts are shown plain and not too long."""

    def __init__(self, language: Language) -> None:
        self._language: Language = language
        self._waiting: queue.Queue[tuple[str, bool] | None] = queue.Queue(MOST_WAITING)
        self._thread = threading.Thread(target=self._run, name="speaker", daemon=True)
        self._left_out = 0
        self._tokens = float(BURST)

    def say(self, line: str) -> None:
        """A line that is said however much else there is."""
        self._put(line, False)

    def tell(self, line: str) -> None:
        """A line of what has happened; in a flood of them some are counted only."""
        self._put(line, True)

    def __enter__(self) -> Speaker:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Say what is left, unless nobody reads it."""
        try:
            self._waiting.put(None, timeout=PATIENCE_S)
        except queue.Full:
            return
        self._thread.join(PATIENCE_S)

    def _put(self, line: str, is_event: bool) -> None:
        try:
            self._waiting.put_nowait((plain(line)[:LONGEST], is_event))
        except queue.Full:
            self._left_out += 1

    def _run(self) -> None:
        seen_s = time.monotonic()
        while True:
            try:
                said = self._waiting.get(timeout=1.0 if self._left_out else None)
            except queue.Empty:
                self._own_up()
                continue
            if said is None:
                self._own_up()
                return
            now_s = time.monotonic()
            self._tokens = min(self._tokens + PER_SECOND * (now_s - seen_s), float(BURST))
            seen_s = now_s
            line, is_event = said
            if is_event and self._tokens < 1.0:
                self._left_out += 1
                continue
            self._own_up()
            self._tokens -= is_event
            _write(line)

    def _own_up(self) -> None:
        if self._left_out:
            count, self._left_out = self._left_out, 0
            _write(LEFT_OUT.fill(count=count).render(self._language))


def _write(line: str) -> None:
    """Past the locks of stderr where that is possible: a line that waits for ever holds none."""
    raw = getattr(getattr(sys.stderr, "buffer", None), "raw", None)
    if raw is None:
        click.echo(line, err=True)
        return
    data = memoryview(f"{line}\n".encode(sys.stderr.encoding, sys.stderr.errors or "replace"))
    while data:
        data = data[raw.write(data) or len(data) :]
