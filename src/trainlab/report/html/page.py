"""The report as one HTML file, in both languages; `--lang` says which one it shows at first.

It has no script: the languages are switched by CSS, tooltips are SVG titles, and its content security
policy forbids scripts and everything from elsewhere, should a stranger's text ever get through.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from trainlab import __version__
from trainlab.core.message import Language, Text
from trainlab.core.problem import Problem
from trainlab.grading.verdict import Verdict
from trainlab.report.contract import Outcome, Refusal
from trainlab.report.coverage import coverage_total
from trainlab.report.html.bilingual import both, pair
from trainlab.report.html.happened import MOST_TOLD, happening_rows, happenings_of
from trainlab.report.html.listing import anchors, listings
from trainlab.report.html.sections import (
    check_sections,
    seed_rows,
    skill_rows,
    watched_figures,
)
from trainlab.report.html.words import MORE_EVENTS, MORE_LINES, SEED, WORDS
from trainlab.report.phrases import verdict_lines
from trainlab.report.plain import encoded, plain

HERE = Path(__file__).parent
SHEETS = (".yaml", ".yml")
TEMPLATE, STYLE = "report.html.j2", "report.css"


class HtmlReport:
    """The report that people read: marks, diagrams, the program with its coverage."""

    name = "html"
    file_name = "report.html"
    title = Text("a page to read and to print", "可阅读、可打印的网页")
    about = Text(
        "One file without scripts or network: marks, a diagram for each check, the program listing;"
        " both languages.",
        "单个文件，无脚本，不访问网络：得分、每项检查的波形图、程序清单；中英双语。",
    )

    def write(self, outcome: Outcome, language: Language) -> bytes:
        """The file on a graded run."""
        verdict = outcome.verdict
        happenings = happenings_of(outcome.trace.events, outcome.trace.tick_ns)
        english, chinese = verdict_lines(verdict, "en"), verdict_lines(verdict, "zh-CN")
        total, *lines = (pair(en, zh) for en, zh in zip(english, chinese, strict=True))
        stopped = [verdict.stopped] if verdict.stopped else []
        problems = [*verdict.disqualified, *stopped, *verdict.warnings]
        coverage = outcome.coverage
        listed = listings(coverage, problems, verdict.score.results)
        more = len(happenings) - MOST_TOLD
        return _page(
            language,
            title=plain(verdict.origin.title.within(language).strip()),
            heading=both(verdict.origin.title),
            facts=_facts(verdict),
            refused=False,
            passed=verdict.passed,
            total=total,
            lines=lines,
            problems=problems,
            points=f"{verdict.earned:g}/{verdict.score.points:g}",
            checks=check_sections(outcome, anchors(listed)),
            skills=skill_rows(verdict.score.skills),
            seeds=seed_rows(outcome),
            watched=watched_figures(outcome),
            events=happening_rows(happenings),
            more_events=both(MORE_EVENTS.fill(count=more)) if more > 0 else None,
            listings=listed,
            coverage=pair(coverage_total(coverage, "en"), coverage_total(coverage, "zh-CN"))
            if coverage
            else None,
            digests=_digests(verdict),
        )

    def refuse(self, refusal: Refusal, language: Language) -> bytes:
        """The file on what was not graded: the diagnostics, and the program with them.

        The sheet is not shown: it may have hidden checks.
        """
        programs = [each for each in refusal.problems if not each.position.file.endswith(SHEETS)]
        facts = [("scenario", escape(plain(refusal.scenario)))]
        if refusal.program:
            facts.append(("program", escape(plain(refusal.program))))
        return _page(
            language,
            title=plain(refusal.program or refusal.scenario),
            heading=escape(plain(Path(refusal.program or refusal.scenario).name)),
            facts=facts,
            refused=True,
            problems=list(refusal.problems),
            listings=listings((), programs),
        )


def _facts(verdict: Verdict) -> list[tuple[str, Markup]]:
    origin = verdict.origin
    source = "controller" if verdict.wire else "program"
    return [
        ("scenario", escape(plain(origin.scenario))),
        ("plant", escape(plain(origin.plant))),
        (source, escape(plain(origin.program))),
        ("run", both(SEED.fill(seed=origin.seed))),
    ]


def _digests(verdict: Verdict) -> list[tuple[str, str]]:
    origin = verdict.origin
    pairs = [
        ("trace_digest", verdict.trace_digest),
        ("scenario_digest", origin.scenario_digest),
        ("program_digest", origin.program_digest),
    ]
    return [(name, plain(value)) for name, value in pairs if value]


def _page(language: Language, **content: Any) -> bytes:
    missing: dict[str, Sequence[object] | None] = dict.fromkeys(
        ("checks", "skills", "seeds", "watched", "events", "digests"), ()
    )
    context = {"coverage": None, "more_events": None, "points": "", **missing, **content}
    page = _template().render(
        language=language,
        version=__version__,
        css=Markup((HERE / STYLE).read_text(encoding="utf-8")),
        words=WORDS,
        both=both,
        plain=plain,
        place=lambda problem: plain(str(problem.position)),
        problem_text=_problem_text,
        problem_help=lambda problem: pair(problem.help("en"), problem.help("zh-CN")),
        more_lines=lambda count: both(MORE_LINES.fill(count=count)),
        **context,
    )
    return encoded(page)


def _problem_text(problem: Problem) -> Markup:
    told = pair(problem.message("en"), problem.message("zh-CN"))
    part = problem.position.part
    return told if part is None else told + Markup(" ({})").format(both(part))


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template(TEMPLATE)
