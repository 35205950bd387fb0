"""A disqualified run: every form says so, gives no points, and keeps what was found."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pytest

from trainlab.core import catalog
from trainlab.core.message import LANGUAGES, Language
from trainlab.report.contract import Outcome, ReportFormat
from trainlab.report.gradebook import Gradebook
from trainlab.report.gradescope import GradescopeReport
from trainlab.report.junit import JUnitReport
from trainlab.report.outcome import print_outcome
from trainlab.report.text import console_on
from trainlab.report.verdict_files import JsonReport

WORD = {"en": "DISQUALIFIED", "zh-CN": "取消资格"}
FOR_PEOPLE = ("html", "text", "junit", "gradescope", "summary")


def written(name: str, outcome: Outcome, language: Language) -> bytes:
    form: ReportFormat = catalog.load("report_formats", name)()
    content = form.write(outcome, language)
    assert content is not None
    return content


def test_it_would_have_passed(disqualified: Outcome) -> None:
    assert disqualified.verdict.score.passed
    assert disqualified.verdict.score.earned == 166


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FOR_PEOPLE)
def test_a_form_for_people_says_so_and_why(
    name: str, language: Language, disqualified: Outcome
) -> None:
    page = written(name, disqualified, language).decode()
    assert WORD[language] in page
    assert "TL0025" in page


def test_the_document_has_the_reasons_and_no_points(disqualified: Outcome) -> None:
    document = json.loads(JsonReport().write(disqualified, "en"))
    (reason,) = document["disqualified"]
    assert (reason["code"], reason["message"]) == (
        "TL0025",
        "'control.gain' was forced during the run",
    )
    assert (document["points"], document["sum"], document["passed"]) == (0, 166, False)
    assert document["level"] is None
    assert sum(check["points"] for check in document["checks"]) == 166


def test_a_fair_run_has_no_reasons(passed: Outcome, failed: Outcome) -> None:
    for outcome in (passed, failed):
        assert json.loads(JsonReport().write(outcome, "en"))["disqualified"] == []


def test_gradescope_counts_nothing(disqualified: Outcome) -> None:
    document = json.loads(GradescopeReport().write(disqualified, "en"))
    assert document["score"] == 0
    assert document["extra_data"]["disqualified"] is True
    assert document["extra_data"]["passed"] is False


def test_junit_has_an_error_and_no_points(disqualified: Outcome) -> None:
    root = ElementTree.fromstring(JUnitReport().write(disqualified, "en"))
    assert (root.get("errors"), root.get("failures")) == ("1", "0")
    (error,) = root.iter("error")
    assert error.get("type") == "TL0025"
    properties = {each.get("name"): each.get("value") for each in root.iter("property")}
    assert (properties["points"], properties["disqualified"]) == ("0", "true")


def test_the_gradebook_has_no_points_and_the_code(disqualified: Outcome) -> None:
    text = Gradebook().write(disqualified, "en").decode("utf-8-sig")
    heading, line = csv.reader(io.StringIO(text))
    row = dict(zip(heading, line, strict=True))
    assert (row["points"], row["share"], row["passed"]) == ("0", "0.0000", "no")
    assert row["problem"] == "TL0025"


def test_the_page_does_not_look_passed(disqualified: Outcome) -> None:
    page = written("html", disqualified, "en").decode()
    assert '<div class="verdict fail">' in page
    assert '<td class="number">0/166</td>' in page


def test_the_terminal_says_what_it_would_have_been(disqualified: Outcome) -> None:
    page = io.StringIO()
    print_outcome(disqualified, console_on(page), "en")
    assert "no points count; it would have been 166 of 166" in page.getvalue()
