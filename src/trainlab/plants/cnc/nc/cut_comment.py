"""How a block says that it cuts: the comment `(CUT AP=2 AE=10)`, which holds until `(CUT OFF)`.

A control does not know the material; here the program tells it, so that force, power and wear
follow. AP is the depth of cut, on a lathe on the radius, and AE a mill's width of cut, both in mm.
It holds for motions at feed, until the next such comment, a tool change or the program's end.
"""

from __future__ import annotations

import re

from trainlab.core.message import Message, Text
from trainlab.plants.cnc.nc.steps import Cut

DEEPEST_MM = 100.0
_WORD = re.compile(r"(AP|AE)=(\d+\.?\d*|\.\d+)")

NOT_A_PAIR = Text(
    "'{text}' is neither AP= nor AE= with a number", "“{text}”不是 AP= 或 AE= 加一个数"
)
NO_DEPTH = Text("it has no AP", "缺少 AP")
TOO_DEEP = Text("{text} is not between 0 and {most:g} mm", "{text} 不在 0 至 {most:g} mm 之间")


class BadCut(ValueError):
    """The comment begins with CUT and says nothing that can be used; `reason` says why."""

    def __init__(self, reason: Message) -> None:
        self.reason = reason
        super().__init__(reason.render("en"))


def is_cut(comment: str) -> bool:
    """Whether a comment is about the cut."""
    return comment.upper().split()[:1] == ["CUT"]


def read_cut(comment: str) -> Cut | None:
    """The cut that a comment tells, None for CUT OFF; BadCut where it cannot be read."""
    parts = comment.upper().split()[1:]
    if parts == ["OFF"]:
        return None
    depths = {"AE": 0.0}
    for part in parts:
        match = _WORD.fullmatch(part)
        if match is None:
            raise BadCut(NOT_A_PAIR.fill(text=part))
        depths[match[1]] = float(match[2])
        if not 0.0 < depths[match[1]] <= DEEPEST_MM:
            raise BadCut(TOO_DEEP.fill(text=part, most=DEEPEST_MM))
    if "AP" not in depths:
        raise BadCut(NO_DEPTH.fill())
    return Cut(depths["AP"], depths["AE"])
