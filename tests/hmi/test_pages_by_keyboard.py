"""The pages without a pointer or a sight of them: focus, live regions, and what a lost station says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from hmi.served import SOLUTION, Served, opened, serving

pytestmark = [pytest.mark.browser, pytest.mark.wire]
Until = Callable[[Callable[[], object], str], None]
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


def test_space_holds_a_push_button_for_as_long_as_it_is_down(
    page: Page, soft: Served, until: Until
) -> None:
    soft.ask(do="run")
    start = page.get_by_role("button", name="Start")
    start.focus()
    page.keyboard.down(" ")
    expect(start).to_have_attribute("aria-pressed", "true")
    until(lambda: soft.value("start_button") == 1.0, "it is pressed")
    page.keyboard.up(" ")
    expect(start).to_have_attribute("aria-pressed", "false")
    until(lambda: soft.value("start_button") == 0.0, "it is let go")
    expect(page.locator(".lamp.lamp_green.on")).to_have_count(1)


LABELS = {
    "en": ("Start", "Emergency stop", "Level setpoint", "Speed", "Dark room", "Operator panel"),
    "zh-CN": ("启动", "急停", "液位设定值", "速度", "暗色", "操作面板"),
}


@pytest.mark.parametrize("language", LABELS)
def test_theme_and_language_are_kept_with_every_label(page: Page, language: str) -> None:
    start, estop, setpoint, speed, theme, panel = LABELS[language]
    if language != "en":
        page.click(f"button[lang={language}]")
    page.get_by_role("button", name=theme).click()
    page.reload()
    root = page.locator(":root")
    expect(root).to_have_attribute("data-theme", "dark")
    expect(root).to_have_attribute("lang", language)
    expect(root).to_have_css("color-scheme", "dark")
    expect(page.get_by_role("button", name=theme)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("combobox", name=speed)).to_be_visible()
    within = page.get_by_role("region", name=panel)
    expect(within.get_by_role("button", name=start, exact=True)).to_be_visible()
    expect(within.get_by_role("button", name=estop)).to_be_visible()
    expect(within.get_by_role("slider", name=setpoint)).to_be_visible()


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
