"""A button that a page holds is let go when the page is lost, as a deadman's handle is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from hmi.served import Served, opened

pytestmark = [pytest.mark.browser, pytest.mark.wire]
Until = Callable[[Callable[[], object], str], None]


def hold_start(page: Page) -> None:
    box = page.locator("[data-control=start]").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()


def test_a_held_button_stays_pressed_for_as_long_as_it_is_held(
    browser: Browser, running: Served, until: Until
) -> None:
    with opened(browser, running.url) as seen:
        hold_start(seen.page)
        until(lambda: running.value("start_button") == 1.0, "it is pressed")
        begun = running.line()["t"]
        until(
            lambda: running.line()["t"] > begun + 4.0, "more than the time of a lost page is over"
        )
        assert running.value("start_button") == 1.0
        seen.page.mouse.up()
        until(lambda: running.value("start_button") == 0.0, "it is let go")


def test_closing_the_window_lets_go(browser: Browser, running: Served, until: Until) -> None:
    with opened(browser, running.url) as seen:
        hold_start(seen.page)
        until(lambda: running.value("start_button") == 1.0, "it is pressed")
    until(lambda: running.value("start_button") == 0.0, "it is let go")


def test_going_to_another_page_lets_go(browser: Browser, running: Served, until: Until) -> None:
    with opened(browser, running.url) as seen:
        hold_start(seen.page)
        until(lambda: running.value("start_button") == 1.0, "it is pressed")
        seen.page.evaluate("location.hash = '#station=0&page=io'")
        until(lambda: running.value("start_button") == 0.0, "it is let go")


def test_a_phone_that_goes_offline_lets_go_and_may_press_again(
    browser: Browser, running: Served, until: Until
) -> None:
    with opened(browser, running.url) as seen:
        hold_start(seen.page)
        until(lambda: running.value("start_button") == 1.0, "it is pressed")
        seen.page.context.set_offline(True)
        seen.page.mouse.up()
        until(lambda: running.value("start_button") == 0.0, "it is let go though nobody can say so")
        seen.page.context.set_offline(False)
        expect(seen.page.locator(".link")).to_have_text("Connected", timeout=20_000)
        hold_start(seen.page)
        until(lambda: running.value("start_button") == 1.0, "it is pressed again")


def test_who_is_no_page_lets_go_himself(running: Served, until: Until) -> None:
    until(lambda: running.value("start_button") == 0.0, "it is let go")
    running.ask(do="operate", control="start", value=1)
    until(lambda: running.value("start_button") == 1.0, "it is pressed")
    begun = running.line()["t"]
    until(lambda: running.line()["t"] > begun + 4.0, "more than the time of a lost page is over")
    assert running.value("start_button") == 1.0
