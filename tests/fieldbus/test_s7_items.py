"""S7 read and write by the byte: golden messages put together by hand from the published structure.

The structure is that of the Wireshark dissector s7comm and of Snap7's s7_types.h. The rack of these
has I and Q bits X0.0 to X0.5 and X1.0, X1.1, words at W64 and W66, REALs at D68; DB1 holds the inputs
(bits in byte 0, level at 2, flow at 4, mass at 6), DB2 the outputs (bits in byte 0, valve at 2, speed
at 4), M and DB3 the panel (start at MX0.0, setpoint at MD2).
"""

import struct

import pytest

from trainlab.exchange.memory import RING_BYTES

# Each item: 12 0a 10, size, count, block, area, address in bits.
READS = {
    "bit I0.3": ("12 0a 10 01 0001 0000 81 000003", "ff030001 01"),
    "bit I0.2": ("12 0a 10 01 0001 0000 81 000002", "ff030001 00"),
    "bytes I0 and I1": ("12 0a 10 02 0002 0000 81 000000", "ff040010 0902"),
    "chars": ("12 0a 10 03 0002 0000 81 000000", "ff040010 0902"),
    "word IW64": ("12 0a 10 04 0001 0000 81 000200", "ff040010 fffe"),
    "ints IW64 and IW66": ("12 0a 10 05 0002 0000 81 000200", "ff040020 fffe012c"),
    "dword ID68": ("12 0a 10 06 0001 0000 81 000220", "ff040020 3fc00000"),
    "dint ID68": ("12 0a 10 07 0001 0000 81 000220", "ff040020 3fc00000"),
    "real ID68": ("12 0a 10 08 0001 0000 81 000220", "ff070004 3fc00000"),
    "a gap reads zero": ("12 0a 10 02 0003 0000 81 000010", "ff040018 000000"),
    "half a number may be read": ("12 0a 10 02 0001 0000 81 000208", "ff040008 fe"),
    "DB1 whole": ("12 0a 10 02 000a 0001 84 000000", "ff040050 8900fffe012c3fc00000"),
    "bit DB1.DBX0.7": ("12 0a 10 01 0001 0001 84 000007", "ff030001 01"),
    "DB2": ("12 0a 10 02 0008 0002 84 000000", "ff040040 0000000000000000"),
    "the panel": ("12 0a 10 02 0006 0000 83 000000", "ff040030 000000000000"),
    "the panel as DB3": ("12 0a 10 02 0006 0003 84 000000", "ff040030 000000000000"),
    "timers 0 and 1": ("12 0a 10 1d 0002 0000 1d 000000", "ff090004 00000000"),
    "counter 255": ("12 0a 10 1c 0001 0000 1c 0000ff", "ff090002 0000"),
    "counter 256": ("12 0a 10 1c 0001 0000 1c 000100", "05000000"),
    "behind the last": ("12 0a 10 02 0001 0000 81 000240", "05000000"),
    "across the end": ("12 0a 10 02 0002 0000 81 000238", "05000000"),
    "far away": ("12 0a 10 02 0001 0000 81 fffff8", "05000000"),
    "none": ("12 0a 10 02 0000 0000 81 000000", "05000000"),
    "65535 REALs": ("12 0a 10 08 ffff 0000 81 000000", "05000000"),
    "two bits at once": ("12 0a 10 01 0002 0000 81 000000", "05000000"),
    "a byte at a bit": ("12 0a 10 02 0001 0000 81 000001", "05000000"),
    "no such data block": ("12 0a 10 02 0001 0004 84 000000", "0a000000"),
    "data block 0": ("12 0a 10 02 0001 0000 84 000000", "0a000000"),
    "no such area": ("12 0a 10 02 0001 0001 87 000000", "0a000000"),
    "no such size": ("12 0a 10 13 0001 0000 81 000000", "06000000"),
    "another syntax": ("12 0a b2 ff 0001 0000 81 000000", "06000000"),
}


@pytest.mark.parametrize(("item", "answer"), READS.values(), ids=READS.keys())
def test_one_item_is_read(s7_rack, item, answer):
    s7_rack.tick(i0=1, i3=1, i7=1, level=-2, flow=300, mass=1.5)
    assert s7_rack.ask(f"04 01 {item}") == f"0000 0401 {answer.replace(' ', '')}"


