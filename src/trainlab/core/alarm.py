"""Alarms as a plant declares them: what its instruments show that an operator has to act on.

An alarm stands on a tag, never on a fact: what a client learns of it, an instrument has told. Its
severity counts from 1 to 1000 as OPC 10000-9, 5.5.2 and 10000-5, 6.4.2 have it: to 333 low, to 666
medium, above that high.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from trainlab.core.message import Text
from trainlab.core.tag import Direction, Signal, Tag

HIGHEST_SEVERITY = 1000
LINK_STALE = "link_stale"
WIRE = "wire_"


class AlarmKind(Enum):
    """What makes an alarm active."""

    HIGH_HIGH = "high_high"  # the tag is at its limit or above
    HIGH = "high"
    LOW = "low"  # at its limit or below
    LOW_LOW = "low_low"
    OFF_NORMAL = "off_normal"  # a BOOL tag is not as it is in normal service
    FAILURE = "failure"  # the tag's wire is broken, or its current is none that stands for a value
    SILENCE = "silence"  # the controller was not heard for too long; this one has no tag

    @property
    def has_limit(self) -> bool:
        """Whether a limit and a deadband belong to it."""
        return self.is_upper or self in (AlarmKind.LOW, AlarmKind.LOW_LOW)

    @property
    def is_upper(self) -> bool:
        """Whether its limit is an upper one."""
        return self in (AlarmKind.HIGH_HIGH, AlarmKind.HIGH)


@dataclass(frozen=True, slots=True)
class AlarmSpec:
    """One alarm. `text` says what is wrong, as the operator is told it.

    `limit` and `deadband` are in the unit of the tag; the alarm clears when the value has come back
    beyond the limit by the deadband. `normal` is what a BOOL tag is in normal service. The condition
    must hold for `on_delay_s` before the alarm is active, and be gone for `off_delay_s` before it
    clears, in seconds of plant time. With `confirm`, the operator confirms after the acknowledgement
    that the cause was dealt with.
    """

    name: str
    text: Text
    tag: str
    kind: AlarmKind
    severity: int
    limit: float = 0.0
    deadband: float = 0.0
    normal: bool = True
    on_delay_s: float = 0.0
    off_delay_s: float = 0.0
    confirm: bool = False


_LINK = AlarmSpec(
    LINK_STALE,
    Text(
        "The controller was not heard for too long: the outputs are at fail-safe",
        "控制器失联：输出已置安全值",
    ),
    "",
    AlarmKind.SILENCE,
    800,
)


def station_alarms(tags: Sequence[Tag], declared: Iterable[AlarmSpec]) -> tuple[AlarmSpec, ...]:
    """The alarms of a station: those of its plant, and what any station has.

    That is the silence of its controller, and the break of each wire that an I/O module knows of
    (4-20 mA), unless the plant has an alarm for the failure of that tag.
    """
    alarms = tuple(declared)
    covered = {alarm.tag for alarm in alarms if alarm.kind is AlarmKind.FAILURE}
    wires = [
        tag for tag in tags if tag.signal is Signal.CURRENT_4_20_MA and tag.name not in covered
    ]
    return (*alarms, *(_wire(tag) for tag in wires), _LINK)


def _wire(tag: Tag) -> AlarmSpec:
    is_input = tag.direction is Direction.INPUT
    return AlarmSpec(
        WIRE + tag.name,
        Text(f"The wire of {tag.name} is broken", f"{tag.name} 断线"),
        tag.name,
        AlarmKind.FAILURE,
        600 if is_input else 700,
    )
