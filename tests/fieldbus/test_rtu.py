"""Requests out of a stream of RTU bytes: whole, in pieces, damaged, and others' on the same line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymodbus.framer import FramerRTU

from trainlab.fieldbus.modbus.rtu import RtuFrame, crc16, take_rtu, with_crc

OWN = range(1, 2)
REQUESTS = [
    "01 01 0013 0013", "01 02 00c4 0016", "01 03 006b 0003", "01 04 0008 0001", "01 05 00ac ff00",
    "01 06 0001 0003", "01 07", "01 0b", "01 0c", "01 11", "01 0f 0013 000a 02 cd01",
    "01 10 0001 0002 04 000a0102", "01 14 07 06 0004 0001 0002", "01 16 0004 00f2 0025", "01 18 04de",
    "01 17 0003 0006 000e 0003 06 00ff 00ff 00ff", "01 2b 0e 01 00", "00 05 00ac ff00",
]  # fmt: skip
OTHERS = [
    "02 03 04 0102 0304",
    "02 83 02",
    "02 10 0001 0002",
    "02 16 0004 00f2 0025",
    "02 01 01 cd",
]


def frames(stream: bytes, own: range = OWN) -> list[RtuFrame]:
    """All that are there, in one go."""
    found = []
    at = 0
    while (taken := take_rtu(stream, at, own)) is not None:
        frame, following = taken
        assert following > at
        at = following
        found += [frame] if frame else []
    return found


def test_the_crc_is_that_of_the_catalogue() -> None:
    """CRC-16/MODBUS, check value 4B37 (Williams' CRC catalogue); V1.02, 6.2.2 by the example 02 07."""
    assert crc16(b"123456789") == 0x4B37
    assert with_crc(b"\x02\x07").hex() == "02074112"


@given(st.binary(max_size=256))
def test_the_crc_is_that_of_pymodbus(data: bytes) -> None:
    assert with_crc(data)[-2:] == FramerRTU.compute_CRC(data).to_bytes(2, "big")


@pytest.mark.parametrize("request_text", REQUESTS)
def test_a_request_ends_where_its_function_says(request_text: str) -> None:
    data = bytes.fromhex(request_text)
    stream = with_crc(data)
    assert all(take_rtu(stream[:have], 0, OWN) is None for have in range(len(stream)))
    frame = RtuFrame(data[0], data[1:])
    assert take_rtu(stream + b"\x01\x03", 0, OWN) == (frame, len(stream))


def test_a_function_that_nobody_knows_ends_where_the_crc_comes_out() -> None:
    stream = with_crc(bytes.fromhex("01 63 0102 0304 05"))
    assert frames(stream) == [RtuFrame(1, bytes.fromhex("63 0102 0304 05"))]
    assert take_rtu(stream[:-1], 0, OWN) is None


@pytest.mark.parametrize("answer", OTHERS)
def test_what_another_station_answers_is_passed_over_whole(answer: str) -> None:
    mine = with_crc(bytes.fromhex(REQUESTS[0]))
    asked = with_crc(bytes.fromhex("02 03 0000 0001"))
    stream = asked + with_crc(bytes.fromhex(answer)) + mine
    assert take_rtu(stream, len(asked), OWN) == (None, len(stream) - len(mine))
    assert frames(stream) == [RtuFrame(1, mine[1:-2])]


@pytest.mark.parametrize("request_text", REQUESTS)
def test_a_frame_with_one_wrong_bit_is_none(request_text: str) -> None:
    sound = with_crc(bytes.fromhex(request_text))
    for bit in range(8 * len(sound)):
        damaged = bytearray(sound)
        damaged[bit // 8] ^= 1 << bit % 8
        assert frames(bytes(damaged)) == []


def test_after_nonsense_the_next_request_is_found() -> None:
    sound = with_crc(bytes.fromhex(REQUESTS[2]))
    for nonsense in (b"\x00", b"\x01\x03", sound[1:], sound[:-1] + b"\xaa", bytes(300)):
        assert frames(nonsense + sound + sound)[-1] == RtuFrame(1, sound[1:-2])


def test_another_stations_damaged_frame_does_not_hide_a_request() -> None:
    """Its length can be what is damaged; the line may never be silent for long."""
    sound = with_crc(bytes.fromhex(REQUESTS[2]))
    for damaged in ("02 10 0000 007b f6 0001", "02 03 f0 0001 0002", "02 2b 0d 01", "07 63 01"):
        assert frames(bytes.fromhex(damaged) + sound) == [RtuFrame(1, sound[1:-2])]


def test_no_frame_is_longer_than_256_bytes() -> None:
    longest = with_crc(bytes.fromhex("01 10 0000 007b f6") + bytes(246))
    assert frames(longest) == [RtuFrame(1, longest[1:-2])]
    too_long = with_crc(bytes.fromhex("01 10 0000 007c f8") + bytes(248))
    assert frames(too_long) == []


@given(
    requests=st.lists(st.sampled_from(REQUESTS), max_size=12),
    cuts=st.lists(st.integers(1, 40), min_size=1, max_size=20),
)
def test_any_cutting_of_the_stream_gives_the_same_frames(
    requests: list[str], cuts: list[int]
) -> None:
    datas = [bytes.fromhex(each) for each in requests]
    stream = b"".join(map(with_crc, datas))
    found: list[RtuFrame | None] = []
    kept = b""
    at = 0
    for k in range(len(stream)):
        kept += stream[at : at + cuts[k % len(cuts)]]
        at += cuts[k % len(cuts)]
        while (taken := take_rtu(kept, 0, OWN)) is not None:
            found.append(taken[0])
            kept = kept[taken[1] :]
    assert found == [RtuFrame(data[0], data[1:]) for data in datas]
    assert kept == b""
