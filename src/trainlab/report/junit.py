"""The verdict as JUnit XML, as CI systems read it.

The form is that of Jenkins' junit-10.xsd, which has properties for a suite and not for a case; so a
case's points are properties of its suite, named after it. Beside a case for each check there is one
for the verdict, because a run can fail though no check does (the program stopped), and pass though
one does not (the pass line is below 100 %). Times are plant time: of a case, how long the stretch is
that decided it.
"""

from __future__ import annotations

import io
import re
from pathlib import PurePath
from xml.etree import ElementTree

from trainlab.core.duration import NS_PER_S
from trainlab.core.message import Language, Text
from trainlab.grading.rubric import CheckResult
from trainlab.grading.verdict import Verdict
from trainlab.report.contract import Outcome, Refusal
from trainlab.report.phrases import finding_lines, problem_lines, verdict_lines

VERDICT = "verdict"
# What is no character of XML 1.0 (2.2), and the two that it discourages at the end of the BMP.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REPLACED = "\ufffd"


class JUnitReport:
    """A suite a run, a case a check."""

    name = "junit"
    file_name = "junit.xml"
    title = Text("JUnit XML for CI systems", "供 CI 系统使用的 JUnit XML")
    about = Text(
        "A case for each check and one for the verdict; points are properties of the suite.",
        "每项检查一个用例，另有一个用例表示总评；分值写在测试套件的属性中。",
    )

    def write(self, outcome: Outcome, language: Language) -> bytes:
        """The file on a graded run."""
        verdict = outcome.verdict
        results = verdict.score.results
        suite = _element("testsuite", name=verdict.origin.title.within(language).strip())
        properties = ElementTree.SubElement(suite, "properties")
        for name, value in _properties(verdict):
            properties.append(_element("property", name=name, value=value))
        group = PurePath(verdict.origin.scenario).stem
        suite.extend(_case(result, group, language) for result in results)
        suite.append(_verdict_case(verdict, group, language))
        failures = sum(not result.passed for result in results)
        errors = _errors(verdict)
        failures += not verdict.passed and not errors
        return _document(
            suite,
            tests=len(results) + 1,
            failures=failures,
            errors=int(bool(errors)),
            time_ns=verdict.ticks * verdict.origin.tick_ns,
        )

    def refuse(self, refusal: Refusal, language: Language) -> bytes:
        """One case, in error."""
        suite = _element("testsuite", name=refusal.scenario)
        group = PurePath(refusal.scenario).stem
        case = _element("testcase", name=VERDICT, classname=group, time="0")
        lines = [line for each in refusal.problems for line in problem_lines(each, language)]
        codes = " ".join(dict.fromkeys(each.kind.code for each in refusal.problems))
        case.append(_told("error", codes, lines))
        suite.append(case)
        return _document(suite, tests=1, failures=0, errors=1, time_ns=0)


def _properties(verdict: Verdict) -> list[tuple[str, str]]:
    origin, score = verdict.origin, verdict.score
    pairs = [
        ("scenario", origin.scenario),
        ("program", origin.program),
        ("seed", str(origin.seed)),
        ("points", f"{verdict.earned:g}"),
        ("max_points", f"{score.points:g}"),
        ("passed", str(verdict.passed).lower()),
        ("disqualified", str(bool(verdict.disqualified)).lower()),
        ("trace_digest", verdict.trace_digest),
        ("trainlab", origin.trainlab),
    ]
    for result in score.results:
        pairs.append((f"{result.check.id}.points", f"{result.earned:g}"))
        pairs.append((f"{result.check.id}.max_points", f"{result.check.points:g}"))
    return pairs


def _case(result: CheckResult, group: str, language: Language) -> ElementTree.Element:
    begin_ns, end_ns = result.finding.interval
    time = f"{(end_ns - begin_ns) / NS_PER_S:.3f}"
    case = _element("testcase", name=result.check.id, classname=group, time=time)
    title = " ".join(result.check.title.within(language).split())
    lines = [title, *finding_lines(result, language)]
    if result.passed:
        case.append(_output(lines))
    else:
        case.append(_told("failure", result.check.check, lines))
    return case


def _verdict_case(verdict: Verdict, group: str, language: Language) -> ElementTree.Element:
    time = f"{verdict.ticks * verdict.origin.tick_ns / NS_PER_S:.3f}"
    case = _element("testcase", name=VERDICT, classname=group, time=time)
    lines = verdict_lines(verdict, language)
    if errors := _errors(verdict):
        case.append(_told("error", " ".join(errors), lines))
    elif not verdict.passed:
        case.append(_told("failure", VERDICT, lines))
    else:
        case.append(_output(lines))
    return case


def _errors(verdict: Verdict) -> list[str]:
    """The codes of why the run as a whole is in error."""
    problems = (*verdict.disqualified, *([verdict.stopped] if verdict.stopped else []))
    return list(dict.fromkeys(problem.kind.code for problem in problems))


def _told(kind: str, type_name: str, lines: list[str]) -> ElementTree.Element:
    told = _element(kind, type=type_name, message="; ".join(lines[:3]))
    told.text = _allowed("\n".join(lines))
    return told


def _output(lines: list[str]) -> ElementTree.Element:
    output = ElementTree.Element("system-out")
    output.text = _allowed("\n".join(lines))
    return output


def _element(tag: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.Element(tag, {key: _allowed(text) for key, text in attributes.items()})


def _allowed(text: str) -> str:
    return _NO_XML.sub(REPLACED, text)


def _document(
    suite: ElementTree.Element, tests: int, failures: int, errors: int, time_ns: int
) -> bytes:
    totals = {
        "tests": str(tests),
        "failures": str(failures),
        "errors": str(errors),
        "time": f"{time_ns / NS_PER_S:.3f}",
    }
    for key, value in totals.items():
        suite.set(key, value)
    root = ElementTree.Element("testsuites", {"name": "trainlab", **totals})
    root.append(suite)
    ElementTree.indent(root)
    page = io.BytesIO()
    ElementTree.ElementTree(root).write(page, encoding="utf-8", xml_declaration=True)
    return page.getvalue() + b"\n"
