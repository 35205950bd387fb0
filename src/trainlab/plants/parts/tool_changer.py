"""A tool magazine with a swing arm: a pocket is brought to the arm, and the arm exchanges two tools.

    magazine   one pocket in a fixed time, the shorter way round
    arm        swings in, the holder opens, the tools change places, the holder closes, the arm
               swings back; the shares of the time from chip to chip are those below

Switches: pocket in place, arm at home, tool clamped. Once begun, an exchange goes on to its end.
A pocket has the tool of its number; the tool that comes out goes into the pocket of its number.
"""

from __future__ import annotations

NEVER = float("inf")
_INSTANT_S = 1e-9
# share of the time, whether the arm is at home, whether the tool is clamped during that phase
_PHASES = (
    (0.25, False, True),
    (0.1, False, False),
    (0.3, False, False),
    (0.1, False, False),
    (0.25, False, True),
)
_SWAP_AFTER = 2


class ToolChanger:
    """Pocket, arm and tool; `due_s` is when something of it next changes."""

    __slots__ = (
        "_change_s",
        "_index_s",
        "_next",
        "_phase",
        "_phase_due_s",
        "_pocket_due_s",
        "_pockets",
        "_wanted",
        "exchanges",
        "jammed",
        "pocket",
        "tool",
    )

    def __init__(self, pockets: int, index_s: float, change_s: float, tool: int) -> None:
        self._pockets = pockets
        self._index_s = index_s
        self._change_s = change_s
        self.tool = tool
        self.pocket = 1
        self._wanted = 0
        self._next = 1
        self._pocket_due_s = NEVER
        self._phase = -1
        self._phase_due_s = NEVER
        self.exchanges = 0
        self.jammed = False

    @property
    def arm_home(self) -> bool:
        """The switch of the arm's place of rest."""
        return self._phase < 0

    @property
    def tool_clamped(self) -> bool:
        """The switch of the holder's clamp."""
        return self._phase < 0 or _PHASES[self._phase][2]

    @property
    def due_s(self) -> float:
        """Seconds until something changes by itself."""
        if self.jammed:
            return NEVER
        return min(self._pocket_due_s, self._phase_due_s)

    def change_time(self, change_s: float) -> None:
        """Give an exchange another time, in s; a phase that is under way keeps its own."""
        self._change_s = change_s

    def turn_to(self, pocket: int, on: bool) -> None:
        """Turn the magazine to a pocket while `on`; it stops at pockets only."""
        self._wanted = pocket if on and 1 <= pocket <= self._pockets else 0
        if self._pocket_due_s == NEVER and self.arm_home:
            self._set_off()

    def in_place(self, pocket: int) -> bool:
        """The switch of the pocket, for the pocket asked for."""
        return self._pocket_due_s == NEVER and self.pocket == pocket

    def exchange(self) -> None:
        """Begin an exchange, unless one is under way or the magazine turns."""
        if self._phase < 0 and self._pocket_due_s == NEVER and not self.jammed:
            self._phase = 0
            self._phase_due_s = _PHASES[0][0] * self._change_s

    def jam(self) -> None:
        """The arm hits something and stays where it is."""
        self.jammed = True

    def clear(self) -> None:
        """Somebody swings the arm back by hand; a holder that is open is closed."""
        self.jammed = False
        self._phase = -1
        self._phase_due_s = NEVER

    def advance(self, dt_s: float) -> None:
        """Let `dt_s` seconds pass, at most `due_s`."""
        if self.jammed:
            return
        if self._pocket_due_s != NEVER:
            self._pocket_due_s -= dt_s
            if self._pocket_due_s <= _INSTANT_S:
                self._index()
        if self._phase >= 0:
            self._phase_due_s -= dt_s
            if self._phase_due_s <= _INSTANT_S:
                self._next_phase()

    def _set_off(self) -> None:
        """Turn toward the next pocket, unless the one that is wanted is here, or none is wanted."""
        if self._wanted in (0, self.pocket):
            self._pocket_due_s = NEVER
            return
        ahead = (self._wanted - self.pocket) % self._pockets
        forward = ahead <= self._pockets - ahead
        self._next = (self.pocket - 1 + (1 if forward else -1)) % self._pockets + 1
        self._pocket_due_s = self._index_s

    def _index(self) -> None:
        self.pocket = self._next
        self._set_off()

    def _next_phase(self) -> None:
        if self._phase == _SWAP_AFTER:
            self.tool = self.pocket
            self.exchanges += 1
        self._phase += 1
        if self._phase == len(_PHASES):
            self._phase = -1
            self._phase_due_s = NEVER
        else:
            self._phase_due_s = _PHASES[self._phase][0] * self._change_s
