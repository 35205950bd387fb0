"""The channel: states, handshake, hold, single block, and one time for any tick."""

from __future__ import annotations

import pytest

from plants.cnc.machines import MILL, program
from trainlab.plants.cnc.nc.channel import Channel, Execution
from trainlab.plants.cnc.nc.steps import FunctionKind
from trainlab.plants.cnc.nc.timing import cycle_time


class Bench:
    """A channel with somebody who presses its buttons and finishes its functions."""

    def __init__(self, text: str) -> None:
        self.channel = Channel(MILL, program(text))
        self.channel.inputs.release = True
        self.finished: list[tuple[FunctionKind, int]] = []
        self.time_s = 0.0

    def press_start(self) -> None:
        self.channel.inputs.start = True
        self.channel.command()
        self.channel.inputs.start = False
        self.channel.command()

    def run(self, seconds: float, tick_s: float = 0.01, finish: bool = True) -> None:
        for _ in range(round(seconds / tick_s)):
            self.tick(tick_s, finish)

    def tick(self, tick_s: float, finish: bool = True) -> None:
        channel = self.channel
        if finish:
            if channel.strobe is not None and not channel.inputs.finish:
                self.finished.append((channel.strobe.kind, channel.strobe.code))
            channel.inputs.finish = channel.strobe is not None
            channel.command()
        left_s = tick_s
        while channel.due_s <= left_s:
            left_s -= channel.due_s
            channel.advance(channel.due_s)
        channel.advance(left_s)
        self.time_s += tick_s


def test_a_program_runs_from_start_to_its_end_and_counts_one() -> None:
    bench = Bench("G0 X10\nG1 X20 F600\nM30")
    assert bench.channel.execution is Execution.READY
    bench.press_start()
    assert bench.channel.execution is Execution.ACTIVE
    bench.run(2.0)

    assert bench.channel.execution is Execution.PROGRAM_COMPLETED
    assert bench.channel.completed == 1
    assert bench.channel.place == (20.0, 0.0, 0.0)
    assert bench.finished == [(FunctionKind.M, 30)]


@pytest.mark.parametrize("tick_s", [0.001, 0.01, 0.1])
def test_the_place_after_a_time_is_the_same_at_any_tick(tick_s: float) -> None:
    text = "G0 X10 Y3\nG1 X20 F600\nG3 X20 Y23 R10\nG4 P0.3\nG0 X0"
    bench, finest = Bench(text), Bench(text)
    for one, tick in ((bench, tick_s), (finest, 0.0005)):
        one.press_start()
        one.run(2.7, tick)

    assert bench.channel.place == pytest.approx(finest.channel.place, abs=1e-9)
    assert bench.channel.line == finest.channel.line


def test_the_program_takes_its_cycle_time() -> None:
    bench = Bench("G0 X100\nG1 Y50 F1200\nG2 X100 Y30 J-10\nG4 P1.5\nG0 X0 Y0")
    expected = cycle_time(bench.channel.program, MILL, 4.0, 4000.0).total_s
    bench.press_start()
    while bench.channel.execution is Execution.ACTIVE:
        bench.tick(0.001)

    assert bench.time_s == pytest.approx(expected, abs=0.0011)


def test_a_function_waits_for_all_four_edges_of_its_handshake() -> None:
    bench = Bench("S500 M3\nG0 X10")
    channel = bench.channel
    bench.press_start()
    bench.run(1.0, finish=False)
    assert channel.execution is Execution.WAIT
    assert channel.strobe is not None
    assert channel.strobe.kind is FunctionKind.S

    channel.inputs.finish = True
    channel.command()
    assert channel.strobe is None
    bench.run(1.0, finish=False)
    assert channel.execution is Execution.WAIT

    channel.inputs.finish = False
    channel.command()
    assert channel.strobe is not None
    assert (channel.strobe.kind, channel.strobe.code) == (FunctionKind.M, 3)


def test_a_finish_that_stays_on_finishes_one_function_only() -> None:
    bench = Bench("S500 M3\nM8\nM5")
    bench.press_start()
    bench.channel.inputs.finish = True
    bench.run(0.5, finish=False)
    bench.channel.command()

    assert bench.channel.line == 1
    assert bench.channel.execution is Execution.WAIT


