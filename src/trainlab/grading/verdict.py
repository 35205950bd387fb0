"""The verdict: what a submission is worth on a scenario, and everything needed to repeat it."""

from __future__ import annotations

from dataclasses import dataclass

from trainlab.core.message import Text
from trainlab.core.problem import Problem
from trainlab.exchange.figures import Spread
from trainlab.grading.rubric import Score


@dataclass(frozen=True, slots=True)
class Origin:
    """What a run was made of: files, hashes, seed, versions."""

    scenario: str
    scenario_digest: str
    title: Text
    plant: str
    program: str
    program_digest: str
    seed: int
    trainlab: str
    tick_ns: int
    scan_ns: int


@dataclass(frozen=True, slots=True)
class WireReport:
    """How a wired run went on the wire: who wrote, how often the link went stale, and its times.

    `link_age` is plant time since the controller was last heard, `controller_scan` wall time from
    one of its scans to the next, `late` the ticks that did not begin on time.
    """

    writers: tuple[str, ...]
    times_stale: int
    link_age: Spread | None
    controller_scan: Spread | None
    late: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """The score of one run; `stopped` is why the controller did not last until the end, and
    `stopped_at_ns` when, if so.

    `overruns` counts the ticks that the wall clock did not wait for; `trace_digest` is equal for
    equal runs. `wire` is there for a wired controller. `disqualified` are the rules of an exam that
    the run has broken: then no points count, whatever the checks found.
    """

    origin: Origin
    score: Score
    ticks: int
    trace_digest: str
    stopped: Problem | None = None
    stopped_at_ns: int = 0
    warnings: tuple[Problem, ...] = ()
    overruns: int = 0
    wire: WireReport | None = None
    disqualified: tuple[Problem, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the submission passes: enough points, a program that lasted, no rule broken."""
        return self.score.passed and self.stopped is None and not self.disqualified

    @property
    def earned(self) -> float:
        """The points that count."""
        return 0.0 if self.disqualified else self.score.earned

    @property
    def level(self) -> str:
        """The level that counts; empty below the pass line."""
        return "" if self.disqualified else self.score.level
