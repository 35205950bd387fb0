"""Users of the pages: they log in with a password, and may what their role says at their station."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, expect

from hmi.served import SOLUTION, Served, opened, serving
from trainlab.exchange.users import read_users, user_line

pytestmark = pytest.mark.wire
USERS = (
    ("ada", "instructor", None),
    ("ben", "student", 2),
    ("cal", "observer", None),
    ("eve", "operator", None),
    ("plc", "controller", None),
)


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("users") / "users.txt"
    lines = [user_line(name, role, f"{name}'s 密码", station) for name, role, station in USERS]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def served(users: Path) -> Iterator[Served]:
    with serving("--stations", "2", "--users", str(users), "--program", str(SOLUTION)) as served:
        yield served


def session(served: Served, name: str) -> str:
    return served.cookie(user=name, password=f"{name}'s 密码").partition(";")[0]


def may(served: Served, name: str, station: int, **request: object) -> bool:
    path = f"/api/stations/{station}/commands"
    return served.post(path, request, Cookie=session(served, name))[0] == 202


def test_nobody_enters_without_a_password_on_this_computer_either(served: Served) -> None:
    with pytest.raises(HTTPError, match="401"):
        served.get("/api/stations")
    for name, password in (("ada", "guess"), ("nobody", "ada's 密码"), ("ada", "")):
        with pytest.raises(HTTPError, match="403"):
            served.cookie(user=name, password=password)
    assert served.post("/enter", {"user": "ada", "password": "x"}, **{"X-Trainlab": ""})[0] == 403


def test_a_session_is_a_cookie_that_no_script_and_no_other_site_has(served: Served) -> None:
    cookie = served.cookie(user="ada", password="ada's 密码")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    me = served.get("/api/me", Cookie=cookie.partition(";")[0])
    assert me == {"name": "ada", "role": "instructor", "station": -1}


PRESS = {"do": "operate", "control": "start", "value": 0}
DRIVE = {"do": "seat_hand"}
FORCE = {"do": "force", "tag": "level_raw", "value": 0}


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("ada", [True, True, True]),
        ("cal", [False, False, False]),
        ("eve", [True, False, False]),
        ("plc", [False, True, False]),
        ("ben", [False, False, False]),  # his is the other station
    ],
)
def test_a_role_may_what_it_may_on_the_wire(served: Served, name: str, allowed: list[bool]) -> None:
    assert [may(served, name, 0, **asked) for asked in (PRESS, DRIVE, FORCE)] == allowed


def test_a_student_works_at_his_station(served: Served) -> None:
    assert [may(served, "ben", 1, **asked) for asked in (PRESS, DRIVE, FORCE)] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("name", "readable"),
    [("ada", [True, True]), ("cal", [True, True]), ("ben", [False, True])],
)
def test_a_program_is_for_those_of_its_station(
    served: Served, name: str, readable: list[bool]
) -> None:
    cookie = session(served, name)
    seen = [served.get(f"/api/stations/{n}", Cookie=cookie) for n in (0, 1)]
    assert [bool(each["sources"]) for each in seen] == readable
    assert [each["shows_program"] for each in seen] == readable
    assert [SOLUTION.name in str(each) for each in seen] == readable


def test_lines_of_another_program_are_in_no_report_and_no_stream(served: Served) -> None:
    cookie = session(served, "ben")
    for path in ("report.html", "verdict.json", "trace.npz"):
        with pytest.raises(HTTPError, match="403"):
            served.get(f"/api/stations/0/{path}", Cookie=cookie)
    assert may(served, "ada", 0, do="run")
    events = [
        line.partition(": ")[2]
        for line in first_lines(served, cookie, 12)
        if line.startswith("event: ")
    ]
    assert "state" in events
    assert "program" not in events


def first_lines(served: Served, cookie: str, count: int) -> list[str]:
    """So many lines of the stream of the first station."""
    request = Request(f"{served.url}/api/stations/0/stream", headers={"Cookie": cookie})
    with urlopen(request, timeout=10) as stream:
        return [stream.readline().decode().rstrip() for _ in range(count)]


def test_only_the_instructor_sees_what_is_to_come(served: Served) -> None:
    seen = {
        name: served.get("/api/stations/1", Cookie=session(served, name)) for name in ("ada", "ben")
    }
    labels = [each["label"] for each in seen["ada"]["planned"]]
    assert labels[:2] == ["start", "second_setpoint"]
    assert seen["ben"]["planned"] == []
    assert "seed" not in seen["ben"]


@pytest.mark.parametrize(("name", "told"), [("ada", True), ("ben", False)])
def test_what_the_plant_is_changed_to_is_told_to_whoever_may_change_it(
    served: Served, name: str, told: bool
) -> None:
    served.post(
        "/api/stations/1/commands",
        {"do": "change", "parameter": "outlet_kv", "value": 1.5},
        Cookie=session(served, "ada"),
    )
    assert may(served, "ada", 1, **DRIVE)
    assert may(served, "ada", 1, do="run")
    for state in served.told("state", 1, Cookie=session(served, "ada")):
        if state.get("parameters"):
            break
    line = next(served.told("state", 1, Cookie=session(served, name)))
    assert line["parameters"] == ({"outlet_kv": 1.5} if told else {})


def test_who_logs_out_is_a_stranger(served: Served) -> None:
    cookie = session(served, "cal")
    assert served.get("/api/me", Cookie=cookie)["name"] == "cal"
    assert served.post("/leave", {}, Cookie=cookie)[0] == 200
    with pytest.raises(HTTPError, match="401"):
        served.get("/api/me", Cookie=cookie)


def test_tokens_go_on_working_beside_users(users: Path) -> None:
    with serving("--users", str(users), hmi="0.0.0.0:0") as served:
        served.url = served.url.replace("localhost", "127.0.0.1")
        tokens = [line.rpartition("token=")[2].strip() for line in served.lines if "token=" in line]
        assert served.get("/api/door") == {"asks_for": ["user", "token"]}
        for given in ({"token": tokens[0]}, {"user": "ada", "password": "ada's 密码"}):
            cookie = served.cookie(**given).partition(";")[0]
            assert served.get("/api/me", Cookie=cookie)["role"] == "instructor"


def test_a_user_bound_to_a_station_is_an_observer_at_a_server_of_another(users: Path) -> None:
    ben = read_users(users)["ben"]
    assert (ben.role, ben.station) == ("student", 2)
    assert ben.at([2]).rights == ben.rights
    assert not ben.at([1]).rights


@pytest.mark.browser
def test_a_student_logs_in_on_the_page_and_is_at_his_station(
    browser: Browser, served: Served
) -> None:
    with opened(browser, served.url) as seen:
        page = seen.page
        expect(page.locator("form[data-way=token]")).to_be_hidden()
        page.fill("input[name=user]", "ben")
        page.fill("input[name=password]", "wrong")
        page.click("text=Log in · 登录")
        expect(page.locator("[role=alert]")).to_contain_text("未知的用户")
        page.fill("input[name=password]", "ben's 密码")
        page.keyboard.press("Enter")
        expect(page.locator(".who")).to_have_text("ben")
        expect(page.locator("select[aria-label=Station]")).to_have_value("1")
        assert page.locator("[data-page=instructor]").count() == 0
        page.click("button[lang=zh-CN]")
        page.click("text=退出登录")
        expect(page.locator("main.enter")).to_be_visible()
        assert [each for each in seen.complaints if "403" not in each] == []


@pytest.mark.browser
def test_a_student_drives_by_hand_on_the_io_page_and_has_no_other(
    browser: Browser, served: Served
) -> None:
    with opened(browser, served.url) as seen:
        page = seen.page
        page.fill("input[name=user]", "ben")
        page.fill("input[name=password]", "ben's 密码")
        page.keyboard.press("Enter")
        page.click("[data-page=io]")
        page.click("button:has-text('Drive by hand')")
        assert may(served, "ben", 1, do="run")
        page.click("[aria-label='1 Set lamp_green']")
        expect(page.locator("tr.on[data-tag=lamp_green]")).to_have_count(1)
        page.click("button:has-text('Leave to the wire')")
        page.evaluate("location.hash = '#station=1&page=instructor'")
        expect(page.locator("main")).to_have_class("page-plant")
