"""Variables that are declared where only statements can stand."""

from __future__ import annotations

from trainlab.plc.parsing.cursor import Cursor
from trainlab.plc.parsing.declarations import RESUME_DECLARATIONS, parse_declaration
from trainlab.plc.parsing.habits import type_word
from trainlab.plc.problems import habits
from trainlab.plc.syntax import Declaration, Section, UnreadSpec


def parse_late_declaration(cursor: Cursor) -> bool:
    """Takes x : INT; or int x; where only statements can stand."""
    name, following, third = cursor.here, cursor.peek(), cursor.peek(2)
    if name.kind != "name":
        return False
    first_type, third_type = type_word(name), type_word(third)
    if following.text == ":" and third_type:
        cursor.report(habits.DECLARED_HERE, name=name.text, type=third_type)
        found = parse_declaration(cursor)
    elif first_type and following.kind == "name" and third.text in ("=", ":=", ";", ",", "("):
        cursor.report(habits.DECLARED_HERE, name=following.text, type=first_type)
        found = [Declaration(following.at, following.text, UnreadSpec(following.at))]
        cursor.skip_past_semicolon(RESUME_DECLARATIONS)
    else:
        return False
    cursor.late.append(Section(name.at, "VAR", False, False, tuple(found)))
    return True
