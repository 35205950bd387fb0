"""The entry point: verbs that are imported only when they are called, and exit codes.

0 passed, 1 graded and failed, 2 nothing to grade (bad scenario, program or arguments; no
controller), 3 disqualified, 4 a fault of trainlab itself, or what was asked for cannot be written,
130 interrupted.
"""

from __future__ import annotations

import gc
import gettext
import io
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from types import ModuleType

import click

from trainlab import __version__
from trainlab.cli.exit_codes import (
    CANNOT_WRITE,
    INTERRUPTED,
    NOTHING_TO_GRADE,
    OUR_FAULT,
    PASSED,
)
from trainlab.cli.problems import INTERRUPTED as STOPPED
from trainlab.cli.problems import NOWHERE, OWN_MISTAKE, WRONG_CALL, CannotWrite
from trainlab.cli.streams import guard_streams
from trainlab.core.message import Language, Text, environment_language, language_named
from trainlab.core.problem import Problem
from trainlab.core.system_reasons import reason_of
from trainlab.report.plain import plain_lines

VERBS = {
    "grade": Text("Grade a program on a scenario.", "用场景给程序评分。"),
    "verify": Text(
        "Prove a rubric with the solution, known-bad programs and mutants.",
        "用参考答案、错误示例和变异程序验证评分标准。",
    ),
    "check": Text("Check scenarios and programs without running them.", "检查场景和程序，不运行。"),
    "run": Text("Run a program without a plant.", "不接被控对象运行程序。"),
    "serve": Text("Run a station for a wired controller.", "启动工位，供外接控制器接线控制。"),
    "tags": Text(
        "Write the I/O list of a station for a PLC tool, or compare.",
        "为 PLC 工具导出工位的 I/O 表，或进行比较。",
    ),
    "users": Text(
        "Make a line of a file of users, for OPC UA.", "生成用户文件中的一行，用于 OPC UA。"
    ),
    "new": Text("Start a scenario of your own.", "新建自己的场景。"),
    "schema": Text(
        "Write the JSON Schema of scenarios, for an editor.",
        "输出场景文件的 JSON Schema，供编辑器使用。",
    ),
    "catalog": Text(
        "List plants, checks, faults, links and languages.",
        "列出被控对象、检查、故障、总线连接和编程语言。",
    ),
}
ABOUT = Text(
    "trainlab: simulated plants on real fieldbuses, and programs graded on them.",
    "trainlab：真实现场总线上的仿真被控对象，以及对程序的自动评分。",
)


class Verbs(click.Group):
    """The verbs, each in the module of its name."""

    def __init__(self, language: Language) -> None:
        super().__init__(
            "trainlab",
            help=ABOUT.within(language),
            context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        )
        self.language = language

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs in the order in which a newcomer meets them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of that name, imported now."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"trainlab.cli.{cmd_name}").command(self.language)
        command.short_help = VERBS[cmd_name].within(self.language)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of verbs, without importing any."""
        with formatter.section("Commands" if self.language == "en" else "命令"):
            formatter.write_dl([(name, text.within(self.language)) for name, text in VERBS.items()])


def asked_language(arguments: Sequence[str]) -> Language:
    """The language of this call: the last --lang among the arguments, else the environment's."""
    asked = environment_language()
    for number, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            following = arguments[number + 1] if number + 1 < len(arguments) else ""
            try:
                asked = language_named(value or following)
            except ValueError:
                continue
    return asked


def _let_click_speak(language: Language) -> None:
    """What click says by itself comes through gettext, whose language is that of the process."""
    if language == "zh-CN":
        os.environ["LANGUAGE"] = "zh_CN"
        gettext.bindtextdomain("click", Path(__file__).parent / "locale")
        gettext.textdomain("click")


def asked_json(arguments: Sequence[str]) -> bool:
    """Whether stdout is to hold one JSON document, though click may not have understood the call."""
    asked = ""
    for argument, following in zip_longest(arguments, arguments[1:], fillvalue=""):
        if argument == "--json":
            asked = following
        elif argument.startswith("--json="):
            asked = argument.removeprefix("--json=")
    return asked == "-"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one verb and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # columns need no threads
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them costs
    gc.disable()  # a verb is short and its loop makes no cycles; collecting only delays it
    outlet = guard_streams()
    language = asked_language(given)
    _let_click_speak(language)
    code = _code_of(given, language)
    sys.stdout.flush()
    if outlet is not None and outlet.incomplete and outlet.failure is not None:
        lost = CannotWrite("stdout", reason_of(outlet.failure))
        code = _end(lost.problem, CANNOT_WRITE, language, as_json=False)
    sys.exit(code)


def _code_of(given: list[str], language: Language) -> int:
    """Run the verb; its exit code, whatever became of it."""
    group = Verbs(language)
    version = click.version_option(
        __version__, prog_name="trainlab", message="%(prog)s %(version)s"
    )
    as_json = asked_json(given)
    try:
        ended = version(group).main(given, prog_name="trainlab", standalone_mode=False)
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else PASSED
    except click.ClickException as wrong:
        _show(wrong, language)
        if as_json:
            call = WRONG_CALL.at(NOWHERE, what=wrong.format_message())
            _put_json(call, language)
        return NOTHING_TO_GRADE
    except (click.Abort, KeyboardInterrupt):
        return _end(STOPPED.at(NOWHERE), INTERRUPTED, language, as_json)
    except CannotWrite as error:
        return _end(error.problem, CANNOT_WRITE, language, as_json)
    except Exception as mistake:  # noqa: BLE001  the last door: whatever comes here is our own
        traceback.print_exc()
        what = f"{type(mistake).__name__}: {mistake}"
        return _end(OWN_MISTAKE.at(NOWHERE, what=what), OUR_FAULT, language, as_json)
    return ended if isinstance(ended, int) else PASSED


def _show(wrong: click.ClickException, language: Language) -> None:
    """What click says of a wrong call; a sentence in Chinese ends in a full stop of its own."""
    page = io.StringIO()
    wrong.show(page)
    text = page.getvalue().replace("\n\t", " ")
    if language == "zh-CN" and text.endswith(".\n"):
        text = f"{text[:-2]}。\n"
    click.echo(plain_lines(text), nl=False, err=True)


def _end(problem: Problem, code: int, language: Language, as_json: bool) -> int:
    """Say why a call ends early, as text and as JSON where stdout is for that; its exit code.

    A file that was named for the JSON is left alone: that it may be written was perhaps never shown.
    """
    _output().show_problems([problem], language)
    if as_json:
        _put_json(problem, language)
    return code


def _put_json(problem: Problem, language: Language) -> None:
    _output().write_json({"problems": [problem.as_json(language)]}, "-")


def _output() -> ModuleType:
    """What prints; imported only now, so that what goes well never waits for the terminal's library."""
    return import_module("trainlab.cli.output")
