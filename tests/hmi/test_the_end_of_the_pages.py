"""Ctrl-C while people look on."""

from __future__ import annotations

import signal
from contextlib import ExitStack
from urllib.request import urlopen

import pytest

from hmi.served import SOLUTION, serving

pytestmark = pytest.mark.wire


def test_ctrl_c_ends_the_streams_and_says_nothing() -> None:
    with serving("--program", str(SOLUTION)) as served, ExitStack() as looking:
        streams = [
            looking.enter_context(urlopen(f"{served.url}/api/stations/0/stream", timeout=10))
            for _ in range(3)
        ]
        first = [stream.readline() for stream in streams]
        served.process.send_signal(signal.SIGINT)
        told = [stream.read() for stream in streams]  # to an end that is one
        assert served.process.stderr is not None
        complaints = served.process.stderr.read()
        served.process.wait(10)
    assert all(first)
    assert all(told)
    assert complaints == ""
