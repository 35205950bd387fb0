"""The verdict as text and as JSON, and the trace, as files of a report."""

from __future__ import annotations

import io

from trainlab.core.message import Language, Text
from trainlab.report.contract import Outcome, Refusal
from trainlab.report.coverage import coverage_listing
from trainlab.report.json_text import json_text
from trainlab.report.outcome import outcome_document, print_outcome
from trainlab.report.plain import encoded
from trainlab.report.text import console_on, print_problems
from trainlab.trace.file import write_trace


class TextReport:
    """What the terminal shows, and the listing of the program with its coverage."""

    name = "text"
    file_name = "verdict.txt"
    title = Text("the verdict as text", "文本形式的评分结论")
    about = Text(
        "What the terminal shows, and the program with marks at what has run.",
        "终端显示的内容，以及标有执行情况的程序清单。",
    )

    def write(self, outcome: Outcome, language: Language) -> bytes:
        """The file on a graded run."""
        page = io.StringIO()
        print_outcome(outcome, console_on(page), language)
        if outcome.coverage:
            page.write("\n".join(["", *coverage_listing(outcome.coverage, language), ""]))
        return encoded(page.getvalue())

    def refuse(self, refusal: Refusal, language: Language) -> bytes:
        """The diagnostics."""
        page = io.StringIO()
        print_problems(refusal.problems, console_on(page), language)
        return encoded(page.getvalue())


class JsonReport:
    """The verdict as docs/reference/verdict.schema.json has it."""

    name = "json"
    file_name = "verdict.json"
    title = Text("the verdict as JSON", "JSON 形式的评分结论")
    about = Text(
        "One document, as docs/reference/verdict.schema.json describes it.",
        "一个 JSON 文档，结构见 docs/reference/verdict.schema.json。",
    )

    def write(self, outcome: Outcome, language: Language) -> bytes:
        """The file on a graded run."""
        return encoded(json_text(outcome_document(outcome, language)))

    def refuse(self, refusal: Refusal, language: Language) -> bytes:
        """The diagnostics, as `--json` has them."""
        problems = [problem.as_json(language) for problem in refusal.problems]
        return encoded(json_text({"problems": problems}))


class TraceReport:
    """The trace as a numpy archive."""

    name = "trace"
    file_name = "trace.npz"
    title = Text("the trace as a numpy archive", "numpy 归档形式的轨迹")
    about = Text(
        "Every signal at every tick, with units and events; `--trace` has CSV and VCD too.",
        "每个节拍的全部信号、单位和事件；`--trace` 还支持 CSV 和 VCD。",
    )

    def write(self, outcome: Outcome, language: Language) -> bytes:
        """The file on a graded run."""
        file = io.BytesIO()
        write_trace(outcome.trace, file)
        return file.getvalue()

    def refuse(self, refusal: Refusal, language: Language) -> None:
        """Nothing ran, there is no trace."""
