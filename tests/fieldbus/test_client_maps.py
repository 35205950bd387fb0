"""Where tags stand in a PLC that is polled, and what one cycle writes and reads of it."""

from __future__ import annotations

import math
import struct

import pytest

from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.problem import ProblemsFound
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.exchange.client_url import cycle_of, plain_url, read_client_url
from trainlab.fieldbus.clients.modbus_map import modbus_map
from trainlab.fieldbus.clients.s7_map import s7_map

TYPES = {"X": DataType.BOOL, "W": DataType.INT, "D": DataType.REAL}


def tag(address: str) -> Tag:
    direction = Direction.INPUT if address[0] == "I" else Direction.OUTPUT
    text = Text(address, address)
    return Tag(address, TYPES[address[1]], direction, f"%{address}", text, fail_safe=0)


TAGS = tuple(
    map(tag, ("IX0.0", "IX0.3", "IX1.1", "IW64", "IW66", "ID68", "QX0.0", "QX1.1", "QW64", "QD68"))
)


def places(requests):
    return {each.tag.name: (each.table, each.number) for r in requests for each in r.tags}


def codes(work):
    with pytest.raises(ProblemsFound) as found:
        work()
    return [problem.kind.code for problem in found.value.problems]


def test_openplc_has_its_outputs_and_memory_where_its_documentation_says():
    """autonomylogic.com/docs/2-5-modbus-addressing: %QX0.0 coil 0, %QW0 holding 0, %MW0 1024, %MD0 2048."""
    found = modbus_map(read_client_url("modbus://h/1?profile=openplc"), TAGS, False)
    assert places(found.writes) == {
        "IX0.0": ("coil", 400),  # %QX50.0
        "IX0.3": ("coil", 403),
        "IX1.1": ("coil", 409),
        "IW64": ("holding", 1024 + 32),  # %MW32
        "IW66": ("holding", 1024 + 33),
        "ID68": ("holding", 2048 + 2 * 17),  # %MD17
    }
    assert places(found.reads) == {
        "QX0.0": ("coil", 0),
        "QX1.1": ("coil", 9),
        "QW64": ("holding", 32),  # %QW32
        "QD68": ("holding", 3072 + 2 * 17),  # %MD529
    }


def test_only_the_stations_own_numbers_are_written_and_neighbours_read_along():
    found = modbus_map(read_client_url("modbus://h/1"), TAGS, False)
    assert [(r.table, r.number, r.count) for r in found.writes] == [
        ("coil", 1024, 1),
        ("coil", 1027, 1),
        ("coil", 1033, 1),
        ("holding", 1024 + 32, 4),
    ]
    assert [(r.table, r.number, r.count) for r in found.reads] == [
        ("coil", 0, 10),
        ("holding", 32, 4),
    ]


def test_no_request_is_longer_than_the_protocol_allows_nor_splits_a_value():
    """Modbus Application Protocol 1.1b3: 1968 and 2000 bits, 123 and 125 registers."""
    bits = [tag(f"{side}X{k // 8}.{k % 8}") for side in "IQ" for k in range(2100)]
    numbers = [tag(f"{side}D{1000 + 4 * k}") for side in "IQ" for k in range(100)]
    found = modbus_map(read_client_url("modbus://h/1?inputs_bits=coil:8000"), bits + numbers, False)
    assert [r.count for r in found.writes] == [1968, 132, 122, 78]
    assert [r.count for r in found.reads] == [2000, 100, 124, 76]


@pytest.mark.parametrize(
    ("low_first", "registers"), [(False, [0x3FC0, 0x0000]), (True, [0x0000, 0x3FC0])]
)
def test_the_words_of_a_real_go_both_ways_in_the_order_that_is_asked_for(low_first, registers):
    image = IOImage(TAGS)
    found = modbus_map(read_client_url("modbus://h/1"), TAGS, low_first)
    offset = image.slots["ID68"].offset
    image.block[offset : offset + 4] = struct.pack("=f", 1.5)
    assert found.writes[-1].values(image.block)[2:] == registers
    spans = dict(found.reads[-1].spans([0xFFFF, 0, *registers]))
    assert spans[image.slots["QW64"].offset] == struct.pack("=h", -1)
    assert spans[image.slots["QD68"].offset] == struct.pack("=f", 1.5)


