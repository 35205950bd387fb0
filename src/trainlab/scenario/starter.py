"""The sheet that an instructor starts from: whole, explained line by line, valid on any plant."""

from __future__ import annotations

import json

from trainlab.core.spec import ControlKind, PlantDescription

SCHEMA_NAME = "scenario.schema.json"


def starter_sheet(name: str, plant: PlantDescription) -> str:
    """A sheet of that name on a plant; its schema is expected beside it, as SCHEMA_NAME."""
    title = json.dumps(name, ensure_ascii=False)
    pressed = _button(plant)
    begun = pressed or "begun"
    what = f"press: {pressed}" if pressed else _change(plant)
    timeline = f"\ntimeline:\n  - {{at: 1 s, label: {begun}, {what}}}\n" if what else ""
    after = begun if what else "1 s"
    reacts = next((fact.name for fact in plant.facts if fact.boolean), "NOT link_stale")
    return f"""\
# yaml-language-server: $schema={SCHEMA_NAME}
# Every key is explained in docs/how-to/write-a-scenario.md; `trainlab check` says what is wrong.
# 各键的说明见 docs/how-to/write-a-scenario.md；`trainlab check` 列出全部错误。
trainlab: 1
title: {{en: {title}, zh-CN: {title}}}
task:
  en: Say here what the program has to do, as on a lab sheet.
  zh-CN: 在此写明程序须完成的任务，如同实验指导书。

# Its tags, facts, parameters and controls: trainlab catalog plants {plant.name}
# 其变量、事实量、参数和操作件见上述命令
plant: {{type: {plant.name}}}

# The plant's step and the length of the run.
# 被控对象的节拍和运行时间
timing: {{tick: 10 ms, duration: 30 s}}

# What the operator and the world do; a label names the moment for the checks.
# 操作员与外界的动作；label 为检查命名该时刻{timeline}
# What is required. Prefer facts (what really happened) to tags (raw codes).
# 要求；优先使用事实量（真实发生的事），而不是变量（原始码）
rubric:
  pass: 80 %
  checks:
    - id: reacts
      title: {{en: The plant reacts in time, zh-CN: 被控对象及时响应}}
      check: responds
      points: 10
      after: {after}
      expect: {reacts}
      within: 1 s
    - id: connected
      title: {{en: The controller is always there, zh-CN: 控制器始终在线}}
      check: never
      points: 5
      condition: link_stale
"""


def _button(plant: PlantDescription) -> str:
    """The button that begins most exercises, `start` where there is one."""
    buttons = [each.name for each in plant.controls if each.kind is ControlKind.BUTTON]
    return "start" if "start" in buttons else next(iter(buttons), "")


def _change(plant: PlantDescription) -> str:
    """A change of the plant that leaves it as it is, for a plant without buttons."""
    parameter = next((each for each in plant.parameters if each.changeable), None)
    if parameter is None:
        return ""
    value = f"{parameter.default!r} {parameter.unit}".strip()
    return f"change: {{{parameter.name}: {value}}}"
