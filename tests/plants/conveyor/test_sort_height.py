"""Sorting by height: where boxes go, what a wrong moment does, and that none is lost."""

from __future__ import annotations

import pytest

from plants.conveyor.rig import Rig
from trainlab.core.mimic import Belt, Cylinder, Sensor, Side
from trainlab.plants.conveyor.sort_height import SortByHeight
from trainlab.plants.conveyor.sort_height_mimic import LEFT, MIMIC, SCALE


def rig_without_feed(tick_s: float = 0.01, **parameters: float) -> Rig:
    rig = Rig(SortByHeight, tick_s=tick_s, feed_interval=0.0, **parameters)
    rig.command(infeed_belt=1, sort_belt=1)
    return rig


def run_until_input(rig: Rig, tag: str, limit_s: float = 30.0) -> None:
    for _ in range(round(limit_s / rig.tick_s)):
        rig.run(rig.tick_s)
        if rig.inputs[tag]:
            return
    raise AssertionError(f"{tag} stayed FALSE")


def test_a_tall_box_covers_both_beams_and_a_short_one_the_low_beam_only() -> None:
    rig = rig_without_feed()
    rig.press("feed_tall")
    run_until_input(rig, "low_beam")
    assert rig.inputs["high_beam"]
    rig = rig_without_feed()
    rig.press("feed_short")
    run_until_input(rig, "low_beam")
    assert not rig.inputs["high_beam"]


def rises_of_the_low_beam(rig: Rig, seconds: float) -> list[int]:
    """Ticks at which the tag rose."""
    told = []
    for _ in range(round(seconds / rig.tick_s)):
        rig.run(rig.tick_s)
        told.append(rig.inputs["low_beam"])
    return [tick for tick in range(1, len(told)) if told[tick] and not told[tick - 1]]


def test_a_bouncing_low_beam_pulses_twice_for_one_box() -> None:
    once, twice = rig_without_feed(tick_s=0.001), rig_without_feed(tick_s=0.001)
    twice.plant.change("low_beam_bounce", 40.0)
    for rig in (once, twice):
        rig.press("feed_short")
    (first,) = rises_of_the_low_beam(once, 12.0)
    same, second = rises_of_the_low_beam(twice, 12.0)
    assert same == first
    # 0.27 to 0.33 m of box at 0.4 m/s, then the pause
    assert 0.675 + 0.04 <= (second - first) * 0.001 <= 0.825 + 0.042
    assert twice.facts == once.facts


@pytest.mark.parametrize(
    ("button", "lane"), [("feed_tall", "tall_in_end"), ("feed_short", "short_in_end")]
)
def test_a_box_that_nobody_pushes_comes_to_the_end(button: str, lane: str) -> None:
    rig = rig_without_feed()
    rig.press(button)
    rig.run(25.0)
    assert rig.facts[lane] == 1
    assert rig.facts["missorted"] == (lane == "tall_in_end")


def test_a_box_that_is_pushed_at_the_eye_comes_to_the_side() -> None:
    rig = rig_without_feed()
    rig.press("feed_tall")
    run_until_input(rig, "pusher_eye")
    rig.command(pusher=1)
    run_until_input(rig, "pusher_out")
    rig.command(pusher=0)
    run_until_input(rig, "pusher_back")
    facts = rig.facts
    assert (facts["tall_in_side"], facts["crushed"], facts["boxes_on_line"]) == (1, 0, 0)


def test_a_box_that_is_pushed_too_late_is_crushed_and_jams_what_comes_after() -> None:
    rig = rig_without_feed()
    rig.press("feed_tall")
    run_until_input(rig, "pusher_eye")
    rig.run(0.5)
    rig.command(pusher=1)
    rig.run(1.0)
    rig.command(pusher=0)
    rig.press("feed_short")
    rig.run(25.0)
    facts = rig.facts
    assert (facts["crushed"], facts["boxes_jammed"], facts["collisions"]) == (1, 1, 1)
    rig.press("clear_jam")
    rig.run(1.0)
    facts = rig.facts
    assert (facts["boxes_jammed"], facts["boxes_cleared"], facts["boxes_on_line"]) == (0, 2, 0)


def test_a_box_that_comes_while_the_pusher_is_out_runs_into_it_and_waits() -> None:
    rig = rig_without_feed()
    rig.press("feed_short")
    rig.run(5.0)
    rig.command(pusher=1)
    rig.run(10.0)
    assert rig.facts["collisions"] == 1
    assert rig.plant.items()[0].x > 0
    rig.command(pusher=0)
    rig.run(10.0)
    assert rig.facts["short_in_end"] == 1


