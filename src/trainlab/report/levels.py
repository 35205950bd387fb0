"""What levels of achievement are called."""

from __future__ import annotations

from trainlab.core.message import Language, Text

LEVELS = {
    "pass": Text("", ""),
    "merit": Text("merit", "良好"),
    "distinction": Text("distinction", "优秀"),
}


def level_name(level: str, language: Language) -> str:
    """A level as a person reads it; nothing for having passed, which is said anyway."""
    return LEVELS[level].within(language) if level in LEVELS else level
