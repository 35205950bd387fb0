"""Families of sheets: one sheet extends another and says only what differs.

Mappings merge key by key, deeply; a key with nothing behind it takes the base's key out (as in
RFC 7396, JSON Merge Patch). The lists of named entries merge by name: an entry with a name that
the base has merges into it in its place, `drop: true` takes it out, any other is appended. All
else, other lists too, replaces what the base says. Every place stays that of the file where a
thing is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

from trainlab.core.message import Text
from trainlab.core.problem import Problem, ProblemsFound, did_you_mean
from trainlab.scenario import problems as say
from trainlab.scenario.shape import EXPECTED, SHEET
from trainlab.scenario.source import PathPart, Source, read_source

Way = tuple[PathPart, ...]

EXTENDS = "extends"
DROP = "drop"
MOST_SHEETS = 8
# The lists whose entries have names, and the key that holds the name.
NAMED: dict[Way, str] = {
    ("timeline",): "label",
    ("faults",): "label",
    ("skills",): "id",
    ("rubric", "checks"): "id",
}
RELATIVE = Text(
    "the path of another sheet, from the folder of this one", "另一场景文件相对于本文件的路径"
)
TRUE = Text("true, to leave this entry of the base out", "true，表示去掉基础文件中的该项")
ENTRY = Text("entry of the base", "基础文件中的项")
AGAIN = Text("it comes back to where it began", "它又回到了起点")
TOO_LONG = Text("more than {most} sheets", "超过 {most} 个文件")


def read_family(path: Path) -> tuple[Source, str]:
    """The sheet in a file as it is with all that it extends, and the digest of all its files.

    ProblemsFound if one of the files cannot be read or is not YAML, or if they do not end.
    """
    sheets, files = _sheets(path)
    digests = [blake2b(file.read_bytes(), digest_size=16) for file in files]
    digest = digests[0].hexdigest()
    if len(files) > 1:
        together = b"".join(each.digest() for each in digests)
        digest = blake2b(together, digest_size=16).hexdigest()
    merged = sheets.pop()
    while sheets:
        merged = _merged(merged, sheets.pop())
    return merged, digest


def family_of(path: Path) -> list[Path]:
    """The sheet in a file and, after it, those that it extends; ProblemsFound as `read_family`."""
    return _sheets(path)[1]


def _sheets(path: Path) -> tuple[list[Source], list[Path]]:
    sheets = [read_source(path)]
    files = [path]
    while (base := _base(sheets[-1], files)) is not None:
        files.append(base)
        sheets.append(read_source(base))
    return sheets, files


def _base(sheet: Source, files: Sequence[Path]) -> Path | None:
    """The file that a sheet extends; `files` are those that led to it, itself the last."""
    named = sheet.value((EXTENDS,)) if isinstance(sheet.data, dict) else None
    if named is None:
        return None
    place = sheet.position((EXTENDS,))
    if not isinstance(named, str) or not named or Path(named).is_absolute() or "\0" in named:
        wrong = say.BAD_VALUE.at(place, value=repr(named), key=EXTENDS, expected=RELATIVE)
        raise ProblemsFound([wrong])
    base = files[-1].parent / named
    if not is_file(base):
        raise ProblemsFound([say.NO_BASE.at(place, name=named, path=base)])
    chain = " -> ".join(file.name for file in (*files, base))
    if base.resolve() in [file.resolve() for file in files]:
        raise ProblemsFound([say.ENDLESS_FAMILY.at(place, chain=chain, reason=AGAIN.fill())])
    if len(files) >= MOST_SHEETS:
        reason = TOO_LONG.fill(most=MOST_SHEETS)
        raise ProblemsFound([say.ENDLESS_FAMILY.at(place, chain=chain, reason=reason)])
    return base


def is_file(path: Path) -> bool:
    """Whether there is such a file; a name that no file can have is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def _merged(base: Source, over: Source) -> Source:
    """What two sheets say together; ProblemsFound if they cannot be put together."""
    merger = _Merger(base, over)
    problems = merger.problems
    for sheet in (base, over):
        if not isinstance(sheet.data, dict):
            problems.append(
                say.BAD_VALUE.at(
                    sheet.position(()), value=SHEET, key=SHEET, expected=EXPECTED["dict_type"]
                )
            )
    if not problems:
        merger.into.data = merger.both((), (), ())
    if problems:
        raise ProblemsFound(problems)
    return merger.into


