"""Program variables recorded beside the plant's signals, for whoever looks for a mistake.

They are evidence and never a criterion: a check reads what happened in the plant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from trainlab.core.controller import SoftController
from trainlab.core.expression import Column
from trainlab.core.image import IOImage
from trainlab.core.message import Text
from trainlab.core.observer import Event
from trainlab.core.problem import Position, ProblemKind, ProblemsFound, did_you_mean

NO_VARIABLE = ProblemKind(
    "TL0003",
    Text("the program has no variable '{path}'{hint}", "程序中没有变量“{path}”{hint}"),
    Text(
        "write its path, for example timer.ET or axis[2].speed; `trainlab run` lists them all",
        "请写变量路径，例如 timer.ET 或 axis[2].speed；`trainlab run` 会列出全部变量",
    ),
)
NOT_A_NUMBER = ProblemKind(
    "TL0004",
    Text("'{path}' is no number or BOOL to record", "“{path}”不是可记录的数值或 BOOL"),
    Text("record its elements one by one", "请逐个记录它的元素"),
)


class Watch:
    """An observer that keeps the value of some variables at every tick."""

    __slots__ = ("_controller", "_rows", "paths")

    def __init__(self, controller: SoftController, paths: Sequence[str], program: str) -> None:
        self.paths = tuple(dict.fromkeys(paths))
        self._controller = controller
        self._rows: list[list[float]] = []
        problems = []
        for path in self.paths:
            try:
                value = controller.read(path)
            except KeyError:
                hint = did_you_mean(path, controller.variables())
                problems.append(NO_VARIABLE.at(Position(program), path=path, hint=hint))
                continue
            if isinstance(value, str | list):
                problems.append(NOT_A_NUMBER.at(Position(program), path=path))
        if problems:
            raise ProblemsFound(problems)

    def observe(self, now_ns: int, image: IOImage, facts: Sequence[float]) -> None:
        """Keep this tick's values."""
        self._rows.append([self._number(path) for path in self.paths])

    def _number(self, path: str) -> float:
        value = self._controller.read(path)
        assert isinstance(value, bool | int | float)
        return float(value)

    def note(self, event: Event) -> None:
        """Events are the recorder's."""

    def columns(self) -> Mapping[str, Column]:
        """One value a tick of each variable, BOOL as 0 and 1."""
        table = np.array(self._rows, dtype=np.float64).reshape(len(self._rows), len(self.paths))
        return {path: table[:, place] for place, path in enumerate(self.paths)}
