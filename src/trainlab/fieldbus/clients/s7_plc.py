"""An S7 CPU, through python-snap7: `python -m trainlab.fieldbus.clients.s7_plc`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from snap7.error import S7ConnectionError, S7Error, S7TimeoutError
from snap7.logo import Logo
from snap7.type import Area, WordLen

from trainlab.core.duration import NS_PER_S
from trainlab.core.message import Text
from trainlab.exchange.endpoint import format_endpoint
from trainlab.exchange.records import Span
from trainlab.exchange.server_process import receive_setup
from trainlab.fieldbus.clients.plc import (
    GARBLED,
    IN_STOP,
    MALFORMED,
    NOT_TAKEN,
    SILENT,
    UNREACHABLE,
    Lost,
    Scan,
    lost,
)
from trainlab.fieldbus.clients.process import poll
from trainlab.fieldbus.clients.s7 import S7PollSetup
from trainlab.fieldbus.clients.s7_map import Piece

AREAS = {0x81: Area.PE, 0x82: Area.PA, 0x83: Area.MK, 0x84: Area.DB}
# The state is asked for so often: a list of the system is more work for a CPU than a read.
STATE_EVERY_NS = NS_PER_S // 10
# SZL 0424 tells the present mode in the low half of this byte (Siemens, System Software for
# S7-300/400, System and Standard Functions, SZL-ID W#16#xy24): 8 RUN, 9 RUN redundant, B link-up,
# C update; all others do not execute the program.
STATE_LIST = 0x0424
STATE_BYTE = 7
RUNNING = {0x8, 0x9, 0xB, 0xC}
MOST_NAMED = 3


class S7Plc:
    """Its areas and blocks, and whether it runs.

    python-snap7's `get_cpu_state` says RUN whatever the CPU answers, so its state is read from the
    system status list here. Its class for LOGO! is the one that takes TSAPs as they are.
    """

    def __init__(self, setup: S7PollSetup) -> None:
        self._setup = setup
        self._client = Logo()
        self._written: dict[Piece, bytes] = {}
        self._tells_state = True
        self._state_due_ns = 0
        self._stopped: Text | None = None

    def connect(self) -> None:
        """Open the connection."""
        setup = self._setup
        self._written.clear()
        self._tells_state = True
        self._state_due_ns = 0
        try:
            self._client.connect(
                setup.host, setup.local_tsap, setup.remote_tsap, tcp_port=setup.port
            )
        except S7Error as error:
            where = format_endpoint(setup.host, setup.port)
            raise lost(UNREACHABLE, why=f"{where}: {error}") from None
        opened = self._client.connection
        if opened is not None and opened.socket is not None:
            opened.socket.settimeout(setup.poll.timeout_s)

    def put(self, block: bytes | bytearray, everything: bool) -> None:
        """Write the pieces that have changed, or all."""
        for piece in self._setup.map.writes:
            data = piece.data(block)
            if not everything and self._written.get(piece) == data:
                continue
            start, length = (
                (piece.byte, WordLen.Byte)
                if piece.bit is None
                else (8 * piece.byte + piece.bit, WordLen.Bit)
            )
            with self._asking(piece):
                self._client.write_area(
                    AREAS[piece.area], piece.block, start, bytearray(data), length
                )
            self._written[piece] = data

    def scan(self) -> Scan:
        """Read all outputs, and now and then the state."""
        was_stopped = self._stopped
        self._look_at_state()
        spans: list[Span] = []
        for piece in self._setup.map.reads:
            with self._asking(piece):
                data = self._client.read_area(
                    AREAS[piece.area], piece.block, piece.byte, piece.size
                )
            spans += piece.spans(data)
        restarted = was_stopped is not None and self._stopped is None
        return Scan(spans, self._stopped, restarted)

    def close(self) -> None:
        """Close the connection."""
        self._client.disconnect()

    def _look_at_state(self) -> None:
        now_ns = time.monotonic_ns()
        if not self._tells_state or now_ns < self._state_due_ns:
            return
        self._state_due_ns = now_ns + STATE_EVERY_NS
        try:
            state = self._client.read_szl(STATE_LIST).Data[STATE_BYTE] & 0xF
        except (S7ConnectionError, S7TimeoutError, OSError) as error:
            raise lost(SILENT, why=error) from None
        except MALFORMED as error:
            raise lost(GARBLED, why=error) from None
        except (S7Error, RuntimeError):
            # It has no such list, as a LOGO!: it cannot tell, and counts as running.
            self._tells_state = False
            self._stopped = None
            return
        self._stopped = None if state in RUNNING else IN_STOP

    @contextmanager
    def _asking(self, piece: Piece) -> Iterator[None]:
        try:
            yield
        except (S7ConnectionError, S7TimeoutError, OSError) as error:
            raise lost(SILENT, why=error) from None
        except S7Error as error:
            raise self._refused(piece, error) from None
        except MALFORMED as error:
            raise lost(GARBLED, why=error) from None

    def _refused(self, piece: Piece, error: S7Error) -> Lost:
        """Why, with the tags that it was refused for, asked for one by one."""
        met = []
        for placed in piece.tags:
            try:
                self._client.read_area(
                    AREAS[piece.area], piece.block, placed.byte, placed.tag.type.size
                )
            except (S7Error, OSError, *MALFORMED):
                met.append(placed)
        named = [f"{each.name} ({each.tag.name})" for each in met or piece.tags]
        places = ", ".join(named[:MOST_NAMED]) + (", ..." if len(named) > MOST_NAMED else "")
        return lost(NOT_TAKEN, places=places, code=error)


def main() -> None:
    """Poll as the setup on the standard input says."""
    setup: S7PollSetup = receive_setup()
    poll(setup.poll, S7Plc(setup))


if __name__ == "__main__":
    main()
