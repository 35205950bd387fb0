"""The small parts of conveyors, each alone: arrivals, strokes, diverter, pusher, overload, contact."""

from __future__ import annotations

from itertools import pairwise

import pytest

from trainlab.core.seeds import Seed
from trainlab.plants.parts.agenda import NEVER, Agenda
from trainlab.plants.parts.arrivals import Arrivals
from trainlab.plants.parts.belt import Belt
from trainlab.plants.parts.box import Box
from trainlab.plants.parts.diverter import Diverter, Lane
from trainlab.plants.parts.drive import Drive
from trainlab.plants.parts.line import Line
from trainlab.plants.parts.meter import Meter
from trainlab.plants.parts.overload import Overload
from trainlab.plants.parts.pusher import Pusher, Swept
from trainlab.plants.parts.stroke import Stroke
from trainlab.plants.parts.timed_contact import TimedContact


def arrivals_of(tick_s: float, seconds: float, mean_s: float, spread: float) -> list[float]:
    moments: list[float] = []
    coming = Arrivals(
        Seed(1).stream("arrivals"), mean_s, spread, lambda _, now_s: moments.append(now_s)
    )
    agenda = Agenda([coming])
    for _ in range(round(seconds / tick_s)):
        agenda.pass_time(tick_s)
    return moments


def test_arrivals_come_at_the_same_moments_at_any_tick() -> None:
    fine, coarse = arrivals_of(0.01, 73.0, 2.0, 0.5), arrivals_of(7.3, 73.0, 2.0, 0.5)
    assert fine == coarse
    assert len(fine) > 30


def test_arrivals_without_spread_are_a_clock_and_with_it_they_keep_their_mean() -> None:
    assert arrivals_of(0.5, 9.0, 2.0, 0.0) == [2.0, 4.0, 6.0, 8.0]
    moments = arrivals_of(10.0, 4000.0, 2.0, 0.5)
    gaps = [b - a for a, b in pairwise(moments)]
    assert min(gaps) >= 1.0
    assert max(gaps) <= 3.0
    # uniform in 1..3 s: 99 % of the mean of 2000 draws within 2.576 * 0.577 / sqrt(2000)
    assert sum(gaps) / len(gaps) == pytest.approx(2.0, abs=0.034)


def test_arrivals_that_are_switched_on_begin_from_then() -> None:
    moments: list[float] = []
    coming = Arrivals(Seed(1).stream("a"), 0.0, 0.0, lambda _, now_s: moments.append(now_s))
    agenda = Agenda([coming])
    agenda.pass_time(10.0)
    assert coming.due_s == NEVER
    coming.change(agenda.now_s, 3.0, 0.0)
    agenda.pass_time(7.0)
    coming.change(agenda.now_s, 0.0, 0.0)
    agenda.pass_time(50.0)
    assert moments == [13.0, 16.0]


def test_a_stroke_turns_where_it_is_and_stands_while_it_is_stuck() -> None:
    stroke = Stroke(2.0, 4.0)
    stroke.drive(0.0, True)
    assert stroke.reach_s(0.5) == 1.0
    stroke.drive(1.0, False)
    assert stroke.position(2.0) == 0.25
    stroke.stick(2.0, True)
    assert stroke.position(99.0) == 0.25
    assert stroke.reach_s(0.0) == NEVER
    stroke.stick(99.0, False)
    assert stroke.reach_s(0.0) == 100.0
    assert stroke.position(200.0) == 0.0


def test_a_box_that_comes_while_the_diverter_moves_jams() -> None:
    diverter = Diverter(Stroke(0.5, 0.5))
    assert diverter.lane(0.0) is Lane.A
    diverter.drive(1.0, True)
    assert diverter.lane(1.25) is Lane.JAM
    assert diverter.lane(1.5) is Lane.B
    diverter.drive(2.0, False)
    assert diverter.lane(2.4) is Lane.JAM
    assert diverter.lane(2.5) is Lane.A


@pytest.mark.parametrize(
    ("off_m", "what"),
    [
        (0.0, Swept.OFF),
        (0.09, Swept.OFF),
        (-0.09, Swept.OFF),
        (0.2, Swept.CRUSHED),
        (-0.2, Swept.CRUSHED),
    ],
)
def test_a_pusher_sweeps_off_what_stands_before_it_and_crushes_what_it_touches_at_the_edge(
    off_m: float, what: Swept
) -> None:
    told: list[tuple[Swept, float]] = []
    pusher = Pusher(
        1.0, 0.4, 0.1, Stroke(0.4, 0.4), lambda _, fate, now_s: told.append((fate, now_s))
    )
    line = Line([Belt(Drive(1.0, 1.0), 0.0, 3.0)], [pusher.blade])
    pusher.stand_beside(line)
    agenda = Agenda([pusher, line])
    line.lay(Box(1, 0.3, 0.2), 1.15 + off_m, 0.0)
    pusher.drive(0.0, True)
    agenda.pass_time(1.0)
    # touched at a quarter of the stroke, swept off at its end
    assert told == [(what, pytest.approx(0.4 if what is Swept.OFF else 0.1))]
    assert (line.boxes.first is None) == (what is Swept.OFF)


def test_an_overload_relay_trips_after_its_time_and_is_reset_when_it_has_cooled() -> None:
    tripped: list[float] = []
    relay = Overload(6.0, 20.0, tripped.append)
    agenda = Agenda([relay])
    relay.watch(True, 0.0)
    agenda.pass_time(3.0)
    relay.watch(False, 3.0)
    agenda.pass_time(4.0)  # cools from 0.5 to 0.3
    relay.watch(True, 7.0)
    agenda.pass_time(10.0)
    assert tripped == [pytest.approx(7.0 + 0.7 * 6.0)]
    relay.watch(False, 17.0)
    relay.reset(18.0)
    assert relay.tripped
    relay.reset(17.0 + 20.0 * (relay.heat(17.0) - 0.5) + 0.1)
    assert not relay.tripped


def test_a_contact_moves_after_its_delay_and_not_at_all_if_the_coil_changes_its_mind() -> None:
    moves: list[tuple[bool, float]] = []
    contact = TimedContact(0.05, 0.02, lambda closed, now_s: moves.append((closed, now_s)))
    agenda = Agenda([contact])
    contact.energise(True, 0.0)
    agenda.pass_time(0.03)
    contact.energise(False, agenda.now_s)
    agenda.pass_time(1.0)
    assert moves == []
    contact.energise(True, agenda.now_s)
    agenda.pass_time(1.0)
    contact.energise(False, agenda.now_s)
    agenda.pass_time(1.0)
    assert moves == [(True, pytest.approx(1.08)), (False, pytest.approx(2.05))]
    assert contact.closings == 1


def test_a_meter_is_the_integral_of_its_rate() -> None:
    meter = Meter()
    meter.run(2.0, 1.0)
    meter.run(0.5, 4.0)
    assert meter.total(10.0) == 2.0 * 3.0 + 0.5 * 6.0
