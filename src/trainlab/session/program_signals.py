"""The program variables that a sheet makes signals of, recorded beside the plant's.

They are evidence, not a criterion: a program that has no such variable loses the checks that read
it, and nothing else happens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from trainlab.core.controller import SoftController
from trainlab.core.duration import NS_PER_S
from trainlab.core.expression import Column
from trainlab.core.message import Message, Text
from trainlab.scenario.scenario import ProgramSignal
from trainlab.session.watch import Watch

NO_VARIABLE = Text("the program has no variable '{path}'", "程序中没有变量“{path}”")
OTHER_TYPE = Text(
    "the variable '{path}' of the program is no {type}", "程序变量“{path}”不是 {type} 类型"
)
ON_A_WIRE = Text(
    "'{path}' is a program variable, and a wired controller shows none",
    "“{path}”是程序变量，而接线的控制器不提供程序变量",
)


class ProgramSignals:
    """Those of one run: a watch over the variables that are there, and why the others are not."""

    __slots__ = ("_seen", "absent", "watch")

    def __init__(
        self, signals: Sequence[ProgramSignal], controller: SoftController, program: str
    ) -> None:
        self.absent = absent_of(signals, controller)
        self._seen = [signal for signal in signals if signal.name not in self.absent]
        self.watch = Watch(controller, [signal.path for signal in self._seen], program)

    def columns(self) -> dict[str, Column]:
        """One value a tick of each signal that is there: bool, or float64 in its unit."""
        watched = self.watch.columns()
        return {signal.name: signal_column(signal, watched[signal.path]) for signal in self._seen}


def absent_of(
    signals: Sequence[ProgramSignal], controller: SoftController
) -> Mapping[str, Message]:
    """Why a program does not have some of them, by name."""
    wrong = {signal: _wrong(signal, controller) for signal in signals}
    return {
        signal.name: why.fill(path=signal.path, type=signal.type)
        for signal, why in wrong.items()
        if why is not None
    }


def none_on_a_wire(signals: Sequence[ProgramSignal]) -> Mapping[str, Message]:
    """Why a wired controller shows none of them."""
    return {signal.name: ON_A_WIRE.fill(path=signal.path) for signal in signals}


def _wrong(signal: ProgramSignal, controller: SoftController) -> Text | None:
    try:
        value = controller.read(signal.path)
    except KeyError:
        return NO_VARIABLE
    if isinstance(value, str | list) or isinstance(value, bool) is not signal.boolean:
        return OTHER_TYPE
    return None


def signal_column(signal: ProgramSignal, values: Column) -> Column:
    """The column of a signal from the values that were watched: bool, or float64 in its unit."""
    if signal.boolean:
        return np.asarray(values != 0.0)
    return values / NS_PER_S if signal.type == "TIME" else values
