"""How fast a conveyor line runs, in CPU time: 200 boxes on five belts with ten photo-eyes, `python benchmarks/conveyor.py`.

Each box that leaves is laid at the begin again, so that 200 are on the line all the time.
"""

from __future__ import annotations

import time

from trainlab.plants.parts.agenda import Agenda
from trainlab.plants.parts.belt import Belt
from trainlab.plants.parts.box import Box
from trainlab.plants.parts.drive import Drive
from trainlab.plants.parts.line import Line
from trainlab.plants.parts.line_events import LineEvents
from trainlab.plants.parts.photo_eye import PhotoEye

BOXES, BELTS, EYES = 200, 5, 10
BELT_M, SPEED_M_S, LENGTH_M, PITCH_M = 20.0, 0.5, 0.3, 0.45
TICK_S, SECONDS, ROUNDS = 0.01, 200.0, 5


class _Round(LineEvents):
    """Lays what leaves at the begin again."""

    def __init__(self) -> None:
        self.line: Line | None = None

    def left(self, box: Box, now_s: float) -> None:
        assert self.line is not None
        self.line.lay(Box(box.number, LENGTH_M, 0.2), LENGTH_M, now_s)


def run() -> tuple[float, int, int]:
    """CPU seconds that the run took, edges at the eyes, boxes at the end."""
    belts = [Belt(Drive(1.0, 1.0), BELT_M * k, BELT_M * (k + 1)) for k in range(BELTS)]
    spacing = BELT_M * BELTS / EYES
    eyes = [PhotoEye(spacing * (k + 0.5)) for k in range(EYES)]
    events = _Round()
    line = events.line = Line(belts, eyes, events)
    for number in range(BOXES):
        line.lay(Box(number, LENGTH_M, 0.2), BELT_M * BELTS - PITCH_M * number, 0.0)
    for belt in belts:
        line.command(belt.drive, 0.0, SPEED_M_S)
    agenda = Agenda([line])
    begin = time.process_time()
    for _ in range(round(SECONDS / TICK_S)):
        agenda.pass_time(TICK_S)
    seconds = time.process_time() - begin
    return seconds, sum(eye.rises + eye.falls for eye in eyes), sum(1 for _ in line.boxes)


def main() -> None:
    """Prints the figures."""
    seconds, edges, boxes = min(run() for _ in range(ROUNDS))
    print(
        f"conveyor, {boxes} boxes: {SECONDS / seconds:,.0f} times real time,"
        f" {seconds / SECONDS * TICK_S * 1e6:.2f} us a tick, {edges / SECONDS:.0f} edges a second"
    )


if __name__ == "__main__":
    main()
