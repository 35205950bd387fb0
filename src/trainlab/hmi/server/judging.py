"""How a run looks to its rubric so far, and its report when it is over."""

from __future__ import annotations

from typing import Any

from trainlab.core.duration import NS_PER_S
from trainlab.core.message import LANGUAGES, Language
from trainlab.core.spec import STATION_FACTS
from trainlab.grading.rubric import Score
from trainlab.hmi.server.store import Store
from trainlab.report.contract import Outcome
from trainlab.report.html.page import HtmlReport
from trainlab.report.outcome import outcome_document
from trainlab.scenario.build import build
from trainlab.session.grade import Graded, judge, origin_of
from trainlab.session.run import RunEnd
from trainlab.trace.recorder import Recorder


def graded_run(store: Store) -> Graded:
    """The verdict on a whole run, what is hidden concealed."""
    trace, scenario = store.run(), store.scenario
    station = build(scenario, store.seed)
    origin = origin_of(scenario, store.seed, store.state.get("seat") or "", "")
    columns = {fact.name: trace.columns[fact.name] for fact in STATION_FACTS}
    recorder = Recorder(len(scenario.plant.facts))
    recorder.rows, recorder.events = store.plain_rows(), store.run_events
    end = RunEnd(len(trace.now_ns), None)
    return judge(scenario, station, recorder, end, origin, station_columns=columns).concealed()


def report_of(store: Store, language: Language) -> bytes:
    """The run's report as a page (report/html)."""
    graded = graded_run(store)
    return bytes(HtmlReport().write(Outcome(graded.verdict, graded.trace), language))


def verdict_of(store: Store, language: Language) -> dict[str, Any]:
    """The run's verdict as plain data (docs/reference/verdict.schema.json)."""
    graded = graded_run(store)
    return dict(outcome_document(Outcome(graded.verdict, graded.trace), language))


def score_of(store: Store) -> Score:
    """What the rubric says of the run so far."""
    trace = store.run()
    rubric = store.scenario.rubric
    return rubric.judge(trace.columns, trace.units, trace.moments, trace.tick_ns).concealed()


def standing(store: Store, *, over: bool) -> dict[str, Any]:
    """The checks as a page shows them. What is not passed may still be, until the run is `over`."""
    score = score_of(store)
    return {
        "over": over,
        "passed": score.passed,
        "points": score.earned,
        "max_points": score.points,
        "level": score.level,
        "checks": [
            {
                "id": result.check.id,
                "earned": result.earned,
                "points": result.check.points,
                "passed": result.passed,
                "measured": {lang: result.finding.measured.render(lang) for lang in LANGUAGES},
                "allowed": {lang: result.finding.allowed.render(lang) for lang in LANGUAGES},
                "interval": [at / NS_PER_S for at in result.finding.interval],
            }
            for result in score.results
        ],
    }
