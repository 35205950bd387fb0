"""Who wrote each output of a station last, and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from trainlab.core.image import IOImage

PROGRAM, HAND, FAIL_SAFE = "program", "hand", "fail_safe"  # any other writer is a client's name


class Writer(NamedTuple):
    """Who wrote an output: one of the three above or a client; `by` is the person whose hand it was."""

    who: str
    by: str
    at_ns: int


class Writers:
    """The last writer of every byte of an image's outputs; a write costs one slice."""

    __slots__ = ("_marks", "_offsets")

    def __init__(self, image: IOImage) -> None:
        self._offsets = {tag.name: image.slots[tag.name].offset for tag in image.outputs}
        self._marks = [Writer(FAIL_SAFE, "", 0)] * len(image.block)

    def wrote(self, who: str, at_ns: int, offset: int, size: int) -> None:
        """A client has written so many bytes from an offset in the image on."""
        self._marks[offset : offset + size] = [Writer(who, "", at_ns)] * size

    def set_all(self, who: str, at_ns: int) -> None:
        """All outputs are that writer's."""
        self._marks = [Writer(who, "", at_ns)] * len(self._marks)

    def driven(self, output: str, by: str, at_ns: int) -> None:
        """A person has set one output by hand."""
        self._marks[self._offsets[output]] = Writer(HAND, by, at_ns)

    def clock_begins(self) -> None:
        """Time begins at 0; what was written before stands."""
        self._marks = [mark._replace(at_ns=0) for mark in self._marks]

    def last(self) -> Mapping[str, Writer]:
        """The last writer of each output."""
        return {name: self._marks[offset] for name, offset in self._offsets.items()}
