"""The process of a Modbus/TCP server: `python -m trainlab.fieldbus.modbus.server`."""

from __future__ import annotations

from trainlab.exchange.server_side import ServerSide
from trainlab.fieldbus.modbus.link import ModbusSetup
from trainlab.fieldbus.modbus.units import ModbusDialogue, Unit, Units
from trainlab.fieldbus.server_process import receive_setup
from trainlab.fieldbus.tcp_server import serve_tcp


def main() -> None:
    """Serve as the setup on the standard input says."""
    setup: ModbusSetup = receive_setup()
    units = Units(
        [Unit(ServerSide(station), setup.identity, setup.word_order) for station in setup.stations],
        setup.seat_by_host,
    )
    serve_tcp(setup.host, setup.port, lambda host, port: ModbusDialogue(units, host, port))


if __name__ == "__main__":
    main()
