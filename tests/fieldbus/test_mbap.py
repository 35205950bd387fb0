"""Requests out of a stream of bytes, however it was cut."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainlab.fieldbus.modbus.mbap import BrokenStream, Frame, take_frame


def frame_bytes(transaction: int, unit: int, pdu: bytes, protocol: int = 0) -> bytes:
    return struct.pack(">HHHB", transaction, protocol, len(pdu) + 1, unit) + pdu


def test_a_frame_and_its_answer_share_transaction_and_unit():
    stream = bytes.fromhex("1501 0000 0006 ff 03 0004 0001")
    frame, end = take_frame(stream, 0)
    assert (frame.transaction, frame.unit, frame.pdu.hex()) == (0x1501, 0xFF, "0300040001")
    assert end == len(stream)
    assert frame.answer(b"\x03\x02\x00\x05").hex() == "150100000005ff03020005"


@pytest.mark.parametrize("have", range(12))
def test_part_of_a_frame_is_none_yet(have):
    stream = frame_bytes(1, 1, bytes.fromhex("0300040001"))
    assert take_frame(stream[:have], 0) is None


@pytest.mark.parametrize(
    "head",
    ["0001 0001 0006", "0001 0100 0006", "0001 0000 0000", "0001 0000 0001", "0001 0000 00ff"],
)
def test_a_header_that_is_not_modbus_is_known_from_six_bytes(head):
    with pytest.raises(BrokenStream):
        take_frame(bytes.fromhex(head), 0)


@given(
    frames=st.lists(
        st.tuples(st.integers(0, 65535), st.integers(0, 255), st.binary(min_size=1, max_size=253)),
        max_size=8,
    ),
    cuts=st.lists(st.integers(1, 40), min_size=1, max_size=20),
)
def test_any_cutting_of_the_stream_gives_the_same_frames(frames, cuts):
    stream = b"".join(frame_bytes(*frame) for frame in frames)
    found = []
    kept = b""
    at = 0
    for k in range(len(stream)):
        size = cuts[k % len(cuts)]
        kept += stream[at : at + size]
        at += size
        taken = take_frame(kept, 0)
        while taken is not None:
            found.append(taken[0])
            kept = kept[taken[1] :]
            taken = take_frame(kept, 0)
    assert found == [Frame(*frame) for frame in frames]
    assert kept == b""
