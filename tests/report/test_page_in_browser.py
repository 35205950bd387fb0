"""The page on a run in a real browser: Debian's chromium, or the one that Playwright has."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from trainlab.report.contract import Outcome
from trainlab.report.html.page import HtmlReport

pytestmark = pytest.mark.browser
A4_PX = (794, 1123)
PHONE_PX = (390, 844)


@dataclass
class Opened:
    """A page from disk, all that it complained of, and all that it asked the network for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


def opened(browser: Browser, file: Path, outcome: Outcome, size: tuple[int, int]) -> Opened:
    file.write_bytes(HtmlReport().write(outcome, "en"))
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    opened = Opened(page)
    page.on("console", lambda message: opened.complaints.append(message.text))
    page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    page.on("dialog", lambda dialog: opened.complaints.append(dialog.message))
    page.on("request", lambda request: opened.requests.append(request.url))
    page.goto(file.as_uri())
    return opened


def test_a_page_opens_from_disk_alone_and_draws_every_check(
    browser: Browser, failed: Outcome, tmp_path: Path
) -> None:
    report = opened(browser, tmp_path / "report.html", failed, A4_PX)

    boxes = [diagram.bounding_box() for diagram in report.page.locator("svg.diagram").all()]

    assert len(boxes) == len(failed.verdict.score.results)
    assert all(box and box["width"] > 600 and box["height"] > 60 for box in boxes)
    assert report.requests == [(tmp_path / "report.html").as_uri()]
    assert report.complaints == []


def test_the_names_and_numbers_of_a_diagram_are_within_it(
    browser: Browser, failed: Outcome, tmp_path: Path
) -> None:
    report = opened(browser, tmp_path / "report.html", failed, A4_PX)
    outside = report.page.evaluate(
        """() => [...document.querySelectorAll("svg.diagram text")].filter(text => {
            const box = text.getBBox(), view = text.ownerSVGElement.viewBox.baseVal;
            return box.x < 0 || box.x + box.width > view.width || box.y < 0
                || box.y + box.height > view.height;
        }).map(text => text.textContent)"""
    )
    assert outside == []


def test_languages_are_switched_without_a_script(
    browser: Browser, failed: Outcome, tmp_path: Path
) -> None:
    page = opened(browser, tmp_path / "report.html", failed, A4_PX).page
    assert page.locator("h1").inner_text() == "Hold the level"

    page.get_by_text("简体中文").click()

    assert page.locator("h1").inner_text() == "液位保持"
    assert page.locator('main [lang="en"]:visible').count() == 0


def test_a_phone_shows_all_but_the_diagrams_without_scrolling_sideways(
    browser: Browser, hostile: Outcome, tmp_path: Path
) -> None:
    page = opened(browser, tmp_path / "report.html", hostile, PHONE_PX).page
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE_PX[0]


def test_hostile_names_do_nothing_in_a_browser(
    browser: Browser, hostile: Outcome, tmp_path: Path
) -> None:
    report = opened(browser, tmp_path / "report.html", hostile, A4_PX)
    assert report.complaints == []
    assert len(report.requests) == 1
    assert report.page.locator("img, script").count() == 0


def test_on_paper_no_diagram_is_wider_than_the_sheet_and_no_button_is_left(
    browser: Browser, failed: Outcome, tmp_path: Path
) -> None:
    page = opened(browser, tmp_path / "report.html", failed, (700, 1000)).page
    page.emulate_media(media="print")
    widths = page.evaluate(
        "[...document.querySelectorAll('svg.diagram')].map(each => each.getBoundingClientRect().width)"
    )
    assert max(widths) <= 700
    assert page.get_by_text("简体中文").is_hidden()


@pytest.mark.parametrize(("kind", "least"), [("text", 4.5), ("badge", 4.5)])
def test_texts_stand_out_from_their_ground(
    kind: str, least: float, browser: Browser, failed: Outcome, tmp_path: Path
) -> None:
    """WCAG 2.2, 1.4.3: contrast of at least 4.5 to 1, by its formula for relative luminance."""
    selector = {"text": "p, dd, dt, td, th, figcaption", "badge": ".badge, .total"}[kind]
    page = opened(browser, tmp_path / "report.html", failed, A4_PX).page
    ratios = page.evaluate(
        """selector => {
            const linear = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
            const luminance = ([r, g, b]) => 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b);
            const rgb = text => text.match(/[\\d.]+/g).map(Number);
            const ground = element => {
                for (; element; element = element.parentElement) {
                    const found = rgb(getComputedStyle(element).backgroundColor);
                    if (found.length < 4 || found[3] > 0) return found;
                }
                return [255, 255, 255];
            };
            return [...document.querySelectorAll(selector)].map(element => {
                const both = [luminance(rgb(getComputedStyle(element).color)),
                              luminance(ground(element))].sort((a, b) => b - a);
                return (both[0] + 0.05) / (both[1] + 0.05);
            });
        }""",
        selector,
    )
    assert min(ratios) >= least
