"""The heat/cool block against the published numbers of the TCLab model and scipy's DOP853."""

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
            200 * 50 / 5720 + (21 - h1) / 20 - (h1 - h2) / 100,
            200 * 20 / 5720 + (21 - h2) / 20 + (h1 - h2) / 100,
            (h1 - t1) / 140,
            (h2 - t2) / 140,
        ]

    reference = solve_ivp(slope, (0, 300), start, "DOP853", rtol=1e-12, atol=1e-12)
    block.run(300.0, HALF)
    assert [block.facts[name] for name in STATES] == pytest.approx(reference.y[:, -1], rel=1e-8)


def test_the_eigenvalues_are_those_of_the_model() -> None:
    def decay(first: float, second: float) -> float:
        """What is left, per second, of that much more than the air's 21 degC in the blocks."""
        x = np.array([first, second])
        a = np.array([[-0.06, 0.01], [0.01, -0.06]])
        return float((a @ x / x)[0])

    assert decay(1.0, 1.0) == pytest.approx(-0.05)
    assert decay(1.0, -1.0) == pytest.approx(-0.07)
    block = Block(initial_temperature=61.0)
    block.run(20.0, IDLE)
    assert block.facts["block_1_degc"] - 21.0 == pytest.approx(
        40.0 * np.exp(-0.05 * 20.0), rel=1e-9
    )


def test_the_fan_takes_five_times_as_much() -> None:
    block = Block()
    block.run(3000.0, HALF | FAN)
    still = 200 * 50 / 5720
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
    block.run(60.0, IDLE | FAN)
    block.plant.operate("cutout_reset", 1.0)
    assert block.inputs["cutout_ok"]


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
