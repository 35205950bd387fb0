"""The reads of the Node-RED flow, asked of a real station by an independent client."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pymodbus.client import ModbusTcpClient

from trainlab.core import catalog
from trainlab.plants.tanks.level import TankLevel
from trainlab.tagfiles.contract import StationTags

pytestmark = pytest.mark.wire

SCENARIO = Path(__file__).parents[2] / "scenarios/tank/level_hold.yaml"
# What Modbus may read at once: MODBUS Application Protocol 1.1b3, 6.1 to 6.4.
READS = {
    "Coil": ("read_coils", 2000),
    "Input": ("read_discrete_inputs", 2000),
    "InputRegister": ("read_input_registers", 125),
    "HoldingRegister": ("read_holding_registers", 125),
}


@pytest.fixture
def station() -> Iterator[ModbusTcpClient]:
    command = [sys.executable, "-m", "trainlab", "serve", str(SCENARIO), "--lang", "en"]
    command += ["--modbus", "127.0.0.1:0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as serving:
        assert serving.stderr is not None
        try:
            lines = serving.stderr.readline() + serving.stderr.readline()
            found = re.search(r"^modbus at \S+:(\d+)$", lines, re.MULTILINE)
            assert found is not None
            with ModbusTcpClient("127.0.0.1", port=int(found[1])) as client:
                yield client
        finally:
            serving.kill()


def flow() -> list[dict[str, Any]]:
    described = TankLevel.description
    tags = StationTags(described.name, described.title, described.tags)
    nodes: list[dict[str, Any]] = json.loads(
        catalog.load("tag_formats", "node-red")().write(tags, "en")
    )
    return nodes


def test_the_station_answers_every_read_of_the_flow(station: ModbusTcpClient) -> None:
    reads = [node for node in flow() if node["type"] == "modbus-read"]
    assert [node["dataType"] for node in reads] == list(READS)
    for node in reads:
        name, most = READS[node["dataType"]]
        count = int(node["quantity"])
        assert count <= most
        unit = int(node["unitid"])
        answer = getattr(station, name)(int(node["adr"]), count=count, device_id=unit)
        assert not answer.isError(), node["name"]


def test_the_flow_hangs_together() -> None:
    """Node-RED's import: ids once each, every wire, tab and client there."""
    nodes = flow()
    ids = [node["id"] for node in nodes]
    assert len(ids) == len(set(ids))
    for node in nodes:
        assert node.get("z", ids[0]) == ids[0]
        assert node.get("server", ids[-1]) == ids[-1]
        assert all(wire in ids for output in node.get("wires", []) for wire in output)
    (client,) = [node for node in nodes if node["type"] == "modbus-client"]
    assert (client["tcpHost"], client["tcpPort"]) == ("127.0.0.1", "1502")


def test_every_tag_is_a_message_of_one_function() -> None:
    topics = [
        topic
        for node in flow()
        if node["type"] == "function"
        for topic in re.findall(r'"topic": "(\w+)"', node["func"])
    ]
    assert sorted(topics) == sorted(tag.name for tag in TankLevel.description.tags)
