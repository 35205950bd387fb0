"""The robot cell: handshakes that work, and what happens where they are not kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from plants.conveyor.rig import Rig
from trainlab.core.seeds import Seed
from trainlab.plants.cnc.bar_feeder import BLANK_M, KERF_M, REMNANT_M
from trainlab.plants.cnc.robot import Phase
from trainlab.plants.cnc.robot_cell import RobotCell
from trainlab.scenario.build import build
from trainlab.scenario.load import load_scenario
from trainlab.testing.random_run import random_run

FULL = 27648
ROOT = Path(__file__).parents[3]


class Cell(Rig):
    """A cell whose outputs somebody sets by hand."""

    def __init__(self, tick_s: float = 0.01, **parameters: float) -> None:
        super().__init__(RobotCell, tick_s, **parameters)
        self.command(
            robot_release=1,
            robot_speed_command=FULL,
            feed_release=1,
            feed_override_command=FULL * 100 // 120,
        )

    def go(self, seconds: float, **outputs: float) -> None:
        """Command that, and let time pass."""
        self.command(**outputs)
        self.run(seconds)

    def feed(self) -> None:
        """Push the bar to the stop, or as far as it goes, and clamp it."""
        self.go(2.0, bar_push=1, bar_unclamp=1)
        self.go(0.5, bar_push=0, bar_unclamp=0)

    def saw(self) -> None:
        """Cut a blank off, and lift the blade."""
        self.go(6.1, saw_cut=1)
        self.go(1.6, saw_cut=0)

    def open_door(self) -> None:
        self.go(2.2, door_open_command=1)

    def load(self) -> None:
        """Everything that it takes to have a part in the chuck behind a closed door."""
        self.feed()
        self.saw()
        self.open_door()
        self.command(robot_load=1, robot_enter=1)
        self.run_until("robot_phase", Phase.ASKS_CLAMP)
        self.go(1.6, chuck_clamp=1)
        self.command(robot_acknowledge=1)
        self.run_until("robot_phase", Phase.COMPLETE)
        self.command(robot_load=0, robot_enter=0, robot_acknowledge=0, chuck_clamp=0)
        self.go(2.2, door_open_command=0, door_close_command=1)

    def machine(self) -> None:
        self.command(cycle_start=1)
        self.run_until("cycles_completed", self.facts["cycles_completed"] + 1)
        self.go(0.1, cycle_start=0, door_close_command=0)

    def unload(self) -> None:
        self.open_door()
        self.command(robot_unload=1, robot_enter=1)
        self.run_until("robot_phase", Phase.ASKS_UNCLAMP)
        self.go(1.6, chuck_unclamp=1)
        self.command(robot_acknowledge=1)
        self.run_until("robot_phase", Phase.COMPLETE)
        self.go(0.1, robot_unload=0, robot_enter=0, robot_acknowledge=0, chuck_unclamp=0)


def test_a_blank_becomes_a_good_part() -> None:
    cell = Cell()
    cell.load()
    assert cell.inputs["part_present"]
    cell.machine()
    assert cell.inputs["cycle_complete"]
    assert not cell.inputs["nc_running"]
    cell.unload()

    facts = cell.facts
    assert (facts["blanks_cut"], facts["parts_good"], facts["parts_scrap"]) == (1, 1, 0)
    assert (facts["crashes"], facts["saw_jams"], facts["danger_s"]) == (0, 0, 0)
    assert cell.inputs["robot_home"]


def test_a_blank_costs_its_length_and_the_kerf() -> None:
    cell = Cell()
    cell.feed()
    assert cell.inputs["bar_at_stop"]
    assert cell.facts["bar_left_m"] == pytest.approx(3.0 - BLANK_M, abs=1e-12)
    cell.saw()
    assert cell.facts["bar_left_m"] == pytest.approx(3.0 - BLANK_M - KERF_M, abs=1e-12)
    assert cell.inputs["bar_length_raw"] == round((3.0 - BLANK_M - KERF_M) / 4.0 * FULL)


def test_a_bar_that_is_clamped_does_not_move() -> None:
    cell = Cell()
    cell.go(2.0, bar_push=1)
    assert cell.facts["bar_front_m"] == 0.0


def test_a_bar_that_ends_short_of_the_stop_leaves_a_remnant_and_a_part_that_is_scrap() -> None:
    cell = Cell(bar_length=0.12)
    cell.load()
    assert cell.facts["bar_left_m"] == pytest.approx(REMNANT_M - KERF_M)
    cell.machine()
    cell.unload()
    assert cell.facts["parts_scrap"] == 1

    cell.press("load_bar")
    assert cell.facts["bar_left_m"] == 3.0
    assert cell.facts["bar_remnants_m"] == pytest.approx(REMNANT_M - KERF_M)


@pytest.mark.parametrize("push", [0, 1])
def test_a_saw_in_a_bar_that_is_not_held_jams_until_somebody_frees_it(push: int) -> None:
    cell = Cell()
    cell.feed()
    cell.go(1.0, saw_cut=1)
    cell.go(1.0, bar_unclamp=1, bar_push=push)
    assert cell.facts["saw_jams"] == 1
    cell.go(10.0, bar_unclamp=0, bar_push=0, saw_cut=0)
    assert not cell.inputs["saw_home"]
    cell.press("clear_crash")
    assert cell.inputs["saw_home"]
    cell.saw()
    assert cell.facts["blanks_cut"] == 1


def test_a_bar_that_is_pushed_shoves_the_last_blank_off() -> None:
    cell = Cell()
    cell.feed()
    cell.saw()
    assert cell.inputs["blank_present"]
    cell.feed()
    assert not cell.inputs["blank_present"]
    assert (cell.facts["blanks_lost"], cell.facts["parts_scrap"]) == (1, 1)


@pytest.mark.parametrize("tick_s", [0.001, 0.01, 0.1])
@pytest.mark.parametrize("share", [1.0, 0.5])
def test_the_ways_of_a_job_add_up(tick_s: float, share: float) -> None:
    cell = Cell(tick_s)
    cell.feed()
    cell.saw()
    cell.open_door()
    cell.command(robot_load=1, robot_enter=1, robot_speed_command=FULL * share)
    took_s = cell.run_until("robot_phase", Phase.ASKS_CLAMP)
    # to the bar, picking, to the door, into the machine
    assert took_s == pytest.approx((1.5 + 0.8 + 1.5 + 1.5) / share, abs=tick_s + 1e-9)


def test_a_robot_at_the_bar_is_hit_by_the_blade() -> None:
    cell = Cell()
    cell.feed()
    cell.go(6.1, saw_cut=1)
    cell.go(0.2, saw_cut=0, robot_load=1)
    assert cell.facts["crashes"] == 1


def test_a_robot_that_is_let_in_behind_a_closed_door_hits_it() -> None:
    cell = Cell()
    cell.feed()
    cell.saw()
    cell.go(6.0, robot_load=1, robot_enter=1)
    assert cell.facts["crashes"] == 1
    assert cell.inputs["robot_fault"]


def test_a_door_that_closes_on_the_robot_is_a_crash_until_somebody_clears_it() -> None:
    cell = Cell()
    cell.feed()
    cell.saw()
    cell.open_door()
    cell.go(4.5, robot_load=1, robot_enter=1)
    cell.go(0.1, door_open_command=0, door_close_command=1)
    assert cell.facts["crashes"] == 1
    cell.go(0.1, door_close_command=0, robot_load=0, robot_reset=1)
    assert cell.inputs["robot_fault"]

    cell.go(0.1, robot_reset=0)
    cell.press("clear_crash")
    assert cell.facts["parts_scrap"] == 1  # what it held
    assert cell.inputs["robot_home"]
    cell.go(0.1, robot_reset=1)
    assert not cell.inputs["robot_fault"]


def test_a_robot_that_comes_while_the_program_runs_behind_a_defeated_lock_is_hit() -> None:
    cell = Cell(guard_lock_forced=1.0)
    cell.load()
    cell.go(2.0, cycle_start=1)
    cell.go(2.2, door_close_command=0, door_open_command=1)
    assert cell.inputs["door_open"]
    cell.go(2.0, robot_unload=1, robot_enter=1)
    assert cell.facts["crashes"] == 1
    assert cell.facts["danger_s"] > 2.0


def test_with_the_door_open_the_machines_own_plc_starts_nothing() -> None:
    cell = Cell()
    cell.load()
    cell.machine()
    cell.open_door()
    cell.go(1.0, cycle_start=1)
    assert not cell.inputs["nc_running"]
    assert cell.inputs["spindle_stopped"]


def test_a_robot_that_is_told_too_early_that_the_chuck_is_open_tears_at_the_part() -> None:
    cell = Cell()
    cell.load()
    cell.machine()
    cell.open_door()
    cell.command(robot_unload=1, robot_enter=1)
    cell.run_until("robot_phase", Phase.ASKS_UNCLAMP)
    cell.go(0.1, chuck_unclamp=1, robot_acknowledge=1)
    assert cell.facts["crashes"] == 1


def test_a_part_that_the_robot_lets_go_before_it_is_clamped_falls() -> None:
    cell = Cell()
    cell.feed()
    cell.saw()
    cell.open_door()
    cell.command(robot_load=1, robot_enter=1, robot_acknowledge=1, chuck_clamp=0)
    cell.run_until("robot_phase", Phase.LEAVING)
    assert (cell.facts["parts_dropped"], cell.facts["parts_scrap"]) == (1, 1)
    assert not cell.inputs["part_present"]


def test_a_part_whose_chuck_opens_with_nobody_there_falls() -> None:
    cell = Cell()
    cell.load()
    cell.go(0.1, chuck_unclamp=1)
    assert cell.facts["parts_dropped"] == 1


def test_a_part_whose_chuck_opens_at_speed_is_thrown() -> None:
    cell = Cell()
    cell.load()
    cell.go(2.0, cycle_start=1)
    assert cell.facts["spindle_rpm"] > 500.0
    cell.go(0.1, chuck_unclamp=1)
    assert (cell.facts["parts_thrown"], cell.facts["parts_dropped"]) == (1, 0)


def test_a_program_starts_only_behind_a_locked_door_with_the_chuck_clamped() -> None:
    cell = Cell()
    cell.go(1.0, cycle_start=1)
    assert not cell.inputs["nc_running"]
    cell.go(1.6, cycle_start=0, chuck_clamp=1)
    cell.go(0.1, cycle_start=1)
    assert cell.inputs["nc_running"]
    cell.open_door()
    assert cell.inputs["door_closed"]


def test_the_spare_tool_is_called_in_the_place_of_its_sister() -> None:
    cell = Cell()
    cell.load()
    cell.command(use_spare_tool=1)
    cell.machine()
    assert cell.facts["tool_number"] == 3
    assert cell.facts["tool_breaks"] == 0
    cell.unload()
    assert cell.facts["parts_good"] == 1
    assert cell.facts["tool_exchanges"] == 1


def test_wear_shows_in_the_load_and_not_in_the_count_of_the_nc() -> None:
    cell = Cell(tool_life_parts=40.0)
    loads = []
    for rate in (1.0, 100.0, 1.0):
        cell.plant.change("wear_rate", rate)
        cell.load()
        cell.command(cycle_start=1)
        cell.run_until("cutting_power_w", 4500.0)  # past the facing: turning
        steady = []
        while cell.facts["cutting_power_w"] > 4500.0:
            cell.run(0.01)
            steady.append(cell.inputs["spindle_load_raw"])
        loads.append(sorted(steady)[len(steady) // 2])
        cell.run_until("cycles_completed", len(loads))
        cell.go(0.1, cycle_start=0, door_close_command=0)
        cell.unload()
    wear = cell.facts["tool_wear"]
    assert 0.3 < wear < 1.0
    idle = 500 / 11_000 / 1.5 * FULL
    # Fc (1 + 0.5 w); the first part was cut by a sharp edge
    assert (loads[2] - idle) / (loads[0] - idle) == pytest.approx(1.0 + 0.5 * wear, rel=0.02)
    assert cell.inputs["tool_life_raw"] == round((1.0 - 3 / 40) * FULL)

    cell.press("replace_tools")
    assert cell.inputs["tool_life_raw"] == FULL
    assert cell.facts["tool_wear"] == 0.0


def test_the_gate_takes_the_robots_power_and_its_job_goes_on_after_reset() -> None:
    cell = Cell()
    cell.feed()
    cell.saw()
    cell.open_door()
    cell.go(3.0, robot_load=1)
    cell.plant.operate("gate", 1.0)
    there = cell.facts["robot_travel"]
    cell.go(3.0, robot_reset=1)
    assert cell.inputs["robot_fault"]
    assert cell.facts["robot_travel"] == there
    assert cell.facts["power_on"]

    cell.plant.operate("gate", 0.0)
    cell.go(3.0, robot_reset=0)
    assert cell.facts["robot_travel"] == there
    cell.go(3.0, robot_reset=1)
    assert cell.facts["robot_phase"] == Phase.AT_DOOR


def test_a_door_that_moves_with_the_gate_open_is_a_danger() -> None:
    cell = Cell()
    cell.plant.operate("gate", 1.0)
    cell.run(1.0)
    assert cell.facts["danger_s"] == 0.0
    cell.go(3.0, door_open_command=1)
    assert cell.facts["danger_s"] == pytest.approx(2.0)


def test_a_robot_whose_controller_hangs_stands_without_a_word() -> None:
    cell = Cell()
    cell.feed()
    cell.saw()
    cell.go(0.5, robot_load=1)
    cell.plant.change("robot_stopped", 1.0)
    there = cell.facts["robot_travel"]
    cell.run(5.0)
    assert cell.facts["robot_travel"] == there
    assert not cell.inputs["robot_fault"]
    cell.plant.change("robot_stopped", 0.0)
    cell.run(5.0)
    assert cell.facts["robot_phase"] == Phase.AT_DOOR


def test_the_emergency_stop_keeps_what_is_held_and_the_robot_can_be_sent_home() -> None:
    cell = Cell()
    cell.feed()
    cell.saw()
    cell.open_door()
    cell.go(4.5, robot_load=1, robot_enter=1)
    cell.plant.operate("estop", 1.0)
    cell.run(2.0)
    assert cell.facts["robot_phase"] == Phase.ENTERING
    assert cell.facts["robot_holds"]
    cell.plant.operate("estop", 0.0)
    cell.press("reset")
    cell.go(0.1, robot_load=0, robot_enter=0, robot_reset=1)
    cell.run(2.0)
    assert cell.facts["robot_phase"] == Phase.ENTERING  # nothing moves by itself

    cell.go(3.1, robot_recover=1)
    assert cell.inputs["robot_home"]
    assert not cell.facts["robot_holds"]
    assert (cell.facts["parts_scrap"], cell.facts["crashes"]) == (1, 0)


def test_a_robot_that_breaks_off_leaves_a_clamped_part_to_the_chuck() -> None:
    cell = Cell()
    cell.feed()
    cell.saw()
    cell.open_door()
    cell.command(robot_load=1, robot_enter=1)
    cell.run_until("robot_phase", Phase.ASKS_CLAMP)
    cell.go(1.6, chuck_clamp=1)
    cell.go(4.0, robot_load=0, robot_recover=1)
    assert cell.inputs["robot_home"]
    assert cell.inputs["part_present"]
    assert cell.facts["parts_scrap"] == 0


def test_the_energy_is_the_sum_of_what_runs() -> None:
    cell = Cell()
    cell.run(10.0)
    # machine and hydraulics, and a robot with its drives on
    assert cell.facts["energy_j"] == pytest.approx(10.0 * (300 + 1500 + 250), rel=1e-9)
    cell.feed()
    before = cell.facts["energy_j"]
    cell.go(5.0, saw_cut=1)
    assert cell.facts["energy_j"] - before == pytest.approx(5.0 * (2050 + 2200), rel=1e-9)


@pytest.mark.parametrize("seed", range(1, 6))
def test_no_part_and_no_bar_is_lost_or_made_of_nothing(seed: int) -> None:
    made = []

    class Kept(RobotCell):
        """A cell that the test can look into."""

        def __init__(self, parameters: Mapping[str, float], seed: Seed) -> None:
            super().__init__(parameters, seed)
            made.append(self)

    random_run(Kept, 6000, seed)
    machine = made[0]._machine
    feeder = machine.feeder
    somewhere = {id(part) for part in (machine.blank, machine.part, machine.robot.held) if part}
    assert machine.cut == len(somewhere) + machine.good + machine.scrap
    sawn_m = feeder.loaded_m - feeder.left_m - feeder.front_m - feeder.remnants_m
    assert -1e-9 <= sawn_m <= machine.cut * (BLANK_M + KERF_M) + 1e-9


def test_the_parts_in_sight_go_with_the_robot() -> None:
    cell = Cell()
    assert cell.plant.items() == []
    cell.feed()
    cell.saw()
    (lying,) = cell.plant.items()
    cell.go(3.0, robot_load=1)
    (carried,) = cell.plant.items()
    assert carried.number == lying.number == 1
    assert carried.x > lying.x


def test_a_sheet_brings_its_own_program() -> None:
    scenario = load_scenario(ROOT / "scenarios/cnc/robot_cell.yaml")
    station = build(scenario, 1)
    facts = [0.0] * len(scenario.plant.facts)
    station.plant.report(facts)
    named = [fact.name for fact in scenario.plant.facts]
    assert facts[named.index("program_number")] == 30
