"""The page on a run, read as HTML: what it tells, and that no stranger's text becomes markup."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from trainlab.core.coverage import CoveragePoint
from trainlab.core.message import LANGUAGES, Language
from trainlab.core.observer import Event
from trainlab.core.problem import Position
from trainlab.report.contract import Outcome, Refusal
from trainlab.report.html.page import HtmlReport
from trainlab.scenario.load import load_scenario

VOID = {"meta", "input", "link", "img", "br", "hr"}
KNOWN = set(
    "html head meta title style body input div label main svg defs pattern line p span h1 h2 h3 dl dt dd"
    " table thead tbody tfoot tr th td a section header code figure figcaption ul li"
    " rect path text".split()
)


class Page(HTMLParser):
    """The elements of a page with their attributes; every one that is opened must be closed in order."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.said = ""
        self._open: list[str] = []
        self.feed(page.decode())
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said += data

    def classes(self, tag: str) -> list[str]:
        """The classes of every element of that tag."""
        return [attributes.get("class") or "" for name, attributes in self.elements if name == tag]


def page_of(outcome: Outcome, language: Language = "en") -> Page:
    return Page(HtmlReport().write(outcome, language))


def test_every_check_has_its_diagram_and_what_decided(failed: Outcome) -> None:
    page = page_of(failed)
    assert page.classes("svg").count("diagram") == len(failed.verdict.score.results)
    assert page.classes("section").count("check fail") == 1
    assert "off by 0.02085 m at the end" in page.said
    assert page.classes("rect").count("decided") == len(failed.verdict.score.results)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_speaks_both_languages_and_shows_the_one_asked_for(
    language: Language, failed: Outcome
) -> None:
    page = page_of(failed, language)
    assert "The level recovers from a wider outlet" in page.said
    assert "出口阀开大后液位恢复" in page.said
    checked = [a.get("id") for tag, a in page.elements if tag == "input" and "checked" in a]
    assert checked == ["show-en" if language == "en" else "show-zh"]


def test_no_text_of_a_stranger_becomes_markup(hostile: Outcome, refused: Refusal) -> None:
    for page in (page_of(hostile), Page(HtmlReport().refuse(refused, "en"))):
        assert {tag for tag, _ in page.elements} <= KNOWN
        assert not [key for _, keys in page.elements for key in keys if key.startswith("on")]
        assert "<img src=x onerror=alert(1)>" in page.said


def test_a_page_asks_for_nothing_from_elsewhere(failed: Outcome) -> None:
    links = [
        value
        for _, attributes in page_of(failed).elements
        for key, value in attributes.items()
        if key in ("href", "src") or (key == "style" and "url(" in (value or ""))
    ]
    assert {(link or "").split("-")[0] for link in links} == {"#check", "#line"}
    policies = [a.get("content") for t, a in page_of(failed).elements if a.get("http-equiv")]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]


def test_the_program_is_listed_with_what_ran_and_what_is_wrong(
    failed: Outcome, hostile: Outcome, tmp_path: Path
) -> None:
    program = tmp_path / "mine.st"
    program.write_text(
        "a := 1; (* </div><script>alert(1)</script> *)\nIF b THEN\n\tc := 2;\nEND_IF\n"
    )
    at = [Position(str(program), line, 1) for line in (1, 2, 3)]
    coverage = (
        CoveragePoint(at[0], "", True),
        CoveragePoint(at[1], "", True),
        CoveragePoint(at[1], "1", False),
        CoveragePoint(at[2], "", False),
    )
    stop = replace(hostile.verdict.warnings[0], position=at[0])
    verdict = replace(failed.verdict, warnings=(stop,))
    score = verdict.score
    without = tuple(replace(result, lines=()) for result in score.results)
    verdict = replace(verdict, score=replace(score, results=without))
    page = page_of(replace(failed, verdict=verdict, coverage=coverage))

    lines = [name for name in page.classes("div") if name.startswith("line ")]
    assert lines == ["line hit", "line part", "line miss", "line rest"]
    assert page.classes("div").count("problem error") == 1
    assert "script" not in {tag for tag, _ in page.elements}
    assert "    c := 2;" in page.said


