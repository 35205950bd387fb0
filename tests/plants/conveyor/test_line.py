"""The conveyor engine against closed forms, and against what must hold whatever happens on a line."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from trainlab.core.seeds import Seed
from trainlab.plants.parts.agenda import Agenda
from trainlab.plants.parts.belt import Belt
from trainlab.plants.parts.box import Box, Hold
from trainlab.plants.parts.drive import Drive
from trainlab.plants.parts.encoder import Encoder
from trainlab.plants.parts.line import Line
from trainlab.plants.parts.line_events import LineEvents, Point
from trainlab.plants.parts.photo_eye import Mark, PhotoEye, Stopper

TICKS_S = (0.001, 0.01, 0.1, 7.3)


class Told(LineEvents):
    """Keeps what a line tells."""

    def __init__(self) -> None:
        self.out: list[tuple[int, float]] = []
        self.back: list[int] = []
        self.impacts: list[tuple[int, int, float]] = []
        self.stops: list[tuple[int, float, float]] = []
        self.pins: list[int] = []

    def left(self, box: Box, now_s: float) -> None:
        self.out.append((box.number, now_s))

    def fell_back(self, box: Box, now_s: float) -> None:
        self.back.append(box.number)

    def met(self, box: Box, ahead: Box, speed_m_s: float, now_s: float) -> None:
        self.impacts.append((box.number, ahead.number, speed_m_s))

    def stopped(self, box: Box, stopper: Point, speed_m_s: float, now_s: float) -> None:
        self.stops.append((box.number, speed_m_s, now_s))

    def pinned(self, box: Box, stopper: Point, now_s: float) -> None:
        self.pins.append(box.number)


class Bench:
    """One or more belts, with a log of every crossing of its marks."""

    def __init__(
        self, *ends_m: float, marks: tuple[float, ...] = (), stopper: Stopper | None = None
    ):
        self.edges: list[tuple[int, float, str, float]] = []
        self.told = Told()
        self.drives = [Drive(1.0, 1.0) for _ in ends_m]
        starts = (0.0, *ends_m[:-1])
        self.belts = [
            Belt(drive, start, end)
            for drive, start, end in zip(self.drives, starts, ends_m, strict=True)
        ]
        points: list[Point] = [self._mark(place) for place in marks]
        if stopper is not None:
            points.append(stopper)
        self.line = Line(self.belts, points, self.told)
        self.agenda = Agenda([self.line])

    def _mark(self, place_m: float) -> Mark:
        return Mark(
            place_m,
            lambda box, now_s: self.edges.append((box.number, place_m, "in", now_s)),
            lambda box, now_s: self.edges.append((box.number, place_m, "out", now_s)),
        )

    def run(self, speed_m_s: float, belt: int = 0) -> None:
        self.line.command(self.drives[belt], self.agenda.now_s, speed_m_s)

    def lay(self, number: int, lead_m: float, length_m: float = 0.2) -> Box:
        box = Box(number, length_m, 0.1)
        self.line.lay(box, lead_m, self.agenda.now_s)
        return box

    def pass_time(self, seconds: float, tick_s: float = 0.01) -> None:
        for _ in range(round(seconds / tick_s)):
            self.agenda.pass_time(tick_s)

    def places(self) -> list[tuple[float, float]]:
        """Rear and leading edge of every box, from the one furthest ahead."""
        now_s = self.agenda.now_s
        leads = [(box.lead_at(now_s), box.length_m) for box in self.line.boxes]
        return [(lead - length, lead) for lead, length in leads]


@pytest.mark.parametrize("tick_s", TICKS_S)
def test_a_box_from_rest_crosses_the_eyes_at_the_times_of_the_closed_form(tick_s: float) -> None:
    bench = Bench(3.0, marks=(0.05, 0.5, 1.0))
    bench.lay(1, 0.0)
    bench.run(0.5)
    bench.pass_time(7.3, tick_s)
    rises = [now_s for _, _, what, now_s in bench.edges if what == "in"]
    # PLANTS 1.4: sqrt(2x/a) in the ramp, then .5 + (x - .125) / .5
    assert rises == pytest.approx([math.sqrt(0.1), 1.25, 2.25], abs=1e-15)
    falls = [now_s for _, _, what, now_s in bench.edges if what == "out"]
    assert falls == pytest.approx([0.5 + (x + 0.2 - 0.125) / 0.5 for x in (0.05, 0.5, 1.0)])


def test_edges_are_the_same_bits_at_any_tick() -> None:
    def edges(tick_s: float) -> list[tuple[int, float, str, float]]:
        bench = Bench(1.5, 6.0, marks=(0.05, 0.5, 1.0, 1.45, 1.6, 3.3))
        for number in range(4):
            bench.lay(number, 1.3 - 0.35 * number, 0.15 + 0.04 * number)
        for first, second in ((0.5, 0.3), (0.2, 0.3), (-0.1, 0.4), (0.6, 0.0), (0.4, 0.4)):
            bench.run(first, 0)
            bench.run(second, 1)
            bench.pass_time(7.3, tick_s)
        return bench.edges

    at_1_ms, *others = map(edges, TICKS_S)
    assert len(at_1_ms) > 20
    assert all(other == at_1_ms for other in others)


def test_a_pulse_shorter_than_the_scan_is_missed_by_the_input_and_counted() -> None:
    drive, eye = Drive(1e3, 1e3), PhotoEye(1.004)
    line = Line([Belt(drive, 0.0, 3.0)], [eye])
    agenda = Agenda([line])
    line.lay(Box(1, 0.005, 0.1), 0.5, 0.0)
    line.command(drive, 0.0, 1.0)  # a pulse of L / v = 5 ms against a scan of 10 ms
    sampled = []
    for _ in range(200):
        agenda.pass_time(0.01)
        sampled.append(eye.blocked)
    assert not any(sampled)
    assert (eye.rises, eye.falls) == (1, 1)
    assert eye.fell_s - eye.rose_s == pytest.approx(0.005)


def test_a_high_beam_sees_high_boxes_only() -> None:
    drive, low, high = Drive(1.0, 1.0), PhotoEye(1.0, 0.05), PhotoEye(1.0, 0.3)
    line = Line([Belt(drive, 0.0, 3.0)], [low, high])
    agenda = Agenda([line])
    line.lay(Box(1, 0.2, 0.4), 0.7, 0.0)
    line.lay(Box(2, 0.2, 0.2), 0.3, 0.0)
    line.command(drive, 0.0, 0.5)
    agenda.pass_time(10.0)
    assert (low.rises, high.rises) == (2, 1)


def test_boxes_accumulate_at_a_stopper_without_overlap_and_go_on_from_there() -> None:
    stopper = Stopper(2.0, closed=True)
    bench = Bench(3.0, stopper=stopper)
    for number in range(5):
        bench.lay(number, 1.6 - 0.35 * number)
    bench.run(0.5)
    bench.pass_time(20.0)
    leads = [lead for _, lead in bench.places()]
    assert leads == pytest.approx([2.0, 1.8, 1.6, 1.4, 1.2], abs=1e-15)
    assert [speed for _, speed, _ in bench.told.stops] == [0.5]
    assert [pair[:2] for pair in bench.told.impacts] == [(1, 0), (2, 1), (3, 2), (4, 3)]
    bench.line.open(stopper, bench.agenda.now_s)
    bench.pass_time(0.2)
    assert bench.places()[0][1] == pytest.approx(2.1)
    bench.line.close(stopper, bench.agenda.now_s)  # under the first: it is pinned, the rest queue
    assert bench.told.pins == [0]
    bench.pass_time(5.0)
    assert bench.places()[0][1] == pytest.approx(2.1)
    assert len(bench.told.impacts) == 4  # those that touch already run into nobody
    bench.line.open(stopper, bench.agenda.now_s)
    bench.pass_time(10.0)
    assert [number for number, _ in bench.told.out] == [0, 1, 2, 3, 4]


def test_a_box_in_reverse_leaves_what_it_queued_at_and_falls_off_the_begin() -> None:
    bench = Bench(3.0, marks=(0.5,), stopper=Stopper(2.0, closed=True))
    bench.lay(1, 1.8)
    bench.run(0.5)
    bench.pass_time(3.0)
    bench.run(-0.5)
    bench.pass_time(3.0)
    assert bench.places()[0][1] == pytest.approx(2.0 - 0.125 - 0.5 * (3.0 - 1.0))
    bench.pass_time(5.0)
    assert bench.told.back == [1]
    assert [(what, place) for _, place, what, _ in bench.edges] == [("in", 0.5), ("out", 0.5)]


def test_a_box_that_comes_to_a_slower_belt_is_held_back_by_the_one_ahead() -> None:
    bench = Bench(1.0, 3.0)
    bench.lay(1, 0.9)
    bench.lay(2, 0.6)
    bench.run(0.5, 0)
    bench.run(0.1, 1)
    bench.pass_time(2.0)
    (rear_1, _), (_, lead_2) = bench.places()
    assert lead_2 == pytest.approx(rear_1, abs=1e-12)
    assert [pair[:2] for pair in bench.told.impacts] == [(2, 1)]
    assert 0.0 < bench.told.impacts[0][2] <= 0.4
    bench.run(0.8, 1)
    bench.pass_time(1.0)
    (rear_1, _), (_, lead_2) = bench.places()
    assert rear_1 > lead_2


def test_the_encoder_counts_what_the_drum_turns_and_a_slipping_belt_goes_less_far() -> None:
    """PLANTS 1.4: encoder = floor(s ppr / (pi D)); slip .02 puts a 2 m tracked divert 40 mm early."""
    drive = Drive(1.0, 1.0)
    belt = Belt(drive, 0.0, 5.0)
    line, encoder = Line([belt]), Encoder(drive, 1024, 0.1)
    agenda = Agenda([line])
    box = Box(1, 0.2, 0.1)
    line.lay(box, 0.2, 0.0)
    line.change_slip(belt, 0.0, 0.02)
    line.command(drive, 0.0, 0.5)
    agenda.pass_time(0.5 + (2.0 - 0.125) / 0.5)
    travel_m = drive.travel_m(agenda.now_s)
    assert travel_m == pytest.approx(2.0)
    assert encoder.count(agenda.now_s) == math.floor(travel_m * 1024 / (math.pi * 0.1))
    assert 0.2 + 2.0 - box.lead_at(agenda.now_s) == pytest.approx(0.040)


def test_a_seized_drive_stands_at_once_and_goes_on_when_it_is_free() -> None:
    drive = Drive(1.0, 2.0)
    drive.command(0.0, 0.5)
    drive.seize(1.0)
    assert (drive.travel_m(9.0), drive.speed_m_s(9.0)) == (0.375, 0.0)
    drive.free(9.0)
    assert drive.travel_m(10.0) == 0.75
    drive.command(10.0, 0.0)
    assert drive.travel_m(99.0) == 0.75 + 0.5**2 / (2 * 2.0)
    assert drive.reach_s(0.75 + 0.0625) == 10.25  # standing on the mark has reached it


@pytest.mark.parametrize("seed", range(1, 21))
def test_whatever_happens_no_box_is_lost_and_none_overlap(seed: int) -> None:
    chance = Seed(seed).stream("line")
    stopper, blade = Stopper(1.2), Stopper(3.1)
    drives = [Drive(1.0, 2.0), Drive(0.5, 0.7), Drive(3.0, 1.0)]
    belts = [Belt(drives[0], 0, 1.5), Belt(drives[1], 1.5, 2.5), Belt(drives[2], 2.5, 4.0)]
    eyes = [PhotoEye(place) for place in (0.4, 1.5, 2.6, 3.9)]
    told = Told()
    line = Line(belts, [*eyes, stopper, blade], told, gap_m=0.01)
    agenda = Agenda([line])
    drawn = laid = taken = 0

    def draw(many: int) -> int:
        nonlocal drawn
        drawn += 1
        return int(chance.uniform(drawn) * many)

    for _ in range(600):
        now_s = agenda.now_s
        boxes = list(line.boxes)
        match draw(9):
            case 0 | 1:
                line.command(drives[draw(3)], now_s, (-0.2, 0.0, 0.1, 0.3, 0.5, 0.7)[draw(6)])
            case 2:
                (line.close if draw(2) else line.open)((stopper, blade)[draw(2)], now_s)
            case 3 if boxes and draw(3) == 0:
                line.hold(boxes[draw(len(boxes))], Hold.JAMMED, now_s)
            case 4 if boxes:
                line.release(boxes[draw(len(boxes))], now_s)
            case 5 if boxes and draw(4) == 0:
                line.remove(boxes[draw(len(boxes))], now_s)
                taken += 1
            case 6 | 7:
                length = (0.1, 0.2, 0.35)[draw(3)]
                if line.boxes.room_at(length, length, now_s):
                    line.lay(Box(laid, length, 0.2), length, now_s)
                    laid += 1
        agenda.pass_time((0.003, 0.1, 0.5, 1.7)[draw(4)])
        now_s = agenda.now_s
        places = [(box.lead_at(now_s) - box.length_m, box.lead_at(now_s)) for box in line.boxes]
        for (rear_m, _), (_, lead_m) in pairwise(places):
            assert lead_m <= rear_m + 1e-6
        for eye in eyes:
            inside = any(rear < eye.place_m <= lead for rear, lead in places)
            near = any(
                min(abs(rear - eye.place_m), abs(lead - eye.place_m)) < 1e-9
                for rear, lead in places
            )
            assert near or eye.blocked == inside
        assert laid == taken + len(told.out) + len(told.back) + len(places)
    assert laid > 20
    assert told.out
