"""What the targets of fieldbuses share: a station's tags, frames damaged by chance, streams cut in pieces."""

from __future__ import annotations

from fuzz.chance import Chance
from trainlab.core.message import Text
from trainlab.core.spec import Control, ControlKind
from trainlab.core.tag import DataType, Direction, Tag

CONTROLS = (
    Control("start", ControlKind.BUTTON, Text("Start", "启动")),
    Control("setpoint", ControlKind.DIAL, Text("Setpoint", "设定值"), high=0.5, unit="m"),
)
_SPOTS = ("X0.0", "X0.1", "X1.1", "W64", "D68")
_TYPES = {"X": DataType.BOOL, "W": DataType.INT, "D": DataType.REAL}


def tags() -> list[Tag]:
    """Inputs and outputs of each type."""
    return [_tag(f"%{area}{spot}") for area in "IQ" for spot in _SPOTS]


def damaged_frame(chance: Chance, frame: bytes) -> bytes:
    """A frame with a piece lost, doubled or put in, or a bit that fell over; whole in 3 of 8 cases."""
    at = chance.below(len(frame))
    match chance.below(8):
        case 1:
            return frame[:at]
        case 2:
            return frame[at:]
        case 3:
            return frame[:at] + bytes((frame[at] ^ 1 << chance.below(8),)) + frame[at + 1 :]
        case 4:
            return frame[:at] + bytes((chance.byte(),)) + frame[at:]
        case 5:
            return frame + frame[:at]
    return frame


def cut(chance: Chance, stream: bytes, most: int = 24) -> list[bytes]:
    """A stream in pieces, as it may come in segments."""
    pieces = []
    while stream and len(pieces) < 40 and not chance.spent:
        size = 1 + chance.below(most)
        pieces.append(stream[:size])
        stream = stream[size:]
    return [*pieces, stream] if stream else pieces


def _tag(address: str) -> Tag:
    direction = Direction.INPUT if address[1] == "I" else Direction.OUTPUT
    return Tag(address, _TYPES[address[2]], direction, address, Text(address, address))
