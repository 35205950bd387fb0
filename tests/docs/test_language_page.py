"""The reference of the language: its examples yield what they say, its tables list what there is."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from pathlib import Path

import pytest

from trainlab.core.controller import ControllerStopped
from trainlab.core.image import IOImage
from trainlab.core.problem import ProblemKind
from trainlab.plc.library import BLOCK_NAMES, block_file
from trainlab.plc.source import Source
from trainlab.plc.structured_text import compiled

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "language.md").read_text("utf-8")
ENGLISH, CHINESE = PAGE.split("\n## 简体中文\n")
EXAMPLE = re.compile(r"^```iecst\n(.*?)^```$", re.DOTALL | re.MULTILINE)
EXPECTED = re.compile(r"// ([\w.\[\]]+) = (.+)$", re.MULTILINE)
STOP = re.compile(r"// stops: (TL\d{4})")
SCANS = re.compile(r"// scans: (\d+)")
SECTION = re.compile(r"VAR_(INPUT|OUTPUT)\b(.*?)END_VAR", re.DOTALL)
BLOCK_ROW = re.compile(
    r"^\| ((?:[A-Z]\w+(?:, )?)+) \| ([\w, ]+) \| ([\w, ]+) \| .+ \|$", re.MULTILINE
)
EXAMPLES = EXAMPLE.findall(PAGE)
BLOCK_ROWS = [
    row for row in BLOCK_ROW.findall(ENGLISH) if block_file(row[0].split(", ")[0].lower())
]
FUNCTIONS = {"SPLIT_DATE", "SPLIT_TOD", "SPLIT_DT"}
MOST_STEPS = 200_000


def under(title: str) -> str:
    """The text below a heading."""
    return ENGLISH.split(f"\n## {title}\n")[1].split("\n## ")[0]


def kinds() -> set[ProblemKind]:
    """Every kind of diagnostic of programs."""
    package = importlib.import_module("trainlab.plc.problems")
    modules = [
        importlib.import_module(module.name)
        for module in pkgutil.iter_modules(package.__path__, "trainlab.plc.problems.")
    ]
    return {kind for m in modules for kind in vars(m).values() if isinstance(kind, ProblemKind)}


def formal_names(block: str, section: str) -> list[str]:
    """The names of a block's inputs or outputs, in their order."""
    path = block_file(block.lower())
    assert path is not None
    text = re.sub(r"\(\*.*?\*\)", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    lists = [body for kind, body in SECTION.findall(text) if kind == section]
    return re.findall(r"\w+", ",".join(re.sub(r":[^;]*;", ",", body) for body in lists))


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_yields_what_its_comments_say(example: str) -> None:
    plc = compiled(Source("language.st", example), MOST_STEPS).controller(IOImage([]))
    scans = SCANS.search(example)
    stop = STOP.search(example)
    code = None
    try:
        for scan in range(int(scans[1]) if scans else 1):
            plc.scan(IOImage([]), scan * 10_000_000)
    except ControllerStopped as stopped:
        code = stopped.problem.kind.code
    expected = {name: json.loads(value.lower()) for name, value in EXPECTED.findall(example)}

    assert code == (stop[1] if stop else None)
    assert expected or stop
    assert {name: plc.read(name) for name in expected} == expected


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 8


@pytest.mark.parametrize("row", BLOCK_ROWS)
def test_a_row_of_blocks_names_their_inputs_and_outputs(row: tuple[str, str, str]) -> None:
    blocks, inputs, outputs = (cell.split(", ") for cell in row)
    for block in blocks:
        assert formal_names(block, "INPUT") == inputs
        assert formal_names(block, "OUTPUT") == outputs


def test_every_block_of_the_library_has_a_row() -> None:
    listed = [block for row in BLOCK_ROWS for block in row[0].split(", ")]
    assert sorted(listed) == sorted(set(BLOCK_NAMES) - FUNCTIONS)


def test_every_stop_is_listed() -> None:
    listed = re.findall(r"^\|.*\[(TL\d{4})\]", under("What stops the PLC"), re.MULTILINE)
    assert sorted(listed) == sorted(kind.code for kind in kinds() if kind.code.startswith("TL40"))


def test_every_warning_is_listed() -> None:
    listed = re.findall(r"^\| \[(TL\d{4})\]", under("Warnings"), re.MULTILINE)
    assert sorted(listed) == sorted(kind.code for kind in kinds() if kind.severity == "warning")


def test_every_link_leads_somewhere() -> None:
    folder = Path(__file__).parents[2] / "docs" / "reference"
    links = re.findall(r"\]\(([^)#]+)\)", PAGE)
    assert [link for link in links if not (folder / link).exists()] == []


def test_the_chinese_part_names_the_same_decisions() -> None:
    decided = under("Where implementations disagree").count("\n| ") - 1
    assert CHINESE.split("### 各实现的分歧")[1].split("\n### ")[0].count("\n| ") - 1 == decided
