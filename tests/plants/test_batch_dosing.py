"""The batch vessel against closed forms and its own bookkeeping."""

from __future__ import annotations

import math

import pytest

from plants.rig import WiredPlant
from trainlab.plants.batch.dosing import BatchDosing

TAGS = BatchDosing.description.tags
OUTPUTS = [tag.name for tag in TAGS if tag.direction.value == "output"]
IDLE = dict.fromkeys(OUTPUTS, 0.0)
DOSING = IDLE | {"pump_a_command": 1.0}
HEATING = IDLE | {"mixer_command": 1.0, "heater_power": 27648.0}


class Batch(WiredPlant):
    """The plant with names for its wires."""

    plant_type = BatchDosing


def test_what_is_dosed_is_the_flow_by_the_time_less_the_run_up_plus_the_run_down() -> None:
    batch = Batch()
    batch.run(10.0, DOSING)
    batch.run(5.0, IDLE)
    # what the lag takes at the start it gives back at the end; the contactor is 0.05 and 0.02 s late
    assert batch.facts["dosed_a_m3"] == pytest.approx(2e-4 * (10.0 - 0.05 + 0.02), rel=1e-6)


@pytest.mark.parametrize("tick_s", [0.001, 0.01, 0.1])
def test_every_pulse_is_counted_at_any_tick(tick_s: float) -> None:
    batch = Batch(pump_a_flow=1.99e-3)  # 199 pulses a second
    batch.run(2.0, DOSING, tick_s)
    batch.run(2.0, IDLE, tick_s)
    assert batch.inputs["flow_a_pulses"] == 392  # 1.99e-3 * (2 - 0.05 + 0.02) = 3.92 l


def test_mixing_two_liquids_of_one_temperature_changes_none_and_heat_rises_by_the_balance() -> None:
    batch = Batch(loss=0.0)
    batch.run(20.0, DOSING)
    batch.run(5.0, IDLE)
    litres = batch.facts["a_m3"]
    batch.run(30.0, HEATING)
    rise = 12000.0 * 30.0 / (4.18e6 * litres)
    assert batch.facts["temperature_degc"] == pytest.approx(20.0 + rise, rel=1e-9)
    batch.run(10.0, IDLE | {"pump_b_command": 1.0})
    batch.run(5.0, IDLE)
    whole = litres + batch.facts["b_m3"]
    assert batch.facts["temperature_degc"] == pytest.approx(20.0 + rise * litres / whole, rel=1e-9)


def test_the_vessel_loses_heat_as_newton_has_it() -> None:
    batch = Batch(loss=50.0)
    batch.run(20.0, DOSING)
    batch.run(30.0, HEATING)
    hot, volume = batch.facts["temperature_degc"], batch.facts["a_m3"]
    batch.run(100.0, IDLE)
    left = math.exp(-50.0 * 100.0 / (4.18e6 * volume))
    assert batch.facts["temperature_degc"] == pytest.approx(20.0 + (hot - 20.0) * left, rel=1e-5)


def test_the_drain_empties_in_the_time_of_torricelli() -> None:
    batch = Batch()
    batch.run(20.0, DOSING)
    batch.run(5.0, IDLE)
    level_m = batch.facts["a_m3"] / 0.05
    c = 10.0 / 36000.0 * math.sqrt(9.81)
    expected_s = 2 * 0.05 * (math.sqrt(level_m) - math.sqrt(5e-5 / 0.05)) / c + 0.5
    seconds = 0.0
    while batch.inputs["not_empty"]:
        batch.run(0.01, IDLE | {"drain_command": 1.0})
        seconds += 0.01
    assert seconds == pytest.approx(expected_s, abs=0.02)
    assert batch.facts["batches"] == 1


def test_what_trickles_through_an_open_drain_is_no_batch() -> None:
    batch = Batch(pump_a_flow=2e-5)
    batch.run(20.0, DOSING | {"drain_command": 1.0})
    assert not batch.inputs["not_empty"]
    assert batch.facts["batches"] == 0


def test_nothing_that_was_dosed_is_lost() -> None:
    batch = Batch()
    batch.run(90.0, DOSING | {"pump_b_command": 1.0})
    batch.run(10.0, DOSING | {"drain_command": 1.0})
    facts = batch.facts
    assert facts["overflow_m3"] > 0.0
    dosed = facts["dosed_a_m3"] + facts["dosed_b_m3"]
    gone = facts["drained_m3"] + facts["overflow_m3"] + facts["evaporated_m3"]
    assert dosed - gone == pytest.approx(facts["a_m3"] + facts["b_m3"], abs=1e-12)


