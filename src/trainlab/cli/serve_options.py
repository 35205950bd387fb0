"""Which options of `trainlab serve` make sense together."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from trainlab.cli.output import fail_with
from trainlab.cli.problems import NOWHERE, OUT_OF_PLACE, WITH_GRADE, WITHOUT_GRADE
from trainlab.core.message import Language, Text
from trainlab.core.problem import Position, ProblemKind, ProblemsFound

NEEDS_HMI = ProblemKind(
    "TL0007",
    Text("{option} needs the pages, --hmi", "{option} 需要页面选项 --hmi"),
    Text("add --hmi 127.0.0.1:8080", "请加上 --hmi 127.0.0.1:8080"),
)
NOT_TOGETHER = ProblemKind(
    "TL0008",
    Text("{option} cannot be used together with {other}", "{option} 不能与 {other} 同时使用"),
    Text("leave one of them out", "请去掉其中一个"),
)
# Options that speak of a verdict: how they are written, and what click calls them.
ONLY_GRADED = {
    "--wait": "wait",
    "--restart": "restart",
    "--reveal": "reveal",
    "--json": "json_to",
    "--report": "report",
    "--out": "out",
    "--trace": "trace",
}


def fit_together(
    hmi: str | None,
    program: Path | None,
    stations: int,
    users: Path | None,
    *,
    graded: bool,
    restart: bool,
) -> None:
    """ProblemsFound for options that make no sense together."""
    problems = []
    if hmi is None:
        named = {
            "--program": program is not None,
            "--stations": stations > 1,
            "--users": users is not None,
        }
        problems += [NEEDS_HMI.at(Position(name), option=name) for name, on in named.items() if on]
    together = {
        ("--stations", "--grade"): graded and stations > 1,
        ("--restart", "--program"): restart and program is not None,
    }
    problems += [
        NOT_TOGETHER.at(Position(option), option=option, other=other)
        for (option, other), wrong in together.items()
        if wrong and hmi is not None
    ]
    if problems:
        raise ProblemsFound(problems)


def check_call(free: bool, graded: bool, language: Language, json_to: str | None) -> None:
    """Leave with a diagnostic if an option was given that the call has no use for."""
    if free and graded:
        fail_with(
            [OUT_OF_PLACE.at(NOWHERE, options="--free", how=WITHOUT_GRADE)], language, json_to
        )
    context = click.get_current_context()
    given = [
        name
        for name, option in ONLY_GRADED.items()
        if context.get_parameter_source(option) is ParameterSource.COMMANDLINE
    ]
    if given and not graded:
        options = ", ".join(given)
        fail_with([OUT_OF_PLACE.at(NOWHERE, options=options, how=WITH_GRADE)], language, json_to)
