"""`serve --grade --hmi`: the pages show the run that is graded, and change nothing of it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, expect
from pymodbus.client import ModbusTcpClient
from pymodbus.exceptions import ModbusException

from hmi.served import SCENARIO, SOLUTION, Served, opened, serving
from trainlab.hmi.rules import NEEDS
from trainlab.scenario.load import load_scenario
from trainlab.session.grade import grade

pytestmark = pytest.mark.wire
Until = Callable[[Callable[[], object], str], None]
BAD = SOLUTION.with_name("bad_first_setpoint.st")
FAST = ("--speed", "100", "--seed", "1")
SHEET = """\
trainlab: 1
title: Keep the lamp lit
task: Light the green lamp.
plant: {type: tank_level}
timing: {tick: 10 ms, duration: 4 s}
rubric:
  checks:
    - {id: lit, title: It is lit, check: always, points: 10, condition: lamp_green, after: 100 ms}
"""


def called(*options: str) -> subprocess.CompletedProcess[str]:
    """A call that ends by itself."""
    command = [sys.executable, "-m", "trainlab", "serve", str(SCENARIO), "--lang", "en"]
    return subprocess.run([*command, *options], capture_output=True, text=True, timeout=120)


@contextmanager
def lamp_lit(served: Served) -> Iterator[None]:
    """A PLC on the wire that lights the green lamp, again and again."""
    done = Event()
    port = int(served.places["modbus"].rpartition(":")[2])

    def write() -> None:
        with ModbusTcpClient("127.0.0.1", port=port) as client:
            try:
                while not done.wait(0.02):
                    client.write_coil(LAMP, True)
            except (ModbusException, OSError):
                return  # the run is over

    plc = Thread(target=write)
    plc.start()
    try:
        yield
    finally:
        done.set()
        plc.join()


def _coil(name: str) -> int:
    (tag,) = (tag for tag in load_scenario(SCENARIO).plant.tags if tag.name == name)
    byte, bit = tag.address.removeprefix("%QX").split(".")
    return 8 * int(byte) + int(bit)


LAMP = _coil("lamp_green")


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "lamp.yaml"
    path.write_text(SHEET)
    return path


def verdict_in(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_without_a_page_open_it_ends_as_a_grade_does(tmp_path: Path) -> None:
    written, report = tmp_path / "verdict.json", tmp_path / "report.html"
    files = ("--json", str(written), "--out", f"html={report}")
    done = called(
        "--hmi", "127.0.0.1:0", "--program", str(BAD), "--grade", "--wait", "0", *FAST, *files
    )
    assert done.returncode == 1, done.stderr
    expected = grade(load_scenario(SCENARIO), BAD, 1).verdict
    verdict = verdict_in(written)
    assert verdict["trace"]["digest"] == expected.trace_digest
    assert verdict["points"] == expected.earned
    assert "last written" in done.stdout  # evidence lines, as in `trainlab grade`
    assert "FAILED" in done.stdout
    assert b"first_setpoint" in report.read_bytes()


@pytest.mark.browser
def test_a_program_is_begun_on_a_page_and_its_verdict_and_report_are_shown(
    browser: Browser, tmp_path: Path, until: Until
) -> None:
    written = tmp_path / "verdict.json"
    options = ("--program", str(SOLUTION), "--grade", *FAST, "--json", str(written))
    with serving(*options) as served, opened(browser, served.url) as seen:
        page = seen.page
        page.click("[data-page=scenario]")
        expect(page.locator(".phase")).to_have_text("Waits to begin")
        for request in ({"do": "pause"}, {"do": "reset"}, {"do": "seat_hand"}, {"do": "force"}):
            status, answer = served.ask(**request)
            assert (status, answer["refused"]["en"]) == (409, "a graded run does not allow this")
        page.click("text=Begin the graded run")
        expect(page.locator(".verdict")).to_have_class("verdict passed", timeout=60_000)
        shown = served.get("/api/stations/0/verdict.json")
        with page.context.expect_page() as report:
            page.click("text=Open the report")
        expect(report.value.locator("svg.diagram").first).to_be_visible(timeout=20_000)
        until(written.exists, "the verdict is written")
        assert seen.complaints == []
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(30) == 0
    verdict = verdict_in(written)
    assert shown == verdict
    assert (
        verdict["trace"]["digest"]
        == grade(load_scenario(SCENARIO), SOLUTION, 1).verdict.trace_digest
    )


def test_a_plc_on_the_wire_is_graded_while_the_pages_show_it(
    sheet: Path, tmp_path: Path, until: Until
) -> None:
    written = tmp_path / "verdict.json"
    options = ("--modbus", "127.0.0.1:0", "--grade", "--json", str(written))
    with serving(*options, scenario=sheet) as served, served.watched():
        assert served.line()["phase"] == "standby"
        assert (
            served.get("/api/stations/0")["planned"] == []
        )  # whoever sits here may be the student
        with lamp_lit(served):
            until(lambda: served.line()["passed"] is not None, "checks turn")
            assert served.line()["seat"].startswith("modbus 127.0.0.1:")
            refusal = served.ask(do="operate", control="start", value=1)
            assert refusal[0] == 409  # the timeline alone works the panel
            until(written.exists, "it is over")
        # what the pages judged by themselves stands there until the run's own verdict comes
        place, expected = "/api/stations/0/verdict.json", verdict_in(written)
        until(lambda: served.get(place) == expected, "the verdict with what was seen on the wire")
        silent_s = served.get("/health")["bench"]
        until(lambda: served.get("/health")["bench"] < silent_s, "the bench that stays is heard of")
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(30) == 0
    assert verdict_in(written)["wire"]["writers"]


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        ({"do": "force", "tag": "level_raw", "value": 12345}, "TL0025"),
        ({"do": "fault", "tag": "level_raw", "kind": "open_wire"}, "TL0028"),
    ],
    ids=["a force", "a fault"],
)
def test_with_the_panel_open_an_instructor_may_disturb_a_run_but_it_is_disqualified(
    sheet: Path, tmp_path: Path, until: Until, request_: dict[str, object], code: str
) -> None:
    written = tmp_path / "verdict.json"
    options = ("--modbus", "127.0.0.1:0", "--grade", "--panel", "--json", str(written))
    with serving(*options, scenario=sheet) as served, served.watched():
        with lamp_lit(served):
            until(lambda: served.line()["phase"] == "running", "it runs")
            assert served.ask(**request_)[0] == 202
            assert served.ask(do="change", parameter="tank_area", value=1)[0] == 409
            status, answer = served.ask(do="end_fault", id="wire_broken", of="level_raw")
            assert (status, answer["refused"]["en"]) == (409, "a graded run does not allow this")
            until(written.exists, "it is over")
        until(lambda: served.line()["points"] == 0.0, "the page has the verdict")
        answers = [served.ask(do=what) for what in NEEDS]
        assert {(status, answer["refused"]["en"]) for status, answer in answers} == {
            (409, "the run is over")
        }
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(30) == 3
    verdict = verdict_in(written)
    assert [each["code"] for each in verdict["disqualified"]] == [code]


@pytest.mark.browser
def test_a_page_asks_before_it_disqualifies_says_so_at_once_and_offers_nothing_at_the_end(
    sheet: Path, browser: Browser
) -> None:
    options = ("--program", str(SOLUTION), "--grade", "--panel", *FAST)
    with serving(*options, scenario=sheet) as served, opened(browser, served.url) as seen:
        page, answers, asked = seen.page, [False, True], list[str]()

        def answer(dialog: Dialog) -> None:
            asked.append(dialog.message)
            dialog.accept() if answers.pop(0) else dialog.dismiss()

        page.on("dialog", answer)
        page.click("[data-page=io]")
        force = page.locator("[data-tag=overfill_ok] button").first
        force.click()
        assert len(asked) == 1
        assert served.line()["forced"] == {}
        force.click()
        banner = page.locator(".banner")
        expect(banner).to_contain_text(
            "Disqualified: 'overfill_ok' was forced during the run (0.000 s)"
        )
        page.locator("[data-tag=overfill_ok] button").first.click()
        expect(banner).not_to_contain_text("Forced:")
        page.click("[data-page=events]")
        expect(banner).to_contain_text("Disqualified")
        page.click("text=Begin the graded run")
        expect(page.locator(".phase")).to_have_text("Over")
        expect(page.locator(".alarms button").first).to_be_disabled()
        expect(page.locator(".alarms button:enabled")).to_have_count(0)
        page.click("[data-page=plant]")
        expect(page.locator(".devices :enabled")).to_have_count(0)
        page.click("[data-page=instructor]")
        expect(page.locator(".room tbody tr")).to_contain_text("Over")
        expect(page.locator(".room tbody tr")).to_contain_text("Disqualified")
        expect(banner.locator("p")).to_have_count(1)
        assert "disqualifies" in asked[1]
        assert seen.complaints == []
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(30) == 3


def test_no_controller_leaves_nothing_to_grade(sheet: Path) -> None:
    done = called("--hmi", "127.0.0.1:0", "--modbus", "127.0.0.1:0", "--grade", "--wait", "0.1")
    assert done.returncode == 2
    assert "TL0002" in done.stderr


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (("--stations", "2"), "--stations cannot be used together with --grade"),
        (
            ("--restart", "--program", str(SOLUTION)),
            "--restart cannot be used together with --program",
        ),
    ],
    ids=["stations", "restart"],
)
def test_what_a_graded_run_cannot_have_is_named(options: tuple[str, ...], named: str) -> None:
    done = called("--hmi", "127.0.0.1:0", "--grade", *options)
    assert done.returncode == 2
    assert "TL0008" in done.stderr
    assert named in done.stderr


@pytest.mark.browser
def test_whoever_looks_on_is_told_why_a_run_is_not_graded(sheet: Path, browser: Browser) -> None:
    options = ("--modbus", "127.0.0.1:0", "--grade", "--wait", "3")
    with (
        serving(*options, scenario=sheet) as served,
        opened(browser, served.url) as seen,
    ):
        told = seen.page.locator(".banner")
        expect(told).to_contain_text("no controller wrote an output", timeout=20_000)
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(30) == 2
