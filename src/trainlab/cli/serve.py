"""trainlab serve: a station on the wall clock for a wired controller."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

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
from trainlab.cli.speaker import Speaker
from trainlab.core import catalog
from trainlab.core.duration import NS_PER_S, format_instant
from trainlab.core.message import Language, Text
from trainlab.core.observer import Event
from trainlab.core.problem import Position, Problem, ProblemKind, ProblemsFound
from trainlab.exchange.client_url import no_such_client, read_client_url
from trainlab.exchange.endpoint import Endpoint, read_endpoint
from trainlab.exchange.link import ClientType, Link, LinkType
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

Verb = TypeVar("Verb", bound=Callable[..., Any])

HELP = Text(
    "Run the station of SCENARIO on the wall clock, its tags on a fieldbus, for a wired controller."
    " The plant rests until the controller has written an output.\n\n"
    "With --grade, exits as `trainlab grade` does; with 2 if no controller came.",
    "按真实时间运行 SCENARIO 的工位，其变量通过现场总线提供给外接控制器。控制器首次写输出之前，对象保持静止。\n\n"
    "使用 --grade 时退出码与 trainlab grade 相同；没有控制器接入时为 2。",
)
LINK = Text(
    "Where to serve {name}, as {usual}; port 0 lets the system choose. May be repeated.",
    "{name} 的监听地址，例如 {usual}；端口 0 表示由系统选择。可重复使用。",
)
CLIENT = Text(
    "URL of a PLC to poll: its own inputs are written and its outputs read, as {usual}. May be repeated.",
    "要轮询的 PLC 的 URL：写入其输入，读取其输出，例如 {usual}。可重复使用。",
)
USUAL_LINK = "modbus"
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
BEGINS = Text("the run begins", "运行开始")
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
NEEDS_HMI = ProblemKind(
    "TL0007",
    Text("{option} needs the pages, --hmi", "{option} 需要页面选项 --hmi"),
    Text("add --hmi 127.0.0.1:8080", "请加上 --hmi 127.0.0.1:8080"),
)
NOT_WITH_HMI = ProblemKind(
    "TL0008",
    Text("{option} cannot be used together with --hmi yet", "{option} 暂不能与 --hmi 同时使用"),
    Text(
        "leave one of them out; the page shows the marks of a practice run, too",
        "请去掉其中一个；页面也会显示练习运行的得分",
    ),
)
PAGES_AT = Text("pages at {url}", "页面地址 {url}")
TOKEN = Text("  {role}, station {station}: {url}", "  {role}，工位 {station}：{url}")
OPEN_TO_ALL = Text(
    "warning: whoever reaches this computer's network can operate the station at {endpoint}",
    "警告：网络上的任何人都可以通过 {endpoint} 操作该工位",
)
EVENTS = {
    "controller_ready": Text("the controller is ready: {name}", "控制器就绪：{name}"),
    "seat_taken": Text("owns the outputs now: {name}", "取得输出控制权：{name}"),
    "seat_takeover": Text("has taken over the outputs: {name}", "接管输出控制权：{name}"),
    "seat_left": Text("owns the outputs no longer: {name}", "释放输出控制权：{name}"),
    "write_refused": Text(
        "may not write, another one owns the outputs: {name}", "写入被拒绝，输出已被占用：{name}"
    ),
    "link_stale": Text(
        "not heard any more, the outputs are at fail-safe: {name}", "失联，输出已置安全值：{name}"
    ),
    "link_back": Text("heard again: {name}", "重新连通：{name}"),
    "alarm_active": Text("alarm: {name}", "报警：{name}"),
    "alarm_clear": Text("alarm gone: {name}", "报警消失：{name}"),
    "alarm_acknowledged": Text("alarm acknowledged: {name}", "报警已确认：{name}"),
    "client_connected": Text("connected to the PLC: {name}", "已连接 PLC：{name}"),
    "client_lost": Text(
        "not connected to the PLC, trying again: {name}: {reason}",
        "未连接到 PLC，正在重试：{name}：{reason}",
    ),
    "client_stopped": Text(
        "the PLC is connected but does not run: {name}: {reason}",
        "PLC 已连接但未运行：{name}：{reason}",
    ),
    "controller_restarted": Text("the PLC was started anew: {name}", "PLC 已重新启动：{name}"),
}
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

        speaker = Speaker(language)
        to = Destinations(json_to, report, trace, out)
        to.prove([scenario], language)
        announcer = Announcer(
            listening,
            lambda: speaker.say(WAITING.within(language)),
            lambda name: speaker.say(RESTART_NOW.fill(name=name).render(language)),
            lambda: speaker.say(BEGINS.within(language)),
            event,
            polling,
        )
        try:
            polled = _clients(clients)
            _fit_together(hmi, program, stations, graded=graded)
            wire = WireOptions(
                _endpoints(links, bool(polled or hmi)),
                round(stale * NS_PER_S),
                takeover,
                panel or not graded,
                polled,
            )
            options = ServeOptions(wire, seed, speed, round(wait * NS_PER_S), restart)
            loaded = load_scenario(scenario)
            with speaker:
                if loaded.link is not None:
                    speaker.say(REAL_LINK.within(language))
                if hmi is not None:
                    at = ShowOptions(read_endpoint(hmi), wire, program, seed, stations, speed)
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


def _fit_together(hmi: str | None, program: Path | None, stations: int, *, graded: bool) -> None:
    """ProblemsFound for options that make no sense together."""
    problems = []
    if hmi is None:
        named = {"--program": program is not None, "--stations": stations > 1}
        problems += [NEEDS_HMI.at(Position(name), option=name) for name, on in named.items() if on]
    elif graded:
        problems.append(NOT_WITH_HMI.at(Position("--grade"), option="--grade"))
    if problems:
        raise ProblemsFound(problems)


def link_options(language: Language) -> Callable[[Verb], Verb]:
    """An option for every link that the catalog has."""

    def add(verb: Verb) -> Verb:
        for name in reversed(catalog.names("links")):
            link_type: LinkType = catalog.load("links", name)
            usual = link_type.usual_endpoint
            text = LINK.fill(name=name, usual=usual).render(language)
            option = click.option(f"--{name}", metavar="ENDPOINT", multiple=True, help=text)
            verb = option(verb)
        return verb

    return add


def _clients(urls: Sequence[str]) -> list[tuple[str, Endpoint]]:
    """The name of the client for each URL, by its scheme, and where the PLC is."""
    by_scheme = {scheme: name for name in catalog.names("clients") for scheme in _schemes_of(name)}
    found: list[tuple[str, Endpoint]] = []
    problems: list[Problem] = []
    for url in urls:
        try:
            place = read_client_url(url)
        except ProblemsFound as wrong:
            problems += wrong.problems
            continue
        if place.scheme in by_scheme:
            found.append((by_scheme[place.scheme], place))
            continue
        problems.append(no_such_client(place, tuple(by_scheme)))
    if problems:
        raise ProblemsFound(problems)
    return found


def _schemes_of(name: str) -> tuple[str, ...]:
    client_type: ClientType = catalog.load("clients", name)
    return client_type.schemes


def _endpoints(links: Mapping[str, tuple[str, ...]], polls: bool) -> dict[str, list[Endpoint]]:
    """Where each link shall be; where none is asked for, and no PLC is polled, the usual one."""
    asked = {
        name: [read_endpoint(text) for text in texts] for name, texts in links.items() if texts
    }
    if asked or polls:
        return asked
    return {USUAL_LINK: [read_endpoint(catalog.load("links", USUAL_LINK).usual_endpoint)]}
