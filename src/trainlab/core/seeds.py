"""Random numbers that never change: counter-based, one stream a component.

A draw is a hash of (seed, stream name, counter), so that it depends on no other draw: a component
that is added or asked more often disturbs no other. Only integer arithmetic and a fixed table are
used, so that every machine and every Python version draws the same bits.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
_MIX_1, _MIX_2 = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_QUANTILES = 4096


@cache
def _normal_table() -> tuple[float, ...]:
    """Standard normal quantiles at the middle of 4096 equal classes, rounded to nine decimals.

    Rounding hides the last bits in which mathematical libraries differ.
    """
    inverse = NormalDist().inv_cdf
    half = [round(inverse((k + 0.5) / _QUANTILES), 9) for k in range(_QUANTILES // 2)]
    return tuple(half) + tuple(-value for value in reversed(half))


@cache
def _normal_array() -> np.ndarray:
    """The same for whole arrays of draws."""
    # Only here, so that what draws no noise never waits for numpy.
    import numpy as np

    return np.array(_normal_table())


class Stream:
    """The random numbers of one component; `counter` is any integer, usually the tick's number."""

    __slots__ = ("_key",)

    def __init__(self, key: int) -> None:
        self._key = key

    def bits(self, counter: int) -> int:
        """64 random bits: SplitMix64 (Steele, Lea, Flood 2014) of key + counter."""
        x = (self._key + counter * _GOLDEN) & _MASK
        x = ((x ^ (x >> 30)) * _MIX_1) & _MASK
        x = ((x ^ (x >> 27)) * _MIX_2) & _MASK
        return x ^ (x >> 31)

    def uniform(self, counter: int) -> float:
        """A number in [0, 1)."""
        return (self.bits(counter) >> 11) * 2.0**-53

    def normal(self, counter: int) -> float:
        """A standard normal number, one of 4096 quantiles; its variance is 1 within 0.2 %."""
        return _normal_table()[self.bits(counter) >> 52]

    def normals(self, first: int, count: int, rms: float = 1.0) -> list[float]:
        """The normal numbers of so many counters from `first` on, 0 or more: `rms` times what `normal`
        gives of each, in a thirtieth of the time."""
        import numpy as np  # its unsigned integers wrap at 64 bits, as the mask has it in `bits`

        x = np.arange(first, first + count, dtype=np.uint64) * np.uint64(_GOLDEN)
        x += np.uint64(self._key)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(_MIX_1)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(_MIX_2)
        drawn: list[float] = (_normal_array()[x >> np.uint64(52)] * rms).tolist()
        return drawn


class Seed:
    """The seed of a run; each component takes its stream by name."""

    __slots__ = ("root",)

    def __init__(self, root: int) -> None:
        self.root = root

    def stream(self, name: str) -> Stream:
        """The stream of the component of that name."""
        digest = blake2b(f"{self.root}/{name}".encode(), digest_size=8).digest()
        return Stream(int.from_bytes(digest, "little"))