def test_a_lost_check_links_to_the_line_that_last_wrote_its_output(failed: Outcome) -> None:
    page = page_of(failed)
    (line,) = [a for _, a in page.elements if "wrote" in (a.get("class") or "").split()]
    assert line["id"] == "line-1-78"
    links = [a["href"] for tag, a in page.elements if tag == "a"]
    assert "#line-1-78" in links
    assert links.count("#check-outlet_opened") == 2  # the table of marks, and the line
    assert "last written: " in page.said
    assert "最后写入：" in page.said


def test_a_concealed_check_shows_its_points_alone(failed: Outcome) -> None:
    score = failed.verdict.score
    results = tuple(
        replace(result, check=result.check.model_copy(update={"hidden": result.check.id == "stop"}))
        for result in score.results
    )
    concealed = replace(score, results=results).concealed()
    page = page_of(replace(failed, verdict=replace(failed.verdict, score=concealed)))
    assert page.classes("svg").count("diagram") == len(results) - 1
    assert "A hidden check" in page.said
    assert "Stop ends it" not in page.said


def test_watched_variables_have_a_diagram_of_their_own(failed: Outcome) -> None:
    columns = {**failed.trace.columns, "timer[1].ET": np.arange(len(failed.trace.now_ns)) * 1.0}
    page = page_of(replace(failed, trace=replace(failed.trace, columns=columns)))
    assert page.classes("svg").count("diagram") == len(failed.verdict.score.results) + 1


def test_a_run_of_an_hour_is_a_small_page(failed: Outcome) -> None:
    hour = 360_000
    columns = {
        name: np.resize(np.concatenate((column, column[::-1])), hour)
        for name, column in failed.trace.columns.items()
    }
    trace = replace(failed.trace, columns=columns)
    scenario = load_scenario(Path(failed.verdict.origin.scenario))
    score = scenario.rubric.judge(columns, trace.units, trace.moments, trace.tick_ns)
    page = HtmlReport().write(
        replace(failed, trace=trace, verdict=replace(failed.verdict, score=score)), "en"
    )
    assert len(page) < 2_000_000


def test_a_run_that_did_not_begin_has_a_page(failed: Outcome) -> None:
    columns = {name: column[:0] for name, column in failed.trace.columns.items()}
    assert page_of(replace(failed, trace=replace(failed.trace, columns=columns))).said


def test_a_dial_that_moves_by_itself_is_told_once(failed: Outcome) -> None:
    tick_ns = failed.trace.tick_ns
    moving = [Event(20 * tick_ns, "operate", "setpoint", 0.0, label="ramp")]
    moving += [Event((20 + k) * tick_ns, "operate", "setpoint", k / 100) for k in range(1, 1001)]
    again = Event(5000 * tick_ns, "operate", "setpoint", 0.1)
    page = page_of(replace(failed, trace=replace(failed.trace, events=(*moving, again))))
    assert "0.20..10.20 s" in page.said
    assert ", moving to 10" in page.said
    assert page.said.count("the operator: setpoint") == 2


def test_a_short_moment_that_decided_is_drawn_once_more_and_larger(failed: Outcome) -> None:
    score = failed.verdict.score
    results = tuple(
        replace(each, finding=replace(each.finding, interval=(60_000_000_000, 60_050_000_000)))
        if not each.passed
        else each
        for each in score.results
    )
    verdict = replace(failed.verdict, score=replace(score, results=results))
    page = page_of(replace(failed, verdict=verdict))
    assert page.classes("svg").count("diagram") == len(results) + 1
    assert "Enlarged: 59.86 to 60.19 s" in page.said
