"""The quadruple tank against Johansson (IEEE TCST 8(3), 2000), closed forms and scipy's DOP853."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.signal import ss2tf

from trainlab.core.seeds import Seed
from trainlab.plants.tanks.quadruple import QuadrupleTank

G = 9.81
AREA = (28e-4, 32e-4, 28e-4, 32e-4)
HOLE = (0.071e-4, 0.057e-4, 0.071e-4, 0.057e-4)
FULL_V, FULL_M = 10.0, 0.2  # 0.5 V/cm
FACTS = [fact.name for fact in QuadrupleTank.description.facts]


@dataclass(frozen=True)
class Setting:
    """One of the paper's two settings: voltages, pump constants in m3/(s V), valves."""

    volts: tuple[float, float]
    k: tuple[float, float]
    gamma: tuple[float, float]

    @property
    def levels(self) -> tuple[float, float, float, float]:
        """The steady state of the model in closed form."""
        (q1, q2), (g1, g2) = self.flows, self.gamma
        return (
            ((g1 * q1 + (1 - g2) * q2) / HOLE[0]) ** 2 / (2 * G),
            ((g2 * q2 + (1 - g1) * q1) / HOLE[1]) ** 2 / (2 * G),
            ((1 - g2) * q2 / HOLE[2]) ** 2 / (2 * G),
            ((1 - g1) * q1 / HOLE[3]) ** 2 / (2 * G),
        )

    @property
    def flows(self) -> tuple[float, float]:
        return self.volts[0] * self.k[0], self.volts[1] * self.k[1]

    @property
    def parameters(self) -> dict[str, float]:
        return {
            "gamma_1": self.gamma[0],
            "gamma_2": self.gamma[1],
            "pump_1_flow": FULL_V * self.k[0],
            "pump_2_flow": FULL_V * self.k[1],
            "transmitter_noise": 0.0,
        }

    @property
    def outputs(self) -> tuple[float, ...]:
        """Both pumps on, at these voltages exactly (codes need not be whole here)."""
        return (0, 0, 0, 0, 1, 1, *(27648.0 * volts / FULL_V for volts in self.volts))


MINIMUM = Setting((3.00, 3.00), (3.33e-6, 3.35e-6), (0.70, 0.60))
NON_MINIMUM = Setting((3.15, 3.15), (3.14e-6, 3.29e-6), (0.43, 0.34))
settings = pytest.mark.parametrize("setting", [MINIMUM, NON_MINIMUM], ids=["P-", "P+"])


def plant_of(parameters: Mapping[str, float]) -> QuadrupleTank:
    defaults = {each.name: each.default for each in QuadrupleTank.description.parameters}
    return QuadrupleTank(defaults | parameters, Seed(1))


def started(setting: Setting, levels: tuple[float, ...]) -> QuadrupleTank:
    """The plant with both contactors closed, at those levels as nearly as that lets it."""
    (q1, q2), (g1, g2) = setting.flows, setting.gamma
    missed = (g1 * q1, g2 * q2, (1 - g2) * q2, (1 - g1) * q1)  # until the contactors close
    initial = {f"initial_level_{n + 1}": levels[n] + 0.05 * missed[n] / AREA[n] for n in range(4)}
    plant = plant_of(setting.parameters | initial)
    plant.step(setting.outputs, 0.05)
    return plant


def facts_of(plant: QuadrupleTank) -> dict[str, float]:
    values = [0.0] * len(FACTS)
    plant.report(values)
    return dict(zip(FACTS, values, strict=True))


def levels_of(plant: QuadrupleTank) -> list[float]:
    facts = facts_of(plant)
    return [facts[f"level_{n}_m"] for n in (1, 2, 3, 4)]


def settled(setting: Setting, parameters: Mapping[str, float] | None = None) -> list[float]:
    plant = plant_of(setting.parameters | dict(parameters or {}))
    for _ in range(60_000):
        plant.step(setting.outputs, 0.05)
    return levels_of(plant)


