"""The alarms of a station, on its bench: watched at each scan, worked by requests.

    {"do": "acknowledge", "alarm": NAME, "event": N, "comment": TEXT}
    {"do": "confirm", ...}   {"do": "comment", ...}
    {"do": "shelve", "alarm": NAME, "seconds": S}      of plant time
    {"do": "shelve_once", "alarm": NAME}   {"do": "unshelve", ...}
    {"do": "enable", "alarm": NAME}   {"do": "disable", ...}

"event" is the number of the change that the person has seen, the newest where it is left out;
"comment" may be left out. Who asked was told by his server, from the published state, what the
alarm would answer; what it refuses here, because something has happened in between, is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from trainlab.core.alarm import AlarmSpec
from trainlab.core.duration import NS_PER_S
from trainlab.core.image import IOImage
from trainlab.core.observer import Event
from trainlab.exchange.alarm_condition import Condition
from trainlab.exchange.alarm_record import ALARM_BYTES, packed
from trainlab.exchange.alarm_state import MAX_SHELVED_NS, AlarmState, Refusal, Refused, Word

# What a person does, and the event that tells of it.
DEEDS = {
    "acknowledge": "alarm_acknowledged",
    "confirm": "alarm_confirmed",
    "comment": "alarm_comment",
    "shelve": "alarm_shelved",
    "shelve_once": "alarm_shelved",
    "unshelve": "alarm_unshelved",
    "enable": "alarm_enabled",
    "disable": "alarm_disabled",
}


class AlarmList:
    """The alarms of one station, in the order of `specs`.

    `tell` hears of `alarm_active`, `alarm_clear` and the events of DEEDS; the value is the severity,
    the label says by whom.
    """

    __slots__ = (
        "_broken", "_conditions", "_numbers", "_stale", "_states", "_tell", "dirty", "specs",
    )  # fmt: skip

    def __init__(
        self,
        specs: Sequence[AlarmSpec],
        image: IOImage,
        tell: Callable[[Event], None],
        broken: Callable[[str], bool],
        stale: Callable[[], bool],
    ) -> None:
        self.specs = tuple(specs)
        self.dirty = True
        self._tell = tell
        self._numbers = {spec.name: number for number, spec in enumerate(specs)}
        self._states = [AlarmState(spec.confirm) for spec in specs]
        self._broken, self._stale = broken, stale
        self.watch(image)

    def watch(self, image: IOImage) -> None:
        """Look at this image from now on, without what was seen of another."""
        self._conditions = [
            Condition(spec, image, self._broken, self._stale) for spec in self.specs
        ]

    @property
    def states(self) -> tuple[AlarmState, ...]:
        """How each alarm stands."""
        return tuple(self._states)

    def scan(self, now_ns: int) -> None:
        """Look at every condition, and let time pass for what is shelved."""
        for number, condition in enumerate(self._conditions):
            state = self._states[number]
            active = condition.look(now_ns)
            if active != state.active and state.enabled:
                state = state.set_active(active, now_ns)
                self._put(number, state, "alarm_active" if active else "alarm_clear", now_ns)
            if state.shelved and now_ns >= state.shelved_until_ns:
                self._put(number, state.pass_time(now_ns), "alarm_unshelved", now_ns)

    def heed(self, request: Mapping[str, object], now_ns: int) -> bool:
        """Do what was asked, if it is one of DEEDS that an alarm takes; whether it was done."""
        number = self._numbers.get(str(request.get("alarm")))
        if number is None:
            return False
        by = str(request.get("asked_by", ""))
        try:
            state = asked_of(self._states[number], request, by, now_ns)
        except (Refused, ValueError):
            return False
        self._put(number, state, DEEDS[str(request["do"])], now_ns, f"by {by}")
        return True

    def begin_anew(self) -> None:
        """The clock begins at 0: every alarm is as at first, and enabled."""
        self._states = [state.begin_anew() for state in self._states]
        for condition in self._conditions:
            condition.begin_anew()
        self.dirty = True

    def pack_into(self, block: bytearray, at: int) -> None:
        """Put every record where the layout has it."""
        self.dirty = False
        for number, state in enumerate(self._states):
            start = at + number * ALARM_BYTES
            block[start : start + ALARM_BYTES] = packed(state)

    def _put(self, number: int, state: AlarmState, kind: str, now_ns: int, label: str = "") -> None:
        self._states[number] = state
        self.dirty = True
        spec = self.specs[number]
        self._tell(Event(now_ns, kind, spec.name, spec.severity, label))


def asked_of(state: AlarmState, request: Mapping[str, object], by: str, now_ns: int) -> AlarmState:
    """What a request makes of an alarm; Refused, or ValueError where it is none."""
    comment = request.get("comment")
    word = Word(now_ns, by, comment if isinstance(comment, str) else None)
    event = request.get("event", state.change)
    if not isinstance(event, int):
        raise ValueError(event)
    match request.get("do"):
        case "acknowledge":
            return state.acknowledge(event, word)
        case "confirm":
            return state.confirm(event, word)
        case "comment":
            return state.add_comment(event, word)
        case "shelve":
            return state.shelve(_duration_ns(request.get("seconds")), word)
        case "shelve_once":
            return state.shelve_once(word)
        case "unshelve":
            return state.unshelve(word)
        case "enable":
            return state.enable(word)
        case "disable":
            return state.disable(word)
        case other:
            raise ValueError(other)


def _duration_ns(seconds: object) -> int:
    if not isinstance(seconds, int | float) or seconds != seconds:  # NaN
        raise Refused(Refusal.SHELVING_TIME)
    # Of more than an alarm takes no more is left than it needs to refuse it.
    return round(min(max(seconds, 0), MAX_SHELVED_NS // NS_PER_S + 1) * NS_PER_S)
