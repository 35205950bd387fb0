"""trainlab catalog: what a scenario or a command can name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from trainlab.cli.destinations import json_option
from trainlab.cli.output import language_option, write_json
from trainlab.core import catalog
from trainlab.core.message import Language, Text
from trainlab.core.problem import did_you_mean
from trainlab.report.catalog import entry_document, entry_title
from trainlab.report.columns import print_listing
from trainlab.report.plain import plain
from trainlab.report.text import console_on

HELP = Text(
    "List what there is: plants, checks, faults, links, clients, languages, formats. With KIND and NAME, one"
    " of them in full: a plant's tags, facts, faults and parameters.",
    "列出现有内容：被控对象、检查、故障、总线连接、总线客户端、编程语言、文件格式。给出 KIND 和 NAME 时显示其详情：变量、事实量、故障和参数。",
)
NO_SUCH = Text(
    "there is no {kind} '{name}' (there is: {known}){hint}",
    "没有名为“{name}”的{kind}（现有：{known}）{hint}",
)
KIND_NAMES: Mapping[catalog.Kind, Text] = {
    "plants": Text("plant", "被控对象"),
    "checks": Text("check", "检查"),
    "faults": Text("fault", "故障"),
    "links": Text("link", "总线连接"),
    "clients": Text("client", "总线客户端"),
    "languages": Text("language", "编程语言"),
    "tag_formats": Text("format of a tag list", "变量表格式"),
    "opcua_models": Text("companion model", "配套模型"),
    "report_formats": Text("format of a report", "报告格式"),
}
WORDS = {
    "input": Text("input", "输入"),
    "output": Text("output", "输出"),
    "button": Text("button", "按钮"),
    "mushroom": Text("mushroom", "急停按钮"),
    "selector": Text("selector", "选择开关"),
    "dial": Text("dial", "旋钮"),
    "high_high": Text("high high", "高高"),
    "high": Text("high", "高"),
    "low": Text("low", "低"),
    "low_low": Text("low low", "低低"),
    "off_normal": Text("off normal", "异常"),
    "failure": Text("failure", "故障"),
}
SECTIONS = {
    "tags": Text("Tags", "变量"),
    "facts": Text("Facts", "事实量"),
    "parameters": Text("Parameters", "参数"),
    "faults": Text("Faults of the plant", "被控对象的故障"),
    "alarms": Text("Alarms", "报警"),
    "controls": Text("Controls of the operator", "操作件"),
    "fields": Text("Fields", "字段"),
}
HEADINGS = {
    "name": Text("name", "名称"),
    "type": Text("type", "类型"),
    "direction": Text("direction", "方向"),
    "address": Text("address", "地址"),
    "unit": Text("unit", "单位"),
    "range": Text("range", "量程"),
    "raw_range": Text("raw", "原始值"),
    "reference": Text("reference", "参照代号"),
    "text": Text("meaning", "含义"),
    "boolean": Text("boolean", "布尔"),
    "cumulative": Text("cumulative", "累计"),
    "default": Text("default", "默认值"),
    "low": Text("low", "下限"),
    "high": Text("high", "上限"),
    "changeable": Text("changeable", "可改变"),
    "faultable": Text("faultable", "可注入故障"),
    "parameter": Text("parameter", "参数"),
    "kind": Text("kind", "种类"),
    "tag": Text("tag", "变量"),
    "limit": Text("limit", "限值"),
    "severity": Text("severity", "严重度"),
    "required": Text("required", "必填"),
}
COLUMNS = {
    "tags": (
        "name",
        "type",
        "direction",
        "address",
        "unit",
        "range",
        "raw_range",
        "reference",
        "text",
    ),
    "facts": ("name", "unit", "boolean", "cumulative", "text"),
    "parameters": ("name", "default", "low", "high", "unit", "changeable", "faultable", "text"),
    "faults": ("parameter", "low", "high", "unit", "text"),
    "alarms": ("name", "kind", "tag", "limit", "severity", "text"),
    "controls": ("name", "kind", "low", "high", "unit", "text"),
    "fields": ("name", "required", "text"),
}


def command(language: Language) -> click.Command:
    """The verb in one language."""

    @click.command("catalog", help=HELP.within(language))
    @click.argument("kind", type=click.Choice(catalog.KINDS), required=False)
    @click.argument("name", required=False)
    @json_option(language)
    @language_option(language)
    def verb(kind: catalog.Kind | None, name: str | None, json_to: str | None) -> None:
        if kind is None:
            listing = {each: list(catalog.names(each)) for each in catalog.KINDS}
            _deliver(listing, json_to, lambda console: _kinds(listing, console))
        elif name is None:
            entries = [entry_document(kind, each, language) for each in catalog.names(kind)]
            _deliver(entries, json_to, lambda console: _list(entries, console))
        else:
            entry = _entry(kind, name, language)
            _deliver(entry, json_to, lambda console: _one(entry, console, language))

    return verb


def _deliver(document: object, json_to: str | None, show: Callable[[Console], None]) -> None:
    if json_to is not None:
        write_json(document, json_to)
    if json_to != "-":
        show(console_on(sys.stdout))


def _entry(kind: catalog.Kind, name: str, language: Language) -> dict[str, object]:
    if name not in catalog.names(kind):
        known = catalog.names(kind)
        message = NO_SUCH.fill(
            kind=KIND_NAMES[kind],
            name=name,
            hint=did_you_mean(name, known),
            known=", ".join(known),
        )
        raise click.UsageError(message.render(language))
    return entry_document(kind, name, language)


def _kinds(listing: Mapping[catalog.Kind, Sequence[str]], console: Console) -> None:
    for kind, names in listing.items():
        console.print(Styled.assemble((f"{kind}: ", "bold"), ", ".join(names)))


def _list(entries: Sequence[dict[str, object]], console: Console) -> None:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for entry in entries:
        table.add_row(Styled(str(entry["name"]), style="bold"), entry_title(entry))
    console.print(table)


def _one(entry: dict[str, object], console: Console, language: Language) -> None:
    console.print(Styled.assemble((str(entry["name"]), "bold"), "  ", entry_title(entry)))
    if entry.get("text"):
        console.print(Styled(str(entry["text"])))
    for section, keys in COLUMNS.items():
        rows = entry.get(section)
        if not isinstance(rows, list) or not rows:
            continue
        console.print()
        console.print(Styled(SECTIONS[section].within(language), "italic"))
        headings = [HEADINGS[key].within(language) for key in keys]
        cells = [[_cell(row.get(key), language) for key in keys] for row in rows]
        print_listing(headings, cells, console)


def _cell(value: object, language: Language) -> str:
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list):
        return "..".join(f"{item:g}" for item in value)
    if value is None:
        return ""
    word = WORDS.get(str(value))
    return plain(str(value)) if word is None else word.within(language)
