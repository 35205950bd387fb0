"""Reading one action of the timeline against the controls and parameters that it acts on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trainlab.core.message import Text
from trainlab.core.quantity import UnitMismatch, wanted_in
from trainlab.core.spec import Control, ControlKind, Parameter, PlantDescription
from trainlab.scenario import problems as say
from trainlab.scenario.draw import Draw, QuantityDraw
from trainlab.scenario.feed import read_feed
from trainlab.scenario.reader import Reader
from trainlab.scenario.scenario import (
    PlannedAction,
    PlannedChange,
    PlannedFeed,
    PlannedNoise,
    PlannedOperation,
    PlannedRamp,
)
from trainlab.scenario.sheet import ACTIONS, Action
from trainlab.scenario.source import PathPart

CONTROL = Text("control", "操作件")
PARAMETER = Text("parameter", "参数")
MOVABLE = Text("dial or changeable parameter", "旋钮或可变参数")
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


def read_actions(
    step: Action, whole: bool, plant: PlantDescription, path: Sequence[PathPart], reader: Reader
) -> tuple[PlannedAction | PlannedFeed, ...]:
    """What the one action of a step comes to; nothing after reporting what makes no sense."""
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
        hold = step.hold if control.kind is ControlKind.BUTTON else None
        return (PlannedOperation(control.name, Draw(1.0, 1.0), hold),)
    if step.release is not None:
        control = _control(step.release, "release", controls, (*path, "release"), reader)
        return (PlannedOperation(control.name, Draw(0.0, 0.0)),) if control else ()
    if step.set is not None:
        return tuple(
            PlannedOperation(name, value)
            for name, value in _settings(step.set, controls, (*path, "set"), reader)
        )
    if step.change is not None:
        changes = _changes(step.change, plant, (*path, "change"), reader)
        return tuple(PlannedChange(name, value) for name, value in changes)
    if step.ramp is not None:
        return tuple(_ramps(step, plant, (*path, "ramp"), reader))
    if step.noise is not None:
        return tuple(_noises(step, plant, (*path, "noise"), reader))
    return read_feed(step.feed, plant, (*path, "feed"), reader) if step.feed else ()


def _ramps(
    step: Action, plant: PlantDescription, path: Sequence[PathPart], reader: Reader
) -> Iterator[PlannedRamp]:
    for name, entry in (step.ramp or {}).items():
        target = _movable(name, plant, (*path, name), reader)
        if target is not None:
            here = (*path, name, "to")
            to = reader.value(entry.to, here, name, target.unit, target.low, target.high)
            yield PlannedRamp(name, isinstance(target, Control), to, entry.over)


def _noises(
    step: Action, plant: PlantDescription, path: Sequence[PathPart], reader: Reader
) -> Iterator[PlannedNoise]:
    for name, entry in (step.noise or {}).items():
        target = _movable(name, plant, (*path, name), reader)
        if target is None:
            continue
        try:
            rms = entry.rms.span_within(target.unit)
        except UnitMismatch:
            place = reader.source.position((*path, name, "rms"))
            wanted = wanted_in(target.unit)
            reader.problems.append(
                say.WRONG_UNIT.at(place, quantity=str(entry.rms), name=name, wanted=wanted)
            )
            continue
        on_control = isinstance(target, Control)
        yield PlannedNoise(name, on_control, rms, entry.over, target.low, target.high)


def _movable(
    name: str, plant: PlantDescription, path: Sequence[PathPart], reader: Reader
) -> Control | Parameter | None:
    """What can take any value on its way: a dial, or a parameter that may change."""
    movable: dict[str, Control | Parameter] = {
        each.name: each for each in plant.parameters if each.changeable
    }
    movable |= {each.name: each for each in plant.controls if each.kind is ControlKind.DIAL}
    if name not in movable:
        reader.unknown(MOVABLE, name, movable, path, key=True)
    return movable.get(name)


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
            reader.unknown(PARAMETER, name, changeable, here, key=True)
        else:
            planned.append((name, parameter_value(parameters[name], drawn, here, reader)))
    return planned


def parameter_value(
    parameter: Parameter, drawn: QuantityDraw, path: Sequence[PathPart], reader: Reader
) -> Draw:
    """A value for a parameter, within its unit and range."""
    return reader.value(drawn, path, parameter.name, parameter.unit, parameter.low, parameter.high)
