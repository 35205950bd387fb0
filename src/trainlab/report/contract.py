"""The contract of a report's format, as the catalog holds it (kind "report_formats")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from trainlab.core.coverage import CoveragePoint
from trainlab.core.message import Language, Text
from trainlab.core.problem import Problem
from trainlab.grading.seeds import OverSeeds
from trainlab.grading.verdict import Verdict
from trainlab.trace.trace import Trace


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that a report may tell of a graded submission.

    `coverage` is empty where none was noted. Where several seeds were graded, `verdict` is that of
    the worst, which counts, and `over` has them all.
    """

    verdict: Verdict
    trace: Trace
    coverage: tuple[CoveragePoint, ...] = ()
    over: OverSeeds | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A submission that could not be graded at all, and every reason."""

    scenario: str
    program: str
    problems: Sequence[Problem]


class ReportFormat(Protocol):
    """One form of report: a file of that name in the folder of `--report`.

    A submission that cannot be graded has a report too, so that whoever waits for the file (a
    gradebook, a CI job) is told why there are no points.
    """

    name: str
    file_name: str
    title: Text
    about: Text

    def write(self, outcome: Outcome, language: Language) -> bytes:
        """The file on a graded run."""

    def refuse(self, refusal: Refusal, language: Language) -> bytes | None:
        """The file on what was not graded; None where this form has nothing to say of it."""
