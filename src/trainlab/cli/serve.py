"""trainlab serve: a station on the wall clock for a wired controller."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from trainlab.cli import serve_texts as texts
from trainlab.cli.destinations import (
    FILE,
    Destinations,
    json_option,
    out_option,
    report_option,
    trace_option,
)
from trainlab.cli.exit_codes import OUR_FAULT, PASSED
from trainlab.cli.grade import deliver, exit_code, reveal_option, write_result
from trainlab.cli.numbers import FiniteRange
from trainlab.cli.output import fail_with, language_option, show_problems
from trainlab.cli.problems import NOWHERE, OWN_MISTAKE
from trainlab.cli.reports import write_refusals
from trainlab.cli.serve_options import check_call, fit_together
from trainlab.cli.speaker import Speaker
from trainlab.cli.station_events import EVENTS
from trainlab.cli.station_links import clients_at, endpoints_of, link_options
from trainlab.core.duration import NS_PER_S, format_duration, format_instant
from trainlab.core.message import Language
from trainlab.core.observer import Event
from trainlab.core.problem import ProblemsFound
from trainlab.exchange.endpoint import read_endpoint
from trainlab.exchange.link import Link
from trainlab.exchange.users import read_users
from trainlab.grading.verdict import Verdict
from trainlab.hmi.exam import ExamAnnouncer, show_exam
from trainlab.hmi.serve import ShowAnnouncer, ShowOptions, show
from trainlab.report.contract import Refusal
from trainlab.scenario.load import load_scenario
from trainlab.session.exam import grade_wired
from trainlab.session.grade import Graded
from trainlab.session.serve import (
    Announcer,
    ServeOptions,
    ServerDied,
    practise,
    source_warnings,
)
from trainlab.session.station_wire import WireOptions


def command(language: Language) -> click.Command:
    """The verb in one language."""

    @click.command("serve", help=texts.HELP.within(language))
    @click.argument("scenario", type=FILE)
    @link_options(language)
    @click.option(
        "--client",
        "clients",
        metavar="URL",
        multiple=True,
        help=texts.CLIENT.fill(usual=texts.USUAL_CLIENT).render(language),
    )
    @click.option("--hmi", metavar="ENDPOINT", default=None, help=texts.HMI.within(language))
    @click.option("--program", type=FILE, default=None, help=texts.PROGRAM.within(language))
    @click.option(
        "--stations",
        type=click.IntRange(1, 64),
        default=1,
        show_default=True,
        help=texts.STATIONS.within(language),
    )
    @click.option("--users", type=FILE, default=None, help=texts.USERS.within(language))
    @click.option("--grade", "graded", is_flag=True, help=texts.GRADE.within(language))
    @click.option("--free", is_flag=True, help=texts.FREE.within(language))
    @click.option(
        "--seed", type=click.IntRange(min=0), default=None, help=texts.SEED.within(language)
    )
    @click.option(
        "--speed",
        type=FiniteRange(0.01, 100.0),
        default=1.0,
        show_default=True,
        help=texts.SPEED.within(language),
    )
    @click.option(
        "--wait",
        type=FiniteRange(min=0.0, max=86400.0),
        default=60.0,
        show_default=True,
        help=texts.WAIT.within(language),
    )
    @click.option("--restart", is_flag=True, help=texts.RESTART.within(language))
    @click.option("--takeover", is_flag=True, help=texts.TAKEOVER.within(language))
    @click.option(
        "--stale",
        type=FiniteRange(0.01, 3600.0),
        default=0.5,
        show_default=True,
        help=texts.STALE.within(language),
    )
    @click.option("--panel", is_flag=True, help=texts.PANEL.within(language))
    @reveal_option(language)
    @json_option(language)
    @report_option(language)
    @out_option(language)
    @trace_option(language)
    @language_option(language)
    def verb(
        scenario: Path,
        hmi: str | None,
        program: Path | None,
        stations: int,
        users: Path | None,
        graded: bool,
        free: bool,
        seed: int | None,
        speed: float,
        wait: float,
        restart: bool,
        takeover: bool,
        stale: float,
        panel: bool,
        reveal: bool,
        json_to: str | None,
        report: Path | None,
        trace: Path | None,
        out: tuple[tuple[str, Path], ...],
        clients: tuple[str, ...],
        **links: tuple[str, ...],
    ) -> None:
        def listening(link: Link) -> None:
            speaker.say(
                texts.LISTENING.fill(link=link.name, endpoint=link.endpoint).render(language)
            )
            if link.open_to_all:
                speaker.say(texts.OPEN_TO_ALL.fill(endpoint=link.endpoint).render(language))

        def event(happened: Event) -> None:
            text = EVENTS.get(happened.kind)
            if text is not None:
                values = {"reason": happened.reason, "label": happened.label}
                told = text.fill(name=happened.name, **values).render(language)
                speaker.tell(f"{format_instant(happened.now_ns)}  {told}")

        def polling(link: Link) -> None:
            speaker.say(texts.POLLING.fill(link=link.name, endpoint=link.endpoint).render(language))

        def pages(url: str, tokens: Sequence[tuple[str, str, int]]) -> None:
            speaker.say(texts.PAGES_AT.fill(url=url).render(language))
            for token, role, station in tokens:
                entry = f"{url}/enter?token={token}"
                at = "*" if station < 0 else str(station + 1)
                speaker.say(texts.TOKEN.fill(role=role, station=at, url=entry).render(language))

        def begins() -> None:
            if graded:
                speaker.say(texts.BEGINS_GRADED.within(language))
            elif free or not (loaded.timeline or loaded.faults):
                speaker.say(texts.BEGINS_FREE.within(language))
            else:
                lasts = format_duration(loaded.duration_ns)
                speaker.say(texts.BEGINS.fill(lasts=lasts).render(language))

        def result(found: Graded) -> None:
            shown = found if reveal else found.concealed()
            verdicts.append(shown.verdict)
            write_result(shown, language, to)

        def waiting() -> None:
            if program is None:
                speaker.say(texts.WAITING.within(language))
            else:
                text = texts.WAITING_FOR_RUN.fill(wait=format_duration(options.wait_ns))
                speaker.say(text.render(language))

        verdicts: list[Verdict] = []
        speaker = Speaker(language)
        check_call(free, graded, language, json_to)
        to = Destinations(json_to, report, trace, out)
        to.prove([scenario], language)
        announcer = Announcer(
            listening,
            waiting,
            lambda name: speaker.say(texts.RESTART_NOW.fill(name=name).render(language)),
            begins,
            event,
            polling,
            lambda: speaker.say(texts.ANEW.within(language)),
        )
        try:
            polled = clients_at(clients)
            fit_together(hmi, program, stations, users, graded=graded, restart=restart)
            wire = WireOptions(
                endpoints_of(links, bool(polled or program or (hmi and not graded))),
                round(stale * NS_PER_S),
                takeover,
                panel or not graded,
                polled,
            )
            options = ServeOptions(wire, seed, speed, round(wait * NS_PER_S), restart)
            loaded = load_scenario(scenario)
            if free:
                loaded = replace(loaded, timeline=(), faults=())
            with speaker:
                if loaded.link is not None and program is None:
                    speaker.say(texts.REAL_LINK.within(language))
                if graded and program is None:
                    show_problems(source_warnings(loaded), language)
                if hmi is not None:
                    place, known = read_endpoint(hmi), read_users(users) if users else {}
                    at = ShowOptions(place, wire, program, seed, stations, speed, free, known)
                    if graded:
                        stays = partial(speaker.say, texts.STAY.within(language))
                        seen = ExamAnnouncer(announcer, pages, result, stays)
                        show_exam(loaded, options, at, seen)
                        sys.exit(exit_code(verdicts[0]))
                    told = ShowAnnouncer(
                        lambda _, link: listening(link), pages, lambda _, e: event(e)
                    )
                    show(loaded, at, told)
                if not graded:
                    practise(loaded, options, announcer)
                    return
                found = grade_wired(loaded, options, announcer)
        except ProblemsFound as wrong:
            write_refusals(Refusal(str(scenario), "", wrong.problems), language, to)
            fail_with(wrong.problems, language, json_to)
        except ServerDied as died:
            what = texts.DIED.fill(endpoint=str(died))
            fail_with([OWN_MISTAKE.at(NOWHERE, what=what)], language, json_to, OUR_FAULT)
        except KeyboardInterrupt:
            if graded:
                raise
            sys.exit(PASSED)  # how a practice ends
        deliver(found if reveal else found.concealed(), language, to)

    return verb
