"""Waiting."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

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
