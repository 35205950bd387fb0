"""A tag file on the disk: its format by its name or as it was told, then its tags."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from trainlab.core import catalog
from trainlab.core.problem import Position, ProblemsFound
from trainlab.core.system_reasons import NO_FILE, reason_of
from trainlab.tagfiles import problems as wrong
from trainlab.tagfiles.content import MOST_BYTES, too_large
from trainlab.tagfiles.contract import TagFormat, TagRow


def read_tag_file(path: Path, form: str | None = None) -> Sequence[TagRow]:
    """The tags in a file, of the named format or of the only one with its suffix; ProblemsFound
    with all that is wrong with it."""
    format_ = _format_of(path, form)
    return format_.read(str(path), _content(path))


def _format_of(path: Path, form: str | None) -> TagFormat:
    known: dict[str, TagFormat] = {
        name: catalog.load("tag_formats", name)() for name in catalog.names("tag_formats")
    }
    if form is not None:
        return known[form]
    suffix = path.suffix.casefold()
    fitting = [name for name, each in known.items() if each.suffix.casefold() == suffix]
    if len(fitting) != 1:
        names = ", ".join(fitting or known)
        raise ProblemsFound([wrong.WHICH_FORMAT.at(Position(str(path)), known=names)])
    return known[fitting[0]]


def _content(path: Path) -> bytes:
    place = Position(str(path))
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # a pipe would never end
            raise ProblemsFound([wrong.UNREADABLE.at(place, reason=NO_FILE)])
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise ProblemsFound([wrong.UNREADABLE.at(place, reason=reason_of(error))]) from None
    if len(content) > MOST_BYTES:
        raise too_large(str(path))
    return content
