"""What a plant declares of itself: parameters, facts, controls. Plain values, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from trainlab.core.alarm import AlarmSpec
from trainlab.core.message import Text
from trainlab.core.mimic import Mimic
from trainlab.core.tag import Tag


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number that shapes a plant, in `unit`, between `low` and `high`.

    A changeable one may be changed by the timeline in mid-run (an operator or the world does it);
    a faultable one may be changed by a fault, which puts it back when it ends.
    """

    name: str
    text: Text
    default: float
    low: float
    high: float
    unit: str = ""
    changeable: bool = False
    faultable: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that really happens in the plant, recorded every tick, never on the image.

    A cumulative fact only ever grows (litres moved, parts made).
    """

    name: str
    text: Text
    unit: str = ""
    boolean: bool = False
    cumulative: bool = False


class ControlKind(Enum):
    """How an operator's device behaves in the hand."""

    BUTTON = "button"  # 1 while held
    MUSHROOM = "mushroom"  # latches when pressed, until released by a turn
    SELECTOR = "selector"  # stays where it is turned: 0, 1, ...
    DIAL = "dial"  # any value in its range


@dataclass(frozen=True, slots=True)
class Control:
    """One device that the operator has at hand: a push-button, a selector, a setpoint dial."""

    name: str
    kind: ControlKind
    text: Text
    low: float = 0.0
    high: float = 1.0
    unit: str = ""
    initial: float = 0.0

    @property
    def on_or_off(self) -> bool:
        """Whether a bit says how it stands; a dial, or a selector of more positions, takes a number."""
        return self.kind is not ControlKind.DIAL and (self.low, self.high) == (0.0, 1.0)


# What every run records of the wire between station and controller; a program in the soft PLC has
# none that could fail.
STATION_FACTS = (
    Fact(
        "link_stale",
        Text("The controller was not heard for too long", "控制器失联"),
        boolean=True,
    ),
    Fact(
        "link_age_s", Text("Time since the controller was heard", "距上次收到控制器请求的时间"), "s"
    ),
    Fact("link_writer", Text("Number of the client that wrote", "写输出的客户端序号")),
)


@dataclass(frozen=True, slots=True)
class PlantDescription:
    """Everything that a scenario, a link, a page or a check needs to know of a plant.

    `opcua_models` are the companion models that OPC UA opens for it, by their names in the catalog;
    `mimic` is its drawing.
    """

    name: str
    title: Text
    lesson: Text
    tags: tuple[Tag, ...]
    facts: tuple[Fact, ...]
    parameters: tuple[Parameter, ...]
    controls: tuple[Control, ...]
    alarms: tuple[AlarmSpec, ...] = ()
    opcua_models: tuple[str, ...] = ()
    mimic: Mimic | None = None

    @property
    def signals(self) -> dict[str, str]:
        """The unit of every signal that a trace of this plant has: tags, facts, then the panel."""
        return (
            {tag.name: "raw" if tag.scale else tag.unit for tag in self.tags}
            | {fact.name: fact.unit for fact in self.recorded_facts}
            | {control.name: control.unit for control in self.panel}
        )

    @property
    def panel(self) -> tuple[Control, ...]:
        """The controls whose position is a signal under their name: those whose name no tag or fact
        has, without regard to case."""
        taken = {tag.name.casefold() for tag in self.tags}
        taken |= {fact.name.casefold() for fact in self.recorded_facts}
        return tuple(each for each in self.controls if each.name.casefold() not in taken)

    @property
    def recorded_facts(self) -> tuple[Fact, ...]:
        """Its own facts and those that every station has."""
        return (*self.facts, *STATION_FACTS)
