"""The projects of IDEs and folders of files, each put together to one text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path, PureWindowsPath

from trainlab.core.problem import Position, Problem, ProblemsFound
from trainlab.plc.files import openplc, plcopen, twincat
from trainlab.plc.files.assembly import Assembly, Piece
from trainlab.plc.files.folder import files_below, found_below, is_inside
from trainlab.plc.files.suffixes import LISTS, OBJECTS, PLAIN
from trainlab.plc.files.xml_elements import Element, parse_xml
from trainlab.plc.problems import files as wrong
from trainlab.plc.source import ProgramText, decode_source, read_bytes

MOST_BYTES = 16 << 20
BEREMIZ = "plc.xml"
MOST_NAMED = 5


def read_project(path: Path) -> ProgramText:
    """All the text of the program of a folder or project; ProblemsFound if it cannot be read.

    Nothing is read outside of that folder, or of the one that the project lies in.
    """
    if path.is_dir():
        return _folder(path)
    suffix = path.suffix.lower()
    if suffix in LISTS:
        return _listed(path, path.parent)
    if suffix == ".json":
        return _openplc(path)
    return _together(str(path), [path])


def _folder(folder: Path) -> ProgramText:
    """The project of an IDE if the folder holds one; else every file of a program in it."""
    if openplc.is_project(folder):
        return _openplc(folder / openplc.PROJECT)
    if (folder / BEREMIZ).is_file():
        return _together(str(folder), [folder / BEREMIZ], folder)
    lists = files_below(folder, (".plcproj",))
    lists = [each for each in lists if is_inside(each, folder)]
    if len(lists) == 1:
        return _listed(lists[0], folder)
    if lists:
        known = ", ".join(each.relative_to(folder).as_posix() for each in lists[:MOST_NAMED])
        raise ProblemsFound([wrong.SEVERAL_PROJECTS.at(Position(str(folder)), known=known)])
    paths = files_below(folder, (*PLAIN, *OBJECTS)) or files_below(folder, (".xml",))
    if not paths:
        known = ", ".join((*PLAIN, *OBJECTS))
        raise ProblemsFound([wrong.NO_PROGRAM_FILES.at(Position(str(folder)), known=known)])
    return _together(str(folder), paths, folder)


def _openplc(path: Path) -> ProgramText:
    """project.json, and every POU and data type that lies beside it."""
    paths: list[Path] = []
    for name, suffixes in openplc.FOLDERS.items():
        folder = path.parent / name
        paths += files_below(folder, suffixes) if folder.is_dir() else []
    problems = openplc.other_languages(paths)
    texts = [each for each in paths if each.suffix.lower() not in openplc.OTHER_LANGUAGES]
    return _together(str(path), [path, *texts], path.parent, problems)


def _listed(path: Path, folder: Path) -> ProgramText:
    """The files that a TwinCAT project lists, as far as they lie in the folder."""
    problems: list[Problem] = []
    projects = [path]
    if path.suffix.lower() == ".tsproj":
        root = parse_xml(str(path), read_bytes(path))
        projects = _existing(path, twincat.listed_projects(root), folder, problems)
    paths: list[Path] = []
    for project in projects:
        root = parse_xml(str(project), read_bytes(project))
        paths += _existing(project, twincat.listed_files(root), folder, problems)
    if not paths and not problems:
        known = ", ".join(OBJECTS)
        problems.append(wrong.NO_PROGRAM_FILES.at(Position(str(path)), known=known))
    return _together(str(path), list(dict.fromkeys(paths)), folder, problems)


def _existing(
    project: Path, listed: Iterable[tuple[str, Element]], folder: Path, problems: list[Problem]
) -> list[Path]:
    """The listed files that are there; the others are problems of the list."""
    found = []
    for name, element in listed:
        position = Position(str(project), element.line, element.column)
        absolute = PureWindowsPath(name).is_absolute()
        if absolute or not is_inside(project.parent / name, folder):
            problems.append(wrong.OUTSIDE.at(position, name=name))
            continue
        path = found_below(project.parent, name)
        if path is None:
            problems.append(wrong.MISSING_FILE.at(position, name=name))
        elif not is_inside(path, folder):
            problems.append(wrong.OUTSIDE.at(position, name=name))
        else:
            found.append(path)
    return found


def _together(
    file: str, paths: list[Path], folder: Path | None = None, found: Iterable[Problem] = ()
) -> ProgramText:
    """One text out of files; ProblemsFound with what is wrong with all of them.

    A link that leads out of the `folder` is not followed.
    """
    assembly = Assembly(file)
    problems = [*found]
    size = 0
    for path in paths:
        try:
            if folder is not None and not is_inside(path, folder):
                raise ProblemsFound([wrong.OUTSIDE.at(Position(str(path)), name=path.name)])
            raw = read_bytes(path)
            size += len(raw)
            if size > MOST_BYTES:
                problem = wrong.TOO_MUCH_TEXT.at(Position(file), most=MOST_BYTES)
                raise ProblemsFound([problem])
            _reader_of(path)(str(path), raw, assembly, problems)
        except ProblemsFound as stop:
            problems += stop.problems
            if size > MOST_BYTES:
                break
    if problems:
        raise ProblemsFound(problems)
    return ProgramText(assembly.source(), tuple(assembly.units), tuple(paths))


_Reader = Callable[[str, bytes, Assembly, list[Problem]], None]


def _reader_of(path: Path) -> _Reader:
    suffix = path.suffix.lower()
    if suffix == ".xml":
        return _read_plcopen
    if suffix == ".json":
        return _read_project if path.name == openplc.PROJECT else _read_pou
    return _read_object if suffix in OBJECTS else _read_text


def _read_text(file: str, raw: bytes, assembly: Assembly, _: list[Problem]) -> None:
    source = decode_source(file, raw)
    assembly.begin(file)
    assembly.write([Piece(source.text, 1, 1)])
    assembly.end(Path(file).stem)


def _read_object(file: str, raw: bytes, assembly: Assembly, problems: list[Problem]) -> None:
    twincat.read_object(file, parse_xml(file, raw), assembly, problems)


def _read_plcopen(file: str, raw: bytes, assembly: Assembly, problems: list[Problem]) -> None:
    plcopen.read_plcopen(file, parse_xml(file, raw), assembly, problems)


def _read_project(file: str, raw: bytes, assembly: Assembly, problems: list[Problem]) -> None:
    openplc.read_project(decode_source(file, raw), assembly, problems)


def _read_pou(file: str, raw: bytes, assembly: Assembly, problems: list[Problem]) -> None:
    openplc.read_pou(decode_source(file, raw), assembly, problems)
