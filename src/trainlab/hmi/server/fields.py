"""The fields of every request that a page may send, and what each may be: the first thing that is looked at.

What stands in no line of the table goes no further than this door.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trainlab.core.message import Message, Text
from trainlab.exchange.alarm_list import DEEDS

MOST_TEXT = 1_000_000  # characters of a program
MOST_WORDS = 1000  # of a comment
MOST_NAME = 200

WRONG = Text("'{field}' must be {kind}", "“{field}”必须是{kind}")
TOO_LONG = Text(
    "'{field}' is too long: {most} characters at most", "“{field}”过长：最多 {most} 个字符"
)
NO_LATER = Text("'{what}' cannot be asked for later", "“{what}”不能延后执行")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a field may be; a boolean is no number, whatever Python says. `most` is of a text's characters."""

    title: Text
    types: tuple[type, ...]
    most: int = MOST_NAME

    def wrong(self, field: str, value: object) -> Message | None:
        """Why it cannot be that value."""
        if not isinstance(value, self.types) or (
            isinstance(value, bool) and bool not in self.types
        ):
            return WRONG.fill(field=field, kind=self.title)
        if isinstance(value, str) and len(value) > self.most:
            return TOO_LONG.fill(field=field, most=self.most)
        return None


_TEXT = Text("a text", "文本")
NAME = Kind(_TEXT, (str,))
WORDS = Kind(_TEXT, (str,), MOST_WORDS)
PROGRAM = Kind(_TEXT, (str,), MOST_TEXT)
SWITCH = Kind(Text("true or false", "true 或 false"), (bool,))
WHOLE = Kind(Text("a whole number", "整数"), (int,))
NUMBER = Kind(Text("a number", "数字"), (int, float))
VALUE = Kind(Text("a number, true or false", "数字、true 或 false"), (int, float, bool))
VALUES = Kind(Text("an object", "对象"), (dict,))
OF_A_FAULT = Kind(
    Text("a text, a number, true or false", "文本、数字、true 或 false"), (str, int, float, bool)
)

PLAIN = ("run", "pause", "tick", "reset", "seat_hand", "seat_program", "leave_seat")
_ALARM = {"alarm": NAME, "event": WHOLE, "comment": WORDS}
FIELDS: Mapping[str, Mapping[str, Kind]] = {
    **{what: {} for what in PLAIN},
    "speed": {"value": NUMBER},
    "restart": {"warm": SWITCH},
    "program": {"text": PROGRAM, "file": NAME, "base": NAME},
    "drive": {"values": VALUES},
    "operate": {"control": NAME, "value": VALUE, "still": SWITCH},
    "force": {"tag": NAME, "value": VALUE},
    "release": {"tag": NAME},
    "change": {"parameter": NAME, "value": NUMBER},
    "fault": {"tag": NAME, "kind": NAME, "parameter": NAME, "value": NUMBER},
    "end_fault": {"id": NAME, "of": NAME},
    "cancel": {"of": WHOLE},
    **dict.fromkeys(DEEDS, _ALARM),
    "shelve": {**_ALARM, "seconds": NUMBER},
}
FOR_LATER = frozenset(("fault", "end_fault", "change", "force"))
_KNOWN = {
    what: {"do": NAME, **fields, **({"after": NUMBER} if what in FOR_LATER else {})}
    for what, fields in FIELDS.items()
}


def known(request: Mapping[str, Any]) -> dict[str, Any]:
    """A request without what its command does not have. A fault on a tag has the fields of its kind, which
    are looked at where it is made (session/asked_faults.py)."""
    if _is_of_a_kind(request):
        return dict(request)
    fields = _KNOWN[request["do"]]
    return {field: value for field, value in request.items() if field in fields}


def wrong_field(request: Mapping[str, Any]) -> Message | None:
    """What is wrong with the fields of a request for something in the table, whatever station it is for."""
    what = request["do"]
    if "after" in request and what not in FOR_LATER:
        return NO_LATER.fill(what=what)
    fields = _KNOWN[what]
    for field, value in request.items():
        kind = fields.get(field, OF_A_FAULT if _is_of_a_kind(request) else None)
        wrong = kind.wrong(field[:MOST_NAME], value) if kind else None
        if wrong is not None:
            return wrong
    return None


def _is_of_a_kind(request: Mapping[str, Any]) -> bool:
    return bool(request["do"] == "fault" and "parameter" not in request)