def test_items_are_read_each_with_its_own_code_and_begin_at_even_bytes(s7_rack):
    s7_rack.tick(i0=1, i3=1, i7=1, level=-2, flow=300, mass=1.5)
    items = "12 0a 10 01 0001 0000 81 000003" + "12 0a 10 02 0001 0009 84 000000"
    items += "12 0a 10 02 0003 0000 81 000000" + "12 0a 10 04 0001 0000 81 000200"
    # one byte and a fill byte, a code alone, three bytes and a fill byte, two bytes
    answer = "ff030001 01 00" + "0a000000" + "ff040018 090200 00" + "ff040010 fffe"
    assert s7_rack.ask(f"04 04 {items}") == f"0000 0404 {answer.replace(' ', '')}"


def test_an_item_of_another_length_is_refused_alone(s7_rack):
    s7_rack.tick(level=-2)
    other = (
        "12 07 b0 01 0002 0001 00" + "00"
    )  # as S7-400 clients ask for several bytes; a fill byte
    items = other + "12 0a 10 04 0001 0000 81 000200"
    assert s7_rack.ask(f"04 02 {items}") == "0000 0402 06000000ff040010fffe"


WRITES = {
    # item, data, code, what changes of outputs that stood at q0, q2, valve 7, speed 1.5
    "bit Q0.1": ("01 0001 0000 82 000001", "00 03 0001 01", "ff", {"q1": True}),
    "bit Q0.2 off": ("01 0001 0000 82 000002", "00 03 0001 00", "ff", {"q2": False}),
    "bit Q1.1": ("01 0001 0000 82 000009", "00 03 0001 01", "ff", {"q7": True}),
    "bit of DB2": ("01 0001 0002 84 000003", "00 03 0001 01", "ff", {"q3": True}),
    "a bit that nothing takes": ("01 0001 0000 82 000007", "00 03 0001 01", "ff", {}),
    "byte": ("02 0001 0000 82 000000", "00 04 0008 0a", "ff", {"q0": 0, "q1": 1, "q2": 0, "q3": 1}),
    "byte as octet": ("02 0001 0000 82 000008", "00 09 0001 03", "ff", {"q6": True, "q7": True}),
    "chars": ("03 0002 0000 82 000200", "00 09 0002 0102", "ff", {"valve": 0x0102}),
    "word": ("04 0001 0000 82 000200", "00 04 0010 fff6", "ff", {"valve": -10}),
    "int": ("05 0001 0000 82 000200", "00 05 0010 fff6", "ff", {"valve": -10}),
    "dword": ("06 0001 0000 82 000220", "00 04 0020 c0200000", "ff", {"speed": -2.5}),
    "dint": ("07 0001 0000 82 000220", "00 05 0020 c0200000", "ff", {"speed": -2.5}),
    "real": ("08 0001 0000 82 000220", "00 07 0004 c0200000", "ff", {"speed": -2.5}),
    "real NaN": ("08 0001 0000 82 000220", "00 07 0004 7fc00000", "ff", {}),
    "over a gap": ("02 0048 0000 82 000000", "00 04 0240" + "11" * 72, "ff", {
        "q0": True, "q2": False, "valve": 0x1111,
        "speed": struct.unpack(">f", b"\x11" * 4)[0], "q6": True,
    }),
    "DB2 from valve on": ("02 0006 0002 84 000010", "00 04 0030 0009 40800000", "ff",
                          {"valve": 9, "speed": 4.0}),
    "half a word": ("02 0001 0000 82 000200", "00 04 0008 01", "05", {}),
    "half a REAL": ("04 0001 0000 82 000220", "00 04 0010 4000", "05", {}),
    "ends within a REAL": ("02 0004 0002 84 000010", "00 04 0020 00094080", "05", {}),
    "a bit of a number": ("01 0001 0000 82 000200", "00 03 0001 01", "05", {}),
    "an input": ("02 0001 0000 81 000000", "00 04 0008 01", "03", {}),
    "a bit of an input": ("01 0001 0000 81 000000", "00 03 0001 01", "03", {}),
    "DB1": ("02 0001 0001 84 000000", "00 04 0008 01", "03", {}),
    "a timer": ("1d 0001 0000 1d 000000", "00 09 0002 0000", "03", {}),
    "behind the last": ("02 0001 0000 82 000240", "00 04 0008 01", "05", {}),
    "no such block": ("02 0001 0007 84 000000", "00 04 0008 01", "0a", {}),
    "no such area": ("02 0001 0001 80 000000", "00 04 0008 01", "0a", {}),
    "no such size": ("0f 0001 0000 82 000000", "00 04 0008 01", "06", {}),
    "fewer bytes than it says": ("02 0002 0000 82 000000", "00 04 0010 01", "05", {}),
    "fewer bytes than its count": ("02 0002 0000 82 000000", "00 04 0008 01", "05", {}),
    "more bytes than its count": ("02 0001 0000 82 000000", "00 04 0010 0101", "05", {}),
    "a bit without a value": ("01 0001 0000 82 000000", "00 03 0000", "05", {}),
}  # fmt: skip


