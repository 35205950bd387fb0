"""The parts of machine tools, each alone: times, switches, and no tick that shows."""

from __future__ import annotations

import pytest

from trainlab.plants.parts.coolant import Coolant
from trainlab.plants.parts.end_drive import NEVER, EndDrive
from trainlab.plants.parts.hydraulic_unit import HydraulicUnit
from trainlab.plants.parts.spindle import Spindle
from trainlab.plants.parts.tool_changer import ToolChanger


def run(part: object, seconds: float, tick_s: float = 0.01) -> list[float]:
    """Let the part live; the moments at which it had something to do."""
    moments = []
    for tick in range(round(seconds / tick_s)):
        left_s = tick_s
        while part.due_s <= left_s + 1e-9:  # type: ignore[attr-defined]
            due_s = min(part.due_s, left_s)  # type: ignore[attr-defined]
            part.advance(due_s)  # type: ignore[attr-defined]
            left_s -= due_s
            moments.append((tick + 1) * tick_s - left_s)
        part.advance(left_s)  # type: ignore[attr-defined]
    return moments


def test_a_drive_reaches_its_end_after_its_time_and_turns_back_from_where_it_is() -> None:
    door = EndDrive(2.0)
    door.drive(1)
    run(door, 0.5)
    assert door.position == pytest.approx(0.25)
    door.drive(-1)
    assert door.due_s == pytest.approx(0.5)
    door.drive(1)
    assert run(door, 3.0) == pytest.approx([1.5])
    assert door.at_far_end
    assert door.due_s == NEVER


def test_a_drive_without_command_stands_where_it_is() -> None:
    door = EndDrive(2.0, position=0.4)
    run(door, 5.0)
    assert door.position == 0.4
    door.drive(1)
    door.change_time(20.0)
    assert door.due_s == pytest.approx(12.0)


@pytest.mark.parametrize("tick_s", [0.001, 0.01, 0.1])
def test_a_spindle_ramps_in_a_line_and_its_signals_come_at_their_moments(tick_s: float) -> None:
    spindle = Spindle(4000.0)
    spindle.command(2000.0)
    # standstill is left at 10 rpm, 5 % short of 2000 is 1900
    assert run(spindle, 1.0, tick_s) == pytest.approx([10 / 4000, 1900 / 4000, 0.5], abs=1e-6)
    assert spindle.at_speed
    spindle.command(-1000.0)
    assert not spindle.at_speed
    assert run(spindle, 1.0, tick_s) == pytest.approx(
        [1990 / 4000, 0.5, 2010 / 4000, 2950 / 4000, 0.75], abs=1e-6
    )


def test_standstill_is_below_ten_rpm_either_way() -> None:
    spindle = Spindle(4000.0)
    assert spindle.standstill
    spindle.command(-500.0)
    run(spindle, 0.1)
    assert not spindle.standstill
    spindle.command(0.0)
    run(spindle, 0.2)
    assert spindle.standstill
    assert not spindle.at_speed
    assert spindle.speed_rpm == 0.0


def test_a_tool_change_takes_its_time_from_chip_to_chip_and_shows_its_phases() -> None:
    changer = ToolChanger(8, index_s=0.5, change_s=4.0, tool=1)
    changer.turn_to(3, on=True)
    assert not changer.in_place(3)
    run(changer, 1.0)
    assert changer.in_place(3)

    changer.exchange()
    assert not changer.arm_home
    assert changer.tool_clamped
    assert run(changer, 3.9)[-1] == pytest.approx(3.0)
    assert changer.tool == 3
    assert not changer.arm_home
    run(changer, 0.1)
    assert changer.arm_home
    assert changer.exchanges == 1


def test_the_magazine_takes_the_shorter_way_and_stops_at_pockets_only() -> None:
    changer = ToolChanger(8, index_s=0.5, change_s=4.0, tool=1)
    changer.turn_to(7, on=True)
    run(changer, 0.2)
    changer.turn_to(7, on=False)
    run(changer, 2.0)
    assert changer.pocket == 8
    changer.turn_to(7, on=True)
    run(changer, 0.5)
    assert changer.in_place(7)


def test_an_arm_that_jams_stays_until_it_is_cleared() -> None:
    changer = ToolChanger(8, 0.5, 4.0, tool=1)
    changer.exchange()
    run(changer, 1.5)
    changer.jam()
    run(changer, 10.0)
    assert not changer.arm_home
    changer.clear()
    assert changer.arm_home
    assert changer.tool_clamped


def test_pressure_rises_and_leaks_in_a_line_past_its_switch() -> None:
    unit = HydraulicUnit(40.0, 20.0, 2.0, switch_bar=30.0, grip_bar=18.0, pressure_bar=0.0)
    unit.run(on=True)
    moments = run(unit, 5.0)
    assert moments[:4] == pytest.approx([18 / 18, 28 / 18, 30 / 18, 40 / 18], abs=1e-6)
    assert unit.switch
    assert unit.pressure_bar == pytest.approx(40.0)
    unit.run(on=False)
    run(unit, 5.99)
    assert unit.switch
    run(unit, 0.02)
    assert not unit.switch  # 2 bar of hysteresis: 40 - 2 t = 28


def test_a_leak_beyond_the_pump_empties_the_unit_even_while_it_runs() -> None:
    unit = HydraulicUnit(40.0, 20.0, 0.1, 30.0, 18.0, pressure_bar=40.0)
    unit.run(on=True)
    unit.change_leak(25.0)
    run(unit, 20.0)
    assert unit.pressure_bar == 0.0
    assert unit.due_s == NEVER


@pytest.mark.parametrize("leak", [0.1, 0.07, 1.0 / 3.0])
@pytest.mark.parametrize("tick_s", [0.001, 0.01, 0.1])
def test_a_leak_ends_at_no_pressure_and_a_charge_at_the_relief(leak: float, tick_s: float) -> None:
    unit = HydraulicUnit(40.0, 20.0, leak, 30.0, 18.0, pressure_bar=4.5)
    for running, end_bar in ((False, 0.0), (True, 40.0)):
        unit.run(running)
        for _ in range(round(80.0 / tick_s)):
            left_s = tick_s
            while unit.due_s <= left_s:
                assert unit.due_s > 1e-12
                left_s -= unit.due_s
                unit.advance(unit.due_s)
            unit.advance(left_s)
        assert unit.pressure_bar == end_bar
        assert unit.due_s == NEVER


def test_coolant_flows_after_its_delay_is_dragged_out_and_ends() -> None:
    tank = Coolant(volume_l=21.0, drag_out_l_s=0.5)
    tank.pump(on=True)
    run(tank, 0.29)
    assert not tank.flowing
    run(tank, 2.0)
    assert tank.flowing
    assert tank.level_ok
    run(tank, 0.02)
    assert not tank.level_ok
    run(tank, 40.0)
    assert not tank.flowing  # the pump takes air at 5 l
    assert tank.volume_l + tank.drawn_l == pytest.approx(21.0)
    tank.refill(60.0)
    run(tank, 0.4)
    assert tank.flowing


def test_a_blocked_nozzle_stops_the_flow_of_a_running_pump() -> None:
    tank = Coolant(50.0, 0.01)
    tank.pump(on=True)
    run(tank, 1.0)
    tank.change_blocked(True)
    run(tank, 0.31)
    assert not tank.flowing
