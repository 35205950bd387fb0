"""A wire that is broken or has come off its terminal."""

from __future__ import annotations

from typing import ClassVar

from trainlab.core.fault import UnsuitableTag
from trainlab.core.fields import Fields, explained
from trainlab.core.message import Text
from trainlab.core.seeds import Seed
from trainlab.core.tag import DataType, Direction, Signal, Tag
from trainlab.faults.wire import UNDERFLOW_CODE, WIRE_BREAK_CODE, ZERO_CURRENT_CODE

NO_SIGNAL = Text(
    "it does not say whether 4-20 mA or 0-10 V runs on its wire",
    "未说明接线上是 4-20 mA 还是 0-10 V 信号",
)


class BrokenWire:
    """Gives what the other end sees of an open circuit, whatever the value."""

    __slots__ = ("_reads", "reported")

    def __init__(self, reads: float, *, reported: bool = False) -> None:
        self._reads = reads
        self.reported = reported

    def bend(self, value: float, now_ns: int) -> float:
        """The value of an open circuit."""
        return self._reads


class OpenWire(Fields):
    """An open circuit: a BOOL falls to FALSE, 0-10 V to 0, 4-20 mA to the code of a wire break.

    An actuator behind an open wire gets no voltage or no current.
    """

    title: ClassVar[Text] = Text("open wire", "断线")
    about: ClassVar[Text] = Text(
        "An open circuit: a BOOL falls to FALSE, 0-10 V to 0, 4-20 mA to the code of a wire break; an actuator gets no voltage or current.",
        "开路：BOOL 变为 FALSE，0-10 V 变为 0，4-20 mA 变为断线码；执行器得不到电压或电流。",
    )

    diagnostics: bool = explained(
        "whether a 4-20 mA input has wire-break diagnostics: it then reads 32767, else -32768",
        "4-20 mA 输入是否带断线诊断：带则读 32767，否则读 -32768",
        default=True,
    )

    def on(self, tag: Tag, begin_ns: int, seed: Seed, name: str) -> BrokenWire:
        """The fault on that tag's wire; UnsuitableTag if the tag does not say what runs on it."""
        if tag.type is DataType.BOOL:
            return BrokenWire(False)
        if tag.signal is Signal.VOLTAGE_0_10_V:
            return BrokenWire(0)
        if tag.signal is not Signal.CURRENT_4_20_MA:
            raise UnsuitableTag(NO_SIGNAL.fill())
        if tag.direction is Direction.OUTPUT:
            return BrokenWire(ZERO_CURRENT_CODE, reported=True)
        reads = WIRE_BREAK_CODE if self.diagnostics else UNDERFLOW_CODE
        return BrokenWire(reads, reported=True)
