"""Reading a scenario: from a file to a `Scenario`, or to every diagnostic that it deserves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from trainlab.bench.delayed_link import LinkTiming
from trainlab.core import catalog
from trainlab.core.controller import ProgramLanguage
from trainlab.core.duration import format_duration
from trainlab.core.fields import SheetContext
from trainlab.core.message import Text
from trainlab.core.plant import Plant
from trainlab.core.problem import ProblemsFound
from trainlab.core.spec import Fact, PlantDescription
from trainlab.core.tag import DataType
from trainlab.scenario import problems as say
from trainlab.scenario.actions import PARAMETER
from trainlab.scenario.addresses import moved_tags
from trainlab.scenario.draw import Draw
from trainlab.scenario.family import read_family
from trainlab.scenario.fault_entries import read_faults
from trainlab.scenario.feed import read_arrivals
from trainlab.scenario.moments import earliest_of, moments_of, written_labels
from trainlab.scenario.part_program import PATH, read_part_program
from trainlab.scenario.program_signals import read_program_signals
from trainlab.scenario.reader import Reader
from trainlab.scenario.rubric import read_rubric
from trainlab.scenario.scenario import Scenario
from trainlab.scenario.shape import as_far_as_readable, validated
from trainlab.scenario.sheet import (
    LONGEST_NS,
    MOST_SAMPLES,
    PlantSection,
    Sheet,
    TimingSection,
)
from trainlab.scenario.timeline import read_timeline

PLANT = Text("plant", "被控对象")
LONGEST = {"duration": format_duration(LONGEST_NS)}  # so that nothing lies after the end
# Only what a type can hold is sure: a wire break or an overrange lies outside any scale.
WHOLE = {DataType.INT: (-32768.0, 32767.0), DataType.DINT: (-2147483648.0, 2147483647.0)}
WITHIN_THE_RUN = Text("no more than the duration of the run", "不大于运行时间的值")
TOO_MANY_TICKS = Text(
    "at most {ticks} ticks, so many as a trace of this plant's {signals} signals can have in memory:"
    " a shorter run, or a longer tick",
    "最多 {ticks} 个节拍（受该被控对象 {signals} 个信号的轨迹所占内存限制）：请缩短运行时间或加大节拍",
)


def load_scenario(path: Path) -> Scenario:
    """The scenario in a file and those that it extends; ProblemsFound with all that is wrong with it.

    Reading goes on after a fault as far as sense can be made of the rest.
    """
    source, digest = read_family(path)
    reader = Reader(source)
    scenario = _read(reader, digest)
    if reader.problems or scenario is None:
        raise ProblemsFound(reader.problems)
    if scenario.part_program is None:
        return scenario
    with_program = blake2b(digest.encode(), digest_size=16)
    with_program.update((path.parent / reader.source.value(PATH)).read_bytes())
    return replace(scenario, digest=with_program.hexdigest())


def _read(reader: Reader, digest: str) -> Scenario | None:
    whole = reader.source.data
    sheet = validated(Sheet, whole, (), reader.source, reader.problems)
    data = whole if isinstance(whole, dict) else {}
    chosen = _plant(data.get("plant"), reader)
    asked = data.get("program")
    signals = len(chosen.described.signals) if chosen else 1
    signals += len(asked) if isinstance(asked, dict) else 0
    timing = _timing(data.get("timing"), signals, reader)
    if chosen is None:
        return None
    plant = chosen.described
    arrivals = read_arrivals(data.get("feed"), plant, reader)
    duration_ns = timing.duration if timing else LONGEST_NS
    acts = _context(plant, plant.facts, frozenset(), duration_ns)
    timeline = read_timeline(_entries(data, "timeline"), plant, duration_ns, acts, reader)
    faults = read_faults(_entries(data, "faults"), plant, duration_ns, acts, reader)
    context = _context(plant, plant.recorded_facts, written_labels(data), duration_ns)
    program = read_program_signals(data.get("program"), plant, context.expression, reader)
    context = replace(
        context,
        boolean_signals={
            **context.boolean_signals,
            **{each.name: each.boolean for each in program},
        },
        units={**context.units, **{each.name: each.unit for each in program}},
    )
    moments, earliest = moments_of(timeline, faults), earliest_of(timeline, faults)
    skills = sheet.skills if sheet else ()
    rubric = None
    if isinstance(data.get("rubric"), dict):
        rubric = read_rubric(
            data["rubric"], context, moments, earliest, duration_ns, skills, reader
        )
    if sheet is None or rubric is None or timing is None:
        return None
    return Scenario(
        file=reader.source.file,
        digest=digest,
        title=sheet.title,
        task=sheet.task,
        plant_type=chosen.type,
        plant=plant,
        parameters=chosen.parameters | arrivals,
        tick_ns=timing.tick,
        scan_ns=timing.scan or timing.tick,
        duration_ns=timing.duration,
        seed=sheet.seed,
        seeds=sheet.seeds,
        timeline=timeline,
        faults=faults,
        rubric=rubric,
        link=LinkTiming(timing.link.delay, timing.link.jitter) if timing.link else None,
        program=program,
        part_program=chosen.program,
    )


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The plant of a sheet, what it declares with its tags where the sheet has them, and its draws."""

    type: type[Plant]
    described: PlantDescription
    parameters: dict[str, Draw]
    program: object | None = None


