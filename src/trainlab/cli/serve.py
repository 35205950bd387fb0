"""trainlab serve: a station on the wall clock for a wired controller."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from trainlab.cli.grade import deliver
from trainlab.cli.output import NOTHING_TO_GRADE, PASSED, fail_with, json_option, language_option
from trainlab.core.duration import NS_PER_S
from trainlab.core.link import Link
from trainlab.core.message import Language, Text
from trainlab.core.problem import ProblemsFound
from trainlab.scenario.load import load_scenario
from trainlab.session.serve import ServeOptions, grade_wired, practise

HELP = Text(
    "Run the station of SCENARIO on the wall clock, its tags on a fieldbus, for a wired controller."
    " The plant rests until the controller has written an output.\n\n"
    "With --grade, exits as `trainlab grade` does; with 2 if no controller came.",
    "按真实时间运行 SCENARIO 的工位，其变量通过现场总线提供给外接控制器。控制器首次写输出之前，对象保持静止。\n\n"
    "使用 --grade 时退出码与 trainlab grade 相同；没有控制器接入时为 2。",
)
MODBUS = Text(
    "Where to serve Modbus/TCP; port 0 lets the system choose.",
    "Modbus/TCP 的监听地址；端口 0 表示由系统选择。",
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
REPORT = Text("Write the verdict and the trace into DIR.", "把评分结果和轨迹写入 DIR。")
TRACE = Text("Write the trace as a numpy archive.", "把轨迹写成 numpy 归档文件。")
LISTENING = Text(
    "Modbus/TCP on {endpoint}; waiting for a controller to write an output",
    "Modbus/TCP 监听 {endpoint}；等待控制器写输出",
)


def command(language: Language) -> click.Command:
    """The verb in one language."""

    @click.command("serve", help=HELP.within(language))
    @click.argument("scenario", type=click.Path(path_type=Path))
    @click.option(
        "--modbus",
        metavar="HOST:PORT",
        default="127.0.0.1:1502",
        show_default=True,
        help=MODBUS.within(language),
    )
    @click.option("--grade", "graded", is_flag=True, help=GRADE.within(language))
    @click.option("--seed", type=click.IntRange(min=0), default=None, help=SEED.within(language))
    @click.option(
        "--speed",
        type=click.FloatRange(0.01, 100.0),
        default=1.0,
        show_default=True,
        help=SPEED.within(language),
    )
    @click.option(
        "--wait",
        type=click.FloatRange(min=0.0, max=86400.0),
        default=60.0,
        show_default=True,
        help=WAIT.within(language),
    )
    @json_option(language)
    @click.option(
        "--report",
        metavar="DIR",
        type=click.Path(path_type=Path, file_okay=False),
        default=None,
        help=REPORT.within(language),
    )
    @click.option(
        "--trace",
        metavar="FILE.npz",
        type=click.Path(path_type=Path, dir_okay=False),
        default=None,
        help=TRACE.within(language),
    )
    @language_option(language)
    def verb(
        scenario: Path,
        modbus: str,
        graded: bool,
        seed: int | None,
        speed: float,
        wait: float,
        json_to: str | None,
        report: Path | None,
        trace: Path | None,
    ) -> None:
        options = ServeOptions("modbus", modbus, seed, speed, round(wait * NS_PER_S))

        def announce(link: Link) -> None:
            click.echo(LISTENING.fill(endpoint=link.endpoint).render(language), err=True)

        try:
            loaded = load_scenario(scenario)
            if not graded:
                practise(loaded, options, announce)
                return
            result = grade_wired(loaded, options, announce)
        except ProblemsFound as found:
            fail_with(found.problems, language, json_to)
        except KeyboardInterrupt:
            sys.exit(NOTHING_TO_GRADE if graded else PASSED)
        deliver(result, language, json_to, report, trace)

    return verb
