"""The head of every page: in view whatever was scrolled, small enough, and with what is not as it should be."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from hmi.served import Served, opened

pytestmark = [pytest.mark.browser, pytest.mark.wire]
PHONE = (360, 800)
SHARE_OF_A_PHONE = 0.25


def head_bottom(page: Page) -> float:
    box = page.locator(".top").bounding_box()
    assert box is not None
    assert box["y"] == 0
    return box["height"]


def test_the_head_stays_in_view_when_a_page_scrolls_and_another_is_chosen(
    browser: Browser, fresh: Served
) -> None:
    with opened(browser, f"{fresh.url}/#page=program", PHONE) as seen:
        page = seen.page
        fresh.ask(do="run")
        fresh.ask(do="force", tag="overfill_ok", value=0)
        expect(page.locator(".banner p")).to_be_visible()
        page.evaluate("scrollTo(0, 500)")
        assert head_bottom(page) <= SHARE_OF_A_PHONE * PHONE[1]
        page.click("[data-page=instructor]")
        expect(page.locator("main.page-instructor section").first).to_be_in_viewport(ratio=1)
        assert page.evaluate("scrollY") == 0
        assert head_bottom(page) <= SHARE_OF_A_PHONE * PHONE[1]
        fresh.ask(do="release", tag="overfill_ok")


def test_a_latched_estop_stands_in_the_head_of_every_page(browser: Browser, fresh: Served) -> None:
    with opened(browser, fresh.url, PHONE) as seen:
        page = seen.page
        fresh.ask(do="run")
        before = head_bottom(page)
        fresh.ask(do="operate", control="estop", value=1)
        for tab in ("plant", "events"):
            page.click(f"[data-page={tab}]")
            expect(page.locator("header .abnormal")).to_have_text("Emergency stop: pressed")
        assert head_bottom(page) == before  # nothing to press has moved
        page.click("button[lang]")
        expect(page.locator("header .abnormal")).to_have_text("急停: 已按下")
        fresh.ask(do="operate", control="estop", value=0)
        expect(page.locator("header .abnormal")).to_be_hidden()