def jacobian(setting: Setting) -> tuple[np.ndarray, np.ndarray]:
    """A and B by central differences of short steps of the plant itself."""
    dt_s, v0 = 1e-3, setting.volts

    def seen(place: int, by: float) -> tuple[np.ndarray, np.ndarray]:
        """Levels and voltages, and the slope of the levels there, one of the six moved."""
        levels = tuple(h + by * (n == place) for n, h in enumerate(setting.levels))
        volts = (v0[0] + 100 * by * (place == 4), v0[1] + 100 * by * (place == 5))
        moved = Setting(volts, setting.k, setting.gamma)
        plant = started(moved, levels)
        before = np.array(levels_of(plant))
        plant.step(moved.outputs, dt_s)
        return np.append(before, volts), (np.array(levels_of(plant)) - before) / dt_s

    pairs = [(seen(place, 1e-4), seen(place, -1e-4)) for place in range(6)]
    moves = np.column_stack([up[0] - down[0] for up, down in pairs])
    slopes = np.column_stack([up[1] - down[1] for up, down in pairs])
    both = slopes @ np.linalg.inv(moves)
    return both[:, :4], both[:, 4:]


@settings
def test_it_settles_at_the_levels_of_the_closed_form(setting: Setting) -> None:
    assert settled(setting) == pytest.approx(setting.levels, rel=1e-9)


@pytest.mark.parametrize(
    ("setting", "printed"),
    [(MINIMUM, (12.4, 12.7, 1.8, 1.4)), (NON_MINIMUM, (12.6, 13.0, 4.8, 4.9))],
    ids=["P-", "P+"],
)
def test_the_levels_are_about_those_that_johansson_measured(
    setting: Setting, printed: tuple[float, ...]
) -> None:
    assert [level * 100 for level in setting.levels] == pytest.approx(printed, rel=0.11)


@settings
def test_a_run_agrees_with_an_independent_integrator(setting: Setting) -> None:
    plant = started(setting, (0.02, 0.03, 0.01, 0.005))
    start = levels_of(plant)
    (q1, q2), (g1, g2) = setting.flows, setting.gamma
    # the contactors close 50 ms after their coils: at the very end of the first step
    inflow = np.array([g1 * q1, g2 * q2, (1 - g2) * q2, (1 - g1) * q1])

    def slope(_: float, levels: np.ndarray) -> np.ndarray:
        out = np.array(HOLE) * np.sqrt(2 * G * levels)
        return (inflow - out + np.array([out[2], out[3], 0.0, 0.0])) / np.array(AREA)

    reference = solve_ivp(slope, (0, 120), start, "DOP853", rtol=1e-12, atol=1e-15)
    for _ in range(12_000):
        plant.step(setting.outputs, 0.01)
    assert levels_of(plant) == pytest.approx(reference.y[:, -1], rel=1e-8)


@pytest.mark.parametrize(
    ("setting", "model", "printed"),
    [
        (MINIMUM, (62.4, 90.6, 22.8, 30.1), (62, 90, 23, 30)),
        (NON_MINIMUM, (62.8, 92.0, 38.7, 56.6), (63, 91, 39, 56)),
    ],
    ids=["P-", "P+"],
)
def test_the_time_constants_are_those_of_the_paper(
    setting: Setting, model: tuple[float, ...], printed: tuple[float, ...]
) -> None:
    a, _ = jacobian(setting)
    constants = -1.0 / np.diag(a)
    assert constants == pytest.approx(model, abs=0.1)
    assert constants == pytest.approx(printed, abs=1.5)


@pytest.mark.parametrize(
    ("setting", "model", "printed"),
    [
        (MINIMUM, (2.596, 1.492, 1.415, 2.846), (2.6, 1.5, 1.4, 2.8)),
        (NON_MINIMUM, (1.514, 2.435, 2.572, 1.608), (1.5, 2.5, 2.5, 1.6)),
    ],
    ids=["P-", "P+"],
)
def test_the_gains_at_rest_are_those_of_the_paper(
    setting: Setting, model: tuple[float, ...], printed: tuple[float, ...]
) -> None:
    a, b = jacobian(setting)
    gain = -np.linalg.solve(a, b)[:2] * FULL_V / FULL_M
    assert gain.ravel() == pytest.approx(model, abs=1e-3)
    assert gain.ravel() == pytest.approx(printed, abs=0.08)


