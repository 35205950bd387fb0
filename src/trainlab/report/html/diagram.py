"""The diagram of a finding as SVG: its signals over time, the window, what decided, what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trainlab.core.observer import Event
from trainlab.report.html.evidence import Proof
from trainlab.report.html.marks import (
    LANE,
    FaultSpan,
    draw_events,
    draw_faults,
    draw_labels,
    labels_of,
)
from trainlab.report.html.panels import draw_panel, panels_of
from trainlab.report.html.svg import element, text
from trainlab.report.html.view import LEFT, RIGHT, WIDTH, View, time_ticks, view_of

FOOT = 30.0
LEAST_DECIDED = 2.0  # px: a deciding moment is seen too
CLOSE_UP = (
    0.06  # a deciding interval that is a smaller share of its view is drawn once more, larger
)


@dataclass(frozen=True, slots=True)
class Happenings:
    """The events and faults of a run, for every diagram alike."""

    events: Sequence[Event]
    faults: Sequence[FaultSpan]


def views_of(proof: Proof, tick_ns: int, rows: int, close_up: bool) -> list[View]:
    """The whole of what a check looked at; with `close_up`, then what decided, where it is short."""
    begin_ns, end_ns = proof.whole
    whole = view_of(begin_ns, end_ns, tick_ns, rows, margin=0.03)
    if not close_up or proof.decided is None:
        return [whole]
    decided = proof.decided[1] - proof.decided[0]
    if decided > CLOSE_UP * whole.rows * tick_ns:
        return [whole]
    around_ns = max(decided, 12 * tick_ns)
    near = view_of(proof.decided[0] - around_ns, proof.decided[1] + around_ns, tick_ns, rows, 0.0)
    return [whole, near] if near.rows < whole.rows / 3 else [whole]


def draw(proof: Proof, view: View, happenings: Happenings, caption_id: str) -> str:
    """The diagram as one SVG element; the element of that id says what it shows."""
    panels = panels_of(proof.shown)
    labels = labels_of(happenings.events, happenings.faults, view)
    top = 4.0 + LANE * max((label.lane + 1 for label in labels), default=0)
    bottom = top + sum(panel.height for panel in panels)
    height = bottom + FOOT
    parts = [_stretch("window", begin, end, view, top, bottom) for begin, end in proof.windows]
    parts.append(draw_faults(happenings.faults, view, top, bottom))
    if proof.decided is not None:
        parts.append(_stretch("decided", *proof.decided, view, top, bottom))
    parts.append(_time_axis(view, top, bottom))
    y = top
    for panel in panels:
        parts.append(draw_panel(panel, view, y))
        y += panel.height
    parts.append(draw_events(happenings.events, view, top, bottom))
    parts.append(draw_labels(labels, top))
    return element(
        "svg",
        "".join(parts),
        class_="diagram",
        viewBox=f"0 0 {WIDTH:g} {height:g}",
        role="img",
        aria_labelledby=caption_id,
    )


def _stretch(kind: str, begin_ns: int, end_ns: int, view: View, top: float, bottom: float) -> str:
    """A shaded stretch of time, with a bar along the axis that ink without colour shows as well."""
    if end_ns < view.begin_ns or begin_ns > view.end_ns:
        return ""
    left, right = view.x(begin_ns), view.x(end_ns)
    width = max(right - left, LEAST_DECIDED)
    left = min(left, RIGHT - width)
    bar = 5.0 if kind == "decided" else 2.0
    return element("rect", class_=kind, x=left, y=top, width=width, height=bottom - top) + element(
        "rect", class_=f"{kind}-bar", x=left, y=bottom + 1.0, width=width, height=bar
    )


def _time_axis(view: View, top: float, bottom: float) -> str:
    parts = [element("line", class_="axis", x1=LEFT, x2=RIGHT, y1=bottom, y2=bottom)]
    for x, label in time_ticks(view):
        parts.append(element("line", class_="grid", x1=x, x2=x, y1=top, y2=bottom))
        parts.append(text(x, bottom + 20.0, label, class_="tick", text_anchor="middle"))
    parts.append(text(LEFT - 16.0, bottom + 20.0, "t [s]", class_="unit", text_anchor="end"))
    return "".join(parts)
