"""What a client link tells of its PLC: the kinds of the events, whose name is the client's."""

from __future__ import annotations

CONNECTED = "client_connected"  # the PLC answers, all its addresses are right
LOST = "client_lost"  # it does not, or not any more; the reason says why
STOPPED = "client_stopped"  # it answers, but its program does not run: its outputs are not taken
RESTARTED = "controller_restarted"  # its program was started anew since the station was opened
