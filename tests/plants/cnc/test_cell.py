"""The CNC cell: what its hardware prevents, what it does not, and what then happens."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from trainlab.core.mimic import Tool
from trainlab.core.seeds import Seed
from trainlab.core.tag import Direction
from trainlab.plants.cnc.cell import CncCell
from trainlab.plants.cnc.loader import Phase
from trainlab.testing.random_run import defaults, random_run

TAGS = CncCell.description.tags
INPUTS = [tag.name for tag in TAGS if tag.direction is Direction.INPUT]
OUTPUTS = [tag.name for tag in TAGS if tag.direction is Direction.OUTPUT]
FACTS = [fact.name for fact in CncCell.description.facts]
FULL = 27648


class Cell:
    """A cell whose outputs somebody sets by hand."""

    def __init__(self, **parameters: float) -> None:
        values = {"initial_pressure": 40.0, **parameters}
        self.plant = CncCell(defaults(CncCell) | values, Seed(1))
        self.commands = dict.fromkeys(OUTPUTS, 0)
        self.commands["hydraulic_pump"] = 1
        self.commands["feed_override_command"] = FULL * 100 // 120

    def run(self, seconds: float, tick_s: float = 0.01, **commands: int) -> None:
        self.commands |= commands
        for _ in range(round(seconds / tick_s)):
            self.plant.step(tuple(self.commands.values()), tick_s)

    def sees(self, name: str) -> float:
        inputs = [0.0] * len(INPUTS)
        self.plant.sense(inputs)
        return inputs[INPUTS.index(name)]

    def fact(self, name: str) -> float:
        facts = [0.0] * len(FACTS)
        self.plant.report(facts)
        return facts[FACTS.index(name)]

    def used(self, seconds: float, **commands: int) -> float:
        """The energy that it takes to run with these commands for so long."""
        before = self.fact("energy_j")
        self.run(seconds, **commands)
        return self.fact("energy_j") - before

    def load_part(self) -> None:
        """Everything that it takes to have a part in the chuck behind a locked door."""
        self.run(3.0, door_unlock=1, door_open_command=1)
        self.run(2.6, load_request=1)
        assert self.sees("loader_clamp_request")
        self.run(1.6, chuck_clamp=1)
        self.run(0.1, loader_acknowledge=1)
        self.run(1.7, loader_acknowledge=0, chuck_clamp=0)
        assert self.sees("loader_complete")
        self.run(2.5, load_request=0, door_unlock=0, door_open_command=0, door_close_command=1)
        self.run(0.1, door_close_command=0)
        assert self.sees("door_locked")
        assert self.sees("part_present")

    def machine(self, seconds: float) -> None:
        """Finish every function of the NC as it comes, for so long."""
        self.commands |= {"feed_release": 1, "cycle_start": 1}
        for _ in range(round(seconds / 0.01)):
            code, strobe = self.sees("m_code"), self.sees("m_strobe")
            if strobe and code in (3, 5, 6, 30):
                self.commands["spindle_forward"] = int(code == 3)
            if strobe and code in (8, 9):
                self.commands["coolant_pump"] = int(code == 8)
            any_strobe = strobe or self.sees("s_strobe") or self.sees("t_strobe")
            self.commands["function_finish"] = int(any_strobe)
            demand = self.sees("s_demand")
            self.commands["spindle_speed_command"] = int(demand * FULL / 6000)
            self.run(0.01)


def test_the_guard_lock_opens_below_ten_rpm_only() -> None:
    cell = Cell()
    cell.run(0.5, spindle_forward=1, spindle_speed_command=FULL // 6)
    cell.run(1.0, door_unlock=1, door_open_command=1)
    assert cell.fact("spindle_rpm") == pytest.approx(1000.0, rel=1e-3)
    assert cell.sees("door_locked")

    cell.run(0.25, spindle_forward=0)
    assert cell.sees("spindle_stopped")
    cell.run(2.2)
    assert cell.sees("door_open")


def test_the_spindle_does_not_start_behind_an_open_door() -> None:
    cell = Cell()
    cell.run(3.0, door_unlock=1, door_open_command=1)
    cell.run(1.0, spindle_forward=1, spindle_speed_command=FULL)
    assert cell.fact("spindle_rpm") == 0.0
    assert cell.fact("danger_s") == 0.0


def test_a_defeated_lock_lets_the_door_open_in_front_of_a_turning_spindle() -> None:
    cell = Cell()
    cell.run(0.5, spindle_forward=1, spindle_speed_command=FULL // 2)
    cell.plant.operate("pull_door", 1.0)
    cell.run(1.0)
    assert cell.sees("door_closed")
    cell.plant.change("guard_lock_forced", 1.0)
    cell.run(1.0)

    assert not cell.sees("door_closed")
    assert cell.fact("danger_s") == pytest.approx(1.0)


@pytest.mark.parametrize("tick_s", [0.001, 0.01, 0.1])
def test_a_part_whose_chuck_opens_at_speed_is_thrown(tick_s: float) -> None:
    cell = Cell()
    cell.load_part()
    cell.run(0.5, tick_s, spindle_forward=1, spindle_speed_command=FULL // 2)
    assert cell.fact("part_gripped")
    cell.run(0.1, tick_s, chuck_unclamp=1)

    assert cell.fact("parts_thrown") == 1
    assert cell.fact("parts_scrap") == 1
    assert not cell.sees("part_present")


def test_a_chuck_that_loses_its_pressure_lets_the_part_go() -> None:
    cell = Cell()
    cell.load_part()
    cell.run(0.5, spindle_forward=1, spindle_speed_command=FULL // 2)
    cell.plant.change("clamping_pressure", 20.0)
    cell.run(0.1)
    assert not cell.sees("chuck_pressure_ok")
    assert cell.fact("parts_thrown") == 0
    cell.plant.change("clamping_pressure", 15.0)
    cell.run(0.1)
    assert cell.fact("parts_thrown") == 1


def test_the_chuck_keeps_its_place_when_both_its_coils_or_neither_are_on() -> None:
    cell = Cell()
    cell.run(1.0, chuck_clamp=1)
    cell.run(1.0, chuck_clamp=0)
    assert cell.sees("chuck_clamped")
    cell.run(2.0, chuck_clamp=1, chuck_unclamp=1)
    assert cell.sees("chuck_clamped")


def test_a_door_that_closes_on_the_loader_is_a_crash_until_somebody_clears_it() -> None:
    cell = Cell()
    cell.run(3.0, door_unlock=1, door_open_command=1)
    cell.run(1.0, load_request=1)
    cell.run(0.1, door_open_command=0, door_close_command=1)
    assert cell.fact("crashes") == 1
    assert cell.fact("loader_phase") == Phase.CRASHED
    cell.run(0.1, load_request=0, door_close_command=0)
    cell.plant.operate("clear_crash", 1.0)
    assert cell.fact("loader_phase") == Phase.AWAY


def test_a_loader_that_is_told_too_early_that_the_chuck_is_open_crashes() -> None:
    cell = Cell()
    cell.load_part()
    cell.run(3.0, door_unlock=1, door_open_command=1)
    cell.run(1.6, load_request=1)
    assert cell.sees("loader_unclamp_request")
    cell.run(1.2, loader_acknowledge=1)
    assert cell.fact("crashes") == 1


def test_an_arm_that_is_out_while_the_spindle_turns_breaks_the_tool() -> None:
    cell = Cell()
    cell.run(1.0, spindle_forward=1, spindle_speed_command=FULL // 6)
    cell.run(0.1, tool_change=1)
    assert cell.fact("crashes") == 1
    assert cell.fact("tool_broken")


def test_a_program_makes_a_good_part_and_the_spindle_load_shows_the_cut() -> None:
    cell = Cell(part_program=2.0)
    cell.load_part()
    loads = []
    cell.commands |= {"coolant_pump": 0}
    for _ in range(90):
        cell.machine(0.1)
        loads.append(cell.sees("spindle_load_raw"))

    assert cell.fact("cycles_completed") == 1
    # ap 2, f 0.3, vc 200, C45: Fc = 2220 * 2 * 0.3^0.86 N, P = Fc vc / 60 W; 0.85, of 11 kW, 150 %
    power = 2220 * 2 * 0.3**0.86 * 200 / 60
    share = power / 0.85 / 11_000 + 500 / 11_000  # an idle spindle takes 0.5 kW
    steady = sorted(loads)[len(loads) // 2 :]
    assert any(load == pytest.approx(share / 1.5 * FULL, rel=0.15) for load in steady)
    assert cell.fact("tool_wear") > 0.0
    assert cell.fact("dry_cut_s") == 0.0


def test_the_energy_is_the_sum_of_what_runs() -> None:
    cell = Cell()
    cell.run(10.0, coolant_pump=1)
    assert cell.fact("energy_j") == pytest.approx(10.0 * (300 + 1500 + 750), rel=1e-9)


def test_a_spindle_that_brakes_takes_nothing_that_its_drive_does_not_take_idle() -> None:
    cell = Cell(spindle_run_up=4.0)  # 1000 rpm a second
    forward = cell.used(3.0, spindle_forward=1, spindle_speed_command=FULL * 2000 // 6000)
    slower = cell.used(2.0, spindle_speed_command=FULL * 1000 // 6000)
    backward = cell.used(3.0, spindle_forward=0, spindle_reverse=1)
    stopped = cell.used(2.0, spindle_reverse=0)

    # beside 300 W and the hydraulic pump: 6.6 kW speeding up, 0.5 kW turning or braking
    assert forward == pytest.approx(3.0 * 1800 + 2.0 * 6600 + 1.0 * 500, rel=1e-3)
    assert slower == pytest.approx(2.0 * 1800 + 2.0 * 500, rel=1e-3)
    assert backward == pytest.approx(3.0 * 1800 + 1.0 * 500 + 1.0 * 6600 + 1.0 * 500, rel=1e-3)
    assert stopped == pytest.approx(2.0 * 1800 + 1.0 * 500, rel=1e-3)


def test_the_load_that_the_drive_shows_has_no_sign() -> None:
    cell = Cell(spindle_run_up=4.0)
    shown = []
    for speed in (2000, 1000):
        cell.run(0.5, spindle_forward=1, spindle_speed_command=FULL * speed // 6000)
        shown.append(cell.sees("spindle_load_raw"))
        cell.run(3.0)

    assert shown == [pytest.approx(0.6 / 1.5 * FULL, abs=1)] * 2


def test_a_cut_without_coolant_costs_life_and_the_part() -> None:
    lives = []
    for blocked in (0.0, 1.0):
        cell = Cell(part_program=1.0, nozzle_blocked=blocked)
        cell.load_part()
        cell.machine(30.0)
        lives.append(cell.fact("tool_wear") / cell.fact("cut_s"))
        assert (cell.fact("dry_cut_s") > 5.0) == bool(blocked)
    assert lives[1] == pytest.approx(2.0 * lives[0], rel=0.05)


def test_the_emergency_stop_stops_everything_and_keeps_the_part() -> None:
    cell = Cell(part_program=2.0)
    cell.load_part()
    cell.machine(2.0)
    assert cell.fact("path_speed_mm_s") > 0.0
    cell.plant.operate("estop", 1.0)
    cell.run(0.01)
    assert cell.fact("path_speed_mm_s") == 0.0
    cell.run(2.0)
    assert cell.fact("spindle_rpm") == 0.0
    assert cell.fact("part_gripped")
    assert cell.fact("execution") == 4  # STOPPED
    assert not cell.sees("coolant_flow")

    cell.plant.operate("estop", 0.0)
    cell.run(1.0)
    assert not cell.fact("power_on")
    cell.plant.operate("reset", 1.0)
    assert cell.fact("power_on")


@pytest.mark.parametrize("seed", range(1, 6))
def test_no_part_is_lost_or_made_of_nothing(seed: int) -> None:
    made = []

    class Kept(CncCell):
        """A cell that the test can look into."""

        def __init__(self, parameters: Mapping[str, float], seed: Seed) -> None:
            super().__init__(parameters, seed)
            made.append(self)

    fed, good, scrap = (FACTS.index(name) for name in ("parts_fed", "parts_good", "parts_scrap"))
    rows = random_run(Kept, 4000, seed)
    machine = made[0]._machine
    held = (machine.part is not None) + (machine.taken is not None)

    assert all(facts[fed] >= facts[good] + facts[scrap] for _, facts in rows)
    assert rows[-1][1][fed] == machine.loader.raw + held + machine.good + machine.scrap


def test_a_broken_tool_cuts_nothing_and_the_part_is_scrap() -> None:
    cell = Cell(part_program=2.0, material_kc11=9e9)
    cell.load_part()
    cell.machine(12.0)
    assert cell.fact("tool_breaks") == 1
    assert cell.fact("cycles_completed") == 1
    assert cell.plant._machine.part is not None
    assert cell.plant._machine.part.spoiled
    cell.plant.operate("replace_tools", 1.0)
    assert not cell.fact("tool_broken")


def test_feed_into_a_spindle_that_turns_the_wrong_way_breaks_the_tool() -> None:
    cell = Cell(part_program=2.0)
    cell.load_part()
    cell.commands["spindle_reverse"] = 1
    cell.commands |= {"feed_release": 1, "cycle_start": 1}
    for _ in range(600):
        strobe = cell.sees("m_strobe") or cell.sees("s_strobe") or cell.sees("t_strobe")
        cell.run(
            0.01,
            function_finish=int(strobe),
            spindle_speed_command=int(cell.sees("s_demand") * FULL / 6000),
        )
    assert cell.fact("tool_breaks") == 1


def test_the_workpieces_in_sight_are_in_the_store_and_in_the_chuck() -> None:
    cell = Cell(feed_stock=2.0)
    assert [item.kind for item in cell.plant.items()] == ["raw", "raw"]
    cell.load_part()
    chucked, stored = cell.plant.items()
    assert (chucked.number, stored.number) == (1, 2)
    assert (
        chucked.height == 60.0
    )  # true to size, as the axes are: 60 mm before the chuck, to Z0 at 120
    drawing = cell.plant.description.mimic
    assert drawing is not None
    tool = next(each for each in drawing.symbols if isinstance(each, Tool))
    assert chucked.x + chucked.width == tool.x + 120.0 * tool.across_scale
    assert chucked.y + 30.0 == tool.y
