"""Configurations, resources, tasks and program instances of PLCopen XML, said in Structured Text."""

from __future__ import annotations

import re

from trainlab.core.message import Text
from trainlab.plc.files.assembly import Assembly
from trainlab.plc.files.parts import TASKS
from trainlab.plc.files.xml_elements import Element

_ISO = re.compile(r"P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?", re.IGNORECASE)
_WITHOUT_INTERVAL = ("Freewheeling", "Freerun")


def write_configurations(file: str, root: Element, assembly: Assembly) -> None:
    """Each configuration, and the resources that CODESYS keeps outside of one."""
    for holder in [*root.below("configuration"), root]:
        resources = _resources(holder)
        if not resources:
            continue
        name = holder.get("name") or resources[0].get("name") or "Config"
        assembly.begin(file)
        first = resources[0]
        opener = f"CONFIGURATION {name}\n"
        assembly.add_at(opener, first.line, first.column, TASKS, first.get("name"))
        for resource in resources:
            _resource(resource, assembly)
        assembly.add("END_CONFIGURATION\n")
        assembly.end()


def _resources(holder: Element) -> list[Element]:
    """The resources below that run something; not those of a configuration inside."""
    found = []
    for each in holder.children:
        if each.tag == "resource":
            found += [each] if next(each.below("pouInstance"), None) is not None else []
        elif each.tag != "configuration":
            found += _resources(each)
    return found


def _resource(resource: Element, assembly: Assembly) -> None:
    """Tasks with their program instances, and instances without a task (Table 62)."""
    name = resource.get("name") or "Resource"
    opener = f"RESOURCE {name} ON PLC\n"
    assembly.add_at(opener, resource.line, resource.column, TASKS, name)
    for task in resource.all("task"):
        settings = _settings(task)
        if settings:
            text = f"TASK {task.get('name')}({', '.join(settings)});\n"
            assembly.add_at(text, task.line, task.column, TASKS, name)
        for instance in task.all("pouInstance"):
            _instance(
                instance, f" WITH {task.get('name')}" if settings else "", TASKS, name, assembly
            )
    for instance in resource.all("pouInstance"):
        _instance(instance, "", TASKS, name, assembly)
    assembly.add("END_RESOURCE\n")


def _instance(instance: Element, chosen: str, part: Text, title: str, assembly: Assembly) -> None:
    name = instance.get("name")
    type_name = instance.get("typeName") or name
    text = f"PROGRAM {name}{chosen} : {type_name};\n"
    assembly.add_at(text, instance.line, instance.column, part, title)


def _settings(task: Element) -> list[str]:
    """INTERVAL, SINGLE and PRIORITY; none for a task that runs in every scan."""
    settings = []
    added = next(task.below("TaskSettings"), None)
    kind = "" if added is None else added.get("KindOfTask")
    interval = duration_text(task.get("interval")) or _added_interval(added)
    if interval and kind not in _WITHOUT_INTERVAL:
        settings.append(f"INTERVAL := {interval}")
    if task.get("single"):
        settings.append(f"SINGLE := {task.get('single')}")
    priority = task.get("priority")
    if settings and priority:
        settings.append(f"PRIORITY := {priority}")
    return settings


def _added_interval(added: Element | None) -> str:
    """What CODESYS says of the task in addData, since the standard's element may say 0 s."""
    if added is None:
        return ""
    interval = added.get("Interval")
    if interval.isdecimal():
        interval = f"T#{interval}{added.get('IntervalUnit') or 'ms'}"
    return duration_text(interval)


def duration_text(text: str) -> str:
    """T#20ms of T#20ms, t#20ms or PT0.02S; "" for none and for no time at all."""
    text = text.strip()
    iso = _ISO.fullmatch(text)
    if iso is not None:
        days, hours, minutes, seconds = (float(part or 0) for part in iso.groups())
        whole_ns = round((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1e9)
        return f"T#{whole_ns}ns" if whole_ns else ""
    has_time = any(digit in "123456789" for digit in text)
    return text if has_time else ""
