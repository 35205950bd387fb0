"""The conveyor from A to B: its times, its bookkeeping, its jam and its safety circuit."""

from __future__ import annotations

import pytest

from plants.conveyor.rig import Rig
from trainlab.plants.conveyor.a_to_b import ConveyorAToB


def test_a_box_comes_to_b_after_contactor_ramp_and_way() -> None:
    rig = Rig(ConveyorAToB, tick_s=0.001)
    rig.press("feed_box")
    rig.run(0.1)
    assert rig.inputs["eye_a"]
    rig.command(motor=1)
    # 50 ms pull-in, 0.4 s ramp to 0.5 m/s over 0.1 m, then (2.7 - 0.4 - 0.1) m at 0.5 m/s
    assert rig.run_until("box_at_b", 1) == pytest.approx(0.05 + 0.4 + 4.4, abs=0.002)
    assert rig.inputs["eye_b"]
    assert not rig.inputs["eye_a"]


def test_a_belt_that_is_stopped_in_time_keeps_the_box_and_else_it_falls() -> None:
    rig = Rig(ConveyorAToB)
    rig.press("feed_box")
    rig.command(motor=1)
    rig.run_until("box_at_b", 1)
    rig.command(motor=0)
    rig.run(5.0)
    assert rig.facts["box_at_b"]
    assert rig.facts["belt_speed_m_s"] == 0.0
    rig.command(motor=1)
    rig.run(5.0)
    assert rig.facts["boxes_fallen"] == 1


def test_no_box_is_lost() -> None:
    rig = Rig(ConveyorAToB)
    for number in range(8):
        rig.press("feed_box")
        rig.command(motor=number % 3 != 2)
        rig.run(1.7)
        if number % 2:
            rig.press("take_box")
    facts = rig.facts
    on_belt = len(rig.plant.items())
    assert facts["boxes_fed"] == facts["boxes_taken"] + facts["boxes_fallen"] + on_belt
    assert facts["boxes_fallen"] > 0


def test_a_jam_stalls_the_motor_until_the_overload_relay_trips() -> None:
    rig = Rig(ConveyorAToB)
    rig.command(motor=1)
    rig.run(2.0)
    rig.plant.change("belt_jam", 1.0)
    rig.run(9.9)
    assert not rig.facts["overload_tripped"]
    assert rig.facts["belt_speed_m_s"] == 0.0
    rig.run(0.2)
    assert rig.facts["overload_tripped"]
    assert rig.facts["stall_s"] == pytest.approx(10.02)  # 20 ms to open
    rig.plant.change("belt_jam", 0.0)
    rig.command(motor=0)
    rig.press("reset")
    rig.run(1.0)
    assert rig.facts["overload_tripped"]  # still hot
    assert rig.facts["jammed"]  # until somebody clears it
    rig.press("clear_jam")
    rig.run(20.0)
    rig.press("reset")
    rig.command(motor=1)
    rig.run(2.0)
    facts = rig.facts
    assert not facts["overload_tripped"]
    assert not facts["jammed"]
    assert facts["belt_speed_m_s"] == 0.5
    assert facts["live_clearings"] == 0


def test_a_tripped_overload_relay_opens_the_contactor_until_it_is_reset() -> None:
    rig = Rig(ConveyorAToB)
    rig.command(motor=1)
    rig.run(1.0)
    rig.plant.change("belt_jam", 1.0)
    rig.run(11.0)
    assert rig.facts["overload_tripped"]
    assert not rig.facts["motor_on"]
    rig.plant.change("belt_jam", 0.0)
    rig.press("clear_jam")
    assert rig.facts["live_clearings"] == 0
    rig.run(20.0)
    assert not rig.facts["motor_on"]
    rig.press("reset")
    rig.run(1.0)
    assert rig.facts["motor_on"]  # the program commands it all the while


def test_a_jam_that_is_cleared_with_the_motor_on_is_told() -> None:
    rig = Rig(ConveyorAToB)
    rig.command(motor=1)
    rig.run(1.0)
    rig.plant.change("belt_jam", 1.0)
    rig.plant.change("belt_jam", 0.0)
    rig.press("clear_jam")
    assert rig.facts["live_clearings"] == 1


def test_the_energy_is_that_of_the_closed_form() -> None:
    rig = Rig(ConveyorAToB)
    rig.command(motor=1)
    rig.run(10.05)
    travel_m = rig.facts["belt_travel_m"]
    assert travel_m == pytest.approx(0.1 + 0.5 * 9.6)
    friction_n = 0.3 * 9.81 * 2 * 3.0 * 3.0  # mu g m of a belt of 3 kg/m, both runs
    assert rig.facts["energy_j"] == pytest.approx(60.0 * 10.0 + friction_n * travel_m / 0.7)


def test_the_emergency_stop_cuts_the_power_and_reset_alone_gives_it_back() -> None:
    rig = Rig(ConveyorAToB)
    rig.command(motor=1)
    rig.run(2.0)
    rig.plant.operate("estop", 1.0)
    rig.run(1.0)
    assert not rig.facts["motor_on"]
    assert rig.facts["belt_speed_m_s"] == 0.0
    rig.plant.operate("estop", 0.0)
    rig.run(1.0)
    assert not rig.facts["motor_on"]
    rig.press("reset")
    rig.run(1.0)
    assert rig.facts["motor_on"]  # the program commands it all the while
