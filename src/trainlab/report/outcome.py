"""The whole outcome of a submission, on one seed or several, as text and as plain data."""

from __future__ import annotations

from rich.console import Console

from trainlab.core.message import Language
from trainlab.report.contract import Outcome
from trainlab.report.coverage import coverage_document
from trainlab.report.json_document import verdict_document
from trainlab.report.seeds import print_seeds, seeds_document
from trainlab.report.text import print_verdict
from trainlab.report.verdict_shape import VerdictDocument


def print_outcome(outcome: Outcome, console: Console, language: Language) -> None:
    """The verdict, and the table of seeds if there were several."""
    print_verdict(outcome.verdict, console, language)
    if outcome.over is not None:
        print_seeds(outcome.over, console, language)


def outcome_document(outcome: Outcome, language: Language) -> VerdictDocument:
    """The verdict with its seeds and coverage, as docs/reference/verdict.schema.json describes it."""
    document = verdict_document(outcome.verdict, language)
    if outcome.over is not None:
        document["seeds"] = seeds_document(outcome.over)
    if outcome.coverage:
        document["coverage"] = coverage_document(outcome.coverage)
    return document
