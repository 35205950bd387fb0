"""Cylinders, their air, their valves and reed switches: against ISO 6358-1, Boyle and an independent integration."""

from __future__ import annotations

from math import exp, pi

import pytest
from scipy.integrate import solve_ivp

from trainlab.plants.parts.agenda import NEVER, Agenda
from trainlab.plants.parts.air_supply import ATMOSPHERE_PA, AirSupply
from trainlab.plants.parts.bistable_valve import BistableValve
from trainlab.plants.parts.cylinder import Cylinder, ReedSwitch, conductance_share
from trainlab.plants.parts.inspection import ContrastSensor, Inspection, ProximitySwitch, Workpiece

BORE_M, ROD_M, STROKE_M = 0.02, 0.008, 0.1
LOAD_PA = 150_000.0


class Bench:
    """One cylinder on a supply, and its agenda."""

    def __init__(self, bar: float = 6.0, receiver_m3: float = 1e3, **single: bool) -> None:
        self.supply = AirSupply(1e5 * bar, receiver_m3, 1.0)
        self.cylinder = Cylinder(
            self.supply, BORE_M, ROD_M, STROKE_M, 0.2, 0.3, LOAD_PA, single.get("single", False)
        )
        self.agenda = Agenda([self.cylinder])

    @property
    def position(self) -> float:
        return self.cylinder.position(self.agenda.now_s)

    def drive(self, out: bool) -> None:
        self.cylinder.drive(self.agenda.now_s, out)

    def time_to(self, position: float, limit_s: float = 20.0) -> float:
        began_s = self.agenda.now_s
        while self.agenda.now_s < began_s + limit_s:
            if self.position == position:
                return self.agenda.now_s - began_s
            self.agenda.pass_time(0.001)
        raise AssertionError(f"at {self.position} after {limit_s} s")


@pytest.mark.parametrize(
    ("ratio", "share"),
    [(0.0, 1.0), (0.3, 1.0), (0.65, 0.8660254037844386), (0.86, 0.6), (1.0, 0.0), (1.4, 0.0)],
)
def test_the_flow_through_a_throttle_is_that_of_iso_6358(ratio: float, share: float) -> None:
    # with b = 0.3: (0.65 - 0.3) / 0.7 = 1/2, sqrt(3)/2; (0.86 - 0.3) / 0.7 = 0.8, 0.6
    assert conductance_share(ratio) == pytest.approx(share, abs=1e-12)


def test_a_stroke_at_six_bar_takes_the_time_that_was_given() -> None:
    bench = Bench()
    bench.drive(True)
    assert bench.time_to(1.0) == pytest.approx(0.2, abs=0.0011)
    bench.drive(False)
    assert bench.time_to(0.0) == pytest.approx(0.3, abs=0.0011)


def test_less_pressure_makes_it_slower_as_iso_6358_has_it() -> None:
    bench = Bench(bar=3.0)
    bench.drive(True)
    load, low, nominal = LOAD_PA + ATMOSPHERE_PA, 3e5 + ATMOSPHERE_PA, 6e5 + ATMOSPHERE_PA
    # the flow is p psi(p_d / p): psi of 0.6263 is 0.8844, of 0.3583 it is 0.9965
    expected_s = 0.2 * (nominal * 0.99653) / (low * 0.88443)
    assert (load / low, load / nominal) == pytest.approx((0.62625, 0.35834), abs=1e-4)
    assert bench.time_to(1.0) == pytest.approx(expected_s, rel=0.004)


def test_below_what_load_and_friction_take_it_stalls_and_goes_on_when_the_air_is_back() -> None:
    bench = Bench(bar=1.5)
    bench.drive(True)
    bench.agenda.pass_time(5.0)
    assert bench.position == 0.0
    assert bench.cylinder.reach_s(1.0) == NEVER
    bench.supply.change(bench.agenda.now_s, 6e5)
    bench.time_to(1.0)


