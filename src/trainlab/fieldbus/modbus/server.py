"""The process of a Modbus/TCP server: `python -m trainlab.fieldbus.modbus.server`."""

from __future__ import annotations

from trainlab.exchange.server_process import receive_setup
from trainlab.fieldbus.modbus.setup import SocketSetup
from trainlab.fieldbus.modbus.units import ModbusDialogue, units_of
from trainlab.fieldbus.tcp_server import serve_tcp


def main() -> None:
    """Serve as the setup on the standard input says."""
    setup: SocketSetup = receive_setup()
    units = units_of(setup.served)
    serve_tcp(setup.host, setup.port, lambda host, port: ModbusDialogue(units, host, port))


if __name__ == "__main__":
    main()
