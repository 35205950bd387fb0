"""Triggers alone: what is looked at when, and what comes of it first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from trainlab.bench.stimulus import Operate, Stimulus
from trainlab.bench.triggers import Trigger, Triggers
from trainlab.core.image import IOImage
from trainlab.core.problem import Position
from trainlab.core.tag import Tag
from trainlab.plc.trace_expression import TraceExpression

TICK_NS = 10


def played(
    triggers: Sequence[Trigger], image: IOImage, levels: Sequence[float]
) -> list[tuple[int, str]]:
    """When which control was worked; `level` has one value a tick."""
    waiting = Triggers(triggers, {"level": False}, image, TICK_NS)
    done = []
    for tick, level in enumerate(levels):
        now_ns = tick * TICK_NS
        done += [
            (now_ns, each.action.control)
            for each in waiting.take(now_ns)
            if isinstance(each.action, Operate)
        ]
        waiting.observe(now_ns, image, [level])
    return done


def presses(
    control: str, condition: str, armed_ns: int = 0, times: int = 1, after_ns: int = 0
) -> Trigger:
    stimulus = Stimulus(after_ns, Operate(control, 1.0), "")
    return Trigger(TraceExpression(condition, Position("sheet")), (stimulus,), armed_ns, times)


def test_what_is_true_by_the_time_it_is_heeded_has_come(
    make_tag: Callable[..., Tag],
) -> None:
    image = IOImage([make_tag("i", "%IX0.0")])
    levels = [1.0, 1.0, 1.0, 0.0, 1.0, 0.0]
    late = presses("late", "level > 0.5", armed_ns=20)
    edge = presses("edge", "rising(level > 0.5)", armed_ns=20)
    assert played([late, edge], image, levels) == [(30, "late"), (50, "edge")]


def test_of_what_comes_at_once_the_first_listed_goes_first_whenever_it_was_heeded(
    make_tag: Callable[..., Tag],
) -> None:
    image = IOImage([make_tag("i", "%IX0.0")])
    levels = [0.0, 0.0, 0.0, 1.0, 1.0]
    listed = [
        presses("late", "level > 0.5", armed_ns=20),
        presses("soon", "level > 0.5"),
        presses("held", "held_for(level > 0.5, T#0s)"),
        presses("later", "level > 0.5", armed_ns=10),
    ]
    assert [name for _, name in played(listed, image, levels)] == ["late", "soon", "held", "later"]


def test_one_condition_that_several_wait_for_comes_for_each_as_often_as_it_may(
    make_tag: Callable[..., Tag],
) -> None:
    image = IOImage([make_tag("i", "%IX0.0")])
    once = presses("once", "rising(level > 0.5)")
    twice = presses("twice", "rising(level > 0.5)", times=2)
    done = played([once, twice], image, [0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0])
    assert done == [(20, "once"), (20, "twice"), (40, "twice")]
