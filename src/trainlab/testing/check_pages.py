"""Writes docs/checks: a page for every check of the catalog, and their index.

python -m trainlab.testing.check_pages docs/checks
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, get_type_hints

from pydantic.fields import FieldInfo

from trainlab.core import catalog
from trainlab.core.duration import format_duration
from trainlab.core.fields import explanation
from trainlab.core.message import LANGUAGES, Language, Text
from trainlab.core.quantity import Quantity
from trainlab.grading.check import Check
from trainlab.grading.fields import Moment
from trainlab.testing.check_examples import SHEET, example_of
from trainlab.testing.field_words import in_words

FIELDS = Text("Fields", "字段")
HEAD = Text("| field | what it takes | if left out | meaning |", "| 字段 | 取值 | 省略时 | 含义 |")
REQUIRED = Text("required", "必填")
NOTHING = Text("not there", "无")
START = Text("the start", "运行开始")
INDEX = """\
# Checks · 检查

What a rubric can require, made from the checks themselves by `make pages`. How to write a scenario:
[write-a-scenario.md](../how-to/write-a-scenario.md). 评分标准可用的检查；本目录由 `make pages` 根据检查本身生成。

| check | | what it requires | 要求 |
|---|---|---|---|
"""
COMMON = """
## Fields of every check · 各项检查共有的字段

"""
EXAMPLES = """
## The sheet of the examples · 示例所在的场景

The example on each page stands under `checks` of this sheet, and the reference solution
`plc_projects/tank_level_hold/solution.st` earns its full points. 各页示例位于此场景的 `checks` 之下，标准答案可得满分。

```yaml
"""


def pages() -> dict[str, str]:
    """Every file of the folder with its text."""
    names = catalog.names("checks")
    return {"README.md": _index(names)} | {f"{name}.md": page_of(name) for name in names}


def page_of(name: str) -> str:
    """The page of one check."""
    model: type[Check] = catalog.load("checks", name)
    own = _own_fields(model)
    parts = [
        f"# {name} · {model.title_of_kind.zh}",
        model.about.en,
        model.about.zh,
        f"## {FIELDS.en} · {FIELDS.zh}",
        _table(model, own, "en"),
        _table(model, own, "zh-CN"),
        *_inner_tables(model, own),
        "Fields of every check, and the sheet of the example: [README](README.md)."
        " 各项检查共有的字段及示例所在的场景见 [README](README.md)。",
        "## Semantics · 语义",
        _prose(inspect.cleandoc(model.__doc__ or "")),
    ]
    example = example_of(name)
    if example:
        parts += ["## Example · 示例", f"```yaml\n{example}```"]
    return "\n\n".join(parts) + "\n"


def _index(names: Iterable[str]) -> str:
    rows = ""
    for name in names:
        model: type[Check] = catalog.load("checks", name)
        texts = (model.title_of_kind.zh, model.about.en, model.about.zh)
        rows += f"| [{name}]({name}.md) | {' | '.join(map(_cell, texts))} |\n"
    common = "\n\n".join(_table(Check, Check.model_fields, language) for language in LANGUAGES)
    return INDEX + rows + COMMON + common + "\n" + EXAMPLES + SHEET + "```\n"


def _own_fields(model: type[Check]) -> dict[str, FieldInfo]:
    """The fields that not every check has; those without a default first."""
    own = {key: f for key, f in model.model_fields.items() if key not in Check.model_fields}
    return dict(sorted(own.items(), key=lambda item: not item[1].is_required()))


def _inner_tables(model: type[Check], own: Mapping[str, FieldInfo]) -> list[str]:
    """The fields of the entries of a field that is a list of groups."""
    tables = []
    for key in own:
        for part in _parts(get_type_hints(model, include_extras=True)[key]):
            if isinstance(part, type) and hasattr(part, "model_fields"):
                tables.append(f"`{key}`:")
                tables += [_table(part, part.model_fields, language) for language in LANGUAGES]
    return tables


def _parts(declared: Any) -> list[Any]:
    inner = getattr(declared, "__args__", ())
    return [declared, *(each for part in inner for each in _parts(part))]


def _table(model: Any, fields: Mapping[str, FieldInfo], language: Language) -> str:
    declared = get_type_hints(model, include_extras=True)
    rows = [HEAD.within(language), "|---|---|---|---|"]
    for key, field in fields.items():
        takes = in_words(declared[key]).render(language)
        meaning = explanation(field).within(language)
        cells = (takes, _left_out(field, takes, language), meaning)
        rows.append(f"| `{field.alias or key}` | {' | '.join(map(_cell, cells))} |")
    return "\n".join(rows)


def _left_out(field: FieldInfo, takes: str, language: Language) -> str:
    """What a field is where a sheet leaves it out."""
    default = field.default
    if field.is_required():
        return REQUIRED.within(language)
    if default is None:
        return NOTHING.within(language)
    if isinstance(default, Moment):
        return f"`{default}`" if default.label else START.within(language)
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if isinstance(default, int) and takes in ("a duration", "时间"):
        return f"`{format_duration(default)}`"
    if isinstance(default, float):
        return f"`{Quantity(default)}`"
    return f"`{default}`"


def _prose(docstring: str) -> str:
    """A docstring as Markdown: what is indented in it (formulas) is a block, the rest is not split."""
    blocks = docstring.split("\n\n")
    return "\n\n".join(
        f"```text\n{inspect.cleandoc(block)}\n```" if block.startswith("    ") else block
        for block in blocks
    )


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def write(folder: Path) -> None:
    """Writes every page into `folder`, and removes those of checks that are no more."""
    folder.mkdir(parents=True, exist_ok=True)
    current = pages()
    for stale in set(folder.glob("*.md")) - {folder / name for name in current}:
        stale.unlink()
    for name, text in current.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