class _Merger:
    """Puts one sheet over another, noting of each piece where it is written."""

    def __init__(self, base: Source, over: Source) -> None:
        self.into = Source(over.file)
        self.problems: list[Problem] = []
        self._base = base
        self._over = over

    def both(self, base_path: Way, over_path: Way, path: Way) -> Any:
        """What comes of the pieces at these paths, to stand at `path`."""
        base, over = self._base.value(base_path), self._over.value(over_path)
        if isinstance(base, list) and isinstance(over, list) and path in NAMED:
            self.into.adopt(path, self._over, over_path)
            return self._lists(base_path, over_path, path)
        if not isinstance(base, dict) or not isinstance(over, dict):
            return self._copy(self._over, over_path, path)
        self.into.adopt(path, self._base, base_path)
        self.into.adopt(path, self._over, over_path)
        merged = {}
        for key in (*base, *(key for key in over if key not in base)):
            here = (*path, key)
            if key not in over:
                merged[key] = self._copy(self._base, (*base_path, key), here)
            elif key not in base:
                merged[key] = self._copy(self._over, (*over_path, key), here)
            elif over[key] is not None:
                merged[key] = self.both((*base_path, key), (*over_path, key), here)
        return merged

    def _copy(self, source: Source, source_path: Way, path: Way) -> Any:
        self.into.adopt(path, source, source_path)
        value = source.value(source_path)
        if isinstance(value, dict):
            return {key: self._copy(source, (*source_path, key), (*path, key)) for key in value}
        if isinstance(value, list):
            numbers = range(len(value))
            return [self._copy(source, (*source_path, each), (*path, each)) for each in numbers]
        return value

    def _lists(self, base_path: Way, over_path: Way, path: Way) -> list[Any]:
        named = NAMED[path]
        changes = dict(reversed(list(_names(self._over.value(over_path), named))))
        known = [name for name, _ in _names(self._base.value(base_path), named)]
        merged: list[Any] = []
        used = set()
        for number, entry in enumerate(self._base.value(base_path)):
            name = entry.get(named) if isinstance(entry, dict) else None
            here = (*path, len(merged))
            change = changes.get(name) if isinstance(name, str) and name not in used else None
            if change is None:
                merged.append(self._copy(self._base, (*base_path, number), here))
                continue
            used.add(name)
            if not self._dropped((*over_path, change)):
                both = self.both((*base_path, number), (*over_path, change), here)
                merged.append(_without_drop(both))
        for number, entry in enumerate(self._over.value(over_path)):
            name = entry.get(named) if isinstance(entry, dict) else None
            if name in used and changes[str(name)] == number:
                continue
            if isinstance(entry, dict) and DROP in entry:
                self._nothing_to_drop((*over_path, number), named, known)
                continue
            merged.append(self._copy(self._over, (*over_path, number), (*path, len(merged))))
        return merged

    def _dropped(self, path: Way) -> bool:
        """Whether an entry says that the base's is left out."""
        drop = self._over.value((*path, DROP))
        if drop is not None and not isinstance(drop, bool):
            place = self._over.position((*path, DROP))
            self.problems.append(say.BAD_VALUE.at(place, value=repr(drop), key=DROP, expected=TRUE))
        return bool(drop)

    def _nothing_to_drop(self, path: Way, named: str, known: Sequence[str]) -> None:
        name = str(self._over.value((*path, named)) or "")
        place = self._over.position((*path, named))
        hint, names = did_you_mean(name, known), ", ".join(known)
        self.problems.append(
            say.UNKNOWN_NAME.at(place, what=ENTRY, name=name, hint=hint, known=names)
        )


def _names(entries: Sequence[Any], named: str) -> Iterator[tuple[str, int]]:
    """The name of every entry that has one, and which it is."""
    for number, entry in enumerate(entries):
        if isinstance(entry, dict) and isinstance(entry.get(named), str):
            yield str(entry[named]), number


def _without_drop(entry: Any) -> Any:
    if isinstance(entry, dict):
        return {key: value for key, value in entry.items() if key != DROP}
    return entry