def test_a_stroke_takes_its_volume_at_the_pressure_as_boyle_has_it() -> None:
    bench = Bench()
    bench.drive(True)
    bench.time_to(1.0)
    out_m3 = 0.25 * pi * BORE_M**2 * STROKE_M * (6e5 + ATMOSPHERE_PA) / 1e5
    assert bench.cylinder.taken_m3(bench.agenda.now_s) == pytest.approx(out_m3, rel=1e-6)
    assert out_m3 == pytest.approx(
        0.22e-3, rel=0.01
    )  # makers' tables: 2.2 l a metre and cycle side
    bench.drive(False)
    bench.time_to(0.0)
    both = out_m3 * (2.0 - (ROD_M / BORE_M) ** 2)
    assert bench.cylinder.taken_m3(bench.agenda.now_s) == pytest.approx(both, rel=1e-6)


def test_a_small_receiver_loses_pressure_in_the_stroke_as_an_integration_has_it() -> None:
    receiver_m3 = 0.0003
    bench = Bench(receiver_m3=receiver_m3)
    area_m3 = 0.25 * pi * BORE_M**2 * STROKE_M
    load, full = LOAD_PA + ATMOSPHERE_PA, 6e5 + ATMOSPHERE_PA

    def slope(_: float, state: list[float]) -> list[float]:
        _x, p = state
        rate = p * conductance_share(load / p) / (full * conductance_share(load / full)) / 0.2
        return [rate, (full - p) / 1.0 - area_m3 * rate * p / receiver_m3]

    solved = solve_ivp(slope, (0.0, 0.2), [0.0, full], method="DOP853", rtol=1e-10)
    bench.drive(True)
    bench.agenda.pass_time(0.2)
    bench.cylinder.happen(0.2)  # book what the last piece took
    assert bench.position == pytest.approx(solved.y[0][-1], rel=0.005)
    assert bench.supply.pressure_pa(0.2) == pytest.approx(solved.y[1][-1], rel=0.005)
    assert solved.y[1][-1] < 0.93 * full


def test_a_receiver_is_filled_with_its_time_constant() -> None:
    supply = AirSupply(2e5, 0.002, 1.0)
    supply.change(0.0, 6e5)
    for now_s in (0.5, 1.0, 3.0):
        expected = 6e5 - 4e5 * exp(-now_s)
        assert supply.pressure_pa(now_s) - ATMOSPHERE_PA == pytest.approx(expected, rel=1e-12)
    assert supply.pressure_pa(60.0) - ATMOSPHERE_PA == pytest.approx(6e5, rel=1e-15)


def test_a_turn_in_mid_stroke_goes_back_from_where_the_rod_is() -> None:
    bench = Bench()
    bench.drive(True)
    bench.agenda.pass_time(0.1)
    bench.drive(False)
    assert bench.position == pytest.approx(0.5, rel=1e-6)
    assert bench.time_to(0.0) == pytest.approx(0.15, abs=0.0011)


def test_a_stuck_rod_stands_where_it_is() -> None:
    bench = Bench()
    bench.drive(True)
    bench.agenda.pass_time(0.1)
    bench.cylinder.stick(bench.agenda.now_s, True)
    bench.drive(False)
    bench.agenda.pass_time(2.0)
    assert bench.position == pytest.approx(0.5, rel=1e-6)
    bench.cylinder.stick(bench.agenda.now_s, False)
    bench.time_to(0.0)


def test_the_course_of_a_rod_is_the_same_bits_at_any_tick() -> None:
    ends = []
    for tick_s in (0.001, 0.01, 0.1):
        bench = Bench(bar=2.0, receiver_m3=0.001)
        bench.drive(True)
        for _ in range(round(0.3 / tick_s)):
            bench.agenda.pass_time(tick_s)
        ends.append((bench.position, bench.supply.pressure_pa(0.3)))
    assert ends[0] == ends[1] == ends[2]
    assert 0.0 < ends[0][0] < 1.0


def test_the_spring_takes_a_single_acting_rod_back_without_air() -> None:
    bench = Bench(single=True)
    bench.drive(True)
    bench.time_to(1.0)
    out_m3 = bench.cylinder.taken_m3(bench.agenda.now_s)
    bench.supply.change(bench.agenda.now_s, 0.0)
    bench.time_to(0.0)  # still driven, but the air is gone
    assert bench.cylinder.taken_m3(bench.agenda.now_s) == out_m3


