"""Where a station's tags stand for an S7 client: in a data block each for inputs and outputs, laid out as
TIA Portal lays out one with standard access, and in the I and Q areas at their own addresses."""

from __future__ import annotations

from collections.abc import Sequence

from trainlab.core.tag import DataType, Direction, Tag

INPUT_BLOCK, OUTPUT_BLOCK, PANEL_BLOCK = 1, 2, 3
_BLOCKS = {Direction.INPUT: INPUT_BLOCK, Direction.OUTPUT: OUTPUT_BLOCK}
_WIDTHS = {DataType.BOOL: "X", DataType.INT: "W", DataType.DINT: "D", DataType.REAL: "D"}


def layout(types: Sequence[DataType]) -> list[tuple[int, int]]:
    """Byte and bit of each value, as TIA Portal lays out a data block with standard access."""
    found = []
    byte = bit = 0
    for type_ in types:
        if type_ is DataType.BOOL:
            found.append((byte, bit))
            byte, bit = (byte, bit + 1) if bit < 7 else (byte + 1, 0)
            continue
        byte += bit > 0
        byte += byte % 2
        found.append((byte, 0))
        byte, bit = byte + type_.size, 0
    return found


def block_addresses(tags: Sequence[Tag]) -> dict[str, str]:
    """The address of every tag in its data block, by name: DB1.DBX0.3, DB2.DBW4."""
    found = {}
    for direction, block in _BLOCKS.items():
        own = [tag for tag in tags if tag.direction is direction]
        for tag, (byte, bit) in zip(own, layout([tag.type for tag in own]), strict=True):
            place = f"DB{block}.DB{_WIDTHS[tag.type]}{byte}"
            found[tag.name] = f"{place}.{bit}" if tag.type is DataType.BOOL else place
    return found


def area_address(tag: Tag) -> str:
    """Its address in the I or Q area, as S7 writes it: I0.3, QW64."""
    return tag.address.removeprefix("%").replace("X", "")
