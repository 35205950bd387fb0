"""The buffer with an encoder: distances, slip, missed pulses, and the blade."""

from __future__ import annotations

import pytest

from plants.conveyor.rig import Rig
from trainlab.plants.conveyor.buffer import BufferWithEncoder

FULL = 27648
RUN = 18432  # 0.4 m/s


def rig_with_a_box(**parameters: float) -> Rig:
    rig = Rig(BufferWithEncoder, tick_s=0.001, feed_interval=0.0, speed_noise=0.0, **parameters)
    rig.command(infeed_belt=1, buffer_run=1, speed_reference=RUN)
    rig.press("feed_box")
    return rig


def counts_from_eye_to_blade(rig: Rig) -> int:
    rig.command(blade_up=1)
    while not rig.inputs["eye_in"]:
        rig.run(0.001)
    begin = rig.inputs["encoder_count"]
    while rig.facts["next_to_blade_m"] > 1e-9:
        rig.run(0.001)
    return int(rig.inputs["encoder_count"] - begin)


def test_the_encoder_counts_the_two_metres_from_the_eye_to_the_blade() -> None:
    assert counts_from_eye_to_blade(rig_with_a_box()) == pytest.approx(2000, abs=1)


def test_a_slipping_belt_needs_more_pulses_for_the_same_way() -> None:
    rig = rig_with_a_box(belt_slip=2.0)
    assert counts_from_eye_to_blade(rig) == pytest.approx(2000 / 0.98, abs=1)


def test_missed_pulses_make_the_way_look_shorter() -> None:
    rig = rig_with_a_box(missed_pulses=3.0)
    assert counts_from_eye_to_blade(rig) == pytest.approx(2000 * 0.97, abs=1)


def test_the_speed_signal_tells_a_slow_drive() -> None:
    rig = rig_with_a_box()
    rig.run(2.0)
    assert rig.inputs["speed_raw"] == RUN
    rig.plant.change("drive_share", 60.0)
    rig.run(2.0)
    assert rig.inputs["speed_raw"] == pytest.approx(0.6 * RUN, abs=1)


def test_the_converter_ramps_to_its_reference() -> None:
    rig = Rig(BufferWithEncoder, tick_s=0.001, feed_interval=0.0)
    rig.command(buffer_run=1, speed_reference=FULL)
    rig.run(0.375)
    assert rig.facts["buffer_speed_m_s"] == pytest.approx(0.3)
    rig.run(1.0)
    assert rig.facts["buffer_speed_m_s"] == pytest.approx(0.6)


def test_a_tripped_converter_coasts_down_and_is_not_ready() -> None:
    rig = rig_with_a_box()
    rig.run(2.0)
    rig.plant.change("converter_fault", 1.0)
    rig.run(0.41)
    assert rig.facts["buffer_speed_m_s"] == 0.0
    assert not rig.inputs["drive_ready"]


def test_the_blade_pins_a_box_that_it_comes_up_under_and_lets_it_go() -> None:
    rig = rig_with_a_box()
    rig.run(1.0)
    while rig.facts["next_to_blade_m"] < 9.0:
        rig.run(0.01)
    rig.command(blade_up=1)
    rig.run(3.0)
    facts = rig.facts
    assert (facts["pinned"], facts["boxes_past"]) == (1, 0)
    rig.command(blade_up=0)
    rig.run(5.0)
    facts = rig.facts
    assert (facts["boxes_past"], facts["boxes_out"]) == (1, 1)


@pytest.mark.parametrize(("reference", "hard"), [(RUN, 1), (9216, 0)])
def test_a_fast_box_hits_the_blade_hard_and_a_slow_one_does_not(reference: int, hard: int) -> None:
    rig = rig_with_a_box()
    rig.command(blade_up=1, speed_reference=reference)
    rig.run(30.0)
    assert rig.facts["blade_hits"] == hard
    assert rig.facts["next_to_blade_m"] == 0.0


@pytest.mark.parametrize("seed", range(1, 4))
def test_no_box_is_lost(seed: int) -> None:
    rig = Rig(BufferWithEncoder, seed=seed, feed_interval=2.0, feed_spread=80.0)
    for moment in range(80):
        rig.command(
            infeed_belt=moment % 5 != 0,
            buffer_run=moment % 7 != 0,
            blade_up=moment % 3 == 0,
            speed_reference=(RUN, FULL, 4000)[moment % 3],
        )
        rig.run(2.1)
        if moment % 30 == 29:
            rig.press("clear_jam")
        facts = rig.facts
        assert facts["boxes_fed"] == (
            facts["boxes_out"] + facts["boxes_cleared"] + facts["boxes_on_line"]
        )
    assert facts["boxes_out"] > 20
    assert facts["boxes_past"] >= facts["boxes_out"]


def test_the_fast_counter_counts_boxes_that_a_slow_scan_does_not_see() -> None:
    """Boxes of 0.1 m at 0.5 m/s cover the eye for 0.2 s; a scan of 1 s sees but some of them."""
    rig = Rig(BufferWithEncoder, tick_s=1.0, feed_interval=3.0, box_length=0.1, infeed_speed=0.5)
    rig.command(infeed_belt=1, buffer_run=1, speed_reference=23040)
    edges, before = 0, False
    for _ in range(120):
        rig.run(1.0)
        now = bool(rig.inputs["eye_in"])
        edges += now and not before
        before = now
    assert rig.inputs["eye_in_count"] >= 35
    assert edges < rig.inputs["eye_in_count"] / 2


def test_slip_grows_linearly_with_what_the_drum_has_run() -> None:
    rig = rig_with_a_box(belt_slip=1.0, belt_wear=0.5)
    rig.run(60.0)
    run_m = rig.facts["buffer_travel_m"]
    assert run_m > 20.0
    assert rig.facts["slip_percent"] == pytest.approx(1.0 + 0.5 * run_m, abs=0.05)
    assert rig.facts["buffer_speed_m_s"] == pytest.approx(
        0.4 * (1 - rig.facts["slip_percent"] / 100)
    )


def test_a_worn_belt_needs_more_pulses_box_by_box_until_it_is_tightened() -> None:
    rig = rig_with_a_box(belt_wear=1.0)
    rig.run(25.0)
    assert rig.facts["boxes_out"] == 1
    rig.press("feed_box")
    while not rig.inputs["eye_in"]:
        rig.run(0.001)
    begin = rig.facts["slip_percent"]
    assert begin > 5.0
    counted = counts_from_eye_to_blade(rig)
    mean = 0.5 * (begin + rig.facts["slip_percent"])
    assert counted == pytest.approx(2000 / (1 - 0.01 * mean), abs=3)
    rig.plant.change("belt_slip", 2.0)
    rig.run(0.001)
    assert rig.facts["slip_percent"] == pytest.approx(2.0)
