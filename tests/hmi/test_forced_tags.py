"""A tag that somebody forces: shown as the plant gets it, and marked wherever it is shown."""

from __future__ import annotations

from collections.abc import Callable
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, expect

from hmi.served import Served, opened

pytestmark = [pytest.mark.browser, pytest.mark.wire]
Until = Callable[[Callable[[], object], str], None]


def test_a_forced_output_is_shown_as_the_plant_gets_it(fresh: Served, until: Until) -> None:
    fresh.ask(do="force", tag="lamp_red", value=1)
    fresh.ask(do="run")
    until(lambda: fresh.value("lamp_red") == 1.0, "the history has what is forced")
    assert next(fresh.told("state"))["values"]["lamp_red"] == 1
    (event,) = [e for e in next(fresh.told("event")) if e["kind"] == "tag_forced"]
    assert (event["name"], event["value"]) == ("lamp_red", 1.0)
    fresh.ask(do="release", tag="lamp_red")
    until(lambda: fresh.value("lamp_red") == 0.0, "it is released")
    with urlopen(
        f"{fresh.url}/api/stations/0/export.csv?signals=lamp_red&points=20000", timeout=10
    ) as answer:
        values = [line.rpartition(b",")[2].strip() for line in answer.read().splitlines()[1:]]
    assert values[0] == b"1.0"
    assert values[-1] == b"0.0"


def test_a_forced_output_is_marked_wherever_it_is_shown(browser: Browser, fresh: Served) -> None:
    fresh.ask(do="force", tag="lamp_red", value=1)
    fresh.ask(do="run")
    with opened(browser, fresh.url) as seen:
        page = seen.page
        expect(page.locator(".banner")).to_contain_text("lamp_red = 1")
        expect(page.locator(".lamp.lamp_red.on")).to_contain_text("forced")
        expect(page.locator(".mimic .lamp.forced [data-on=lamp_red].on")).to_have_count(1)
        expect(page.locator(".forced-marks")).to_have_text("forced")
        expect(page.locator("svg.mimic")).to_have_accessible_name("Level loop. Forced: lamp_red")
        page.click("[data-page=io]")
        expect(page.locator("tr[data-tag=lamp_red] th")).to_contain_text("forced")
        page.click("[data-page=trends]")
        page.check("input[value=lamp_red]")
        expect(page.locator(".legend li.forced")).to_have_text("lamp_red 1 forced")
        page.click("[data-page=program]")
        expect(page.locator("tr[data-path=lamp_red] th")).to_have_text("lamp_red forced")
        expect(page.locator("tr[data-path=lamp_red] td")).to_have_text("FALSE")
        page.click("[data-page=events]")
        expect(page.locator("[data-kind=tag_forced] td.number").last).to_have_text("1")
        page.click("[data-page=plant]")
        page.click("button[lang]")
        expect(page.locator(".lamp.lamp_red")).to_contain_text("强制")
        fresh.ask(do="release", tag="lamp_red")
        expect(page.locator(".forced-marks")).to_be_empty()
        expect(page.locator(".badge")).to_have_count(0)
        assert seen.complaints == []


def test_a_reset_lets_forced_tags_go(fresh: Served, until: Until) -> None:
    fresh.ask(do="force", tag="lamp_red", value=1)
    fresh.ask(do="run")
    until(lambda: fresh.line()["forced"] == {"lamp_red": 1}, "it is forced")
    fresh.ask(do="reset")
    until(lambda: fresh.line()["t"] == 0.0 and fresh.line()["forced"] == {}, "no mark is left")


def test_a_forced_tag_without_a_symbol_is_named_in_the_drawing(
    browser: Browser, fresh: Served
) -> None:
    fresh.ask(do="force", tag="auto_mode", value=1)
    fresh.ask(do="run")
    with opened(browser, fresh.url) as seen:
        expect(seen.page.locator(".forced-marks")).to_have_text("Forced: auto_mode")


def test_the_plant_page_shows_what_arrives_past_a_faulty_wire(
    browser: Browser, fresh: Served
) -> None:
    fresh.ask(do="fault", tag="lamp_red", kind="stuck", at=1)
    fresh.ask(do="run")
    with opened(browser, fresh.url) as seen:
        page = seen.page
        expect(page.locator(".lamp.lamp_red.on")).to_have_count(1)
        expect(page.locator(".mimic [data-on=lamp_red].on")).to_have_count(1)
        page.click("[data-page=io]")
        expect(page.locator("tr[data-tag=lamp_red] td.value")).to_have_text("FALSE")
