"""Steps of the timeline that wait for something to happen on the station."""

from __future__ import annotations

import heapq
import struct
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from trainlab.bench.stimulus import BeginWireFault, Stimulus
from trainlab.core.expression import Expression, Follower
from trainlab.core.fault import WireFault
from trainlab.core.image import IOImage, Slot
from trainlab.core.observer import Event
from trainlab.core.spec import Control
from trainlab.core.tag import DataType


@dataclass(frozen=True, slots=True)
class Trigger:
    """A condition over tags, facts and the panel, and what happens when it comes true.

    It is heeded from `armed_ns` on; true by then, it has come. It comes again, up to `times`, when
    it was false in between. The times of `stimuli` count from the tick after.
    """

    condition: Expression
    stimuli: tuple[Stimulus, ...]
    armed_ns: int = 0
    times: int = 1


class Triggers:
    """Looks on at each tick, and acts in a later one: an observer and an operator of a bench.

    What is true in one tick has its effect in the next one at the earliest, as with a person who
    sees and then acts. Of stimuli that are due together, the trigger first listed goes first.
    """

    __slots__ = (
        "_asleep",
        "_beside",
        "_due",
        "_facts",
        "_places",
        "_sequence",
        "_tags",
        "_tick_ns",
        "_values",
        "_waiting",
    )

    def __init__(
        self,
        triggers: Sequence[Trigger],
        facts: Mapping[str, bool],
        image: IOImage,
        tick_ns: int,
        panel: Sequence[Control] = (),
    ) -> None:
        """`facts` says of each fact, in the bench's order, whether it is BOOL; `panel` has the
        controls whose position conditions may read."""
        read = {name.casefold() for each in triggers for name in each.condition.names}
        slots = [slot for name, slot in image.slots.items() if name.casefold() in read]
        signals = dict(facts) | {slot.tag.name: slot.tag.type is DataType.BOOL for slot in slots}
        panel = [control for control in panel if control.name.casefold() in read]
        signals |= {control.name: control.on_or_off for control in panel}
        self._tags = _picker(slots)
        self._facts, tags = slice(len(facts)), len(facts) + len(slots)
        self._beside = slice(len(facts), tags)
        self._places = {control.name: tags + number for number, control in enumerate(panel)}
        self._values = [*(0.0 for _ in range(tags)), *(control.initial for control in panel)]
        followers = _followers([trigger.condition for trigger in triggers], signals)
        waiting = [
            _Waiting(number, trigger, followers[trigger.condition.text])
            for number, trigger in enumerate(triggers)
        ]
        # what hangs on no earlier tick is not looked at before it is heeded
        asleep = [each for each in waiting if each.armed_ns > 0 and not each.remembers]
        self._asleep = sorted(asleep, key=lambda each: each.armed_ns, reverse=True)
        self._waiting = [each for each in waiting if each not in asleep]
        self._tick_ns = tick_ns
        self._due: list[tuple[int, int, Stimulus]] = []
        self._sequence = 0

    def observe(self, now_ns: int, image: IOImage, facts: Sequence[float]) -> None:
        """Plan what has been waited for."""
        while self._asleep and self._asleep[-1].armed_ns <= now_ns:
            self._waiting.append(self._asleep.pop())
            self._waiting.sort(key=lambda each: each.number)
        if not self._waiting:
            return
        values = self._values
        values[self._facts] = facts
        values[self._beside] = self._tags.unpack_from(image.block)
        turned = [each for each in self._waiting if each.condition(values, now_ns) != each.before]
        if not turned:
            return
        for waiting in turned:
            for stimulus in waiting.turn(now_ns):
                self._sequence += 1
                due = _since(stimulus, now_ns + self._tick_ns)
                heapq.heappush(self._due, (due.at_ns, self._sequence, due))
        self._waiting = [waiting for waiting in self._waiting if waiting.times]

    def note(self, event: Event) -> None:
        """Follow what is done at the panel."""
        if event.kind == "operate" and event.name in self._places:
            self._values[self._places[event.name]] = event.value

    def take(self, now_ns: int) -> Sequence[Stimulus]:
        """What is due in this tick."""
        if not self._due or self._due[0][0] > now_ns:
            return ()
        taken = []
        while self._due and self._due[0][0] <= now_ns:
            taken.append(heapq.heappop(self._due)[2])
        return taken


def _followers(
    conditions: Sequence[Expression], signals: Mapping[str, bool]
) -> Mapping[str, Follower]:
    """What follows each condition, by its text; one that several wait for is looked at once a tick."""
    several = Counter(condition.text for condition in conditions)
    followers = {condition.text: condition.follow(signals) for condition in conditions}
    return {
        text: _once(follow) if several[text] > 1 else follow for text, follow in followers.items()
    }


def _once(follow: Follower) -> Follower:
    at_ns, answer = -1, None

    def asked(values: Sequence[float], now_ns: int) -> Any:
        nonlocal at_ns, answer
        if now_ns != at_ns:
            at_ns, answer = now_ns, follow(values, now_ns)
        return answer

    return asked


def _picker(slots: Sequence[Slot]) -> struct.Struct:
    """Takes the values of some tags out of an image's block, in the order of the block."""
    form, at = "=", 0
    for slot in slots:
        form += f"{slot.offset - at}x{slot.tag.type.value}"
        at = slot.offset + slot.tag.type.size
    return struct.Struct(form)


class _Later:
    """A wire fault whose time counts from a moment of the run."""

    __slots__ = ("_fault", "_from_ns", "reported")

    def __init__(self, fault: WireFault, from_ns: int) -> None:
        self._fault = fault
        self._from_ns = from_ns
        self.reported = fault.reported

    def bend(self, value: float, now_ns: int) -> float:
        """What the fault makes of the value."""
        return self._fault.bend(value, now_ns - self._from_ns)


def _since(stimulus: Stimulus, from_ns: int) -> Stimulus:
    """A stimulus whose times counted from that moment, as one of the run."""
    action = stimulus.action
    if isinstance(action, BeginWireFault):
        action = replace(action, fault=_Later(action.fault, from_ns))
    return replace(stimulus, at_ns=from_ns + stimulus.at_ns, action=action)


class _Waiting:
    """One trigger in one run; `before` is what its condition was, False until it is armed."""

    __slots__ = ("_stimuli", "armed_ns", "before", "condition", "number", "remembers", "times")

    def __init__(self, number: int, trigger: Trigger, condition: Follower) -> None:
        self.number = number
        self.condition = condition
        self.remembers = trigger.condition.remembers
        self.before = False
        self.times = trigger.times
        self._stimuli = trigger.stimuli
        self.armed_ns = trigger.armed_ns

    def turn(self, now_ns: int) -> Sequence[Stimulus]:
        """The condition is no longer what it was; what that sets off."""
        if self.before:
            self.before = False
            return ()
        if now_ns < self.armed_ns:
            return ()
        self.before = True
        self.times -= 1
        return self._stimuli
