"""A page that stays open while its server is started anew shows the new run and nothing of the old one."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from hmi.served import SOLUTION, opened, serving

pytestmark = [pytest.mark.browser, pytest.mark.wire]
Until = Callable[[Callable[[], object], str], None]


def test_an_open_page_has_the_events_of_the_new_run_alone(browser: Browser, until: Until) -> None:
    options = ("--free", "--program", str(SOLUTION))
    with serving(*options) as first, opened(browser, first.url) as seen:
        page = seen.page
        page.click("[data-page=events]")
        first.ask(do="run")
        for value in (0.2, 0.3, 0.4, 0.35):
            first.ask(do="operate", control="setpoint", value=value)
        rows = page.locator("table.events tr[data-kind=operate]")
        expect(rows).to_have_count(4)
        first.process.kill()
        first.process.wait()
        expect(page.locator(".link.lost")).to_have_count(1)
        with serving(*options, hmi=urlsplit(first.url).netloc) as second:
            second.ask(do="run")
            second.ask(do="operate", control="start", value=1)
            expect(rows).to_have_count(1, timeout=20_000)
            expect(rows).to_contain_text("Start")
