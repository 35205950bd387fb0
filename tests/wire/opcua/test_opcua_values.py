"""What an asyncua client reads of a station, and what it is told of its nodes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asyncua import ua

from trainlab.core.quantity import UNITS
from trainlab.fieldbus.opcua.units import UNECE, unit_id

pytestmark = pytest.mark.wire
Until = Callable[[Callable[[], object], str], None]
BEGIN = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


def code_of(unit_id: int) -> str:
    """A UNECE code from its UnitId (OPC 10000-8, 5.6.4.3)."""
    return unit_id.to_bytes(4, "big").lstrip(b"\0").decode()


@pytest.mark.parametrize(
    ("path", "value", "kind"),
    [
        ("Inputs.door", True, ua.VariantType.Boolean),
        ("Inputs.level", -1234, ua.VariantType.Int16),
        ("Inputs.pieces", 1_000_000_007, ua.VariantType.Int32),
        ("Inputs.mass", 1.5, ua.VariantType.Float),
    ],
)
def test_inputs_are_read_in_their_types(
    bench: Any, seat: Any, until: Until, path: str, value: float, kind: ua.VariantType
) -> None:
    node = seat[path]
    bench.sense(**{path.split(".")[1]: value})

    until(lambda: node.read_value() == value, "the new value is read")

    assert node.read_data_value().Value.VariantType == kind
    assert node.read_data_type() == ua.NodeId(kind.value)


def test_a_scaled_tag_is_there_in_its_unit_too(bench: Any, seat: Any, until: Until) -> None:
    bench.sense(level=13824)
    node = seat["Engineering.level"]

    until(lambda: node.read_value() == 0.25, "half of 27648 is half of 0.5 m")


def test_analogue_nodes_have_range_and_unit(seat: Any) -> None:
    def properties(path: str) -> tuple[float, float, str]:
        node = seat[path]
        limits = node.get_child("0:EURange").read_value()
        unit = node.get_child("0:EngineeringUnits").read_value()
        return limits.Low, limits.High, code_of(unit.UnitId)

    assert properties("Inputs.level") == (0.0, 27648.0, "C62")
    assert properties("Engineering.level") == (0.0, 0.5, "MTR")
    assert properties("Inputs.mass") == (0.0, 50.0, "KGM")
    assert properties("Outputs.valve") == (0.0, 100.0, "P1")
    assert properties("Panel.setpoint") == (0.0, 0.5, "MTR")


def test_every_unit_of_the_project_has_its_unece_code() -> None:
    assert UNECE.keys() == UNITS.keys()
    assert unit_id("MTR") == 5067858  # UNECE_to_OPCUA.csv of the OPC Foundation
    assert unit_id("P1") == 20529


def test_texts_come_in_the_language_of_the_session(bench: Any, seated: Any) -> None:
    with seated(bench.url, locale="en-GB") as english, seated(bench.url, locale="zh-CN") as chinese:
        about = [s["Inputs.level"].read_description().Text for s in (english, chinese)]
        names = [s["Inputs.level"].read_display_name() for s in (english, chinese)]
        folder = chinese["Inputs"]
        browsed = [r.DisplayName.Text for r in folder.get_references() if "level" in str(r.NodeId)]
        phases = chinese["Status.Phase"].get_child("0:EnumStrings").read_value()

    assert about == [
        "Level (%IW64, -B1, 4-20 mA, 0..27648 = 0..0.5 m)",
        "液位（%IW64, -B1, 4-20 mA, 0..27648 = 0..0.5 m）",
    ]
    assert [(name.Locale, name.Text) for name in names] == [("en", "Level"), ("zh-CN", "液位")]
    assert browsed == ["液位"]
    assert [phase.Text for phase in phases] == ["待机", "运行", "结束"]


def test_source_time_is_that_of_the_tick(bench: Any, seat: Any, until: Until) -> None:
    door, time = seat["Inputs.door"], seat["Status.Time"]
    values = seat.client.read_attributes([door, time], ua.AttributeIds.Value)
    first, tick = values[0].SourceTimestamp, values[1].Value.Value

    assert first == BEGIN + timedelta(seconds=tick)
    until(lambda: door.read_data_value().SourceTimestamp > first, "time goes on")


def test_a_broken_wire_is_a_bad_status_without_a_value(bench: Any, seat: Any, until: Until) -> None:
    node, engineering, output = (
        seat["Inputs.level"],
        seat["Engineering.level"],
        seat["Outputs.valve"],
    )

    def statuses() -> list[str]:
        values = seat.client.read_attributes([node, engineering, output], ua.AttributeIds.Value)
        return [value.StatusCode.name for value in values]

    bench.break_wires("level", "valve")
    expected = ["BadSensorFailure", "BadSensorFailure", "BadDeviceFailure"]
    until(lambda: statuses() == expected, "the statuses are bad")
    assert seat.client.read_attributes([node], ua.AttributeIds.Value)[0].Value.Value is None

    bench.break_wires()
    until(lambda: statuses() == ["Good", "Good", "Good"], "the wires are whole again")


def test_before_the_first_tick_there_is_nothing_to_read(
    open_bench: Any, seated: Any, until: Until
) -> None:
    with open_bench("", ticking=False) as still, seated(still.url) as seat:
        nodes = [seat[path] for path in ("Inputs.level", "Outputs.pump", "Panel.start")]

        def statuses() -> set[str]:
            values = seat.client.read_attributes(nodes, ua.AttributeIds.Value)
            return {value.StatusCode.name for value in values}

        assert statuses() == {"BadWaitingForInitialData"}
        still.start()
        until(lambda: statuses() == {"Good"}, "the first tick is published")


def test_panel_and_status_are_read(bench: Any, seat: Any, until: Until) -> None:
    bench.turn("setpoint", 0.125)
    bench.turn("mode", 2)

    until(lambda: seat["Panel.setpoint"].read_value() == 0.125, "the dial has turned")
    assert seat["Panel.mode"].read_value() == 2
    assert seat["Panel.start"].read_value() is False
    assert seat["Status.Phase"].read_value() == 1
    assert seat["Status.PanelOpen"].read_value() is True


def test_access_levels_say_what_may_be_written(seat: Any) -> None:
    write = ua.AccessLevel.CurrentWrite

    assert write not in seat["Inputs.level"].get_access_level()
    assert write not in seat["Status.Phase"].get_access_level()
    assert write in seat["Outputs.valve"].get_access_level()
    assert write in seat["Panel.start"].get_access_level()


def test_no_folder_has_a_hundred_children(seat: Any) -> None:
    folders = [seat[name] for name in ("Inputs", "Outputs", "Engineering", "Panel", "Status")]

    sizes = [len(folder.get_children()) for folder in folders]

    assert all(0 < size < 100 for size in sizes), sizes
