"""A program that runs: its block of memory, scanned by machine code."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Mapping

from trainlab.core.controller import ControllerStopped, Value
from trainlab.core.coverage import CoveragePoint
from trainlab.core.image import IOImage
from trainlab.core.last_write import LastWrite
from trainlab.core.message import Message, Text
from trainlab.core.problem import Problem
from trainlab.plc.cold_start import Start
from trainlab.plc.forces import Forces
from trainlab.plc.forcing import value_of_literal
from trainlab.plc.layout import (
    DEPTH,
    FULL_BUDGET,
    PATH,
    RESERVE,
    SITE,
    VALUE_A,
    VALUE_B,
)
from trainlab.plc.lowering.ir import ModuleText, Site
from trainlab.plc.lowering.modules import FREE_STEPS, Wire
from trainlab.plc.lowering.tracing import NOTE, line_of
from trainlab.plc.machine import Code
from trainlab.plc.problems import running
from trainlab.plc.symbols import Symbols, put_value, read_value

MOST_SHOWN = 12
# So many scans of a run may take all the steps that a scan is given; some ten seconds in all.
FULL_SCANS = 100


class SoftPlc:
    """One program instance, cold-started and bound to one I/O image."""

    __slots__ = (
        "_budget",
        "_code",
        "_ever_forced",
        "_forces",
        "_forcing",
        "_held",
        "_image_at",
        "_marks",
        "_memory",
        "_memory_at",
        "_notes",
        "_now",
        "_overruns",
        "_retained",
        "_run",
        "_sites",
        "_start",
        "_symbols",
        "_writers",
        "warnings",
    )

    def __init__(
        self,
        code: Code,
        module: ModuleText,
        symbols: Symbols,
        start: Start,
        wires: tuple[Wire, ...],
        image: IOImage,
        budget: int,
        warnings: tuple[Problem, ...],
        overruns: Mapping[str, int] | None = None,
        notes: Mapping[str, int] | None = None,
    ) -> None:
        self._code = code
        self._sites = module.sites
        self._marks = module.marks
        self._symbols = symbols
        self._budget = budget
        self.warnings = warnings
        self._overruns = dict(overruns or {})
        self._notes = dict(notes or {})
        self._writers = module.writers
        self._start = start.memory
        self._retained = start.retained
        self._forces = Forces(wires)
        self._forcing = False
        self._ever_forced: dict[str, None] = {}
        block = (ctypes.c_char * len(self._start)).from_buffer(bytearray(self._start))
        image_block = (ctypes.c_char * len(image.block)).from_buffer(image.block)
        self._held = (block, image_block)
        self._memory = memoryview(block).cast("B")
        self._fill_budget()
        self._memory_at = ctypes.c_void_p(ctypes.addressof(block))
        self._image_at = ctypes.c_void_p(ctypes.addressof(image_block))
        self._now = ctypes.c_int64()
        self._run = code.scan

    def scan(self, image: IOImage, now_ns: int) -> None:
        """One cycle: inputs of the image in, the program once, outputs of the image out."""
        if self._forcing:
            self._forced_scan(image.block, now_ns)
            return
        self._now.value = now_ns
        if self._run(self._memory_at, self._image_at, self._now):
            raise ControllerStopped(self._problem())

    def _forced_scan(self, image: bytearray, now_ns: int) -> None:
        self._ever_forced.update(dict.fromkeys(self._forces.values()))
        sensed = self._forces.before(self._memory, image)
        self._now.value = now_ns
        stopped = self._run(self._memory_at, self._image_at, self._now)
        for offset, content in sensed:
            image[offset : offset + len(content)] = content
        if stopped:
            raise ControllerStopped(self._problem())
        self._forces.after(self._memory, image)

    @property
    def overruns(self) -> Mapping[str, int]:
        """How often each task with an interval took longer than that (see scheduling.py)."""
        return {
            name: struct.unpack_from("=q", self._memory, offset)[0]
            for name, offset in self._overruns.items()
        }

    def coverage(self) -> tuple[CoveragePoint, ...]:
        """What has run since the start; nothing where that is not being noted."""
        return tuple(
            CoveragePoint(mark.source.position(mark.at), mark.arm, bool(self._memory[mark.offset]))
            for mark in sorted(self._marks, key=lambda mark: (mark.source.file, mark.at))
        )

    def last_write(self, tag: str) -> LastWrite | None:
        """The statement that last wrote a tag, where that is being noted (see lowering/tracing.py)."""
        if tag not in self._notes:
            return None
        at_ns, number, origin_ns, origin = NOTE.unpack_from(self._memory, self._notes[tag])
        if not number:
            return None
        made = None if origin == number else self._written_by(origin, origin_ns)
        if (
            made is not None and not self._writers[number - 1].pou
        ):  # a copy that the text only asks for
            return made
        return self._written_by(number, at_ns, made)

    def _written_by(self, number: int, at_ns: int, made: LastWrite | None = None) -> LastWrite:
        writer = self._writers[number - 1]
        position = writer.source.position(writer.at)
        return LastWrite(position, writer.pou, line_of(writer.source, writer.at), at_ns, made)

    def variables(self) -> Mapping[str, Value]:
        """Every variable by path, in the order of declaration."""
        return {symbol.path: read_value(self._memory, symbol) for symbol in self._symbols.leaves()}

    def read(self, path: str) -> Value:
        """One variable; KeyError if there is none of that path."""
        return read_value(self._memory, self._symbols.at(path))

    def write(self, path: str, literal: str) -> None:
        """Set one elementary variable from an IEC literal; KeyError, or UnfitLiteral."""
        symbol = self._symbols.at(path)
        put_value(self._memory, symbol, value_of_literal(literal, symbol.type))

    def force(self, path: str, literal: str) -> None:
        """Hold one elementary variable at a value until it is released (see forces.py); KeyError,
        or UnfitLiteral."""
        symbol = self._symbols.at(path)
        self._forces.hold(symbol, value_of_literal(literal, symbol.type))
        self._forcing = True

    def release(self, path: str) -> None:
        """Let a forced variable go; KeyError if there is none of that path."""
        self._forces.release(self._symbols.at(path))
        self._forcing = bool(self._forces.values())

    @property
    def forced(self) -> Mapping[str, bool | int | float | str]:
        """The forced values by path."""
        return self._forces.values()

    @property
    def ever_forced(self) -> tuple[str, ...]:
        """The paths of all that was forced in a scan, released since or not."""
        return tuple(self._ever_forced)

    def restart(self, *, warm: bool = False) -> None:
        """Begin anew: every variable at its initial value, but warm, those declared RETAIN keep
        theirs (IEC 61131-3:2013 Figure 9). Forces stay."""
        kept = [(at, bytes(self._memory[at : at + size])) for at, size in self._retained]
        self._memory[:] = self._start
        self._fill_budget()
        for at, content in kept if warm else ():
            self._memory[at : at + len(content)] = content

    def _fill_budget(self) -> None:
        assert FULL_BUDGET + 8 == RESERVE
        reserve = FULL_SCANS * self._budget
        struct.pack_into("=qq", self._memory, FULL_BUDGET, self._budget, reserve)

    def _problem(self) -> Problem:
        """What the native code left in the head of the block."""
        number, depth = struct.unpack_from("=ii", self._memory, SITE)
        assert SITE + 4 == DEPTH
        assert VALUE_A + 8 == VALUE_B
        shown = struct.unpack_from("=qq", self._memory, VALUE_A)
        site = self._sites[number]
        assert site.kind is not None
        values: dict[str, object] = dict(zip(site.shown, shown, strict=False)) | dict(site.known)
        callers = struct.unpack_from(f"={depth}i", self._memory, PATH)
        # What runs the programs of a configuration has no name, and is no caller to a student.
        named = [self._sites[caller] for caller in callers if self._sites[caller].pou]
        values["path"] = self._path(named[:MOST_SHOWN])
        kind = site.kind
        if kind is running.OUT_OF_BUDGET:
            (left,) = struct.unpack_from("=q", self._memory, RESERVE)
            in_reserve = left + FREE_STEPS >= self._budget
            kind = running.OUT_OF_BUDGET if in_reserve else running.OUT_OF_RESERVE
            values["steps"] = self._budget if in_reserve else FULL_SCANS * self._budget
        return Problem(kind, site.source.position(site.at), values)

    def _path(self, callers: list[Site]) -> Message:
        """The calls that led there, the innermost first."""
        places = "".join(f"{{call{index}}}" for index in range(len(callers)))
        return Message(
            Text(places, places),
            {
                f"call{index}": running.CALLED_FROM.fill(
                    line=caller.source.line(caller.at), pou=caller.pou
                )
                for index, caller in enumerate(callers)
            },
        )
