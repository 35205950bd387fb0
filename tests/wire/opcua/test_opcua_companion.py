"""The door for companion models: a plug-in's, over the OPC Foundation's nodesets, to a real client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from trainlab.core import catalog
from trainlab.core.problem import ProblemsFound
from trainlab.fieldbus.opcua.nodesets import NoNodeset, nodesets

pytestmark = pytest.mark.wire
Until = Callable[[Callable[[], object], str], None]
PLUGIN = Path(__file__).parent / "companion_plugin"


@pytest.fixture
def plugin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The package is installed, here and for the server's process."""
    monkeypatch.setenv("PYTHONPATH", str(PLUGIN))
    monkeypatch.syspath_prepend(str(PLUGIN))
    catalog._entries.cache_clear()
    yield
    monkeypatch.undo()
    catalog._entries.cache_clear()


def test_a_plants_companion_model_is_read_and_monitored(
    plugin: None, open_bench: Any, seated: Any, until: Until
) -> None:
    seen: list[str] = []

    class Notes:
        def datachange_notification(self, node: object, value: str, data: object) -> None:
            seen.append(value)

    with (
        open_bench("", models=("test_machine_tool",)) as bench,
        seated(bench.url) as seat,
    ):
        index = seat.client.get_namespace_index("http://opcfoundation.org/UA/MachineTool/")
        di = seat.client.get_namespace_index("http://opcfoundation.org/UA/DI/")
        machine = seat["MachineTool"]
        kind = seat.client.get_node(machine.read_type_definition())
        assert kind.read_browse_name().to_string() == f"{index}:MachineToolType"
        serial = machine.get_child([f"{di}:Identification", f"{di}:SerialNumber"])
        assert serial.read_value().isdigit()
        seat.client.create_subscription(50, Notes()).subscribe_data_change(serial)
        until(lambda: len(set(seen)) > 2, "its changes are told")


def test_a_missing_nodeset_is_a_diagnostic(plugin: None, open_bench: Any) -> None:
    with (
        pytest.raises(ProblemsFound) as found,
        open_bench("", models=("test_unknown",)),
    ):
        pass

    assert [problem.kind.code for problem in found.value.problems] == ["TL5071"]


def test_a_nodeset_comes_after_those_that_it_needs() -> None:
    texts = nodesets(["http://opcfoundation.org/UA/MachineTool/"])

    order = [text.partition('ModelUri="')[2].partition('"')[0] for text in texts]
    assert order[-1] == "http://opcfoundation.org/UA/MachineTool/"
    assert "http://opcfoundation.org/UA/DI/" in order[:-1]
    assert nodesets(["http://opcfoundation.org/UA/PackML/"])
    with pytest.raises(NoNodeset):
        nodesets(["http://example.org/nothing/"])
