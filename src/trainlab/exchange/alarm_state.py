"""The state of one alarm, and how people and the plant change it; pure.

ISA-18.2 / IEC 62682 in the terms of OPC 10000-9, without branches (its Table B.1):

    normal                     inactive, acknowledged (and confirmed, where that is asked for)
    unacknowledged             active, not acknowledged
    acknowledged               active, acknowledged
    returned unacknowledged    inactive, not acknowledged
    shelved                    out of sight for a time, or until it has cleared once (one shot)
    disabled                   not watched at all

An alarm that becomes active anew asks for an acknowledgement anew. Each change has a number, which
is how a person says what he has seen: an acknowledgement names one from `occurrence` to `change`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, IntEnum
from typing import Any

MAX_SHELVED_NS = 8 * 3600 * 1_000_000_000  # a shift


class Shelving(IntEnum):
    """Whether it is out of sight (OPC 10000-9, 5.8.17)."""

    UNSHELVED = 0
    TIMED = 1
    ONE_SHOT = 2


class Refusal(Enum):
    """Why an alarm does not do what a person asks."""

    UNKNOWN_EVENT = "unknown event"
    ALREADY_ACKNOWLEDGED = "already acknowledged"
    ALREADY_CONFIRMED = "already confirmed"
    ALREADY_SHELVED = "already shelved"
    NOT_SHELVED = "not shelved"
    SHELVING_TIME = "shelving time out of range"
    DISABLED = "disabled"
    ALREADY_DISABLED = "already disabled"
    ALREADY_ENABLED = "already enabled"


class Refused(Exception):
    """An alarm does not do what was asked; it is as it was."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Word:
    """What a person says with what he does: who, when, and a comment; None leaves that as it was."""

    at_ns: int
    by: str = ""
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class AlarmState:
    """One alarm at one moment; times are those of the plant. `confirms`: a confirmation is asked for."""

    confirms: bool = False
    enabled: bool = True
    active: bool = False
    acked: bool = True
    confirmed: bool = True
    shelving: Shelving = Shelving.UNSHELVED
    change: int = 0
    occurrence: int = 0
    changed_at_ns: int = 0
    enabled_at_ns: int = 0
    active_at_ns: int = 0
    acked_at_ns: int = 0
    confirmed_at_ns: int = 0
    commented_at_ns: int = 0
    shelved_until_ns: int = 0
    by: str = ""
    comment: str = ""

    @property
    def retain(self) -> bool:
        """Whether there is still something for an operator in it (OPC 10000-9, 5.5.2)."""
        return self.enabled and (self.active or not self.acked or not self.confirmed)

    @property
    def shelved(self) -> bool:
        """Whether it is out of sight."""
        return self.shelving is not Shelving.UNSHELVED

    def set_active(self, active: bool, at_ns: int) -> AlarmState:
        """Its condition has come, or gone; the same again, or while disabled, changes nothing."""
        if active == self.active or not self.enabled:
            return self
        change = self.change + 1
        moved = replace(self, active=active, active_at_ns=at_ns, change=change, changed_at_ns=at_ns)
        if active:
            return replace(
                moved,
                acked=False,
                confirmed=True,
                occurrence=change,
                acked_at_ns=at_ns,
                confirmed_at_ns=at_ns,
            )
        if self.shelving is Shelving.ONE_SHOT:
            return replace(moved, shelving=Shelving.UNSHELVED, shelved_until_ns=0)
        return moved

    def pass_time(self, at_ns: int) -> AlarmState:
        """Back in sight, where the time for which it was shelved is over."""
        if not self.shelved or at_ns < self.shelved_until_ns:
            return self
        return self._changed(Word(at_ns, self.by), shelving=Shelving.UNSHELVED, shelved_until_ns=0)

    def acknowledge(self, event: int, word: Word) -> AlarmState:
        """Somebody has seen it; Refused."""
        self._known(event)
        if self.acked:
            raise Refused(Refusal.ALREADY_ACKNOWLEDGED)
        at_ns = word.at_ns
        if self.confirms:
            return self._changed(
                word, acked=True, acked_at_ns=at_ns, confirmed=False, confirmed_at_ns=at_ns
            )
        return self._changed(word, acked=True, acked_at_ns=at_ns)

    def confirm(self, event: int, word: Word) -> AlarmState:
        """Somebody has dealt with its cause; Refused."""
        self._known(event)
        if self.confirmed:
            raise Refused(Refusal.ALREADY_CONFIRMED)
        return self._changed(word, confirmed=True, confirmed_at_ns=word.at_ns)

    def add_comment(self, event: int, word: Word) -> AlarmState:
        """Somebody says something of it; Refused."""
        self._known(event)
        return self._changed(word)

    def shelve(self, duration_ns: int, word: Word) -> AlarmState:
        """Out of sight for a time; Refused."""
        self._watched()
        if self.shelving is Shelving.TIMED:
            raise Refused(Refusal.ALREADY_SHELVED)
        if not 0 < duration_ns <= MAX_SHELVED_NS:
            raise Refused(Refusal.SHELVING_TIME)
        until_ns = word.at_ns + duration_ns
        return self._changed(word, shelving=Shelving.TIMED, shelved_until_ns=until_ns)

    def shelve_once(self, word: Word) -> AlarmState:
        """Out of sight until it has cleared, and MAX_SHELVED_NS at most; Refused."""
        self._watched()
        if self.shelving is Shelving.ONE_SHOT:
            raise Refused(Refusal.ALREADY_SHELVED)
        until_ns = word.at_ns + MAX_SHELVED_NS
        return self._changed(word, shelving=Shelving.ONE_SHOT, shelved_until_ns=until_ns)

    def unshelve(self, word: Word) -> AlarmState:
        """Back in sight; Refused."""
        self._watched()
        if not self.shelved:
            raise Refused(Refusal.NOT_SHELVED)
        return self._changed(word, shelving=Shelving.UNSHELVED, shelved_until_ns=0)

    def disable(self, word: Word) -> AlarmState:
        """Watch it no longer: there is nothing left for an operator in it; Refused."""
        if not self.enabled:
            raise Refused(Refusal.ALREADY_DISABLED)
        return self._changed(
            word,
            enabled=False,
            enabled_at_ns=word.at_ns,
            active=False,
            acked=True,
            confirmed=True,
            shelving=Shelving.UNSHELVED,
            shelved_until_ns=0,
        )

    def enable(self, word: Word) -> AlarmState:
        """Watch it again; Refused."""
        if self.enabled:
            raise Refused(Refusal.ALREADY_ENABLED)
        return self._changed(word, enabled=True, enabled_at_ns=word.at_ns)

    def begin_anew(self) -> AlarmState:
        """As at first, at time 0; the numbers of changes go on."""
        change = self.change + 1
        return AlarmState(self.confirms, change=change, occurrence=change)

    def _watched(self) -> None:
        if not self.enabled:
            raise Refused(Refusal.DISABLED)

    def _known(self, event: int) -> None:
        self._watched()
        if not self.occurrence <= event <= self.change or not event:
            raise Refused(Refusal.UNKNOWN_EVENT)

    def _changed(self, word: Word, **fields: Any) -> AlarmState:
        change = self.change + 1
        if word.comment is not None:
            fields |= {"comment": word.comment, "commented_at_ns": word.at_ns}
        return replace(self, change=change, changed_at_ns=word.at_ns, by=word.by, **fields)
