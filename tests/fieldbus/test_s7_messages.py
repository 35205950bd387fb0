"""The S7 core as a pure function: layouts, and any bytes at all."""

import struct
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.spec import Control, ControlKind
from trainlab.core.tag import DataType
from trainlab.exchange.data_blocks import layout
from trainlab.exchange.server_side import ServerSide
from trainlab.exchange.wire import Port, Wire
from trainlab.fieldbus.pipeline import BrokenStream
from trainlab.fieldbus.s7.areas import Areas, panel_items
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


def opened(request: str) -> tuple[IsoDialogue, str]:
    """A connection that was asked for so, and what it was confirmed with; it echoes messages."""
    dialogue = IsoDialogue(lambda message: message, lambda: None)
    answer = dialogue.answer(bytes.fromhex(request), 0)
    assert answer is not None
    return dialogue, answer[0].hex()


@pytest.mark.parametrize(
    ("size", "agreed"),
    [("06", "07"), ("07", "07"), ("09", "09"), ("0a", "0a"), ("0d", "0a"), ("ff", "0a")],
)
def test_the_unit_size_is_agreed_on_and_tsaps_come_back(size, agreed):
    # LOGO! and S7-200 ask with TSAPs such as 0200 and 0300
    _, confirmed = opened(f"0300001611e00000000100 c1020200 c2020300 c001{size}")
    assert confirmed == f"0300001611d00001000100c1020200c2020300c001{agreed}"


def test_an_answer_larger_than_a_unit_goes_in_several():
    dialogue, _ = opened("0300001611e00000000100c1020100c2020102c00107")
    message = bytes(range(200)) + bytes(100)
    received = packet(b"\x02\xf0\x00" + message[:125]) + packet(b"\x02\xf0\x80" + message[125:])
    first = dialogue.answer(received, 0)
    assert first == (b"", 132)
    answer = dialogue.answer(received, 132)
    assert answer is not None
    units = (message[:125], message[125:250], message[250:])
    assert answer[0] == b"".join(
        packet(bytes((2, 0xF0, mark)) + unit)
        for mark, unit in zip((0, 0, 0x80), units, strict=True)
    )


def test_who_names_no_unit_size_gets_answers_in_one():
    dialogue, confirmed = opened("030000130ee00000000100c1020100c2020102")
    assert confirmed == "030000130ed00001000100c1020100c2020102"
    message = bytes(1000)
    assert dialogue.answer(packet(b"\x02\xf0\x80" + message), 0) == (
        packet(b"\x02\xf0\x80" + message), 1007,
    )  # fmt: skip


BROKEN = {
    "another version": "02000007 02f080",
    "too short to be a packet": "03000006 02f0",
    "too long to be one": "0300ffff 02f080",
    "data before the connection": "03000008 02f080 32",
    "a disconnect request": "0300000b 0680 0000 0001 00",
    "a length beyond the packet": "0300000b 11e0 0000 0001 00",
    "a connect request that is cut off": "03000009 04e0 0000 00",
    "a parameter that is cut off": "0300000d 08e0 0000 0001 00 c102",
    "an unknown unit": "03000007 02 10 80",
}


@pytest.mark.parametrize("received", BROKEN.values(), ids=BROKEN.keys())
def test_what_cannot_be_a_packet_ends_the_connection(received):
    dialogue = IsoDialogue(lambda message: message, lambda: None)
    with pytest.raises(BrokenStream):
        dialogue.answer(bytes.fromhex(received), 0)


def test_a_message_that_never_ends_ends_the_connection():
    dialogue, _ = opened("0300001611e00000000100c1020100c2020102c0010a")
    piece = packet(b"\x02\xf0\x00" + bytes(1000))
    assert dialogue.answer(piece, 0) == (b"", 1007)
    assert dialogue.answer(piece, 0) == (b"", 1007)
    with pytest.raises(BrokenStream):
        dialogue.answer(piece, 0)


