"""The filling tank: float switches, a pump that suffers, and its own bookkeeping."""

from __future__ import annotations

import pytest

from plants.rig import WiredPlant
from trainlab.plants.tanks.filling import FillingTank

TAGS = FillingTank.description.tags
OUTPUTS = [tag.name for tag in TAGS if tag.direction.value == "output"]
IDLE = dict.fromkeys(OUTPUTS, 0)
FILLING = IDLE | {"pump_command": 1, "inlet_command": 1}


class Rig(WiredPlant):
    """The plant with names for its wires."""

    plant_type = FillingTank


def test_the_floats_switch_at_their_levels_and_a_differential_below() -> None:
    rig = Rig(initial_level=0.1, well_inflow=1e-3, outlet_kv=3.0)
    seen = []
    for _ in range(4000):
        rig.run(0.01, FILLING)
        seen.append((rig.facts["level_m"], rig.inputs["above_low"], rig.inputs["below_high"]))
    assert all(low == (level >= 0.15) for level, low, _ in seen)
    assert all(high == (level < 0.45) for level, _, high in seen)
    assert not rig.inputs["below_high"]
    while not rig.inputs["below_high"]:
        rig.run(0.01, IDLE | {"discharge_command": 1})
    assert rig.facts["level_m"] == pytest.approx(0.44, abs=1e-3)


def test_no_water_is_lost() -> None:
    rig = Rig(leak_kv=0.3, initial_level=0.6)
    rig.run(60.0, FILLING | {"discharge_command": 1})
    rig.run(60.0, FILLING)
    facts = rig.facts
    assert facts["overflow_m3"] > 0.0
    gone = facts["outlet_m3"] + facts["leak_m3"] + facts["overflow_m3"]
    tank = 0.02 * (facts["level_m"] - 0.6)
    assert facts["inlet_m3"] - gone == pytest.approx(tank, abs=1e-12)
    well = 0.06 * (facts["well_m"] - 0.45)
    taken = facts["inlet_m3"] + facts["well_spilt_m3"]
    assert facts["well_inflow_m3"] - taken == pytest.approx(well, abs=1e-12)


def test_a_pump_that_draws_air_gives_no_water_wears_and_breaks() -> None:
    rig = Rig(well_inflow=0.0, initial_well_level=0.05)
    rig.run(10.05, FILLING)
    facts = rig.facts
    assert facts["inlet_m3"] == 0.0
    assert facts["dry_run_s"] == pytest.approx(10.0)
    assert facts["pump_wear"] == pytest.approx(0.5)
    rig.run(10.1, FILLING)
    assert rig.facts["pump_broken"]
    rig.plant.change("well_inflow", 0.01)
    rig.run(10.0, FILLING)
    assert rig.inputs["suction_ok"]
    assert rig.facts["inlet_m3"] == 0.0


def test_only_a_pump_that_stands_still_is_replaced() -> None:
    rig = Rig(well_inflow=0.0, initial_well_level=0.05)
    rig.run(21.0, FILLING)
    for pressed in (1.0, 0.0):
        rig.plant.operate("replace_pump", pressed)
    assert rig.facts["pump_broken"]
    rig.run(1.0, IDLE)
    for pressed in (1.0, 0.0):
        rig.plant.operate("replace_pump", pressed)
    assert not rig.facts["pump_broken"]
    assert rig.facts["pump_wear"] == 0.0


def test_a_pump_against_a_shut_valve_wears_more_slowly() -> None:
    rig = Rig()
    rig.run(30.05, IDLE | {"pump_command": 1})
    assert rig.facts["deadhead_s"] == pytest.approx(30.0)
    assert rig.facts["pump_wear"] == pytest.approx(0.1)


def test_every_start_of_the_pump_counts() -> None:
    rig = Rig()
    for _ in range(5):
        rig.run(0.5, FILLING)
        rig.run(0.5, IDLE)
    assert rig.facts["pump_starts"] == 5


@pytest.mark.parametrize("tick_s", [0.001, 0.01, 0.1])
def test_the_moment_of_the_float_does_not_depend_on_the_tick(tick_s: float) -> None:
    rig = Rig(initial_level=0.1, well_inflow=1e-3)
    moment = 0.0
    while not rig.inputs["above_low"]:
        rig.run(tick_s, FILLING, tick_s)
        moment += tick_s
    assert moment == pytest.approx(4.603, abs=0.002 + tick_s)


def test_the_emergency_stop_cuts_everything_whatever_is_commanded() -> None:
    rig = Rig()
    everything = FILLING | {"discharge_command": 1}
    rig.run(1.0, everything)
    rig.plant.operate("estop", 1.0)
    rig.run(1.0, everything)
    facts = rig.facts
    assert not any(facts[name] for name in ("pump_on", "inlet_open", "discharge_open", "power_on"))
    assert facts["inflow_m3_s"] == facts["outflow_m3_s"] == 0.0
