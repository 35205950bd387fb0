"""Trends as they are read: axes and marks of round numbers, units for people, a cursor for one instant."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from hmi.served import Served, opened

pytestmark = [pytest.mark.browser, pytest.mark.wire]

RULES = """async () => {
  const graph = await import('/assets/js/graph.js');
  const { reading } = await import('/assets/js/reading.js');
  return {
    constant: graph.axisOf([0.18, 0.18]), zero: graph.axisOf([0, 0]), noise: graph.axisOf([293.15, 293.16]),
    level: graph.axisOf([0.0427, 0.1602]), below: graph.axisOf([-3, 12]), none: graph.axisOf([null]),
    lanes: graph.lanesOf(['a', 'b', 'c', 'd', 'e'], { a: 'm', b: 'm3/s', c: 'm', d: 'raw', e: '' }),
    times: graph.timesOf(0, 14.1, 6), later: graph.timesOf(61.3, 121.3, 12), hours: graph.timesOf(0, 90000, 6),
    marks: [5, 65, 0.5].map(graph.markOf),
    read: [[0.000335, 'm3/s'], [0.00212, 'm3'], [7.2e6, 'J'], [1500, 'J'], [20, 'degC'], [null, 'm3'], [7, '']]
      .map(each => reading(...each)),
    drawn: [[0.000281, 'm3/s', 6], [0.18, 'm', 3], [0.00212, 'm3', 4], [0, 'm3/s', 6], [775324, 'J', 0]].map(each => reading(...each)),
  };
}"""


@pytest.fixture(scope="module")
def rules(browser: Browser, soft: Served) -> Any:
    with opened(browser, soft.url) as seen:
        return seen.page.evaluate(RULES)


def test_an_axis_ends_at_round_numbers_and_does_not_blow_up_what_is_constant(rules: Any) -> None:
    assert rules["constant"] == pytest.approx([0.175, 0.185])
    assert rules["zero"] == [0, 1]
    assert rules["none"] == [0, 1]
    assert rules["noise"][1] - rules["noise"][0] >= 0.05 * 293
    assert rules["level"] == pytest.approx([0, 0.2])
    assert rules["below"] == pytest.approx([-5, 15])


def test_signals_of_one_unit_share_a_lane(rules: Any) -> None:
    assert rules["lanes"] == [["a", "c"], ["b"], ["d"], ["e"]]


def test_time_is_marked_at_round_moments(rules: Any) -> None:
    assert rules["times"] == [0, 5, 10]
    assert rules["later"] == [65 + 5 * n for n in range(12)]
    assert rules["hours"] == [0, 18000, 36000, 54000, 72000, 90000]
    assert rules["marks"] == ["0:05", "1:05", "0:00.5"]


def test_numbers_stand_in_units_that_people_read(rules: Any) -> None:
    assert rules["read"] == [
        "20.10 l/min",
        "2.120 l",
        "2.000 kWh",
        "1.500 kJ",
        "20 °C",
        "– l",
        "7",
    ]
    assert rules["drawn"] == ["16.9 l/min", "0.180 m", "2.1 l", "0.0 l/min", "775.3 kJ"]


def test_the_cursor_tells_the_values_of_an_instant(browser: Browser, fresh: Served) -> None:
    with opened(browser, f"{fresh.url}/#page=trends") as seen:
        page = seen.page
        fresh.ask(do="speed", value=50)
        fresh.ask(do="run")
        page.wait_for_function("() => /0:[1-5]/.test(document.querySelector('.time').textContent)")
        fresh.ask(do="pause")
        graph = page.locator("canvas.trend")
        expect(graph).to_have_attribute("aria-valuetext", re.compile(r"\d l/min$"))
        expect(page.locator(".pointed")).to_have_text("now")
        graph.focus()
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        expect(page.locator(".pointed")).to_have_text(re.compile(r"^at 0:00\.\d$"))
        expect(graph).to_have_attribute("aria-valuetext", re.compile(r"inflow_m3_s 0 l/min$"))
        page.keyboard.press("End")
        told = graph.get_attribute("aria-valuetext")
        page.keyboard.press("Escape")
        graph.hover(position={"x": 300, "y": 50})
        expect(page.locator(".pointed")).to_have_text(re.compile(r"^at "))
        assert graph.get_attribute("aria-valuetext") != told
        assert seen.complaints == []