def test_a_real_that_is_no_number_changes_no_output():
    image, nan = IOImage(TAGS), struct.unpack(">HH", struct.pack(">f", math.nan))
    found = modbus_map(read_client_url("modbus://h/1"), TAGS, False)
    assert image.slots["QD68"].offset not in dict(found.reads[-1].spans([5, 0, *nan]))
    (piece,) = s7_map(read_client_url("s7://h/0/1?outputs=DB2"), TAGS).reads
    data = bytes((3, 0)) + struct.pack(">hf", 5, math.nan)
    assert image.slots["QD68"].offset not in dict(piece.spans(data))


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("modbus://h/1?inputs_bits=coil:9", "TL5053"),
        ("modbus://h/1?inputs_words=holding:2", "TL5053"),
        ("modbus://h/1?inputs_words=holding:65510", "TL5054"),
        ("modbus://h/1?inputs_bits=discrete:0", "TL5007"),
        ("modbus://h/1?profile=logix", "TL5007"),
    ],
)
def test_a_modbus_map_that_cannot_be_is_told(url, code):
    assert set(codes(lambda: modbus_map(read_client_url(url), TAGS, False))) == {code}


def test_discrete_inputs_and_input_registers_of_the_plc_cannot_collide():
    url = "modbus://h/1?inputs_bits=coil:0&outputs_bits=discrete:0&inputs_words=holding:0&outputs_words=input:0"
    found = modbus_map(read_client_url(url), TAGS, False)
    assert {r.table for r in found.reads} == {"discrete", "input"}


def test_bits_beside_others_are_written_singly_and_whole_bytes_at_once():
    shared = [tag(f"IX0.{k}") for k in (0, 3)]
    whole = [tag(f"IX1.{k}") for k in range(8)]
    words = [tag("IW2"), tag("IW6")]
    found = s7_map(read_client_url("s7://h/0/1"), (*shared, *whole, *words))
    assert [(p.byte, p.bit, p.size) for p in found.writes] == [
        (0, 0, 1),
        (0, 3, 1),
        (1, None, 3),
        (6, None, 2),
    ]


def test_data_blocks_are_laid_out_as_the_exported_source_declares_them():
    """Standard access, as TIA Portal shows it: BOOL from 0.0, INT at 2, 4, REAL at 6."""
    found = s7_map(read_client_url("s7://h/0/1?inputs=DB1&outputs=DB1:100"), TAGS)
    (write,), (read,) = found.writes, found.reads
    assert [each.name for each in write.tags] == [
        "DB1.DBX0.0",
        "DB1.DBX0.1",
        "DB1.DBX0.2",
        "DB1.DBW2",
        "DB1.DBW4",
        "DB1.DBD6",
    ]
    assert (write.byte, write.size) == (0, 10)
    assert (read.block, read.byte, read.size) == (1, 100, 8)


def test_a_logo_has_both_sides_in_its_variable_memory():
    found = s7_map(read_client_url("s7://h?profile=logo"), TAGS)
    assert [(p.block, p.byte) for p in (*found.writes, *found.reads)] == [(1, 0), (1, 400)]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("s7://h/0/1?inputs=DB1&outputs=DB1", "TL5053"),
        ("s7://h/0/1?inputs=Q", "TL5053"),
        ("s7://h/0/1?inputs=DB1:65530", "TL5054"),
        ("s7://h/0/1?inputs=D1", "TL5007"),
    ],
)
def test_an_s7_map_that_cannot_be_is_told(url, code):
    assert set(codes(lambda: s7_map(read_client_url(url), TAGS))) == {code}


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("modbus://plc/1", ("modbus", "plc", 0, "1")),
        ("S7://10.0.0.1:1102/0/2?inputs=DB1", ("s7", "10.0.0.1", 1102, "0/2")),
        ("opc.tcp://[::1]:4840/path/to", ("opc.tcp", "::1", 4840, "path/to")),
        ("opcua://[::1]", ("opcua", "::1", 0, "")),
    ],
)
def test_a_url_is_read(url, parts):
    place = read_client_url(url)
    assert (place.scheme, place.host, place.port, place.path) == parts


def test_options_are_decoded_and_are_no_part_of_the_name():
    place = read_client_url("opcua://plc?nodes=ns%3D3%3Bs%3D%22{tag}%22&user=me")
    assert place.options == {"nodes": 'ns=3;s="{tag}"', "user": "me"}
    assert plain_url(place, 4840) == "opcua://plc:4840"


@pytest.mark.parametrize(
    "url", ["", "plc", "plc:502", "modbus:plc", "modbus://", "modbus://me:secret@plc/1",
            "modbus://plc:0/1", "modbus://plc:70000/1", "modbus://a b/1", "modbus:///1"]
)  # fmt: skip
def test_what_is_no_url_of_a_plc_is_told(url):
    assert codes(lambda: read_client_url(url)) == ["TL5051"]


@pytest.mark.parametrize("cycle", ["0", "soon", "251ms", "0.5ms"])
def test_a_cycle_that_would_be_stale_is_told(cycle):
    place = read_client_url(f"modbus://plc/1?cycle={cycle}")
    assert codes(lambda: cycle_of(place, 500_000_000)) == ["TL5007"]
    assert cycle_of(read_client_url("modbus://plc/1"), 500_000_000) == 20_000_000
