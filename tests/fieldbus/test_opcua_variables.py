"""A tag's value as the node of an OPC UA server holds it, and back."""

from __future__ import annotations

import math

import pytest
from asyncua import ua

from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.fieldbus.clients.opcua_nodes import Variable

TEXT = Text("x", "x")
IMAGE = IOImage(
    tuple(
        Tag(kind.name, kind, Direction.OUTPUT, f"%Q{letter}{at}", TEXT)
        for kind, letter, at in (
            (DataType.BOOL, "X", "0.0"),
            (DataType.INT, "W", "2"),
            (DataType.DINT, "D", "4"),
            (DataType.REAL, "D", "8"),
        )
    )
)
TYPES = ua.VariantType


def variable(tag: str, kind: ua.VariantType) -> Variable:
    return Variable(ua.NodeId(1), kind, IMAGE.slots[tag])


@pytest.mark.parametrize(
    ("tag", "kind", "in_plc", "as_tag"),
    [
        ("BOOL", TYPES.Boolean, True, 1),
        ("INT", TYPES.Int16, -5, -5),
        ("INT", TYPES.UInt16, 0xFFFB, -5),  # a WORD: the same bits
        ("INT", TYPES.Int32, -5, -5),
        ("DINT", TYPES.UInt32, 0xFFFFFFFB, -5),
        ("REAL", TYPES.Double, 1.5, 1.5),
        ("REAL", TYPES.Float, 1.5, 1.5),
    ],
)
def test_a_value_goes_both_ways(tag, kind, in_plc, as_tag):
    each = variable(tag, kind)
    offset, data = each.from_plc(in_plc)
    block = bytearray(IMAGE.block)
    block[offset : offset + len(data)] = data
    assert each.fits
    assert IMAGE.slots[tag].offset == offset
    assert each.to_plc(block) == in_plc
    assert int.from_bytes(data, "little", signed=True) == as_tag or tag == "REAL"


@pytest.mark.parametrize(
    ("tag", "kind", "value"),
    [
        ("INT", TYPES.Int32, 40000),
        ("REAL", TYPES.Float, math.nan),
        ("REAL", TYPES.Double, 1e300),
        ("INT", TYPES.Int16, None),
        ("INT", TYPES.Int16, [1, 2]),
    ],
)
def test_what_a_tag_cannot_hold_is_not_taken(tag, kind, value):
    assert variable(tag, kind).from_plc(value) is None


@pytest.mark.parametrize(
    ("tag", "kind"),
    [("BOOL", TYPES.Int16), ("INT", TYPES.Boolean), ("INT", TYPES.Byte), ("DINT", TYPES.Int16),
     ("REAL", TYPES.Int32), ("INT", TYPES.Float), ("INT", TYPES.String)],
)  # fmt: skip
def test_a_type_that_loses_values_does_not_fit(tag, kind):
    assert not variable(tag, kind).fits
