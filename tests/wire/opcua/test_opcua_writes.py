"""What an asyncua client may write: outputs, in one record, one owner; and the panel."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from asyncua import ua

pytestmark = pytest.mark.wire
Until = Callable[[Callable[[], object], str], None]

BOOL, INT, DINT = ua.VariantType.Boolean, ua.VariantType.Int16, ua.VariantType.Int32
REAL, DOUBLE = ua.VariantType.Float, ua.VariantType.Double

START = {"do": "operate", "control": "start"}


def refusal(node: Any, value: object, kind: ua.VariantType) -> str:
    """The status code that a write earns."""
    with pytest.raises(ua.UaStatusCodeError) as refused:
        node.write_value(ua.Variant(value, kind))
    return ua.StatusCode(refused.value.code).name


def test_outputs_are_written_read_back_and_taken_by_the_bench(
    bench: Any, seat: Any, until: Until
) -> None:
    written = {"pump": True, "valve": -5, "count": 70_000, "speed": 1450.5}
    kinds = {"pump": BOOL, "valve": INT, "count": DINT, "speed": REAL}

    for name, value in written.items():
        seat[f"Outputs.{name}"].write_value(ua.Variant(value, kinds[name]))
        assert seat[f"Outputs.{name}"].read_value() == value

    until(lambda: bench.outputs == written, "the bench has them")


def test_one_write_request_of_many_nodes_is_one_command(bench: Any, seat: Any) -> None:
    nodes = [seat["Outputs.valve"], seat["Outputs.count"]]
    seen: set[tuple[float, float]] = set()

    def both() -> tuple[float, float]:
        outputs = bench.outputs
        return outputs["valve"], outputs["count"]

    before = both()

    number = 0
    while len(seen) < 10:
        number += 1
        values = [ua.Variant(number % 1000, INT), ua.Variant(number % 1000, DINT)]
        seat.client.write_values(nodes, values)
        seen.add(both())

    assert all(valve == count for valve, count in seen - {before})


def test_a_second_session_is_refused_until_the_first_has_gone(
    bench: Any, seated: Any, until: Until
) -> None:
    with seated(bench.url) as late:
        with seated(bench.url) as first:
            first["Outputs.valve"].write_value(ua.Variant(11, INT))
            assert refusal(late["Outputs.valve"], 22, INT) == "BadLocked"
            assert late["Outputs.valve"].read_value() == 11
            assert late["Status.Controller"].read_value().startswith("opcua 127.0.0.1:")
        until(lambda: "seat_left" in bench.kinds, "the seat is free")
        late["Outputs.valve"].write_value(ua.Variant(22, INT))

    until(lambda: bench.outputs["valve"] == 22, "the second one has written")
    assert "write_refused" in bench.kinds


def test_a_silent_owner_loses_the_outputs_and_a_reading_one_does_not(
    bench: Any, seated: Any, until: Until
) -> None:
    with seated(bench.url) as owner:
        owner["Outputs.valve"].write_value(ua.Variant(7, INT))
        until(lambda: bench.outputs["valve"] == 7, "the command has come")
        bench.events.clear()
        for _ in range(100):  # 2 s at least, four times as long as a link may be silent
            owner["Inputs.door"].read_value()
            until(lambda ticks=bench.wire.status.ticks: bench.wire.status.ticks > ticks + 1, "")
        assert bench.kinds == []
        until(lambda: bench.wire.stale, "the silence is noted")
        assert bench.outputs["valve"] == 0
        assert owner["Status.LinkStale"].read_value() is True
        owner["Outputs.valve"].write_value(ua.Variant(8, INT))
        until(lambda: bench.outputs["valve"] == 8, "it writes again")


@pytest.mark.parametrize(
    ("path", "value", "kind", "code"),
    [
        ("Inputs.level", 5, INT, "BadNotWritable"),
        ("Engineering.level", 0.1, DOUBLE, "BadNotWritable"),
        ("Status.Ticks", 5, ua.VariantType.UInt64, "BadNotWritable"),
        ("Outputs.valve", 5, DINT, "BadTypeMismatch"),
        ("Outputs.valve", "5", ua.VariantType.String, "BadTypeMismatch"),
        ("Outputs.valve", [5, 6], INT, "BadTypeMismatch"),
        ("Outputs.valve", None, ua.VariantType.Null, "BadTypeMismatch"),
        ("Outputs.pump", 1, INT, "BadTypeMismatch"),
        ("Outputs.speed", 1.0, DOUBLE, "BadTypeMismatch"),
        ("Outputs.speed", math.nan, REAL, "BadOutOfRange"),
        ("Outputs.speed", math.inf, REAL, "BadOutOfRange"),
        ("Panel.setpoint", 0.6, DOUBLE, "BadOutOfRange"),
        ("Panel.setpoint", math.nan, DOUBLE, "BadOutOfRange"),
        ("Panel.start", 1.0, DOUBLE, "BadTypeMismatch"),
        ("Outputs.nothing", 1, INT, "BadNodeIdUnknown"),
        ("Outputs", 1, INT, "BadAttributeIdInvalid"),
    ],
)
def test_what_cannot_be_written_is_refused_in_the_specifications_words(
    bench: Any, seat: Any, path: str, value: object, kind: ua.VariantType, code: str
) -> None:
    before = bench.outputs

    assert refusal(seat[path], value, kind) == code
    assert bench.outputs == before


def test_a_refused_node_does_not_take_the_others_with_it(
    bench: Any, seat: Any, until: Until
) -> None:
    nodes = [seat["Inputs.level"], seat["Outputs.valve"]]

    results = seat.client.write_values(
        nodes, [ua.Variant(1, INT), ua.Variant(33, INT)], raise_on_partial_error=False
    )

    assert [result.name for result in results] == ["BadNotWritable", "Good"]
    until(lambda: bench.outputs["valve"] == 33, "the good one is taken")


def test_names_and_address_space_cannot_be_changed(seat: Any) -> None:
    node = seat["Outputs.valve"]
    name = ua.DataValue(ua.Variant(ua.LocalizedText("mine")))

    with pytest.raises(ua.UaStatusCodeError):
        node.write_attribute(ua.AttributeIds.DisplayName, name)
    with pytest.raises(ua.UaStatusCodeError):
        seat.client.nodes.objects.add_variable(seat.namespace, "mine", 1)
    with pytest.raises(ua.UaStatusCodeError):
        seat.client.delete_nodes([node])
    assert node.read_display_name().Text == "Valve"


def test_the_panel_is_worked_by_writing(bench: Any, seat: Any, until: Until) -> None:
    bench.wire.requests.clear()
    seat["Panel.start"].write_value(True)
    seat["Panel.setpoint"].write_value(0.25)
    seat["Panel.mode"].write_value(ua.Variant(2, INT))

    until(lambda: len(bench.asked) == 3, "the bench has been asked")
    assert bench.asked == [
        {"do": "operate", "control": "start", "value": 1.0},
        {"do": "operate", "control": "setpoint", "value": 0.25},
        {"do": "operate", "control": "mode", "value": 2.0},
    ]


def test_a_button_springs_back_when_the_client_that_holds_it_goes(
    bench: Any, seated: Any, until: Until
) -> None:
    with seated(bench.url) as operator:
        operator["Panel.start"].write_value(True)
        until(lambda: bench.asked[-1:] == [{**START, "value": 1.0}], "it is pressed")

    until(lambda: bench.asked[-1:] == [{**START, "value": 0.0}], "it is let go")
