"""How a run looks to its rubric so far, and its report when it is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from trainlab.core.duration import NS_PER_S
from trainlab.core.message import LANGUAGES, Language, Text
from trainlab.core.problem import Problem
from trainlab.core.spec import STATION_FACTS
from trainlab.grading.check import NEVER_CAME
from trainlab.grading.evidence import Evidence
from trainlab.grading.rubric import CheckResult, Score
from trainlab.hmi.server.store import Store
from trainlab.report.contract import Outcome
from trainlab.report.html.page import HtmlReport
from trainlab.report.outcome import outcome_document
from trainlab.scenario.build import build
from trainlab.session.grade import Graded, judge, origin_of
from trainlab.session.run import RunEnd
from trainlab.trace.recorder import Recorder

NOT_YET = Text("'{moment}' has not come yet", "“{moment}”尚未出现")


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
        program_columns=store.program_columns(len(trace.now_ns)),
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


def score_so_far(store: Store, *, one_program: bool) -> tuple[Score, Sequence[bool]]:
    """What the rubric says of the run so far, what is hidden concealed, and of each check whether that
    stands. Of a hidden one that is not said before the end: it would tell when it happened."""
    trace, known, scenario = store.run(), store.evidence, store.scenario
    columns = {**trace.columns, **store.program_columns(len(trace.now_ns))}
    units = {**trace.units, **{each.name: each.unit for each in scenario.program}}
    evidence = Evidence(columns, units, trace.moments, trace.tick_ns, known.source)
    rubric = scenario.rubric
    changing = () if one_program else [each.name for each in scenario.program]
    decided = [
        stands and not check.hidden
        for check, stands in zip(rubric.checks, rubric.decided(evidence, changing), strict=True)
    ]
    return rubric.judge_evidence(evidence, known.absent).concealed(), decided


def standing(store: Store, *, over: bool, one_program: bool = False) -> dict[str, Any]:
    """The checks as a page shows them. What is not `decided` may still be won or lost, until the run is
    `over`, and what is hidden is not told; `one_program` if nobody may load another one."""
    verdict = store.graded and store.graded.verdict
    if verdict:
        score, decided = verdict.score, [True] * len(verdict.score.results)
    else:
        score, stands = score_so_far(store, one_program=one_program)
        decided = [over or each for each in stands]
    total = score if over else _but_for_hidden(score)
    return {
        "over": over,
        "graded": verdict is not None,
        "disqualified": [_in_both(each) for each in verdict.disqualified] if verdict else [],
        "passed": verdict.passed if verdict else bool(total.results) and total.passed,
        "points": verdict.earned if verdict else total.earned,
        "sum": total.sum,
        "gates": len(total.failed_gates),
        "max_points": score.points,
        "level": total.level if total.results else "",
        "checks": [
            {
                "id": result.check.id,
                "earned": None if result.is_concealed and not certain else result.earned,
                "points": result.check.points,
                "passed": result.passed and (certain or not result.is_concealed),
                "decided": certain,
                "measured": _measured(result, decided=certain),
                "allowed": {lang: result.finding.allowed.render(lang) for lang in LANGUAGES},
                "interval": [at / NS_PER_S for at in result.finding.interval],
            }
            for result, certain in zip(score.results, decided, strict=True)
        ],
    }


def _but_for_hidden(score: Score) -> Score:
    """The points of what a student sees judged; those of what is hidden come at the end."""
    return replace(score, results=tuple(each for each in score.results if not each.is_concealed))


def _measured(result: CheckResult, *, decided: bool) -> dict[str, str]:
    said = result.finding.measured
    if not decided and said.text == NEVER_CAME:
        said = NOT_YET.fill(**said.values)
    return {language: said.render(language) for language in LANGUAGES}


def _in_both(problem: Problem) -> dict[str, str]:
    return {language: str(problem.as_json(language)["message"]) for language in LANGUAGES}
