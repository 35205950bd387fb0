"""The door of the pages: who guesses keeps no one else out, and learns nothing by it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest
from starlette.requests import Request

from hmi.served import Served, serving
from trainlab.exchange.guesses import FIRST_DELAY_S, FREE_FAILURES
from trainlab.exchange.users import UserEntry, hash_password, user_line
from trainlab.hmi.server.access import Access
from trainlab.hmi.server.logins import MOST_OF_ONE, Logins, TooMany

ADA = UserEntry("instructor", hash_password("ada"))


async def tried(logins: Logins, host: str, name: str, password: str) -> str:
    try:
        return "in" if await logins.entry(host, name, password) else "out"
    except TooMany:
        return "too many"


def test_whoever_guesses_at_one_name_keeps_only_that_name_out_and_only_at_his_host() -> None:
    async def attack() -> None:
        logins = Logins({"ada": ADA, "ben": ADA})
        for _ in range(FREE_FAILURES):
            await tried(logins, "10.0.0.1", "ben", "guess")
        flood = [asyncio.create_task(tried(logins, "10.0.0.1", "ben", "x")) for _ in range(40)]
        await asyncio.sleep(0)
        assert await tried(logins, "10.0.0.1", "ben", "ada") == "too many"
        assert await tried(logins, "10.0.0.1", "ada", "ada") == "in"
        assert await tried(logins, "10.0.0.2", "ben", "ada") == "in"
        found = await asyncio.gather(*flood)
        assert (found.count("out"), found.count("too many")) == (MOST_OF_ONE, 40 - MOST_OF_ONE)

    asyncio.run(attack())


def test_a_host_that_tries_many_names_makes_no_other_host_wait() -> None:
    async def attack() -> None:
        logins = Logins({"ada": ADA})
        names = [f"name {number}" for number in range(60)]
        flood = [asyncio.create_task(tried(logins, "10.0.0.1", name, "x")) for name in names]
        await asyncio.sleep(0)
        assert await tried(logins, "10.0.0.2", "ada", "ada") == "in"
        assert sum(each.done() for each in flood) < 20
        for each in flood:
            each.cancel()

    asyncio.run(attack())


def test_a_name_that_nobody_has_is_delayed_as_one_that_somebody_has() -> None:
    async def attack() -> None:
        logins = Logins({"ada": ADA})
        for name in ("another", "ada"):
            for _ in range(FREE_FAILURES):
                assert logins.delay_s("10.0.0.1", name) == 0.0
                await tried(logins, "10.0.0.1", name, "guess")
            assert logins.delay_s("10.0.0.1", name) == FIRST_DELAY_S

    asyncio.run(attack())


def request(**headers: str) -> Request:
    told = [(name.encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "headers": told})


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("127.0.0.1:8080", True),
        ("localhost", True),
        ("LOCALHOST:8080", True),
        ("[::1]:8080", True),
        ("evil.com", False),
        ("evil.com@localhost", False),
        ("evil.com:1@localhost:8080", False),
        ("localhost/evil.com", False),
        ("localhost#.evil.com", False),
        ("localhost\\evil.com", False),
        ("localhost.evil.com", False),
        ("localhost:8080:evil", False),
        ("[", False),
        ("", False),
    ],
)
def test_a_name_that_a_stranger_may_own_is_no_address_of_ours(host: str, ours: bool) -> None:
    access = Access((), {}, "127.0.0.1", 8080)
    assert (access.person(request(host=host)) is not None) is ours


def test_servers_on_one_host_have_sessions_of_their_own() -> None:
    first, second = (Access((("t", "student", 0),), {}, "", port) for port in (8080, 8081))
    sessions = {each.cookie: (each.enter("h", "t") or ("", None))[0] for each in (first, second)}
    assert len(sessions) == 2
    both = request(cookie="; ".join(f"{name}={value}" for name, value in sessions.items()))
    for access in (first, second):
        found = access.person(both)
        assert found is not None
        assert found.role == "student"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    users: Path = tmp_path_factory.mktemp("users") / "users.txt"
    users.write_text("\n".join(user_line(n, "student", n) for n in ("ada", "ben")), "utf-8")
    with serving("--users", str(users)) as served:
        yield served


def entered(hall: Served, name: str, before: str = "") -> str:
    return hall.cookie(before, user=name, password=name).partition(";")[0]


@pytest.mark.wire
def test_a_new_log_in_ends_the_session_before(hall: Served) -> None:
    before = entered(hall, "ada")
    after = entered(hall, "ben", before)
    with pytest.raises(HTTPError, match="401"):
        hall.get("/api/me", Cookie=before)
    assert hall.get("/api/me", Cookie=after)["name"] == "ben"


@pytest.mark.wire
def test_a_stream_ends_with_the_log_out(hall: Served) -> None:
    session = entered(hall, "ada")
    told = hall.told("state", Cookie=session)
    assert next(told)
    assert hall.post("/leave", {}, Cookie=session)[0] == 200
    assert len(list(told)) < 100  # it comes to an end


@pytest.mark.wire
def test_an_address_that_somebody_makes_up_does_not_free_him_of_waiting(hall: Served) -> None:
    took_s = 0.0
    for number in range(FREE_FAILURES + 1):
        began_s = time.monotonic()
        made_up = {"X-Forwarded-For": f"10.0.0.{number}"}
        assert hall.post("/enter", {"user": "x", "password": "x"}, **made_up)[0] == 403
        took_s = time.monotonic() - began_s
    assert took_s >= 0.25