def ask_user_data(talk, group: int, function: int, data: str) -> tuple[str, str]:
    """Error and data of the answer to a request of user data."""
    given = bytes.fromhex(data)
    parameters = bytes((0, 1, 0x12, 4, 0x11, 0x40 | group, function, 0))
    answer = respond(
        struct.pack(">BBHHHH", 0x32, 7, 0, 7, len(parameters), len(given)) + parameters + given,
        talk,
    )
    assert answer[:10] == struct.pack(">BBHHHH", 0x32, 7, 0, 7, 12, len(answer) - 22)
    assert answer[10:18] == bytes((0, 1, 0x12, 8, 0x12, 0x80 | group, function, 0))
    return answer[20:22].hex(), answer[22:].hex()


def test_the_blocks_are_counted_listed_and_described(talk):
    assert ask_user_data(talk, 3, 1, "0a000000") == (
        "0000", "ff09001c" "30380000" "30450000" "30430000" "30410003" "30420000" "30440000" "30460000",
    )  # fmt: skip
    assert ask_user_data(talk, 3, 2, "ff090002 3041") == (
        "0000", "ff09000c" "00012205" "00022205" "00032205",
    )  # fmt: skip
    error, data = ask_user_data(talk, 3, 3, "ff090008 3041 3030303031 41")
    info = bytes.fromhex(data)
    assert (error, info[:4].hex(), len(info)) == ("0000", "ff09004e", 82)
    # type, language DB, subtype DB, number 1; then the bytes of DB1: 10
    assert (info[5:6], info[14], info[15], info[16:18]) == (b"A", 5, 0x0A, b"\x00\x01")
    assert info[44:46] == b"\x00\x0a"


@pytest.mark.parametrize(
    ("group", "function", "data", "error"),
    [
        (3, 2, "ff090002 3038", "d20e"),  # organisation blocks
        (3, 3, "ff090008 3041 3030303939 41", "d209"),  # DB99
        (3, 3, "ff090008 3041 3030b230b2 41", "d209"),
        (3, 3, "ff090002 3041", "d209"),
        (4, 1, "ff090004 9999 0000", "d401"),
        (4, 1, "ff090000", "8104"),
        (7, 2, "ff09000a 00 2024 0229 123456 7895 00", "8104"),  # the clock is the bench's
        (2, 1, "ff090000", "8104"),  # cyclic reading
        (1, 2, "ff090000", "8104"),  # the programmer's status of variables
    ],
)
def test_what_a_station_does_not_do_is_refused(talk, group, function, data, error):
    assert ask_user_data(talk, group, function, data) == (error, "0a000000")


def test_a_password_is_taken_and_means_nothing(talk):
    assert ask_user_data(talk, 5, 1, "ff090008" + 16 * "5") == ("0000", "ff090000")
    assert ask_user_data(talk, 5, 2, "0a000000") == ("0000", "ff090000")


def test_extracts_of_a_list_are_one_record_or_its_head_alone():
    whole = system_list(0x0011, 0)
    one, head = system_list(0x0111, 6), system_list(0x0F11, 0)
    assert whole is not None
    assert one is not None
    assert whole[:8] == bytes.fromhex("00110000001c0003")
    assert one[:10] == bytes.fromhex("01110006001c0001") + b"\x00\x06"
    assert head == bytes.fromhex("0f110000001c0003")
    protection = system_list(0x0132, 4)
    assert protection is not None
    assert protection[:10] == bytes.fromhex("0132000400280001") + b"\x00\x04"


def test_every_list_that_is_announced_can_be_read_and_fits_the_smallest_pdu():
    announced = system_list(0x0000, 0)
    assert announced is not None
    for (number,) in struct.iter_unpack(">H", announced[8:]):
        found = system_list(number, 0)
        assert found is not None
        assert len(found) + 26 <= 240  # headers of the message, its parameters and its data


def test_a_selector_of_three_positions_stands_with_the_dials():
    text = Text("Device", "设备")
    controls = [
        Control("mode", ControlKind.SELECTOR, text, high=2.0),
        Control("lamp_test", ControlKind.BUTTON, text),
        Control("local", ControlKind.SELECTOR, text),
        Control("setpoint", ControlKind.DIAL, text),
    ]
    found = {controls[run.key].name: (run.type, run.byte, run.bit) for run in panel_items(controls)}
    assert found == {
        "lamp_test": (BOOL, 0, 0),
        "local": (BOOL, 0, 1),
        "mode": (REAL, 2, 0),
        "setpoint": (REAL, 6, 0),
    }
