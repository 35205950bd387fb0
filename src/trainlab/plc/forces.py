"""Forced variables: values that hold whatever the plant and the program say.

As in CODESYS, a value is put in place before each scan, behind the inputs, and again after it,
before the outputs leave. Within a scan the program may write over an inner variable. What the
sensors read stays on the image; an output that is forced reaches it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trainlab.plc.lowering.modules import Wire
from trainlab.plc.symbols import Symbol, put_value


class Forces:
    """The forced variables of one program instance."""

    __slots__ = ("_forced", "_wires")

    def __init__(self, wires: Iterable[Wire]) -> None:
        self._wires = tuple(wires)
        self._forced: dict[str, tuple[Symbol, bool | int | float | str]] = {}

    def values(self) -> Mapping[str, bool | int | float | str]:
        """The forced values by path."""
        return {path: value for path, (_, value) in self._forced.items()}

    def hold(self, symbol: Symbol, value: bool | int | float | str) -> None:
        """Force a variable from now on."""
        self._forced[symbol.path] = (symbol, value)

    def release(self, symbol: Symbol) -> None:
        """Let a variable go; nothing happens if it is not forced."""
        self._forced.pop(symbol.path, None)

    def before(self, memory: memoryview, image: bytearray) -> list[tuple[int, bytes]]:
        """Puts the values in place; what stood on the image for inputs, to be given back."""
        self._put(memory)
        kept = []
        for wire in self._touched(into_program=True):
            kept.append((wire.image_offset, bytes(image[wire.image_offset :][: wire.size])))
            _copy(memory, wire.block_offset, image, wire.image_offset, wire.size)
        return kept

    def after(self, memory: memoryview, image: bytearray) -> None:
        """Puts the values in place again, and those of outputs on the image."""
        self._put(memory)
        for wire in self._touched(into_program=False):
            _copy(memory, wire.block_offset, image, wire.image_offset, wire.size)

    def _put(self, memory: memoryview) -> None:
        for symbol, value in self._forced.values():
            put_value(memory, symbol, value)

    def _touched(self, *, into_program: bool) -> list[Wire]:
        offsets = {symbol.offset for symbol, _ in self._forced.values()}
        return [
            wire
            for wire in self._wires
            if wire.into_program is into_program and wire.block_offset in offsets
        ]


def _copy(source: memoryview, start: int, target: bytearray, at: int, size: int) -> None:
    target[at : at + size] = source[start : start + size]
