"""The process of an S7 server: `python -m trainlab.fieldbus.s7.server`."""

from __future__ import annotations

from trainlab.exchange.server_process import receive_setup
from trainlab.exchange.server_side import ServerSide
from trainlab.fieldbus.pipeline import Dialogue
from trainlab.fieldbus.s7.areas import Areas
from trainlab.fieldbus.s7.iso import IsoDialogue
from trainlab.fieldbus.s7.link import S7Setup
from trainlab.fieldbus.s7.messages import Conversation, respond
from trainlab.fieldbus.seats import Seats, client_name
from trainlab.fieldbus.tcp_server import serve_tcp


def main() -> None:
    """Serve as the setup on the standard input says."""
    setup: S7Setup = receive_setup()
    side = ServerSide(setup.station)
    areas = Areas(side)
    seats = Seats(side)

    def begin(host: str, port: int) -> Dialogue:
        client = seats.enter(client_name("s7", host, port, setup.seat_by_host))
        talk = Conversation(areas, client)
        return IsoDialogue(
            lambda message: respond(message, talk),
            lambda: seats.leave(client),
            lambda: client.has_seat,
        )

    serve_tcp(setup.host, setup.port, begin)


if __name__ == "__main__":
    main()
