"""What findings on a program's source share: places in it as text, and what is said where there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from trainlab.core.message import Message, Text
from trainlab.core.problem import Position
from trainlab.grading.evidence import Evidence
from trainlab.grading.finding import Finding

MOST_LISTED = 8

NOT_SEEN = Text(
    "not judged: the source of a wired controller is not seen", "无法判定：外接控制器的源程序不可见"
)
MORE = Text("{listed} and {more} more", "{listed} 等（另有 {more} 处）")


def not_seen(allowed: Message, evidence: Evidence) -> Finding:
    """The finding where there is no source to judge."""
    return Finding(0.0, NOT_SEEN.fill(), allowed, (0, evidence.end_ns))


def listing(entries: Sequence[str]) -> str | Message:
    """The first few of them, and how many more there are."""
    shown = ", ".join(entries[:MOST_LISTED])
    more = len(entries) - MOST_LISTED
    return MORE.fill(listed=shown, more=more) if more > 0 else shown


def places(positions: Iterable[tuple[Position, str]]) -> list[str]:
    """Each line once, as "main.st:12 what"; the file stands only where it changes."""
    lines = dict.fromkeys((each.file, each.line, what) for each, what in positions)
    shown: list[str] = []
    before = ""
    for file, line, what in lines:
        place = f"{line}" if file == before else f"{PurePath(file).name}:{line}"
        before = file
        shown.append(f"{place} {what}".rstrip())
    return shown
