"""Any items with any data: only what is answered as written is written."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainlab.core.tag import DataType

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


# Runs of neighbours, and neighbours whose order in the image is another one.
MIXED = {
    "%QX0.6": 0x40, "%QX0.1": 0x02, "%QX0.2": 0x04, "%QX0.3": 0x08, "%QX1.0": 0x01, "%QX0.7": 0x80,
    "%QX1.1": 0x02, "%QX1.7": 0x80, "%QX2.0": 0x01, "%QX3.4": 0x10, "%QX3.3": 0x08,
}  # fmt: skip
NUMBERS = {"%QW6": 2, "%QW4": 2, "%QW8": 2, "%QD12": 4, "%QD16": 4, "%QD24": 4}
LAST_BYTE = 28


@pytest.fixture(scope="module")
def mixed(make_s7_rack, make_tag):
    types = {"X": DataType.BOOL, "W": DataType.INT, "D": DataType.DINT}
    tags = [make_tag(at, at, types[at[2]]) for at in (*MIXED, *NUMBERS)]
    rack = make_s7_rack(tags)
    yield rack
    rack.close()


def taken() -> bytes:
    """The bits of the Q area that tags take."""
    line = bytearray(LAST_BYTE)
    for address, mask in MIXED.items():
        line[int(address[3:].split(".")[0])] |= mask
    for address, size in NUMBERS.items():
        at = int(address[3:])
        line[at : at + size] = b"\xff" * size
    return bytes(line)


@given(start=st.integers(0, LAST_BYTE - 1), data=st.binary(min_size=1, max_size=LAST_BYTE))
@settings(max_examples=500, deadline=None)
def test_what_tags_take_reads_back_as_written_and_all_else_stays(mixed, start, data):
    data = data[: LAST_BYTE - start]
    end = start + len(data)
    whole = "04 01 12 0a 10 02" + f"{LAST_BYTE:04x} 0000 82 000000"
    before = bytes.fromhex(mixed.ask(whole).split()[2])[4:]
    item = f"12 0a 10 02 {len(data):04x} 0000 82 {8 * start:06x}"
    answer = mixed.ask(f"05 01 {item}", f"0004{8 * len(data):04x}{data.hex()}")
    written = bytes(given_ & mask for given_, mask in zip(data, taken()[start:end], strict=True))
    cut = any(
        int(at[3:]) < edge < int(at[3:]) + size
        for at, size in NUMBERS.items()
        for edge in (start, end)
    )
    expected = before if cut else before[:start] + written + before[end:]
    assert answer == f"0000 0501 {'05' if cut else 'ff'}"
    assert bytes.fromhex(mixed.ask(whole).split()[2])[4:] == expected
    mixed.tick()
    assert bytes.fromhex(mixed.ask(whole).split()[2])[4:] == expected
    for address, size in NUMBERS.items():
        at = int(address[3:])
        number = int.from_bytes(expected[at : at + size], "big", signed=True)
        assert mixed.outputs.get(address, 0) == number


@given(address=st.sampled_from(sorted(MIXED)), value=st.booleans())
def test_a_bit_is_written_alone(mixed, address, value):
    before = mixed.outputs
    byte, bit = (int(part) for part in address[3:].split("."))
    item = f"12 0a 10 01 0001 0000 82 {8 * byte + bit:06x}"
    assert mixed.ask(f"05 01 {item}", f"0003 0001 {value:02x}") == "0000 0501 ff"
    others = {name: each for name, each in before.items() if name != address}
    assert mixed.outputs == others | ({address: True} if value else {})


def test_a_station_without_tags_has_empty_areas(make_s7_rack):
    rack = make_s7_rack(())
    assert rack.ask("04 01 12 0a 10 02 0001 0000 81 000000") == "0000 0401 05000000"
    assert rack.ask("04 01 12 0a 10 02 0001 0002 84 000000") == "0000 0401 05000000"
    rack.close()
