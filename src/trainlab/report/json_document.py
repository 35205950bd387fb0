"""A verdict as one JSON document."""

from __future__ import annotations

from typing import cast

from trainlab.core.duration import NS_PER_S
from trainlab.core.message import Language
from trainlab.core.problem import Problem
from trainlab.exchange.figures import Spread
from trainlab.grading.rubric import CheckResult
from trainlab.grading.verdict import Verdict, WireReport
from trainlab.report.verdict_shape import (
    CheckDocument,
    ProblemDocument,
    SpreadDocument,
    StopDocument,
    VerdictDocument,
    WireDocument,
)
from trainlab.report.written import written_document


def verdict_document(verdict: Verdict, language: Language) -> VerdictDocument:
    """The verdict as plain data. Times are seconds of the run; sentences are in one language."""
    origin, score = verdict.origin, verdict.score
    return {
        "scenario": origin.scenario,
        "title": origin.title.within(language),
        "plant": origin.plant,
        "program": origin.program,
        "seed": origin.seed,
        "passed": verdict.passed,
        "disqualified": [problem_document(each, language) for each in verdict.disqualified],
        "points": verdict.earned,
        "sum": score.sum,
        "max_points": score.points,
        "pass_points": round(score.pass_share * score.points, 2),
        "level": verdict.level or None,
        "levels": {level.name: level.share for level in score.levels},
        "failed_gates": list(score.failed_gates),
        "skills": [
            {
                "id": each.skill.id,
                "level": each.skill.level,
                "title": each.skill.title.within(language) if each.skill.title else None,
                "points": each.earned,
                "max_points": each.points,
            }
            for each in score.skills
        ],
        "checks": [check_document(result, language) for result in score.results],
        "stopped": _stopped(verdict, language),
        "warnings": [problem_document(problem, language) for problem in verdict.warnings],
        "overruns": verdict.overruns,
        "wire": wire_document(verdict.wire) if verdict.wire else None,
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


def problem_document(problem: Problem, language: Language) -> ProblemDocument:
    """A diagnostic as plain data."""
    return cast(ProblemDocument, problem.as_json(language))


def _stopped(verdict: Verdict, language: Language) -> StopDocument | None:
    if verdict.stopped is None:
        return None
    problem = problem_document(verdict.stopped, language)
    return {**problem, "at_s": verdict.stopped_at_ns / NS_PER_S}


def wire_document(wire: WireReport) -> WireDocument:
    """How the wire did as plain data; times in seconds."""
    return {
        "writers": list(wire.writers),
        "times_stale": wire.times_stale,
        "link_age": _spread(wire.link_age),
        "controller_scan": _spread(wire.controller_scan),
        "late_ticks": wire.late,
    }


def _spread(spread: Spread | None) -> SpreadDocument | None:
    if spread is None:
        return None
    return {
        "p50_s": spread.p50_ns / NS_PER_S,
        "p99_s": spread.p99_ns / NS_PER_S,
        "max_s": spread.max_ns / NS_PER_S,
    }


def check_document(result: CheckResult, language: Language) -> CheckDocument:
    """One check's result as plain data."""
    check, finding = result.check, result.finding
    begin_ns, end_ns = finding.interval
    return {
        "id": check.id,
        "check": check.check,
        "title": check.title.within(language),
        "passed": result.passed,
        "gate": check.gate is not None,
        "cap": check.gate,
        "hidden": check.hidden,
        "skill": check.skill,
        "remark": result.remark.render(language) if result.remark else None,
        "score": finding.score,
        "points": result.earned,
        "max_points": check.points,
        "measured": finding.measured.render(language),
        "allowed": finding.allowed.render(language),
        "from_s": begin_ns / NS_PER_S,
        "to_s": end_ns / NS_PER_S,
        "signals": list(finding.signals),
        "lines": [written_document(line, language) for line in result.lines],
    }