def _plant(data: object, reader: Reader) -> _Chosen | None:
    if not isinstance(data, dict):
        return None
    section, _ = as_far_as_readable(
        PlantSection, data, ("plant",), reader.source, reader.problems, {}
    )
    if section is None:
        return None
    if section.type not in catalog.names("plants"):
        reader.unknown(PLANT, section.type, catalog.names("plants"), ("plant", "type"))
        return None
    plant_type: type[Plant] = catalog.load("plants", section.type)
    known = {parameter.name: parameter for parameter in plant_type.description.parameters}
    draws = {name: Draw(spec.default, spec.default) for name, spec in known.items()}
    for name, drawn in section.parameters.items():
        path = ("plant", "parameters", name)
        if name not in known:
            reader.unknown(PARAMETER, name, known, path, key=True)
            continue
        spec = known[name]
        draws[name] = reader.value(drawn, path, name, spec.unit, spec.low, spec.high)
    described = plant_type.description
    if section.addresses:
        tags = moved_tags(described.tags, section.addresses, reader)
        described = replace(described, tags=tags)
    program = None
    if section.program is not None:
        program = read_part_program(section.program, plant_type, reader)
    return _Chosen(plant_type, described, draws, program)


def _timing(data: object, signals: int, reader: Reader) -> TimingSection | None:
    if not isinstance(data, dict):
        return None
    timing, whole = as_far_as_readable(
        TimingSection, data, ("timing",), reader.source, reader.problems, LONGEST
    )
    if timing is None or not whole:
        return timing
    if timing.scan is not None and timing.scan % timing.tick:
        reader.problems.append(
            say.SCAN_NOT_MULTIPLE.at(
                reader.source.position(("timing", "scan")),
                scan=format_duration(timing.scan),
                tick=format_duration(timing.tick),
            )
        )
    if timing.link is not None and 2 * (timing.link.delay + timing.link.jitter) <= timing.tick:
        reader.problems.append(
            say.LINK_WITHOUT_DELAY.at(
                reader.source.position(("timing", "link")),
                longest=format_duration(timing.link.delay + timing.link.jitter),
                tick=format_duration(timing.tick),
            )
        )
    for field, cycle_ns in (("tick", timing.tick), ("scan", timing.scan or 0)):
        if cycle_ns > timing.duration:
            reader.bad_value(("timing", field), format_duration(cycle_ns), WITHIN_THE_RUN)
    if timing.link is not None and timing.link.delay > timing.duration:
        told = format_duration(timing.link.delay)
        reader.bad_value(("timing", "link", "delay"), told, WITHIN_THE_RUN)
    most = MOST_SAMPLES // signals
    if timing.duration > most * timing.tick:
        fewer = TOO_MANY_TICKS.fill(ticks=most, signals=signals)
        reader.bad_value(("timing", "duration"), format_duration(timing.duration), fewer)
    return timing


def _context(
    plant: PlantDescription, facts: Sequence[Fact], labels: frozenset[str], duration_ns: int
) -> SheetContext:
    """What conditions over the plant's tags, these facts and the panel are read against."""
    language: ProgramLanguage = catalog.load("languages", "st")()
    boolean = {tag.name: tag.type is DataType.BOOL for tag in plant.tags}
    boolean |= {fact.name: fact.boolean for fact in facts}
    boolean |= {control.name: control.on_or_off for control in plant.panel}
    ranges = {tag.name: WHOLE[tag.type] for tag in plant.tags if tag.type in WHOLE}
    ranges |= {each.name: (each.low, each.high) for each in plant.panel if not each.on_or_off}
    return SheetContext(language.expression, boolean, plant.signals, labels, ranges, duration_ns)


def _entries(data: dict[str, object], section: str) -> list[object]:
    entries = data.get(section)
    return entries if isinstance(entries, list) else []
