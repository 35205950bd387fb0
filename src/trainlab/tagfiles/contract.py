"""The contract of a tag file's format, as the catalog holds it (kind "tag_formats")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from trainlab.core.message import Language, Text
from trainlab.core.tag import Tag


class TagFormat(Protocol):
    """One form in which a list of tags is written."""

    name: str
    title: Text
    about: Text

    def write(self, station: str, tags: Sequence[Tag], language: Language) -> str:
        """The file for the tags of a station. AddressClash if they cannot be wired."""
