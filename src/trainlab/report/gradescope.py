"""The verdict as Gradescope takes it: /autograder/results/results.json.

Fields as in Gradescope's "Autograder Specifications" (gradescope-autograders.readthedocs.io/en/latest/specs),
read 2026-11. What trainlab prints cannot break the file, and nothing that it prints is shown to the
student (`stdout_visibility`).
"""

from __future__ import annotations

from math import isfinite

from trainlab.core.message import Language, Text
from trainlab.grading.rubric import CheckResult
from trainlab.report.contract import Outcome, Refusal
from trainlab.report.json_text import json_text
from trainlab.report.phrases import (
    NOT_GRADED,
    concealed,
    finding_lines,
    problem_lines,
    verdict_lines,
)
from trainlab.report.plain import encoded, plain_lines

# Gradescope states no limit; a page with more of it than this is not read by anybody.
MOST_OUTPUT = 10_000
CUT = Text("... ({count} more characters)", "……（另有 {count} 个字符）")


class GradescopeReport:
    """A test a check; the score is the total of the verdict."""

    name = "gradescope"
    file_name = "results.json"
    title = Text("results.json for Gradescope", "供 Gradescope 使用的 results.json")
    about = Text(
        "To be written to /autograder/results/results.json; says why where there is nothing to grade.",
        "写入 /autograder/results/results.json；无法评分时说明原因。",
    )

    def write(self, outcome: Outcome, language: Language) -> bytes:
        """The file on a graded run."""
        verdict = outcome.verdict
        lines = verdict_lines(verdict, language)
        for warning in verdict.warnings:
            lines += problem_lines(warning, language)
        numbered = enumerate(verdict.score.results, start=1)
        tests = [_test(number, result, language) for number, result in numbered]
        origin = verdict.origin
        extra = {
            "scenario": origin.scenario,
            "scenario_digest": origin.scenario_digest,
            "program_digest": origin.program_digest,
            "seed": origin.seed,
            "trace_digest": verdict.trace_digest,
            "passed": verdict.passed,
            "disqualified": bool(verdict.disqualified),
            "trainlab": origin.trainlab,
        }
        return _document(verdict.earned, lines, tests, extra, language)

    def refuse(self, refusal: Refusal, language: Language) -> bytes:
        """No points, and why."""
        lines = [NOT_GRADED.within(language)]
        for problem in refusal.problems:
            lines += problem_lines(problem, language)
        return _document(0.0, lines, [], {"scenario": refusal.scenario}, language)


def _test(number: int, result: CheckResult, language: Language) -> dict[str, object]:
    check = result.check
    return {
        "name": " ".join(check.title.within(language).split()),
        "number": str(number),
        "score": _score(result.earned),
        "max_score": check.points,
        "status": "passed" if result.passed else "failed",
        "output": _output(finding_lines(result, language), language),
        "output_format": "text",
        "tags": [check.check],
        "visibility": _visibility(result),
        "extra_data": {"id": check.id},
    }


def _visibility(result: CheckResult) -> str:
    """A hidden check in full (--reveal) is for instructors; its points alone may be published."""
    if not result.check.hidden:
        return "visible"
    return "after_published" if concealed(result) else "hidden"


def _document(
    score: float,
    lines: list[str],
    tests: list[dict[str, object]],
    extra: dict[str, object],
    language: Language,
) -> bytes:
    document = {
        "score": _score(score),
        "output": _output(lines, language),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
        "extra_data": extra,
    }
    return encoded(json_text(document))


def _score(points: float) -> float:
    """Gradescope rejects a document with a score that is no number."""
    return points if isfinite(points) else 0.0


def _output(lines: list[str], language: Language) -> str:
    text = plain_lines("\n".join(lines))
    if len(text) <= MOST_OUTPUT:
        return text
    cut = CUT.fill(count=len(text) - MOST_OUTPUT).render(language)
    return f"{text[:MOST_OUTPUT]}\n{cut}"
