"""Gradescope, step summary, gradebook: what each reader of them would do, done here."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from trainlab.core import catalog
from trainlab.core.message import LANGUAGES, Language
from trainlab.report.contract import Outcome, Refusal, ReportFormat
from trainlab.report.gradebook import Gradebook, cell
from trainlab.report.gradescope import MOST_OUTPUT, GradescopeReport
from trainlab.report.step_summary import MOST_BYTES, StepSummary, escaped

FORMS = catalog.names("report_formats")
# gradescope-autograders.readthedocs.io/en/latest/specs
TEST_KEYS = {
    "score",
    "max_score",
    "status",
    "name",
    "name_format",
    "number",
    "output",
    "output_format",
    "tags",
    "visibility",
    "extra_data",
}
VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}


def form_of(name: str) -> ReportFormat:
    form: ReportFormat = catalog.load("report_formats", name)()
    return form


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_written_of_every_end(
    name: str, language: Language, failed: Outcome, hostile: Outcome, refused: Refusal
) -> None:
    form = form_of(name)
    assert form.name == name
    assert form.write(failed, language)
    assert form.write(hostile, language)
    assert form.refuse(refused, language) != b""


def test_no_two_forms_have_one_file() -> None:
    assert len({form_of(name).file_name for name in FORMS}) == len(FORMS)


def rows(page: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page.decode("utf-8-sig"))))


def test_gradescope_gets_a_test_for_each_check_and_the_total(failed: Outcome) -> None:
    document = json.loads(GradescopeReport().write(failed, "en"))
    tests = document["tests"]

    assert document["score"] == 154
    assert sum(test["score"] for test in tests) == 154
    assert sum(test["max_score"] for test in tests) == 166
    assert [test["name"] for test in tests if test["status"] == "failed"] == [
        "The level recovers from a wider outlet"
    ]
    assert all(test.keys() <= TEST_KEYS for test in tests)
    assert {test["visibility"] for test in tests} <= VISIBILITIES


def test_gradescope_shows_no_print_of_ours_and_no_markup_of_theirs(hostile: Outcome) -> None:
    document = json.loads(GradescopeReport().write(hostile, "en"))
    assert document["stdout_visibility"] == "hidden"
    assert {document["output_format"], *(t["output_format"] for t in document["tests"])} == {"text"}
    assert "\x07" not in document["output"]


def test_what_gradescope_is_told_is_not_endless(failed: Outcome, refused: Refusal) -> None:
    many = Refusal("s", "p", refused.problems * 500)
    output = json.loads(GradescopeReport().refuse(many, "en"))["output"]
    assert MOST_OUTPUT < len(output) < MOST_OUTPUT + 100


def test_gradescope_is_told_why_there_are_no_points(refused: Refusal) -> None:
    document = json.loads(GradescopeReport().refuse(refused, "zh-CN"))
    assert (document["score"], document["tests"]) == (0, [])
    assert "TL0001" in document["output"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a | b", r"a \| b"),
        ("<b>@me #1</b>", r"\<b\>\@me \#1\</b\>"),
        ("[x](http://y.z)", r"\[x\]\(http\://y\.z\)"),
        ("`*_~$\\", r"\`\*\_\~\$\\"),
        ("two\nlines", "two lines"),
    ],
)
def test_markdown_shows_a_text_as_it_is(text: str, shown: str) -> None:
    assert escaped(text) == shown


def test_a_summary_has_a_row_for_each_check(failed: Outcome) -> None:
    page = StepSummary().write(failed, "en").decode()
    table = [line for line in page.splitlines() if line.startswith("|")]
    assert len(table) == 2 + len(failed.verdict.score.results)
    assert len({line.replace(r"\|", "").count("|") for line in table}) == 1
    assert sum("**FAIL**" in line for line in table) == 1


def test_a_row_of_a_summary_stays_one_row(hostile: Outcome) -> None:
    page = StepSummary().write(hostile, "en").decode()
    table = [line for line in page.splitlines() if line.startswith("|")]
    assert {line.replace(r"\|", "").count("|") for line in table} == {8}
    assert "<img" not in page.replace(r"\<", "")


def test_a_summary_fits_into_what_github_takes(refused: Refusal) -> None:
    many = Refusal("s", "p", refused.problems * 10_000)
    page = StepSummary().refuse(many, "en")
    assert len(page) < MOST_BYTES + 100
    assert page.decode().rstrip().endswith("more lines are left out here")


def test_a_gradebook_has_a_heading_and_a_line(failed: Outcome, refused: Refusal) -> None:
    heading, line = rows(Gradebook().write(failed, "en"))
    row = dict(zip(heading, line, strict=True))
    assert (row["points"], row["max_points"], row["passed"]) == ("154", "166", "no")
    assert row["trace_digest"] == failed.verdict.trace_digest
    refused_line = dict(zip(*rows(Gradebook().refuse(refused, "en")), strict=True))
    assert (refused_line["points"], refused_line["problem"]) == ("", "TL0001")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "\n=1"])
def test_no_cell_of_a_gradebook_is_a_formula(text: str) -> None:
    assert cell(text)[0] in "'\\"  # an apostrophe, or the escape of a control character


def test_a_line_of_a_gradebook_stays_one_line(hostile: Outcome) -> None:
    """`tail -n 1` takes the last line: a name with a line break must not write one of its own."""
    assert cell("x\nann.st,base,1,10,10") == "x\\nann.st,base,1,10,10"
    assert cell("a\x1b[2K") == "a\\x1b[2K"
    assert Gradebook().write(hostile, "en").decode("utf-8-sig").count("\n") == 2


def test_a_gradebook_keeps_hostile_names_in_their_cells(hostile: Outcome) -> None:
    heading, line = rows(Gradebook().write(hostile, "en"))
    assert len(heading) == len(line)
    assert line[0].startswith("'=")


@pytest.mark.parametrize(("revealed", "visibility"), [(True, "hidden"), (False, "after_published")])
def test_gradescope_shows_no_student_a_hidden_check_too_early(
    revealed: bool, visibility: str, failed: Outcome
) -> None:
    score = failed.verdict.score
    first, *others = score.results
    hidden = replace(first, check=first.check.model_copy(update={"hidden": True}))
    score = replace(score, results=(hidden, *others))
    verdict = replace(failed.verdict, score=score if revealed else score.concealed())

    tests = json.loads(GradescopeReport().write(replace(failed, verdict=verdict), "en"))["tests"]

    assert tests[0]["visibility"] == visibility
    assert {test["visibility"] for test in tests[1:]} == {"visible"}
    assert (first.check.title.en in tests[0]["name"]) is revealed