def test_heat_without_mixer_or_liquid_scorches() -> None:
    batch = Batch()
    batch.run(5.0, HEATING)
    assert batch.facts["scorch_s"] == pytest.approx(5.0)
    assert batch.facts["temperature_degc"] == 20.0
    wet = Batch()
    wet.run(20.0, DOSING)
    wet.run(5.0, HEATING)
    assert wet.facts["scorch_s"] == pytest.approx(0.05, abs=0.02)


def test_what_boils_takes_the_heat_of_evaporation_with_it() -> None:
    batch = Batch(loss=0.0, heater_power=1e5)
    batch.run(10.0, DOSING | {"pump_b_command": 1.0})
    batch.run(5.0, IDLE | {"mixer_command": 1.0})
    litres = batch.facts["a_m3"] + batch.facts["b_m3"]
    share_of_a = batch.facts["a_m3"] / litres
    to_boil_s = 80.0 * 4.18e6 * litres / 1e5
    batch.run(to_boil_s + 30.0, HEATING)
    facts = batch.facts
    boiled = facts["evaporated_m3"]
    assert facts["temperature_degc"] == pytest.approx(100.0, abs=1e-9)
    assert boiled == pytest.approx(1e5 * 30.0 / 2.257e9, rel=5e-3)  # 2257 kJ/kg
    assert facts["a_m3"] + facts["b_m3"] == pytest.approx(litres - boiled, abs=1e-9)
    assert facts["a_m3"] / (litres - boiled) == pytest.approx(share_of_a, rel=1e-6)


def test_a_dry_heater_burns_out_by_its_energy_and_heats_nothing_until_it_is_replaced() -> None:
    half = IDLE | {"mixer_command": 1.0, "heater_power": 13824.0}
    batch = Batch(heater_dry_life=40.0)
    batch.run(79.0, half)
    assert not batch.facts["heater_broken"]
    batch.run(2.0, half)
    assert batch.facts["heater_broken"]
    batch.run(20.0, DOSING)
    used = batch.facts["energy_j"]
    batch.run(10.0, HEATING)
    assert batch.facts["temperature_degc"] == 20.0
    assert batch.facts["energy_j"] - used == pytest.approx(10.0 * 200.0, rel=0.01)  # the mixer's
    batch.plant.operate("replace_heater", 1.0)
    assert batch.facts["heater_broken"]  # not while it is switched on
    batch.plant.operate("replace_heater", 0.0)
    batch.run(1.0, IDLE)
    batch.plant.operate("replace_heater", 1.0)
    batch.run(10.0, HEATING)
    assert batch.facts["temperature_degc"] > 25.0


def test_a_covered_heater_does_not_wear_without_the_mixer() -> None:
    batch = Batch()
    batch.run(20.0, DOSING)
    batch.run(60.0, IDLE | {"heater_power": 27648.0})
    assert batch.facts["scorch_s"] == pytest.approx(60.0)
    assert batch.facts["heater_wear"] == 0.0


def test_a_batch_keeps_the_recipe_that_it_began_with() -> None:
    batch = Batch()
    batch.plant.operate("recipe_a", 3e-3)
    batch.run(5.0, DOSING)
    batch.plant.operate("recipe_a", 4e-3)
    batch.run(5.0, IDLE)
    batch.run(5.0, DOSING)
    assert batch.facts["recipe_a_m3"] == 4e-3
    assert batch.facts["batch_recipe_a_m3"] == 3e-3
    batch.run(60.0, IDLE | {"drain_command": 1.0})
    batch.run(1.0, DOSING)
    assert batch.facts["batch_recipe_a_m3"] == 4e-3


def test_after_a_power_dip_what_is_still_commanded_runs_again() -> None:
    batch = Batch()
    batch.run(1.0, DOSING)
    batch.plant.change("mains", 0.0)
    batch.run(0.1, DOSING)
    assert not batch.inputs["pump_a_running"]
    batch.plant.change("mains", 1.0)
    batch.run(0.1, DOSING)
    assert batch.inputs["pump_a_running"]


def test_without_supply_a_pump_runs_and_gives_no_pulse() -> None:
    batch = Batch(supply_a=0.0)
    batch.run(5.0, DOSING)
    assert batch.inputs["pump_a_running"]
    assert batch.inputs["flow_a_pulses"] == 0


def test_the_emergency_stop_cuts_motors_drain_and_heater() -> None:
    batch = Batch()
    everything = dict.fromkeys(OUTPUTS, 1.0) | {"heater_power": 27648.0}
    batch.run(5.0, everything)
    batch.plant.operate("estop", 1.0)
    batch.run(2.0, everything)
    facts = batch.facts
    before = facts["energy_j"]
    assert not any(facts[n] for n in ("pump_a_on", "pump_b_on", "mixer_on", "drain_open"))
    batch.run(2.0, everything)
    assert batch.facts["energy_j"] == before
