"""The shared memory between the bench and the servers, both ends in one process."""

import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainlab.core.message import Text
from trainlab.exchange.bench_side import RECORDS_PER_SCAN, BenchSide
from trainlab.exchange.memory import RING_BYTES
from trainlab.exchange.records import RecordKind, unpacked_spans
from trainlab.exchange.server_side import Outcome, ServerSide
from trainlab.exchange.setup import StationSetup
from trainlab.exchange.station_block import BlockLayout

BLOCK_BYTES = 4096


class Ends:
    """A bench and some server processes' ends, with one client each."""

    def __init__(self, ports: int = 1, takeover: bool = False, image_bytes: int = BLOCK_BYTES):
        layout = BlockLayout(image_bytes, 0, 0)
        self.block = bytearray(layout.size)
        self.bench = BenchSide(self.block, ports)
        title = Text("Station", "工位")
        self.servers = [
            ServerSide(
                StationSetup("s", title, (), (), self.bench.path, layout, port, ports, takeover)
            )
            for port in range(ports)
        ]
        self.server = self.servers[0]
        self.clients = [server.enter(f"client {k}") for k, server in enumerate(self.servers)]
        self.client = self.clients[0]
        self.kinds: list[int] = []

    def scan(self) -> int:
        """What a bench does with records; how many writes there were."""
        records = self.bench.drain()
        writes = [record for record in records if record.kind == RecordKind.WRITE]
        self.kinds += [record.kind for record in records]
        for record in writes:
            for offset, data in unpacked_spans(record.body):
                self.block[offset : offset + len(data)] = data
        self.bench.publish(self.block)
        return len(writes)

    def close(self) -> None:
        for server in self.servers:
            server.close()
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
    assert ends.server.refresh()
    assert bytes(ends.server.block) == bytes(ends.block)
    assert ends.server.version == before + 1
    assert not ends.server.refresh()
    assert ends.server.version == before + 1


def test_a_write_is_seen_at_once_by_the_servers_and_at_the_scan_by_the_bench(ends):
    assert ends.client.write([(0, b"\x07"), (4, b"\x01\x02")]) is Outcome.TAKEN
    assert ends.server.block[:6] == b"\x07\0\0\0\x01\x02"
    assert ends.block[:6] == bytes(6)
    assert ends.scan() == 1
    assert ends.block[:6] == b"\x07\0\0\0\x01\x02"


def test_a_publication_does_not_hide_a_write_that_is_still_under_way(ends):
    ends.client.write([(0, b"\x07")])
    ends.bench.publish(ends.block)
    ends.server.refresh()
    assert ends.server.block[0] == 7


def test_what_the_bench_decides_after_a_write_is_seen(ends):
    ends.client.write([(0, b"\x07")])
    ends.scan()
    ends.block[0] = 0
    ends.bench.publish(ends.block)
    ends.server.refresh()
    assert ends.server.block[0] == 0


def test_writes_arrive_in_their_order(ends):
    for value in (1, 0, 1, 0, 5):
        ends.client.write([(0, bytes([value])), (1 + value, b"\x01")])
    assert ends.scan() == 5
    assert ends.block[0] == 5
    assert ends.block[1:7] == b"\x01\x01\0\0\0\x01"


