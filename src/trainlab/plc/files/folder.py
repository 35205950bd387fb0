"""The files of a folder, always in the same order and never without bound."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path
from urllib.parse import unquote

from trainlab.core.problem import Position, ProblemsFound
from trainlab.plc.problems import files as wrong

MOST_FILES = 2000
# What IDEs write beside the program: results of the compiler, copies, version control.
_SKIPPED = frozenset({"build", "_boot", "_compileinfo", "_libraries", "__pycache__", "bin", "obj"})


def files_below(folder: Path, suffixes: Collection[str]) -> list[Path]:
    """Every file in the folder and below whose name ends so, sorted; links are not followed.

    ProblemsFound where there is more than any program has.
    """
    found: list[Path] = []
    seen = 0
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if name[0] != "." and name.casefold() not in _SKIPPED
        )
        seen += len(names) + len(folders)
        if seen > MOST_FILES:
            problem = wrong.TOO_MANY_FILES.at(Position(str(folder)), most=MOST_FILES)
            raise ProblemsFound([problem])
        found += [
            Path(here, name)
            for name in names
            if name[0] != "." and os.path.splitext(name)[1].casefold() in suffixes
        ]
    return sorted(found)


def is_inside(path: Path, folder: Path) -> bool:
    """Whether the path, with all its links followed, leads to somewhere below the folder."""
    if "\0" in str(path):
        return False
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def found_below(folder: Path, name: str) -> Path | None:
    """The file that a list on Windows names so, where upper and lower case do not differ and
    %28 may stand for a bracket; None if there is none."""
    here = folder
    for part in Path(name).parts:
        spellings = {part.casefold(), unquote(part).casefold()}
        if part == ".." or (here / part).exists():
            here = here / part
            continue
        try:
            names = sorted(each for each in os.listdir(here) if each.casefold() in spellings)
        except OSError:
            return None
        if not names:
            return None
        here = here / names[0]
    return here if here.is_file() else None
