"""A bar feeder with a saw: pushes a bar to the stop, clamps it, cuts a blank off.

    rear of the bar --left--> saw --front--> stop
    clamp   closed by springs; a coil opens it
    push    front' = v, left' = -v, while the clamp is open, to the stop, or until the pusher has reached
            the clamp: what is then left is the remnant
    cut     the blade goes down in one time, and up in another by its spring; at the bottom the blank is
            off, as long as the front was, and the bar is shorter by the kerf
    jam     the blade is in the bar and the bar is not held, or is pushed against it; it stands until
            somebody frees it

A blank lies at the stop until the robot takes it; a bar that is pushed again shoves it off.
"""

from __future__ import annotations

from trainlab.plants.parts.end_drive import EndDrive

NEVER = float("inf")
BLANK_M = 0.1
KERF_M = 0.003
REMNANT_M = 0.06
SHORT_M = 0.001  # what a blank may be too short by
CLAMP_S = 0.4
RETURN_S = 1.5
_SAME_M = 1e-9


class BarFeeder:
    """Bar, clamp and saw; `due_s` is when something of it next changes.

    After `advance` the owner reads `parted`, the length of the blank that has just come off.
    """

    __slots__ = (
        "_cut_s",
        "_done",
        "_powered",
        "_push",
        "_push_m_s",
        "bars",
        "clamp",
        "front_m",
        "jammed",
        "jams",
        "left_m",
        "loaded_m",
        "parted",
        "remnants_m",
        "saw",
    )

    def __init__(self, bar_m: float, push_m_s: float, cut_s: float) -> None:
        self.left_m = bar_m
        self.front_m = 0.0
        self.bars = 1
        self.loaded_m = bar_m
        self.remnants_m = 0.0
        self._push_m_s = push_m_s
        self._cut_s = cut_s
        self._push = False
        self._powered = True
        self._done = False  # the blank of this stroke is off
        self.jammed = False
        self.jams = 0
        self.parted: float | None = None
        self.clamp = EndDrive(CLAMP_S, position=1.0)  # 1 is closed
        self.saw = EndDrive(cut_s)  # 1 is down

    @property
    def at_stop(self) -> bool:
        """The switch of the stop."""
        return self.front_m >= BLANK_M - _SAME_M

    @property
    def pushing(self) -> bool:
        """Whether the bar moves."""
        return (
            self._push
            and self._powered
            and not self.jammed
            and self.clamp.at_near_end
            and not self.at_stop
            and self.left_m > REMNANT_M + _SAME_M
            and self._push_m_s > 0.0
        )

    @property
    def working(self) -> bool:
        """Whether bar or blade is on the move, or the blade is down."""
        return self.pushing or not self.saw.at_near_end

    @property
    def due_s(self) -> float:
        """Seconds until something changes by itself."""
        due_s = min(self.clamp.due_s, self.saw.due_s)
        if self.pushing:
            way_m = min(BLANK_M - self.front_m, self.left_m - REMNANT_M)
            due_s = min(due_s, way_m / self._push_m_s)
        return due_s

    def command(self, push: bool, unclamp: bool, cut: bool, powered: bool) -> None:
        """What the PLC commands; without power springs close the clamp and lift the blade."""
        self._push = push
        self._powered = powered
        self.clamp.drive(-1 if unclamp and powered else 1)
        toward = 0 if self.jammed else 1 if cut and powered else -1
        if toward != self.saw.toward:
            self.saw.change_time(self._cut_s if toward > 0 else RETURN_S)
            self.saw.drive(toward)

    def look(self) -> None:
        """Jam where the blade is in a bar that is not held, or that is pushed."""
        in_bar = self.saw.position > 0.0 and not self._done and self.front_m > 0.0
        loose = in_bar and not self.clamp.at_far_end
        if (loose or (self.pushing and self.saw.position > 0.0)) and not self.jammed:
            self.jammed = True
            self.jams += 1
            self.saw.drive(0)

    def clear(self) -> None:
        """Somebody frees the blade and lifts it."""
        if self.jammed:
            self.jammed = False
            self.saw = EndDrive(self._cut_s)
            self._done = False

    def load_bar(self, bar_m: float) -> None:
        """Somebody takes the rest of the bar away and lays in a new one; not with the blade down."""
        if self.saw.at_near_end and not self.jammed:
            self.remnants_m += self.left_m + self.front_m
            self.left_m = bar_m
            self.front_m = 0.0
            self.loaded_m += bar_m
            self.bars += 1

    def change_push(self, push_m_s: float) -> None:
        """Give the pusher another speed; 0 is a slipping one."""
        self._push_m_s = push_m_s

    def change_cut(self, cut_s: float) -> None:
        """Give the next cut another time, in s."""
        self._cut_s = cut_s

    def advance(self, dt_s: float) -> None:
        """Let `dt_s` seconds pass, at most `due_s`."""
        if self.pushing:
            way_m = self._push_m_s * dt_s
            self.front_m += way_m
            self.left_m -= way_m
            if self.front_m >= BLANK_M - _SAME_M:
                self.left_m -= BLANK_M - self.front_m
                self.front_m = BLANK_M
            if self.left_m <= REMNANT_M + _SAME_M:
                self.front_m += self.left_m - REMNANT_M
                self.left_m = REMNANT_M
        self.clamp.advance(dt_s)
        self.saw.advance(dt_s)
        if self.saw.position == 1.0 and not self._done:
            self._part()
        elif self.saw.position == 0.0:
            self._done = False

    def _part(self) -> None:
        """The blade is through."""
        self._done = True
        if self.front_m > 0.0:
            self.parted = self.front_m
            self.front_m = 0.0
            self.left_m = max(self.left_m - KERF_M, 0.0)
