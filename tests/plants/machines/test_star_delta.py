"""The star-delta starter: Kloss's curve, the switch-over, and what wrong switching costs."""

from __future__ import annotations

from math import exp, log, sqrt

import pytest
from scipy.integrate import quad, solve_ivp

from plants.conveyor.rig import Rig
from trainlab.plants.machines.star_delta import StarDelta
from trainlab.plants.parts.induction_motor import InductionMotor, Winding
from trainlab.plants.parts.power_contactor import PowerContactor
from trainlab.plants.parts.thermal_relay import TIME_CONSTANT_S, ThermalRelay

RUNNING = (Winding.STAR, Winding.DELTA)


def motor() -> InductionMotor:
    return InductionMotor(7500.0, 1455.0, 1500.0, 15.0, 0.35, 3.2, 350.0, 0.6)


def started(**parameters: float) -> Rig:
    """A starter that has run up in star to 1350 rpm."""
    rig = Rig(StarDelta, **parameters)
    rig.command(line=1, star=1)
    rig.run_until("speed_rpm", 1350.0, 15.0)
    return rig


def change_over(rig: Rig, pause_s: float) -> None:
    rig.command(star=0)
    rig.run(pause_s)
    rig.command(delta=1)
    rig.run(0.2)


def test_at_rated_speed_the_motor_gives_rated_torque_and_draws_rated_current() -> None:
    one = motor()
    one.speed_rad_s = 1455.0 / 9.549296585513721
    assert one.torque_nm(Winding.DELTA, one.speed_rad_s) == pytest.approx(49.22, abs=0.01)
    assert one.drawn(Winding.DELTA)[0] == pytest.approx(15.0)


def test_breakdown_torque_is_the_greatest_on_the_curve() -> None:
    one = motor()
    torques = [one.torque_nm(Winding.DELTA, 0.05 * n) for n in range(3142)]
    assert max(torques) == pytest.approx(3.2 * one.rated_nm, rel=1e-5)


def test_star_gives_a_third_of_torque_and_line_current() -> None:
    one = motor()
    star = one.torque_nm(Winding.STAR, 50.0), one.drawn(Winding.STAR)[0]
    delta = one.torque_nm(Winding.DELTA, 50.0), one.drawn(Winding.DELTA)[0]
    assert star == pytest.approx([value / 3.0 for value in delta])


def test_a_winding_carries_the_line_current_in_star_and_its_root_three_part_in_delta() -> None:
    # at one slip: sqrt(3) more on the line than in the winding, and a winding's voltage 1/sqrt(3) in star
    one = motor()
    star_line_a, star_winding_a, _ = one.drawn(Winding.STAR)
    delta_line_a, delta_winding_a, _ = one.drawn(Winding.DELTA)
    assert star_winding_a == star_line_a
    assert delta_winding_a == pytest.approx(delta_line_a / sqrt(3.0))
    assert star_winding_a == pytest.approx(delta_winding_a / sqrt(3.0))


def test_star_loses_a_third_of_the_copper_heat_of_delta() -> None:
    one = motor()
    air_gap_w = [one.torque_nm(winding, 0.0) * 1500.0 / 9.549296585513721 for winding in RUNNING]
    star_w, delta_w = (one.drawn(winding)[2] for winding in RUNNING)
    assert star_w - air_gap_w[0] == pytest.approx((delta_w - air_gap_w[1]) / 3.0)
    standing = one.drawn(Winding.DELTA)[0] / 15.0
    assert delta_w - air_gap_w[1] == pytest.approx(350.0 * standing * standing)


def test_the_run_up_agrees_with_an_independent_integration() -> None:
    one = motor()
    one.load_nm = 25.0

    def slope(_: float, state: list[float]) -> list[float]:
        w = state[0]
        s = 1.0 - w / (1500.0 / 9.549296585513721)
        slip_n = 0.03
        s_k = slip_n * (3.2 + (3.2**2 - 1.0) ** 0.5)
        drive = 2.0 * 3.2 * 49.2233 / (s / s_k + s_k / s) / 3.0
        load = 25.0 * (0.05 * w / (w + 0.5) + 0.95 * (w / (1455.0 / 9.549296585513721)) ** 2)
        return [(drive - load) / 0.6]

    reference = solve_ivp(slope, (0.0, 4.0), [0.0], method="DOP853", rtol=1e-10, atol=1e-10)
    for _ in range(400):
        one.run(Winding.STAR, 0.01)
    assert one.speed_rad_s == pytest.approx(reference.y[0][-1], rel=1e-5)


