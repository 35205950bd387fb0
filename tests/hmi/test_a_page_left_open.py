"""A page that is told more than a hundred thousand times without a pause grows by nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from hmi.served import ROOT, opened, serving

pytestmark = [pytest.mark.browser, pytest.mark.wire]
BELT = ROOT / "scenarios/conveyor/buffer.yaml"
SOLUTION = ROOT / "plc_projects/conveyor_buffer/solution.st"
TABS = ("events", "io", "trends", "program", "scenario", "instructor", "plant")
WARM, EACH = 3_000, 15_000
MB = 1 << 20

CATCH = """
window.EventSource = class extends EventSource {
  constructor(...given) { super(...given); window.stream = this; }
};
"""
# What the stream of a busy station says, at 20 Hz: every value, boxes that come and go, events, variables.
PUSH = """
async ([first, count]) => {
  const about = await (await fetch("/api/stations/0")).json();
  const names = [...about.tags, ...about.facts].map(({ name }) => name);
  const tell = (kind, data) => window.stream.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify(data) }));
  const few = (k) => names.slice(k % names.length, (k % names.length) + 4);
  for (let k = first; k < first + count; k += 1) {
    const t = k / 20;
    const box = Math.floor(k / 50);
    tell("state", {
      t,
      values: Object.fromEntries(few(k).map((name) => [name, k % 2])),
      items: [box, box + 1].map((n) => [n, (k - 50 * n) / 100, 0.2, 0.1, 0.1, "box", "#888"]),
    });
    if (k % 20 === 0) tell("event", [{ n: 1e6 + k, t, kind: "operate", name: "start", value: 1, label: "by page", reason: null }]);
    if (k % 20 === 10) tell("program", { variables: { "main.count": k }, covered: [["solution.st", k % 40]] });
    if (k % 1000 === 0) await new Promise(requestAnimationFrame);
  }
}
"""


def test_a_hundred_thousand_pushes_leave_the_heap_of_a_page_as_it_was(browser: Browser) -> None:
    with (
        serving("--program", str(SOLUTION), scenario=BELT) as served,
        opened(browser, served.url) as seen,
    ):
        page = seen.page
        page.add_init_script(CATCH)
        page.reload()
        page.wait_for_selector(".phase:not(:empty)")
        tools = page.context.new_cdp_session(page)
        tell(page, 0, WARM)  # lists that are kept in bounds fill
        before = sizes(tools)
        tell(page, WARM * len(TABS), EACH)
        after = sizes(tools)
        assert page.evaluate("document.querySelectorAll('.items .item').length") == 2
        assert seen.complaints == []
    growth = {what: after[what] - before[what] for what in before}
    assert growth["JSHeapUsedSize"] < MB / 2, growth
    assert growth["Nodes"] < 200, growth
    assert growth["JSEventListeners"] < 20, growth


def tell(page: Page, first: int, each: int) -> None:
    """So many pushes on each tab, the plant's the last."""
    for nth, tab in enumerate(TABS):
        page.click(f"[data-page={tab}]")
        page.evaluate(PUSH, [first + nth * each, each])


def sizes(tools: CDPSession) -> dict[str, float]:
    """Of the page's heap, its document and what listens in it."""
    tools.send("HeapProfiler.collectGarbage")
    tools.send("Performance.enable")
    told = {each["name"]: each["value"] for each in tools.send("Performance.getMetrics")["metrics"]}
    return {name: told[name] for name in ("JSHeapUsedSize", "Nodes", "JSEventListeners")}
