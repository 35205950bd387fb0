"""A scenario: a sheet that was read and found right, not yet drawn from a seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trainlab.bench.delayed_link import LinkTiming
from trainlab.core.expression import Expression
from trainlab.core.fault import WireFaultSpec
from trainlab.core.message import Text
from trainlab.core.plant import Plant
from trainlab.core.spec import PlantDescription
from trainlab.core.tag import Tag
from trainlab.grading.rubric import Rubric
from trainlab.scenario.draw import Draw


@dataclass(frozen=True, slots=True)
class PlannedOperation:
    """The operator acts on a control, and lets go of it after `hold` if that is given."""

    control: str
    value: Draw
    hold: Draw | None = None  # in ns


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """A plant parameter takes a new value."""

    parameter: str
    value: Draw


@dataclass(frozen=True, slots=True)
class PlannedRamp:
    """A dial or a parameter goes to a value in a straight line."""

    name: str
    on_control: bool
    to: Draw
    over_ns: int


@dataclass(frozen=True, slots=True)
class PlannedNoise:
    """A dial or a parameter is noisy for a while, within its range."""

    name: str
    on_control: bool
    rms: float
    over_ns: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PlannedFeed:
    """Parts are laid on by these buttons: each in turn, or one that is drawn; `every` is in ns.

    Without `count` they come until the run ends.
    """

    buttons: tuple[str, ...]
    drawn: bool
    every: Draw | None
    count: int | None


PlannedAction = PlannedOperation | PlannedChange | PlannedRamp | PlannedNoise


@dataclass(frozen=True, slots=True)
class PlannedTrigger:
    """What is waited for, from when on, and how often; `after` counts from its coming true."""

    condition: Expression
    armed: Draw
    times: int = 1


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step of the timeline; `label` is empty where the instructor gave none.

    `at` is the time from the start of the run, or from what `trigger` waits for. `then` come after
    it, their times counted from it.
    """

    at: Draw
    label: str
    actions: tuple[PlannedAction | PlannedFeed, ...]
    trigger: PlannedTrigger | None = None
    then: tuple[PlannedStep, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedWireFault:
    """A fault on the wire of a tag."""

    tag: Tag
    spec: WireFaultSpec


@dataclass(frozen=True, slots=True)
class PlannedFault:
    """A fault of a wire or of a plant parameter, in a window of time.

    `begin` counts as a step's `at`; it ends at `end`, or when it has lasted for `lasts`.
    """

    label: str
    begin: Draw
    end: Draw | None
    what: PlannedWireFault | PlannedChange
    lasts: Draw | None = None
    trigger: PlannedTrigger | None = None


@dataclass(frozen=True, slots=True)
class ProgramSignal:
    """A variable of the program that checks may read under a name; a TIME is in seconds."""

    name: str
    path: str
    type: str
    unit: str = ""

    @property
    def boolean(self) -> bool:
        """Whether it is true or false."""
        return self.type == "BOOL"


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everything that a sheet says, checked against its plant. Times in ns, values in the plant's units.

    `plant` is what the plant declares of itself, its tags where the sheet has moved them to.
    `link` is the fieldbus of a program in the soft PLC; without one nothing is delayed.
    """

    file: str
    digest: str
    title: Text
    task: Text
    plant_type: type[Plant]
    plant: PlantDescription
    parameters: Mapping[str, Draw]
    tick_ns: int
    scan_ns: int
    duration_ns: int
    seed: int
    seeds: int
    timeline: tuple[PlannedStep, ...]
    faults: tuple[PlannedFault, ...]
    rubric: Rubric
    link: LinkTiming | None = None
    program: tuple[ProgramSignal, ...] = ()
    part_program: object | None = None  # as the plant's own read_program gave it

    @property
    def ticks(self) -> int:
        """How many ticks the run has."""
        return -(-self.duration_ns // self.tick_ns)
