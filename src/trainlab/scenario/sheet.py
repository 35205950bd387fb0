"""The shape of a scenario's YAML, section by section."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from trainlab.core.fields import (
    DurationNs,
    Fields,
    QuantityField,
    SpanField,
    TextField,
    expected,
)
from trainlab.core.quantity import Quantity
from trainlab.grading.fields import ConditionField
from trainlab.grading.marks import SKILL_PATTERN
from trainlab.scenario.draw import Draw, DurationDrawField, QuantityDrawField

LABEL_PATTERN = r"^[a-z][a-z0-9_]*$"
LONGEST_NS = 24 * 3600 * 10**9
SHORTEST_TICK_NS = 100_000
# Ticks times signals of a trace: about ten bytes each while it is judged, so about a gigabyte.
MOST_SAMPLES = 100_000_000
MOST_SEEDS = 10_000
ACTIONS = ("press", "release", "set", "change", "ramp", "noise")


class RampEntry(Fields):
    """Where a value goes, and how long it takes."""

    to: QuantityDrawField = Field(description="the value at its end")
    over: DurationNs = Field(gt=0, description="how long it takes")


class NoiseEntry(Fields):
    """How noisy, and for how long."""

    rms: SpanField = Field(description="root mean square of the noise")
    over: DurationNs = Field(gt=0, description="how long it lasts")


class SkillEntry(Fields):
    """A competence that checks of the rubric prove."""

    id: str = Field(pattern=SKILL_PATTERN, description="dotted, such as control.closed_loop")
    level: int = Field(1, ge=1, le=5, description="from 1, beginner, to 5, expert")
    title: TextField | None = Field(None, description="what it is called")


class Sheet(Fields):
    """The sections of a sheet; those with names of their own inside are read afterwards."""

    trainlab: Literal[1] = Field(description="the version of this format")
    title: TextField = Field(description="what the exercise is called")
    task: TextField = Field(description="what the student has to do, as on a lab sheet")
    plant: dict[str, Any] = Field(description="which plant, and its parameters")
    timing: dict[str, Any] = Field(description="tick, scan and duration of the run")
    skills: list[SkillEntry] = Field([], description="the competences that the checks prove")
    seed: int = Field(1, ge=0, description="the seed used where none is asked for")
    seeds: int = Field(
        1, ge=1, le=MOST_SEEDS, description="over how many seeds a program is graded"
    )
    timeline: list[dict[str, Any]] = Field([], description="what the operator and the world do")
    faults: list[dict[str, Any]] = Field([], description="what goes wrong, and when")
    rubric: dict[str, Any] = Field(description="what is required, and its points")


class PlantSection(Fields):
    """Which plant, and the parameters that differ from its defaults."""

    type: str = Field(description="a plant, as `trainlab catalog plants` lists it")
    parameters: dict[str, QuantityDrawField] = Field({}, description="values by parameter name")
    addresses: dict[str, str] = Field({}, description="addresses by tag name, such as %IW100")


class TimingSection(Fields):
    """The grid of time. The scan is a whole multiple of the tick."""

    tick: DurationNs = Field(10_000_000, ge=SHORTEST_TICK_NS, description="the plant's step")
    scan: DurationNs | None = Field(
        None, gt=0, description="the controller's cycle; the tick if left out"
    )
    duration: DurationNs = Field(gt=0, le=LONGEST_NS, description="how long the run is")


class Occasion(Fields):
    """When something happens that may wait for something else."""

    when: ConditionField | None = Field(
        None, description="what is waited for: a condition over tags and facts"
    )
    after: DurationDrawField = Field(Draw(0, 0), description="how long after that")


class Action(Fields):
    """What the operator or the world does; exactly one."""

    label: str | None = Field(None, pattern=LABEL_PATTERN, description="a name for this moment")
    press: str | None = Field(None, description="a button to press, or a mushroom to strike")
    hold: DurationNs = Field(300_000_000, gt=0, description="how long a button is held")
    release: str | None = Field(None, description="a mushroom to turn back")
    set: dict[str, QuantityDrawField] | None = Field(
        None, min_length=1, description="a dial or selector to set"
    )
    change: dict[str, QuantityDrawField] | None = Field(
        None, min_length=1, description="a plant parameter that changes for good"
    )
    ramp: dict[str, RampEntry] | None = Field(
        None, min_length=1, description="a dial or parameter that goes to a value in a line"
    )
    noise: dict[str, NoiseEntry] | None = Field(
        None, min_length=1, description="a dial or parameter that is noisy for a while"
    )


class ThenStep(Action):
    """What comes after a step, its time counted from that."""

    after: DurationDrawField = Field(description="how long after the step")


class Step(Action, Occasion):
    """One step of the timeline: a moment, or what is waited for, and one action."""

    at: DurationDrawField | None = Field(
        None, description="when, from the start of the run; with `when`, from then on"
    )
    times: int = Field(1, ge=1, le=10_000, description="how many times what is waited for may come")
    then: list[dict[str, Any]] = Field([], description="what comes after it")


class FaultWindow(Occasion):
    """What every fault has: a name and a window of time."""

    label: str = Field(pattern=LABEL_PATTERN, description="a name for the moment it begins")
    begin: DurationDrawField | None = Field(
        None, description="when it begins; with `when`, from when on that is waited for"
    )
    end: DurationDrawField | None = Field(None, description="when it ends; never if left out")
    lasts: DurationDrawField | None = Field(None, description="how long it lasts, in place of end")


class WireFaultEntry(FaultWindow):
    """A fault on one tag's wire. Keys that are not here belong to the kind of fault."""

    fault: str = Field(description="a fault, as `trainlab catalog faults` lists it")
    tag: str = Field(description="the tag whose wire is faulty")


class ParameterFaultEntry(FaultWindow):
    """A fault of the plant itself: a parameter takes a faulty value and gets its own back."""

    parameter: str = Field(description="a faultable parameter of the plant")
    value: QuantityDrawField = Field(description="its value while the fault lasts")


def _share(value: Quantity) -> Quantity:
    """A share of the whole: more than nothing, and not more than all."""
    if value.unit not in ("", "%") or not 0 < value.within("") <= 1:
        raise expected("share")
    return value


class RubricSection(Fields):
    """The checks and the share of the points that passes."""

    pass_at: Annotated[QuantityField, AfterValidator(_share)] = Field(
        Quantity(100.0, "%"), alias="pass", description="the share of the points that passes"
    )
    levels: dict[str, Annotated[QuantityField, AfterValidator(_share)]] = Field(
        {}, description="levels above the pass line, such as {merit: 80 %, distinction: 95 %}"
    )
    points: float | None = Field(
        None, gt=0, description="what the points of all checks must come to"
    )
    checks: list[dict[str, Any]] = Field(min_length=1, description="what is required")
