"""The tool of the CNC cell: it moves on both slides, and its way is drawn until another program begins."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from hmi.served import ROOT, Served, opened, serving

pytestmark = [pytest.mark.browser, pytest.mark.wire]

DRAWN = "() => ['.cut', '.travelled'].map(of => document.querySelector(of).getAttribute('d'))"
HAS_CUT = "() => document.querySelector('.cut').getAttribute('d').length > 0"
# The way ends where the tool was in the last tick, and the tool stands there, but for one more tick of rapid.
AT = """([across, down]) => {
  const of = (axis) => new DOMMatrix(getComputedStyle(document.querySelector(`[data-move=${axis}]`)).transform);
  const [x, y] = [of('z_mm').e, of('x_mm').f];
  const ends = [...document.querySelectorAll('.cut, .travelled')].map(line => line.getAttribute('d').split(/[ML]/).at(-1).split(' '));
  return Math.hypot(x - across, y - down) < 5 && ends.some(([x, y]) => Math.hypot(x - across, y - down) < 0.02);
}"""
OF_PATH = "const {{ Path }} = await import('/assets/js/toolpath.js'); const path = new Path(); {}"


@pytest.fixture(scope="module")
def cnc() -> Iterator[Served]:
    program = ROOT / "plc_projects/cnc_cycle/solution.st"
    with serving("--program", str(program), scenario=ROOT / "scenarios/cnc/cycle.yaml") as served:
        yield served


def test_the_way_of_the_tool_is_drawn_and_drawn_again(browser: Browser, cnc: Served) -> None:
    with opened(browser, cnc.url) as seen:
        page = seen.page
        cnc.ask(do="speed", value=20)
        cnc.ask(do="run")
        page.wait_for_function("() => document.querySelector('.motor [data-on=spindle_rpm].on')")
        page.wait_for_function(HAS_CUT)
        cnc.ask(do="pause")
        expect(page.locator(".phase")).to_have_text("Paused")
        place = [cnc.value("z_mm"), cnc.value("x_mm")]
        page.wait_for_function(AT, arg=place)
        before = page.evaluate(DRAWN)
        page.reload()
        page.wait_for_selector(".cut[d]", state="attached")
        page.wait_for_function(AT, arg=place)
        assert page.evaluate(DRAWN) == before
        cnc.ask(do="reset")
        page.wait_for_function("() => !document.querySelector('.cut').getAttribute('d')")
        assert seen.complaints == []


def test_a_way_is_kept_in_few_points(browser: Browser, cnc: Served) -> None:
    """Straight on is one point; a circle stays within 0.02 mm; another program begins another way."""
    in_path = """
      for (let n = 0; n <= 100; n += 1) path.add(n / 10, 0, false, 1);
      const straight = path.points.length;
      path.add(10, 0, false, 3);
      path.add(10, 5, true, 1);
      const kept = path.points.map(([x, y]) => [x, y]);
      path.add(10, 5, false, 7);
      path.add(9, 5, false, 1);
      const anew = path.points.length;
      path.clear();
      for (let n = 0; n <= 6283; n += 1) path.add(20 * Math.cos(n / 1000), 20 * Math.sin(n / 1000), true, 1);
      const chords = path.points.slice(1).map(([x, y], n) => Math.hypot((x + path.points[n][0]) / 2, (y + path.points[n][1]) / 2));
      const circle = path.points.length;
      for (let n = 0; n <= 10000; n += 1) path.add(n, n % 2, true, 1);
      return { straight, kept, anew, circle, sagitta: 20 - Math.min(...chords), most: path.points.length };
    """
    with opened(browser, cnc.url) as seen:
        found = seen.page.evaluate(f"async () => {{ {OF_PATH.format(in_path)} }}")
    assert found["straight"] == 2
    assert found["kept"] == [[0, 0], [10, 0], [10, 5]]
    assert found["anew"] == 1
    assert 20 < found["circle"] < 300
    assert found["sagitta"] < 0.02
    assert found["most"] == 4000
