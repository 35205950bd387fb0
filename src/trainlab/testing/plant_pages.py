"""Writes docs/plants: a page and two drawings for every plant of the catalog, and their index.

python -m trainlab.testing.plant_pages docs/plants
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from trainlab.core import catalog
from trainlab.core.alarm import AlarmSpec
from trainlab.core.message import LANGUAGES, Language, Text
from trainlab.core.spec import Control, ControlKind, Fact, Parameter, PlantDescription
from trainlab.core.tag import Signal, Tag
from trainlab.report.mimic.drawing import drawing
from trainlab.testing.random_run import PlantType, description_of

INDEX = """\
# Plants · 被控对象

What a station can simulate, made from the plants themselves by `make pages`. 工位可模拟的对象；本目录由 `make pages` 生成。

| plant | | lesson | 学习内容 |
|---|---|---|---|
"""
LESSON = Text("Lesson", "学习内容")
IO_LIST = (
    Text("I/O list", "I/O 表"),
    Text(
        "| tag | address | type | range | device | meaning |",
        "| 变量 | 地址 | 类型 | 量程 | 元件代号 | 含义 |",
    ),
)
PANEL = (
    Text("At hand for the operator", "操作员可用的器件"),
    Text("| name | kind | range | meaning |", "| 名称 | 类型 | 范围 | 含义 |"),
)
KINDS = {
    ControlKind.BUTTON: Text("push-button", "按钮"),
    ControlKind.MUSHROOM: Text("mushroom, latching", "蘑菇头，自锁"),
    ControlKind.SELECTOR: Text("selector", "选择开关"),
    ControlKind.DIAL: Text("dial", "旋钮"),
}
FACTS = (
    Text("Facts: what really happens", "事实：实际发生的情况"),
    Text("| fact | unit | meaning |", "| 事实 | 单位 | 含义 |"),
)
PARAMETERS = (
    Text("Parameters", "参数"),
    Text(
        "| parameter | default | range | in mid-run | meaning |",
        "| 参数 | 默认值 | 范围 | 运行中 | 含义 |",
    ),
)
CHANGEABLE, FAULTABLE = Text("change", "可更改"), Text("fault", "可作故障")
FAULTS = Text("Faults", "故障")
ON_WIRES = Text(
    "On the wire of any tag: {names}. On the plant itself, as a change of: {parameters}.",
    "任一变量的接线：{names}。对象本身，即改变参数：{parameters}。",
)
ALARMS = (
    Text("Alarms", "报警"),
    Text("| alarm | watches | severity | meaning |", "| 报警 | 监视 | 严重度 | 含义 |"),
)
MODEL = "## Model · 模型\n"


def pages() -> dict[str, str]:
    """Every file of the folder with its text."""
    found = {"README.md": INDEX}
    for name in catalog.names("plants"):
        plant_type = catalog.load("plants", name)
        plant = description_of(plant_type)
        lesson = plant.lesson
        found["README.md"] += (
            f"| [{name}]({name}.md) | {plant.title.en} · {plant.title.zh} | {lesson.en} | {lesson.zh} |\n"
        )
        found[f"{name}.md"] = page_of(plant_type)
        if plant.mimic:
            for language in LANGUAGES:
                svg = drawing(plant, plant.mimic, language)
                found[f"{name}.{language}.svg"] = svg + "\n"
    return found


def page_of(plant_type: PlantType) -> str:
    """One plant's page, in both languages."""
    plant = description_of(plant_type)
    parts = [f"# {plant.name}: {plant.title.en} · {plant.title.zh}\n"]
    for language in LANGUAGES:
        parts += [f"{LESSON.within(language)}: {plant.lesson.within(language)}\n"]
        if plant.mimic:
            title = plant.title.within(language)
            parts.append(f"![{title}]({plant.name}.{language}.svg)\n")
        parts += _sections(plant, language)
    module = inspect.getmodule(plant_type)
    equations = inspect.cleandoc((module and module.__doc__) or "")
    return "\n".join([*parts, MODEL, "```text", equations, "```", ""])


def _sections(plant: PlantDescription, language: Language) -> Iterable[str]:
    yield from _table(IO_LIST, language, [_tag_row(tag, language) for tag in plant.tags])
    yield from _table(PANEL, language, [_control_row(each, language) for each in plant.controls])
    yield from _table(FACTS, language, [_fact_row(fact, language) for fact in plant.facts])
    rows = [_parameter_row(parameter, language) for parameter in plant.parameters]
    yield from _table(PARAMETERS, language, rows)
    faultable = ", ".join(f"`{each.name}`" for each in plant.parameters if each.faultable)
    names = ", ".join(f"`{name}`" for name in catalog.names("faults"))
    yield f"## {FAULTS.within(language)}\n"
    said = ON_WIRES.within(language)
    yield said.format(names=names, parameters=faultable or "–") + "\n"
    if plant.alarms:
        yield from _table(ALARMS, language, [_alarm_row(each, language) for each in plant.alarms])


def _table(
    heads: tuple[Text, Text], language: Language, rows: Sequence[Sequence[str]]
) -> Iterable[str]:
    title, head = (text.within(language) for text in heads)
    yield f"## {title}\n"
    yield head
    yield "|" + "---|" * (head.count("|") - 1)
    yield from ("| " + " | ".join(row) + " |" for row in rows)
    yield ""


def _tag_row(tag: Tag, language: Language) -> Sequence[str]:
    scaled = tag.scale or tag.unit
    span = f"{tag.low:g} … {tag.high:g} {tag.unit}".strip() if scaled else ""
    if tag.signal is not Signal.NONE:
        span += f", {tag.signal.value}"
    meaning = tag.text.within(language)
    return (f"`{tag.name}`", tag.address, tag.type.name, span, tag.reference, meaning)


def _control_row(control: Control, language: Language) -> Sequence[str]:
    span = "" if control.on_or_off else f"{control.low:g} … {control.high:g} {control.unit}".strip()
    kind = KINDS[control.kind].within(language)
    return f"`{control.name}`", kind, span, control.text.within(language)


def _fact_row(fact: Fact, language: Language) -> Sequence[str]:
    return f"`{fact.name}`", "BOOL" if fact.boolean else fact.unit, fact.text.within(language)


def _parameter_row(parameter: Parameter, language: Language) -> Sequence[str]:
    when = [
        text.within(language)
        for text, holds in ((CHANGEABLE, parameter.changeable), (FAULTABLE, parameter.faultable))
        if holds
    ]
    return (
        f"`{parameter.name}`",
        f"{parameter.default:g} {parameter.unit}".strip(),
        f"{parameter.low:g} … {parameter.high:g}",
        ", ".join(when),
        parameter.text.within(language),
    )


def _alarm_row(alarm: AlarmSpec, language: Language) -> Sequence[str]:
    return f"`{alarm.name}`", f"`{alarm.tag}`", str(alarm.severity), alarm.text.within(language)


def main(folder: Path) -> None:
    """Write every page; what no plant makes any more goes."""
    made = pages()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.name not in made:
            old.unlink()
    for name, content in made.items():
        (folder / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
