"""trainlab verify: whether the rubric of a scenario tells right programs from wrong ones."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from trainlab.cli.destinations import FILE, Destinations, json_option
from trainlab.cli.exit_codes import FAILED, PASSED
from trainlab.cli.output import fail_with, language_option, write_json
from trainlab.cli.progress import jobs_option, progress
from trainlab.core.message import Language, Text
from trainlab.core.problem import ProblemsFound
from trainlab.report.proof import print_proof, proof_document
from trainlab.report.text import console_on
from trainlab.scenario.load import load_scenario
from trainlab.scenario.sheet import MOST_SEEDS
from trainlab.session.parallel import executor_for
from trainlab.session.proving import known_bad, solution_of
from trainlab.session.verify import Task, mutants_of, verify

HELP = Text(
    "Prove the rubric of SCENARIO: its solution must earn all points, every known-bad program must fail"
    " what it names, and mutants of the solution must lose points.\n\n"
    "Exits with 0 if that holds, 1 if not, 2 if there is nothing to verify.",
    "验证 SCENARIO 的评分标准：参考答案须得满分，每个错误示例须在其写明的检查项上失分，参考答案的变异程序须失分。\n\n"
    "退出码：0 成立，1 不成立，2 无可验证。",
)
SOLUTION = Text(
    "The solution; plc_projects/<folder>_<scenario>/solution.st if left out, or that of the sheet it extends.",
    "参考答案；缺省为 plc_projects/<文件夹>_<场景>/solution.st，或所扩展场景的参考答案。",
)
BAD = Text(
    "A known-bad program, may be repeated; bad_*.st beside the solution if left out.",
    "错误示例程序，可重复使用；缺省为参考答案旁的 bad_*.st。",
)
SEEDS = Text(
    "Over how many seeds; as the sheet says, at least {least}, if left out.",
    "使用多少个种子；缺省按场景文件，至少 {least} 个。",
)
MOST = Text("So many mutants at most, always the same ones.", "变异程序的最大数量，每次抽取相同。")
LEAST = Text(
    "The share of the mutants, in percent, that must lose points.",
    "须检出的变异程序比例（百分数）。",
)
VERIFYING = Text("verifying", "验证中")
LEAST_SEEDS = 3


def command(language: Language) -> click.Command:
    """The verb in one language."""
    seeds_help = SEEDS.fill(least=LEAST_SEEDS).render(language)

    @click.command("verify", help=HELP.within(language))
    @click.argument("scenario", type=FILE)
    @click.option("--solution", type=FILE, default=None, help=SOLUTION.within(language))
    @click.option("--bad", type=FILE, multiple=True, help=BAD.within(language))
    @click.option("--seeds", type=click.IntRange(1, MOST_SEEDS), default=None, help=seeds_help)
    @click.option("--most", type=click.IntRange(min=1), default=None, help=MOST.within(language))
    @click.option(
        "--least",
        type=click.FloatRange(0, 100),
        default=85.0,
        show_default=True,
        help=LEAST.within(language),
    )
    @jobs_option(language)
    @json_option(language)
    @language_option(language)
    def verb(
        scenario: Path,
        solution: Path | None,
        bad: tuple[Path, ...],
        seeds: int | None,
        most: int | None,
        least: float,
        jobs: int | None,
        json_to: str | None,
    ) -> None:
        read = [scenario, *([solution] if solution else []), *bad]
        Destinations(json_to).prove(read, language)
        try:
            loaded = load_scenario(scenario)
            solved = solution_of(scenario, solution)
            count = seeds or max(loaded.seeds, LEAST_SEEDS)
            task = Task(
                scenario,
                solved,
                known_bad(loaded, solved, bad),
                tuple(range(loaded.seed, loaded.seed + count)),
                mutants_of(solved, most),
            )
            executor, jobs = executor_for(loaded.ticks * task.steps, jobs or os.cpu_count())
            with executor, progress(VERIFYING.within(language), task.steps) as done:
                proof = verify(task, executor, jobs, least / 100, done)
        except ProblemsFound as found:
            fail_with(found.problems, language, json_to)
        if json_to is not None:
            write_json(proof_document(proof, language), json_to)
        if json_to != "-":
            print_proof(proof, console_on(sys.stdout), language)
        sys.exit(PASSED if proof.holds else FAILED)

    return verb
