"""The pages in a real browser: seen, pressed, tripped, and a run to its verdict."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect

from hmi.served import SOLUTION, Served, opened, serving

pytestmark = [pytest.mark.browser, pytest.mark.wire]
Until = Callable[[Callable[[], object], str], None]
TABS = ("plant", "io", "trends", "events", "program", "scenario", "instructor")
SIZES = {"phone": (360, 740), "class": (1366, 768), "4k": (3840, 2160)}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_every_page_opens_within_the_width_and_without_a_complaint(
    browser: Browser, fresh: Served, size: tuple[int, int]
) -> None:
    with opened(browser, fresh.url, size) as seen:
        for language in ("en", "zh-CN"):
            for tab in TABS:
                seen.page.click(f"[data-page={tab}]")
                seen.page.wait_for_selector(f"main.page-{tab} section")
                wide = seen.page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert wide <= 0, (language, tab)
            seen.page.click("button[lang]")
        assert seen.complaints == []


def test_a_newcomer_is_told_what_to_do_until_it_runs(browser: Browser, fresh: Served) -> None:
    with opened(browser, fresh.url) as seen:
        expect(seen.page.locator(".hint")).to_contain_text("Press Run")
        seen.page.click(".run")
        expect(seen.page.locator(".hint")).to_be_hidden()


def test_a_single_tick_is_seen(browser: Browser, fresh: Served) -> None:
    with opened(browser, fresh.url) as seen:
        expect(seen.page.locator(".time")).to_contain_text("0:00.000 /")
        seen.page.click("[title='Single tick']")
        expect(seen.page.locator(".time")).to_contain_text("0:00.010 /")


def test_on_a_phone_a_value_stands_beside_its_tag(browser: Browser, fresh: Served) -> None:
    with opened(browser, fresh.url, SIZES["phone"]) as seen:
        seen.page.click("[data-page=io]")
        value = seen.page.locator("[data-tag=level_raw] td.value").bounding_box()
    assert value is not None
    assert value["x"] + value["width"] <= SIZES["phone"][0]


def test_start_is_pressed_and_the_tank_fills(browser: Browser, fresh: Served) -> None:
    with opened(browser, fresh.url) as seen:
        page = seen.page
        page.click(".run")
        before = page.locator("[data-fill=level_m]").evaluate(
            "e => e.getBoundingClientRect().height"
        )
        start = page.locator("[data-control=start]")
        start.dispatch_event("pointerdown", {"pointerId": 1})
        expect(page.locator(".lamp.lamp_green")).to_have_class("lamp lamp_green on")
        start.blur()
        page.wait_for_function(
            "before => document.querySelector('[data-fill=level_m]').getBoundingClientRect().height > before",
            arg=before + 1,
        )
        assert page.locator("[data-on=pump_on].on").count() == 1


def test_the_estop_latches_and_is_worked_by_keys(browser: Browser, fresh: Served) -> None:
    with opened(browser, fresh.url) as seen:
        page = seen.page
        page.click(".run")
        mushroom = page.locator("[data-control=estop]")
        mushroom.focus()
        page.keyboard.press("Enter")
        expect(mushroom).to_have_attribute("aria-pressed", "true")
        page.click("[data-page=io]")
        expect(page.locator("[data-tag=estop_ok] td.value")).to_have_text("FALSE")
        page.click("[data-page=plant]")
        page.locator("[data-control=estop]").click()
        expect(page.locator("[data-control=estop]")).to_have_attribute("aria-pressed", "false")


def test_a_fault_raises_an_alarm_that_is_acknowledged(browser: Browser, fresh: Served) -> None:
    with opened(browser, fresh.url) as seen:
        page = seen.page
        page.click(".run")
        page.click("[data-page=instructor]")
        page.select_option("select[aria-label=Tag]", "level_raw")
        page.select_option("select[aria-label=Kind]", "open_wire")
        page.click("button:has-text('Begin')")
        expect(page.locator(".active li")).to_have_count(1)
        page.click("[data-page=events]")
        row = page.locator("tr[data-alarm=level_failure]")
        expect(row).to_have_class("active unacked")
        row.locator("[data-do=acknowledge]").click()
        expect(row).to_have_class("active")
        page.click("[data-page=io]")
        expect(page.locator("tr.broken[data-tag=level_raw]")).to_have_count(1)


def test_a_forced_tag_is_marked_on_every_page(browser: Browser, fresh: Served) -> None:
    with opened(browser, fresh.url) as seen:
        page = seen.page
        page.click(".run")
        page.click("[data-page=io]")
        page.locator("tr[data-tag=overfill_ok] button").first.click()
        expect(page.locator("tr.forced[data-tag=overfill_ok]")).to_have_count(1)
        for tab in TABS:
            page.click(f"[data-page={tab}]")
            expect(page.locator(".banner")).to_contain_text("overfill_ok")
        fresh.ask(do="release", tag="overfill_ok")
        expect(page.locator(".banner p")).to_have_count(0)


def test_a_run_turns_its_checks_and_ends_with_a_report(browser: Browser, fresh: Served) -> None:
    with opened(browser, fresh.url) as seen:
        page = seen.page
        page.click("[data-page=scenario]")
        page.select_option("select[aria-label=Speed]", "50")
        page.click(".run")
        expect(page.locator(".verdict")).to_have_class("verdict passed", timeout=30_000)
        expect(page.locator(".phase")).to_have_text("Running, the exam's time is over")
        expect(page.locator(".checks li[data-standing=passed]")).to_have_count(15)
        with page.context.expect_page() as report:
            page.click("text=Open the report")
        expect(report.value.locator("svg.diagram").first).to_be_visible(timeout=20_000)
        assert seen.complaints == []


def test_gates_that_hold_a_total_are_named_at_the_end(browser: Browser) -> None:
    with (
        serving("--program", str(SOLUTION.with_name("bad_ignores_estop.st"))) as served,
        opened(browser, served.url) as seen,
    ):
        seen.page.click("[data-page=scenario]")
        seen.page.select_option("select[aria-label=Speed]", "50")
        seen.page.click(".run")
        expect(seen.page.locator(".verdict")).to_have_class("verdict failed", timeout=30_000)
        expect(seen.page.locator(".verdict .gates")).to_contain_text("gates not passed: 1")


def test_a_mistake_in_a_program_is_shown_at_its_line(browser: Browser, fresh: Served) -> None:
    with opened(browser, fresh.url) as seen:
        page = seen.page
        page.click("[data-page=program]")
        page.click("button:has-text('Edit')")
        page.fill(".editor", "PROGRAM p\nVAR x : INT; END_VAR\nx := ;\nEND_PROGRAM\n")
        page.click("button:has-text('Compile and load')")
        expect(page.locator(".problems li")).to_contain_text("solution.st:3:6")
        page.click("button:has-text('Cancel')")
        expect(page.locator(".listing li").first).to_contain_text("Reference solution")


def test_a_lost_station_is_told_at_once(browser: Browser) -> None:
    with ExitStack() as station:
        served = station.enter_context(serving("--program", str(SOLUTION)))
        with opened(browser, served.url) as seen:
            expect(seen.page.locator(".link")).to_have_text("Connected")
            station.close()
            expect(seen.page.locator(".link.lost")).to_have_text("Connection lost, trying again")


def test_where_nobody_drives_a_newcomer_may(browser: Browser) -> None:
    with serving() as served, opened(browser, served.url) as seen:
        seen.page.click(".hint button")
        expect(seen.page.locator(".phase")).to_have_text("Running")
        expect(seen.page.locator(".hint")).to_be_hidden()
        seen.page.click("[data-page=io]")
        seen.page.click("[aria-label='1 Set lamp_green']")
        expect(seen.page.locator("tr.on[data-tag=lamp_green]")).to_have_count(1)
