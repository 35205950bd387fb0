"""Any items with any data: only what is answered as written is written."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

SIZES = {1: 1, 2: 1, 3: 1, 4: 2, 5: 2, 6: 4, 7: 4, 8: 4, 0x1C: 2, 0x1D: 2, 9: 2}


@st.composite
def asked_items(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """An item and its data, most often such as a client would send."""
    usual = draw(st.sampled_from([True, True, True, True, False]))
    size = draw(st.sampled_from(sorted(SIZES)))
    area, block = draw(st.sampled_from([(0x82, 0), (0x82, 0), (0x84, 2), (0x81, 0), (0x83, 0)]))
    byte, bit = draw(st.sampled_from([0, 1, 2, 4, 64, 65, 68])), draw(st.integers(0, 7))
    count = 1 if size == 1 else draw(st.sampled_from([1, 1, 2, 4]))
    at = 8 * byte + (bit if size == 1 else 0)
    code, data = 3 if size == 1 else 4, draw(st.binary(min_size=1, max_size=9))
    data = (16 * data)[: count * SIZES[size]]
    if not usual:
        count, at = draw(st.integers(0, 0xFFFF)), draw(st.integers(0, 0xFFFFFF))
        area, block = draw(st.integers(0, 255)), draw(st.integers(0, 4))
        code, data = draw(st.integers(0, 10)), draw(st.binary(max_size=9))
    length = len(data) * (8 if code in (4, 5) else 1)
    item = b"\x12\x0a\x10" + struct.pack(">BHHB", size, count, block, area)
    return item + at.to_bytes(3, "big"), struct.pack(">BBH", 0, code, length) + data


JUNK = st.tuples(st.binary(max_size=16), st.binary(max_size=9))


@pytest.fixture(scope="module")
def fuzzed(make_s7_rack, station_tags):
    rack = make_s7_rack(station_tags)
    yield rack
    rack.close()


@given(
    function=st.sampled_from([5, 5, 5, 4, 0xF0, 0x29, 0x77]),
    items=st.lists(asked_items(), min_size=1, max_size=4) | st.lists(JUNK, max_size=4),
    more=st.sampled_from([0, 0, 0, 0, 1, -1]),
)
@settings(max_examples=500, deadline=None)
def test_only_a_write_that_is_answered_so_changes_an_output(fuzzed, function, items, more):
    before, inputs = fuzzed.outputs, fuzzed.image.input_values()
    parameters = bytes((function, max(len(items) + more, 0)))
    parameters += b"".join(item for item, _ in items)
    data = b"".join(piece + bytes(len(piece) % 2) for _, piece in items)
    answer = fuzzed.ask(parameters.hex(), data.hex())
    after = fuzzed.outputs
    assert fuzzed.image.input_values() == inputs
    error, head, *rest = answer.split()
    if after != before:
        assert (error, head[:2]) == ("0000", "05")
        assert "ff" in rest[0]
