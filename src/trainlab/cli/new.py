"""trainlab new: a scenario and a program to start from, valid from the first minute."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click

from trainlab.cli.destinations import writing
from trainlab.cli.output import language_option
from trainlab.cli.problems import CannotWrite
from trainlab.core import catalog
from trainlab.core.message import Language, Text
from trainlab.core.plant import Plant
from trainlab.report.plain import plain
from trainlab.scenario.schema import sheet_schema
from trainlab.scenario.starter import SCHEMA_NAME, starter_sheet
from trainlab.tagfiles.contract import StationTags
from trainlab.tagfiles.program import starter_program

HELP = Text(
    "Start a scenario on a plant: NAME.yaml, a program NAME.st with the plant's tags, and the schema"
    " that an editor reads. Files that are there already stay as they are.",
    "为被控对象新建场景：NAME.yaml、带有其变量的程序 NAME.st，以及供编辑器使用的 schema。已有的文件不会被覆盖。",
)
PLANT = Text(
    "The plant, as `trainlab catalog plants` lists it.", "被控对象，见 `trainlab catalog plants`。"
)
TO = Text("The folder to write into; this one if left out.", "写入的文件夹，默认为当前文件夹。")
NAME = Text(
    "a name of letters, digits, '-' and '_', such as first_exercise",
    "名称由字母、数字、“-”和“_”组成，例如 first_exercise",
)
THERE = Text("it is there already, and stays as it is", "文件已存在，予以保留")
WRITTEN = Text("{file}: written", "{file}：已写入")
_NAME = re.compile(r"\w[\w-]{0,99}")


def command(language: Language) -> click.Command:
    """The verb in one language."""

    @click.command("new", help=HELP.within(language))
    @click.argument("what", type=click.Choice(["scenario"]))
    @click.argument("name", metavar="NAME", callback=lambda *given: _named(given[2], language))
    @click.option(
        "--plant",
        required=True,
        type=click.Choice(catalog.names("plants")),
        help=PLANT.within(language),
    )
    @click.option(
        "--to",
        metavar="DIR",
        type=click.Path(path_type=Path),
        default=Path(),
        help=TO.within(language),
    )
    @language_option(language)
    def verb(what: str, name: str, plant: str, to: Path) -> None:
        plant_type: type[Plant] = catalog.load("plants", plant)
        described = plant_type.description
        station = StationTags(described.name, described.title, described.tags, described.controls)
        texts = {
            to / f"{name}.yaml": starter_sheet(name, described),
            to / f"{name}.st": starter_program(station, language),
        }
        schema = to / SCHEMA_NAME
        if not schema.exists():
            texts[schema] = json.dumps(sheet_schema(language), ensure_ascii=False, indent=2) + "\n"
        for path in texts:
            if path.exists():
                raise CannotWrite(str(path), THERE)
        for path, text in texts.items():
            _write_anew(path, text)
            click.echo(plain(WRITTEN.fill(file=str(path)).render(language)))

    return verb


def _write_anew(path: Path, text: str) -> None:
    """Write a file that is not there; CannotWrite if it has come since, or cannot be written."""

    def write(file: Path) -> None:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(text)

    writing(path, write)


def _named(name: str, language: Language) -> str:
    if _NAME.fullmatch(name) is None:
        raise click.BadParameter(NAME.within(language))
    return name