def test_a_relay_at_0_58_of_the_rated_current_carries_the_rated_load_for_ever() -> None:
    # Moeller, Wiring Manual 02/05, p. 8-37: in the motor line it carries 0.58 times the rated current
    rig = started(load_torque=100.0)
    change_over(rig, 0.05)
    for _ in range(1500):
        rig.run(1.0)
    facts = rig.facts
    assert facts["current_a"] == pytest.approx(15.0, abs=0.01)
    assert not facts["overload_tripped"]
    assert facts["overload_heat"] == pytest.approx((15.0 / sqrt(3.0) / 8.7) ** 2, abs=0.01)


def test_hanging_in_star_trips_the_relay_by_the_current_of_the_windings() -> None:
    rig = Rig(StarDelta, load_torque=250.0)
    rig.command(line=1, star=1)
    trip_s = rig.run_until("overload_tripped", 1.0, 60.0)
    current_a = 28.0  # at 692 rpm; 3.2 times the setting, from cold
    i2 = (current_a / 8.7) ** 2
    assert trip_s == pytest.approx(TIME_CONSTANT_S * log(i2 / (i2 - 1.15**2)), rel=0.03)
    heated_k = 80.0 * (current_a * sqrt(3.0) / 15.0) ** 2 * (1.0 - exp(-trip_s / 1200.0))
    assert rig.facts["winding_temp"] == pytest.approx(25.0 + heated_k, abs=1.0)


def test_the_relay_trips_from_cold_after_its_closed_form_time() -> None:
    relay = ThermalRelay(15.0)
    ticks = next(n for n in range(1, 10_000) if relay.follow(108.0, 108.0, 0.01))
    i2 = (108.0 / 15.0) ** 2
    assert 0.01 * ticks == pytest.approx(TIME_CONSTANT_S * log(i2 / (i2 - 1.15**2)), abs=0.011)
    assert 4.0 < 0.01 * ticks <= 10.0  # IEC 60947-4-1, class 10 at 7.2 times the setting


def test_the_relay_never_trips_at_1_05_and_is_reset_only_when_it_has_cooled() -> None:
    relay = ThermalRelay(15.0)
    assert not any(relay.follow(15.75, 15.75, 1.0) for _ in range(7200))
    relay.follow(150.0, 150.0, 10.0)
    relay.reset()
    assert relay.tripped
    relay.follow(0.0, 0.0, 600.0)
    relay.reset()
    assert not relay.tripped


def test_wear_grows_with_the_square_of_the_current_that_is_broken() -> None:
    worn = []
    for current in (10.0, 40.0):
        contactor = PowerContactor(0.025, 0.05, 10.0)
        contactor.energise(True)
        contactor.advance(0.025, 0.0)
        contactor.energise(False)
        contactor.advance(0.05, current)
        worn.append(contactor.wear)
    assert worn == pytest.approx([1e-6, 16e-6])


def test_a_welded_contactor_stays_closed_and_its_mirror_contact_tells() -> None:
    contactor = PowerContactor(0.025, 0.05, 10.0)
    contactor.weld(True, 0.0)
    contactor.energise(True)
    contactor.advance(0.025, 0.0)
    contactor.energise(False)
    contactor.advance(0.05, 5.0)
    assert contactor.closed
    assert not contactor.mirror
    contactor.weld(False, 5.0)
    assert contactor.mirror


def test_star_then_delta_starts_the_motor_with_half_the_current_of_direct_on_line() -> None:
    rig = started()
    change_over(rig, 0.05)
    rig.run(3.0)
    facts = rig.facts
    assert facts["in_delta"]
    assert facts["fuses_blown"] == 0
    direct = Rig(StarDelta)
    direct.command(line=1, delta=1)
    direct.run(3.0)
    assert direct.facts["peak_current_a"] > 2.0 * facts["peak_current_a"]


def test_a_change_over_at_low_speed_draws_a_high_current() -> None:
    rig = Rig(StarDelta)
    rig.command(line=1, star=1)
    rig.run(1.0)
    change_over(rig, 0.05)
    early = rig.facts["changeover_current_a"]
    rig = started()
    change_over(rig, 0.05)
    assert early > 1.8 * rig.facts["changeover_current_a"]


