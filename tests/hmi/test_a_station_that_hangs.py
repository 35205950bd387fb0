"""A server or a bench that is there but stands still is shown, and seen when it goes on; so is its health."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import kill
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from hmi.served import Served, opened
from trainlab.hmi.health import healthy

pytestmark = [pytest.mark.browser, pytest.mark.wire]
Until = Callable[[Callable[[], object], str], None]
SEEN_MS = 4000  # three seconds without a word, and what a page takes to say so


@pytest.fixture(scope="module")
def page(browser: Browser, running: Served) -> Iterator[Page]:
    with opened(browser, running.url) as seen:
        yield seen.page


@contextmanager
def stopped(process: int) -> Iterator[None]:
    kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        kill(process, signal.SIGCONT)


def test_a_server_that_hangs_is_a_lost_connection_until_it_goes_on(
    running: Served, page: Page
) -> None:
    bench = running.process.pid
    (server,) = Path(f"/proc/{bench}/task/{bench}/children").read_text().split()
    with stopped(int(server)):
        lost = page.locator(".link.lost")
        expect(lost).to_have_text("Connection lost, trying again", timeout=SEEN_MS)
    expect(page.locator(".link")).to_have_text("Connected")
    told = page.locator(".time").text_content()
    expect(page.locator(".time")).not_to_have_text(str(told))


def test_a_bench_that_hangs_is_shown_and_is_not_healthy_until_it_goes_on(
    running: Served, page: Page, until: Until
) -> None:
    expect(page.locator(".link")).to_have_text("Connected")
    assert healthy(running.url)
    with stopped(running.process.pid):
        expect(page.locator(".link.lost")).to_contain_text("does not answer", timeout=SEEN_MS)
        until(lambda: not healthy(running.url), "it is not healthy")
    expect(page.locator(".link")).to_have_text("Connected")
    until(lambda: healthy(running.url), "it is healthy again")


def test_a_paused_station_is_not_taken_for_a_lost_one(running: Served, page: Page) -> None:
    page.evaluate(
        "document.seen = []; new MutationObserver(() => document.seen.push(1))"
        ".observe(document.querySelector('.link'), {childList: true, subtree: true})"
    )
    running.ask(do="pause")
    told = running.told("alive")
    ages = [next(told)["bench"] for _ in range(4)]
    assert max(ages) < 1.0
    assert page.evaluate("document.seen") == []
    running.ask(do="run")
