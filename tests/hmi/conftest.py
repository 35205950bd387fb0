"""Waiting, and a station with a soft PLC."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from hmi.served import SOLUTION, Served, serving

DEADLINE_S = 30.0


@pytest.fixture(scope="session")
def until() -> Callable[[Callable[[], object], str], None]:
    """Wait for something that the station or the page does."""

    def wait(condition: Callable[[], object], what: str) -> None:
        deadline = time.monotonic() + DEADLINE_S
        while not condition():
            assert time.monotonic() < deadline, f"waited in vain until {what}"
            time.sleep(0.02)

    return wait


@pytest.fixture(scope="module")
def soft() -> Iterator[Served]:
    """One station for all tests of a file."""
    with serving("--program", str(SOLUTION)) as served:
        yield served


@pytest.fixture(scope="module")
def running() -> Iterator[Served]:
    """One that goes on for ever, for all tests of a file."""
    with serving("--free", "--program", str(SOLUTION)) as served:
        served.ask(do="run")
        yield served


@pytest.fixture
def fresh(soft: Served, until: Callable[[Callable[[], object], str], None]) -> Served:
    """That station as it was at first."""
    soft.ask(do="reset")
    until(lambda: soft.line()["t"] == 0.0 and soft.line()["phase"] == "paused", "it is reset")
    soft.ask(do="speed", value=1.0)
    return soft
