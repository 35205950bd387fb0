"""From a path to the text of a program: one file, a folder, or the project of an IDE."""

from __future__ import annotations

from pathlib import Path

from trainlab.plc.files.suffixes import PLAIN, SUFFIXES
from trainlab.plc.source import ProgramText, TextUnit, read_source


def read_program(path: Path) -> ProgramText:
    """All the text of the program that is kept there; ProblemsFound if it cannot be read."""
    suffix = path.suffix.lower()
    if path.is_dir() or (suffix in SUFFIXES and suffix not in PLAIN):
        # Only here, so that one file of Structured Text never waits for the readers of projects.
        from trainlab.plc.files.projects import read_project

        return read_project(path)
    source = read_source(path)
    return ProgramText(source, (TextUnit(0, len(source.text), path.stem),), (path,))
