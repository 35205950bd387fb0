"""From a path to the text of a program: one file, a folder, or the project of an IDE."""

from __future__ import annotations

from pathlib import Path

from trainlab.core.problem import Position, Problem, ProblemsFound
from trainlab.plc.files.assembly import Assembly, Piece
from trainlab.plc.files.folder import files_below
from trainlab.plc.problems import files as wrong
from trainlab.plc.source import ProgramText, TextUnit, read_source

PLAIN = (".st", ".iecst")
SUFFIXES = PLAIN
MOST_BYTES = 4 << 20


def read_program(path: Path) -> ProgramText:
    """All the text of the program that is kept there; ProblemsFound if it cannot be read."""
    if path.is_dir():
        return _folder(path)
    source = read_source(path)
    return ProgramText(source, (TextUnit(0, len(source.text), path.stem),), (path,))


def _folder(folder: Path) -> ProgramText:
    paths = files_below(folder, SUFFIXES)
    if not paths:
        known = ", ".join(SUFFIXES)
        raise ProblemsFound([wrong.NO_PROGRAM_FILES.at(Position(str(folder)), known=known)])
    return _together(str(folder), paths)


def _together(file: str, paths: list[Path]) -> ProgramText:
    assembly = Assembly(file)
    problems: list[Problem] = []
    size = 0
    for path in paths:
        try:
            source = read_source(path)
        except ProblemsFound as found:
            problems += found.problems
            continue
        size += len(source.text)
        if size > MOST_BYTES:
            raise ProblemsFound([wrong.TOO_MUCH_TEXT.at(Position(file), most=MOST_BYTES)])
        assembly.begin(source.file)
        assembly.write([Piece(source.text, 1, 1)])
        assembly.end(path.stem)
    if problems:
        raise ProblemsFound(problems)
    return ProgramText(assembly.source(), tuple(assembly.units), tuple(paths))
