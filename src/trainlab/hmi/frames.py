"""What bench and pages tell each other, as frames: a length, a kind, a station's number, a body.

bench -> pages   ROWS     the number of the first tick, then rows as the recorder keeps them, each with
                          `LINK` behind it, and the program variables that the sheet makes signals of
                 STATUS   JSON: what a page shows beside the values (feed.py)
                 EVENT    JSON: one event of a run
                 BUILT    JSON: the station begins anew; `rows` of before are of another run
                 PROGRAM  JSON: sources, variables, covered lines, what a compiler said
                 EVIDENCE a pickled `ProgramEvidence`, before the rows of the last tick at the latest
                 DEED     JSON: a fault, its end or a change that was done, and when
                 GRADED   a pickled Graded (session/grade.py): the verdict of a graded run
pages -> bench   ASK      JSON: a request (session/live.py), or {"do": "watch", "pages": N}
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from trainlab.core.message import Message
from trainlab.grading.evidence import SourceEvidence
from trainlab.scenario.scenario import Scenario

HEAD = struct.Struct("!IBB2x")
TICK = struct.Struct("!Q")
LINK = struct.Struct("=3d")  # the writer's number, the link's age in s, stale or not


class Kind(IntEnum):
    """What a frame holds."""

    ROWS = 0
    STATUS = 1
    EVENT = 2
    BUILT = 3
    PROGRAM = 4
    ASK = 5
    EVIDENCE = 6
    GRADED = 7
    DEED = 8


@dataclass(frozen=True, slots=True)
class ProgramEvidence:
    """What a rubric reads of the program in the seat beside rows: why a signal is not there, and the
    source; None where no program is in the seat."""

    absent: Mapping[str, Message]
    source: SourceEvidence | None


def signal_packer(scenario: Scenario) -> struct.Struct:
    """How the program variables of one tick stand in a row: native 64-bit floats, NaN for none."""
    return struct.Struct(f"={len(scenario.program)}d")


def framed(kind: Kind, station: int, body: bytes) -> bytes:
    """A frame."""
    return HEAD.pack(len(body), kind, station) + body


class Unframed:
    """Frames out of a stream of bytes."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def take(self, data: bytes) -> Iterator[tuple[Kind, int, bytes]]:
        """Every frame that is whole now."""
        rest = self._rest
        rest += data
        while len(rest) >= HEAD.size:
            size, kind, station = HEAD.unpack_from(rest)
            end = HEAD.size + size
            if len(rest) < end:
                return
            body = bytes(rest[HEAD.size : end])
            del rest[:end]
            yield Kind(kind), station, body
