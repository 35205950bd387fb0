"""What a plant is fed with: what comes by itself, and the parts that a timeline lays on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trainlab.core.message import Text
from trainlab.core.spec import ControlKind, PlantDescription
from trainlab.scenario import problems as say
from trainlab.scenario.draw import Draw
from trainlab.scenario.entries import FeedEntry
from trainlab.scenario.reader import Reader
from trainlab.scenario.scenario import PlannedFeed
from trainlab.scenario.shape import as_far_as_readable
from trainlab.scenario.sheet import FeedSection
from trainlab.scenario.source import PathPart

PREFIX = "feed_"
PART = Text("part", "零件")
FEED = Text("feed parameter", "供料参数")
KINDS = ("part", "parts", "one_of")


def parts_of(plant: PlantDescription) -> tuple[str, ...]:
    """The parts that can be laid on: there is a button `feed_PART` for each."""
    buttons = [each.name for each in plant.controls if each.kind is ControlKind.BUTTON]
    return tuple(name.removeprefix(PREFIX) for name in buttons if name.startswith(PREFIX))


def arrivals_of(plant: PlantDescription) -> tuple[str, ...]:
    """What can be said of how things come by themselves: the parameters `feed_...`."""
    names = [each.name for each in plant.parameters]
    return tuple(name.removeprefix(PREFIX) for name in names if name.startswith(PREFIX))


def _said(path: Sequence[PathPart], key: str, reader: Reader) -> bool:
    return reader.source.value((*path, key)) is not None


def read_arrivals(data: object, plant: PlantDescription, reader: Reader) -> dict[str, Draw]:
    """The values of the section `feed`, by the name of the plant's parameter."""
    if not isinstance(data, dict):
        return {}
    section, _ = as_far_as_readable(
        FeedSection, {"feed": data}, (), reader.source, reader.problems, {"feed": {}}
    )
    known = {each.name: each for each in plant.parameters}
    draws = {}
    for name, drawn in (section.feed if section else {}).items():
        path, parameter = ("feed", name), PREFIX + name
        twice = ("plant", "parameters", parameter)
        if parameter not in known:
            reader.unknown(FEED, name, arrivals_of(plant), path, key=True)
        elif reader.source.value(twice) is not None:
            place, line = reader.source.key_position(path), reader.source.key_position(twice).line
            reader.problems.append(say.DUPLICATE_KEY.at(place, key=parameter, line=line))
        else:
            spec = known[parameter]
            draws[parameter] = reader.value(drawn, path, name, spec.unit, spec.low, spec.high)
    return draws


def read_feed(
    entry: FeedEntry, plant: PlantDescription, path: Sequence[PathPart], reader: Reader
) -> tuple[PlannedFeed, ...]:
    """The parts that one action lays on; nothing after reporting what makes no sense."""
    known = parts_of(plant)
    if not known:
        place = reader.source.position(path)
        reader.problems.append(say.NOT_FED.at(place, plant=plant.name))
        return ()
    chosen: Mapping[str, Sequence[str]] = {
        "part": [entry.part] if entry.part is not None else [],
        "parts": entry.parts or [],
        "one_of": entry.one_of or [],
    }
    given = [kind for kind in KINDS if chosen[kind]]
    if len(given) != 1:
        place = reader.source.position(path)
        reader.problems.append(say.ONE_FEED.at(place, count=len(given)))
        return ()
    (kind,) = given
    parts = chosen[kind]
    whole = isinstance(reader.source.value(path), dict)
    wrong = False
    for number, part in enumerate(parts):
        if part not in known:
            named = (*path, kind) if whole else path
            where = named if kind == "part" else (*named, number)
            reader.unknown(PART, part, known, where)
            wrong = True
    count = entry.count
    if count is None and (kind == "parts" or entry.every is None):
        count = len(parts) if kind == "parts" else 1
    if entry.every is None and count != 1 and not _said(path, "every", reader):
        place = reader.source.position(path)
        reader.problems.append(say.MISSING_KEY.at(place, key="every", example="3 s"))
        wrong = True
    if wrong:
        return ()
    buttons = tuple(PREFIX + part for part in parts)
    return (PlannedFeed(buttons, kind == "one_of", entry.every, count),)
