"""Writing what a verb was asked to report, in whichever forms the catalog has."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from trainlab.cli.destinations import Destinations, write_bytes, writing
from trainlab.core import catalog
from trainlab.core.message import Language
from trainlab.report.contract import Outcome, Refusal, ReportFormat
from trainlab.trace.forms import trace_writer


def write_reports(outcome: Outcome, language: Language, to: Destinations) -> None:
    """All reports on a graded run; CannotWrite at the first that cannot be written."""
    if to.trace is not None:
        writing(to.trace, partial(trace_writer(to.trace), outcome.trace))
    for form, path in _asked_for(to):
        write_bytes(path, form.write(outcome, language))


def write_refusals(refusal: Refusal, language: Language, to: Destinations) -> None:
    """All reports on a submission that was not graded."""
    for form, path in _asked_for(to):
        content = form.refuse(refusal, language)
        if content is not None:
            write_bytes(path, content)


def _asked_for(to: Destinations) -> Iterator[tuple[ReportFormat, Path]]:
    for name, path in to.forms():
        form: ReportFormat = catalog.load("report_formats", name)()
        yield form, path
