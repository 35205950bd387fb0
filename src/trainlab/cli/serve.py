"""trainlab serve: a station on the wall clock for a wired controller."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from trainlab.cli.destinations import (
    FILE,
    Destinations,
    json_option,
    out_option,
    report_option,
    trace_option,
)
from trainlab.cli.exit_codes import OUR_FAULT, PASSED
from trainlab.cli.grade import deliver, reveal_option
from trainlab.cli.numbers import FiniteRange
from trainlab.cli.output import fail_with, language_option, show_problems
from trainlab.cli.problems import NOWHERE, OWN_MISTAKE
from trainlab.cli.reports import write_refusals
from trainlab.cli.serve_options import check_call, fit_together
from trainlab.cli.speaker import Speaker
from trainlab.cli.station_events import EVENTS
from trainlab.cli.station_links import clients_at, endpoints_of, link_options
from trainlab.core.duration import NS_PER_S, format_duration, format_instant
from trainlab.core.message import Language, Text
from trainlab.core.observer import Event
from trainlab.core.problem import ProblemsFound
from trainlab.exchange.endpoint import read_endpoint
from trainlab.exchange.link import Link
from trainlab.hmi.serve import ShowAnnouncer, ShowOptions, show
from trainlab.report.contract import Refusal
from trainlab.scenario.load import load_scenario
from trainlab.session.serve import (
    Announcer,
    ServeOptions,
    ServerDied,
    grade_wired,
    practise,
    source_warnings,
)
from trainlab.session.station_wire import WireOptions

HELP = Text(
    "Run the station of SCENARIO on the wall clock, its tags on a fieldbus, for a wired controller."
    " The plant rests until the controller has written an output; then the timeline of the exam plays:"
    " buttons, setpoints, faults. With --free there is none.\n\n"
    "With --grade, exits as `trainlab grade` does; with 2 if no controller came. Without, with 0 when it"
    " is interrupted (Ctrl-C).",
    "按真实时间运行 SCENARIO 的工位，其变量通过现场总线提供给外接控制器。控制器首次写输出之前，对象保持静止；"
    "随后执行考核的时间轴：按钮、设定值、故障。使用 --free 则没有时间轴。\n\n"
    "使用 --grade 时退出码与 trainlab grade 相同；没有控制器接入时为 2。不使用 --grade 时，用 Ctrl-C 结束，退出码为 0。",
)
CLIENT = Text(
    "URL of a PLC to poll: its own inputs are written and its outputs read, as {usual}. May be repeated.",
    "要轮询的 PLC 的 URL：写入其输入，读取其输出，例如 {usual}。可重复使用。",
)
USUAL_CLIENT = "modbus://192.168.0.10/1"
TAKEOVER = Text(
    "Let a client that writes take the outputs from the one that has them; else it is refused.",
    "允许后写入的客户端接管输出；否则拒绝其写入。",
)
STALE = Text(
    "Seconds of silence after which a controller counts as gone, where the endpoint does not say (?stale=1s).",
    "控制器静默多少秒后视为失联；可在地址中用 ?stale=1s 单独设置。",
)
PANEL = Text(
    "Let clients operate the panel in a graded run too; else its timeline alone does.",
    "评分运行中也允许客户端操作面板；否则只由时间轴操作。",
)
GRADE = Text("Grade what the controller does.", "给控制器的表现评分。")
FREE = Text(
    "The plant alone, for practice: no timeline, no faults; the panel is yours.",
    "仅被控对象，用于练习：没有时间轴和故障，面板由您操作。",
)
SEED = Text(
    "Seed of the run; the scenario's own if left out.", "运行的种子；缺省用场景自带的种子。"
)
SPEED = Text("Plant time against wall time.", "仿真时间与真实时间之比。")
WAIT = Text(
    "Seconds to wait for a controller before giving up (with --grade).",
    "等待控制器的秒数，超时放弃（配合 --grade）。",
)
RESTART = Text(
    "Begin only when the controller was seen to stop and to start again, so that nothing of an"
    " earlier run is left in it (with --grade).",
    "只有在控制器停止并重新启动之后才开始，以免残留上次运行的状态（配合 --grade）。",
)
LISTENING = Text("{link} at {endpoint}", "{link} 监听 {endpoint}")
POLLING = Text("{link} polls {endpoint}", "{link} 轮询 {endpoint}")
WAITING = Text("waiting for a controller to write an output", "等待控制器写输出")
RESTART_NOW = Text(
    "restart the controller, the run begins then: stop {name} until it is not heard any more, and start it",
    "请重新启动控制器，随后运行开始：停止 {name}，直到提示失联，再启动它",
)
REAL_LINK = Text(
    "the sheet's 'link' is for the soft PLC; a wired controller has its own delay",
    "场景中的 link 仅用于软 PLC；接线的控制器有其自身的延迟",
)
BEGINS_GRADED = Text("the run begins", "运行开始")
BEGINS = Text(
    "the run begins: the timeline of the exam plays, buttons and faults by themselves ({lasts})",
    "运行开始：执行考核的时间轴，按钮和故障自动发生（{lasts}）",
)
BEGINS_FREE = Text("the run begins: the plant alone", "运行开始：仅被控对象")
ANEW = Text(
    "the station begins anew, times count from 0 again",
    "工位重新开始，时间从 0 重新计",
)
HMI = Text(
    "Where to serve the pages, as 127.0.0.1:8080: plant, I/O, trends, program, scenario.",
    "页面的监听地址，例如 127.0.0.1:8080：流程画面、I/O、趋势、程序、场景。",
)
PROGRAM = Text(
    "Program for a soft PLC in the seat, with --hmi; else a wired PLC or a person at the page drives.",
    "软 PLC 的程序（配合 --hmi）；缺省由外接 PLC 或页面前的人操作。",
)
STATIONS = Text(
    "How many stations to run side by side, with --hmi; their ports follow one another.",
    "并排运行的工位数（配合 --hmi）；端口依次递增。",
)
PAGES_AT = Text("pages at {url}", "页面地址 {url}")
TOKEN = Text("  {role}, station {station}: {url}", "  {role}，工位 {station}：{url}")
OPEN_TO_ALL = Text(
    "warning: whoever reaches this computer's network can operate the station at {endpoint}",
    "警告：网络上的任何人都可以通过 {endpoint} 操作该工位",
)
DIED = Text(
    "the process of the link at {endpoint} has ended by itself, nothing is graded",
    "{endpoint} 的总线连接进程意外终止，没有评分",
)


def command(language: Language) -> click.Command:
    """The verb in one language."""

    @click.command("serve", help=HELP.within(language))
    @click.argument("scenario", type=FILE)
    @link_options(language)
    @click.option(
        "--client",
        "clients",
        metavar="URL",
        multiple=True,
        help=CLIENT.fill(usual=USUAL_CLIENT).render(language),
    )
    @click.option("--hmi", metavar="ENDPOINT", default=None, help=HMI.within(language))
    @click.option("--program", type=FILE, default=None, help=PROGRAM.within(language))
    @click.option(
        "--stations",
        type=click.IntRange(1, 64),
        default=1,
        show_default=True,
        help=STATIONS.within(language),
    )
    @click.option("--grade", "graded", is_flag=True, help=GRADE.within(language))
    @click.option("--free", is_flag=True, help=FREE.within(language))
    @click.option("--seed", type=click.IntRange(min=0), default=None, help=SEED.within(language))
    @click.option(
        "--speed",
        type=FiniteRange(0.01, 100.0),
        default=1.0,
        show_default=True,
        help=SPEED.within(language),
    )
    @click.option(
        "--wait",
        type=FiniteRange(min=0.0, max=86400.0),
        default=60.0,
        show_default=True,
        help=WAIT.within(language),
    )
    @click.option("--restart", is_flag=True, help=RESTART.within(language))
    @click.option("--takeover", is_flag=True, help=TAKEOVER.within(language))
    @click.option(
        "--stale",
        type=FiniteRange(0.01, 3600.0),
        default=0.5,
        show_default=True,
        help=STALE.within(language),
    )
    @click.option("--panel", is_flag=True, help=PANEL.within(language))
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
            speaker.say(LISTENING.fill(link=link.name, endpoint=link.endpoint).render(language))
            if link.open_to_all:
                speaker.say(OPEN_TO_ALL.fill(endpoint=link.endpoint).render(language))

        def event(happened: Event) -> None:
            text = EVENTS.get(happened.kind)
            if text is not None:
                told = text.fill(name=happened.name, reason=happened.reason).render(language)
                speaker.tell(f"{format_instant(happened.now_ns)}  {told}")

        def polling(link: Link) -> None:
            speaker.say(POLLING.fill(link=link.name, endpoint=link.endpoint).render(language))

        def pages(url: str, tokens: Sequence[tuple[str, str, int]]) -> None:
            speaker.say(PAGES_AT.fill(url=url).render(language))
            for token, role, station in tokens:
                entry = f"{url}/enter?token={token}"
                at = "*" if station < 0 else str(station + 1)
                speaker.say(TOKEN.fill(role=role, station=at, url=entry).render(language))

        def begins() -> None:
            if graded:
                speaker.say(BEGINS_GRADED.within(language))
            elif free or not (loaded.timeline or loaded.faults):
                speaker.say(BEGINS_FREE.within(language))
            else:
                lasts = format_duration(loaded.duration_ns)
                speaker.say(BEGINS.fill(lasts=lasts).render(language))

        speaker = Speaker(language)
        check_call(free, graded, language, json_to)
        to = Destinations(json_to, report, trace, out)
        to.prove([scenario], language)
        announcer = Announcer(
            listening,
            lambda: speaker.say(WAITING.within(language)),
            lambda name: speaker.say(RESTART_NOW.fill(name=name).render(language)),
            begins,
            event,
            polling,
            lambda: speaker.say(ANEW.within(language)),
        )
        try:
            polled = clients_at(clients)
            fit_together(hmi, program, stations, graded=graded)
            wire = WireOptions(
                endpoints_of(links, bool(polled or hmi)),
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
                    speaker.say(REAL_LINK.within(language))
                if hmi is not None:
                    at = ShowOptions(read_endpoint(hmi), wire, program, seed, stations, speed, free)
                    told = ShowAnnouncer(
                        lambda _, link: listening(link), pages, lambda _, e: event(e)
                    )
                    show(loaded, at, told)
                if not graded:
                    practise(loaded, options, announcer)
                    return
                show_problems(source_warnings(loaded), language)
                result = grade_wired(loaded, options, announcer)
        except ProblemsFound as found:
            write_refusals(Refusal(str(scenario), "", found.problems), language, to)
            fail_with(found.problems, language, json_to)
        except ServerDied as died:
            what = DIED.fill(endpoint=str(died))
            fail_with([OWN_MISTAKE.at(NOWHERE, what=what)], language, json_to, OUR_FAULT)
        except KeyboardInterrupt:
            if graded:
                raise
            sys.exit(PASSED)  # how a practice ends
        deliver(result if reveal else result.concealed(), language, to)

    return verb
