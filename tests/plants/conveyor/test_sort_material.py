"""Sorting by material and colour: what the sensors tell, where parts go, what air and valves do."""

from __future__ import annotations

import pytest

from plants.conveyor.rig import Rig
from trainlab.core.mimic import Cylinder
from trainlab.plants.conveyor.sort_material import SortByMaterial
from trainlab.plants.conveyor.sort_material_mimic import BELT_WIDTH, BELT_Y, MIMIC

RUN = 20736  # 0.3 m/s
MATERIALS = ("metal", "white", "black")


def rig_without_feed(tick_s: float = 0.01, **parameters: float) -> Rig:
    rig = Rig(SortByMaterial, tick_s=tick_s, feed_interval=0.0, **parameters)
    rig.command(infeed_belt=1, belt_run=1, speed_reference=RUN)
    return rig


def run_until(rig: Rig, tag: str, value: bool = True, limit_s: float = 30.0) -> None:
    for _ in range(round(limit_s / rig.tick_s)):
        rig.run(rig.tick_s)
        if rig.inputs[tag] == value:
            return
    raise AssertionError(f"{tag} did not become {value}")


def bring_to_ejector(rig: Rig, material: str, way_m: float) -> None:
    """Send a part, and run until its middle is that way behind the inspection."""
    rig.press(f"feed_{material}")
    run_until(rig, "capacitive")
    run_until(rig, "capacitive", False)
    travel_m = rig.facts["belt_travel_m"]
    rig.run_until("belt_travel_m", travel_m + way_m - 0.028)


@pytest.mark.parametrize(
    ("material", "told"),
    [("metal", (True, True)), ("white", (False, True)), ("black", (False, False))],
)
def test_the_sensors_tell_the_materials_apart(material: str, told: tuple[bool, bool]) -> None:
    rig = rig_without_feed()
    rig.press(f"feed_{material}")
    run_until(rig, "capacitive")
    seen = [False, False]
    while rig.inputs["capacitive"]:
        inputs = rig.inputs
        seen = [seen[0] or bool(inputs["inductive"]), seen[1] or bool(inputs["colour"])]
        rig.run(0.01)
    assert tuple(seen) == told


@pytest.mark.parametrize("material", MATERIALS)
def test_a_part_that_nobody_pushes_comes_to_the_third_chute(material: str) -> None:
    rig = rig_without_feed()
    rig.press(f"feed_{material}")
    rig.run(15.0)
    facts = rig.facts
    assert facts[f"{material}_in_3"] == 1
    assert facts["missorted"] == (material != "black")


def test_a_part_that_is_pushed_in_front_of_an_ejector_comes_into_its_chute() -> None:
    rig = rig_without_feed()
    bring_to_ejector(rig, "metal", 0.48)
    rig.command(ejector1_extend=1)
    run_until(rig, "ejector1_out")
    rig.command(ejector1_extend=0, ejector1_retract=1)
    run_until(rig, "ejector1_back")
    bring_to_ejector(rig, "white", 0.98)
    rig.command(ejector2_extend=1)
    run_until(rig, "ejector2_out")
    rig.command(ejector2_extend=0)
    run_until(rig, "ejector2_back")
    facts = rig.facts
    assert (facts["metal_in_1"], facts["white_in_2"], facts["parts_on_line"]) == (1, 1, 0)
    assert (facts["crushed"], facts["collisions"]) == (0, 0)


def test_a_part_that_is_pushed_at_a_wrong_moment_is_crushed_and_jams_what_comes_after() -> None:
    rig = rig_without_feed()
    bring_to_ejector(rig, "metal", 0.42)
    rig.command(ejector1_extend=1)
    rig.run(0.5)
    rig.command(ejector1_extend=0, ejector1_retract=1)
    rig.press("feed_black")
    rig.run(15.0)
    facts = rig.facts
    assert (facts["crushed"], facts["parts_jammed"], facts["collisions"]) == (1, 1, 1)
    rig.press("clear_jam")
    rig.run(1.0)
    facts = rig.facts
    assert (facts["parts_jammed"], facts["parts_cleared"], facts["parts_on_line"]) == (0, 2, 0)


def test_a_part_that_comes_against_an_ejector_that_is_out_collides() -> None:
    rig = rig_without_feed()
    rig.command(ejector2_extend=1)
    rig.press("feed_black")
    rig.run(15.0)
    assert rig.facts["collisions"] == 1
    rig.command(ejector2_extend=0)
    rig.run(5.0)
    assert rig.facts["black_in_3"] == 1


def test_the_bistable_valve_keeps_ejector_1_out_and_the_monostable_lets_ejector_2_back() -> None:
    rig = rig_without_feed()
    rig.command(ejector1_extend=1, ejector2_extend=1)
    rig.run(1.0)
    rig.command(ejector1_extend=0, ejector2_extend=0)
    rig.run(1.0)
    facts = rig.facts
    assert (facts["ejector1_position"], facts["ejector2_position"]) == (1.0, 0.0)


def test_both_coils_at_once_do_nothing_but_are_told() -> None:
    rig = rig_without_feed()
    rig.command(ejector1_extend=1, ejector1_retract=1)
    rig.run(1.0)
    facts = rig.facts
    assert facts["ejector1_position"] == 0.0
    assert facts["both_coils_s"] == pytest.approx(1.0)


