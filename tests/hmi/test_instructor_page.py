"""The instructor's page: nothing to press moves or is cut off, and it is plain what waits and for what."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from hmi.served import Served, opened

pytestmark = [pytest.mark.browser, pytest.mark.wire]


def edges_of_buttons(page: Page) -> float:
    """By how much a button reaches beyond the card that it is in."""
    return float(
        page.locator(".instructor section button").evaluate_all(
            "all => Math.max(...all.map(e => e.getBoundingClientRect().right"
            " - e.closest('section').getBoundingClientRect().right))"
        )
    )


@pytest.mark.parametrize("size", [(360, 800), (1280, 800), (3840, 2160)])
def test_a_fault_that_begins_moves_nothing_and_cuts_nothing_off(
    browser: Browser, fresh: Served, size: tuple[int, int]
) -> None:
    with opened(browser, f"{fresh.url}/#page=instructor", size) as seen:
        page = seen.page
        fresh.ask(do="run")
        assert edges_of_buttons(page) < 0
        places = [".on-plant tr:last-child", ".wires button"]
        before = [page.locator(each).bounding_box() for each in places]
        fresh.ask(do="fault", tag="level_raw", kind="open_wire", diagnostics=False, after=300)
        fresh.ask(do="fault", parameter="leak_kv", value=1)
        expect(page.locator(".active li")).to_have_count(1)
        expect(page.locator(".waiting li")).to_have_count(1)
        assert [page.locator(each).bounding_box() for each in places] == before


def test_a_delay_is_told_at_both_cards_that_it_holds_for(browser: Browser, fresh: Served) -> None:
    with opened(browser, f"{fresh.url}/#page=instructor") as seen:
        page = seen.page
        expect(page.locator(".when")).to_have_text(["at once", "at once"])
        page.locator(".delay input").fill("5")
        expect(page.locator(".when")).to_have_text(["5 s later", "5 s later"])


def test_what_waits_is_said_in_the_page_s_language(browser: Browser, fresh: Served) -> None:
    with opened(browser, f"{fresh.url}/#page=instructor") as seen:
        page = seen.page
        page.click("button[lang]")
        fresh.ask(do="run")
        fresh.ask(do="fault", tag="level_raw", kind="open_wire", diagnostics=True, after=300)
        expect(page.locator(".waiting li")).to_contain_text("断线 4-20 mA 输入是否带断线诊断: 是")
        fresh.ask(do="operate", control="reset", value=1)
        page.click("[data-page=events]")
        expect(page.locator("tr[data-kind=operate]").first).to_contain_text("由 页面")
        expect(page.locator("tr[data-kind=asked_for_later]")).to_contain_text(
            "故障: level_raw 断线"
        )
