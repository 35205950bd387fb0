"""Grading: one program on one scenario in virtual time, to a verdict and its trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from trainlab import __version__
from trainlab.bench.pacer import OutOfTime, Pacer, VirtualPacer
from trainlab.core.controller import Program, SoftController
from trainlab.core.coverage import CoveragePoint
from trainlab.core.duration import format_instant
from trainlab.core.expression import Column
from trainlab.core.message import Message, Text
from trainlab.core.observer import Observer
from trainlab.core.problem import Position, ProblemKind, ProblemsFound
from trainlab.grading.evidence import SourceEvidence
from trainlab.grading.verdict import Origin, Verdict, WireReport
from trainlab.scenario.build import Station, build
from trainlab.scenario.scenario import Scenario
from trainlab.session.fairness import Forces, force, unfair
from trainlab.session.program import compile_program, program_digest
from trainlab.session.program_signals import ProgramSignals
from trainlab.session.run import RunEnd, program_bench, program_image, run_to_the_end
from trainlab.session.watch import Watch
from trainlab.trace.recorder import Recorder
from trainlab.trace.trace import Trace, trace_of

TOO_SLOW = ProblemKind(
    "TL0014",
    Text(
        "the run was not over in the time that it was given: it came to {at} of plant time",
        "运行未能在限定时间内完成：只进行到仿真时间 {at}",
    ),
    Text(
        "do less in a scan, loops above all; or give it longer with --time-limit",
        "请减少每个扫描周期的计算量，尤其是循环；也可用 --time-limit 延长时间",
    ),
)


@dataclass(frozen=True, slots=True)
class Graded:
    """A verdict with the trace that it rests on, and what of the program ran, if that was asked, or a
    check of the rubric needs it."""

    verdict: Verdict
    trace: Trace
    coverage: tuple[CoveragePoint, ...] = ()

    def concealed(self) -> Graded:
        """Likewise, its hidden checks as a student may see them."""
        return replace(self, verdict=replace(self.verdict, score=self.verdict.score.concealed()))


def grade(
    scenario: Scenario,
    program: Path,
    seed: int | None = None,
    pacer: Pacer | None = None,
    observers: Sequence[Observer] = (),
    covering: bool = False,
    watched: Sequence[str] = (),
) -> Graded:
    """The verdict on a program; ProblemsFound if it cannot be compiled or bound to the plant.

    `covering` notes which statements run; the program variables `watched` become columns of the
    trace. A `pacer` that ran out of time is among the problems.
    """
    compiled = compile_program(program)
    return grade_compiled(scenario, compiled, program, seed, pacer, observers, covering, watched)


def grade_compiled(
    scenario: Scenario,
    compiled: Program,
    program: Path,
    seed: int | None = None,
    pacer: Pacer | None = None,
    observers: Sequence[Observer] = (),
    covering: bool = False,
    watched: Sequence[str] = (),
    forces: Forces = (),
) -> Graded:
    """Likewise, of a program that has been compiled from `program`; `forces` are variables that are
    held at a value, by path and literal, which disqualifies the run."""
    number = scenario.seed if seed is None else seed
    station = build(scenario, number)
    image = program_image(scenario, station)
    covering = covering or bool(scenario.rubric.of_source)
    controller = compiled.controller(image, covering=covering)
    force(controller, forces, str(program))
    recorder = Recorder(len(scenario.plant.facts))
    watch = Watch(controller, watched, str(program))
    signals = ProgramSignals(scenario.program, controller, str(program))
    ran = ProgramRan(compiled, program, controller, signals)
    watches = [each for each in (watch, signals.watch) if each.paths]
    looking = (recorder, *observers, *watches)
    bench = program_bench(scenario, station, controller, image, number, looking)
    try:
        end = run_to_the_end(scenario, bench, pacer or VirtualPacer())
    except OutOfTime as late:
        at = format_instant(late.now_ns)
        raise ProblemsFound([TOO_SLOW.at(Position(str(program)), at=at)]) from None
    graded = judge_program(scenario, station, recorder, end, ran, number)
    columns = _beside(graded.trace.columns, watch.columns())
    return replace(graded, trace=replace(graded.trace, columns=columns))


@dataclass(frozen=True, slots=True)
class ProgramRan:
    """A program in the soft PLC after its run: where it is from, and what was watched of it."""

    compiled: Program
    path: Path
    controller: SoftController
    signals: ProgramSignals


def source_evidence(compiled: Program, controller: SoftController) -> SourceEvidence:
    """What a rubric may judge of a program's source, by what of it has run so far."""
    warnings = (*compiled.warnings, *controller.warnings)
    return SourceEvidence(tuple(controller.coverage()), warnings, compiled.outline)


