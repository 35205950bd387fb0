"""What happened in a run, as it is marked in a diagram: stimuli as lines, faults as bands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from trainlab.core.duration import NS_PER_S
from trainlab.core.observer import Event
from trainlab.report.html.svg import element, text, text_width
from trainlab.report.html.view import WIDTH, View
from trainlab.report.plain import plain

LANES, LANE = 3, 13.0  # rows of labels above the plots, and their height in px


@dataclass(frozen=True, slots=True)
class FaultSpan:
    """A fault from its begin to its end, or the end of the run."""

    label: str
    name: str
    begin_ns: int
    end_ns: int


def fault_spans(events: Sequence[Event], end_ns: int) -> list[FaultSpan]:
    """Every fault of a run."""
    ends = {event.name: event.now_ns for event in events if event.kind == "fault_end"}
    return [
        FaultSpan(event.label, event.name, event.now_ns, ends.get(event.label, end_ns))
        for event in events
        if event.kind == "fault_begin"
    ]


def draw_faults(spans: Sequence[FaultSpan], view: View, top: float, bottom: float) -> str:
    """A hatched band for each fault in view."""
    drawn = []
    for span in spans:
        if span.begin_ns <= view.end_ns and span.end_ns >= view.begin_ns:
            left, right = view.x(span.begin_ns), view.x(span.end_ns)
            times = f"{span.begin_ns / NS_PER_S:.2f}..{span.end_ns / NS_PER_S:.2f} s"
            title = element("title", escape(plain(f"{span.label}: {span.name}, {times}")))
            shape = {"x": left, "y": top, "width": max(right - left, 1.0), "height": bottom - top}
            drawn.append(element("rect", title, class_="fault", **shape))
    return "".join(drawn)


@dataclass(frozen=True, slots=True)
class Label:
    """A label above the plots: where it begins, in which lane, and the moment it belongs to."""

    text: str
    x: float
    lane: int
    moment_x: float


def labels_of(events: Sequence[Event], faults: Sequence[FaultSpan], view: View) -> list[Label]:
    """The labels of all that begins in view, each in the lowest lane that has room for it."""
    named = [(event.now_ns, event.label) for event in events if event.label]
    named += [(fault.begin_ns, fault.label) for fault in faults]
    free = [0.0] * LANES
    labels = []
    for now_ns, label in sorted(named):
        told, x = plain(label), view.x(now_ns)
        width = text_width(told)
        left = x + 2.0 if x + 2.0 + width <= WIDTH else x - 3.0 - width
        lane = next((lane for lane, until in enumerate(free) if until <= left), None)
        if view.holds(now_ns) and lane is not None:
            free[lane] = max(left + width, x) + 6.0
            labels.append(Label(told, left, lane, x))
    return labels


def draw_labels(labels: Sequence[Label], top: float) -> str:
    """The labels above plots that begin at `top`, each with a stroke down to them."""
    drawn = []
    for label in labels:
        y = top - 4.0 - label.lane * LANE
        stroke = f"M{label.moment_x:.1f} {y - 8.0:.1f}V{top:.1f}"
        drawn.append(element("path", class_="stimulus named", d=stroke))
        drawn.append(text(label.x, y, label.text, class_="stimulus-label"))
    return "".join(drawn)


def draw_events(events: Sequence[Event], view: View, top: float, bottom: float) -> str:
    """A line for each event in view; of several without a label on one pixel, the first."""
    drawn: list[str] = []
    pixels: set[int] = set()
    for event in events:
        x = view.x(event.now_ns)
        if view.holds(event.now_ns) and (event.label or int(x) not in pixels):
            pixels.add(int(x))
            label = f"{event.label}: " if event.label else ""
            told = f"{label}{event.name} = {event.value:g}, {event.now_ns / NS_PER_S:.2f} s"
            title = element("title", escape(plain(told)))
            kind = f"stimulus {'named' if event.label else 'unnamed'}"
            drawn.append(element("line", title, class_=kind, x1=x, x2=x, y1=top, y2=bottom))
    return "".join(drawn)
