"""What the system says of a thread that has asked to run promptly: sched_getattr(2)."""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import subprocess
import sys

from trainlab.bench.promptness import SLICE_NS, Promptness, run_as_usual, run_promptly

SCHED_GETATTR = {"x86_64": 315, "aarch64": 275}
KNOWN = sys.platform == "linux" and platform.machine() in SCHED_GETATTR


def scheduling() -> tuple[int, int, int]:
    """Policy, nice and length of the slices of this thread, in ns."""
    found = ctypes.create_string_buffer(48)
    call = SCHED_GETATTR[platform.machine()]
    assert ctypes.CDLL(None).syscall(call, 0, found, len(found), 0) == 0
    _, policy, _, nice, _, runtime_ns, *_ = struct.unpack("=IIQiIQQQ", found)
    return policy, nice, runtime_ns


def test_what_is_granted_is_what_the_system_says_and_is_given_back() -> None:
    before = scheduling() if KNOWN else (0, 0, 0)
    granted = run_promptly()
    try:
        if granted is Promptness.REAL_TIME:
            assert os.sched_getscheduler(0) == os.SCHED_RR | os.SCHED_RESET_ON_FORK
            child = "import os; print(os.sched_getscheduler(0) == os.SCHED_OTHER)"
            told = subprocess.run([sys.executable, "-c", child], capture_output=True, check=True)
            assert told.stdout.split() == [b"True"]
        if granted is Promptness.SHORT_SLICES and kernel() >= (6, 12):
            assert scheduling() == (*before[:2], SLICE_NS)
    finally:
        run_as_usual(granted)
    assert not KNOWN or scheduling()[:2] == before[:2]


# In a process of its own, since what it gives up it cannot get back.
WITHOUT_RIGHTS = """
import os, resource
from trainlab.bench.promptness import run_promptly
if os.geteuid() == 0:
    os.setuid(65534)
resource.setrlimit(resource.RLIMIT_RTPRIO, (0, 0))
print(run_promptly().name)
"""


def test_without_rights_slices_are_shorter() -> None:
    command = [sys.executable, "-c", WITHOUT_RIGHTS]
    told = subprocess.run(command, capture_output=True, check=True, text=True)
    assert told.stdout.strip() == ("SHORT_SLICES" if KNOWN else "USUAL")


def kernel() -> tuple[int, ...]:
    """The version of the running kernel."""
    return tuple(int(part) for part in platform.release().split(".")[:2])