@pytest.mark.parametrize(
    ("setting", "relative_gain"), [(MINIMUM, 1.400), (NON_MINIMUM, -0.6357)], ids=["P-", "P+"]
)
def test_the_relative_gain_says_which_pump_belongs_to_which_level(
    setting: Setting, relative_gain: float
) -> None:
    g1, g2 = setting.gamma
    a, b = jacobian(setting)
    gain = np.linalg.solve(a, b)[:2]
    found = (gain * np.linalg.inv(gain).T)[0, 0]
    assert found == pytest.approx(g1 * g2 / (g1 + g2 - 1), rel=1e-4)
    assert found == pytest.approx(relative_gain, abs=1e-3)


@pytest.mark.parametrize(
    ("setting", "model", "printed"),
    [
        (MINIMUM, (-0.0597, -0.0175), (-0.060, -0.018)),
        (NON_MINIMUM, (-0.0563, 0.0128), (-0.057, 0.013)),
    ],
    ids=["P-", "P+"],
)
def test_the_zeros_are_those_of_the_paper(
    setting: Setting, model: tuple[float, float], printed: tuple[float, float]
) -> None:
    a, b = jacobian(setting)
    c = np.eye(2, 4)
    columns = [ss2tf(a, b, c, np.zeros((2, 2)), input=n) for n in (0, 1)]
    denominator = columns[0][1]
    determinant = np.polysub(
        np.polymul(columns[0][0][0], columns[1][0][1]),
        np.polymul(columns[0][0][1], columns[1][0][0]),
    )
    # det G = det N / d^2, and d divides det N once: what is left are the zeros
    numerator, rest = np.polydiv(np.trim_zeros(np.round(determinant, 18), "f"), denominator)
    roots = sorted(np.roots(numerator).real, key=float)
    assert rest == pytest.approx(np.zeros_like(rest), abs=1e-7)
    assert roots == pytest.approx(model, abs=1e-3)
    assert roots == pytest.approx(printed, abs=1e-3)


def test_no_water_is_lost_where_upper_tanks_run_over_into_lower_ones() -> None:
    plant = plant_of({"initial_level_1": 0.05, "initial_level_2": 0.08, "outlet_3": 1e-6})
    start = sum(a * h for a, h in zip(AREA, levels_of(plant), strict=True))
    for _ in range(6000):
        plant.step((0, 0, 0, 0, 1, 1, 27648, 27648), 0.05)
    facts, end = facts_of(plant), levels_of(plant)
    assert facts["level_3_m"] == pytest.approx(0.2)
    assert facts["overflow_m3"] > 0.0
    stored = sum(a * h for a, h in zip(AREA, end, strict=True)) - start
    balance = facts["inlet_m3"] - facts["outlet_m3"] - facts["overflow_m3"]
    assert stored == pytest.approx(balance, rel=1e-9)


def test_a_pump_that_loses_half_its_flow_quarters_what_only_it_feeds() -> None:
    whole = settled(MINIMUM)
    half = settled(MINIMUM, {"pump_2_flow": 5 * 3.35e-6})
    assert half[2] == pytest.approx(whole[2] / 4, rel=1e-9)
    assert half[3] == pytest.approx(whole[3], rel=1e-9)


def test_the_energy_goes_with_the_cube_of_the_voltage() -> None:
    plant = plant_of({})
    plant.step((0, 0, 0, 0, 1, 0, 0, 0), 0.05)
    for _ in range(100):
        plant.step((0, 0, 0, 0, 1, 0, 22118.4, 0), 0.1)
    assert facts_of(plant)["pump_energy_j"] == pytest.approx(12.0 * 0.512 * 10.0)


def test_the_emergency_stop_cuts_the_pumps_whatever_is_commanded() -> None:
    plant = started(MINIMUM, MINIMUM.levels)
    plant.operate("estop", 1.0)
    plant.step(MINIMUM.outputs, 0.1)
    facts = facts_of(plant)
    assert not facts["pump_1_on"]
    assert not facts["pump_2_on"]
    assert facts["flow_1_m3_s"] == facts["flow_2_m3_s"] == 0.0
    assert not math.isnan(facts["level_1_m"])
