"""How a run looks to its rubric so far, and its report when it is over."""

from __future__ import annotations

from typing import Any

from trainlab.core.duration import NS_PER_S
from trainlab.core.message import LANGUAGES, Language, Message, Text
from trainlab.core.problem import Problem
from trainlab.core.spec import STATION_FACTS
from trainlab.grading.check import NEVER_CAME
from trainlab.grading.rubric import Score
from trainlab.hmi.server.store import Store
from trainlab.report.contract import Outcome
from trainlab.report.html.page import HtmlReport
from trainlab.report.outcome import outcome_document
from trainlab.scenario.build import build
from trainlab.session.grade import Graded, judge, origin_of
from trainlab.session.run import RunEnd
from trainlab.trace.recorder import Recorder

NOT_YET = Text("not yet, waits for '{moment}'", "尚未，等待“{moment}”")


def graded_run(store: Store) -> Graded:
    """The verdict on a whole run, what is hidden concealed; of a graded run the one that was given."""
    if store.graded is not None:
        return store.graded
    trace, scenario, evidence = store.run(), store.scenario, store.evidence
    station = build(scenario, store.seed)
    origin = origin_of(scenario, store.seed, store.state.get("seat") or "", "")
    recorder = Recorder(len(scenario.plant.facts))
    recorder.rows, recorder.events = store.plain_rows(), store.run_events
    return judge(
        scenario,
        station,
        recorder,
        RunEnd(len(trace.now_ns), None),
        origin,
        station_columns={fact.name: trace.columns[fact.name] for fact in STATION_FACTS},
        panel=store.panel_begun,
        program_columns=store.program_columns(),
        absent=evidence.absent,
        source=evidence.source,
    ).concealed()


def report_of(store: Store, language: Language) -> bytes:
    """The run's report as a page (report/html)."""
    return bytes(HtmlReport().write(_outcome(store), language))


def verdict_of(store: Store, language: Language) -> dict[str, Any]:
    """The run's verdict as plain data (docs/reference/verdict.schema.json)."""
    return dict(outcome_document(_outcome(store), language))


def _outcome(store: Store) -> Outcome:
    graded = graded_run(store)
    return Outcome(graded.verdict, graded.trace, graded.coverage)


def score_of(store: Store) -> Score:
    """What the rubric says of the run so far; of a graded run what its verdict says."""
    if store.graded is not None:
        return store.graded.verdict.score
    trace, evidence, scenario = store.run(), store.evidence, store.scenario
    columns = {**trace.columns, **store.program_columns()}
    units = {**trace.units, **{each.name: each.unit for each in scenario.program}}
    return scenario.rubric.judge(
        columns, units, trace.moments, trace.tick_ns, evidence.absent, evidence.source
    ).concealed()


def standing(store: Store, *, over: bool) -> dict[str, Any]:
    """The checks as a page shows them. What is not passed may still be, until the run is `over`."""
    score = score_of(store)
    verdict = store.graded and store.graded.verdict
    return {
        "over": over,
        "graded": verdict is not None,
        "disqualified": [_in_both(each) for each in verdict.disqualified] if verdict else [],
        "passed": verdict.passed if verdict else score.passed,
        "points": verdict.earned if verdict else score.earned,
        "sum": score.sum,
        "gates": len(score.failed_gates),
        "max_points": score.points,
        "level": score.level,
        "checks": [
            {
                "id": result.check.id,
                "earned": result.earned,
                "points": result.check.points,
                "passed": result.passed,
                "measured": _worded(result.finding.measured, over),
                "allowed": {lang: result.finding.allowed.render(lang) for lang in LANGUAGES},
                "interval": [at / NS_PER_S for at in result.finding.interval],
            }
            for result in score.results
        ],
    }


def _in_both(problem: Problem) -> dict[str, str]:
    return {language: str(problem.as_json(language)["message"]) for language in LANGUAGES}


def _worded(measured: Message, over: bool) -> dict[str, str]:
    """What was measured; what never came may still come while the run goes on."""
    if measured.text == NEVER_CAME and not over:
        measured = Message(NOT_YET, measured.values)
    return {language: measured.render(language) for language in LANGUAGES}
