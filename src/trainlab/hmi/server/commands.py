"""What a page may ask of a station, by its rights and the rules of the run, and what is wrong with a request before it is sent on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from math import isfinite, isnan
from typing import Any

from trainlab.core.duration import NS_PER_S
from trainlab.core.message import Message, Text
from trainlab.core.seeds import Seed
from trainlab.core.spec import Parameter
from trainlab.core.tag import DataType, Direction, Tag
from trainlab.exchange.alarm_list import DEEDS
from trainlab.exchange.alarm_state import MAX_SHELVED_NS
from trainlab.exchange.rights import Right
from trainlab.hmi.rules import NEEDS, Rules, allowed
from trainlab.hmi.server.store import Store
from trainlab.scenario.scenario import Scenario
from trainlab.session.asked_faults import NoFault, wire_fault
from trainlab.session.desk import OWN
from trainlab.session.later import MOST_AFTER_S
from trainlab.session.live import MAX_SPEED, MIN_SPEED

MOST_TEXT = 1_000_000  # characters of a program
MOST_NAME = 200  # of the name of a fault

NOT_ALLOWED = Text("your role may not do that", "当前角色无权执行此操作")
NOT_IN_AN_EXAM = Text("a graded run does not allow this", "评分运行中不允许此操作")
OVER = Text("the run is over", "运行已结束")
UNKNOWN = Text("there is no '{name}'", "没有“{name}”")
NO_NUMBER = Text("{name}: '{value}' is no number", "{name}：“{value}”不是数值")
BELOW = Text("{name}: {value} is below {limit}", "{name}：{value} 小于下限 {limit}")
ABOVE = Text("{name}: {value} is above {limit}", "{name}：{value} 大于上限 {limit}")
NO_VALUE_OF = Text("{name} cannot be {value}", "{name} 不能为 {value}")
NO_FAULT_THERE = Text("there is no fault to end on '{name}'", "“{name}”上没有可结束的故障")
TOO_LONG = Text("the text is too long", "文本过长")


def refused(
    request: Mapping[str, Any],
    rights: Right,
    rules: Rules,
    store: Store,
    *,
    over: bool,
) -> Message | None:
    """Why a request is not sent on; None if it is. `store` knows the station; a graded run that is
    `over` hears nothing."""
    what = str(request.get("do"))
    if what not in NEEDS:
        return UNKNOWN.fill(name=what[:50])
    if NEEDS[what] not in rights:
        return NOT_ALLOWED.fill()
    if rules.graded and over:
        return OVER.fill()
    if what not in allowed(rights, rules, over=over):
        return NOT_IN_AN_EXAM.fill()
    if what == "program":
        return _program(request, store.program["sources"])
    prove = _PROOFS.get(what)
    wrong = (prove(request, store.scenario) if prove else None) or _after(request)
    if wrong is None and what == "end_fault":
        return _nothing_to_end(request, rules, store)
    return wrong


def _operate(request: Mapping[str, Any], scenario: Scenario) -> Message | None:
    controls = {control.name: control for control in scenario.plant.controls}
    name = str(request.get("control"))[:50]
    if name not in controls:
        return UNKNOWN.fill(name=name)
    control = controls[name]
    return _within(name, request.get("value"), control.low, control.high, control.unit)


def _change(request: Mapping[str, Any], scenario: Scenario) -> Message | None:
    return _parameter(request, [each for each in scenario.plant.parameters if each.changeable])


def _parameter(request: Mapping[str, Any], some: Sequence[Parameter]) -> Message | None:
    parameters = {parameter.name: parameter for parameter in some}
    name = str(request.get("parameter"))[:50]
    if name not in parameters:
        return UNKNOWN.fill(name=name)
    found = parameters[name]
    return _within(name, request.get("value"), found.low, found.high, found.unit)


def _fault(request: Mapping[str, Any], scenario: Scenario) -> Message | None:
    if "parameter" in request:
        return _parameter(request, [each for each in scenario.plant.parameters if each.faultable])
    wrong = _tag(request, scenario)
    if wrong is not None:
        return wrong
    tag = next(each for each in scenario.plant.tags if each.name == request["tag"])
    try:
        wire_fault(request, tag, 0, Seed(0), "")
    except NoFault as no:
        return no.reason
    return None


def _after(request: Mapping[str, Any]) -> Message | None:
    if "after" not in request:
        return None
    return _within("after", request["after"], 0.0, MOST_AFTER_S, "s")


def _end_fault(request: Mapping[str, Any], scenario: Scenario) -> Message | None:
    """With an `id` it is that of any fault, which may be over; `of` is what the fault is on."""
    fault, name = request.get("id"), str(request.get("of"))
    if isinstance(fault, str):
        return next((UNKNOWN.fill(name=a[:50]) for a in (fault, name) if len(a) > MOST_NAME), None)
    plant = scenario.plant
    known = {tag.name for tag in plant.tags} | {each.name for each in plant.parameters}
    return None if name in known else UNKNOWN.fill(name=name[:50])


def _nothing_to_end(request: Mapping[str, Any], rules: Rules, store: Store) -> Message | None:
    """A graded run keeps the faults of its sheet."""
    fault_id = str(request.get("id") or OWN)
    if rules.graded and not fault_id.startswith(OWN):
        return NOT_IN_AN_EXAM.fill()
    if "after" in request or store.may_end(request):
        return None
    return NO_FAULT_THERE.fill(name=str(request.get("of") or fault_id))


def _tag(request: Mapping[str, Any], scenario: Scenario) -> Message | None:
    name = str(request.get("tag"))[:50]
    known = any(tag.name == name for tag in scenario.plant.tags)
    return None if known else UNKNOWN.fill(name=name)


def _force(request: Mapping[str, Any], scenario: Scenario) -> Message | None:
    wrong = _tag(request, scenario)
    return wrong or _held({str(request["tag"]): request.get("value")}, scenario)


def _drive(request: Mapping[str, Any], scenario: Scenario) -> Message | None:
    values = request.get("values")
    if not isinstance(values, dict):
        return UNKNOWN.fill(name="values")
    outputs = {tag.name for tag in scenario.plant.tags if tag.direction is Direction.OUTPUT}
    strange = [name for name in values if name not in outputs]
    return UNKNOWN.fill(name=strange[0][:50]) if strange else _held(values, scenario)


def _held(values: Mapping[str, object], scenario: Scenario) -> Message | None:
    tags = {tag.name: tag for tag in scenario.plant.tags}
    for name, value in values.items():
        if not isinstance(value, bool | int | float) or not isfinite(value):
            return NO_NUMBER.fill(name=name, value=str(value)[:50])
        if not tags[name].holds(value):
            return _beyond(tags[name], value)
    return None


def _beyond(tag: Tag, raw: float) -> Message:
    """Why a tag cannot have a raw value, in its engineering unit."""
    value, unit = tag.engineering(raw), tag.unit if tag.scale else ""
    if tag.type in (DataType.INT, DataType.DINT):
        most = 1 << 8 * tag.type.size - 1
        low, high = sorted((tag.engineering(-most), tag.engineering(most - 1)))
        outside = _within(tag.name, value, low, high, unit)
        if outside is not None:
            return outside
    return NO_VALUE_OF.fill(name=tag.name, value=f"{value:.4g} {unit}".strip())


def _alarm(request: Mapping[str, Any], scenario: Scenario) -> Message | None:
    return None if isinstance(request.get("alarm"), str) else UNKNOWN.fill(name="alarm")


def _shelve(request: Mapping[str, Any], scenario: Scenario) -> Message | None:
    wrong = _alarm(request, scenario)
    most_s = MAX_SHELVED_NS / NS_PER_S
    return wrong or _within("seconds", request.get("seconds"), 0.0, most_s, "s")


def _speed(request: Mapping[str, Any], scenario: Scenario) -> Message | None:
    return _within("speed", request.get("value"), MIN_SPEED, MAX_SPEED)


def _program(request: Mapping[str, Any], sources: Collection[str]) -> Message | None:
    text, name = request.get("text"), request.get("file") or ""
    if not isinstance(text, str):
        return UNKNOWN.fill(name="text")
    if not isinstance(name, str) or (name and sources and name not in sources):
        return UNKNOWN.fill(name=str(name)[:50])
    if not isinstance(request.get("base", ""), str):
        return UNKNOWN.fill(name="base")
    return TOO_LONG.fill() if len(text) > MOST_TEXT else None


def _within(name: str, value: object, low: float, high: float, unit: str = "") -> Message | None:
    if not isinstance(value, bool | int | float) or isnan(value):
        return NO_NUMBER.fill(name=name, value=str(value)[:50])
    if low <= value <= high:
        return None
    text, limit = (BELOW, low) if value < low else (ABOVE, high)
    given, most = (f"{number:.4g} {unit}".strip() for number in (value, limit))
    return text.fill(name=name, value=given, limit=most)


_PROOFS: dict[str, Callable[[Mapping[str, Any], Scenario], Message | None]] = {
    "operate": _operate,
    "change": _change,
    "fault": _fault,
    "end_fault": _end_fault,
    "force": _force,
    "release": _tag,
    "drive": _drive,
    "speed": _speed,
    **dict.fromkeys(DEEDS, _alarm),
    "shelve": _shelve,
}
