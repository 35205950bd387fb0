"""The files of a folder, always in the same order and never without bound."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

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