def test_a_full_ring_refuses_and_loses_nothing(ends):
    taken = 0
    while ends.client.write([(0, struct.pack("=I", taken))]) is Outcome.TAKEN:
        taken += 1
    assert ends.client.write([(0, b"\0")]) is Outcome.BUSY
    assert struct.unpack_from("=I", ends.server.block)[0] == taken - 1
    assert sum(ends.scan() for _ in range(taken // RECORDS_PER_SCAN + 1)) == taken
    assert struct.unpack_from("=I", ends.block)[0] == taken - 1
    assert ends.client.write([(0, b"\0")]) is Outcome.TAKEN


def test_a_scan_takes_so_many_records_and_the_next_one_the_rest(ends):
    for value in range(RECORDS_PER_SCAN + 1):
        ends.client.write([(0, struct.pack("=I", value))])
    assert [ends.scan(), ends.scan(), ends.scan()] == [RECORDS_PER_SCAN - 1, 2, 0]
    ends.server.refresh()
    assert struct.unpack_from("=I", ends.block)[0] == RECORDS_PER_SCAN


def test_the_largest_write_of_any_protocol_fits():
    ends = Ends(image_bytes=2 * 1968)
    assert ends.client.write([(2 * k, b"\x01") for k in range(1968)]) is Outcome.TAKEN
    ends.scan()
    assert ends.block[: 2 * 1968] == b"\x01\0" * 1968
    ends.close()


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
        ends.client.write([(0, data)])
        ends.scan()
    for offset, data, scan in writes:
        assert ends.client.write([(offset, data)]) is Outcome.TAKEN
        model[offset : offset + len(data)] = data
        assert ends.server.block[:BLOCK_BYTES] == model
        if scan:
            ends.scan()
            ends.server.refresh()
            assert ends.server.block[:BLOCK_BYTES] == model
    ends.scan()
    assert ends.block[:BLOCK_BYTES] == model
    ends.close()


def test_the_first_client_that_writes_has_the_outputs_on_every_port():
    ends = Ends(ports=3)
    first, second, third = ends.clients
    assert second.write([(0, b"\x02")]) is Outcome.TAKEN
    assert first.write([(0, b"\x01")]) is Outcome.REFUSED
    assert third.write([(0, b"\x03")]) is Outcome.REFUSED
    assert third.write([(0, b"\x03")]) is Outcome.REFUSED
    ends.scan()
    assert ends.block[0] == 2
    assert sorted(ends.kinds) == [
        RecordKind.WRITE, RecordKind.SEAT, RecordKind.REFUSED, RecordKind.REFUSED,
    ]  # fmt: skip
    assert ends.bench.owner >> 32 == 2
    ends.close()


def test_another_one_may_write_when_the_owner_has_left_or_fallen_silent():
    ends = Ends(ports=2)
    first, second = ends.clients
    first.write([(0, b"\x01")])
    first.leave()
    assert second.write([(0, b"\x02")]) is Outcome.TAKEN
    ends.bench.free_seat()
    again = ends.servers[0].enter("again")
    assert again.write([(0, b"\x03")]) is Outcome.TAKEN
    assert second.write([(0, b"\x02")]) is Outcome.REFUSED
    ends.close()


def test_where_it_is_allowed_a_writer_takes_over():
    ends = Ends(ports=2, takeover=True)
    first, second = ends.clients
    assert first.write([(0, b"\x01")]) is Outcome.TAKEN
    assert second.write([(0, b"\x02")]) is Outcome.TAKEN
    assert first.write([(0, b"\x03")]) is Outcome.TAKEN
    ends.scan()
    assert ends.block[0] == 3
    ends.close()


def test_what_several_servers_send_is_taken_in_the_order_of_time():
    ends = Ends(ports=2, takeover=True)
    first, second = ends.clients
    for value in range(10):
        (first, second)[value % 2].write([(0, bytes([value]))])
    ends.scan()
    assert ends.block[0] == 9
    ends.close()


def test_only_the_owner_of_the_outputs_is_heard():
    ends = Ends(ports=2)
    first, second = ends.clients
    first.write([(0, b"\x01")])
    first.hear()
    second.hear()
    assert (ends.bench.heard(0), ends.bench.heard(1)) == (1, 0)
    assert ends.bench.connections == 2
    ends.close()


def test_nothing_is_left_behind(ends):
    path = ends.bench.path
    assert path.exists()
    ends.bench.unname()
    assert not path.exists()
    assert ends.client.write([(0, b"\x01")]) is Outcome.TAKEN
    assert ends.scan() == 1
    ends.bench.close()
    ends.bench.close()


def test_a_bench_that_is_killed_leaves_nothing_behind():
    """Not even before its servers have opened the memory."""
    script = """
import time
from trainlab.exchange.bench_side import BenchSide
print(BenchSide(bytes(64), 1).path, flush=True)
time.sleep(60)
"""
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    ) as bench:
        path = Path(bench.stdout.readline().strip())
        assert path.exists()
        bench.kill()
    assert not path.exists()
    assert not list(Path("/dev/shm").glob(f"trainlab-{bench.pid}-*"))
