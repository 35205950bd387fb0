"""Connections that are held without a use: closed, so that there is room for others."""

from __future__ import annotations

import asyncio
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from trainlab.hmi.server import connection

pytestmark = pytest.mark.wire
SOON_S = 0.4
PATIENCE_S = 10.0

GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n"
CHUNKED = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc"
STREAM = GET.replace(b"/ ", b"/stream ")
READ = POST.replace(b"/ ", b"/read ")


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers at once; /read once it has the body; /stream goes on; /large is more than a socket takes."""
    path = scope["path"]
    while path == "/read" and (message := await receive()).get("more_body"):
        if message["type"] == "http.disconnect":
            return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x", b"y")]})
    body = b"A" * (50_000_000 if path == "/large" else 3)
    while path == "/stream":
        await send({"type": "http.response.body", "body": b"more", "more_body": True})
        await asyncio.sleep(0.05)
    await send({"type": "http.response.body", "body": body})


@pytest.fixture(scope="module")
def server() -> Iterator[uvicorn.Server]:
    with pytest.MonkeyPatch.context() as patch, socket.create_server(("127.0.0.1", 0)) as listener:
        patch.setattr(connection, "REQUEST_S", SOON_S)
        patch.setattr(connection, "REST_S", SOON_S / 2)
        patch.setattr(connection, "ANSWER_S", SOON_S)
        patch.setattr(connection, "MOST_CONNECTIONS", 20)
        config = uvicorn.Config(
            app,
            http=connection.Connection,
            lifespan="off",
            log_level="error",
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield server
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def port(server: uvicorn.Server, until: Callable[[Callable[[], object], str], None]) -> int:
    until(lambda: server.started, "it serves")
    return int(server.servers[0].sockets[0].getsockname()[1])


def connected(port: int, *sent: bytes) -> socket.socket:
    """A connection that sends each piece when the one before was answered."""
    raw = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
    for number, piece in enumerate(sent):
        if number:
            answered(raw)
        raw.sendall(piece)
    return raw


def answered(raw: socket.socket) -> bytes:
    """A whole answer, whose last chunk is empty."""
    said = b""
    while not said.endswith(b"\r\n0\r\n\r\n"):
        said += raw.recv(1000) or pytest.fail("it is closed")
    return said


def ends(raw: socket.socket) -> bool:
    """Whether the server closes it in time, whatever it says before."""
    until_s = time.monotonic() + PATIENCE_S
    try:
        while time.monotonic() < until_s:
            if not raw.recv(1 << 16):
                return True
    except ConnectionError:
        return True
    return False


@pytest.mark.parametrize(
    "sent",
    [
        (b"",),
        (b"GET / HT",),
        (GET, b"GET / HT"),
        (POST + b"a",),
        (READ + b"a",),
        (CHUNKED,),
        (GET, POST),
        (GET * 3, b"GET"),
    ],
    ids=lambda sent: b" then ".join(sent).decode()[:60],
)
def test_a_request_that_never_comes_whole_holds_no_connection(
    port: int, sent: tuple[bytes, ...]
) -> None:
    with connected(port, *sent) as raw:
        assert ends(raw)


def test_a_request_that_comes_byte_by_byte_has_no_more_time(port: int) -> None:
    with connected(port, GET, b"GET / HTTP/1.1\r\nX: ") as raw:
        closed = False
        for _ in range(int(PATIENCE_S / 0.05)):
            try:
                raw.sendall(b"a")
            except ConnectionError:
                closed = True
                break
            if select.select([raw], [], [], 0.05)[0]:
                closed = not raw.recv(1000)
                break
        assert closed


def test_an_answer_that_nobody_takes_holds_no_connection(
    server: uvicorn.Server, port: int, until: Callable[[Callable[[], object], str], None]
) -> None:
    connections = server.server_state.connections
    until(lambda: not connections, "those before are gone")
    with connected(port, GET.replace(b"/ ", b"/large ")):
        until(lambda: connections, "it is there")
        until(lambda: not connections, "it is closed")


def test_a_body_that_comes_late_leaves_the_connection_as_it_is(port: int) -> None:
    with connected(port, POST, b"123456789" + GET) as raw:
        assert answered(raw).startswith(b"HTTP/1.1 200")


def test_streams_and_what_is_new_go_on_where_others_hold_all_that_they_can(port: int) -> None:
    with ExitStack() as stack:
        stream = stack.enter_context(connected(port, STREAM))
        stream.recv(1000)
        sent = ((GET, b"GET"), (READ + b"a",)) * 20
        held = [stack.enter_context(connected(port, *each)) for each in sent]
        new = stack.enter_context(connected(port, GET))
        assert new.recv(1000).startswith(b"HTTP/1.1 200")
        assert all(ends(raw) for raw in held)
        for _ in range(5):
            assert stream.recv(1000)
