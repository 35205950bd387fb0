"""trainlab tags: the address book of a station as a file for a PLC tool, and back."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from trainlab.cli.destinations import FILE, write_bytes
from trainlab.cli.exit_codes import NOTHING_TO_GRADE
from trainlab.cli.output import fail_with, language_option, show_problems
from trainlab.core import catalog
from trainlab.core.message import Language, Text
from trainlab.core.plant import Plant
from trainlab.core.problem import Position, ProblemsFound
from trainlab.report.plain import plain
from trainlab.scenario.load import load_scenario
from trainlab.tagfiles import problems as wrong
from trainlab.tagfiles.compare import differences, moved_by
from trainlab.tagfiles.contract import StationTags, TagFormat
from trainlab.tagfiles.opening import read_tag_file

HELP = Text(
    "Write the I/O list of STATION, a plant or a scenario (.yaml), in the form that a PLC tool reads;"
    " {formats}.\n\n"
    "With --compare, say in what a file differs from the station: exits with 0 if in nothing, else 2."
    " With --addresses, print the addresses of a file as the key `addresses` of a scenario.",
    "把 STATION（被控对象或场景 .yaml）的 I/O 表写成 PLC 工具可读取的格式；{formats}。\n\n"
    "--compare 列出文件与工位的不同之处：完全一致时退出码为 0，否则为 2。"
    "--addresses 把文件中的地址输出为场景文件的 addresses 键。",
)
FORMAT = Text(
    "The form of the file; markdown if left out. Of a file that is read, its suffix tells it where"
    " one form alone has it.",
    "文件格式，默认 markdown。读取文件时，若后缀只对应一种格式则可省略。",
)
TO = Text("Write to FILE, not to the terminal.", "写入 FILE 而不是终端。")
COMPARE = Text("Say whether FILE still fits the station.", "检查 FILE 是否仍与工位一致。")
ADDRESSES = Text(
    "Print the addresses of FILE that differ, for a scenario.",
    "输出 FILE 中不同的地址，供场景文件使用。",
)
ONE_OF_BOTH = Text(
    "--compare and --addresses cannot stand together", "--compare 与 --addresses 不能同时使用"
)
FITS = Text("{file}: fits {station}, {count} tags", "{file}：与 {station} 一致，共 {count} 个变量")
SUFFIXES = (".yaml", ".yml")


def command(language: Language) -> click.Command:
    """The verb in one language."""
    formats = catalog.names("tag_formats")
    described = ", ".join(
        f"{name}: {catalog.load('tag_formats', name).title.within(language)}" for name in formats
    )

    @click.command("tags", help=HELP.fill(formats=described).render(language))
    @click.argument("station", metavar="STATION", callback=lambda *given: _known(given[2]))
    @click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default=None,
        help=FORMAT.within(language),
    )
    @click.option(
        "--to",
        metavar="FILE",
        type=click.Path(path_type=Path, dir_okay=False),
        default=None,
        help=TO.within(language),
    )
    @click.option(
        "--compare", metavar="FILE", type=FILE, default=None, help=COMPARE.within(language)
    )
    @click.option(
        "--addresses", metavar="FILE", type=FILE, default=None, help=ADDRESSES.within(language)
    )
    @language_option(language)
    def verb(
        station: str,
        form: str | None,
        to: Path | None,
        compare: Path | None,
        addresses: Path | None,
    ) -> None:
        if compare is not None and addresses is not None:
            raise click.UsageError(ONE_OF_BOTH.within(language))
        try:
            whose = _station(station)
            if compare is not None:
                sys.exit(_compare(compare, form, whose, language))
            if addresses is not None:
                content = _moved(addresses, form, whose)
                binary = False
            else:
                chosen: TagFormat = catalog.load("tag_formats", form or "markdown")()
                binary = chosen.binary
                if binary and to is None and sys.stdout.isatty():
                    problem = wrong.BINARY.at(
                        Position(""), format=chosen.title, suffix=chosen.suffix
                    )
                    fail_with([problem], language)
                content = chosen.write(whose, language)
        except ProblemsFound as found:
            fail_with(found.problems, language)
        if to is not None:
            write_bytes(to, content)
        elif binary:
            sys.stdout.buffer.write(content)
        else:
            click.echo(content.decode(), nl=False)

    return verb


def _known(name: str) -> str:
    """A scenario's path as it is, or the name of a plant; a usage error for what is neither."""
    if Path(name).suffix.lower() in SUFFIXES:
        return name
    plant: str = click.Choice(catalog.names("plants")).convert(name, None, None)
    return plant


def _station(name: str) -> StationTags:
    if Path(name).suffix.lower() in SUFFIXES:
        scenario = load_scenario(Path(name))
        plant, title = scenario.plant, scenario.title
    else:
        plant_type: type[Plant] = catalog.load("plants", name)
        plant, title = plant_type.description, plant_type.description.title
    return StationTags(plant.name, title, plant.tags, plant.controls)


def _compare(file: Path, form: str | None, station: StationTags, language: Language) -> int:
    """Print in what a file differs; the exit code."""
    rows = read_tag_file(file, form)
    found = differences(str(file), rows, station)
    show_problems(found, language)
    if found:
        return NOTHING_TO_GRADE
    fits = FITS.fill(file=str(file), station=station.name, count=len(rows))
    click.echo(plain(fits.render(language)))
    return 0


def _moved(file: Path, form: str | None, station: StationTags) -> bytes:
    """The key `addresses` of a sheet that has the tags where a file has them."""
    moved, problems = moved_by(str(file), read_tag_file(file, form), station)
    if problems:
        raise ProblemsFound(problems)
    lines = [f'  {name}: "{address}"\n' for name, address in moved.items()]
    return "".join(["addresses:\n", *lines] if lines else ["addresses: {}\n"]).encode()
