"""A graded run with pages: seen while it goes on, its verdict and report shown at its end."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace

from trainlab.bench.drive import drive
from trainlab.bench.pacer import WallPacer
from trainlab.core.observer import Event
from trainlab.core.problem import ProblemsFound
from trainlab.hmi.feed import Feed
from trainlab.hmi.frames import Kind
from trainlab.hmi.pages import Pages, PagesSetup
from trainlab.hmi.rules import Rules
from trainlab.hmi.serve import ShowOptions, heed, tokens_for
from trainlab.scenario.scenario import Scenario
from trainlab.session.exam import Exam
from trainlab.session.grade import Graded
from trainlab.session.live import Pace
from trainlab.session.serve import FOREVER, Announcer, ServeOptions

# At the end the pages stay for whoever looks at them, and go when nobody has for so long.
LOOK_EVERY_NS = 50_000_000
STAND_EVERY_NS = 500_000_000
GONE_AFTER_NS = 10_000_000_000
AT_LAST_NS = 1 << 62


@dataclass(frozen=True, slots=True)
class ExamAnnouncer:
    """Who is told what happens: on the station, where the pages are, the verdict, that the pages stay."""

    station: Announcer
    pages: Callable[[str, Sequence[tuple[str, str, int]]], None]
    result: Callable[[Graded], None]
    stays: Callable[[], None]


def show_exam(
    scenario: Scenario,
    graded: ServeOptions,
    shown: ShowOptions,
    announcer: ExamAnnouncer,
) -> None:
    """Grade a controller on the wire, or the program of `shown`, before the eyes of the pages.

    The verdict is told as soon as there is one; the pages stay until nobody looks at them any
    more, or Ctrl-C. Should their process end, the run goes on without them. Fails as Exam.grade does,
    once the pages have shown why.
    """
    feed = Feed(0, scenario)
    tokens = tokens_for(shown)

    def event(happened: Event) -> None:
        feed.note(happened)
        announcer.station.event(happened)

    station = announcer.station
    told = replace(station, event=event, listening=lambda _: None, polling=lambda _: None)
    with ExitStack() as stack:
        exam = Exam(scenario, graded, told, observers=(feed,), program=shown.program)
        stack.callback(exam.served.close)
        feed.live = exam
        for link in exam.served.links:
            station.listening(link)
        for link in exam.served.clients:
            station.polling(link)
        setup = PagesSetup(
            shown.endpoint.host,
            shown.endpoint.port,
            scenario.file,
            exam.seed,
            1,
            (tuple((link.name, link.endpoint) for link in exam.served.links),),
            judged=True,
            tokens=tokens,
            users=shown.users,
            rules=Rules(True, graded.wire.panel_open, shown.program is not None),
        )
        pages = Pages(setup, shown.endpoint)
        stack.callback(pages.close)
        announcer.pages(pages.url, tokens)
        try:
            found = exam.grade(_Onlooker(exam, feed, pages).look)
        except ProblemsFound as refused:
            feed.refuse(pages, refused.problems)
            pages.flush()
            with suppress(KeyboardInterrupt):
                _stay(feed, pages)
            raise
        announcer.result(found)
        pages.tell(Kind.GRADED, 0, pickle.dumps(_plain(found.concealed())))
        pages.flush()
        if feed.watched:
            announcer.stays()
        with suppress(KeyboardInterrupt):
            _stay(feed, pages)


class _Onlooker:
    """Tells the pages of every tick, and hands on what they ask."""

    def __init__(self, exam: Exam, feed: Feed, pages: Pages) -> None:
        self._exam, self._feed, self._pages = exam, feed, pages
        self._wall_ns = 0.0

    def look(self) -> None:
        """A tick is over."""
        exam = self._exam
        speed = exam.speed if exam.pace is Pace.RUNNING else 1.0
        self._wall_ns += exam.scenario.tick_ns / speed
        heed(self._pages, [self._feed], [exam.ask])
        self._feed.look(self._pages, exam, AT_LAST_NS if exam.over else round(self._wall_ns))
        self._pages.flush()


def _plain(graded: Graded) -> Graded:
    """The same, for another process."""
    trace = graded.trace
    return replace(
        graded, trace=replace(trace, columns=dict(trace.columns), units=dict(trace.units))
    )


def _stay(feed: Feed, pages: Pages) -> None:
    """Until nobody looks at the pages any more."""
    unseen = 0 if feed.watched else GONE_AFTER_NS // LOOK_EVERY_NS

    def look(now_ns: int) -> None:
        nonlocal unseen
        heed(pages, [feed], [lambda _: None])
        if now_ns % STAND_EVERY_NS == 0:
            feed.stand(pages)
        pages.flush()
        unseen = 0 if feed.watched else unseen + 1

    drive(
        look,
        WallPacer(LOOK_EVERY_NS),
        tick_ns=LOOK_EVERY_NS,
        ticks=FOREVER,
        until=lambda: unseen * LOOK_EVERY_NS >= GONE_AFTER_NS or not pages.alive,
    )
