"""The pages on a phone of 360 by 800: letters that can be read, targets that a finger meets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from hmi.served import SOLUTION, Served, opened, serving

pytestmark = [pytest.mark.browser, pytest.mark.wire]
PHONE = (360, 800)
TABS = ("plant", "io", "trends", "events", "program", "scenario", "instructor")
TARGET_PX = 40
SMALLEST_LETTER_PX = 11.0
LETTERS = """[...document.querySelectorAll('svg text')]
    .map(e => parseFloat(getComputedStyle(e).fontSize) * e.getScreenCTM().a)"""
BOXES = """[...document.querySelectorAll('button, select, nav a, td a, label:has(> input[type=checkbox]), input[type=number]')]
    .filter(e => e.offsetParent).map(e => [e.textContent, e.getBoundingClientRect().toJSON()])"""


@pytest.fixture(scope="module")
def soft() -> Iterator[Served]:
    with serving("--program", str(SOLUTION)) as served:
        yield served


@pytest.fixture
def phone(browser: Browser, soft: Served) -> Iterator[Page]:
    with opened(browser, soft.url, PHONE) as seen:
        yield seen.page


def test_the_letters_of_the_drawing_can_be_read(phone: Page) -> None:
    assert min(phone.evaluate(LETTERS)) >= SMALLEST_LETTER_PX
    drawing = phone.locator(".drawing")
    expect(phone.locator("[data-fill=level_m]")).to_be_in_viewport(
        ratio=1
    )  # the tank, not what feeds it
    assert drawing.evaluate("e => e.scrollWidth > e.clientWidth")
    phone.click(".whole")
    assert drawing.evaluate("e => e.scrollWidth <= e.clientWidth")


def test_the_head_leaves_the_screen_to_the_page(phone: Page) -> None:
    for _ in ("en", "zh-CN"):
        assert phone.locator("header").evaluate("e => e.offsetHeight") <= 110
        phone.click("button[lang]")


@pytest.mark.parametrize("tab", TABS)
def test_a_finger_meets_every_target(phone: Page, tab: str) -> None:
    phone.click(f"[data-page={tab}]")
    phone.wait_for_selector(f"main.page-{tab} section")
    boxes = phone.evaluate(BOXES)
    assert [text for text, box in boxes if min(box["width"], box["height"]) < TARGET_PX] == []


@pytest.mark.parametrize("tab", ["io", "events", "instructor"])
def test_no_button_is_cut_off(phone: Page, tab: str) -> None:
    phone.click(f"[data-page={tab}]")
    phone.wait_for_selector(f"main.page-{tab} section")
    buttons = phone.locator("main button")
    edges = buttons.evaluate_all("all => all.map(e => e.getBoundingClientRect().right)")
    assert len(edges) > 3
    assert max(edges) <= PHONE[0] - 16  # within its section


def test_the_active_tab_is_on_the_screen(phone: Page) -> None:
    phone.click("[data-page=instructor]")
    tab = phone.locator("nav [aria-current]")
    expect(tab).to_have_text("Instructor")
    box = tab.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE[0]
