"""Force, power and tool life against printed figures."""

from __future__ import annotations

import pytest

from trainlab.plants.cnc.nc import Tool, ToolKind
from trainlab.plants.cnc.nc.cutting import (
    C45,
    STEEL_42CRMO4,
    Material,
    cutting_load,
    specific_force,
    surface_speed,
    tool_life_s,
)
from trainlab.plants.cnc.nc.steps import Cut

TURNING = Tool(1, ToolKind.TURNING)


@pytest.mark.parametrize(
    ("material", "kc", "force", "power_kw"),
    [(C45, 2781.0, 1112.0, 3.71), (STEEL_42CRMO4, 3799.0, 1520.0, 5.07)],
)
def test_kienzle_gives_the_printed_force_and_power(
    material: Material, kc: float, force: float, power_kw: float
) -> None:
    # ap 2 mm, f 0.2 mm, vc 200 m/min
    speed = 200_000 / (3.141592653589793 * 50)
    load = cutting_load(TURNING, Cut(2.0), material, 0.2 * speed / 60, speed, 50.0, 0.0)

    assert specific_force(material, 0.2) == pytest.approx(kc, abs=0.5)
    assert load.force_n == pytest.approx(force, abs=0.5)
    assert load.power_w == pytest.approx(1000 * power_kw, rel=1e-3)


@pytest.mark.parametrize(
    ("speed", "minutes"), [(150, 123.5), (200, 39.06), (250, 16.0), (300, 7.716)]
)
def test_taylor_gives_the_printed_lives(speed: float, minutes: float) -> None:
    # n 0.25, C 500
    assert tool_life_s(TURNING, speed) / 60 == pytest.approx(minutes, rel=1e-3)


def test_taylor_goes_through_both_points_of_grooves_example() -> None:
    # Groover: (160 m/min, 5 min) and (100 m/min, 41 min) give n 0.2234, C 229.2
    tool = Tool(1, ToolKind.TURNING, taylor_exponent=0.2234, taylor_constant_m_min=229.2)

    assert tool_life_s(tool, 160.0) / 60 == pytest.approx(5.0, rel=2e-3)
    assert tool_life_s(tool, 100.0) / 60 == pytest.approx(41.0, rel=2e-3)


def test_a_worn_edge_needs_half_as_much_again() -> None:
    new, worn = (
        cutting_load(TURNING, Cut(2.0), C45, 4.0, 1200.0, 50.0, wear) for wear in (0.0, 1.0)
    )
    assert worn.power_w == pytest.approx(1.5 * new.power_w, rel=1e-12)


def test_a_drill_takes_what_the_drilling_formula_says() -> None:
    # Pc = f vc D kc / 240e3 kW, kc at h = f / 2 (two lips)
    drill = Tool(2, ToolKind.DRILL, diameter_mm=10.0)
    speed, f = 1000.0, 0.2
    load = cutting_load(drill, Cut(5.0), C45, f * speed / 60, speed, 10.0, 0.0)
    kc = 2220.0 * 0.1**-0.14

    assert load.power_w == pytest.approx(f * surface_speed(10.0, speed) * 10.0 * kc / 240.0)


def test_a_mill_takes_its_removal_rate_times_kc() -> None:
    # Pc = ap ae vf kc / 60e6 kW
    mill = Tool(3, ToolKind.MILL, diameter_mm=20.0, teeth=4)
    load = cutting_load(mill, Cut(3.0, 5.0), C45, 10.0, 1500.0, 20.0, 0.0)
    chip = 10.0 * 60 / 1500 / 4 * (5.0 / 20.0) ** 0.5

    assert load.power_w == pytest.approx(3.0 * 5.0 * 600.0 * 2220.0 * chip**-0.14 / 60e3)


def test_feed_into_a_spindle_at_rest_is_a_finite_force_and_no_life_is_lost() -> None:
    load = cutting_load(TURNING, Cut(2.0), C45, 4.0, 0.0, 50.0, 0.0)

    assert load.force_n > 10_000.0
    assert load.power_w == 0.0
    assert tool_life_s(TURNING, 0.0) == float("inf")
