"""Requests and answers byte by byte, after the MODBUS Application Protocol Specification V1.1b3."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainlab.fieldbus.modbus.identity import read_identification
from trainlab.fieldbus.modbus.pdu import respond

IDENTITY = {0: "Company identification", 1: "Product code", 2: "V2.11", 4: "trainlab remote I/O"}


def ask(rack, request: str) -> str:
    return respond(bytes.fromhex(request), rack.tables, IDENTITY, rack.process).hex()


@pytest.fixture
def spec(make_rack, make_tag):
    """The racks that the examples of section 6 speak of, by their numbers on the wire.

    Two, because coils and holding registers of the examples would share bytes of %Q.
    """
    coils = [*range(0x13, 0x26), 0xAC]
    words = [*range(1, 9), *range(0x0E, 0x11), *range(0x6B, 0x6E)]
    bits = make_rack(
        (
            *(make_tag(f"di{n}", f"%IX{n // 8}.{n % 8}") for n in range(0xC4, 0xDA)),
            make_tag("ir8", "%IW16"),
            *(make_tag(f"co{n}", f"%QX{n // 8}.{n % 8}") for n in coils),
        )
    )
    return bits, make_rack([make_tag(f"hr{n}", f"%QW{2 * n}") for n in words])


def bits_of(name: str, start: int, packed: str, count: int) -> dict[str, int]:
    value = int.from_bytes(bytes.fromhex(packed), "little")
    return {f"{name}{start + k}": value >> k & 1 for k in range(count)}


def test_6_1_read_coils(spec):
    bits, _ = spec
    bits.set(**bits_of("co", 0x13, "cd6b05", 19))
    assert ask(bits, "01 0013 0013") == "0103cd6b05"


def test_6_2_read_discrete_inputs(spec):
    bits, _ = spec
    bits.set(**bits_of("di", 0xC4, "acdb35", 22))
    assert ask(bits, "02 00c4 0016") == "0203acdb35"


def test_6_3_read_holding_registers(spec):
    _, words = spec
    words.set(hr107=0x022B, hr108=0, hr109=0x64)
    assert ask(words, "03 006b 0003") == "0306022b00000064"


def test_6_4_read_input_registers(spec):
    bits, _ = spec
    bits.set(ir8=0x0A)
    assert ask(bits, "04 0008 0001") == "0402000a"


def test_6_5_write_single_coil(spec):
    bits, _ = spec
    assert ask(bits, "05 00ac ff00") == "0500acff00"
    assert bits.outputs["co172"] is True
    assert ask(bits, "05 00ac 0000") == "0500ac0000"
    assert bits.outputs["co172"] is False


def test_6_6_write_single_register(spec):
    _, words = spec
    assert ask(words, "06 0001 0003") == "0600010003"
    assert words.outputs["hr1"] == 3


def test_6_11_write_multiple_coils(spec):
    bits, _ = spec
    assert ask(bits, "0f 0013 000a 02 cd01") == "0f0013000a"
    assert [bits.outputs[f"co{0x13 + k}"] for k in range(10)] == [1, 0, 1, 1, 0, 0, 1, 1, 1, 0]


def test_6_12_write_multiple_registers(spec):
    _, words = spec
    assert ask(words, "10 0001 0002 04 000a 0102") == "1000010002"
    assert (words.outputs["hr1"], words.outputs["hr2"]) == (0x0A, 0x0102)


def test_6_16_mask_write_register(spec):
    _, words = spec
    words.set(hr4=0x12)
    assert ask(words, "16 0004 00f2 0025") == "16000400f20025"
    assert words.outputs["hr4"] == 0x17


def test_6_17_read_write_multiple_registers(spec):
    _, words = spec
    words.set(hr3=0xFE, hr4=0x0ACD, hr5=1, hr6=3, hr7=0x0D, hr8=0xFF)
    answer = ask(words, "17 0003 0006 000e 0003 06 00ff 00ff 00ff")
    assert answer == "170c00fe0acd00010003000d00ff"
    assert [words.outputs[f"hr{n}"] for n in (14, 15, 16)] == [0xFF, 0xFF, 0xFF]


def test_6_17_writes_before_it_reads(spec):
    _, words = spec
    assert ask(words, "17 0001 0001 0001 0001 02 1234") == "17021234"


def test_6_21_read_device_identification_in_one_transaction(spec):
    bits, _ = spec
    answer = bytes.fromhex(ask(bits, "2b 0e 01 00"))
    assert answer[:7].hex() == "2b0e0182000003"
    assert answer[7:] == (b"\x00\x16Company identification\x01\x0cProduct code\x02\x05V2.11")


def test_6_21_one_object_by_individual_access(spec):
    bits, _ = spec
    assert ask(bits, "2b 0e 04 02") == "2b0e0482000001" + "0205" + b"V2.11".hex()


def test_6_21_an_unknown_object_in_a_stream_restarts_at_the_beginning(spec):
    bits, _ = spec
    assert ask(bits, "2b 0e 01 07") == ask(bits, "2b 0e 01 00")


def test_6_21_what_does_not_fit_follows_in_the_next_transaction():
    long = {0: "a" * 200, 1: "b" * 100, 2: "c"}
    first = read_identification(bytes.fromhex("2b0e0100"), long)
    assert first[4:7] == bytes((0xFF, 1, 1))
    second = read_identification(bytes((0x2B, 0x0E, 1, first[5])), long)
    assert second[4:7] == bytes((0, 0, 2))


# Section 7 and the state diagrams of section 6: which code answers what. The rack of these has
# coils 0-3, 8, 9, inputs 0-5, 8, 9, input registers 32-35, holding registers 32, 34-35.
EXCEPTIONS = {
    "unknown function": ("63", "e301"),
    "function 0": ("00", "8001"),
    "function of a response": ("83 02", "8301"),
    "read file record is not served": ("14 07 06 0004 0001 0002", "9401"),
    "diagnostics are not served": ("08 0000 a537", "8801"),
    "coils: none": ("01 0000 0000", "8103"),
    "coils: 2001": ("01 0000 07d1", "8103"),
    "coils: beyond the last": ("01 000f 0002", "8102"),
    "coils: far beyond": ("01 ffff 0001", "8102"),
    "inputs: none": ("02 0000 0000", "8203"),
    "inputs: beyond the last": ("02 0010 0001", "8202"),
    "holding: none": ("03 0000 0000", "8303"),
    "holding: 126": ("03 0000 007e", "8303"),
    "holding: beyond the last": ("03 0027 0002", "8302"),
    "holding: 125 where there are fewer": ("03 0000 007d", "8302"),
    "holding: short request": ("03 0000 00", "8303"),
    "holding: function alone": ("03", "8303"),
    "holding: long request": ("03 0020 0001 ff", "8303"),
    "input registers: 126": ("04 0000 007e", "8403"),
    "input registers: beyond the last": ("04 0028 0001", "8402"),
    "coil: value 1234": ("05 0000 1234", "8503"),
    "coil: value 0001": ("05 0000 0001", "8503"),
    "coil: beyond the last": ("05 000a ff00", "8502"),
    "coil: a gap": ("05 0004 ff00", "8502"),
    "register: beyond the last": ("06 0024 0001", "8602"),
    "register: a gap": ("06 0000 0001", "8602"),
    "register: one half of a REAL": ("06 0022 0001", "8602"),
    "register: the other half": ("06 0023 0001", "8602"),
    "write coils: none": ("0f 0000 0000 00", "8f03"),
    "write coils: 1969": ("0f 0000 07b1 f7" + "00" * 247, "8f03"),
    "write coils: byte count too small": ("0f 0000 000a 01 cd", "8f03"),
    "write coils: byte count larger than the data": ("0f 0000 000a 02 cd", "8f03"),
    "write coils: data after the end": ("0f 0000 000a 02 cd01ff", "8f03"),
    "write coils: beyond the last": ("0f 0008 0003 01 07", "8f02"),
    "write coils: nothing but gaps": ("0f 0004 0004 01 0f", "8f02"),
    "write registers: none": ("10 0020 0000 00", "9003"),
    "write registers: 124": ("10 0000 007c f8" + "00" * 248, "9003"),
    "write registers: byte count": ("10 0020 0001 03 0102 03", "9003"),
    "write registers: beyond the last": ("10 0022 0003 06 0000 0000 0000", "9002"),
    "write registers: ends within a REAL": ("10 0020 0003 06 0000 0000 0000", "9002"),
    "write registers: begins within a REAL": ("10 0023 0001 02 0000", "9002"),
    "mask: short": ("16 0020 00f2", "9603"),
    "mask: beyond the last": ("16 0024 00f2 0025", "9602"),
    "exchange: reads none": ("17 0000 0000 0020 0001 02 0000", "9703"),
    "exchange: reads 126": ("17 0000 007e 0020 0001 02 0000", "9703"),
    "exchange: writes 122": ("17 0000 0001 0000 007a f4" + "00" * 244, "9703"),
    "exchange: byte count": ("17 0000 0001 0020 0001 04 0000", "9703"),
    "exchange: reads beyond the last": ("17 0028 0001 0020 0001 02 1111", "9702"),
    "exchange: writes beyond the last": ("17 0020 0001 0024 0001 02 1111", "9702"),
    "CANopen over function 43": ("2b 0d 00 00", "ab01"),
    "identification: access code 0": ("2b 0e 00 00", "ab03"),
    "identification: access code 5": ("2b 0e 05 00", "ab03"),
    "identification: no such object": ("2b 0e 04 77", "ab02"),
    "identification: short": ("2b 0e 01", "ab03"),
}


@pytest.mark.parametrize(("request_", "answer"), EXCEPTIONS.values(), ids=EXCEPTIONS.keys())
def test_exception(rack, request_, answer):
    before = rack.image.snapshot()
    assert ask(rack, request_) == answer
    assert rack.image.snapshot() == before


def test_a_write_that_the_bench_cannot_take_is_answered_busy(rack):
    rack.process.busy = True
    assert ask(rack, "05 0000 ff00") == "8506"
    assert ask(rack, "10 0020 0001 02 0102") == "9006"
    assert rack.outputs["q0"] is False


def test_gaps_within_the_span_read_zero(rack):
    rack.set(i0=1, i5=1, i7=1, level=-2, flow=5, mass=1.0)
    assert ask(rack, "02 0000 000a") == "02022102"
    assert ask(rack, "04 001f 0005") == "040a0000fffe00053f800000"


def test_a_block_write_passes_over_gaps(rack):
    assert ask(rack, "0f 0000 000a 02 ff03") == "0f0000000a"
    assert all(rack.outputs[f"q{k}"] for k in (0, 1, 2, 3, 6, 7))
    assert ask(rack, "01 0000 000a") == "01020f03"
    assert ask(rack, "10 0000 0024 48" + "1111" * 36) == "1000000024"
    assert rack.outputs["valve"] == 0x1111


def test_a_real_takes_two_registers_with_the_high_word_first(rack):
    assert ask(rack, "10 0022 0002 04 42f6 e979") == "1000220002"  # 123.456 in IEEE 754
    assert rack.outputs["speed"] == pytest.approx(123.456, rel=1e-6)
    assert ask(rack, "03 0022 0002") == "030442f6e979"


def test_word_order_low_first_swaps_the_words_and_not_their_bytes(make_rack, station_tags):
    rack = make_rack(station_tags, word_order="low first")
    rack.set(mass=1.0)
    assert ask(rack, "04 0022 0002") == "040400003f80"
    assert ask(rack, "10 0022 0002 04 e979 42f6") == "1000220002"
    assert rack.outputs["speed"] == pytest.approx(123.456, rel=1e-6)
    assert ask(rack, "03 0022 0002") == "0304e97942f6"


@pytest.mark.parametrize("bits", ["7fc00000", "7f800000", "ff800000", "7fa00001"])
def test_a_real_that_is_no_finite_number_leaves_the_output_as_it_was(rack, bits):
    rack.set(speed=2.5)
    assert ask(rack, f"10 0020 0004 08 0007 0000 {bits}") == "1000200004"
    assert rack.outputs["speed"] == 2.5
    assert rack.outputs["valve"] == 7
    assert ask(rack, "03 0022 0002") == "030440200000"


def test_negative_words_are_twos_complement(rack):
    ask(rack, "06 0020 8000")
    assert rack.outputs["valve"] == -32768


def test_a_rack_without_a_table_has_no_addresses_in_it(make_rack, make_tag):
    rack = make_rack([make_tag("only", "%IX0.0")])
    assert ask(rack, "01 0000 0001") == "8102"
    assert ask(rack, "03 0000 0001") == "8302"
    assert ask(rack, "04 0000 0001") == "8402"
    assert ask(rack, "02 0000 0001") == "020100"


numbers = st.integers(0, 40) | st.integers(0, 0xFFFF)
well_formed = st.builds(
    lambda function, a, b, tail: struct.pack(">BHH", function, a, b) + tail,
    st.sampled_from([1, 2, 3, 4, 5, 6, 15, 16, 22, 23, 43]),
    numbers,
    numbers | st.sampled_from([0xFF00, 0]),
    st.binary(max_size=16),
)


@given(request=st.binary(min_size=1, max_size=253) | well_formed)
def test_any_bytes_get_an_answer_and_only_an_answered_write_changes_an_output(
    make_rack, station_tags, request
):
    rack = make_rack(station_tags)
    inputs, before = rack.image.input_values(), rack.image.commanded()
    answer = respond(request, rack.tables, IDENTITY, rack.process)
    assert 2 <= len(answer) <= 253
    assert answer[0] in (request[0], request[0] | 0x80)
    assert rack.image.input_values() == inputs
    if rack.image.commanded() != before:
        assert request[0] in (5, 6, 15, 16, 22, 23)
        assert answer[0] == request[0]


@given(
    words=st.lists(st.integers(-32768, 32767), min_size=1, max_size=123), start=st.integers(0, 9)
)
def test_registers_read_back_as_they_were_written(make_rack, make_tag, words, start):
    rack = make_rack([make_tag(f"w{k}", f"%QW{2 * k}") for k in range(140)])
    data = struct.pack(f">{len(words)}h", *words)
    write = struct.pack(">BHHB", 16, start, len(words), len(data)) + data
    assert respond(write, rack.tables, IDENTITY, rack.process) == write[:5]
    read = struct.pack(">BHH", 3, start, len(words))
    assert respond(read, rack.tables, IDENTITY, rack.process)[2:] == data
    assert list(rack.image.commanded()[start : start + len(words)]) == words


@given(bits=st.lists(st.booleans(), min_size=1, max_size=1968), start=st.integers(0, 31))
def test_coils_read_back_as_they_were_written(coil_rack, bits, start):
    packed = sum(bit << k for k, bit in enumerate(bits)).to_bytes((len(bits) + 7) // 8, "little")
    write = struct.pack(">BHHB", 15, start, len(bits), len(packed)) + packed
    assert respond(write, coil_rack.tables, IDENTITY, coil_rack.process) == write[:5]
    read = struct.pack(">BHH", 1, start, len(bits))
    assert respond(read, coil_rack.tables, IDENTITY, coil_rack.process)[2:] == packed
    assert list(coil_rack.image.commanded()[start : start + len(bits)]) == bits


@pytest.fixture(scope="module")
def coil_rack(make_rack, make_tag):
    return make_rack([make_tag(f"c{k}", f"%QX{k // 8}.{k % 8}") for k in range(2000)])
