"""An alarm's state as it stands in a station's block: so many bytes, whatever its texts."""

from __future__ import annotations

import struct
from operator import attrgetter

from trainlab.exchange.alarm_state import AlarmState, Shelving

# Longer ones are cut, at the end of a character.
BY_BYTES = 64
COMMENT_BYTES = 240
_RECORD = struct.Struct(f"=BB2xIIqqqqqqqBB{BY_BYTES}s{COMMENT_BYTES}s2x")
_TIMES = (
    "changed_at_ns",
    "enabled_at_ns",
    "active_at_ns",
    "acked_at_ns",
    "confirmed_at_ns",
    "commented_at_ns",
    "shelved_until_ns",
)
_times = attrgetter(*_TIMES)
ALARM_BYTES = _RECORD.size


def packed(state: AlarmState) -> bytes:
    """As it stands in the block."""
    flags = (
        state.enabled | state.active << 1 | state.acked << 2 | state.confirmed << 3
    ) | state.confirms << 4
    by, comment = _cut(state.by, BY_BYTES), _cut(state.comment, COMMENT_BYTES)
    return _RECORD.pack(
        flags,
        state.shelving,
        state.change,
        state.occurrence,
        *_times(state),
        len(by),
        len(comment),
        by,
        comment,
    )


def unpacked(data: bytes | bytearray, at: int) -> AlarmState:
    """What `packed` made."""
    flags, shelving, change, occurrence, *times, by_bytes, comment_bytes, by, comment = (
        _RECORD.unpack_from(data, at)
    )
    return AlarmState(
        confirms=bool(flags & 16),
        enabled=bool(flags & 1),
        active=bool(flags & 2),
        acked=bool(flags & 4),
        confirmed=bool(flags & 8),
        shelving=Shelving(shelving),
        change=change,
        occurrence=occurrence,
        **dict(zip(_TIMES, times, strict=True)),
        by=by[:by_bytes].decode(),
        comment=comment[:comment_bytes].decode(),
    )


def change_of(data: bytes | bytearray, at: int) -> int:
    """The number of the last change, without the rest."""
    number: int = struct.unpack_from("=I", data, at + 4)[0]
    return number


def _cut(text: str, size: int) -> bytes:
    return text.encode(errors="replace")[:size].decode(errors="ignore").encode()
