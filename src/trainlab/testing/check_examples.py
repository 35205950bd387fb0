"""The sheet that the examples of checks stand in, and a check's example as part of it."""

from __future__ import annotations

from trainlab.core import catalog
from trainlab.grading.check import Check

SHEET = """\
trainlab: 1
title: {en: Examples of checks, zh-CN: 检查示例}
task: {en: Hold the level., zh-CN: 保持液位。}
plant: {type: tank_level}
timing: {duration: 65 s}
timeline:
  - {at: 0 s, set: {setpoint: 0.2 m}}
  - {at: 1 s, label: start, press: start}
  - {at: 20 s, label: second_setpoint, set: {setpoint: 0.3 m}}
  - {at: 35 s, label: outlet_opened, change: {outlet_kv: 4.5 m3/h}}
  - {at: 48 s, label: acknowledge, press: ack}
  - {at: 49 s, label: clear, press: reset}
  - {at: 50 s, label: second_start, press: start}
  - {at: 54 s, label: estop, press: estop}
  - {at: 55 s, label: estop_released, release: estop}
  - {at: 56 s, label: estop_reset, press: reset}
  - {at: 58 s, label: third_start, press: start}
  - {at: 62 s, label: stop, press: stop}
faults:
  - {label: wire_broken, fault: open_wire, tag: level_raw, begin: 45 s, end: 47 s}
rubric:
  checks:
"""


def example_of(name: str) -> str:
    """The example of a check, a list of one entry as a sheet has it; empty for one without."""
    model: type[Check] = catalog.load("checks", name)
    return str(getattr(model, "example", ""))


def sheet_of(*names: str) -> str:
    """The sheet with the examples of these checks as its rubric."""
    entries = "".join(example_of(name) for name in names)
    return SHEET + "".join(f"    {line}\n" for line in entries.splitlines())
