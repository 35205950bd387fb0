"""The drawing of a plant as values: what stands where, and which signal moves it. No behaviour.

One drawing serves the printed page of a plant and the live one. Places and sizes are in drawing
units, x to the right and y down from the upper left corner; `x` and `y` of a symbol are its upper
left corner, or its centre where it says so. A signal is the name of a tag or a fact; a BOOL is on
above 0, and a number is a share of `full`. "" means that nothing moves it. Symbols after ISA-5.1 and
ISO 14617, grey at rest as ISA-101 asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from trainlab.core.message import Text

NO_TEXT = Text("", "")


class Side(Enum):
    """A way to point, or to move."""

    RIGHT = "right"
    LEFT = "left"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """What every symbol has: a place, and the IEC 81346 designation that stands beside it."""

    x: float
    y: float
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label(Symbol):
    """A text; `x`, `y` is where its line begins."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Symbol):
    """A number with its unit, as the signal has it; `x`, `y` is where its line begins."""

    signal: str
    digits: int = 2
    text: Text = NO_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Vessel(Symbol):
    """A tank that fills to `level` of `full`; `mixer` turns and `heater` glows while on."""

    width: float
    height: float
    level: str = ""
    full: float = 1.0
    closed: bool = False
    mixer: str = ""
    heater: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipe(Symbol):
    """A line from `x`, `y` through `points`; drawn as flowing while the signal is above 0."""

    points: tuple[tuple[float, float], ...]
    flow: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pump(Symbol):
    """A centrifugal pump, or a fan; `x`, `y` is its centre."""

    on: str = ""
    toward: Side = Side.RIGHT


class ValveKind(Enum):
    """What moves a valve's stem."""

    HAND = "hand"
    SOLENOID = "solenoid"
    CONTROL = "control"


@dataclass(frozen=True, slots=True, kw_only=True)
class Valve(Symbol):
    """A valve, open as far as `opening` says (0..`full`); `x`, `y` is its centre."""

    kind: ValveKind
    opening: str = ""
    full: float = 1.0
    upright: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument(Symbol):
    """An instrument's bubble with its letters (LT, LSH, TT, PT, FT ...); `x`, `y` is its centre."""

    letters: str
    signal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Belt(Symbol):
    """A conveyor seen from the side (or from above); `x`, `y` is where its surface begins.

    `travel` is its coordinate in metres, `scale` the drawing units of a metre.
    """

    length: float
    on: str = ""
    travel: str = ""
    scale: float = 100.0
    from_above: bool = False
    width: float = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensor(Symbol):
    """A photo-eye with a beam of `reach`, or a proximity switch; `x`, `y` is its face."""

    on: str = ""
    reach: float = 0.0
    toward: Side = Side.DOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Cylinder(Symbol):
    """A cylinder whose rod is out by `position` (0..`full`) of `stroke`; `x`, `y` is its rear end.

    `plate` is the width of what it pushes with.
    """

    length: float
    stroke: float
    plate: float = 16.0
    position: str = ""
    full: float = 1.0
    toward: Side = Side.RIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Carriage(Symbol):
    """A block that is moved from its place by `position` (0..`full`) of `travel`: door, axis, stopper."""

    width: float
    height: float
    travel: float
    position: str = ""
    full: float = 1.0
    toward: Side = Side.RIGHT
    text: Text = NO_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop(Symbol):
    """A stopper across a belt seen from above: a hidden edge while lowered, a bar while raised.

    `x`, `y` is its upper end.
    """

    length: float
    on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool(Symbol):
    """A tool on two slides, with its axes and the path that it has gone since its program began.

    `x`, `y` is where both axes are 0. `across` and `down` are their places in mm, 0..`reach_mm`, each with
    its drawing units of a millimetre, negative to the left or up; in print the tool stands at `home_mm`.
    The path is one of cutting while `cutting` is above 0, and begins anew with `run`, which is coded as
    MTConnect's EXECUTION (plants/cnc/nc/channel.py). `size` is that of the tool's shape.
    """

    across: str
    down: str
    across_scale: float
    down_scale: float
    reach_mm: float
    home_mm: tuple[float, float]
    cutting: str
    run: str
    letters: tuple[str, str] = ("Z", "X")
    size: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Motor(Symbol):
    """A motor that turns while on; `x`, `y` is its centre."""

    on: str = ""
    text: Text = NO_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch(Symbol):
    """A contact of a contactor, breaker or fuse in a line, closed while on; `x`, `y` is its upper end."""

    on: str = ""
    upright: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Symbol):
    """A machine, or a part of one, with its name; coloured as abnormal while `alarm` is on."""

    width: float
    height: float
    text: Text
    on: str = ""
    alarm: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign(Block):
    """A word about what is abnormal, seen only while `alarm` is on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Housing(Symbol):
    """The housing of a machine, into which one sees; it belongs behind what is in it."""

    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamp(Symbol):
    """A lamp, lit while on; `x`, `y` is its centre. `colour` is green, amber, red, blue or white."""

    on: str
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sounder(Symbol):
    """A horn, with its waves while on; `x`, `y` is its centre."""

    on: str


@dataclass(frozen=True, slots=True)
class Mimic:
    """The drawing of a plant: its size, and its symbols from the back to the front."""

    width: float
    height: float
    symbols: tuple[Symbol, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """Something loose in the plant (a box, a part) where it is now, in the drawing's units.

    `x`, `y` is its upper left corner; `kind` names its look (tall, metal, good ...), `colour` is a CSS colour.
    `number` stays with it for as long as it exists.
    """

    number: int
    x: float
    y: float
    width: float
    height: float
    kind: str = ""
    colour: str = "#8a6d3b"
