"""How the tests of the command line call it: as a process, as a shell would."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRAINLAB = (sys.executable, "-m", "trainlab")

Done = subprocess.CompletedProcess[str]


@pytest.fixture
def scenario() -> Path:
    return ROOT / "scenarios/tank/level_hold.yaml"


@pytest.fixture
def solution() -> Path:
    return ROOT / "plc_projects/tank_level_hold/solution.st"


@pytest.fixture
def trainlab() -> Callable[..., Done]:
    """One call of the command line."""

    def call(*arguments: str | Path, lang: str = "en", columns: int | None = None) -> Done:
        width = () if columns is None else ("env", f"COLUMNS={columns}")
        return _done([*width, *TRAINLAB, *map(str, arguments), "--lang", lang])

    return call


@pytest.fixture
def in_shell() -> Callable[..., Done]:
    """A line of bash in which "$@" is a call of the command line."""

    def call(line: str, *arguments: str | Path) -> Done:
        return _done(["bash", "-c", line, "bash", *TRAINLAB, *map(str, arguments)])

    return call


def _done(command: list[str]) -> Done:
    # Readline, which pytest imports, sets COLUMNS behind Python's back.
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, env=dict(os.environ)
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done
