"""The process of a server on a serial line: `python -m trainlab.fieldbus.modbus.serial_server`."""

from __future__ import annotations

import asyncio
import os

from trainlab.exchange.server_process import (
    receive_setup,
    send_report,
    when_bench_ends,
)
from trainlab.fieldbus.modbus.rtu_dialogue import LineUnits, Pause, SerialDialogue
from trainlab.fieldbus.modbus.serial_line import (
    Busy,
    NotASerialPort,
    Unsuitable,
    close_port,
    open_port,
)
from trainlab.fieldbus.modbus.serial_port import SerialPort
from trainlab.fieldbus.modbus.setup import SerialSetup
from trainlab.fieldbus.modbus.units import units_of

READ_BYTES = 4096
# USB adapters keep bytes back for up to 16 ms (FTDI's latency timer), so that a shorter silence
# says nothing; masters wait longer than this before they ask again.
SILENCE_S = 0.05
REOPEN_S = 0.5


class Line:
    """The line while the server runs; a device that is pulled out is opened again once it is back."""

    def __init__(self, port: SerialPort, units: LineUnits, stale_s: float) -> None:
        self._port = port
        self._stale_s = stale_s
        self._silence: asyncio.TimerHandle | None = None
        self._units = units
        self._loop = asyncio.get_running_loop()
        self._file: int | None = None
        self._dialogue: SerialDialogue
        self._waiting: asyncio.TimerHandle | None = None

    def begin(self, file: int) -> None:
        """Listen at an open port."""
        silence_s = max(SILENCE_S, self._port.silence_s)
        self._dialogue = SerialDialogue(self._units, f"modbus {self._port.path}", Pause(silence_s))
        self._file = file
        self._loop.add_reader(file, self._hear)

    def end(self) -> None:
        """Leave it."""
        if self._waiting is not None:
            self._waiting.cancel()
        self._leave()

    def _hear(self) -> None:
        assert self._file is not None
        try:
            data = os.read(self._file, READ_BYTES)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._leave()
            self._waiting = self._loop.call_later(REOPEN_S, self._again)
            return
        self._listen_for_silence()
        answer = self._dialogue.hear(data)
        if answer:
            self._loop.call_later(self._port.silence_s, self._say, self._file, answer)

    def _listen_for_silence(self) -> None:
        """A line on which nothing is said has no master any more, and nobody holds a button."""
        if self._silence is not None:
            self._silence.cancel()
        self._silence = self._loop.call_later(self._stale_s, self._dialogue.let_go)

    def _say(self, file: int, answer: bytes) -> None:
        """Answer after the silence that ends the request; what a full line does not take is lost."""
        if file != self._file:
            return
        try:
            os.write(file, answer)
        except OSError:  # full, or gone, which the next read will tell
            return

    def _again(self) -> None:
        try:
            self.begin(open_port(self._port))
        except (OSError, NotASerialPort, Busy, Unsuitable):
            self._waiting = self._loop.call_later(REOPEN_S, self._again)

    def _leave(self) -> None:
        if self._file is None:
            return
        if self._silence is not None:
            self._silence.cancel()
        self._loop.remove_reader(self._file)
        close_port(self._file)
        self._file = None
        self._dialogue.end()


async def _serve(port: SerialPort, file: int, units: LineUnits, stale_s: float) -> None:
    loop = asyncio.get_running_loop()
    bench_gone = asyncio.Event()
    when_bench_ends(lambda: loop.call_soon_threadsafe(bench_gone.set))
    line = Line(port, units, stale_s)
    line.begin(file)
    send_report({})
    await bench_gone.wait()
    line.end()


def main() -> None:
    """Serve as the setup on the standard input says; report when ready, or why not."""
    setup: SerialSetup = receive_setup()
    port = setup.port
    try:
        file = open_port(port)
    except OSError as error:
        kinds = {FileNotFoundError: "no_device", PermissionError: "forbidden"}
        kind = kinds.get(type(error), "unusable")
        send_report({"problem": kind, "path": port.path, "reason": error.strerror or str(error)})
    except NotASerialPort:
        send_report({"problem": "no_serial_port", "path": port.path})
    except Busy:
        send_report({"problem": "busy", "path": port.path})
    except Unsuitable:
        send_report({"problem": "unsuitable", "path": port.path, "line": str(port)})
    else:
        units = LineUnits(units_of(setup.served), setup.first_unit)
        asyncio.run(_serve(port, file, units, setup.served.stale_s))


if __name__ == "__main__":
    main()