def judge_program(
    scenario: Scenario,
    station: Station,
    recorder: Recorder,
    end: RunEnd,
    ran: ProgramRan,
    seed: int,
    overruns: int = 0,
    panel: Mapping[str, float] | None = None,
) -> Graded:
    """The verdict on a recorded run of a program in the soft PLC, unfair or not."""
    program = str(ran.path)
    source = source_evidence(ran.compiled, ran.controller)
    graded = judge(
        scenario,
        station,
        recorder,
        end,
        origin_of(scenario, seed, program, program_digest(ran.compiled, ran.path)),
        overruns=overruns,
        panel=panel,
        program_columns=ran.signals.columns(),
        absent=ran.signals.absent,
        source=source,
    )
    verdict = replace(
        graded.verdict,
        warnings=source.warnings,
        disqualified=unfair(ran.controller, station.image, program),
    )
    return replace(graded, verdict=verdict, coverage=source.coverage)


def _beside(signals: Mapping[str, Column], watched: Mapping[str, Column]) -> dict[str, Column]:
    """The signals of a run and what was watched, under a name that no signal has."""
    columns = dict(signals)
    for path, column in watched.items():
        columns[f"program.{path}" if path in signals else path] = column
    return columns


def origin_of(scenario: Scenario, seed: int, program: str, program_digest: str) -> Origin:
    """What a run of that scenario is made of."""
    return Origin(
        scenario=scenario.file,
        scenario_digest=scenario.digest,
        title=scenario.title,
        plant=scenario.plant.name,
        program=program,
        program_digest=program_digest,
        seed=seed,
        trainlab=__version__,
        tick_ns=scenario.tick_ns,
        scan_ns=scenario.scan_ns,
    )


def judge(
    scenario: Scenario,
    station: Station,
    recorder: Recorder,
    end: RunEnd,
    origin: Origin,
    overruns: int = 0,
    station_columns: Mapping[str, Column] | None = None,
    wire: WireReport | None = None,
    panel: Mapping[str, float] | None = None,
    program_columns: Mapping[str, Column] | None = None,
    absent: Mapping[str, Message] | None = None,
    source: SourceEvidence | None = None,
) -> Graded:
    """The verdict on a recorded run.

    `panel` says where the controls stood at its start, if not as usual. `program_columns` are the
    program variables that the sheet asks for; `absent` says why one is not there.
    """
    about = {key: value for key, value in asdict(origin).items() if key != "title"}
    trace = trace_of(
        scenario.plant,
        station.image,
        recorder.rows,
        recorder.events,
        scenario.tick_ns,
        about,
        station_columns,
        panel,
    )
    if program_columns:
        given = scenario.program
        units = {each.name: each.unit for each in given if each.name in program_columns}
        trace = replace(
            trace,
            columns={**trace.columns, **program_columns},
            units={**trace.units, **units},
        )
    score = scenario.rubric.judge(
        trace.columns, trace.units, trace.moments, trace.tick_ns, absent, source
    )
    verdict = Verdict(
        origin=origin,
        score=score,
        ticks=end.ticks,
        trace_digest=trace.digest,
        stopped=end.stopped,
        stopped_at_ns=end.stopped_at_ns,
        overruns=overruns,
        wire=wire,
    )
    return Graded(verdict, trace)
