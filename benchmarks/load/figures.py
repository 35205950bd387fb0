"""Figures as they are printed: quantiles, and PASS or MISS for each that is demanded."""

from __future__ import annotations

from collections.abc import Sequence


def demand(fine: bool, what: str) -> None:
    """One demanded figure."""
    print(f"  {'PASS' if fine else 'MISS'}  {what}")


def tell(what: str) -> None:
    """A figure that nobody demands."""
    print(f"        {what}")


def share(values: Sequence[float], q: float) -> float:
    """A quantile, nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(q * len(ordered)))]


def spread(times_ns: Sequence[int]) -> str:
    """Quantiles of some times, in us."""
    quantiles = " ".join(f"p{100 * q:g} {share(times_ns, q) / 1e3:.0f}" for q in (0.5, 0.99, 0.999))
    return f"{quantiles} max {max(times_ns) / 1e3:.0f} us"
