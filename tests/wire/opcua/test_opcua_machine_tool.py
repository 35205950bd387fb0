"""The CNC cell as a machine tool of OPC 40501-1, read by a real client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from asyncua.sync import Client, SyncNode

from trainlab.core.image import IOImage
from trainlab.exchange.endpoint import read_endpoint
from trainlab.exchange.wire import Phase, Port, Wire
from trainlab.fieldbus.opcua import OpcUaLink
from trainlab.plants.cnc.cell import CncCell

pytestmark = pytest.mark.wire
MACHINE_TOOL = "http://opcfoundation.org/UA/MachineTool/"
Sense = Callable[..., None]


@pytest.fixture(scope="module")
def sensed_and_machine(pki: Path) -> Iterator[tuple[Sense, Callable[[str], object]]]:
    """Set tags of a cell's image; read a node of its machine tool by its path."""
    described = CncCell.description
    image = IOImage(described.tags)
    wire = Wire(image, described.controls, [Port("opcua")], lambda _: None)
    try:
        setup = wire.setup(0, "cell", described.title)
        setup = replace(setup, opcua_models=described.opcua_models)
        link = OpcUaLink().open(read_endpoint(f"opc.tcp://127.0.0.1:0?pki={pki}"), [setup])
        try:
            wire.opened()
            wire.begin(Phase.RUNNING, 1, 1.0)

            def sense(**inputs: float) -> None:
                values = [inputs.get(tag.name, 0) for tag in image.inputs]
                image.latch_inputs(values)
                wire.scan(image, 0)

            with Client(link.endpoint, timeout=20) as client:
                own = client.get_namespace_index("trainlab://station")
                index = client.get_namespace_index(MACHINE_TOOL)

                def read(path: str) -> object:
                    node: SyncNode = client.get_node(f"ns={own};s=cell.MachineTool")
                    for name in path.split("/"):
                        space = own if name in ("Channel1", "Spindle1") else index
                        node = node.get_child(f"{space}:{name}")
                    return node.read_value()

                yield sense, read
        finally:
            link.close()
    finally:
        wire.close()


def test_the_channel_the_spindle_and_the_mode_are_what_the_tags_say(
    sensed_and_machine: tuple[Sense, Callable[[str], object]],
    until: Callable[[Callable[[], object], str], None],
) -> None:
    sense, read = sensed_and_machine
    sense(auto_mode=1, spindle_stopped=1)
    until(lambda: read("Monitoring/MachineTool/OperationMode") == 1, "it is automatic")
    assert read("Monitoring/Channel1/ChannelState") == 2  # Reset
    assert read("Monitoring/Channel1/ChannelMode") == 0  # Automatic
    assert read("Monitoring/Spindle1/IsRotating") is False
    assert read("Monitoring/Channel1/FeedOverride") == 0.0

    sense(nc_running=1)
    until(lambda: read("Monitoring/Channel1/ChannelState") == 1, "held is Interrupted")
    assert read("Monitoring/Spindle1/IsRotating") is True
    assert read("Monitoring/MachineTool/OperationMode") == 0  # Manual
    assert read("Monitoring/Channel1/ChannelMode") == 2  # JogManual
