"""What the two README files tell a reader to run and to open is there."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import click
import pytest

from trainlab.cli.main import VERBS

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands(text: str) -> list[str]:
    """Every call of trainlab in the indented examples and between backticks, on one line."""
    joined = text.replace("\\\n", " ")
    examples = re.findall(r"^    trainlab (.*)$", joined, re.MULTILINE)
    spans = [each.replace("\n", " ") for each in re.findall(r"`([^`]+)`", joined)]
    calls = [each.removeprefix("trainlab ") for each in spans if each.startswith("trainlab ")]
    return [each.partition("  ")[0] for each in examples] + calls


@pytest.mark.parametrize("name", READMES)
def test_every_verb_and_option_exists(name: str) -> None:
    found = commands(text_of(name))
    assert len(found) > 5
    for call in found:
        verb, *rest = call.split()
        assert verb in VERBS, call
        command: click.Command = import_module(f"trainlab.cli.{verb}").command("en")
        own = [command, *getattr(command, "commands", {}).values()]
        known = {option for part in own for each in part.params for option in each.opts}
        assert set(re.findall(r"--[a-z][a-z0-9-]*", " ".join(rest))) <= known, call


@pytest.mark.parametrize("name", READMES)
def test_every_file_that_is_named_exists(name: str) -> None:
    text = text_of(name)
    links = re.findall(r"\]\((?!http)([^)#]+)", text)
    paths = re.findall(r"\b(?:docs|scenarios|plc_projects|benchmarks)/[\w./-]*\w", text)
    assert len(paths) > 5
    missing = [each for each in {*links, *paths} if not (ROOT / each).exists()]
    assert missing == []
