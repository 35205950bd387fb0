"""Durations that are written again and again instead of having a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trainlab.core.problem import Problem
from trainlab.plc.problems import advice as say
from trainlab.plc.tree import everything_in, students_pous
from trainlab.plc.typed import Constant, Pou, Project

OFTEN = 3

_DURATION = re.compile(r"(?:L?TIME|L?T)#[\w.]+", re.IGNORECASE)


def repeated_durations(project: Project) -> Iterator[Problem]:
    """The place where a duration other than zero is written for the third time in one POU."""
    for pou in students_pous(project):
        places: dict[object, list[tuple[int, str]]] = {}
        for node in everything_in(pou.body):
            if isinstance(node, Constant) and node.value and str(node.type) in ("TIME", "LTIME"):
                written = _DURATION.match(pou.source.text, node.at)
                if written is not None:
                    places.setdefault(node.value, []).append((node.at, written[0]))
        yield from _often(pou, places)


def _often(pou: Pou, places: dict[object, list[tuple[int, str]]]) -> Iterator[Problem]:
    for found in places.values():
        if len(found) >= OFTEN:
            at, text = sorted(found)[OFTEN - 1]
            yield say.MAGIC_TIME.at(
                pou.source.position(at), text=text, count=len(found), pou=pou.title
            )
