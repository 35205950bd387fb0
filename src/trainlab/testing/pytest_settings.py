"""What `[tool.trainlab]` in pyproject.toml and the options of pytest say about exams.

[tool.trainlab]
program = "main.st"
scenarios = ["exams/*.yaml"]    # or a table: scenario = its own program
seeds = 5
require = "pass_line"
lang = "zh-CN"
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trainlab.core.message import LANGUAGES, Language, Text, environment_language
from trainlab.core.problem import Position, Problem, ProblemsFound, did_you_mean
from trainlab.scenario.sheet import MOST_SEEDS
from trainlab.testing.problems import BAD_SETTING, NO_SCENARIO

EVERY_CHECK, PASS_LINE = "every_check", "pass_line"
REQUIRED = (EVERY_CHECK, PASS_LINE)

_UNKNOWN = Text("is no setting", "不是设置项")
_UNFIT = Text("has a value that does not fit", "的值不正确")
_UNREADABLE = Text("cannot be read: {reason}", "无法读取：{reason}")
_TOML = Text("a file in TOML", "TOML 格式的文件")
_TABLE = Text("a table", "一个表")
_GLOB = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class ExamSettings:
    """Which scenarios are graded, against which program, and what of it fails the run.

    `programs` has the scenarios that have a program of their own; every other has `program`. `seeds`
    is None where each sheet decides. `require` says whether each check must be met in full, or the
    pass line only.
    """

    program: Path | None = None
    scenarios: tuple[Path, ...] = ()
    programs: Mapping[Path, Path] = field(default_factory=dict)
    seeds: int | None = None
    require: str = EVERY_CHECK
    language: Language = "en"
    reveal: bool = False


def read_settings(root: Path) -> ExamSettings:
    """The settings in the pyproject.toml of a folder, its paths made absolute; those of none if
    there is no such file. ProblemsFound with all that is wrong."""
    path = root / "pyproject.toml"
    if not path.is_file():
        return ExamSettings(language=environment_language())
    try:
        text = path.read_text(encoding="utf-8")
        tools = tomllib.loads(text).get("tool")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        wrong = _UNREADABLE.fill(reason=str(error))
        position = Position(str(path))
        found = BAD_SETTING.at(position, key=path.name, wrong=wrong, hint="", wanted=_TOML)
        raise ProblemsFound([found]) from None
    table = tools.get("trainlab", {}) if isinstance(tools, dict) else {}
    return _Table(path, text, table).settings()


class _Table:
    """The table as it was read, and what is found wrong in it."""

    def __init__(self, path: Path, text: str, table: Any) -> None:
        self._path = path
        self._lines = text.splitlines()
        self._table = table
        self._problems: list[Problem] = []

    def settings(self) -> ExamSettings:
        if not isinstance(self._table, dict):
            self._wrong("trainlab", _UNFIT, _TABLE)
            raise ProblemsFound(self._problems)
        for key in self._table.keys() - SETTINGS.keys():
            self._wrong(key, _UNKNOWN, ", ".join(SETTINGS), did_you_mean(key, SETTINGS))
        for key, (fits, wanted) in SETTINGS.items():
            if key in self._table and not fits(self._table[key]):
                self._wrong(key, _UNFIT, wanted)
        if self._problems:
            raise ProblemsFound(self._problems)
        programs = self._scenarios()
        if self._problems:
            raise ProblemsFound(self._problems)
        program, table = self._table.get("program"), self._table
        return ExamSettings(
            self._path.parent / program if program else None,
            tuple(programs),
            {scenario: own for scenario, own in programs.items() if own is not None},
            table.get("seeds"),
            table.get("require", EVERY_CHECK),
            table.get("lang", environment_language()),
        )

    def _scenarios(self) -> dict[Path, Path | None]:
        """Each scenario, and its own program where it has one."""
        named = self._table.get("scenarios", [])
        found: dict[Path, Path | None] = {}
        for name in named:
            own = self._path.parent / named[name] if isinstance(named, dict) else None
            files = self._files(name)
            if not files:
                self._problems.append(NO_SCENARIO.at(self._position(name), path=name))
            found |= dict.fromkeys(files, own)
        return found

    def _files(self, name: str) -> list[Path]:
        root = self._path.parent
        found = [root / name]
        if not found[0].is_file() and _GLOB.search(name) and not Path(name).is_absolute():
            found = sorted(root.glob(name))
        # pytest has no ".." in its paths either.
        return [Path(os.path.abspath(path)) for path in found if path.is_file()]

    def _wrong(self, key: str, wrong: Text, wanted: object, hint: object = "") -> None:
        position = self._position(key)
        self._problems.append(
            BAD_SETTING.at(position, key=key, wrong=wrong, hint=hint, wanted=wanted)
        )

    def _position(self, word: str) -> Position:
        """Where a key or value stands: tomllib does not say, so the first line that has it after
        the table's head."""
        heads = (n for n, line in enumerate(self._lines) if re.match(r"\s*\[tool\.trainlab", line))
        start = next(heads, 0)
        for number, line in enumerate(self._lines[start:], start + 1):
            if word in line:
                return Position(str(self._path), number, line.index(word) + 1)
        return Position(str(self._path))


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_names(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_name, value)) and all(map(_is_name, value.values()))
    return isinstance(value, list) and all(map(_is_name, value))


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_SEEDS


SETTINGS: dict[str, tuple[Callable[[Any], bool], object]] = {
    "program": (_is_name, Text("the path of a program", "程序的路径")),
    "scenarios": (
        _is_names,
        Text(
            "a list of scenarios, or a table of scenarios with the program of each",
            "场景列表，或写明各场景所用程序的表",
        ),
    ),
    "seeds": (
        _is_count,
        Text("a whole number from 1 to {most}", "1 到 {most} 的整数").fill(most=MOST_SEEDS),
    ),
    "require": (lambda value: value in REQUIRED, " | ".join(f'"{each}"' for each in REQUIRED)),
    "lang": (lambda value: value in LANGUAGES, " | ".join(f'"{each}"' for each in LANGUAGES)),
}
