"""What the system then says of a thread that has asked for short slices: sched_getattr(2)."""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys

from trainlab.bench.slices import SHORT_NS, USUAL_NS, ask_for_slices

SCHED_GETATTR = {"x86_64": 315, "aarch64": 275}
KNOWN = sys.platform == "linux" and platform.machine() in SCHED_GETATTR


def scheduling() -> tuple[int, int, int]:
    """Policy, nice and length of the slices of this thread, in ns."""
    found = ctypes.create_string_buffer(48)
    call = SCHED_GETATTR[platform.machine()]
    assert ctypes.CDLL(None).syscall(call, 0, found, len(found), 0) == 0
    _, policy, _, nice, _, runtime_ns, *_ = struct.unpack("=IIQiIQQQ", found)
    return policy, nice, runtime_ns


def test_slices_get_shorter_and_nothing_else_changes() -> None:
    assert ask_for_slices(SHORT_NS) is KNOWN
    if KNOWN:
        release = tuple(int(part) for part in platform.release().split(".")[:2])
        policy, nice, length_ns = scheduling()
        assert (policy, nice) == (os.SCHED_OTHER, os.getpriority(os.PRIO_PROCESS, 0))
        assert length_ns == (SHORT_NS if release >= (6, 12) else 0)
    assert ask_for_slices(USUAL_NS) is KNOWN
    if KNOWN:
        assert scheduling()[2] != SHORT_NS