@pytest.mark.parametrize(("pause_s", "blown"), [(0.0, 3), (0.03, 3), (0.05, 0), (0.1, 0)])
def test_without_a_pause_between_star_and_delta_the_fuses_blow(pause_s: float, blown: int) -> None:
    rig = started()
    change_over(rig, pause_s)
    assert rig.facts["fuses_blown"] == blown
    assert rig.inputs["fuses_ok"] == (not blown)


def test_the_gap_between_the_contacts_is_the_pause_less_what_the_delays_take() -> None:
    rig = started()
    change_over(rig, 0.1)
    assert rig.facts["changeover_gap_s"] == pytest.approx(0.075)


def test_new_fuses_let_it_start_again() -> None:
    rig = started()
    change_over(rig, 0.0)
    rig.command(line=0, delta=0)
    rig.run(0.2)
    rig.press("replace_fuses")
    rig.command(line=1, star=1)
    rig.run(0.2)
    assert rig.facts["in_star"]


def test_a_tripped_relay_drops_the_contactors_whatever_the_program_commands() -> None:
    rig = started(overload_setting=4.5)
    change_over(rig, 0.05)
    rig.plant.change("load_torque", 300.0)
    rig.run_until("overload_tripped", 1.0)
    rig.run(0.1)
    facts = rig.facts
    assert not facts["line_closed"]
    assert not facts["delta_closed"]
    assert not rig.inputs["overload_ok"]


def test_the_emergency_stop_drops_the_contactors_and_reset_lets_the_program_decide() -> None:
    rig = started()
    rig.plant.operate("estop", 1.0)
    rig.run(0.1)
    assert not rig.facts["line_closed"]
    rig.press("reset")
    rig.run(0.1)
    assert not rig.facts["line_closed"]


def test_the_energy_of_a_run_up_is_that_of_the_air_gap_and_of_the_copper() -> None:
    rig = started(load_torque=0.0)
    sync, speed = 1500.0 / 9.549296585513721, rig.facts["speed_rpm"] / 9.549296585513721
    pull_out = 0.03 * (3.2 + sqrt(3.2**2 - 1.0))
    most2 = 15.0**2 * (1.0 - 0.35**2) * (1.0 + (pull_out / 0.03) ** 2)

    def copper_j_per_rad_s(w: float) -> float:
        s = 1.0 - w / sync
        torque_nm = 2.0 * 3.2 * 49.2233 / (s / pull_out + pull_out / s) / 3.0
        line_a2 = ((0.35 * 15.0) ** 2 + most2 * s * s / (s * s + pull_out * pull_out)) / 9.0
        return 350.0 * 3.0 * line_a2 / 15.0**2 * 0.6 / torque_nm

    # without load all torque turns the flywheel: the air gap passes J w_s w, whatever the curve
    energy_j = 0.6 * sync * speed + quad(copper_j_per_rad_s, 0.0, speed)[0]
    assert rig.facts["energy_j"] == pytest.approx(energy_j, rel=1e-3)


def test_a_motor_without_supply_comes_to_a_stand() -> None:
    one = motor()
    one.load_nm = 25.0
    one.speed_rad_s = 100.0
    for _ in range(6000):
        one.run(Winding.OFF, 0.01)
    assert one.speed_rad_s == 0.0


def test_a_short_circuit_draws_its_prospective_current_until_the_fuses_have_melted() -> None:
    # I2t = 6000 A2s of a gG 35 A fuse: 6 ms at 1 kA, of which the contactors' delay tells the begin
    rig = started(short_circuit_current=1000.0)
    rig.tick_s = 0.001
    rig.command(star=0, delta=1)
    rig.run_until("short_circuits", 1.0, 0.1)
    rig.run(0.003)
    facts = rig.facts
    assert facts["current_a"] == facts["changeover_current_a"] == 1000.0
    assert (facts["winding_current_a"], facts["fuses_blown"]) == (0.0, 0.0)
    rig.run(0.005)
    assert (rig.facts["current_a"], rig.facts["fuses_blown"]) == (0.0, 3.0)


def test_the_current_transformer_saturates_in_a_short_circuit() -> None:
    rig = started(short_circuit_current=3000.0, current_noise=0.0)
    rig.command(star=0, delta=1)
    rig.run_until("fuses_blown", 1.0, 0.1)
    # 120 A for 0.67 ms through a lag of 20 ms: 4 A, and what star's current has left
    assert 0.0 < rig.inputs["current_raw"] * 100.0 / 27648 < 30.0
