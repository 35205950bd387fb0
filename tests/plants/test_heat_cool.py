"""The heat/cool block against the published numbers of TCLab and its twin, and scipy's DOP853."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from plants.rig import WiredPlant
from trainlab.plants.thermal.heat_cool import HeatCool

TAGS = HeatCool.description.tags
OUTPUTS = [tag.name for tag in TAGS if tag.direction.value == "output"]
IDLE = dict.fromkeys(OUTPUTS, 0.0)
HALF = IDLE | {"heater_command": 1.0, "heater_power": 13824.0}
FAN = {"fan_command": 1.0, "fan_speed": 27648.0}
STATES = ("block_1_degc", "block_2_degc", "temperature_degc", "neighbour_degc")


class Block(WiredPlant):
    """The plant with names for its wires."""

    plant_type = HeatCool
    tick_s = 0.1


def test_half_power_gives_the_published_temperatures() -> None:
    block = Block()
    block.run(4000.0, HALF)
    assert block.facts["temperature_degc"] == pytest.approx(50.970, abs=1e-3)
    assert block.facts["neighbour_degc"] == pytest.approx(25.995, abs=1e-3)


def test_a_run_agrees_with_an_independent_integrator() -> None:
    block = Block(neighbour_power=0.2, initial_temperature=30.0)
    block.run(0.1, HALF)
    start = [block.facts[name] for name in STATES]

    def slope(_: float, x: np.ndarray) -> list[float]:
        h1, h2, t1, t2 = x
        return [
            200 * 50 / 40040 + (21 - h1) / 140 - (h1 - h2) / 700,
            200 * 20 / 40040 + (21 - h2) / 140 + (h1 - h2) / 700,
            (h1 - t1) / 20,
            (h2 - t2) / 20,
        ]

    reference = solve_ivp(slope, (0, 300), start, "DOP853", rtol=1e-12, atol=1e-12)
    block.run(300.0, HALF)
    assert [block.facts[name] for name in STATES] == pytest.approx(reference.y[:, -1], rel=1e-8)


@pytest.mark.parametrize("after_s", [30.0, 160.0, 600.0])
def test_a_step_of_the_heater_warms_the_sensors_as_in_the_published_twin(after_s: float) -> None:
    """TCLabModel of tclab 1.0.0: lags of 20 s and 100 s, then 140 s; their sum does not tell."""

    def twin(_: float, x: np.ndarray) -> list[float]:
        h1, h2, t1, t2 = x
        return [
            200 * 50 / 5720 + (21 - h1) / 20 - (h1 - h2) / 100,
            (21 - h2) / 20 + (h1 - h2) / 100,
            (h1 - t1) / 140,
            (h2 - t2) / 140,
        ]

    *_, t1, t2 = solve_ivp(twin, (0, after_s), [21.0] * 4, "DOP853", rtol=1e-12, atol=1e-12).y[
        :, -1
    ]
    block = Block()
    block.run(0.1, IDLE | {"heater_command": 1.0})
    block.run(after_s, HALF)
    facts = block.facts
    assert facts["temperature_degc"] + facts["neighbour_degc"] == pytest.approx(t1 + t2, abs=1e-6)
    assert facts["temperature_degc"] == pytest.approx(t1, abs=1.3)


def test_alike_blocks_cool_with_the_time_constant_of_the_board() -> None:
    """Between 160 s and 167 s by the energy balances of Kantor and Hedengren, 140 s by the twin."""
    block = Block(initial_temperature=61.0)
    block.run(140.0, IDLE)
    assert block.facts["block_1_degc"] - 21.0 == pytest.approx(40.0 * np.exp(-1.0), rel=1e-9)


def test_the_difference_of_the_blocks_dies_with_a_hundredth_per_second() -> None:
    block = Block()
    block.run(2000.0, HALF)
    block.run(0.1, IDLE)
    before = block.facts["block_1_degc"] - block.facts["block_2_degc"]
    block.run(100.0, IDLE)
    after = block.facts["block_1_degc"] - block.facts["block_2_degc"]
    assert after == pytest.approx(before * np.exp(-1.0), rel=1e-9)


def test_full_power_warms_a_block_of_twenty_joules_a_kelvin() -> None:
    block = Block()
    full = HALF | {"heater_power": 27648.0}
    block.run(1.05, full)
    warmed = block.facts["block_1_degc"] - 21.0
    assert block.facts["heater_energy_j"] / warmed == pytest.approx(20.02, rel=0.01)


def test_the_fan_takes_five_times_as_much() -> None:
    block = Block()
    block.run(3000.0, HALF | FAN)
    still = 200 * 50 / 5720  # with both sides by 7
    h1 = np.linalg.solve([[0.25 + 0.01, -0.01], [-0.01, 0.06]], [still, 0.0])[0] + 21
    assert block.facts["block_1_degc"] == pytest.approx(h1, rel=1e-9)


def test_energy_is_power_by_time() -> None:
    block = Block()
    block.run(100.1, HALF)
    block.run(50.0, IDLE)
    # the contactor closes 0.05 s late and opens 0.02 s late, but with no power commanded then
    assert block.facts["heater_energy_j"] == pytest.approx(10.0 * 0.5 * 100.05)


def test_the_cut_out_opens_in_the_circuit_and_is_pushed_in_when_it_has_cooled() -> None:
    block = Block(ambient=60.0)
    full = HALF | {"heater_power": 27648.0}
    while block.inputs["cutout_ok"]:
        block.run(0.1, full)
    block.run(0.1, full)
    assert block.facts["power_share"] == 0.0
    block.plant.operate("cutout_reset", 1.0)
    assert not block.inputs["cutout_ok"]
    while block.facts["block_1_degc"] > 70.0:
        block.run(0.1, IDLE | FAN)
    block.plant.operate("cutout_reset", 1.0)
    assert block.inputs["cutout_ok"]


def test_a_cut_out_opens_and_can_be_pushed_in_at_its_own_temperatures() -> None:
    block = Block(cutout_temperature=60.0)
    full = HALF | {"heater_power": 27648.0}
    while block.inputs["cutout_ok"]:
        block.run(0.1, full)
    assert block.facts["block_1_degc"] == pytest.approx(60.0, abs=0.1)
    while not block.inputs["cutout_ok"]:
        block.run(0.1, IDLE)
        block.plant.operate("cutout_reset", 1.0)
    assert block.facts["block_1_degc"] == pytest.approx(35.0, abs=0.1)


def test_a_dead_fan_does_not_report_and_a_burnt_element_does_not_heat() -> None:
    block = Block(fan_drive=0.0, element=0.0)
    block.run(60.0, HALF | FAN)
    assert not block.inputs["fan_running"]
    assert block.inputs["heater_on"]
    assert block.facts["block_1_degc"] == pytest.approx(21.0)


def test_the_emergency_stop_opens_both_contactors() -> None:
    block = Block()
    block.run(10.0, HALF | FAN)
    assert block.inputs["fan_running"]
    block.plant.operate("estop", 1.0)
    block.run(5.0, HALF | FAN)
    assert not block.facts["heater_closed"]
    assert not block.facts["fan_closed"]
    assert not block.inputs["fan_running"]
