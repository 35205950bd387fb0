"""The door through which pytest finds trainlab: options, and nothing else unless `--trainlab` is given.

pytest loads this module wherever trainlab is installed, so that it may import nothing heavy.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from trainlab.core.message import LANGUAGES, Text, environment_language

GROUP = Text("control programs graded by trainlab", "trainlab 控制程序评分")
COLLECT = Text(
    "grade a control program: collect *.trainlab.yaml and the scenarios named in pyproject.toml",
    "给控制程序评分：收集 *.trainlab.yaml 和 pyproject.toml 中列出的场景",
)
PROGRAM = Text(
    "the program under test, whatever pyproject.toml says",
    "被测程序；优先于 pyproject.toml 的设定",
)
SEEDS = Text("grade over so many seeds; the worst counts", "在多少个种子上评分，以最低分为准")
REQUIRE = Text(
    "what fails the run: any check short of full points, or a verdict below the pass line alone",
    "运行失败的条件：任一检查项未得满分，或仅以总评未达及格线为准",
)
REVEAL = Text("show hidden checks too, for the instructor", "同时显示隐藏的检查项（供教师使用）")
LANG = Text("language of everything a person reads", "输出语言")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options; their values are read by pytest_exams."""
    language = environment_language()
    group = parser.getgroup("trainlab", GROUP.within(language))
    group.addoption("--trainlab", action="store_true", help=COLLECT.within(language))
    group.addoption("--trainlab-program", type=Path, metavar="PATH", help=PROGRAM.within(language))
    group.addoption("--trainlab-seeds", type=int, metavar="N", help=SEEDS.within(language))
    group.addoption(
        "--trainlab-require", choices=("every_check", "pass_line"), help=REQUIRE.within(language)
    )
    group.addoption("--trainlab-reveal", action="store_true", help=REVEAL.within(language))
    group.addoption("--trainlab-lang", choices=LANGUAGES, help=LANG.within(language))


def pytest_configure(config: pytest.Config) -> None:
    """With `--trainlab`, bring in what collects and grades."""
    if config.getoption("trainlab"):
        exams = import_module("trainlab.testing.pytest_exams")
        config.pluginmanager.register(exams.Exams(config), "trainlab-exams")
