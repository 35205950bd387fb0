"""Reading the program variables that a sheet makes signals of."""

from __future__ import annotations

import re
from collections.abc import Callable

from trainlab.core.expression import Expression
from trainlab.core.message import Text
from trainlab.core.problem import Position, ProblemsFound
from trainlab.core.quantity import UNITS
from trainlab.core.spec import PlantDescription
from trainlab.scenario import problems as say
from trainlab.scenario.reader import Reader
from trainlab.scenario.scenario import ProgramSignal
from trainlab.scenario.shape import as_far_as_readable
from trainlab.scenario.sheet import LABEL_PATTERN, ProgramEntry

SECTION = "program"
UNREAD = {"path": "unread", "type": "REAL"}
A_NAME = Text(
    "a name of small letters, digits and _ that is no word of ST",
    "由小写字母、数字和 _ 组成且不是 ST 关键字的名称",
)
A_UNIT = Text("one of the units: {units}", "以下单位之一：{units}")
SECONDS = Text(
    "no unit: a TIME is in seconds, and a BOOL has none", "不写单位：TIME 以秒计，BOOL 没有单位"
)


def read_program_signals(
    entries: object,
    plant: PlantDescription,
    expression: Callable[[str, Position], Expression],
    reader: Reader,
) -> tuple[ProgramSignal, ...]:
    """The signals, also those of which not all could be read, so that conditions may name them."""
    taken = {name.casefold() for name in plant.signals}
    signals = []
    for name, data in entries.items() if isinstance(entries, dict) else ():
        path = (SECTION, name)
        entry, _ = as_far_as_readable(
            ProgramEntry, data, path, reader.source, reader.problems, UNREAD
        )
        place = reader.source.key_position(path)
        if name.casefold() in taken:
            reader.problems.append(say.NAME_TAKEN.at(place, name=name))
        elif not _is_name(name, expression):
            reader.problems.append(
                say.BAD_VALUE.at(place, value=repr(name), key=SECTION, expected=A_NAME)
            )
        elif entry is not None:
            unit = entry.unit
            if unit and entry.type in ("BOOL", "TIME"):
                reader.bad_value((*path, "unit"), repr(unit), SECONDS)
            elif unit not in UNITS:
                units = ", ".join(each for each in UNITS if each)
                reader.bad_value((*path, "unit"), repr(unit), A_UNIT.fill(units=units))
                unit = ""
            unit = "s" if entry.type == "TIME" else unit
            signals.append(ProgramSignal(name, entry.path, entry.type, unit))
    return tuple(signals)


def _is_name(name: str, expression: Callable[[str, Position], Expression]) -> bool:
    """Whether an expression can read a signal by that name."""
    if not re.fullmatch(LABEL_PATTERN, name):
        return False
    try:
        return list(expression(name, Position(SECTION)).names) == [name]
    except ProblemsFound:
        return False
