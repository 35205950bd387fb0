"""What every plant must keep to, as functions that a test calls for one plant class.

    @pytest.mark.parametrize("name", catalog.names("plants"))
    def test_it_keeps_the_contract(name: str) -> None:
        check_plant(catalog.load("plants", name))

Each function raises AssertionError with what is wrong. Random operation comes from a seed, so that
a failure comes back; operators press, programs command and faults change parameters at random,
extremes included.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from math import isfinite
from struct import pack

from trainlab.core.alarm import HIGHEST_SEVERITY, AlarmKind, AlarmSpec, station_alarms
from trainlab.core.image import IOImage
from trainlab.core.message import LANGUAGES, Text
from trainlab.core.quantity import UNITS
from trainlab.core.spec import PlantDescription
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.testing.random_run import (
    PlantType,
    Row,
    description_of,
    event_run,
    random_run,
    sampled_run,
)

PlantCheck = Callable[[PlantType], None]

_ADDRESS = {
    DataType.BOOL: re.compile(r"%[IQ]X\d+\.[0-7]"),
    DataType.INT: re.compile(r"%[IQ]W\d+"),
    DataType.DINT: re.compile(r"%[IQ]D\d+"),
    DataType.REAL: re.compile(r"%[IQ]D\d+"),
}
_CHINESE = re.compile(r"[一-鿿]")


def check_plant(plant_type: PlantType) -> None:
    """Everything in this kit."""
    check_declaration(plant_type)
    check_finite(plant_type)
    check_deterministic(plant_type)
    check_sensing_changes_nothing(plant_type)
    check_cumulative_facts_never_fall(plant_type)
    check_unchanged_until_the_fault(plant_type)
    check_converges(plant_type)
    check_same_at_any_tick(plant_type)


def check_declaration(plant_type: PlantType) -> None:
    """Names, addresses, units, ranges and both languages of everything that is declared."""
    described = description_of(plant_type)
    _unique("tag", (tag.name.casefold() for tag in described.tags))
    _unique("address", (tag.address for tag in described.tags))
    _unique("fact", (fact.name for fact in described.facts))
    _unique("signal", (name.casefold() for name in described.signals))
    _unique("parameter", (parameter.name for parameter in described.parameters))
    _unique("control", (control.name for control in described.controls))
    _unique("alarm", (alarm.name for alarm in station_alarms(described.tags, described.alarms)))
    for tag in described.tags:
        _check_tag(tag)
    for alarm in described.alarms:
        _check_alarm(alarm, described)
    for text in (
        described.title,
        described.lesson,
        *(thing.text for thing in described.tags),
        *(thing.text for thing in described.facts),
        *(thing.text for thing in described.parameters),
        *(thing.text for thing in described.controls),
        *(thing.text for thing in described.alarms),
    ):
        _check_text(text)
    for parameter in described.parameters:
        assert parameter.unit in UNITS, f"{parameter.name}: unknown unit {parameter.unit!r}"
        assert parameter.low <= parameter.default <= parameter.high, (
            f"{parameter.name}: default {parameter.default} is out of its range"
        )
    for fact in described.facts:
        assert fact.unit in UNITS, f"{fact.name}: unknown unit {fact.unit!r}"
    for control in described.controls:
        assert control.unit in UNITS, f"{control.name}: unknown unit {control.unit!r}"
        assert control.low <= control.initial <= control.high, f"{control.name}: initial"


def _check_alarm(alarm: AlarmSpec, described: PlantDescription) -> None:
    tag = {tag.name: tag for tag in described.tags}.get(alarm.tag)
    assert tag is not None, f"{alarm.name}: no tag {alarm.tag!r}"
    assert 1 <= alarm.severity <= HIGHEST_SEVERITY, f"{alarm.name}: severity {alarm.severity}"
    assert min(alarm.deadband, alarm.on_delay_s, alarm.off_delay_s) >= 0.0, alarm.name
    if alarm.kind is AlarmKind.OFF_NORMAL:
        assert tag.type is DataType.BOOL, f"{alarm.name}: {tag.name} is no BOOL"
    if alarm.kind.has_limit:
        assert tag.low <= alarm.limit <= tag.high, f"{alarm.name}: limit {alarm.limit}"
    assert alarm.kind is not AlarmKind.SILENCE, f"{alarm.name}: that alarm is the station's"


def check_finite(plant_type: PlantType, ticks: int = 3000, seed: int = 1) -> None:
    """Inputs fit their tags and facts stay finite, whatever anybody does."""
    described = description_of(plant_type)
    image = IOImage(described.tags)
    for tick, (inputs, facts) in enumerate(random_run(plant_type, ticks, seed)):
        image.latch_inputs(inputs)
        for fact, value in zip(described.facts, facts, strict=True):
            assert isfinite(value), f"{fact.name} is {value} at tick {tick}"
            if fact.boolean:
                assert value in (0.0, 1.0), f"{fact.name} is {value} at tick {tick}"


def check_deterministic(plant_type: PlantType, ticks: int = 1000, seed: int = 2) -> None:
    """Two runs have the same bits."""
    one = _as_bits(random_run(plant_type, ticks, seed))
    other = _as_bits(random_run(plant_type, ticks, seed))
    assert one == other, f"two runs differ at tick {_first_difference(one, other)}"


def check_sensing_changes_nothing(plant_type: PlantType, ticks: int = 1000, seed: int = 3) -> None:
    """A plant that is looked at twice a tick goes the same way."""
    once = _as_bits(random_run(plant_type, ticks, seed))
    twice = _as_bits(random_run(plant_type, ticks, seed, looks=2))
    assert once == twice, f"a second look shows at tick {_first_difference(once, twice)}"


def check_cumulative_facts_never_fall(
    plant_type: PlantType, ticks: int = 3000, seed: int = 4
) -> None:
    """A fact declared cumulative only grows."""
    facts = description_of(plant_type).facts
    before: Sequence[float] = ()
    for tick, (_, now) in enumerate(random_run(plant_type, ticks, seed)):
        for fact, old, new in zip(facts, before, now, strict=False):
            assert not fact.cumulative or new >= old, (
                f"{fact.name} falls from {old} to {new} at tick {tick}"
            )
        before = now


def check_unchanged_until_the_fault(plant_type: PlantType, ticks: int = 600, seed: int = 5) -> None:
    """Until a parameter is changed, the run is bit for bit the one in which it never is.

    Giving a parameter the value that it has already changes nothing at any time.
    """
    sound = random_run(plant_type, ticks, seed, hands_on_parameters=False)
    bits = _as_bits(sound)
    began = ticks // 2
    for parameter in description_of(plant_type).parameters:
        if not (parameter.changeable or parameter.faultable):
            continue
        for value in (parameter.low, parameter.high, parameter.default):
            faulty = _as_bits(
                random_run(
                    plant_type,
                    ticks,
                    seed,
                    hands_on_parameters=False,
                    change_at=(began, parameter.name, value),
                )
            )
            same = ticks if value == parameter.default else began
            assert faulty[:same] == bits[:same], (
                f"{parameter.name} = {value} at tick {began} shows at tick "
                f"{_first_difference(faulty, bits)}"
            )


def check_converges(
    plant_type: PlantType,
    duration_s: float = 20.0,
    tick_s: float = 0.02,
    tolerance: float = 1e-3,
    seed: int = 6,
) -> None:
    """As the tick is halved, the facts approach one another.

    The outputs change at random every half second. The facts of the two finest runs must agree
    within `tolerance` of each fact's largest value, and no worse than coarser ones did.
    """
    facts = description_of(plant_type).facts
    runs = [sampled_run(plant_type, duration_s, tick_s / 2**halving, seed) for halving in range(4)]
    for place, fact in enumerate(facts):
        columns = [[row[place] for row in run] for run in runs]
        size = max(max(abs(value) for value in column) for column in columns) or 1.0
        gaps = [
            max(abs(a - b) for a, b in zip(one, two, strict=True)) / size
            for one, two in pairwise(columns)
        ]
        assert gaps[-1] <= max(*gaps[:-1], 1e-9), f"{fact.name} does not converge: {gaps}"
        assert gaps[-1] <= tolerance, f"{fact.name} is still {gaps[-1]:.3g} apart: {gaps}"


def check_same_at_any_tick(
    plant_type: PlantType, duration_s: float = 60.0, seeds: Sequence[int] = (7, 8)
) -> None:
    """The facts are the same bits at ticks of 1, 10 and 100 ms, of a plant that runs on events.

    Such a plant says so with a class attribute `runs_on_events = True`; others are not asked.
    """
    if not getattr(plant_type, "runs_on_events", False):
        return
    facts = description_of(plant_type).facts
    for seed in seeds:
        fine, *coarser = (
            event_run(plant_type, duration_s, tick, seed) for tick in (1e-3, 1e-2, 1e-1)
        )
        for run in coarser:
            for row, (one, other) in enumerate(zip(fine, run, strict=True)):
                differs = [f.name for f, a, b in zip(facts, one, other, strict=True) if a != b]
                assert not differs, (
                    f"{differs} depend on the tick at {0.1 * (row + 1):.1f} s, seed {seed}"
                )


def _as_bits(rows: Sequence[Row]) -> list[bytes]:
    return [pack(f"{len(i) + len(f)}d", *i, *f) for i, f in rows]


def _first_difference(one: Sequence[bytes], other: Sequence[bytes]) -> int:
    return next(tick for tick, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)


def _unique(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        assert name not in seen, f"two of one {what}: {name}"
        seen.add(name)


def _check_tag(tag: Tag) -> None:
    assert _ADDRESS[tag.type].fullmatch(tag.address), f"{tag.name}: {tag.address} is no address"
    letter = "I" if tag.direction is Direction.INPUT else "Q"
    assert tag.address[1] == letter, f"{tag.name}: {tag.address} has the wrong direction"
    assert tag.unit in UNITS, f"{tag.name}: unknown unit {tag.unit!r}"
    assert tag.low < tag.high, f"{tag.name}: an empty range"
    assert tag.reference.startswith("-"), f"{tag.name}: no IEC 81346 reference"


def _check_text(text: Text) -> None:
    for language in LANGUAGES:
        assert text.within(language).strip(), f"a text without {language}: {text}"
    assert not _CHINESE.search(text.en), f"not English: {text.en}"
    assert _CHINESE.search(text.zh), f"not Chinese: {text.zh}"
