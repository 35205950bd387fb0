"""The process of a server of RTU frames over TCP: `python -m trainlab.fieldbus.modbus.rtu_tcp_server`."""

from __future__ import annotations

from trainlab.exchange.server_process import receive_setup
from trainlab.fieldbus.modbus.rtu_dialogue import LineUnits, Pause, RtuDialogue
from trainlab.fieldbus.modbus.setup import SocketSetup
from trainlab.fieldbus.modbus.units import units_of
from trainlab.fieldbus.tcp_server import serve_tcp

# Longer than TCP takes to send a lost segment again (200 ms on Linux), shorter than the second
# after which masters usually ask again.
PAUSE_S = 0.3


def main() -> None:
    """Serve as the setup on the standard input says."""
    setup: SocketSetup = receive_setup()
    line = LineUnits(units_of(setup.served), setup.first_unit)
    serve_tcp(
        setup.host, setup.port, lambda host, port: RtuDialogue(line, host, port, Pause(PAUSE_S))
    )


if __name__ == "__main__":
    main()