def test_a_hold_stops_the_path_until_start_and_release_alone_does_not_go_on() -> None:
    bench = Bench("G1 X100 F6000")
    channel = bench.channel
    bench.press_start()
    bench.run(0.2)
    channel.inputs.release = False
    channel.command()
    assert channel.execution is Execution.FEED_HOLD
    bench.run(0.1)
    held = channel.place
    channel.inputs.release = True
    channel.command()
    bench.run(0.5)
    assert channel.place == held
    assert channel.execution is Execution.FEED_HOLD

    bench.press_start()
    bench.run(1.5)
    assert channel.place == (100.0, 0.0, 0.0)


def test_a_dwell_that_is_held_keeps_what_is_left_of_it() -> None:
    bench = Bench("G4 P1\nG0 X1")
    bench.press_start()
    bench.run(0.4)
    bench.channel.inputs.release = False
    bench.run(3.0)
    bench.channel.inputs.release = True
    bench.press_start()
    bench.run(0.59)
    assert bench.channel.line == 1
    bench.run(0.02)
    assert bench.channel.line == 2


def test_single_block_stops_after_each_line_and_start_goes_on() -> None:
    bench = Bench("G0 X1\nG0 X2\nG0 X3")
    bench.channel.inputs.single_block = True
    for x in (1.0, 2.0, 3.0):
        bench.press_start()
        bench.run(0.5)
        assert bench.channel.execution is Execution.INTERRUPTED
        assert bench.channel.place[0] == x


def test_m0_always_stops_and_m1_only_with_its_switch() -> None:
    bench = Bench("G0 X1\nM0\nG0 X2\nM1\nG0 X3\nM1\nG0 X4")
    bench.press_start()
    bench.run(0.5)
    assert bench.channel.execution is Execution.PROGRAM_STOPPED
    bench.press_start()
    bench.run(0.05)
    bench.channel.inputs.optional_stop = True
    bench.run(0.5)
    assert bench.channel.execution is Execution.OPTIONAL_STOP
    assert bench.channel.place[0] == 2.0
    bench.channel.inputs.optional_stop = False
    bench.press_start()
    bench.run(1.0)
    assert bench.channel.execution is Execution.PROGRAM_COMPLETED


def test_power_off_breaks_the_program_off_and_reset_rewinds_it() -> None:
    bench = Bench("G0 X100\nG1 X200 F600")
    channel = bench.channel
    bench.press_start()
    bench.run(1.0)
    channel.stop()
    stood = channel.place
    assert channel.execution is Execution.STOPPED
    bench.press_start()
    bench.run(1.0)
    assert channel.execution is Execution.STOPPED
    assert channel.place == stood

    channel.inputs.reset = True
    channel.command()
    assert channel.execution is Execution.READY
    assert channel.line == 0
    channel.inputs.reset = False
    bench.press_start()
    assert channel.line == 1


def test_an_override_of_nothing_stands_and_the_next_goes_on_by_itself() -> None:
    bench = Bench("G1 X10 F600")
    bench.press_start()
    bench.run(0.5)
    bench.channel.inputs.feed_override = 0.0
    bench.run(1.0)
    held = bench.channel.place
    bench.run(1.0)
    assert bench.channel.place == held
    assert bench.channel.execution is Execution.ACTIVE
    bench.channel.inputs.feed_override = 1.0
    bench.run(1.0)
    assert bench.channel.place[0] == 10.0


def test_a_move_at_feed_waits_for_its_spindle_and_then_never_again() -> None:
    bench = Bench("S1000 M3\nG0 X10\nG1 X20 F600")
    channel = bench.channel
    channel.inputs.in_range = False
    bench.press_start()
    bench.run(2.0)
    assert channel.place[0] == 10.0
    assert channel.execution is Execution.ACTIVE

    channel.inputs.in_range = True
    bench.run(0.5)
    channel.inputs.in_range = False
    bench.run(2.0)
    assert channel.place[0] == 20.0