def test_a_raised_stopper_holds_boxes_and_nothing_is_hurt() -> None:
    rig = rig_without_feed()
    rig.command(stopper=1)
    rig.press("feed_short")
    rig.press("feed_tall")
    rig.run(25.0)
    facts = rig.facts
    assert (facts["boxes_on_line"], facts["collisions"], facts["pinned"]) == (2, 0, 0)
    rig.command(stopper=0)
    rig.run(10.0)
    assert rig.facts["boxes_on_line"] == 0


def test_a_jammed_cylinder_does_not_move() -> None:
    rig = rig_without_feed()
    rig.plant.change("pusher_jam", 1.0)
    rig.command(pusher=1)
    rig.run(2.0)
    assert rig.inputs["pusher_back"]
    assert rig.facts["pusher_position"] == 0.0
    rig.plant.change("pusher_jam", 0.0)
    rig.run(2.0)
    assert rig.inputs["pusher_out"]


@pytest.mark.parametrize("seed", range(1, 6))
def test_no_box_is_lost(seed: int) -> None:
    rig = Rig(SortByHeight, seed=seed, feed_interval=1.5, feed_spread=90.0)
    rig.command(infeed_belt=1, sort_belt=1)
    for moment in range(80):
        rig.command(pusher=moment % 5 == seed % 5, stopper=moment % 7 == 0)
        rig.run(2.3)
        if moment % 20 == 19:
            rig.press("clear_jam")
        facts = rig.facts
        gone = sum(
            facts[name] for name in ("tall_in_side", "short_in_side", "tall_in_end", "short_in_end")
        )
        assert facts["boxes_fed"] == gone + facts["boxes_cleared"] + facts["boxes_on_line"]
    assert gone > 10


def test_the_share_of_tall_boxes_is_what_was_asked_for() -> None:
    rig = Rig(SortByHeight, tick_s=0.1, feed_interval=3.0, feed_share_tall=30.0)
    rig.command(infeed_belt=1, sort_belt=1)
    rig.run(3000.0)
    facts = rig.facts
    ended = facts["tall_in_end"] + facts["short_in_end"]
    assert ended == pytest.approx(1000, abs=25)
    # 99 % of the binomial distribution of 1000 draws at 0.3: +- 37
    assert facts["tall_in_end"] == pytest.approx(0.3 * ended, abs=40)


def test_the_emergency_stop_stops_the_belts_and_lets_the_pusher_back() -> None:
    rig = rig_without_feed()
    rig.command(pusher=1)
    rig.run(2.0)
    rig.plant.operate("estop", 1.0)
    rig.run(1.0)
    facts = rig.facts
    assert (facts["sort_on"], facts["infeed_on"], facts["sort_speed_m_s"]) == (0, 0, 0)
    assert rig.inputs["pusher_back"]


def test_a_pushed_box_is_drawn_before_the_plate_and_then_down_the_side_lane() -> None:
    rig = rig_without_feed()
    rig.press("feed_tall")
    run_until_input(rig, "pusher_eye")
    (on_belt,) = rig.plant.items()
    rig.command(pusher=1)
    rig.run(0.33)
    (pushed,) = rig.plant.items()
    run_until_input(rig, "pusher_out")
    rig.command(pusher=0)
    rig.run(0.3)
    (in_lane,) = rig.plant.items()
    rig.run(2.0)
    assert on_belt.y < pushed.y < on_belt.y + 0.4 * SCALE < in_lane.y
    assert pushed.x == in_lane.x
    assert rig.plant.items() == []


def test_it_is_drawn_from_above_with_each_eye_and_the_pusher_in_its_place() -> None:
    # a plate that sweeps sideways cannot be seen from the side
    belts = [each for each in MIMIC.symbols if isinstance(each, Belt)]
    (cylinder,) = [each for each in MIMIC.symbols if isinstance(each, Cylinder)]
    at_m = {each.on: (each.x - LEFT) / SCALE for each in MIMIC.symbols if isinstance(each, Sensor)}
    assert all(belt.from_above for belt in belts)
    assert cylinder.toward is Side.DOWN
    assert (cylinder.x - LEFT) / SCALE == pytest.approx(3.4)
    assert cylinder.plate == 0.4 * SCALE
    assert at_m["low_beam"] == pytest.approx(2.0, abs=0.05)
    assert at_m["high_beam"] == pytest.approx(2.0, abs=0.05)
    assert at_m["pusher_eye"] == pytest.approx(3.5)
