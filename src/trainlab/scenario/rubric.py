"""Reading the rubric of a sheet: each check by the catalog's model of its kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any

from trainlab.core import catalog
from trainlab.core.duration import format_duration
from trainlab.core.fields import SheetContext
from trainlab.core.message import Text
from trainlab.core.quantity import Quantity, UnitMismatch, wanted_in
from trainlab.grading.check import Check, Span
from trainlab.grading.fields import END, Moment
from trainlab.grading.problems import (
    EMPTY_WINDOW,
    NEVER_DECIDED,
    POINTS_DO_NOT_SUM,
    WITHOUT_UNIT,
    WRONG_DIMENSION,
)
from trainlab.grading.rubric import PASS, Level, Rubric
from trainlab.grading.skill import Skill
from trainlab.scenario import problems as say
from trainlab.scenario.draw import Draw
from trainlab.scenario.occasions import ends_in_the_run
from trainlab.scenario.reader import Reader
from trainlab.scenario.shape import as_far_as_readable, validated
from trainlab.scenario.sheet import RubricSection, SkillEntry
from trainlab.scenario.source import PathPart

# What stands in for the fields of a check that are not readable.
UNREAD = {"id": "unread", "title": "?", "points": 1}
CHECK = Text("check", "检查")
SKILL = Text("skill", "能力")
UNITLESS = ("", "%")
HIGHER = Text("more than {share:g} %, the level before", "大于 {share:g} %（前一等级）")
MORE_THAN = Text("more than '{field}'", "大于“{field}”的值")


def read_rubric(
    data: Any,
    context: SheetContext,
    moments: Mapping[str, Draw],
    earliest: Mapping[str, float],
    duration_ns: int,
    skills: Sequence[SkillEntry],
    reader: Reader,
) -> Rubric | None:
    """The rubric, or None after reporting.

    `moments` says when each label may come; `earliest`, of those of which nobody can tell, when at
    the earliest.
    """
    section = validated(RubricSection, data, ("rubric",), reader.source, reader.problems)
    entries = data.get("checks")
    checks: list[Check] = []
    sometime = {label: Draw(at_ns, inf) for label, at_ns in earliest.items()}
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        path = ("rubric", "checks", number)
        check = _read_check(entry, path, context, reader)
        if check is None:
            continue
        if any(check.id == other.id for other in checks):
            place = reader.source.position((*path, "id"))
            reader.problems.append(say.DUPLICATE_LABEL.at(place, label=check.id))
        known = len(reader.problems)
        for begin, end in check.windows():
            _window(begin, end, path, moments, duration_ns, reader)
        if len(reader.problems) == known:
            for span in check.spans():
                _span(span, path, {**sometime, **moments}, duration_ns, reader)
        checks.append(check)
    if section is None:
        return None
    total = sum(check.points for check in checks)
    if section.points is not None and len(checks) == len(entries) and total != section.points:
        place = reader.source.position(("rubric", "points"))
        reader.problems.append(POINTS_DO_NOT_SUM.at(place, total=total, points=section.points))
    return Rubric(tuple(checks), _levels(section, reader), _skills(checks, skills, reader))


def _levels(section: RubricSection, reader: Reader) -> tuple[Level, ...]:
    """The pass line and what lies above it, each level above the one before."""
    levels = [Level(PASS, section.pass_at.within(""))]
    for name, quantity in section.levels.items():
        share, before = quantity.within(""), levels[-1].share
        if share <= before:
            higher = HIGHER.fill(share=100 * before)
            reader.bad_value(("rubric", "levels", name), str(quantity), higher)
        levels.append(Level(name, share))
    return tuple(levels)


def _skills(
    checks: Sequence[Check], listed: Sequence[SkillEntry], reader: Reader
) -> tuple[Skill, ...]:
    """The skills that the sheet lists; where it lists none, those that its checks name."""
    known = {entry.id: Skill(entry.id, entry.level, entry.title) for entry in listed}
    for number, check in enumerate(checks):
        if check.skill is None or check.skill in known:
            continue
        if not listed:
            known[check.skill] = Skill(check.skill)
        else:
            reader.unknown(SKILL, check.skill, known, ("rubric", "checks", number, "skill"))
    return tuple(known.values())


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
            reader.problems.append(
                say.MISSING_KEY.at(reader.source.position(path), key="check", example="always")
            )
        return None
    model: type[Check] = catalog.load("checks", str(name))
    check, whole = as_far_as_readable(
        model, entry, path, reader.source, reader.problems, UNREAD, context
    )
    if check is None:
        return None
    _units(check, path, context, reader)
    _partial_credit(check, path, reader)
    return check if whole else None


def _units(
    check: Check,
    path: tuple[PathPart, ...],
    context: SheetContext,
    reader: Reader,
) -> None:
    units = {name.casefold(): unit for name, unit in context.units.items()}
    for field, signal_field in check.quantities.items():
        quantity, signal = getattr(check, field), getattr(check, signal_field)
        if quantity is None:
            continue
        unit = units.get(signal.text.strip().casefold(), "")
        if not unit and quantity.unit not in UNITLESS:
            reader.problems.append(
                WITHOUT_UNIT.at(
                    reader.source.position((*path, field)),
                    quantity=str(quantity),
                    signal=signal.text,
                    number=f"{quantity.value:g}",
                )
            )
            continue
        try:
            quantity.span_within(unit)
        except UnitMismatch:
            reader.problems.append(
                WRONG_DIMENSION.at(
                    reader.source.position((*path, field)),
                    quantity=str(quantity),
                    signal=signal.text,
                    wanted=wanted_in(unit),
                )
            )


def _partial_credit(check: Check, path: tuple[PathPart, ...], reader: Reader) -> None:
    """Full points must be had for less than none are."""
    full_at, zero_at = getattr(check, check.full_at, None), getattr(check, "zero_at", None)
    if full_at is None or zero_at is None:
        return
    if isinstance(zero_at, Quantity):
        try:
            right = zero_at.span_within(full_at.unit) > full_at.value
        except UnitMismatch:  # the signal's unit decides which of them is wrong
            return
    else:
        right = zero_at > full_at
    if not right:
        shown = str(reader.source.value((*path, "zero_at")))
        reader.bad_value((*path, "zero_at"), shown, MORE_THAN.fill(field=check.full_at))


def _window(
    begin: Moment,
    end: Moment,
    path: tuple[PathPart, ...],
    moments: Mapping[str, Draw],
    duration_ns: int,
    reader: Reader,
) -> None:
    """A window must hold a part of the run, whatever the seed draws."""
    opens, closes = _when(begin, moments, duration_ns), _when(end, moments, duration_ns)
    if opens is None or closes is None:
        return
    if begin.label == end.label:
        empty = begin.offset_ns >= end.offset_ns or opens.low >= duration_ns or closes.high <= 0
    else:
        empty = max(opens.high, 0) >= min(closes.low, duration_ns)
    if not empty and end.label != END and closes.low < inf:
        ends_in_the_run(closes.low, duration_ns, (*path, "until"), reader)
    if empty:
        place = (*path, "until" if reader.source.value((*path, "until")) is not None else "after")
        reader.problems.append(
            EMPTY_WINDOW.at(reader.source.position(place), begin=_shown(opens), end=_shown(closes))
        )


def _span(
    span: Span,
    path: tuple[PathPart, ...],
    moments: Mapping[str, Draw],
    duration_ns: int,
    reader: Reader,
) -> None:
    """A duration that is over only when its window is, whatever the seed draws, decides nothing."""
    opens = _when(span.begin, moments, duration_ns)
    closes = _when(span.end, moments, duration_ns)
    if opens is None or closes is None:
        return
    longest = min(closes.high, duration_ns) - opens.low
    if span.begin.label == span.end.label:
        longest = min(longest, span.end.offset_ns - span.begin.offset_ns)
    if 0 < longest < span.length_ns:
        place = reader.source.position((*path, *span.path))
        reader.problems.append(
            NEVER_DECIDED.at(
                place,
                field=span.path[-1],
                span=format_duration(span.length_ns),
                longest=format_duration(int(longest)),
            )
        )


def _when(moment: Moment, moments: Mapping[str, Draw], duration_ns: int) -> Draw | None:
    """When a moment may come; None for one whose step or fault has a diagnostic of its own."""
    base: Draw | None = Draw(0, 0)
    if moment.label == END:
        base = Draw(duration_ns, duration_ns)
    elif moment.label:
        base = moments.get(moment.label)
        if base is not None and duration_ns <= base.high < inf:
            return None
    return base and Draw(base.low + moment.offset_ns, base.high + moment.offset_ns)


def _shown(when: Draw) -> str:
    low, high = format_duration(int(when.low)), format_duration(int(when.high))
    return low if low == high else f"{low} .. {high}"
