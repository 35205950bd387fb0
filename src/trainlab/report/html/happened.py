"""What happened in a run, told in short: what moved tick by tick is one thing that happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from trainlab.core.observer import Event
from trainlab.report.html.bilingual import both
from trainlab.report.html.words import EVENT_KINDS, MOVED, OTHER_EVENT, WORDS
from trainlab.report.plain import plain

MOST_TOLD = 300


@dataclass(slots=True)
class Happening:
    """One event, or several without a label of their own that came one in each tick, to `last`."""

    first: Event
    last: Event


def happenings_of(events: Sequence[Event], tick_ns: int) -> list[Happening]:
    """The events of a run in their order; a dial or parameter that moved by itself is one."""
    told: list[Happening] = []
    moving: dict[tuple[str, str], Happening] = {}
    for event in events:
        thing = (event.kind, event.name)
        before = moving.get(thing)
        if before and not event.label and event.now_ns - before.last.now_ns == tick_ns:
            before.last = event
        else:
            moving[thing] = Happening(event, event)
            told.append(moving[thing])
    return told


def happening_rows(happenings: Sequence[Happening]) -> list[tuple[Markup, ...]]:
    """The headings, then when, what and the label."""
    heading = tuple(both(WORDS[name]) for name in ("at", "what", "label"))
    return [heading, *(_row(each) for each in happenings[:MOST_TOLD])]


def _row(happening: Happening) -> tuple[Markup, ...]:
    first, last = happening.first, happening.last
    text = EVENT_KINDS.get(first.kind, OTHER_EVENT)
    told = both(text.fill(kind=first.kind, name=first.name, value=first.value))
    when = f"{first.now_ns / 1e9:.2f} s"
    if last is not first:
        when = f"{first.now_ns / 1e9:.2f}..{last.now_ns / 1e9:.2f} s"
        told += both(MOVED.fill(value=last.value))
    return escape(when), told, escape(plain(first.label))
