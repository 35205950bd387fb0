"""A verdict as one JSON document."""

from __future__ import annotations

from trainlab.core.duration import NS_PER_S
from trainlab.core.message import Language
from trainlab.grading.rubric import CheckResult
from trainlab.grading.verdict import Verdict


def verdict_document(verdict: Verdict, language: Language) -> dict[str, object]:
    """The verdict as plain data. Times are seconds of the run; sentences are in one language."""
    origin, score = verdict.origin, verdict.score
    return {
        "scenario": origin.scenario,
        "title": origin.title.within(language),
        "plant": origin.plant,
        "program": origin.program,
        "seed": origin.seed,
        "passed": verdict.passed,
        "points": score.earned,
        "max_points": score.points,
        "pass_points": round(score.pass_share * score.points, 2),
        "failed_gates": list(score.failed_gates),
        "checks": [check_document(result, language) for result in score.results],
        "stopped": verdict.stopped.as_json(language) if verdict.stopped else None,
        "warnings": [problem.as_json(language) for problem in verdict.warnings],
        "overruns": verdict.overruns,
        "trace": {
            "digest": verdict.trace_digest,
            "ticks": verdict.ticks,
            "tick_ns": origin.tick_ns,
            "scan_ns": origin.scan_ns,
        },
        "trainlab": origin.trainlab,
        "scenario_digest": origin.scenario_digest,
        "program_digest": origin.program_digest,
    }


def check_document(result: CheckResult, language: Language) -> dict[str, object]:
    """One check's result as plain data."""
    check, finding = result.check, result.finding
    begin_ns, end_ns = finding.interval
    return {
        "id": check.id,
        "check": check.check,
        "title": check.title.within(language),
        "passed": result.passed,
        "gate": check.gate,
        "score": finding.score,
        "points": result.earned,
        "max_points": check.points,
        "measured": finding.measured.render(language),
        "allowed": finding.allowed.render(language),
        "from_s": begin_ns / NS_PER_S,
        "to_s": end_ns / NS_PER_S,
        "signals": list(finding.signals),
    }