def test_the_emergency_stop_leaves_ejector_1_where_it_is_and_lets_ejector_2_back() -> None:
    rig = rig_without_feed()
    rig.command(ejector1_extend=1, ejector2_extend=1)
    rig.run(1.0)
    rig.plant.operate("estop", 1.0)
    rig.run(1.0)
    facts = rig.facts
    assert (facts["ejector1_position"], facts["ejector2_position"]) == (1.0, 0.0)
    assert (facts["infeed_on"], facts["belt_speed_m_s"], facts["power_on"]) == (0, 0.0, 0)
    rig.command(ejector1_extend=0, ejector1_retract=1)
    rig.run(1.0)
    assert rig.facts["ejector1_position"] == 1.0
    rig.plant.operate("estop", 0.0)
    rig.press("reset")
    rig.run(1.0)
    assert rig.facts["ejector1_position"] == 0.0


def test_the_drum_gives_a_pulse_every_20_mm_of_travel() -> None:
    rig = rig_without_feed(tick_s=0.001)
    rises = 0
    before = rig.inputs["belt_pulse"]
    for _ in range(10_000):
        rig.run(0.001)
        now = rig.inputs["belt_pulse"]
        rises += now and not before
        before = now
    assert rises == pytest.approx(rig.facts["belt_travel_m"] / 0.02, abs=1)


def test_a_loss_of_pressure_shows_at_the_transmitter_and_slows_an_ejector() -> None:
    rig = rig_without_feed(pressure_noise=0.0)
    assert rig.inputs["air_pressure"] == round(0.6 * 27648)
    rig.plant.change("supply_pressure", 2.5)
    rig.run(10.0)
    assert rig.inputs["air_pressure"] == pytest.approx(0.25 * 27648, abs=3)
    rig.command(ejector2_extend=1)
    rig.run(0.3)
    assert 0.3 < rig.facts["ejector2_position"] < 0.7
    rig.run(2.0)
    rig.plant.change("supply_pressure", 1.0)
    rig.run(10.0)
    rig.command(ejector2_extend=0)
    rig.run(5.0)
    assert rig.facts["ejector2_position"] == 1.0


def test_a_reed_switch_that_has_slipped_misses_the_end_of_the_stroke() -> None:
    rig = rig_without_feed(reed2_shift=20.0)
    rig.command(ejector2_extend=1)
    rig.run(2.0)
    assert rig.facts["ejector2_position"] == 1.0
    assert not rig.inputs["ejector2_out"]


def test_a_jammed_cylinder_does_not_move() -> None:
    rig = rig_without_feed(ejector1_jam=1.0)
    rig.command(ejector1_extend=1)
    rig.run(2.0)
    assert rig.inputs["ejector1_back"]


def test_the_bistable_valve_may_begin_out() -> None:
    rig = rig_without_feed(ejector1_begins_out=1.0)
    rig.run(1.0)
    assert rig.inputs["ejector1_out"]


@pytest.mark.parametrize("seed", range(1, 6))
def test_no_part_is_lost(seed: int) -> None:
    rig = Rig(SortByMaterial, seed=seed, feed_interval=0.8, feed_spread=90.0)
    rig.command(infeed_belt=1, belt_run=1, speed_reference=RUN)
    for moment in range(80):
        out = moment % 5 == seed % 5
        rig.command(
            ejector1_extend=out, ejector1_retract=not out, ejector2_extend=moment % 3 == seed % 3
        )
        rig.run(1.3)
        if moment % 8 == 7:
            rig.press("clear_jam")
        facts = rig.facts
        gone = sum(facts[f"{kind}_in_{chute}"] for kind in MATERIALS for chute in (1, 2, 3))
        assert facts["parts_fed"] == gone + facts["parts_cleared"] + facts["parts_on_line"]
    assert gone > 10


def test_the_shares_of_the_materials_are_what_was_asked_for() -> None:
    rig = Rig(
        SortByMaterial, tick_s=0.1, feed_interval=3.0, feed_share_metal=20.0, feed_share_white=50.0
    )
    rig.command(infeed_belt=1, belt_run=1, speed_reference=RUN)
    rig.run(3000.0)
    facts = rig.facts
    ended = [facts[f"{kind}_in_3"] for kind in MATERIALS]
    assert sum(ended) == pytest.approx(1000, abs=25)
    # 99 % of the binomial distribution of 1000 draws: +- 33 at 0.2, +- 41 at 0.5
    assert ended == pytest.approx([200, 500, 300], abs=45)


def test_a_part_that_is_ejected_is_drawn_before_the_plate_and_then_in_its_chute() -> None:
    (cylinder, _) = (each for each in MIMIC.symbols if isinstance(each, Cylinder))
    rig = rig_without_feed()
    bring_to_ejector(rig, "metal", 0.5)
    (riding,) = rig.plant.items()
    rig.command(ejector1_extend=1)
    drawn = []
    for _ in range(100):
        rig.run(0.01)
        face_y = cylinder.y + cylinder.length + 10.0
        face_y += cylinder.stroke * rig.facts["ejector1_position"]
        drawn += [(each.y, face_y) for each in rig.plant.items()]
    moved = [
        (y, face_y)
        for y, face_y in drawn
        if riding.y < y < cylinder.y + cylinder.length + 9.0 + cylinder.stroke
    ]
    assert len(moved) >= 3
    assert [y for y, face_y in moved] == pytest.approx([face_y for _, face_y in moved])
    assert max(y for y, _ in drawn) > BELT_Y + BELT_WIDTH
    assert rig.plant.items() == []
