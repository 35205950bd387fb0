"""What each fault makes of a raw value, on the tags of the level loop."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from trainlab.core import catalog
from trainlab.core.fault import UnsuitableTag
from trainlab.core.quantity import UnitMismatch
from trainlab.core.seeds import Seed
from trainlab.core.tag import Tag
from trainlab.plants.tanks.level import TankLevel

TAGS = {tag.name: tag for tag in TankLevel.description.tags}
LEVEL, SETPOINT, BUTTON = TAGS["level_raw"], TAGS["setpoint_raw"], TAGS["start_button"]
BEGIN_NS = 1_000_000_000


def bent(kind: str, tag: Tag, value: float, after_ns: int = 0, **fields: object) -> float:
    """What arrives of one value, so long after the fault began."""
    spec = catalog.load("faults", kind).model_validate(fields)
    fault = spec.on(tag, BEGIN_NS, Seed(1), "f")
    fault.bend(value, BEGIN_NS)
    return float(fault.bend(value, BEGIN_NS + after_ns))


def test_a_bias_is_in_the_unit_of_its_tag() -> None:
    assert bent("bias", LEVEL, 10_000, by="0.05 m") == 10_000 + 2765
    assert bent("bias", LEVEL, 10_000, by="10 %") == 10_000 + 2765


def test_a_bias_of_another_dimension_is_refused() -> None:
    with pytest.raises(UnitMismatch):
        bent("bias", LEVEL, 0, by="5 bar")


def test_a_biased_transmitter_stays_within_namur_limits() -> None:
    assert bent("bias", LEVEL, 27_000, by="50 %") == 28_512  # 20.5 mA


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("bias", {"by": "1e308 %"}),
        ("drift", {"by": "1e308 %", "over": "1 ns"}),
        ("noise", {"rms": "1e308 %"}),
        ("stuck", {"at": "1e308 %"}),
    ],
)
def test_more_than_a_number_can_say_is_refused(kind: str, fields: dict[str, Any]) -> None:
    with pytest.raises(UnsuitableTag):
        bent(kind, LEVEL, 10_000, **fields)


def test_a_drift_of_many_raw_codes_ends_at_the_signals_limit() -> None:
    fields: dict[str, Any] = {"by": "1e308 raw", "over": "1 ns"}
    assert bent("drift", LEVEL, 10_000, 1_000_000_000, **fields) == 28_512


def test_a_whole_number_of_any_length_is_no_quantity_and_no_failure() -> None:
    with pytest.raises(ValidationError):
        bent("bias", LEVEL, 0, by=10**400)


def test_a_drift_grows_with_time() -> None:
    half, full = (
        bent("drift", LEVEL, 10_000, after_ns=ns, by="10 %", over="10 s")
        for ns in (5_000_000_000, 10_000_000_000)
    )
    assert half == pytest.approx(10_000 + 1382, abs=1)
    assert full == pytest.approx(10_000 + 2765, abs=1)


def test_an_open_current_loop_reads_as_wire_break_and_an_open_contact_as_false() -> None:
    assert bent("open_wire", LEVEL, 10_000) == 32_767
    assert bent("open_wire", BUTTON, True) == 0


def test_a_stuck_wire_keeps_what_it_had() -> None:
    fault = catalog.load("faults", "stuck").model_validate({}).on(LEVEL, 0, Seed(1), "f")
    assert [fault.bend(value, tick) for tick, value in enumerate((5, 6, 7))] == [5, 5, 5]


def test_noise_comes_again_with_its_seed_and_fits_an_int() -> None:
    spec = catalog.load("faults", "noise").model_validate({"rms": "50 %"})
    one, other = (spec.on(LEVEL, 0, Seed(3), "f") for _ in range(2))
    values = [one.bend(13_000, tick * 10_000_000) for tick in range(500)]
    assert values == [other.bend(13_000, tick * 10_000_000) for tick in range(500)]
    assert len(set(values)) > 100
    assert all(isinstance(value, int) and -32768 <= value <= 32767 for value in values)
