"""A program is changed on its page: its mistakes are shown in place, and a draft is not lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from hmi.served import SOLUTION, Served, opened

pytestmark = [pytest.mark.browser, pytest.mark.wire]
WRONG_LINE = 79
WRONG = "\n" * (WRONG_LINE - 3) + "PROGRAM p\nVAR x : INT; END_VAR\nx := ;\nEND_PROGRAM\n"
CARET_LINE = "e => e.value.slice(0, e.selectionStart).split('\\n').length"


@pytest.fixture
def page(browser: Browser, soft: Served) -> Iterator[Page]:
    with opened(browser, soft.url) as seen:
        seen.page.click("[data-page=program]")
        seen.page.click("button:has-text('Edit')")
        yield seen.page


def test_the_caret_and_the_mark_are_where_the_mistake_is(page: Page) -> None:
    page.fill(".editor", WRONG)
    page.click("button:has-text('Compile and load')")
    expect(page.locator(".numbers .wrong")).to_have_text([str(WRONG_LINE)])
    expect(page.locator(".editor")).to_be_focused()
    assert page.locator(".editor").evaluate(CARET_LINE) == WRONG_LINE
    assert page.locator(".editor").evaluate("e => e.scrollTop") > 0
    page.locator(".editor").press("Control+Home")
    page.click(".problems button")
    assert page.locator(".editor").evaluate(CARET_LINE) == WRONG_LINE


def test_a_discarded_draft_takes_its_mistakes_with_it(page: Page) -> None:
    page.fill(".editor", WRONG)
    page.click("button:has-text('Compile and load')")
    expect(page.locator(".problems li")).to_have_count(1)
    page.click("button:has-text('Cancel')")
    expect(page.locator(".listing")).to_be_visible()
    expect(page.locator(".problems li")).to_have_count(0)
    expect(page.locator(".listing .wrong")).to_have_count(0)
    page.click("[data-page=plant]")
    page.click("[data-page=program]")
    expect(page.locator(".listing li").first).to_contain_text("Reference solution")
    expect(page.locator(".problems li")).to_have_count(0)


def test_a_draft_outlives_another_page_a_language_and_a_reload(page: Page) -> None:
    page.fill(".editor", WRONG)
    page.click("[data-page=plant]")
    page.click("[data-page=program]")
    expect(page.locator(".editor")).to_have_value(WRONG)
    page.click("button[lang=zh-CN]")
    expect(page.locator(".editor")).to_have_value(WRONG)
    page.reload()
    expect(page.locator(".editor")).to_have_value(WRONG)


def test_tab_indents_and_after_escape_it_leaves(page: Page) -> None:
    page.fill(".editor", "")
    page.keyboard.press("Tab")
    page.keyboard.type("x")
    expect(page.locator(".editor")).to_have_value("    x")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator(".editor")).not_to_be_focused()
    expect(page.locator(".editor")).to_have_value("    x")


def test_a_right_program_is_loaded_and_its_draft_is_over(page: Page) -> None:
    page.fill(".editor", SOLUTION.read_text() + "(* once more *)\n")
    page.click("button:has-text('Compile and load')")
    expect(page.locator(".listing")).to_contain_text("once more")
    expect(page.locator(".source [role=status]")).to_contain_text("Loaded")
    page.click("[data-page=plant]")
    page.click("[data-page=program]")
    expect(page.locator(".editor")).to_be_hidden()


def test_what_another_has_loaded_meanwhile_is_not_undone_without_a_word(
    page: Page, soft: Served
) -> None:
    mine = SOLUTION.read_text() + "(* mine *)\n"
    page.fill(".editor", mine)
    soft.ask(do="program", file="solution.st", text=SOLUTION.read_text() + "(* another's *)\n")
    page.click("button:has-text('Compile and load')")
    expect(page.locator(".problems")).to_contain_text("was changed meanwhile by page")
    expect(page.locator(".editor")).to_have_value(mine)
    page.click("button:has-text('Load all the same')")
    expect(page.locator(".listing")).to_contain_text("mine")


def test_on_a_4k_screen_a_program_is_large_and_has_the_height(
    browser: Browser, soft: Served
) -> None:
    with opened(browser, soft.url, (3840, 2160)) as seen:
        seen.page.click("[data-page=program]")
        seen.page.click("button:has-text('Edit')")
        editor = seen.page.locator(".editor")
        assert editor.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 18
        assert editor.evaluate("e => e.clientHeight") >= 0.75 * 2160
