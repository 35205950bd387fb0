"""When a step or a fault of a sheet happens: at a time, or when something has come true."""

from __future__ import annotations

from collections.abc import Sequence

from trainlab.core.duration import format_duration
from trainlab.core.message import Text
from trainlab.grading.fields import END
from trainlab.scenario import problems as say
from trainlab.scenario.draw import Draw
from trainlab.scenario.full_width import in_key
from trainlab.scenario.reader import Reader
from trainlab.scenario.scenario import PlannedTrigger
from trainlab.scenario.sheet import Occasion, Step
from trainlab.scenario.source import PathPart

ANOTHER_NAME = Text("another name: `end` is the end of the run", "其他名称：end 表示运行结束")


def occasion(
    entry: Occasion, at: Draw | None, path: Sequence[PathPart], reader: Reader
) -> tuple[Draw, PlannedTrigger | None] | None:
    """When, and what is waited for if anything is; None if that cannot be told.

    `at` is the moment, or the one from which on is waited.
    """
    if entry.when is not None:
        times = entry.times if isinstance(entry, Step) else 1
        return entry.after, PlannedTrigger(entry.when, at or Draw(0, 0), times)
    for alone in ("after", "times"):
        if reader.source.value((*path, alone)) is not None:
            place = reader.source.key_position((*path, alone))
            reader.problems.append(say.ONLY_WITH_WHEN.at(place, key=alone))
            return None
    return None if at is None else (at, None)


def missing_moment(entry: object, key: str, path: Sequence[PathPart], reader: Reader) -> None:
    """Report an entry that says neither when it happens nor what it waits for."""
    if not isinstance(entry, dict) or "when" in entry or key in entry:
        return
    if any(str(other).startswith(key) and in_key(str(other)) for other in entry):
        return  # it is there, with a full-width colon
    place = reader.source.position(path)
    reader.problems.append(say.MISSING_KEY.at(place, key=key, example="1 s"))


def earliest(
    entry: Occasion, at: Draw | None, duration_ns: int, path: Sequence[PathPart], reader: Reader
) -> Draw:
    """When something happens at the earliest; reported if the run is over by then.

    `at` is its moment or the one from which on it waits, and stands at `path`.
    """
    begun = at or Draw(0, 0)
    within_the_run(begun, duration_ns, path, reader)
    if entry.when is None:
        return begun
    if begun.high < duration_ns:
        within_the_run(begun + entry.after, duration_ns, (*path[:-1], "after"), reader)
    return begun + entry.after


def within_the_run(at: Draw, duration_ns: int, path: Sequence[PathPart], reader: Reader) -> None:
    """Report what begins when the run is over."""
    if at.high >= duration_ns:
        reader.problems.append(
            say.AFTER_THE_END.at(
                reader.source.position(path),
                at=format_duration(int(at.high)),
                end=format_duration(duration_ns),
            )
        )


def ends_in_the_run(
    last: float, duration_ns: int, path: Sequence[PathPart], reader: Reader
) -> None:
    """Report what is not over, whatever the seed draws, when the run is; `last` is its earliest end."""
    if last > duration_ns:
        place, end = reader.source.position(path), format_duration(duration_ns)
        reader.problems.append(say.AFTER_THE_END.at(place, at=format_duration(int(last)), end=end))


def new_label(label: str | None, path: Sequence[PathPart], reader: Reader) -> None:
    """Take a label into the sheet's; report one that is there already."""
    if label is None:
        return
    if label == END:
        reader.bad_value(path, label, ANOTHER_NAME)
    if label in reader.labels:
        reader.problems.append(say.DUPLICATE_LABEL.at(reader.source.position(path), label=label))
    reader.labels.add(label)
