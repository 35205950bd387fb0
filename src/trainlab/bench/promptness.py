"""Running soon after waking up, for the thread that drives a bench by the wall clock.

A bench works for some 0.1 ms and sleeps for the rest of its tick. On a busy computer an ordinary thread
that wakes up waits until the scheduler's next turn, often 4 ms and more. Linux offers two ways out:

    real-time priority   SCHED_RR (man 7 sched), where the user may: root, or a limit `rtprio`. The
                         lowest one; the kernel itself leaves others 5 % of a core, whatever happens
    short slices         EEVDF, from 6.12, without privileges: a thread that asks for shorter slices
                         than the others runs sooner, at no greater share. sched_setattr(2) takes the
                         length as `sched_runtime`, 0.1 to 100 ms; older kernels do nothing

Elsewhere a bench is an ordinary thread.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from enum import Enum

SLICE_NS = 100_000
USUAL_NS = 0

# size, policy, flags, nice, priority, runtime, deadline, period: struct sched_attr of sched_setattr(2)
_ATTRIBUTES = struct.Struct("=IIQiIQQQ")
# The system call's number: asm/unistd_64.h, asm-generic/unistd.h
_SCHED_SETATTR = {"x86_64": 314, "aarch64": 274}


class Promptness(Enum):
    """What the system has granted."""

    REAL_TIME = "real-time priority"
    SHORT_SLICES = "short slices"
    USUAL = "nothing"


def run_promptly() -> Promptness:
    """Have the calling thread run soon after it wakes up, as far as the system lets it.

    A thread that has a policy of its own already, such as one that chrt(1) has given it, keeps it.
    """
    if sys.platform != "linux" or os.sched_getscheduler(0) != os.SCHED_OTHER:
        return Promptness.USUAL
    try:
        # what it starts does not inherit this
        os.sched_setscheduler(0, os.SCHED_RR | os.SCHED_RESET_ON_FORK, os.sched_param(1))
    except PermissionError:
        return Promptness.SHORT_SLICES if _slices(SLICE_NS) else Promptness.USUAL
    return Promptness.REAL_TIME


def run_as_usual(granted: Promptness) -> None:
    """Give back what `run_promptly` was granted."""
    if sys.platform == "linux":
        if granted is Promptness.REAL_TIME:
            os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
        elif granted is Promptness.SHORT_SLICES:
            _slices(USUAL_NS)


def _slices(length_ns: int) -> bool:
    """Ask for slices of that length for the calling thread; whether there is such a thing."""
    call = _SCHED_SETATTR.get(platform.machine())
    if call is None:
        return False
    nice = os.getpriority(os.PRIO_PROCESS, 0)
    wanted = _ATTRIBUTES.pack(_ATTRIBUTES.size, os.SCHED_OTHER, 0, nice, 0, length_ns, 0, 0)
    return bool(ctypes.CDLL(None).syscall(call, 0, wanted, 0) == 0)
