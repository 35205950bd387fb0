"""Faults and changes that somebody at a page asks for: refused with the reason, done later, kept as a timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, expect
from ruamel.yaml import YAML

from hmi.served import SOLUTION, Served, opened, serving

pytestmark = [pytest.mark.browser, pytest.mark.wire]
Until = Callable[[Callable[[], object], str], None]


@pytest.fixture(scope="module")
def soft() -> Iterator[Served]:
    with serving("--free", "--program", str(SOLUTION)) as served:
        yield served


def faults(served: Served) -> list[str]:
    return [name for _, name in served.line()["faults"]]


def timeline(served: Served) -> dict[str, Any]:
    with urlopen(f"{served.url}/api/stations/0/timeline.yaml", timeout=10) as answer:
        return YAML(typ="safe").load(answer.read()) or {}


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        ({"tag": "start_button", "kind": "bias", "by": "1 raw"}, "bias on start_button"),
        ({"tag": "level_raw", "kind": "bias"}, "'by' is wanted"),
        ({"tag": "level_raw", "kind": "bias", "by": "abc"}, "cannot be 'abc'"),
        ({"tag": "level_raw", "kind": "bias", "by": "0.05"}, "0.05 has no unit, and m is wanted"),
        ({"tag": "level_raw", "kind": "drift", "by": "1 m"}, "'over' is wanted"),
        (
            {"tag": "level_raw", "kind": "drift", "by": "1e308 m", "over": "1 s"},
            "more than its wire can say",
        ),
        ({"tag": "level_raw", "kind": "stuck", "after": -1}, "after: -1 s is below 0 s"),
        ({"parameter": "tank_area", "value": 1.0}, "no 'tank_area'"),
        ({"parameter": "leak_kv", "value": -5}, "leak_kv: -5 m3/h is below 0 m3/h"),
        ({"parameter": "leak_kv", "value": "x"}, "'value' must be a number"),
        ({"do": "force", "tag": "level_raw", "value": 497664}, "level_raw: 9 m is above 0.5926 m"),
        ({"do": "force", "tag": "level_raw", "value": 0.5}, "level_raw cannot be"),
        ({"do": "force", "tag": "overfill_ok", "value": 2}, "overfill_ok cannot be 2"),
        ({"do": "end_fault", "of": "level_raw"}, "no fault to end on 'level_raw'"),
    ],
    ids=str,
)
def test_a_fault_that_cannot_be_is_refused_with_the_reason(
    soft: Served, request_: dict[str, object], reason: str
) -> None:
    status, answer = soft.ask(**{"do": "fault", **request_})
    assert status == 409
    assert reason in answer["refused"]["en"]
    assert answer["refused"]["zh-CN"] != answer["refused"]["en"]


def test_a_page_offers_the_kinds_that_suit_a_tag_and_takes_a_number_in_its_unit(
    browser: Browser, fresh: Served, until: Until
) -> None:
    with opened(browser, fresh.url) as seen:
        page = seen.page
        page.click(".run")
        page.click("[data-page=instructor]")
        page.select_option("select[aria-label=Tag]", "start_button")
        kinds = page.locator("select[aria-label=Kind] option")
        assert kinds.all_text_contents() == ["open wire", "stuck"]
        page.select_option("select[aria-label=Tag]", "level_raw")
        page.select_option("select[aria-label=Kind]", "bias")
        page.click("button:has-text('Begin')")
        expect(page.locator(".toast.shown")).to_contain_text("'by' is wanted")
        page.fill("input[name=by]", "0.05")
        page.click("button:has-text('Begin')")
        expect(page.locator(".active li")).to_contain_text("level_raw")
        assert seen.complaints == [c for c in seen.complaints if "409" in c]


def test_what_is_for_later_waits_in_plant_time_on_every_page_and_may_be_cancelled(
    browser: Browser, fresh: Served, until: Until
) -> None:
    fresh.ask(do="fault", tag="level_raw", kind="stuck", after=3)
    fresh.ask(do="end_fault", of="level_raw", after=5)
    with opened(browser, fresh.url) as seen:
        page = seen.page
        page.click("[data-page=instructor]")
        page.fill("input[aria-label^=after]", "4")
        page.select_option("select[aria-label=Tag]", "overfill_ok")
        page.select_option("select[aria-label=Kind]", "open_wire")
        page.click("button:has-text('Begin')")
        expect(page.locator(".waiting li")).to_have_count(3)
        page.locator(".waiting li:has-text('overfill_ok')").get_by_role("button").click()
        expect(page.locator(".waiting li")).to_have_count(2)
        page.click("[data-page=plant]")
        fresh.ask(do="speed", value=10)
        fresh.ask(do="run")
        until(lambda: fresh.line()["t"] > 5.1, "both are over")
    assert faults(fresh) == []
    done = timeline(fresh)["faults"]
    assert done == [
        {"label": "fault_1", "fault": "stuck", "tag": "level_raw", "begin": "3 s", "end": "5 s"}
    ]


def test_the_timeline_has_what_was_done_since_the_reset_and_nothing_that_was_refused(
    fresh: Served, until: Until
) -> None:
    assert timeline(fresh) == {}
    fresh.ask(do="run")
    assert fresh.ask(do="change", parameter="outlet_kv", value=9999)[0] == 409
    assert fresh.ask(do="fault", tag="level_raw", kind="bias")[0] == 409
    fresh.ask(do="change", parameter="outlet_kv", value=1.5)
    fresh.ask(do="fault", tag="level_raw", kind="bias", by="0.05 m")
    fresh.ask(do="fault", parameter="leak_kv", value=0.5)
    until(lambda: len(faults(fresh)) == 2, "both hold")
    fresh.ask(do="end_fault", id="desk/leak_kv", of="leak_kv")
    until(lambda: "end" in timeline(fresh)["faults"][1], "one is over")
    done = timeline(fresh)
    assert [each["change"] for each in done["timeline"]] == [{"outlet_kv": "1.5 m3/h"}]
    assert [each.get("by", each.get("value")) for each in done["faults"]] == ["0.05 m", "0.5 m3/h"]
    fresh.ask(do="reset")
    until(lambda: timeline(fresh) == {}, "nothing of before is left")


def test_a_parameter_is_shown_as_it_is_now_and_marked_where_that_is_not_the_usual(
    browser: Browser, fresh: Served
) -> None:
    with opened(browser, fresh.url) as seen:
        page = seen.page
        page.click("[data-page=instructor]")
        leak = page.locator("[data-parameter=leak_kv]")
        present = leak.locator(".present")
        expect(present).to_have_text("now 0 m³/h")
        fresh.ask(do="run")
        fresh.ask(do="fault", parameter="leak_kv", value=0.5)
        expect(present).to_have_text("now 0.5000 m³/h (usually 0)")
        expect(leak).to_have_class("changed")
        fresh.ask(do="end_fault", of="leak_kv")
        expect(present).to_have_text("now 0 m³/h")


def test_two_faults_on_one_parameter_are_two_lines_and_each_ends_by_itself(
    browser: Browser, fresh: Served
) -> None:
    with opened(browser, fresh.url) as seen:
        page = seen.page
        fresh.ask(do="run")
        for value in (0.25, 0.5):
            fresh.ask(do="fault", parameter="leak_kv", value=value)
        page.click("[data-page=instructor]")
        lines = page.locator(".active li")
        expect(lines).to_have_count(2)
        expect(lines.first).to_contain_text("leak_kv = 0.25 m³/h · page")
        expect(lines.last).to_contain_text("leak_kv = 0.5 m³/h · page")
        present = page.locator("[data-parameter=leak_kv] .present")
        lines.last.get_by_role("button").click()
        expect(present).to_contain_text("0.2500 m³/h")
        expect(lines).to_have_count(1)
    ends = [each.get("end") for each in timeline(fresh)["faults"]]
    assert ends[0] is None
    assert ends[1] is not None


def test_a_fault_stands_once_in_the_events_and_names_are_those_of_the_panel(
    browser: Browser, fresh: Served
) -> None:
    with opened(browser, fresh.url) as seen:
        page = seen.page
        fresh.ask(do="run")
        fresh.ask(do="fault", tag="level_raw", kind="stuck")
        fresh.ask(do="operate", control="start", value=1)
        fresh.ask(do="end_fault", of="level_raw")
        page.click("[data-page=events]")
        ended = page.locator("[data-kind=fault_ended]")
        expect(ended).to_contain_text("level_raw")
        expect(page.locator("[data-kind=fault_injected]")).to_have_count(1)
        begun = page.locator("[data-kind^=fault] td:nth-child(n+2)").all_text_contents()
        assert begun == [
            "injected fault ended", "level_raw", "", "by page", "",
            "fault injected", "level_raw stuck", "", "by page", "",
        ]  # fmt: skip
        start = page.locator("[data-kind=operate] td:nth-child(3)").first
        expect(start).to_have_text("Start")
        page.click("button[lang=zh-CN]")
        expect(start).to_have_text("启动")
        expect(page.locator("[data-kind=operate] td:nth-child(5)").first).to_have_text("由 页面")
        expect(page.locator("[data-kind=fault_injected]")).to_contain_text("level_raw 卡死不变")
