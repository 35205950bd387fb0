"""Two instructors at one station do not fight: each sees at once what the other does, and who held goes on holding."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from hmi.served import Served, opened

pytestmark = [pytest.mark.browser, pytest.mark.wire]
Until = Callable[[Callable[[], object], str], None]
Pair = tuple[Page, Page]


@pytest.fixture(scope="module")
def pages(browser: Browser, running: Served) -> Iterator[Pair]:
    with opened(browser, running.url) as first, opened(browser, running.url) as second:
        yield first.page, second.page
        assert first.complaints == second.complaints == []


def start_down(page: Page) -> None:
    page.click("[data-page=plant]")
    box = page.locator("[data-control=start]").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()


def test_a_tap_on_one_page_does_not_let_go_what_is_held_on_another(
    running: Served, pages: Pair, until: Until
) -> None:
    holds, taps = pages
    start_down(holds)
    until(lambda: running.value("start_button") == 1.0, "it is pressed")
    start_down(taps)
    with taps.expect_response("**/commands") as answer:
        taps.mouse.up()
    assert answer.value.status == 202
    begun = running.line()["t"]
    until(lambda: running.line()["t"] > begun + 0.3, "what was asked is done")
    assert running.value("start_button") == 1.0
    holds.mouse.up()
    until(lambda: running.value("start_button") == 0.0, "the last one has let go")


def test_a_script_does_not_let_go_what_a_page_holds_but_may_trip_the_estop(
    running: Served, pages: Pair, until: Until
) -> None:
    start_down(pages[0])
    until(lambda: running.value("start_button") == 1.0, "it is pressed")
    running.ask(do="operate", control="start", value=0)
    running.ask(do="operate", control="estop", value=1)
    expect(pages[1].locator("[data-control=estop]")).to_have_attribute("aria-pressed", "true")
    assert running.value("start_button") == 1.0
    running.ask(do="operate", control="estop", value=0)
    pages[0].mouse.up()
    until(lambda: running.value("start_button") == 0.0, "it is let go")


def test_events_tell_two_pages_apart(pages: Pair) -> None:
    for page in pages:
        page.click("[data-page=plant]")
        page.locator("[data-control=ack]").click()
        page.click("[data-page=events]")
    labels = [page.locator(".this-page").text_content() for page in pages]
    assert labels == ["This is page 1", "This is page 2"]
    rows = pages[0].locator("table.events tr[data-kind=operate]", has_text="ack")
    expect(rows.filter(has_text="by page 1").first).to_be_visible()
    expect(rows.filter(has_text="by page 2").first).to_be_visible()


def test_the_speed_that_another_page_chooses_is_seen_by_who_has_chosen_before(pages: Pair) -> None:
    speeds = [page.locator("select[aria-label=Speed]") for page in pages]
    speeds[0].select_option("2")
    speeds[0].focus()
    expect(speeds[1]).to_have_value("2")
    speeds[1].select_option("5")
    expect(speeds[0]).to_have_value("5")
    speeds[0].select_option("1")
    expect(speeds[1]).to_have_value("1")


def test_faults_changes_and_the_seat_are_seen_on_both_pages(pages: Pair) -> None:
    first, second = pages
    for page in pages:
        page.click("[data-page=instructor]")
    first.select_option("select[aria-label=Tag]", "level_raw")
    first.select_option("select[aria-label=Kind]", "open_wire")
    first.click("button:text-is('Begin')")
    fault = second.locator("ul.active li")
    expect(fault).to_contain_text("level_raw")
    fault.locator("button").click()
    expect(first.locator("ul.active li")).to_have_count(0)

    for page, given in ((first, "3.1"), (second, "3.2")):
        row = page.locator("tr", has=page.locator("button:text-is('Apply')")).first
        row.locator("input").fill(given)
        row.locator("button:text-is('Apply')").click()
        for other in pages:
            expect(other.locator("tr small", has_text=f"now {given}")).to_have_count(1)

    second.click("button:text-is('Drive by hand')")
    for page in pages:
        expect(page.locator("main output").first).to_have_text("by hand")
    first.click("button:text-is('Soft PLC')")
    for page in pages:
        expect(page.locator("main output").first).to_have_text("soft PLC")