def test_a_double_acting_rod_stays_out_when_the_air_is_gone() -> None:
    bench = Bench()
    bench.drive(True)
    bench.time_to(1.0)
    bench.supply.change(bench.agenda.now_s, 0.0)
    bench.agenda.pass_time(60.0)
    bench.drive(False)
    bench.agenda.pass_time(5.0)
    assert bench.position == 1.0


def test_a_reed_switch_that_slipped_closes_in_mid_stroke_and_not_at_the_end() -> None:
    reed = ReedSwitch(1.0)
    assert (reed.closed(1.0), reed.closed(0.98), reed.closed(0.9)) == (True, True, False)
    reed.place = 0.9
    assert (reed.closed(1.0), reed.closed(0.9)) == (False, True)


class Spool:
    """A bistable valve that tells where its spool went, and when."""

    def __init__(self) -> None:
        self.told: list[tuple[bool, float]] = []
        self.valve = BistableValve(0.015, lambda over, now_s: self.told.append((over, now_s)))
        self.agenda = Agenda([self.valve])

    def energise(self, over: bool, back: bool, seconds: float) -> None:
        self.valve.energise(over, back, self.agenda.now_s)
        self.agenda.pass_time(seconds)


def test_a_bistable_valve_stays_where_a_pulse_put_it() -> None:
    spool = Spool()
    spool.energise(True, False, 0.1)
    spool.energise(False, False, 1.0)
    assert spool.valve.over
    spool.energise(False, True, 0.1)
    spool.energise(False, False, 1.0)
    assert spool.told == [(True, 0.015), (False, pytest.approx(1.115))]
    assert spool.valve.shifts == 2


@pytest.mark.parametrize("over", [False, True])
def test_both_coils_of_a_bistable_valve_at_once_leave_it_where_it_is(over: bool) -> None:
    spool = Spool()
    spool.energise(over, not over, 0.1)
    spool.energise(True, True, 1.0)
    assert spool.valve.over is over


def test_a_pulse_that_is_too_short_does_not_shift_the_spool() -> None:
    spool = Spool()
    spool.energise(True, False, 0.01)
    spool.energise(False, False, 1.0)
    assert not spool.valve.over


def _seen(switch: ProximitySwitch, material: str, gap_m: float) -> float:
    """The way over which a part of 60 mm is seen, in mm."""
    place = Inspection(1.0)
    seen = 0
    for millimetre in range(-40, 41):
        part = Workpiece(1, 0.06, 0.04, 0.1, material, gap_m)
        part.lead_m = 1.03 + 0.001 * millimetre
        place.parts[:] = [part]
        seen += switch.on(place, 0.0)
    return seen


def test_an_inductive_switch_sees_metal_alone_for_a_shorter_way_as_its_distance_falls() -> None:
    # half the chord of an ellipse: 30 mm sqrt(1 - (gap / S)^2) = 24 mm at gap / S = 0.6, 18 mm at 0.8
    assert _seen(ProximitySwitch(0.008, {"metal": 1.0}), "metal", 0.0048) == pytest.approx(
        48, abs=1
    )
    assert _seen(ProximitySwitch(0.006, {"metal": 1.0}), "metal", 0.0048) == pytest.approx(
        36, abs=1
    )
    assert _seen(ProximitySwitch(0.0048, {"metal": 1.0}), "metal", 0.0048) == 0
    assert _seen(ProximitySwitch(0.008, {"metal": 1.0}), "white", 0.0048) == 0


def test_a_dirty_lens_makes_a_bright_part_black() -> None:
    sensor = ContrastSensor({"white": 0.8, "black": 0.05}, 0.3)
    place = Inspection(1.0)
    place.parts.append(Workpiece(1, 0.06, 0.04, 0.1, "white", 0.004))
    assert sensor.on(place)
    sensor.clearness = 0.3
    assert not sensor.on(place)
