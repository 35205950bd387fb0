"""A page that is left open does not grow, nor do the processes behind it."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession

from hmi.served import SCENARIO, SOLUTION, Served, opened, serving
from trainlab.hmi.frames import TICK
from trainlab.hmi.server.store import Store
from trainlab.scenario.load import load_scenario

Until = Callable[[Callable[[], object], str], None]
MB = 1024 * 1024
MINUTE_S = 60.0


def test_a_night_of_ticks_and_events_is_kept_in_bounds_and_seen_from_its_start() -> None:
    scenario = load_scenario(SCENARIO)
    store = Store(scenario, 1)
    per_s = 1_000_000_000 // scenario.tick_ns
    second = bytes(store.row_bytes * per_s)
    event = {"kind": "operate", "name": "start", "value": 1.0, "label": "by page", "reason": None}
    held = {}
    tracemalloc.start()
    for t in range(12 * 3600):
        store.rows(TICK.pack(t * per_s) + second)
        store.event({"t": float(t), **event})
        if t + 1 in (2 * 3600, 12 * 3600):
            held[t + 1] = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert held[12 * 3600] < 64 * MB
    assert held[12 * 3600] < held[2 * 3600] + 16 * MB
    moments, _ = store.window(["level_m"], 0.0, 1e9, 1000)
    assert moments[0] == 0.0
    assert moments[-1] == pytest.approx(12 * 3600, abs=1.0)


@pytest.mark.slow
@pytest.mark.browser
def test_an_hour_of_plant_time_with_a_page_open_grows_nothing(browser: Browser) -> None:
    with (
        serving("--program", str(SOLUTION), "--speed", "100") as served,
        opened(browser, served.url) as seen,
    ):
        page = seen.page
        tools = page.context.new_cdp_session(page)
        served.ask(do="run")
        _live(served, page, until_s=15 * MINUTE_S)
        before = _sizes(served, tools)
        _live(served, page, until_s=60 * MINUTE_S)
        after = _sizes(served, tools)
        assert seen.complaints == []
    growth = {what: after[what] - before[what] for what in before}
    assert growth["bench"] < 8 * MB, growth
    assert growth["pages"] < 32 * MB, growth  # thinned ticks of 45 minutes are below 8 MB of it
    assert growth["heap"] < 4 * MB, growth
    assert growth["nodes"] < 2000, growth


def _live(served: Served, page: Any, until_s: float) -> None:
    """Somebody presses buttons and turns the pages until then."""
    tabs = ("trends", "events", "program", "scenario", "plant")
    turn = 0
    while (served.line()["t"] or 0.0) < until_s:
        page.click(f"[data-page={tabs[turn % len(tabs)]}]")
        for value in (1, 0):
            served.ask(do="operate", control="ack", value=value)
            page.wait_for_timeout(200)
        turn += 1
    page.click("[data-page=plant]")


def _sizes(served: Served, tools: CDPSession) -> dict[str, int]:
    """Bytes of the processes and of the page's heap, and the nodes of its document."""
    tools.send("HeapProfiler.collectGarbage")
    tools.send("Performance.enable")
    page = {each["name"]: each["value"] for each in tools.send("Performance.getMetrics")["metrics"]}
    bench = served.process.pid
    children = Path(f"/proc/{bench}/task/{bench}/children").read_text().split()
    (pages,) = (int(child) for child in children)
    return {
        "bench": _resident(bench),
        "pages": _resident(pages),
        "heap": int(page["JSHeapUsedSize"]),
        "nodes": int(page["Nodes"]),
    }


def _resident(process: int) -> int:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("no VmRSS")