@pytest.mark.parametrize(("item", "data", "code", "changes"), WRITES.values(), ids=WRITES.keys())
def test_one_item_is_written(s7_rack, item, data, code, changes):
    stood = {"q0": True, "q2": True, "valve": 7, "speed": 1.5}
    s7_rack.image.command([stood.get(tag.name, 0) for tag in s7_rack.image.outputs])
    s7_rack.tick()
    assert s7_rack.ask(f"05 01 12 0a 10 {item}", data) == f"0000 0501 {code}"
    expected = {name: value for name, value in (stood | changes).items() if value}
    assert s7_rack.outputs == expected


def test_items_are_written_each_with_its_own_code_from_even_bytes_on(s7_rack):
    items = "12 0a 10 01 0001 0000 82 000000" + "12 0a 10 02 0001 0000 81 000000"
    items += "12 0a 10 02 0001 0000 82 000008" + "12 0a 10 04 0001 0000 82 000200"
    data = "00 03 0001 01 00" + "00 04 0008 ff 00" + "00 04 0008 02 00" + "00 04 0010 0009"
    assert s7_rack.ask(f"05 04 {items}", data) == "0000 0504 ff03ffff"
    assert s7_rack.outputs == {"q0": True, "q7": True, "valve": 9}


def test_the_last_of_two_items_on_one_output_counts(s7_rack):
    items = 2 * "12 0a 10 04 0001 0000 82 000200"
    assert s7_rack.ask(f"05 02 {items}", "00 04 0010 0001 00 04 0010 0002") == "0000 0502 ffff"
    assert s7_rack.outputs == {"valve": 2}


def test_another_ones_outputs_are_denied_and_may_be_read(s7_rack):
    word = "12 0a 10 04 0001 0000 82 000200"
    s7_rack.ask(f"05 01 {word}", "00 04 0010 0009")
    other = s7_rack.another()
    assert s7_rack.ask(f"05 01 {word}", "00 04 0010 0001", other) == "0000 0501 03"
    assert s7_rack.ask(f"04 01 {word}", "", other) == "0000 0401 ff0400100009"
    assert s7_rack.outputs == {"valve": 9}


