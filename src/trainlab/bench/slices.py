"""Short slices of a core for the thread that runs a bench by the wall clock.

A bench works for some 0.1 ms and sleeps for the rest of its tick. Linux' scheduler (EEVDF, from 6.12)
lets a thread that asks for shorter slices than the others run sooner after it wakes, at no greater
share of the core, and without privileges: sched_setattr(2) takes the length as `sched_runtime` for
ordinary threads too, 0.1 to 100 ms, and 0 for the system's own. Older kernels take it and do nothing.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys

SHORT_NS = 100_000
USUAL_NS = 0

# size, policy, flags, nice, priority, runtime, deadline, period: struct sched_attr of sched_setattr(2)
_ATTRIBUTES = struct.Struct("=IIQiIQQQ")
# The system call's number: asm/unistd_64.h, asm-generic/unistd.h
_SCHED_SETATTR = {"x86_64": 314, "aarch64": 274}


def ask_for_slices(length_ns: int) -> bool:
    """Ask for slices of that length for the calling thread; False where the system has no such thing.

    A thread that already has a policy of its own, such as one that chrt(1) has given it, keeps it.
    """
    if sys.platform != "linux" or platform.machine() not in _SCHED_SETATTR:
        return False
    policy = os.sched_getscheduler(0)
    if policy != os.SCHED_OTHER:
        return False
    nice = os.getpriority(os.PRIO_PROCESS, 0)
    wanted = _ATTRIBUTES.pack(_ATTRIBUTES.size, policy, 0, nice, 0, length_ns, 0, 0)
    libc = ctypes.CDLL(None)
    return bool(libc.syscall(_SCHED_SETATTR[platform.machine()], 0, wanted, 0) == 0)
