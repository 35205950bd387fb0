"""trainlab tags: the address book of a plant as a file for a PLC tool."""

from __future__ import annotations

from pathlib import Path

import click

from trainlab.cli.destinations import write_text
from trainlab.cli.output import language_option
from trainlab.core import catalog
from trainlab.core.message import Language, Text
from trainlab.core.plant import Plant
from trainlab.tagfiles.contract import TagFormat

HELP = Text(
    "Write the I/O list of PLANT in the form that a PLC tool reads; {formats}.",
    "把 PLANT 的 I/O 表写成 PLC 工具可读取的格式；{formats}。",
)
FORMAT = Text("The form of the file.", "文件格式。")
TO = Text("Write to FILE, not to the terminal.", "写入 FILE 而不是终端。")


def command(language: Language) -> click.Command:
    """The verb in one language."""
    formats = catalog.names("tag_formats")
    plants = catalog.names("plants")
    described = ", ".join(
        f"{name}: {catalog.load('tag_formats', name).title.within(language)}" for name in formats
    )

    @click.command("tags", help=HELP.fill(formats=described).render(language))
    @click.argument("plant", type=click.Choice(plants))
    @click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default="markdown",
        show_default=True,
        help=FORMAT.within(language),
    )
    @click.option(
        "--to",
        metavar="FILE",
        type=click.Path(path_type=Path, dir_okay=False),
        default=None,
        help=TO.within(language),
    )
    @language_option(language)
    def verb(plant: str, form: str, to: Path | None) -> None:
        plant_type: type[Plant] = catalog.load("plants", plant)
        written: TagFormat = catalog.load("tag_formats", form)()
        text = written.write(plant, plant_type.description.tags, language)
        if to is None:
            click.echo(text, nl=False)
        else:
            write_text(to, text)

    return verb
