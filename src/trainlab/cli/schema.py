"""trainlab schema: what a scenario may hold, as an editor reads it."""

from __future__ import annotations

from pathlib import Path

import click

from trainlab.cli.output import language_option, write_json
from trainlab.core.message import Language, Text
from trainlab.scenario.schema import sheet_schema

HELP = Text(
    "Write the JSON Schema of scenarios. An editor with a YAML language server completes, explains and"
    " checks a scenario that begins with\n\n"
    "    # yaml-language-server: $schema=FILE",
    "输出场景文件的 JSON Schema。支持 YAML 语言服务器的编辑器可据此补全、说明并检查以下面一行开头的场景文件：\n\n"
    "    # yaml-language-server: $schema=FILE",
)
TO = Text("Write to FILE, not to the terminal.", "写入 FILE 而不是终端。")


def command(language: Language) -> click.Command:
    """The verb in one language."""

    @click.command("schema", help=HELP.within(language))
    @click.option(
        "--to",
        metavar="FILE",
        type=click.Path(path_type=Path, dir_okay=False),
        default=None,
        help=TO.within(language),
    )
    @language_option(language)
    def verb(to: Path | None) -> None:
        write_json(sheet_schema(language), "-" if to is None else str(to))

    return verb
