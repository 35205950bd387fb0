"""What is commanded stands in the events with who asked; where a program stops, every page says."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, expect

from hmi.served import SOLUTION, Served, opened, serving
from trainlab.exchange.users import user_line
from trainlab.hmi.server.files import events_table

pytestmark = [pytest.mark.browser, pytest.mark.wire]
Until = Callable[[Callable[[], object], str], None]
DIVIDES_BY_ZERO = (
    "PROGRAM p\nVAR lamp_green : BOOL; a : INT; b : INT; END_VAR\n"
    "lamp_green := TRUE;\nb := 100 / a;\nEND_PROGRAM\n"
)


@pytest.fixture(scope="module")
def room() -> Iterator[Served]:
    with serving("--free", "--program", str(SOLUTION), "--stations", "2") as served:
        yield served


def events_until(served: Served, kind: str) -> list[dict[str, Any]]:
    """All events of the first station since its last reset, up to one of that kind."""
    seen: list[dict[str, Any]] = []
    for events in served.told("event"):
        seen += events
        resets = [n for n, event in enumerate(seen) if event["kind"] == "reset_asked"]
        seen = seen[resets[-1] :] if resets else seen
        if any(event["kind"] == kind for event in seen):
            break
    return seen


def test_every_command_stands_in_the_events_with_who_asked(room: Served) -> None:
    room.ask(do="reset")
    room.ask(do="speed", value=2)
    room.ask(do="run")
    room.ask(do="restart", warm=True)
    room.ask(do="restart", warm=False)
    room.ask(do="pause")
    room.ask(do="seat_hand")
    room.ask(do="drive", values={"lamp_green": 1})
    room.ask(do="seat_program")
    events_until(room, "program_seated")
    room.ask(do="program", file="solution.st", text=SOLUTION.read_text("utf-8"))
    found = events_until(room, "program_loaded")
    assert [event["kind"] for event in found] == [
        "reset_asked", "speed_set", "time_runs", "warm_restart", "cold_restart", "time_paused",
        "hand_seated", "driven", "program_seated", "program_loaded",
    ]  # fmt: skip
    assert {event["label"] for event in found[1:]} == {"by page"}
    assert found[-1]["name"] == "solution.st"


def test_what_is_for_later_and_a_single_tick_stand_in_the_events_and_in_their_csv(
    room: Served,
) -> None:
    room.ask(do="reset")
    later = {"do": "fault", "tag": "level_raw", "kind": "open_wire", "after": 60}
    _, answer = room.ask(**later)
    room.ask(do="cancel", of=answer["number"])
    room.ask(do="cancel", of=answer["number"])  # nothing waits any more
    room.ask(do="tick")
    found = events_until(room, "time_ticks")
    asked = ("fault level_raw open_wire", 60.0)
    assert [(each["kind"], each["name"], each["value"]) for each in found] == [
        ("reset_asked", "page", 0.0),
        ("asked_for_later", *asked),
        ("cancelled", asked[0], 0.0),
        ("time_ticks", "", 0.0),
    ]
    with urlopen(f"{room.url}/api/stations/0/events.csv", timeout=10) as csv_file:
        rows = list(csv.DictReader(csv_file.read().decode("utf-8-sig").splitlines()))
    assert [row["kind"] for row in rows] == [each["kind"] for each in found]
    assert (rows[1]["t [s]"], rows[1]["value"], rows[1]["label"]) == ("0.0", "60.0", "by page")


def test_no_name_of_a_stranger_is_a_formula_in_a_spreadsheet() -> None:
    reason = {"en": "@x", "zh-CN": "无"}
    event = {"t": 1.0, "kind": "client_connected", "name": "=1+1", "value": -1.0, "label": "+x"}
    written = events_table([event | {"reason": reason}], "en").splitlines()[1]
    assert written == "1.0,client_connected,'=1+1,-1.0,'+x,'@x"


def test_a_program_that_stops_is_shown_with_its_line_on_every_page_and_in_the_room(
    browser: Browser, room: Served, until: Until
) -> None:
    room.ask(do="reset")
    text = DIVIDES_BY_ZERO.replace("b :=", 100 * "\n" + "b :=")  # beyond the lines at first in view
    room.ask(do="program", file="solution.st", text=text)
    room.ask(do="run")
    until(lambda: room.line()["stopped"], "it has stopped")
    with opened(browser, room.url) as seen:
        page = seen.page
        expect(page.locator(".banner")).to_contain_text(
            re.compile(r"The program has stopped at 0:00\.\d: solution\.st:104:")
        )
        expect(page.locator(".phase")).to_have_text("The program has stopped")
        page.click("[data-page=program]")
        expect(page.locator(".listing li.stopped")).to_have_text("b := 100 / a;")
        expect(page.locator(".listing li.stopped")).to_be_in_viewport(ratio=1)
        page.locator(".listing").evaluate("e => { e.scrollTop = 0; }")
        clock = page.locator(".time")
        expect(clock).not_to_have_text(clock.inner_text())
        assert page.locator(".listing").evaluate("e => e.scrollTop") == 0  # shown once, not held
        page.click("[data-page=instructor]")
        expect(page.locator(".room tbody tr").first).to_contain_text("The program has stopped")
        expect(page.locator(".room tbody tr").last).to_contain_text("Paused")
        assert seen.complaints == []


def test_the_room_says_what_is_reached_so_far_at_every_station(browser: Browser) -> None:
    with (
        serving("--program", str(SOLUTION), "--speed", "10", "--stations", "3") as served,
        opened(browser, served.url) as seen,
    ):
        for station in range(3):  # a page of the first is open, none of the others
            served.ask(station, do="run")
        seen.page.click("[data-page=instructor]")
        for station in range(3):
            row = seen.page.locator(".room tbody tr").nth(station)
            expect(row).to_contain_text(re.compile(r"[1-9]\d* / 166 so far"), timeout=20_000)


def test_the_room_says_to_an_instructor_who_is_at_a_station(until: Until, tmp_path: Path) -> None:
    users = tmp_path / "users.txt"
    roles = (("ada", "instructor", None), ("ben", "student", 2))
    users.write_text("\n".join(user_line(name, role, "-", n) for name, role, n in roles), "utf-8")
    with serving("--stations", "2", "--users", str(users)) as served:
        ada, ben = (served.cookie(user=name, password="-").partition(";")[0] for name, *_ in roles)

        def people(cookie: str) -> list[list[str]]:
            return [each["people"] for each in served.get("/api/stations", Cookie=cookie)]

        stream = Request(f"{served.url}/api/stations/1/stream", headers={"Cookie": ben})
        with urlopen(stream, timeout=10):
            until(lambda: people(ada) == [[], ["ben"]], "he is there")
            assert people(ben) == [[], []]
        until(lambda: people(ada) == [[], []], "he is gone")
