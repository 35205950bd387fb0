"""A button that a page holds is let go when the page is lost, as a deadman's handle is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from hmi.served import SOLUTION, Served, opened, serving

pytestmark = [pytest.mark.browser, pytest.mark.wire]
Until = Callable[[Callable[[], object], str], None]


@pytest.fixture(scope="module")
def soft() -> Iterator[Served]:
    with serving("--free", "--program", str(SOLUTION)) as served:
        served.ask(do="run")
        yield served


def hold_start(page: Page) -> None:
    box = page.locator("[data-control=start]").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()


def test_a_held_button_stays_pressed_for_as_long_as_it_is_held(
    browser: Browser, soft: Served, until: Until
) -> None:
    with opened(browser, soft.url) as seen:
        hold_start(seen.page)
        until(lambda: soft.value("start_button") == 1.0, "it is pressed")
        begun = soft.line()["t"]
        until(lambda: soft.line()["t"] > begun + 4.0, "more than the time of a lost page is over")
        assert soft.value("start_button") == 1.0
        seen.page.mouse.up()
        until(lambda: soft.value("start_button") == 0.0, "it is let go")


def test_closing_the_window_lets_go(browser: Browser, soft: Served, until: Until) -> None:
    with opened(browser, soft.url) as seen:
        hold_start(seen.page)
        until(lambda: soft.value("start_button") == 1.0, "it is pressed")
    until(lambda: soft.value("start_button") == 0.0, "it is let go")


def test_going_to_another_page_lets_go(browser: Browser, soft: Served, until: Until) -> None:
    with opened(browser, soft.url) as seen:
        hold_start(seen.page)
        until(lambda: soft.value("start_button") == 1.0, "it is pressed")
        seen.page.evaluate("location.hash = '#station=0&page=io'")
        until(lambda: soft.value("start_button") == 0.0, "it is let go")


def test_a_phone_that_goes_offline_lets_go_and_may_press_again(
    browser: Browser, soft: Served, until: Until
) -> None:
    with opened(browser, soft.url) as seen:
        hold_start(seen.page)
        until(lambda: soft.value("start_button") == 1.0, "it is pressed")
        seen.page.context.set_offline(True)
        seen.page.mouse.up()
        until(lambda: soft.value("start_button") == 0.0, "it is let go though nobody can say so")
        seen.page.context.set_offline(False)
        expect(seen.page.locator(".link")).to_have_text("Connected", timeout=20_000)
        hold_start(seen.page)
        until(lambda: soft.value("start_button") == 1.0, "it is pressed again")


def test_who_is_no_page_lets_go_himself(soft: Served, until: Until) -> None:
    until(lambda: soft.value("start_button") == 0.0, "it is let go")
    soft.ask(do="operate", control="start", value=1)
    until(lambda: soft.value("start_button") == 1.0, "it is pressed")
    begun = soft.line()["t"]
    until(lambda: soft.line()["t"] > begun + 4.0, "more than the time of a lost page is over")
    assert soft.value("start_button") == 1.0
