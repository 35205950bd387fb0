"""Plain data as the text of one JSON document."""

from __future__ import annotations

import json
from math import isfinite, isnan
from typing import Any

# A terminal takes U+0080..U+009F as commands, and json.dumps lets them pass.
_COMMANDS = {code: f"\\u{code:04x}" for code in range(0x7F, 0xA0)}


def json_text(document: object) -> str:
    """The document. Numbers that JSON has not are the texts "Infinity", "-Infinity" and "NaN", as in
    the JSON mapping of Protocol Buffers."""
    text = json.dumps(_finite(document), ensure_ascii=False, indent=2, allow_nan=False)
    return text.translate(_COMMANDS) + "\n"


def _finite(value: Any) -> Any:
    if isinstance(value, float) and not isfinite(value):
        return "NaN" if isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return value
