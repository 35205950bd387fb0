"""The list of alarms: labelled, and in the order in which they ask for a person."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from hmi.served import Served, opened

pytestmark = [pytest.mark.browser, pytest.mark.wire]


def test_active_alarms_come_first_and_then_the_graver(browser: Browser, fresh: Served) -> None:
    with opened(browser, f"{fresh.url}/#page=events") as seen:
        page = seen.page
        heads = page.locator(".alarms thead th")
        expect(heads).to_have_text(["Priority", "Alarm", "State", ""])
        priorities = page.locator(".alarms tbody td:first-child")
        expect(priorities).to_have_text(["800", "700", "500", "300"])
        fresh.ask(do="run")
        fresh.ask(do="fault", tag="level_raw", kind="open_wire")
        expect(page.locator("tr.active th[scope=row]").first).to_be_visible()
        expect(priorities.first).to_have_text("700")
        order = [int(text) for text in priorities.all_inner_texts()]
        active = page.locator(".alarms tbody tr").evaluate_all(
            "rows => rows.map(e => e.classList.contains('active'))"
        )
        ranked = list(zip(active, order, strict=True))
        assert ranked == sorted(ranked, reverse=True)