def test_a_bench_that_takes_nothing_now_is_a_fault_that_passes(s7_rack):
    word = "12 0a 10 04 0001 0000 82 000200"
    codes = {s7_rack.ask(f"05 01 {word}", "00 04 0010 0009") for _ in range(RING_BYTES // 24)}
    assert codes == {"0000 0501 ff", "0000 0501 01"}
    s7_rack.tick()
    assert s7_rack.ask(f"05 01 {word}", "00 04 0010 000a") == "0000 0501 ff"


def test_the_panel_is_operated_and_not_the_outputs(s7_rack):
    s7_rack.tick()
    assert s7_rack.ask("05 01 12 0a 10 01 0001 0000 83 000000", "00 03 0001 01") == "0000 0501 ff"
    assert s7_rack.ask("05 01 12 0a 10 08 0001 0003 84 000010", "00 07 0004 3e800000") == (
        "0000 0501 ff"
    )
    assert s7_rack.ask("04 01 12 0a 10 02 0006 0000 83 000000") == "0000 0401 ff04003001003e800000"
    assert s7_rack.outputs == {}
    assert [(each["control"], each["value"]) for each in s7_rack.wire.requests] == [
        ("start", 1.0), ("setpoint", 0.25),
    ]  # fmt: skip


def test_a_dial_beyond_its_end_and_a_closed_panel_are_denied(s7_rack):
    s7_rack.tick()
    dial = "05 01 12 0a 10 08 0001 0000 83 000010"
    for value in ("3f400000", "bf800000", "7fc00000", "7f800000"):  # 0.75, -1, NaN, infinity
        assert s7_rack.ask(dial, f"00 07 0004 {value}") == "0000 0501 03"
    s7_rack.wire.close_panel()
    s7_rack.tick()
    assert s7_rack.ask(dial, "00 07 0004 3e800000") == "0000 0501 03"
    assert not s7_rack.wire.requests


def test_setup_agrees_on_what_both_can(s7_rack):
    assert s7_rack.ask("f0 00 0001 0001 01e0") == "0000 f0000001000101e0"
    assert s7_rack.ask("f0 00 0008 0008 0000") == "0000 f0000008000800f0"
    assert s7_rack.ask("f0 00 ffff 0000 ffff") == "0000 f0000008000103c0"


def test_an_answer_larger_than_agreed_is_refused_and_the_largest_that_fits_is_given(s7_rack):
    bytes_ = "12 0a 10 02 {:04x} 0000 1d 000000"
    s7_rack.ask("f0 00 0001 0001 00f0")
    fits = 240 - 12 - 2 - 4
    assert len(s7_rack.ask(f"04 01 {bytes_.format(fits)}")) == len("0000 0401 ff0406f0") + 2 * fits
    assert s7_rack.ask(f"04 01 {bytes_.format(fits + 1)}") == "8500 0401"


REFUSED = {
    "no items": ("04 00", "", "8500 04"),
    "21 items": ("04 15" + 21 * "12 0a 10 02 0001 0000 81 000000", "", "8500 04"),
    "fewer items than it says": ("04 02 12 0a 10 02 0001 0000 81 000000", "", "8500 04"),
    "more bytes than its items": ("04 01 12 0a 10 02 0001 0000 81 000000 00", "", "8500 04"),
    "a write without data": ("05 01 12 0a 10 02 0001 0000 82 000000", "", "8500 05"),
    "short setup": ("f0 00 0001", "", "8500 f0"),
    "stop": ("29 00 00 00 00 00 09 50 5f 50 52 4f 47 52 41 4d", "", "8104 00"),
    "start": ("28 00 00 00 00 00 00 fd 0000 09 50 5f 50 52 4f 47 52 41 4d", "", "8104 00"),
    "upload": ("1d 00 00 00 00 00 00 00 09 5f 30 41 30 30 30 30 31 41", "", "8104 00"),
    "download": ("1a 00 00 00 00 00 00 00 09 5f 30 41 30 30 30 30 31 50", "", "8104 00"),
    "no such function": ("77", "", "8104 00"),
}


@pytest.mark.parametrize(("asked", "data", "answer"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_as_a_whole(s7_rack, asked, data, answer):
    assert s7_rack.ask(asked, data) == answer
    assert s7_rack.outputs == {}


def test_reading_keeps_an_owner_alive_and_being_refused_does_not(s7_rack):
    s7_rack.ask("05 01 12 0a 10 04 0001 0000 82 000200", "00 04 0010 0009")
    s7_rack.tick()

    def heard(asked: str, data: str = "") -> bool:
        before = s7_rack.wire._side.heard(0)
        s7_rack.ask(asked, data)
        return s7_rack.wire._side.heard(0) > before

    assert heard("04 01 12 0a 10 02 0001 0000 81 000000")
    assert heard("05 01 12 0a 10 04 0001 0000 82 000200", "00 04 0010 0009")
    assert not heard("04 01 12 0a 10 02 0001 0009 84 000000")
    assert not heard("05 01 12 0a 10 04 0001 0000 81 000200", "00 04 0010 0009")
