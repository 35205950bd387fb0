"""Small messages of large values, as a client or a polled PLC may send them."""

import struct

import pytest
from asyncua import ua
from asyncua.common.utils import Buffer
from asyncua.ua.ua_binary import variant_from_binary, variant_to_binary

from trainlab.fieldbus.opcua.limits import bound_decoding

BOMBS = {
    "2 ** 31 - 1 nulls": b"\x80" + struct.pack("<i", 0x7FFFFFFF),
    "said to be large": b"\xc1" + struct.pack("<iiii", 0, 2, 1_000_000, 1),
    "many dimensions": b"\xc1"
    + struct.pack("<i", 0)
    + struct.pack("<10001i", 10_000, *[1] * 10_000),
}


@pytest.mark.parametrize("data", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_before_it_takes_memory(data: bytes) -> None:
    bound_decoding()
    with pytest.raises(ua.UaError):
        variant_from_binary(Buffer(data))


def test_arrays_are_read_as_they_were() -> None:
    bound_decoding()
    for value in ([1.5, 2.5], [[1.0, 2.0], [3.0, 4.0]], []):
        sent = ua.Variant(value, ua.VariantType.Double, is_array=True)
        assert variant_from_binary(Buffer(variant_to_binary(sent))).Value == value
    nulls = ua.Variant([None, None], ua.VariantType.Null, is_array=True)
    assert variant_from_binary(Buffer(variant_to_binary(nulls))).Value == [None, None]
