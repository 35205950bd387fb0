"""The S7 core as a pure function: layouts, and any bytes at all."""

import struct
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.tag import DataType
from trainlab.exchange.server_side import ServerSide
from trainlab.exchange.wire import Port, Wire
from trainlab.fieldbus.pipeline import BrokenStream
from trainlab.fieldbus.s7.areas import Areas, layout
from trainlab.fieldbus.s7.iso import IsoDialogue, packet
from trainlab.fieldbus.s7.messages import Conversation, respond
from trainlab.fieldbus.s7.status_lists import system_list
from trainlab.fieldbus.s7.system import clock

BOOL, INT, REAL = DataType.BOOL, DataType.INT, DataType.REAL


@pytest.fixture(scope="module")
def talk(station_tags):
    image = IOImage(station_tags)
    wire = Wire(image, (), [Port("s7")], lambda event: None)
    side = ServerSide(wire.setup(0, "station", Text("Station", "工位")))
    yield Conversation(Areas(side), side.enter("s7 test"))
    side.close()
    wire.close()


@pytest.mark.parametrize(
    ("types", "places"),
    [
        # offsets as TIA Portal shows them for data blocks with standard access
        ([BOOL, BOOL, INT], [(0, 0), (0, 1), (2, 0)]),
        ([BOOL] * 9 + [INT], [*((0, bit) for bit in range(8)), (1, 0), (2, 0)]),
        ([BOOL] * 17 + [REAL], [(k // 8, k % 8) for k in range(17)] + [(4, 0)]),
        ([INT, BOOL, REAL, BOOL, BOOL], [(0, 0), (2, 0), (4, 0), (8, 0), (8, 1)]),
    ],
)
def test_a_data_block_is_laid_out_as_tia_does(types, places):
    assert layout(types) == places


@given(st.binary(max_size=120))
def test_any_message_is_answered_or_passed_over(talk, message):
    respond(message, talk)
    respond(b"\x32\x01\x00\x00\x00\x07" + message, talk)
    framed = struct.pack(">BBHHHH", 0x32, 1, 0, 7, len(message), 0) + message
    answer = respond(framed, talk)
    assert not message or answer[:2] == b"\x32\x03"
    framed = struct.pack(">BBHHHH", 0x32, 7, 0, 7, 8, len(message)) + bytes(8) + message
    assert respond(framed, talk)[:2] == b"\x32\x07"


@given(st.lists(st.binary(max_size=40), max_size=6), st.booleans())
def test_any_stream_is_answered_or_ended(pieces, framed):
    dialogue = IsoDialogue(lambda message: message, lambda: None)
    stream = b"".join(packet(b"\x02\xf0\x80" + piece) if framed else piece for piece in pieces)
    at = 0
    try:
        while (found := dialogue.answer(stream, at)) is not None:
            assert found[1] > at
            at = found[1]
    except BrokenStream:
        return


def test_a_message_in_pieces_is_put_together():
    dialogue = IsoDialogue(lambda message: message[::-1], lambda: None)
    connect = bytes.fromhex("0300001611e00000000100c1020100c2020102c0010a")
    confirmed = dialogue.answer(connect, 0)
    assert confirmed is not None
    assert confirmed[0] == bytes.fromhex("0300001611d00001000100c1020100c2020102c0010a")
    assert dialogue.answer(packet(b"\x02\xf0\x00ab"), 0) == (b"", 9)
    assert dialogue.answer(packet(b"\x02\xf0\x80cd"), 0) == (packet(b"\x02\xf0\x80dcba"), 9)


def test_the_state_list_says_run():
    state = system_list(0x0424, 0)
    assert state is not None
    assert state[:8] == bytes.fromhex("0424000000140001")
    assert state[11] == 0x08
    assert system_list(0x9999, 0) is None


def test_the_clock_is_in_binary_coded_decimals():
    shown = clock(datetime(2024, 2, 29, 12, 34, 56, 789_000, tzinfo=UTC))
    assert shown.hex() == "00" + "2024" + "0229" + "123456" + "7895"
