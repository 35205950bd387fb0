"""What a run allows whoever is at a page, by his rights."""

from __future__ import annotations

from dataclasses import dataclass

from trainlab.exchange.alarm_list import DEEDS
from trainlab.exchange.rights import Right
from trainlab.session.exam import OF_AN_OPEN_PANEL

# What each request needs.
NEEDS = {
    **dict.fromkeys(("operate", *DEEDS), Right.OPERATE),
    **dict.fromkeys(("run", "pause", "tick", "speed", "reset", "restart"), Right.COMMAND),
    **dict.fromkeys(("program", "seat_hand", "seat_program", "leave_seat"), Right.COMMAND),
    "drive": Right.COMMAND,
    **dict.fromkeys(("fault", "end_fault", "change", "cancel", "force", "release"), Right.INSTRUCT),
    **dict.fromkeys(("enable", "disable"), Right.INSTRUCT),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What the run allows whoever is at a page. One that is `graded` leaves alarms, and the panel and
    faults where `panel_open`; one of a `program` in the seat is begun from a page, too. When it is over
    there is nothing left to ask."""

    graded: bool = False
    panel_open: bool = True
    program: bool = False


def allowed(rights: Right, rules: Rules, *, over: bool) -> frozenset[str]:
    """What somebody with these rights may ask in such a run, which may be `over`."""
    may = frozenset(what for what, need in NEEDS.items() if need in rights)
    if not rules.graded:
        return may
    if over:
        return frozenset()
    in_exam = {*DEEDS, *(OF_AN_OPEN_PANEL if rules.panel_open else ())}
    return may & (in_exam | {"run"} if rules.program else in_exam)
