"""The process of a client link, from its start to the bench's end."""

from __future__ import annotations

import logging
import os
import threading

from trainlab.exchange.server_process import send_report, when_bench_ends
from trainlab.exchange.server_side import ServerSide
from trainlab.fieldbus.clients.cycle import Poller, PollSetup
from trainlab.fieldbus.clients.plc import Plc

# A request that is under way, or a name that is being looked up, is not waited for longer.
PATIENCE_S = 1.0


def poll(setup: PollSetup, plc: Plc) -> None:
    """Poll until the bench has gone."""
    # The libraries log each failed attempt; what matters of it is told to the bench.
    logging.getLogger().addHandler(logging.NullHandler())
    side = ServerSide(setup.station)
    stopping, ended = threading.Event(), threading.Event()

    def stop() -> None:
        stopping.set()
        if not ended.wait(PATIENCE_S):
            os._exit(0)

    when_bench_ends(stop)
    send_report({"polls": setup.name})
    Poller(side, plc, setup, stopping).run()
    ended.set()
    side.close()
