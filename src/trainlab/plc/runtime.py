"""A program that runs: its block of memory, scanned by machine code."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Mapping

from trainlab.core.controller import ControllerStopped, Value
from trainlab.core.coverage import CoveragePoint
from trainlab.core.image import IOImage
from trainlab.core.message import Message, Text
from trainlab.core.problem import Problem
from trainlab.plc.forcing import value_of_literal
from trainlab.plc.layout import (
    DEPTH,
    FULL_BUDGET,
    PATH,
    SITE,
    VALUE_A,
    VALUE_B,
)
from trainlab.plc.lowering.ir import ModuleText, Site
from trainlab.plc.machine import Code
from trainlab.plc.problems import running
from trainlab.plc.symbols import Symbols, read_value, value_in_memory

MOST_SHOWN = 12


class SoftPlc:
    """One program instance, cold-started and bound to one I/O image."""

    __slots__ = (
        "_budget",
        "_code",
        "_held",
        "_image_at",
        "_marks",
        "_memory",
        "_memory_at",
        "_overruns",
        "_run",
        "_sites",
        "_symbols",
        "warnings",
    )

    def __init__(
        self,
        code: Code,
        module: ModuleText,
        symbols: Symbols,
        start: bytes,
        image: IOImage,
        budget: int,
        warnings: tuple[Problem, ...],
        overruns: Mapping[str, int] | None = None,
    ) -> None:
        self._code = code
        self._sites = module.sites
        self._marks = module.marks
        self._symbols = symbols
        self._budget = budget
        self.warnings = warnings
        self._overruns = dict(overruns or {})
        block = (ctypes.c_char * len(start)).from_buffer(bytearray(start))
        image_block = (ctypes.c_char * len(image.block)).from_buffer(image.block)
        self._held = (block, image_block)
        self._memory = memoryview(block).cast("B")
        struct.pack_into("=q", self._memory, FULL_BUDGET, budget)
        self._memory_at = ctypes.c_void_p(ctypes.addressof(block))
        self._image_at = ctypes.c_void_p(ctypes.addressof(image_block))
        self._run = code.scan

    def scan(self, image: IOImage, now_ns: int) -> None:
        """One cycle: inputs of the image in, the program once, outputs of the image out."""
        if self._run(self._memory_at, self._image_at, now_ns):
            raise ControllerStopped(self._problem())

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

    def variables(self) -> Mapping[str, Value]:
        """Every variable by path, in the order of declaration."""
        return {symbol.path: read_value(self._memory, symbol) for symbol in self._symbols.leaves()}

    def read(self, path: str) -> Value:
        """One variable; KeyError if there is none of that path."""
        return read_value(self._memory, self._symbols.at(path))

    def write(self, path: str, literal: str) -> None:
        """Set one elementary variable from an IEC literal; KeyError, or ValueError if it can't hold it."""
        symbol = self._symbols.at(path)
        value = value_of_literal(literal, symbol.type)
        if symbol.bit is not None:
            cleared = self._memory[symbol.offset] & ~(1 << symbol.bit)
            self._memory[symbol.offset] = cleared | bool(value) << symbol.bit
            return
        content = value_in_memory(value, symbol.type)
        self._memory[symbol.offset : symbol.offset + len(content)] = content

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
        if site.kind is running.OUT_OF_BUDGET:
            values["steps"] = self._budget
        return Problem(site.kind, site.source.position(site.at), values)

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
