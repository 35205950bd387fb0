"""The shape of verdict.json, from which docs/reference/verdict.schema.json is made.

Keys may be added in later versions, and none is taken away or changes its meaning while `trainlab`
has the same first number.
"""

from __future__ import annotations

from typing import Annotated, Any, NotRequired

from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict


class ProblemDocument(TypedDict):
    """A diagnostic."""

    code: Annotated[str, Field(description="TL and four digits, explained in docs/problems")]
    severity: Annotated[str, Field(pattern="^(error|warning)$")]
    file: str
    line: Annotated[int, Field(ge=0, description="from 1; 0 is the file as a whole")]
    column: Annotated[int, Field(ge=0, description="from 1")]
    part: NotRequired[Annotated[str, Field(description="the place as an IDE shows it")]]
    message: str
    help: str


class StopDocument(ProblemDocument):
    """Why and when the controller stopped."""

    at_s: Annotated[float, Field(ge=0, description="seconds of the run")]


class StatementDocument(TypedDict):
    """A statement of the program, and in which scan it ran."""

    file: str
    line: Annotated[int, Field(ge=0, description="from 1; 0 is the file as a whole")]
    column: Annotated[int, Field(ge=0, description="from 1")]
    part: NotRequired[Annotated[str, Field(description="the place as an IDE shows it")]]
    pou: Annotated[str, Field(description="the POU that it is in")]
    text: Annotated[str, Field(description="the line of the text")]
    at_s: Annotated[float, Field(ge=0, description="seconds of the run")]


class WrittenDocument(TypedDict):
    """An output at the end of the stretch that decided a check."""

    tag: str
    value: Annotated[bool | float, Field(description="raw")]
    since_s: Annotated[float, Field(ge=0, description="since when it had that value")]
    by: Annotated[
        StatementDocument | None, Field(description="what last wrote it; null if nothing ever has")
    ]
    made: Annotated[
        StatementDocument | None,
        Field(description="what made the value, where that statement only copied it"),
    ]


class CheckDocument(TypedDict):
    """One check and what it found."""

    id: str
    check: Annotated[
        str, Field(description="the kind of check; 'hidden' where it is not shown to the student")
    ]
    title: str
    passed: Annotated[bool, Field(description="whether it earned full points")]
    gate: bool
    cap: Annotated[
        float | None, Field(description="share of the points that the total has at most without it")
    ]
    hidden: bool
    skill: str | None
    remark: Annotated[str | None, Field(description="what the instructor wrote for this end")]
    score: Annotated[float, Field(ge=0, le=1)]
    points: Annotated[float, Field(ge=0, description="earned")]
    max_points: Annotated[float, Field(gt=0)]
    measured: str
    allowed: str
    from_s: Annotated[float, Field(description="where the stretch begins that decided")]
    to_s: Annotated[float, Field(description="where it ends")]
    signals: Annotated[list[str], Field(description="the signals that prove it")]
    lines: Annotated[
        list[WrittenDocument],
        Field(description="where points were lost: the outputs, and the statements behind them"),
    ]


class SkillDocument(TypedDict):
    """How much of one skill was shown."""

    id: str
    level: Annotated[int, Field(ge=1, le=5)]
    title: str | None
    points: float
    max_points: float


class SpreadDocument(TypedDict):
    """Median, 99th percentile and maximum of a time."""

    p50_s: float
    p99_s: float
    max_s: float


class WireDocument(TypedDict):
    """How the wire of a wired controller did."""

    writers: list[str]
    times_stale: int
    link_age: SpreadDocument | None
    controller_scan: SpreadDocument | None
    late_ticks: int


class TraceDocument(TypedDict):
    """The run itself; equal digests are equal runs."""

    digest: str
    ticks: int
    tick_ns: int
    scan_ns: int


class SeedDocument(TypedDict):
    """The outcome of one seed."""

    seed: int
    points: float
    max_points: float
    passed: bool
    level: str | None
    stopped: bool
    disqualified: bool
    short: Annotated[list[str], Field(description="checks that did not earn full points")]
    digest: str


class SeedsDocument(TypedDict):
    """The outcome over several seeds; the verdict is that of the worst."""

    passed: bool
    worst: Annotated[int, Field(description="a seed")]
    median: Annotated[int, Field(description="a seed")]
    median_points: float
    table: list[SeedDocument]


class ShareDocument(TypedDict):
    """How many of how many have run."""

    hit: int
    total: int


class LinesDocument(TypedDict):
    """Lines by their numbers."""

    hit: list[int]
    missed: list[int]


class MissedBranch(TypedDict):
    """A way that a decision never went."""

    line: int
    column: int
    arm: Annotated[str, Field(description="counted from 1; 'else'; 'body' of a loop")]


class FileCoverage(TypedDict):
    """What of one file has run."""

    file: str
    lines: LinesDocument
    branches_missed: list[MissedBranch]


class CoverageDocument(TypedDict):
    """What of the program has run."""

    statements: ShareDocument
    branches: ShareDocument
    files: list[FileCoverage]


class VerdictDocument(TypedDict):
    """What a submission is worth. Sentences are in one language, times in seconds of the run."""

    scenario: str
    title: str
    plant: str
    program: str
    seed: int
    passed: bool
    disqualified: Annotated[
        list[ProblemDocument],
        Field(description="the rules of an exam that the run has broken; if any, no points count"),
    ]
    points: Annotated[float, Field(ge=0, description="the total, after gates")]
    sum: Annotated[float, Field(ge=0, description="the sum of all checks, before gates")]
    max_points: Annotated[float, Field(gt=0)]
    pass_points: Annotated[float, Field(ge=0)]
    level: Annotated[str | None, Field(description="the highest level reached")]
    levels: Annotated[dict[str, float], Field(description="the share that each level takes")]
    failed_gates: list[str]
    skills: list[SkillDocument]
    checks: list[CheckDocument]
    stopped: StopDocument | None
    warnings: list[ProblemDocument]
    overruns: Annotated[int, Field(description="ticks that ran late by a tick or more")]
    wire: WireDocument | None
    trace: TraceDocument
    trainlab: Annotated[str, Field(description="the version that graded")]
    scenario_digest: str
    program_digest: str
    seeds: NotRequired[SeedsDocument]
    coverage: NotRequired[CoverageDocument]


class ProblemsDocument(TypedDict):
    """There is no verdict: the submission could not be graded."""

    problems: list[ProblemDocument]


def verdict_schema() -> dict[str, Any]:
    """The JSON Schema of a verdict, or of why there is none."""
    shape: TypeAdapter[Any] = TypeAdapter(VerdictDocument | ProblemsDocument)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What trainlab grade --json writes",
    }
    return {**head, **shape.json_schema()}
