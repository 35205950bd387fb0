"""The contract of a tag file's format, as the catalog holds it (kind "tag_formats")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from trainlab.core.message import Language, Text
from trainlab.core.spec import Control
from trainlab.core.tag import DataType, Tag


@dataclass(frozen=True, slots=True)
class StationTags:
    """What a tag file is written from: a station as a PLC tool will know it."""

    name: str
    title: Text
    tags: tuple[Tag, ...]
    controls: tuple[Control, ...] = ()


@dataclass(frozen=True, slots=True)
class TagRow:
    """One tag as a file has it; `line` is where, from 1, or 0 where a file has no lines.

    `address` is spelt as a tag's is, and empty where the file does not say one.
    """

    name: str
    type: DataType
    address: str
    line: int = 0


class TagFormat(Protocol):
    """One form in which a list of tags is written, and read again.

    The same station and language give the same bytes. A `binary` file is no text for a terminal.
    """

    name: str
    title: Text
    about: Text
    suffix: str
    binary: bool

    def write(self, station: StationTags, language: Language) -> bytes:
        """The file for a station. AddressClash if its tags cannot be wired."""

    def read(self, file: str, content: bytes) -> Sequence[TagRow]:
        """The tags in a file of that name; ProblemsFound if it is none of this format, or has a
        tag of which no sense can be made."""
