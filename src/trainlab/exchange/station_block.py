"""What the bench publishes of a station: the image, and what a client may know beside it.

image      the block of the I/O image, at offset 0
quality    a byte a tag, inputs then outputs: 1 where its wire is broken
controls   a double a control: how the operator's devices stand
alarms     a record an alarm (alarm_record.py)
owner      the name of the client that owns the outputs
status     one `Status`
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum

from trainlab.exchange.alarm_record import ALARM_BYTES

OWNER_BYTES = 128
_STATUS = struct.Struct("=qqdQQBBB5x")


class Phase(IntEnum):
    """What the station does: it waits for a controller, its run is on, its run is over."""

    STANDBY = 0
    RUNNING = 1
    ENDED = 2


@dataclass(frozen=True, slots=True)
class Status:
    """How the station is getting on.

    `begin_utc_ns` is the wall clock at time 0 of the run, so that time `now_ns` of the plant was
    begin_utc_ns + now_ns / speed.
    """

    phase: Phase = Phase.STANDBY
    now_ns: int = 0
    begin_utc_ns: int = 0
    speed: float = 1.0
    ticks: int = 0
    overruns: int = 0
    stale: bool = False
    panel_open: bool = True

    def pack(self) -> bytes:
        """As it stands in the block."""
        return _STATUS.pack(
            self.now_ns,
            self.begin_utc_ns,
            self.speed,
            self.ticks,
            self.overruns,
            self.phase,
            self.stale,
            self.panel_open,
        )

    @staticmethod
    def unpack(data: bytes | bytearray) -> Status:
        """What `pack` made."""
        now_ns, begin, speed, ticks, overruns, phase, stale, panel_open = _STATUS.unpack(data)
        return Status(
            Phase(phase), now_ns, begin, speed, ticks, overruns, bool(stale), bool(panel_open)
        )


def packed_owner(name: str) -> bytes:
    """A client's name as it stands in the block, cut off where it is too long."""
    return name.encode()[:OWNER_BYTES].ljust(OWNER_BYTES, b"\0")


def unpacked_owner(data: bytes | bytearray) -> str:
    """What `packed_owner` made."""
    return data.rstrip(b"\0").decode(errors="ignore")


@dataclass(frozen=True, slots=True)
class BlockLayout:
    """Where everything stands in a station's block."""

    image_bytes: int
    tags: int
    controls: int
    alarms: int = 0

    @property
    def quality_at(self) -> int:
        """Where the qualities begin."""
        return self.image_bytes

    @property
    def controls_at(self) -> int:
        """Where the controls begin."""
        return self.quality_at + -(-self.tags // 8) * 8

    @property
    def alarms_at(self) -> int:
        """Where the alarms begin."""
        return self.controls_at + 8 * self.controls

    @property
    def owner_at(self) -> int:
        """Where the owner's name begins."""
        return self.alarms_at + ALARM_BYTES * self.alarms

    @property
    def status_at(self) -> int:
        """Where the status begins."""
        return self.owner_at + OWNER_BYTES

    @property
    def size(self) -> int:
        """Bytes in all."""
        return self.status_at + _STATUS.size
