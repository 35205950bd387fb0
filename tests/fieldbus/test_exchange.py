"""The shared memory between the bench and the servers, both ends in one process."""

import struct
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainlab.fieldbus.exchange import RING_BYTES, WRITES_PER_SCAN, BenchSide, ServerSide

BLOCK_BYTES = 4096


class Ends:
    def __init__(self) -> None:
        self.block = bytearray(BLOCK_BYTES)
        self.bench = BenchSide(self.block)
        self.server = ServerSide(self.bench.path, BLOCK_BYTES)

    def scan(self) -> int:
        count = self.bench.drain(self.block)
        self.bench.publish(self.block)
        return count

    def close(self) -> None:
        self.server.close()
        self.bench.close()


@pytest.fixture
def ends() -> Iterator[Ends]:
    ends = Ends()
    yield ends
    ends.close()


def test_the_servers_see_what_the_bench_published(ends):
    ends.block[8:12] = b"\x01\x02\x03\x04"
    ends.bench.publish(ends.block)
    before = ends.server.version
    ends.server.refresh()
    assert bytes(ends.server.block) == bytes(ends.block)
    assert ends.server.version == before + 1
    ends.server.refresh()
    assert ends.server.version == before + 1


def test_a_write_is_seen_at_once_by_the_servers_and_at_the_scan_by_the_bench(ends):
    assert ends.server.write([(0, b"\x07"), (4, b"\x01\x02")])
    assert ends.server.block[:6] == b"\x07\0\0\0\x01\x02"
    assert ends.block[:6] == bytes(6)
    assert ends.scan() == 1
    assert ends.block[:6] == b"\x07\0\0\0\x01\x02"


def test_a_publication_does_not_hide_a_write_that_is_still_under_way(ends):
    ends.server.write([(0, b"\x07")])
    ends.bench.publish(ends.block)
    ends.server.refresh()
    assert ends.server.block[0] == 7


def test_what_the_bench_decides_after_a_write_is_seen(ends):
    ends.server.write([(0, b"\x07")])
    ends.bench.drain(ends.block)
    ends.block[0] = 0
    ends.bench.publish(ends.block)
    ends.server.refresh()
    assert ends.server.block[0] == 0


def test_writes_arrive_in_their_order(ends):
    for value in (1, 0, 1, 0, 5):
        ends.server.write([(0, bytes([value])), (1 + value, b"\x01")])
    assert ends.scan() == 5
    assert ends.block[0] == 5
    assert ends.block[1:7] == b"\x01\x01\0\0\0\x01"


def test_a_full_ring_refuses_and_loses_nothing(ends):
    taken = 0
    while ends.server.write([(0, struct.pack("=I", taken))]):
        taken += 1
    assert struct.unpack_from("=I", ends.server.block)[0] == taken - 1
    assert sum(ends.scan() for _ in range(taken // WRITES_PER_SCAN + 1)) == taken
    assert struct.unpack_from("=I", ends.block)[0] == taken - 1
    assert ends.server.write([(0, b"\0")])


def test_a_scan_takes_so_many_writes_and_the_next_one_the_rest(ends):
    for value in range(WRITES_PER_SCAN + 1):
        ends.server.write([(0, struct.pack("=I", value))])
    assert [ends.scan(), ends.scan(), ends.scan()] == [WRITES_PER_SCAN, 1, 0]
    ends.server.refresh()
    assert struct.unpack_from("=I", ends.block)[0] == WRITES_PER_SCAN


def test_the_largest_write_of_any_protocol_fits():
    spans = [(2 * k, b"\x01") for k in range(1968)]
    with_gaps = bytearray(2 * 1968)
    bench = BenchSide(with_gaps)
    server = ServerSide(bench.path, len(with_gaps))
    assert server.write(spans)
    bench.drain(with_gaps)
    assert with_gaps == b"\x01\0" * 1968
    server.close()
    bench.close()


@given(
    writes=st.lists(
        st.tuples(st.integers(0, 32), st.binary(min_size=1, max_size=32), st.booleans()),
        max_size=60,
    ),
    warm_up=st.integers(100, 257),
)
def test_both_ends_agree_while_the_ring_goes_round(writes, warm_up):
    ends = Ends()
    model = bytearray(BLOCK_BYTES)
    for data in [bytes(BLOCK_BYTES)] * (RING_BYTES // (BLOCK_BYTES + 12)) + [b"\0"] * warm_up:
        ends.server.write([(0, data)])
        ends.scan()
    for offset, data, scan in writes:
        assert ends.server.write([(offset, data)])
        model[offset : offset + len(data)] = data
        assert ends.server.block == model
        if scan:
            ends.scan()
            ends.server.refresh()
            assert ends.server.block == model
    ends.scan()
    assert ends.block == model
    ends.close()


def test_counters_go_from_the_servers_to_the_bench(ends):
    ends.server.hear()
    ends.server.hear()
    ends.server.connected(3)
    assert (ends.bench.heard, ends.bench.connections) == (2, 3)


def test_nothing_is_left_behind(ends):
    path = ends.bench.path
    assert path.exists()
    ends.bench.unname()
    assert not path.exists()
    assert ends.server.write([(0, b"\x01")])
    assert ends.scan() == 1
    ends.bench.close()
    ends.bench.close()
