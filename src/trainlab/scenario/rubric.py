"""Reading the rubric of a sheet: each check by the catalog's model of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trainlab.core import catalog
from trainlab.core.fields import SheetContext
from trainlab.core.message import Text
from trainlab.core.quantity import UnitMismatch
from trainlab.grading.check import Check
from trainlab.grading.fields import END, Moment
from trainlab.grading.problems import EMPTY_WINDOW, WRONG_DIMENSION
from trainlab.grading.rubric import Rubric
from trainlab.scenario import problems as say
from trainlab.scenario.draw import Draw
from trainlab.scenario.reader import Reader
from trainlab.scenario.shape import validated
from trainlab.scenario.sheet import RubricSection
from trainlab.scenario.source import PathPart

CHECK = Text("check", "检查")
NOT_NEGATIVE = Text("0 or more", "不小于 0 的值")


def read_rubric(
    data: Any,
    context: SheetContext,
    moments: Mapping[str, Draw],
    duration_ns: int,
    reader: Reader,
) -> Rubric | None:
    """The rubric, or None after reporting; `moments` says when each label may come."""
    section = validated(RubricSection, data, ("rubric",), reader.source, reader.problems)
    entries = data.get("checks")
    checks: list[Check] = []
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        path = ("rubric", "checks", number)
        check = _read_check(entry, path, context, reader)
        if check is None:
            continue
        if any(check.id == other.id for other in checks):
            place = reader.source.position((*path, "id"))
            reader.problems.append(say.DUPLICATE_LABEL.at(place, label=check.id))
        for begin, end in check.windows():
            opens = _base(begin, moments, duration_ns)
            closes = _base(end, moments, duration_ns)
            if opens is None or closes is None:
                continue
            same = begin.label == end.label and begin.offset_ns >= end.offset_ns
            if same or opens.low + begin.offset_ns >= closes.high + end.offset_ns:  # for every seed
                reader.problems.append(EMPTY_WINDOW.at(reader.source.position((*path, "until"))))
        checks.append(check)
    if section is None:
        return None
    return Rubric(tuple(checks), section.pass_at.within(""))


def _read_check(
    entry: Any,
    path: tuple[PathPart, ...],
    context: SheetContext,
    reader: Reader,
) -> Check | None:
    kinds = catalog.names("checks")
    name = entry.get("check") if isinstance(entry, dict) else None
    if name not in kinds:
        if isinstance(name, str):
            reader.unknown(CHECK, name, kinds, (*path, "check"))
        elif isinstance(entry, dict):
            reader.problems.append(say.MISSING_KEY.at(reader.source.position(path), key="check"))
        return None
    model: type[Check] = catalog.load("checks", str(name))
    check = validated(model, entry, path, reader.source, reader.problems, context)
    if check is not None:
        _units(check, path, context, reader)
    return check


def _units(
    check: Check,
    path: tuple[PathPart, ...],
    context: SheetContext,
    reader: Reader,
) -> None:
    for field, signal_field in check.quantities.items():
        quantity, signal = getattr(check, field), getattr(check, signal_field)
        unit = context.units.get(signal.text.strip(), "")
        if quantity is None:
            continue
        if quantity.value < 0:
            reader.bad_value((*path, field), str(quantity), NOT_NEGATIVE)
        try:
            quantity.span_within(unit)
        except UnitMismatch:
            reader.problems.append(
                WRONG_DIMENSION.at(
                    reader.source.position((*path, field)),
                    quantity=str(quantity),
                    signal=signal.text,
                    unit=unit or "1",
                )
            )


def _base(moment: Moment, moments: Mapping[str, Draw], duration_ns: int) -> Draw | None:
    """When a moment's label may come; None for one whose step or fault could not be read."""
    if moment.label == END:
        return Draw(duration_ns, duration_ns)
    return moments.get(moment.label) if moment.label else Draw(0, 0)
