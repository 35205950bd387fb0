"""`python -m trainlab.hmi.server`: started by hmi/pages.py, ends with the bench."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path

import uvicorn

from trainlab.exchange.endpoint import format_endpoint
from trainlab.exchange.server_process import receive_setup, send_report
from trainlab.hmi.frames import Unframed
from trainlab.hmi.pages import PagesSetup
from trainlab.hmi.server.access import Access
from trainlab.hmi.server.app import Pages
from trainlab.hmi.server.connection import Connection
from trainlab.hmi.server.hall import Hall
from trainlab.scenario.load import load_scenario

READ_BYTES = 1 << 20


def main() -> None:
    """Serve until the bench is gone."""
    setup: PagesSetup = receive_setup()
    host, port = setup.host.strip("[]"), setup.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        send_report({"error": error.errno or 0, "reason": error.strerror or str(error)})
        return
    asyncio.run(serve(setup, listener, host))


async def serve(setup: PagesSetup, listener: socket.socket, host: str) -> None:
    """The application, fed from standard input."""
    loop = asyncio.get_running_loop()
    scenario = load_scenario(Path(setup.scenario))
    hall = Hall(
        scenario,
        setup.seed,
        setup.stations,
        setup.places,
        _send,
        setup.rules,
        judged=setup.judged,
    )
    port = listener.getsockname()[1]
    pages = Pages(hall, Access(setup.tokens, setup.users, host, port))
    server = _Server(
        pages,
        uvicorn.Config(
            pages.app(),
            http=Connection,
            log_level="warning",
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=1,
            server_header=False,
            proxy_headers=False,  # whoever sends them says who he is
        ),
    )

    def hear() -> None:
        frames = Unframed()
        while data := os.read(0, READ_BYTES):
            for frame in frames.take(data):
                loop.call_soon_threadsafe(hall.hear, *frame)
        loop.call_soon_threadsafe(setattr, server, "should_exit", True)

    shown = "localhost" if host in ("0.0.0.0", "::") else setup.host
    place = format_endpoint(shown, port)
    send_report({"url": f"http://{place}"})
    threading.Thread(target=hear, name="bench", daemon=True).start()
    judging = asyncio.create_task(hall.keep_judging())
    await server.serve(sockets=[listener])
    judging.cancel()


class _Server(uvicorn.Server):
    def __init__(self, pages: Pages, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._pages = pages

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._pages.end_streams()
        await super().shutdown(sockets)


def _send(frame: bytes) -> None:
    with suppress(BrokenPipeError):  # the bench is gone, and this process soon
        sys.stdout.buffer.write(frame)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
