"""Values as a person reads and types them: engineering units, digits enough, and their drawing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from hmi.served import ROOT, Served, opened, serving

pytestmark = [pytest.mark.browser, pytest.mark.wire]
Until = Callable[[Callable[[], object], str], None]


@pytest.fixture(scope="module")
def batch() -> Iterator[Served]:
    program = ROOT / "plc_projects/batch_dosing/solution.st"
    scenario = ROOT / "scenarios/batch/dosing.yaml"
    with serving("--program", str(program), scenario=scenario) as served:
        yield served


def test_an_analog_value_is_forced_in_its_engineering_unit(
    browser: Browser, batch: Served, until: Until
) -> None:
    with opened(browser, batch.url) as seen:
        page = seen.page
        page.click("[data-page=io]")
        row = page.locator("tr[data-tag=temperature_raw]")
        expect(row.locator(".unit")).to_have_text("°C")
        row.locator("input").fill("36.5")
        row.locator("form button").click()
        page.click(".run")
        until(lambda: batch.line()["forced"].get("temperature_raw") == 10092, "36.5 °C is forced")
        batch.ask(do="release", tag="temperature_raw")


def test_the_vessel_is_drawn_as_full_as_its_transmitter_says(
    browser: Browser, batch: Served, until: Until
) -> None:
    batch.ask(do="reset")
    until(lambda: batch.line()["t"] == 0.0 and batch.line()["phase"] == "paused", "it is reset")
    batch.ask(do="force", tag="level_raw", value=11059)  # 0.16 m of 0.32 m
    with opened(browser, batch.url) as seen:
        seen.page.click(".run")
        seen.page.wait_for_function(
            "() => Math.abs(new DOMMatrix(getComputedStyle(document.querySelector('[data-fill=level_raw]'))"
            ".transform).d - 0.5) < 0.01"
        )
        expect(seen.page.locator("[data-read=level_raw]")).to_have_text("0.160 m")
    batch.ask(do="release", tag="level_raw")


def test_a_recipe_is_shown_finer_than_its_tolerance(browser: Browser, batch: Served) -> None:
    with opened(browser, batch.url) as seen:
        dials = seen.page.locator(".dial output")
        expect(dials.first).to_have_text(re.compile(r"^\d\.\d{3} l$"))
        expect(dials.last).to_have_text(re.compile(r"^\d\d\.\d\d °C$"))


def test_a_selector_has_a_name_and_positions_that_have_theirs(
    browser: Browser, batch: Served
) -> None:
    with opened(browser, batch.url) as seen:
        selector = seen.page.get_by_label("Mode")
        expect(selector.locator("option")).to_have_text(["Manual", "automatic"])


def test_a_button_s_name_begins_with_what_is_seen_of_it(browser: Browser, batch: Served) -> None:
    with opened(browser, f"{batch.url}/#page=io") as seen:
        buttons = seen.page.locator(".io button[aria-label]")
        expect(buttons.first).to_be_visible()
        names = buttons.evaluate_all(
            "all => all.map(e => [e.getAttribute('aria-label'), e.textContent])"
        )
    assert len(names) > 10
    assert [name for name, shown in names if not name.startswith(shown)] == []
