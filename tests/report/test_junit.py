"""JUnit XML against the form that Jenkins' junit-10.xsd states, written down here as a table."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from trainlab.core.message import LANGUAGES, Language
from trainlab.report.contract import Outcome, Refusal
from trainlab.report.junit import JUnitReport

# element: (children, required attributes, other attributes)
FORM: dict[str, tuple[set[str], set[str], set[str]]] = {
    "testsuites": ({"testsuite"}, set(), {"name", "time", "tests", "failures", "errors"}),
    "testsuite": (
        {"properties", "testcase", "system-out", "system-err"},
        {"name", "tests", "failures", "errors"},
        {"time", "skipped", "timestamp", "hostname", "id", "package", "file"},
    ),
    "properties": ({"property"}, set(), set()),
    "property": (set(), {"name", "value"}, set()),
    "testcase": ({"skipped", "error", "failure", "system-out"}, {"name"}, {"time", "classname"}),
    "failure": (set(), set(), {"type", "message"}),
    "error": (set(), set(), {"type", "message"}),
    "system-out": (set(), set(), set()),
}


def read(page: bytes) -> ElementTree.Element:
    root = ElementTree.fromstring(page)
    for element in root.iter():
        children, required, others = FORM[element.tag]
        assert {child.tag for child in element} <= children
        assert required <= set(element.keys()) <= required | others, element.tag
    return root


def count(root: ElementTree.Element, tag: str) -> int:
    return len(root.findall(f".//{tag}"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_check_is_a_case_and_so_is_the_verdict(failed: Outcome, language: Language) -> None:
    root = read(JUnitReport().write(failed, language))

    names = [case.get("name") for case in root.iter("testcase")]
    assert names == [*(r.check.id for r in failed.verdict.score.results), "verdict"]


def test_the_numbers_of_a_suite_are_those_of_its_cases(
    failed: Outcome, passed: Outcome, hostile: Outcome
) -> None:
    for outcome in (failed, passed, hostile):
        root = read(JUnitReport().write(outcome, "en"))
        suite = root[0]
        assert suite.get("tests") == root.get("tests") == str(count(root, "testcase"))
        assert suite.get("failures") == str(count(root, "failure"))
        assert suite.get("errors") == str(count(root, "error"))


def test_a_passed_run_has_no_failure(passed: Outcome) -> None:
    root = read(JUnitReport().write(passed, "en"))
    assert (count(root, "failure"), count(root, "error")) == (0, 0)


def test_a_failure_says_what_was_measured_and_allowed(failed: Outcome) -> None:
    root = read(JUnitReport().write(failed, "en"))
    failure = root.find(".//testcase[@name='outlet_opened']/failure")
    assert failure is not None
    assert failure.get("type") == "settles"
    assert "off by 0.02085 m at the end" in failure.get("message", "")
    assert "within 0.006 m of the target after 12 s" in (failure.text or "")


def test_points_are_properties(failed: Outcome) -> None:
    root = read(JUnitReport().write(failed, "en"))
    properties = {p.get("name"): p.get("value") for p in root.iter("property")}
    assert (properties["outlet_opened.points"], properties["outlet_opened.max_points"]) == (
        "0",
        "12",
    )
    assert properties["points"] == "154"


def test_a_program_that_stopped_is_an_error_of_the_verdict(hostile: Outcome) -> None:
    root = read(JUnitReport().write(hostile, "en"))
    error = root.find(".//testcase[@name='verdict']/error")
    assert error is not None
    assert error.get("type") == "TL4001"


def test_what_xml_has_not_is_replaced_and_what_marks_is_escaped(
    hostile: Outcome, refused: Refusal
) -> None:
    root = read(JUnitReport().write(hostile, "en"))
    name = root[0].get("name", "")
    assert name.startswith("</script><img src=x onerror=alert(1)>")
    assert "\ufffd\ufffd\x9b" in name
    assert count(read(JUnitReport().refuse(refused, "zh-CN")), "error") == 1
