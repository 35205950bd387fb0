"""The alarms of a station as the clients of a server see them; no word of the library in here."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from hashlib import blake2b

from trainlab.core.alarm import AlarmKind, AlarmSpec
from trainlab.core.message import Text
from trainlab.exchange.alarm_record import ALARM_BYTES, change_of
from trainlab.exchange.alarm_state import AlarmState
from trainlab.exchange.server_side import ServerSide

_EVENT = struct.Struct(">8sII")  # the station, the alarm, the change
BACK = Text("{text}: back to normal", "{text}：已恢复正常")
OFF = Text("{text}: the alarm is disabled", "{text}：报警已停用")


class AlarmView:
    """One alarm. Its event ids are the same on every server of the station, and after a refresh."""

    __slots__ = ("_at", "_number", "_side", "_state", "_station_id", "is_broken", "spec", "utc")

    def __init__(
        self,
        side: ServerSide,
        number: int,
        utc: Callable[[int], datetime],
        is_broken: Callable[[str], bool],
    ) -> None:
        self.spec: AlarmSpec = side.setup.alarms[number]
        self.utc = utc
        self.is_broken = is_broken
        self._side = side
        self._number = number
        self._at = side.setup.layout.alarms_at + number * ALARM_BYTES
        self._station_id = blake2b(str(side.setup.memory).encode(), digest_size=8).digest()
        self._state = side.alarm(number)

    @property
    def state(self) -> AlarmState:
        """How it stands."""
        if change_of(self._side.block, self._at) != self._state.change:
            self._state = self._side.alarm(self._number)
        return self._state

    @property
    def is_the_stations(self) -> bool:
        """Whether it tells of the station and not of the plant: its controller, its wires."""
        return self.spec.kind in (AlarmKind.SILENCE, AlarmKind.FAILURE)

    @property
    def event_id(self) -> bytes:
        """The id of the event that tells of its last change."""
        return _EVENT.pack(self._station_id, self._number, self.state.change)

    def change_of(self, event_id: bytes) -> int:
        """The change that an event told of; 0 where it was none of this alarm."""
        if len(event_id) != _EVENT.size:
            return 0
        station, number, change = _EVENT.unpack(event_id)
        return change if (station, number) == (self._station_id, self._number) else 0

    @property
    def message(self) -> Text:
        """What an operator is told of it now."""
        state, text = self.state, self.spec.text
        if state.active:
            return text
        form = BACK if state.enabled else OFF
        return Text(form.en.format(text=text.en), form.zh.format(text=text.zh))

    @property
    def good(self) -> bool:
        """Whether what it stands on can be trusted."""
        return not self.is_broken(self.spec.tag)

    @property
    def unshelved_in_s(self) -> float:
        """Until it comes back in sight by itself, in plant time; 0 where it is."""
        state = self.state
        left_ns = state.shelved_until_ns - self._side.status.now_ns
        return max(left_ns, 0) / 1e9 if state.shelved else 0.0


class AlarmWatch:
    """Remembers how alarms were at the last look."""

    def __init__(self, alarms: Sequence[AlarmView]) -> None:
        self._seen = {alarm: alarm.state for alarm in alarms}

    def look(self) -> Iterator[AlarmView]:
        """Those of which there is something to tell since the last look."""
        for alarm, before in self._seen.items():
            state = alarm.state
            if state.change == before.change:
                continue
            self._seen[alarm] = state
            if _as_people_see_it(state) != _as_people_see_it(before):
                yield alarm


def _as_people_see_it(state: AlarmState) -> tuple[object, ...]:
    """A run that begins anew changes the numbers of alarms that were quiet, and nothing else."""
    occurrence = state.occurrence if state.retain else 0
    return (
        state.enabled,
        state.active,
        state.acked,
        state.confirmed,
        state.shelving,
        state.comment,
        state.commented_at_ns,
        occurrence,
    )
