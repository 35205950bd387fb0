"""The merge of two lanes: one at a time gets through, two at once wedge, and no box is lost."""

from __future__ import annotations

from plants.conveyor.rig import Rig
from trainlab.plants.conveyor.merge import Merge
from trainlab.plants.parts.box import Box
from trainlab.plants.parts.late_eye import LateEye


def rig_without_feed(**parameters: float) -> Rig:
    rig = Rig(Merge, feed_interval_a=0.0, feed_interval_b=0.0, **parameters)
    rig.command(lane_a=1, lane_b=1, meter_a=1, meter_b=1, merge_belt=1)
    return rig


def test_one_box_comes_through() -> None:
    rig = rig_without_feed()
    rig.press("feed_a")
    rig.run(25.0)
    facts = rig.facts
    assert (facts["out_a"], facts["out_b"], facts["collisions"]) == (1, 0, 0)


def test_two_boxes_at_once_wedge_until_the_operator_clears_them() -> None:
    rig = rig_without_feed()
    rig.press("feed_a", "feed_b")
    rig.run(25.0)
    facts = rig.facts
    assert facts["collisions"] == 1
    assert facts["wedged"]
    assert facts["boxes_out"] == 0
    rig.press("clear_jam")
    rig.run(1.0)
    facts = rig.facts
    assert not facts["wedged"]
    assert facts["boxes_cleared"] + facts["boxes_on_line"] == 2


def test_no_box_is_lost() -> None:
    rig = Rig(Merge, feed_interval_a=0.0, feed_interval_b=4.0)
    rig.command(lane_a=1, lane_b=1, meter_a=1, meter_b=1, merge_belt=1)
    for turn in range(40):
        rig.run(5.0)
        rig.plant.change("feed_interval_a", 5.0 if turn > 10 else 0.0)
        if turn > 10:
            rig.press("clear_jam")
        facts = rig.facts
        assert facts["boxes_fed"] == (
            facts["boxes_out"] + facts["boxes_cleared"] + facts["boxes_on_line"]
        )
    assert facts["boxes_out"] > 0
    assert facts["boxes_cleared"] > 0


def test_a_late_eye_tells_its_edges_later() -> None:
    eye = LateEye(1.0, delay_s=0.2)
    box = Box(1, 0.4, 0.2)
    eye.enter(box, 1.0)
    assert [eye.blocked_at(now_s) for now_s in (1.1, 1.2)] == [False, True]
    eye.leave(box, 2.0)
    assert [eye.blocked_at(now_s) for now_s in (2.1, 2.2)] == [True, False]
    assert not eye.blocked
