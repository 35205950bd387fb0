"""Reading the timeline and the faults of a sheet against the plant that they act on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trainlab.core import catalog
from trainlab.core.duration import format_duration
from trainlab.core.fault import UnsuitableTag
from trainlab.core.message import Text
from trainlab.core.quantity import UnitMismatch
from trainlab.core.seeds import Seed
from trainlab.core.spec import Control, ControlKind, Parameter, PlantDescription
from trainlab.scenario import problems as say
from trainlab.scenario.draw import Draw, QuantityDraw
from trainlab.scenario.reader import Reader
from trainlab.scenario.scenario import (
    PlannedChange,
    PlannedFault,
    PlannedOperation,
    PlannedStep,
    PlannedWireFault,
)
from trainlab.scenario.shape import as_far_as_readable, validated
from trainlab.scenario.sheet import (
    ACTIONS,
    ParameterFaultEntry,
    Step,
    WireFaultEntry,
)
from trainlab.scenario.source import PathPart

CONTROL = Text("control", "操作件")
FAULT = Text("fault", "故障")
TAG = Text("tag", "变量")
# What stands in for the label and begin of a fault that are not readable.
UNREAD = {"label": "unread", "begin": "0 s"}
FAULTABLE = Text("faultable parameter", "可设故障的参数")
KIND = {
    ControlKind.BUTTON: Text("button", "按钮"),
    ControlKind.MUSHROOM: Text("mushroom", "急停蘑菇头"),
    ControlKind.SELECTOR: Text("selector", "选择开关"),
    ControlKind.DIAL: Text("dial", "旋钮"),
}
VERB = {
    "press": Text("pressed", "按下（press）"),
    "release": Text("released", "复位（release）"),
    "set": Text("set", "设定（set）"),
}
A_POSITION = Text("one position of the selector: 0, 1, ...", "选择开关的一个位置：0、1……")
CAN = {
    "press": (ControlKind.BUTTON, ControlKind.MUSHROOM),
    "release": (ControlKind.MUSHROOM,),
    "set": (ControlKind.SELECTOR, ControlKind.DIAL),
}


def read_timeline(
    entries: Sequence[object], plant: PlantDescription, duration_ns: int, reader: Reader
) -> tuple[PlannedStep, ...]:
    """The steps of the timeline that make sense; the others are reported."""
    steps = []
    for number, entry in enumerate(entries):
        path = ("timeline", number)
        step, whole = as_far_as_readable(
            Step, entry, path, reader.source, reader.problems, {"at": "0 s"}
        )
        if step is None:
            continue
        _not_after(step.at, duration_ns, (*path, "at"), reader)
        _new_label(step.label, (*path, "label"), reader)
        actions = _actions(step, whole, plant, path, reader)
        if actions and whole:
            steps.append(PlannedStep(step.at, step.label or "", actions))
    return tuple(steps)


def read_faults(
    entries: Sequence[object], plant: PlantDescription, duration_ns: int, reader: Reader
) -> tuple[PlannedFault, ...]:
    """The faults that make sense; the others are reported."""
    faults = []
    for number, entry in enumerate(entries):
        path = ("faults", number)
        on_parameter = isinstance(entry, dict) and "parameter" in entry
        planned = (_parameter_fault if on_parameter else _wire_fault)(entry, plant, path, reader)
        if planned is None:
            continue
        _new_label(planned.label, (*path, "label"), reader)
        _not_after(planned.begin, duration_ns, (*path, "begin"), reader)
        if planned.end is not None and planned.end.low <= planned.begin.high:
            reader.problems.append(
                say.ENDS_BEFORE_BEGIN.at(
                    reader.source.position((*path, "end")),
                    begin=format_duration(int(planned.begin.high)),
                    end=format_duration(int(planned.end.low)),
                )
            )
        faults.append(planned)
    return tuple(faults)


def _actions(
    step: Step, whole: bool, plant: PlantDescription, path: Sequence[PathPart], reader: Reader
) -> tuple[PlannedOperation | PlannedChange, ...]:
    given = [name for name in ACTIONS if reader.source.value((*path, name)) is not None]
    if not given and not whole:  # the key that could not be read may have been one
        return ()
    if len(given) != 1:
        reader.problems.append(
            say.ONE_ACTION.at(
                reader.source.position(path), count=len(given), known=", ".join(ACTIONS)
            )
        )
        return ()
    controls = {control.name: control for control in plant.controls}
    if step.press is not None:
        control = _control(step.press, "press", controls, (*path, "press"), reader)
        if control is None:
            return ()
        hold_ns = step.hold if control.kind is ControlKind.BUTTON else None
        return (PlannedOperation(control.name, Draw(1.0, 1.0), hold_ns),)
    if step.release is not None:
        control = _control(step.release, "release", controls, (*path, "release"), reader)
        return (PlannedOperation(control.name, Draw(0.0, 0.0)),) if control else ()
    if step.set is not None:
        return tuple(
            PlannedOperation(name, value)
            for name, value in _settings(step.set, controls, (*path, "set"), reader)
        )
    changes = _changes(step.change or {}, plant, (*path, "change"), reader)
    return tuple(PlannedChange(name, value) for name, value in changes)


def _control(
    name: str,
    verb: str,
    controls: dict[str, Control],
    path: Sequence[PathPart],
    reader: Reader,
    key: bool = False,
) -> Control | None:
    if name not in controls:
        reader.unknown(CONTROL, name, controls, path, key)
        return None
    kind = controls[name].kind
    if kind not in CAN[verb]:
        place = reader.source.key_position(path) if key else reader.source.position(path)
        reader.problems.append(
            say.WRONG_CONTROL.at(place, name=name, kind=KIND[kind], verb=VERB[verb])
        )
        return None
    return controls[name]


def _settings(
    settings: dict[str, QuantityDraw],
    controls: dict[str, Control],
    path: Sequence[PathPart],
    reader: Reader,
) -> list[tuple[str, Draw]]:
    planned = []
    for name, drawn in settings.items():
        here = (*path, name)
        control = _control(name, "set", controls, here, reader, key=True)
        if control is None:
            continue
        value = reader.value(drawn, here, name, control.unit, control.low, control.high)
        if control.kind is ControlKind.SELECTOR and not value.low == value.high == int(value.low):
            reader.bad_value(here, str(drawn), A_POSITION)
        planned.append((name, value))
    return planned


def _changes(
    changes: dict[str, QuantityDraw],
    plant: PlantDescription,
    path: Sequence[PathPart],
    reader: Reader,
) -> list[tuple[str, Draw]]:
    parameters = {parameter.name: parameter for parameter in plant.parameters}
    changeable = [name for name, parameter in parameters.items() if parameter.changeable]
    planned = []
    for name, drawn in changes.items():
        here = (*path, name)
        if name in parameters and name not in changeable:
            reader.problems.append(
                say.NOT_CHANGEABLE.at(
                    reader.source.key_position(here), name=name, known=", ".join(changeable)
                )
            )
        elif name not in parameters:
            reader.unknown(Text("parameter", "参数"), name, changeable, here, key=True)
        else:
            planned.append((name, _parameter_value(parameters[name], drawn, here, reader)))
    return planned


def _parameter_value(
    parameter: Parameter, drawn: QuantityDraw, path: Sequence[PathPart], reader: Reader
) -> Draw:
    return reader.value(drawn, path, parameter.name, parameter.unit, parameter.low, parameter.high)


def _parameter_fault(
    entry: object, plant: PlantDescription, path: Sequence[PathPart], reader: Reader
) -> PlannedFault | None:
    fault, whole = as_far_as_readable(
        ParameterFaultEntry, entry, path, reader.source, reader.problems, UNREAD
    )
    if fault is None:
        return None
    faultable = {parameter.name: parameter for parameter in plant.parameters if parameter.faultable}
    if fault.parameter not in faultable:
        reader.unknown(FAULTABLE, fault.parameter, faultable, (*path, "parameter"))
        return None
    parameter = faultable[fault.parameter]
    value = _parameter_value(parameter, fault.value, (*path, "value"), reader)
    if not whole:
        return None
    return PlannedFault(fault.label, fault.begin, fault.end, PlannedChange(parameter.name, value))


def _wire_fault(
    entry: Any, plant: PlantDescription, path: Sequence[PathPart], reader: Reader
) -> PlannedFault | None:
    common = dict.fromkeys(WireFaultEntry.model_fields)
    own = {key: entry[key] for key in entry if key not in common} if isinstance(entry, dict) else {}
    shared = (
        {key: entry[key] for key in entry if key in common} if isinstance(entry, dict) else entry
    )
    window, whole = as_far_as_readable(
        WireFaultEntry, shared, path, reader.source, reader.problems, UNREAD
    )
    if window is None:
        return None
    tags = {tag.name: tag for tag in plant.tags}
    kinds = catalog.names("faults")
    if window.fault not in kinds:
        reader.unknown(FAULT, window.fault, kinds, (*path, "fault"))
        return None
    spec = validated(
        catalog.load("faults", window.fault), own, path, reader.source, reader.problems
    )
    if window.tag not in tags:
        reader.unknown(TAG, window.tag, tags, (*path, "tag"))
        return None
    if spec is None:
        return None
    tag = tags[window.tag]
    try:
        spec.on(tag, 0, Seed(0), window.label)
    except (UnitMismatch, UnsuitableTag) as error:
        reader.problems.append(
            say.BAD_FAULT_TARGET.at(
                reader.source.position(path), fault=window.fault, name=tag.name, reason=error.reason
            )
        )
        return None
    if not whole:
        return None
    return PlannedFault(window.label, window.begin, window.end, PlannedWireFault(tag, spec))


def _not_after(at: Draw, duration_ns: int, path: Sequence[PathPart], reader: Reader) -> None:
    if at.high >= duration_ns:
        reader.problems.append(
            say.AFTER_THE_END.at(
                reader.source.position(path),
                at=format_duration(int(at.high)),
                end=format_duration(duration_ns),
            )
        )


def _new_label(label: str | None, path: Sequence[PathPart], reader: Reader) -> None:
    if label is None:
        return
    if label in reader.labels:
        reader.problems.append(say.DUPLICATE_LABEL.at(reader.source.position(path), label=label))
    reader.labels.add(label)
