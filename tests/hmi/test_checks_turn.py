"""Checks turn as the run goes: lost or won for good at once, open until then; a hidden one at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from hmi.served import SOLUTION, Served, opened, serving

pytestmark = [pytest.mark.browser, pytest.mark.wire]
Until = Callable[[Callable[[], object], str], None]
SHEET = """\
trainlab: 1
title: Start and stop
task: Start and stop.
plant: {type: tank_level}
timing: {tick: 10 ms, duration: 8 s}
timeline:
  - {at: 500 ms, press: start, label: go}
  - {at: 2 s, press: stop, label: halt}
  - {at: 7 s, press: start, label: again}
rubric:
  checks:
    - {id: lost, title: The pump never runs, check: never, points: 5, condition: pump_on}
    - {id: won, title: It runs, check: responds, points: 5, after: go, expect: pump_on, within: 1 s, until: halt}
    - {id: open, title: It does not overflow, check: never, points: 5, condition: level_m > 5.0}
    - {id: to_come, title: It stands, check: always, points: 5, condition: NOT pump_on, after: again}
    - {id: secret, title: Not told, check: never, points: 5, condition: pump_on, hidden: true}
"""


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    sheet = tmp_path_factory.mktemp("sheets") / "turns.yaml"
    sheet.write_text(SHEET, encoding="utf-8")
    with serving("--program", str(SOLUTION), scenario=sheet) as served:
        yield served


def test_a_check_is_open_until_nothing_changes_it_any_more(
    browser: Browser, station: Served, until: Until
) -> None:
    with opened(browser, station.url + "/#station=0&page=scenario") as seen:
        standing = {
            name: seen.page.locator(f"li[data-check={name}]")
            for name in ("lost", "won", "open", "to_come", "hidden_1")
        }
        station.ask(do="speed", value=5)
        station.ask(do="run")
        until(lambda: (station.line()["t"] or 0) > 3.0, "both have happened")
        station.ask(do="pause")
        expect(standing["lost"]).to_have_attribute("data-standing", "failed")
        expect(standing["won"]).to_have_attribute("data-standing", "passed")
        expect(standing["lost"].locator(".mark")).to_have_text("✕")
        expect(standing["won"].get_by_role("img", name="passed")).to_have_text("✓")
        for name in ("open", "to_come", "hidden_1"):
            expect(standing[name]).to_have_attribute("data-standing", "open")
            expect(standing[name].get_by_role("img", name="open")).to_have_text("○")
        expect(standing["open"]).to_contain_text("so far: ")
        expect(standing["to_come"]).to_contain_text("so far: 'again' has not come yet")
        moments = seen.page.locator(".labels li")
        assert [each.split(" (")[0] for each in moments.all_text_contents()] == [
            "0:00.5 go",
            "0:02.0 halt",
            "○ 0:07.0 again",
        ]
        assert seen.page.locator(".marks .to-come").count() == 1
        told = next(station.told("checks"))
        assert {each["id"] for each in told["checks"] if each["decided"]} == {"lost", "won"}
        assert told["sum"] == 10.0
        assert [(each["earned"], each["passed"]) for each in told["checks"]][-1] == (None, False)
        assert "Not told" not in seen.page.content()
        station.ask(do="run")
        expect(standing["hidden_1"]).to_have_attribute("data-standing", "failed")
        expect(standing["open"]).to_have_attribute("data-standing", "passed")
        assert seen.complaints == []
