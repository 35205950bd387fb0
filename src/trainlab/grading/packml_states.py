"""The states of PackML, their numbers and their moves: ANSI/ISA-TR88.00.02-2015 and -2022."""

from __future__ import annotations

from trainlab.grading.moves import Table, over_optional, with_moves

# PackTags StateCurrent (ISA-TR88.00.02, annex; also StateNumber of OPC 30050 v1.01).
_PACKTAGS = (
    "clearing stopped starting idle suspended execute stopping aborting aborted holding held"
    " unholding suspending unsuspending resetting completing complete"
)
# OPC 30060 v2.00, 11.9, StateEnumeration.
_OPC_30060 = (
    "stopped resetting idle starting execute completing complete aborting aborted stopping clearing"
    " suspending suspended unsuspending holding held unholding"
)
NUMBERS: dict[str, dict[str, int]] = {
    "packtags": {name: number for number, name in enumerate(_PACKTAGS.split(), 1)},
    "opc30060": {name: number for number, name in enumerate(_OPC_30060.split())},
}
STATES = tuple(NUMBERS["packtags"])
ACTING = frozenset(name for name in STATES if name.endswith("ing"))  # but Execute, which may last

_NORMAL: Table = {
    "aborting": ("aborted",),
    "aborted": ("clearing",),
    "clearing": ("stopped",),
    "stopping": ("stopped",),
    "stopped": ("resetting",),
    "resetting": ("idle",),
    "idle": ("starting",),
    "starting": ("execute",),
    "execute": ("completing", "holding", "suspending"),
    "completing": ("complete",),
    "complete": ("resetting",),
    "holding": ("held",),
    "held": ("unholding",),
    "unholding": ("execute",),
    "suspending": ("suspended",),
    "suspended": ("unsuspending",),
    "unsuspending": ("execute",),
}
_OF_2022: Table = {"suspended": ("holding", "completing"), "held": ("completing",)}
_NOT_STOPPED_FROM = {"stopping", "stopped", "aborting", "aborted", "clearing"}
_NOT_ABORTED_FROM = {"aborting", "aborted"}


def moves_of(edition: int, optional: frozenset[str] = frozenset()) -> Table:
    """The legal moves of an edition (2015 or 2022), those over `optional` states included."""
    stop: Table = {name: ("stopping",) for name in STATES if name not in _NOT_STOPPED_FROM}
    abort: Table = {name: ("aborting",) for name in STATES if name not in _NOT_ABORTED_FROM}
    added = _OF_2022 if edition == 2022 else {}
    return over_optional(with_moves(_NORMAL, added, stop, abort), optional)
