"""What an OPC UA server shows of a station, point by point; no word of the library in here.

Inputs, Outputs    the tags as the controller knows them (raw codes where they have a scale)
Engineering        the scaled tags in their units
Panel              the operator's devices
Status             how the station is getting on
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from trainlab.core.image import Slot
from trainlab.core.message import Text
from trainlab.core.spec import Control, ControlKind
from trainlab.core.tag import DataType
from trainlab.exchange.records import Span

NAMESPACE = "trainlab://station"
SAMPLING_MS = 50.0
LOCALES = ("en", "zh-CN")

FOLDERS = {
    "Inputs": Text("Inputs", "输入"),
    "Outputs": Text("Outputs", "输出"),
    "Engineering": Text("Engineering values", "工程值"),
    "Panel": Text("Operator's panel", "操作面板"),
    "Status": Text("Status", "状态"),
}
PHASES = (Text("standby", "待机"), Text("running", "运行"), Text("ended", "结束"))


class ValueType(Enum):
    """The OPC UA built-in types that are used, by their names in the specification."""

    BOOLEAN = "Boolean"
    INT16 = "Int16"
    INT32 = "Int32"
    UINT32 = "UInt32"
    UINT64 = "UInt64"
    FLOAT = "Float"
    DOUBLE = "Double"
    STRING = "String"


class Damage(Enum):
    """Why a point has no value."""

    SENSOR = "sensor"  # an input's wire is broken
    DEVICE = "device"  # an output's is
    NO_TICK = "no tick"  # the bench has not published anything yet


TAG_TYPES = {
    DataType.BOOL: ValueType.BOOLEAN,
    DataType.INT: ValueType.INT16,
    DataType.DINT: ValueType.INT32,
    DataType.REAL: ValueType.FLOAT,
}
CONTROL_TYPES = {
    ControlKind.BUTTON: ValueType.BOOLEAN,
    ControlKind.MUSHROOM: ValueType.BOOLEAN,
    ControlKind.SELECTOR: ValueType.INT16,
    ControlKind.DIAL: ValueType.DOUBLE,
}

Value = bool | int | float | str
Reader = Callable[[], Value | Damage]


@dataclass(frozen=True, slots=True)
class Point:
    """One variable.

    `slot` is there for an output that may be written, `control` for a device of the panel; `span`
    for a number that runs between two others, in `unit`; `names` for a number that stands for words.
    """

    folder: str
    name: str
    title: Text
    about: Text
    type: ValueType
    read: Reader
    unit: str = ""
    span: tuple[float, float] | None = None
    slot: Slot | None = None
    control: Control | None = None
    names: tuple[Text, ...] = ()

    @property
    def writable(self) -> bool:
        """Whether some client may write it."""
        return self.slot is not None or self.control is not None

    def encode(self, value: Value) -> Span | None:
        """Where the value of an output goes, and its bytes; None where it cannot stand there."""
        assert self.slot is not None
        code = "=" + self.slot.tag.type.value
        try:
            data = struct.pack(code, value)
        except struct.error:
            return None
        if isinstance(value, float) and not abs(value) < float("inf"):  # NaN is not, either
            return None
        return self.slot.offset, data
