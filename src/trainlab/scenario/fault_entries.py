"""Reading the faults of a sheet against the plant that they act on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trainlab.core import catalog
from trainlab.core.duration import format_duration
from trainlab.core.fault import UnsuitableTag
from trainlab.core.fields import SheetContext
from trainlab.core.message import Text
from trainlab.core.quantity import UnitMismatch
from trainlab.core.seeds import Seed
from trainlab.core.spec import PlantDescription
from trainlab.scenario import problems as say
from trainlab.scenario.actions import parameter_value
from trainlab.scenario.occasions import (
    ends_in_the_run,
    missing_moment,
    new_label,
    occasion,
    within_the_run,
)
from trainlab.scenario.reader import Reader
from trainlab.scenario.scenario import PlannedChange, PlannedFault, PlannedWireFault
from trainlab.scenario.shape import as_far_as_readable, validated
from trainlab.scenario.sheet import FaultWindow, ParameterFaultEntry, WireFaultEntry
from trainlab.scenario.source import PathPart

FAULT = Text("fault", "故障")
TAG = Text("tag", "变量")
FAULTABLE = Text("faultable parameter", "可设故障的参数")
# What stands in for the label and begin of a fault that are not readable.
UNREAD = {"label": "unread", "begin": "0 s"}


def read_faults(
    entries: Sequence[object],
    plant: PlantDescription,
    duration_ns: int,
    context: SheetContext,
    reader: Reader,
) -> tuple[PlannedFault, ...]:
    """The faults that make sense; the others are reported."""
    faults = []
    for number, entry in enumerate(entries):
        path = ("faults", number)
        missing_moment(entry, "begin", path, reader)
        on_parameter = isinstance(entry, dict) and "parameter" in entry
        read = _parameter_fault if on_parameter else _wire_fault
        planned = read(entry, plant, path, context, reader)
        if planned is None:
            continue
        new_label(planned.label, (*path, "label"), reader)
        begun, key = planned.begin, "begin"
        if planned.trigger is not None:
            begun, key = begun + planned.trigger.armed, "after"
        within_the_run(begun, duration_ns, (*path, key), reader)
        if planned.end is not None and planned.end.low <= planned.begin.high:
            reader.problems.append(
                say.ENDS_BEFORE_BEGIN.at(
                    reader.source.position((*path, "end")),
                    begin=format_duration(int(planned.begin.high)),
                    end=format_duration(int(planned.end.low)),
                )
            )
        elif planned.end is not None:
            ends_in_the_run(planned.end.low, duration_ns, (*path, "end"), reader)
        faults.append(planned)
    return tuple(faults)


def _planned(
    window: FaultWindow,
    what: PlannedWireFault | PlannedChange,
    path: Sequence[PathPart],
    reader: Reader,
) -> PlannedFault | None:
    found = occasion(window, window.begin, path, reader)
    if found is None:
        return None
    begin, trigger = found
    if window.end is not None and (window.lasts is not None or trigger is not None):
        reader.problems.append(say.LASTS_INSTEAD.at(reader.source.key_position((*path, "end"))))
        return None
    return PlannedFault(window.label, begin, window.end, what, window.lasts, trigger)


def _parameter_fault(
    entry: object,
    plant: PlantDescription,
    path: Sequence[PathPart],
    context: SheetContext,
    reader: Reader,
) -> PlannedFault | None:
    fault, whole = as_far_as_readable(
        ParameterFaultEntry, entry, path, reader.source, reader.problems, UNREAD, context
    )
    if fault is None:
        return None
    faultable = {parameter.name: parameter for parameter in plant.parameters if parameter.faultable}
    if fault.parameter not in faultable:
        reader.unknown(FAULTABLE, fault.parameter, faultable, (*path, "parameter"))
        return None
    parameter = faultable[fault.parameter]
    value = parameter_value(parameter, fault.value, (*path, "value"), reader)
    if not whole:
        return None
    return _planned(fault, PlannedChange(parameter.name, value), path, reader)


def _wire_fault(
    entry: Any,
    plant: PlantDescription,
    path: Sequence[PathPart],
    context: SheetContext,
    reader: Reader,
) -> PlannedFault | None:
    common = dict.fromkeys(WireFaultEntry.model_fields)
    own = {key: entry[key] for key in entry if key not in common} if isinstance(entry, dict) else {}
    shared = (
        {key: entry[key] for key in entry if key in common} if isinstance(entry, dict) else entry
    )
    window, whole = as_far_as_readable(
        WireFaultEntry, shared, path, reader.source, reader.problems, UNREAD, context
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
    return _planned(window, PlannedWireFault(tag, spec), path, reader)
