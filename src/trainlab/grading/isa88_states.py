"""The states of procedural elements and their moves: ANSI/ISA-88.00.01-2010 (IEC 61512-1), 5.7.2."""

from __future__ import annotations

from trainlab.grading.moves import Table, with_moves

STATES = (
    "idle running pausing paused holding held restarting complete stopping stopped aborting aborted"
).split()

# No command: a transient state ends; then the commands Start, Pause, Resume, Restart and Reset.
_NORMAL: Table = {
    "idle": ("running",),
    "running": ("complete", "pausing"),
    "pausing": ("paused",),
    "paused": ("running",),
    "holding": ("held",),
    "held": ("restarting",),
    "restarting": ("running",),
    "stopping": ("stopped",),
    "aborting": ("aborted",),
    "complete": ("idle",),
    "stopped": ("idle",),
    "aborted": ("idle",),
}
_HOLD: Table = dict.fromkeys(("running", "pausing", "paused", "restarting"), ("holding",))
_STOP: Table = dict.fromkeys(
    ("running", "pausing", "paused", "holding", "held", "restarting"), ("stopping",)
)
_ABORT: Table = {
    name: ("aborting",)
    for name in STATES
    if name not in ("idle", "complete", "aborting", "aborted")
}
MOVES: Table = with_moves(_NORMAL, _HOLD, _STOP, _ABORT)
