"""The verdict as a line of a gradebook: CSV (RFC 4180) that a spreadsheet opens without harm.

`tail -qn 1 */gradebook.csv` makes one list of many.
"""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF8
from pathlib import PurePath

from trainlab.core.message import Language, Text
from trainlab.report.contract import Outcome, Refusal
from trainlab.report.plain import encoded, plain

COLUMNS = (
    "submission",
    "scenario",
    "seed",
    "points",
    "max_points",
    "share",
    "passed",
    "level",
    "problem",
    "program_digest",
    "scenario_digest",
    "trace_digest",
)
# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV Injection); in some languages
# the full-width forms too. Control characters are shown as escapes: a line is a line.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


class Gradebook:
    """A heading and one line; the columns are called the same in every language."""

    name = "gradebook"
    file_name = "gradebook.csv"
    title = Text("a line for a gradebook (CSV)", "成绩册中的一行（CSV）")
    about = Text(
        "Submission, scenario, seed, points, share, passed, digests; safe to open in a spreadsheet.",
        "提交、场景、种子、得分、得分率、是否通过、摘要值；可安全地用电子表格打开。",
    )

    def write(self, outcome: Outcome, language: Language) -> bytes:
        """The file on a graded run."""
        verdict = outcome.verdict
        origin, score = verdict.origin, verdict.score
        broken = (*verdict.disqualified, *([verdict.stopped] if verdict.stopped else []))
        return _file(
            {
                "submission": origin.program,
                "scenario": PurePath(origin.scenario).stem,
                "seed": origin.seed,
                "points": f"{verdict.earned:g}",
                "max_points": f"{score.points:g}",
                "share": f"{0.0 if verdict.disqualified else score.share:.4f}",
                "passed": "yes" if verdict.passed else "no",
                "level": score.level if verdict.passed else "",
                "problem": " ".join(dict.fromkeys(each.kind.code for each in broken)),
                "program_digest": origin.program_digest,
                "scenario_digest": origin.scenario_digest,
                "trace_digest": verdict.trace_digest,
            }
        )

    def refuse(self, refusal: Refusal, language: Language) -> bytes:
        """A line without points, with the codes of what is wrong."""
        return _file(
            {
                "submission": refusal.program,
                "scenario": PurePath(refusal.scenario).stem,
                "passed": "no",
                "problem": " ".join(dict.fromkeys(each.kind.code for each in refusal.problems)),
            }
        )


def cell(value: object) -> str:
    """A value as a spreadsheet shows it and computes nothing of it."""
    text = plain(str(value))
    return f"'{text}" if text.startswith(FORMULA) else text


def _file(row: dict[str, object]) -> bytes:
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(COLUMNS)
    writer.writerow([cell(row.get(column, "")) for column in COLUMNS])
    return BOM_UTF8 + encoded(page.getvalue())  # by the mark Excel knows that it is UTF-8
