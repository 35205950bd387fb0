"""How a wired run went on the wire, as a person reads it."""

from __future__ import annotations

from trainlab.core.duration import NS_PER_MS
from trainlab.core.message import Language, Text
from trainlab.exchange.figures import Spread
from trainlab.grading.verdict import WireReport

WRITERS = Text("controller: {names}", "控制器：{names}")
SCANS = Text(
    "from one scan of it to the next, as seen on the wire: {p50} (99 % up to {p99}, at most {most})",
    "从总线上看，两次扫描的间隔 {p50}（99 % 不超过 {p99}，最大 {most}）",
)
AGE = Text("it was silent for {most} at most", "最长静默 {most}")
STALE = Text(
    "not heard for too long, so that the outputs went to fail-safe: {count} times",
    "失联并将输出置安全值：{count} 次",
)


def wire_lines(wire: WireReport, language: Language) -> list[str]:
    """Who wrote, how often it scanned, how long it was silent."""
    lines = [WRITERS.fill(names=", ".join(wire.writers)).render(language)]
    scan, age = wire.controller_scan, wire.link_age
    if scan is not None:
        p50, p99, most = _milliseconds(scan)
        lines.append(SCANS.fill(p50=p50, p99=p99, most=most).render(language))
    if age is not None:
        lines.append(AGE.fill(most=_milliseconds(age)[2]).render(language))
    if wire.times_stale:
        lines.append(STALE.fill(count=wire.times_stale).render(language))
    return lines


def _milliseconds(spread: Spread) -> tuple[str, str, str]:
    p50, p99, most = (
        f"{time / NS_PER_MS:.0f} ms" for time in (spread.p50_ns, spread.p99_ns, spread.max_ns)
    )
    return p50, p99, most
