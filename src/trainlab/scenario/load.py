"""Reading a scenario: from a file to a `Scenario`, or to every diagnostic that it deserves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

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
from trainlab.scenario.fault_entries import read_faults
from trainlab.scenario.moments import moments_of, written_labels
from trainlab.scenario.part_program import PATH, read_part_program
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
from trainlab.scenario.source import read_source
from trainlab.scenario.timeline import read_timeline

PLANT = Text("plant", "被控对象")
LONGEST = {"duration": format_duration(LONGEST_NS)}  # so that nothing lies after the end
WITHIN_THE_RUN = Text("no more than the duration of the run", "不大于运行时间的值")
TOO_MANY_TICKS = Text(
    "at most {ticks} ticks, so many as a trace of this plant's {signals} signals can have in memory:"
    " a shorter run, or a longer tick",
    "最多 {ticks} 个节拍（受该被控对象 {signals} 个信号的轨迹所占内存限制）：请缩短运行时间或加大节拍",
)


def load_scenario(path: Path) -> Scenario:
    """The scenario in a file; ProblemsFound with all that is wrong with it.

    Reading goes on after a fault as far as sense can be made of the rest.
    """
    reader = Reader(read_source(path))
    digest = blake2b(path.read_bytes(), digest_size=16)
    scenario = _read(reader, digest.hexdigest())
    if reader.problems or scenario is None:
        raise ProblemsFound(reader.problems)
    if scenario.part_program is None:
        return scenario
    digest.update((path.parent / reader.source.value(PATH)).read_bytes())
    return replace(scenario, digest=digest.hexdigest())


def _read(reader: Reader, digest: str) -> Scenario | None:
    whole = reader.source.data
    sheet = validated(Sheet, whole, (), reader.source, reader.problems)
    data = whole if isinstance(whole, dict) else {}
    chosen = _plant(data.get("plant"), reader)
    signals = len(chosen.described.signals) if chosen else 1
    timing = _timing(data.get("timing"), signals, reader)
    if chosen is None:
        return None
    plant = chosen.described
    duration_ns = timing.duration if timing else LONGEST_NS
    acts = _context(plant, plant.facts, frozenset())
    timeline = read_timeline(_entries(data, "timeline"), plant, duration_ns, acts, reader)
    faults = read_faults(_entries(data, "faults"), plant, duration_ns, acts, reader)
    context = _context(plant, plant.recorded_facts, written_labels(data))
    moments = moments_of(timeline, faults)
    skills = sheet.skills if sheet else ()
    rubric = None
    if isinstance(data.get("rubric"), dict):
        rubric = read_rubric(data["rubric"], context, moments, duration_ns, skills, reader)
    if sheet is None or rubric is None or timing is None:
        return None
    return Scenario(
        file=reader.source.file,
        digest=digest,
        title=sheet.title,
        task=sheet.task,
        plant_type=chosen.type,
        plant=plant,
        parameters=chosen.parameters,
        tick_ns=timing.tick,
        scan_ns=timing.scan or timing.tick,
        duration_ns=timing.duration,
        seed=sheet.seed,
        seeds=sheet.seeds,
        timeline=timeline,
        faults=faults,
        rubric=rubric,
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
    for field, cycle_ns in (("tick", timing.tick), ("scan", timing.scan or 0)):
        if cycle_ns > timing.duration:
            reader.bad_value(("timing", field), format_duration(cycle_ns), WITHIN_THE_RUN)
    most = MOST_SAMPLES // signals
    if timing.duration > most * timing.tick:
        fewer = TOO_MANY_TICKS.fill(ticks=most, signals=signals)
        reader.bad_value(("timing", "duration"), format_duration(timing.duration), fewer)
    return timing


def _context(
    plant: PlantDescription, facts: Sequence[Fact], labels: frozenset[str]
) -> SheetContext:
    """What conditions over the plant's tags and these facts are read against."""
    language: ProgramLanguage = catalog.load("languages", "st")()
    boolean = {tag.name: tag.type is DataType.BOOL for tag in plant.tags}
    boolean |= {fact.name: fact.boolean for fact in facts}
    return SheetContext(language.expression, boolean, plant.signals, labels)


def _entries(data: dict[str, object], section: str) -> list[object]:
    entries = data.get(section)
    return entries if isinstance(entries, list) else []
