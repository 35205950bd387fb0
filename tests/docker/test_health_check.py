"""What an engine is told about a station that does not work: trainlab.hmi.health against real servers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest


@contextmanager
def answering(status: int) -> Iterator[str]:
    """A server on loopback that answers everything with one status."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Not on the test's output."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


def asked(url: str, **environment: str) -> int:
    """What the check of the image ends with."""
    done = subprocess.run(
        [sys.executable, "-m", "trainlab.hmi.health", url],
        env={**os.environ, "no_proxy": "", "NO_PROXY": "", **environment},
        capture_output=True,
        check=False,
    )
    assert done.stderr == b""
    return done.returncode


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_a_station_whose_bench_hangs_is_not_healthy(status: int, code: int) -> None:
    with answering(status) as url:
        assert asked(url) == code


def test_nobody_at_the_port_is_not_healthy() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and not listening
        assert asked(f"http://127.0.0.1:{taken.getsockname()[1]}") == 1


def test_a_proxy_for_the_way_out_is_not_asked() -> None:
    with answering(200) as url, answering(502) as proxy:
        assert asked(url, http_proxy=proxy) == 0
