"""--set: which variable, and what it can hold."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Call = Callable[..., subprocess.CompletedProcess[str]]
PROGRAM = """\
TYPE Colour : (red, green); END_TYPE
PROGRAM Main
VAR
    t : TIME; r : REAL; b : BOOL; n : USINT; w : BYTE; c : Colour; k : TON; s : INT(1..5);
    d : DATE; name : STRING;
END_VAR
END_PROGRAM
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    file = tmp_path / "main.st"
    file.write_text(PROGRAM)
    return file


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("t=5s", "TIME and cannot hold '5s': write it as T#1s"),
        ("r=x", "REAL and cannot hold 'x': write it as 1.5"),
        ("b=on", "BOOL and cannot hold 'on': it holds one of TRUE, FALSE"),
        ("n=300", "USINT and cannot hold '300': it holds 0..255"),
        ("w=16#1FF", "BYTE and cannot hold '16#1FF': it holds 0..255"),
        ("c=rd", "Colour and cannot hold 'rd': it holds one of red, green"),
        ("s=9", "cannot hold '9': it holds 1..5"),
        ("d=2024", "DATE and cannot hold '2024': write it as D#2024-02-29"),
        ("k=1", "TON and cannot hold '1': set its elements one by one"),
    ],
)
def test_a_value_that_does_not_fit_says_what_does(
    setting: str, said: str, trainlab: Call, program: Path
) -> None:
    done = trainlab("run", program, "--set", setting)

    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize("path", ["r", "Main.r", "MAIN.R"])
def test_the_name_of_the_program_may_stand_before_its_variables(
    path: str, trainlab: Call, program: Path
) -> None:
    document = json.loads(trainlab("run", program, "--set", f"{path}=2.5", "--json", "-").stdout)

    assert document["variables"]["r"] == 2.5
    assert not any(name.startswith("Main.") for name in document["variables"])
