"""The pages without a pointer or a sight of them: focus, live regions, and what a lost station says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from hmi.served import SOLUTION, Served, opened, serving

pytestmark = [pytest.mark.browser, pytest.mark.wire]
IN_MAIN = "document.querySelector('main').contains(document.activeElement)"


@pytest.fixture
def page(browser: Browser, soft: Served) -> Iterator[Page]:
    with opened(browser, soft.url) as seen:
        yield seen.page


def test_a_tab_gives_its_page_the_focus(page: Page) -> None:
    page.locator("[data-page=io]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main.page-io")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate(IN_MAIN)


def test_the_first_key_leads_past_the_head(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main.page-plant")).to_be_focused()


def test_the_language_button_keeps_the_focus(page: Page) -> None:
    page.locator("button[lang]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("button[lang=en]")).to_be_focused()


def test_nothing_that_changes_all_the_time_is_read_out(page: Page, soft: Served) -> None:
    soft.ask(do="run")
    expect(page.locator(".time")).to_have_attribute("aria-live", "off")
    page.click("[data-page=trends]")
    for output in page.locator("output").all():
        expect(output).to_have_attribute("aria-live", "off")


def test_the_trends_are_told_in_words(page: Page) -> None:
    page.click("[data-page=trends]")
    page.wait_for_function(
        "() => /level_m [0-9.]+ m,/.test(document.querySelector('canvas').ariaLabel)"
    )


def test_a_ninth_trend_is_refused_in_words(page: Page) -> None:
    page.click("[data-page=trends]")
    boxes = page.locator(".choices input")
    for box in boxes.all()[3:8]:
        box.check()
    boxes.nth(8).click()
    expect(boxes.nth(8)).not_to_be_checked()
    expect(boxes.first).to_be_checked()
    expect(page.locator(".signals [role=status]")).to_contain_text("At most 8")


def test_a_setpoint_moved_elsewhere_moves_a_slider_in_focus(page: Page, soft: Served) -> None:
    soft.ask(do="run")
    slider = page.locator("[data-control=setpoint]")
    slider.focus()
    soft.ask(do="operate", control="setpoint", value=0.3)
    page.wait_for_function("() => document.activeElement.value === '0.3'")


def test_a_click_on_a_lost_station_is_answered(browser: Browser) -> None:
    with ExitStack() as station:
        served = station.enter_context(serving("--program", str(SOLUTION)))
        with opened(browser, served.url) as seen:
            station.close()
            expect(seen.page.locator(".link.lost")).to_be_visible()
            seen.page.locator("[data-control=ack]").focus()
            seen.page.keyboard.press("Enter")
            expect(seen.page.locator(".toast.shown")).to_contain_text("nothing is sent")
