"""The contract of a PLC that is polled, whatever it speaks."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from trainlab.core.message import Text
from trainlab.exchange.records import Span

UNREACHABLE = Text("it cannot be reached: {why}", "无法连接：{why}")
SILENT = Text("it does not answer: {why}", "没有应答：{why}")
GARBLED = Text("its answer makes no sense: {why}", "应答无法解析：{why}")
REFUSED = Text("it refuses the connection: {why}", "PLC 拒绝连接：{why}")
OTHER_SECURITY = Text(
    "it does not offer this security: {why}; ask for another with ?security=",
    "PLC 不提供该安全策略：{why}；请用 ?security= 选择其他策略",
)
NO_SUCH_PLACE = Text(
    "it has no {places} ({code})",
    "PLC 中没有 {places}（{code}）",
)
NOT_TAKEN = Text("it refuses {places} ({code})", "PLC 拒绝访问 {places}（{code}）")
IN_STOP = Text("CPU in STOP", "CPU 处于 STOP")

# What a library raises, beside its own errors, over an answer that was damaged on the way.
MALFORMED = (struct.error, ValueError, TypeError, AttributeError, LookupError, EOFError)


class Lost(Exception):
    """The PLC cannot be polled, for now; `reason` says why. `silent`: nobody answers there at all."""

    def __init__(self, reason: Text, silent: bool = False) -> None:
        super().__init__(reason.en)
        self.reason = reason
        self.silent = silent


def lost(text: Text, **values: object) -> Lost:
    """A reason with its places filled in both languages."""
    en, zh = (text.fill(**values).render(language) for language in ("en", "zh-CN"))
    return Lost(Text(en, zh), silent=text in (UNREACHABLE, SILENT, GARBLED))


@dataclass(frozen=True, slots=True)
class Scan:
    """What was read of a PLC: its outputs as bytes of the image block.

    `stopped` says why they do not count, where its program does not run. `restarted` is whether it
    was started anew since the station was opened, told once.
    """

    spans: Sequence[Span]
    stopped: Text | None = None
    restarted: bool = False


class Plc(Protocol):
    """A PLC at the other end of one connection. Each call raises `Lost` if it fails."""

    def connect(self) -> None:
        """Reach it; what may be found out at once about its addresses is."""

    def put(self, block: bytes | bytearray, everything: bool) -> None:
        """Write the station's inputs to it: what has changed, or everything."""

    def scan(self) -> Scan:
        """Read its outputs."""

    def close(self) -> None:
        """Let go of the connection, whatever its state; raises nothing."""
