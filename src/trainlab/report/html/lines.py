"""Columns of a trace as paths of a drawing, never more points than pixels need, nothing left out.

Of the rows that fall on one pixel the first, the lowest, the highest and the last are drawn (Jugel
and others, M4, VLDB 2014), so that the line covers just the pixels that all rows would have covered.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trainlab.report.html.view import View

Floats = NDArray[np.float64]


def trend_path(
    column: Floats, view: View, low: float, high: float, top: float, bottom: float
) -> str:
    """A number over time; gaps where it is NaN or infinite. `low` lies at `bottom`, `high` at `top`."""
    rows = np.arange(view.first, min(view.stop + 1, len(column)), dtype=np.int64)
    values = column[rows]
    rows, values = _thinned(rows, values, np.floor(view.xs(rows)))
    xs = view.xs(rows)
    ys = bottom - (np.clip(values, low, high) - low) / (high - low) * (bottom - top)
    sound = np.isfinite(values)
    words: list[str] = []
    drawing = False
    for x, y, here in zip(xs.tolist(), ys.tolist(), sound.tolist(), strict=True):
        if here:
            words.append(f"{'L' if drawing else 'M'}{x:.1f} {y:.1f}")
        drawing = here
    return "".join(words)


def logic_path(column: NDArray[np.bool_], view: View, top: float, bottom: float) -> str:
    """A BOOL over time as a logic analyser draws it; a bar where it changes faster than a pixel."""
    stop = min(view.stop, len(column))
    shown = column[view.first : stop]
    if len(shown) == 0:
        return ""
    edges = np.flatnonzero(shown[1:] != shown[:-1]) + 1 + view.first
    level = {True: top, False: bottom}
    xs = view.xs(edges)
    words = [f"M{view.xs(np.array([view.first]))[0]:.1f} {level[bool(shown[0])]:g}"]
    for pixel in np.unique(np.floor(xs)).tolist():
        here = np.flatnonzero(np.floor(xs) == pixel)
        after = level[bool(column[edges[here[-1]]])]
        if len(here) > 1:
            words.append(f"H{xs[here[0]]:.1f}V{top:g}V{bottom:g}")
        else:
            words.append(f"H{xs[here[0]]:.1f}")
        words.append(f"V{after:g}")
    words.append(f"H{view.xs(np.array([stop]))[0]:.1f}")
    return "".join(words)


def _thinned(
    rows: NDArray[np.int64], values: Floats, pixels: Floats
) -> tuple[NDArray[np.int64], Floats]:
    """Of each pixel the first, lowest, highest and last row, and those beside a gap."""
    begins = np.flatnonzero(np.diff(pixels, prepend=pixels[0] - 1 if len(pixels) else 0))
    if len(rows) <= 4 * len(begins):
        return rows, values
    ends = np.append(begins[1:], len(rows))
    sound = np.isfinite(values)
    lowest = np.where(sound, values, np.inf)
    highest = np.where(sound, values, -np.inf)
    kept = set(begins.tolist()) | set((ends - 1).tolist())
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        kept.add(begin + int(np.argmin(lowest[begin:end])))
        kept.add(begin + int(np.argmax(highest[begin:end])))
    gaps = np.flatnonzero(sound[1:] != sound[:-1])
    kept |= set(gaps.tolist()) | set((gaps + 1).tolist())
    chosen = np.array(sorted(kept), dtype=np.int64)
    return rows[chosen], values[chosen]
