"""Every plant's mimic in a real browser: what moves in it moves once its program runs, and smoothly."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from hmi.served import ROOT, opened, serving

pytestmark = [pytest.mark.browser, pytest.mark.wire]

# By scenario: the program's folder, and what is looked at. The level loop is
# looked at in test_pages_in_browser.py, the CNC cell in test_tool_path.py.
MOVES = {
    "filling/float_switches": ("filling_float_switches", "[data-fill=level_m]"),
    "three_tanks/leak": ("three_tanks_leak", "[data-fill=level_1_m]"),
    "quadruple/minimum_phase": ("quadruple_minimum_phase", "[data-fill=level_1_m]"),
    "batch/dosing": ("batch_dosing", "[data-fill=level_raw]"),
    "heat_cool/split_range": ("heat_cool_split_range", "[data-on=power_share]"),
    "machines/star_delta": ("machines_star_delta", "[data-on=line_closed]"),
    "cnc/robot_cell": ("cnc_robot_cell", "[data-move=robot_travel]"),
}
CARRIES = ("buffer", "merge", "sort_height", "sort_material")
# What is seen of an element: whether it is on, and where it is or how full.
SEEN = """selector => {
  const element = document.querySelector(selector);
  const { a, d, e, f } = new DOMMatrix(getComputedStyle(element).transform);
  return [element.classList.contains('on'), a, d, Math.round(e), Math.round(f)].join();
}"""
CHANGED = f"([selector, before]) => ({SEEN})(selector) !== before"
X = "item => new DOMMatrix(getComputedStyle(item).transform).e"
FORWARD = f"([item, before]) => ({X})(item) > before + 5"
# Where an item is in each frame for a while.
PLACES = """() => new Promise(done => {
  const item = document.querySelector('.item');
  const places = [], end = performance.now() + 1500;
  const look = () => {
    places.push(new DOMMatrix(getComputedStyle(item).transform).e);
    if (performance.now() < end) requestAnimationFrame(look);
    else done(places);
  };
  requestAnimationFrame(look);
})"""


def run(page: Page, speed: int) -> None:
    page.select_option("select[aria-label=Speed]", str(speed))
    page.click(".run")
    expect(page.locator(".phase")).to_have_text("Running")


def plc(folder: str) -> tuple[str, str]:
    return "--program", str(ROOT / "plc_projects" / folder / "solution.st")


@pytest.mark.parametrize("name", MOVES)
def test_a_plant_moves_in_its_mimic(browser: Browser, name: str) -> None:
    folder, selector = MOVES[name]
    scenario = ROOT / "scenarios" / f"{name}.yaml"
    with serving(*plc(folder), scenario=scenario) as served, opened(browser, served.url) as seen:
        before = seen.page.evaluate(SEEN, selector)
        run(seen.page, 20)
        seen.page.wait_for_function(CHANGED, arg=[selector, before])
        assert seen.complaints == []


@pytest.mark.parametrize("name", CARRIES)
def test_a_belt_carries_things_forward(browser: Browser, name: str) -> None:
    scenario = ROOT / "scenarios/conveyor" / f"{name}.yaml"
    with (
        serving(*plc(f"conveyor_{name}"), scenario=scenario) as served,
        opened(browser, served.url) as seen,
    ):
        run(seen.page, 5)
        item = seen.page.wait_for_selector(".item", state="attached")
        assert item is not None
        seen.page.wait_for_function(FORWARD, arg=[item, item.evaluate(X)])
        assert seen.complaints == []


def test_a_box_never_goes_back_on_a_slow_computer(browser: Browser) -> None:
    scenario = ROOT / "scenarios/conveyor/a_to_b.yaml"
    with (
        serving(*plc("conveyor_a_to_b"), scenario=scenario) as served,
        opened(browser, served.url) as seen,
    ):
        page = seen.page
        run(page, 5)
        page.wait_for_function("() => document.querySelector('[data-on=motor_on].on')")
        page.select_option("select[aria-label=Speed]", "1")
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
        places = page.evaluate(PLACES)
        assert places[-1] > places[0] + 20
        assert places == sorted(places)
        assert seen.complaints == []
