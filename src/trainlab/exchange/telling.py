"""What links tell of: the kinds of the events, whose name is the client's or the PLC's."""

from __future__ import annotations

CONNECTED = "client_connected"  # the PLC answers, all its addresses are right
LOST = "client_lost"  # it does not, or not any more; the reason says why
STOPPED = "client_stopped"  # it answers, but its program does not run: its outputs are not taken
REFUSED = (
    "client_refused"  # somebody was not let in, or may not do what it asked; the reason says why
)
RESTARTED = "controller_restarted"  # its program was started anew since the station was opened
