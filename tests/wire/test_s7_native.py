"""What the C++ library Snap7 sees of a station: a client of other make than python-snap7 3."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.wire

CLIENT = Path(__file__).parent / "native_snap7_client.py"
LIBRARY = Path(sys.prefix) / "native-snap7"
# Snap7's own codes (snap7.h): what an item's return code means to it
REFUSED, NO_ADDRESS, NO_ITEM = 0x02300000, 0x00900000, 0x00C00000
CANNOT_STOP, CANNOT_START = 0x01000000, 0x00E00000


@pytest.fixture(scope="module")
def seen(open_modbus_station):
    if not LIBRARY.is_dir():
        pytest.fail("the native Snap7 is missing; run: make native-snap7")
    with open_modbus_station("s7 127.0.0.1:0") as station:
        station.tick(i0=1, i3=1, i9=1, level=-2, flow=300, mass=1.5)
        ended = subprocess.run(
            [sys.executable, "-P", str(CLIENT), str(station.port)],
            env=os.environ | {"PYTHONPATH": str(LIBRARY)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        station.tick()
        return json.loads(ended.stdout) | {"taken": station.outputs}


def test_areas_and_blocks_are_read(seen):
    assert 240 <= seen["pdu"] <= 960
    assert seen["inputs"] == "0902"
    assert seen["words"] == "fffe012c3fc00000"
    assert seen["DB1"] == "8900fffe012c3fc00000"
    assert set(seen["timers"] + seen["counters"]) == {"0"}
    assert "Item not available" in seen["no block"]
    assert "Address out of range" in seen["no address"]
    assert "refused" in seen["input written"]


def test_several_variables_are_read_in_one_message(seen):
    result, codes, data = seen["multi read"]
    assert (result, codes) == (0, [0, 0, 0, NO_ITEM, 0, 0])
    assert data == ["09", "fffe01", "01", "00", "3fc00000", "0000"]


def test_several_variables_are_written_in_one_message_and_bits_leave_their_neighbours(seen):
    result, codes, _ = seen["multi write"]
    assert (result, codes) == (0, [0, REFUSED, 0, NO_ADDRESS, 0])
    assert seen["outputs"] == "0d00" + "0102" + "0000" + "40200000"


def test_it_says_what_it_is_and_that_it_runs(seen):
    assert seen["state"] == "S7CpuStatusRun"
    assert seen["cpu"][:2] == ["trainlab remote I/O", "trainlab station"]
    assert seen["order"] == "TRAINLAB REMOTE I/O"
    assert seen["largest pdu"] == 960
    assert seen["protection"] == [1, 1, 2]
    assert seen["clock is off by"] < 5


def test_its_blocks_are_listed_and_described(seen):
    assert seen["blocks"] == [3, 0, 0, 0]
    assert seen["data blocks"] == [1, 2, 3]
    assert seen["block"] == [1, 10, 5, "trainlab"]
    assert "Item not available" in seen["no such block"]


def test_it_cannot_be_stopped_loaded_or_have_its_clock_set(seen):
    assert (seen["stopped"], seen["started"]) == (CANNOT_STOP, CANNOT_START)
    assert "not available" in seen["uploaded"]
    assert "not available" in seen["clock set"]
    assert seen["connected"] is True


def test_a_data_block_can_be_filled_by_who_knows_only_its_number(seen):
    assert (seen["cleared"], seen["after"]) == (0, "0" * 16)
    assert not any(seen["taken"].values())
