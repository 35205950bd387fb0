"""Contrast of texts and lines, light and dark (WCAG 2.2, 1.4.3: 4.5 for text; 1.4.11: 3 for graphics)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from hmi.served import ROOT, Served, opened, serving

pytestmark = [pytest.mark.browser, pytest.mark.wire]
TEXT, GRAPHICS = 4.5, 3.0
Until = Callable[[Callable[[], object], str], None]
OF_TEXTS = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
# What has to be there before a page has all of its texts.
PAGES = {
    "plant": ".lamps",
    "io": "tr.forced.broken",
    "trends": ".legend li",
    "events": ".events td",
    "program": ".listing li.covered",
    "scenario": ".verdict.passed",
    "instructor": ".room tbody td",
}

# Relative luminance as WCAG 2.2 defines it, of whatever colour the browser understands.
CONTRAST = """
  const parts = (colour) => {
    const g = document.createElement('canvas').getContext('2d');
    g.fillStyle = colour.trim();
    g.fillRect(0, 0, 1, 1);
    return [...g.getImageData(0, 0, 1, 1).data].slice(0, 3).map(c => c / 255);
  };
  const light = (colour) => {
    const [r, g, b] = parts(colour).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
"""
OF_TRENDS = f"""() => {{ {CONTRAST}
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(name);
  const trends = [1, 2, 3, 4, 5, 6, 7, 8].map(n => contrast(of(`--trend-${{n}}`), of('--card')));
  return [trends, contrast(of('--quiet'), of('--card'))];  // its numbers are drawn so
}}"""
OF_INSTRUMENTS = f"""() => {{ {CONTRAST}
  return [...document.querySelectorAll('.instrument .on')].map(on => contrast(
    getComputedStyle(on.querySelector('text')).fill, getComputedStyle(on.querySelector('.body')).fill));
}}"""


@pytest.fixture(scope="module")
def batch() -> Iterator[Served]:
    scenario = ROOT / "scenarios/batch/dosing.yaml"
    program = ROOT / "plc_projects/batch_dosing/solution.st"
    with serving("--program", str(program), scenario=scenario) as served:
        served.ask(do="run")
        yield served


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_letters_and_trends_are_told_from_their_ground(
    browser: Browser, batch: Served, theme: str
) -> None:
    with opened(browser, batch.url) as seen:
        if theme == "dark":
            seen.page.click("button:has-text('Dark room')")
        expect(seen.page.locator(":root")).to_have_attribute("data-theme", theme)
        expect(seen.page.locator(".instrument .on").first).to_be_visible()
        assert min(seen.page.evaluate(OF_INSTRUMENTS)) >= TEXT
        trends, numbers = seen.page.evaluate(OF_TRENDS)
        assert numbers >= TEXT
        assert len(trends) == 8
        assert min(trends) >= GRAPHICS


@pytest.fixture(scope="module")
def over(soft: Served, until: Until) -> Served:
    """A run that is over, with a tag that is forced and a wire that is broken."""
    soft.ask(do="speed", value=100)
    soft.ask(do="run")
    until(lambda: soft.line()["over"], "it is over")
    soft.ask(do="fault", tag="level_raw", kind="open_wire")
    soft.ask(do="force", tag="level_raw", value=0)
    return soft


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_of_every_page_is_told_from_its_ground(
    browser: Browser, over: Served, theme: str
) -> None:
    with opened(browser, over.url) as seen:
        page = seen.page
        if theme == "dark":
            page.click("button:has-text('Dark room')")
        for name, there in PAGES.items():
            page.evaluate(f"location.hash = '#station=0&page={name}'")
            page.wait_for_selector(f"main.page-{name} {there}", state="attached")
            texts = page.evaluate(OF_TEXTS)
            assert len(texts) > 30
            assert [each for each in texts if each[0] < each[1]] == [], name
        page.goto(f"{over.url}/assets/enter.html")
        page.wait_for_selector("main.enter")
        texts = page.evaluate(OF_TEXTS)
        assert [each for each in texts if each[0] < each[1]] == []
