"""A short way to declare a diagnostic: code, then English, Chinese, English help, Chinese help."""

from __future__ import annotations

from trainlab.core.message import Text
from trainlab.core.problem import ProblemKind, Severity


def kind(
    code: str, en: str, zh: str, help_en: str, help_zh: str, severity: Severity = "error"
) -> ProblemKind:
    """One kind of diagnostic."""
    return ProblemKind(code, Text(en, zh), Text(help_en, help_zh), severity)
