"""A tag table that several rooms test with, and a browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import settings

from trainlab.core.message import Text
from trainlab.core.tag import DataType, Direction, Tag

# How long an example takes says more of the machine than of the code.
settings.register_profile("trainlab", deadline=None)
settings.load_profile("trainlab")


def tag(name: str, address: str, type: DataType | None = None) -> Tag:
    direction = Direction.INPUT if address[1] == "I" else Direction.OUTPUT
    types = {"X": DataType.BOOL, "W": DataType.INT, "D": DataType.REAL}
    return Tag(name, type or types[address[2]], direction, address, Text(name, name))


@pytest.fixture(scope="session")
def make_tag() -> Callable[..., Tag]:
    return tag


@pytest.fixture(scope="session")
def station_tags() -> tuple[Tag, ...]:
    bits = ["X0.0", "X0.1", "X0.2", "X0.3", "X0.4", "X0.5", "X1.0", "X1.1"]
    inputs = [tag(f"i{k}", f"%I{at}") for k, at in enumerate(bits)]
    outputs = [tag(f"q{k}", f"%Q{at}") for k, at in enumerate(bits) if at not in ("X0.4", "X0.5")]
    return (
        *inputs,
        tag("level", "%IW64"),
        tag("flow", "%IW66"),
        tag("mass", "%ID68"),
        *outputs,
        tag("valve", "%QW64"),
        tag("speed", "%QD68"),
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's chromium, or the one that Playwright has; its loop ends with the module."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    installed = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        yield browser
        browser.close()
