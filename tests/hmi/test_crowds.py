"""Many at the pages at once, and one who wants to be many: the others get in."""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from urllib.error import HTTPError

import pytest

from hmi.served import Served, serving
from trainlab.exchange.users import user_line
from trainlab.hmi.server.access import MOST_SESSIONS_OF_ONE
from trainlab.hmi.server.streams import MOST_OF_ONE

pytestmark = pytest.mark.wire
Until = Callable[[Callable[[], object], str], None]

SLOW_POST = "POST /enter HTTP/1.1\r\nHost: x\r\nX-Trainlab: 1\r\nContent-Length: 1000\r\n\r\n{"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    users = tmp_path_factory.mktemp("users") / "users.txt"
    names = (("ada", "instructor"), ("cal", "observer"))
    users.write_text("\n".join(user_line(name, role, name) for name, role in names), "utf-8")
    options = ["--stations", "12", "--users", str(users)]
    with serving(*options, hmi="0.0.0.0:0") as served:
        served.url = served.url.replace("localhost", "127.0.0.1")
        assert served.process.stderr is not None
        served.lines += [served.process.stderr.readline() for _ in range(11)]
        yield served


def connected(served: Served, request: str, cookie: str = "") -> socket.socket:
    host, port = served.url.removeprefix("http://").split(":")
    raw = socket.create_connection((host, int(port)), timeout=20)
    raw.sendall(f"{request} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n".encode())
    return raw


def status(raw: socket.socket) -> int:
    return int(raw.makefile("rb").readline().split()[1])


def test_one_who_opens_many_streams_leaves_room_for_others(hall: Served, until: Until) -> None:
    cal, ada = (hall.cookie(user=name, password=name).partition(";")[0] for name in ("cal", "ada"))
    stream = "GET /api/stations/0/stream"
    with ExitStack() as stack:
        many = [stack.enter_context(connected(hall, stream, cal)) for _ in range(MOST_OF_ONE + 20)]
        assert Counter(map(status, many)) == {200: MOST_OF_ONE, 429: 20}
        assert status(stack.enter_context(connected(hall, stream, ada))) == 200

    def let_in() -> bool:
        with connected(hall, stream, cal) as raw:
            return status(raw) == 200

    until(let_in, "those that were closed are noticed")


def test_a_class_enters_at_once_whoever_guesses(hall: Served) -> None:
    tokens = [line.rpartition("token=")[2].strip() for line in hall.lines if "token=" in line]
    assert len(tokens) == 13
    wrong = [hall.post("/enter", {"token": f"guess {n}"})[0] for n in range(20)]
    assert wrong[:10] == [403] * 10
    assert 429 in wrong
    with connected(hall, "GET /enter?token=guess") as raw:
        assert status(raw) in (403, 429)
    for token in [*tokens, *tokens]:
        assert hall.post("/enter", {"token": token})[0] == 200


def test_who_enters_again_and_again_ends_nobody_elses_session(hall: Served) -> None:
    ada = hall.cookie(user="ada", password="ada").partition(";")[0]
    token = next(line.rpartition("token=")[2].strip() for line in hall.lines if "token=" in line)
    first = hall.cookie(token=token).partition(";")[0]
    for _ in range(MOST_SESSIONS_OF_ONE):
        last = hall.cookie(token=token).partition(";")[0]
    assert hall.get("/api/me", Cookie=ada)["name"] == "ada"
    assert hall.get("/api/me", Cookie=last)["role"] == "instructor"
    with pytest.raises(HTTPError, match="401"):
        hall.get("/api/me", Cookie=first)


def test_a_connection_that_asks_for_nothing_is_closed(hall: Served) -> None:
    host, port = hall.url.removeprefix("http://").split(":")
    with ExitStack() as stack:
        waiting = []
        for sent in ("", "GET / HTTP/1.1\r\n", SLOW_POST):
            raw = stack.enter_context(socket.create_connection((host, int(port)), timeout=30))
            raw.sendall(sent.encode())
            waiting.append(raw)
        for raw in waiting:
            answer = raw.makefile("rb").read()  # to the end of the connection
            assert not answer or answer.startswith(b"HTTP/1.1 408 ")
