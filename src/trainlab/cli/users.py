"""trainlab users: a line of a file of users, for the pages and for an OPC UA server."""

from __future__ import annotations

import os
import sys
from getpass import getpass
from pathlib import Path

import click

from trainlab.cli.destinations import writing
from trainlab.cli.output import fail_with, language_option
from trainlab.core.message import Language, Text
from trainlab.core.problem import ProblemsFound
from trainlab.exchange.rights import ROLES
from trainlab.exchange.users import read_users, user_line
from trainlab.report.plain import plain

HELP = Text(
    'Make a line for NAME in a file of users (`trainlab serve --users FILE`, `--opcua "...?users=FILE"`): asks'
    " for the password twice, and keeps a hash of it alone. Roles: observer reads; controller writes"
    " outputs; operator works the panel and the alarms; student does both; instructor does all that,"
    " injects faults and resets.",
    '为用户 NAME 生成用户文件中的一行（`trainlab serve --users FILE`、`--opcua "...?users=FILE"`）：两次询问密码，只保存其哈希。'
    "角色：observer 只读；controller 写输出；operator 操作面板和报警；student 兼有二者；instructor 以上皆可，并可注入故障和复位。",
)
TO = Text(
    "Add the line to FILE, not to the terminal; a new file is its owner's alone.",
    "把该行追加到 FILE 而不是输出到终端；新建的文件仅所有者可读写。",
)
STATION = Text(
    "The one station, from 1 on, that the role is for; at the others NAME is an observer.",
    "角色所属的工位号（从 1 起）；在其他工位上为 observer。",
)
PASSWORD = Text("Password for {name}: ", "{name} 的密码：")
AGAIN = Text("Once more: ", "再输入一次：")
DIFFERENT = Text("the two passwords differ", "两次输入的密码不同")
EMPTY = Text("an empty password lets everybody in", "密码不能为空")
BAD_NAME = Text("a name without ':' that does not begin with '#'", "用户名不能含“:”，不能以“#”开头")
THERE = Text("{name} is in {file} already", "{file} 中已有 {name}")
ADDED = Text("{file}: {name} added, {role}", "{file}：已添加 {name}（{role}）")


def command(language: Language) -> click.Command:
    """The verb in one language."""

    @click.command("users", help=HELP.within(language))
    @click.argument("name", metavar="NAME")
    @click.argument("role", metavar="ROLE", type=click.Choice(list(ROLES)))
    @click.option(
        "--to",
        metavar="FILE",
        type=click.Path(path_type=Path, dir_okay=False),
        default=None,
        help=TO.within(language),
    )
    @click.option(
        "--station", type=click.IntRange(min=1), default=None, help=STATION.within(language)
    )
    @language_option(language)
    def verb(name: str, role: str, to: Path | None, station: int | None) -> None:
        if not name.strip() or ":" in name or name.startswith("#"):
            raise click.BadParameter(BAD_NAME.within(language), param_hint="NAME")
        if to is not None and to.exists():
            try:
                known = read_users(to)
            except ProblemsFound as found:
                fail_with(found.problems, language)
            if name in known:
                raise click.UsageError(THERE.fill(name=name, file=to).render(language))
        line = user_line(name, role, _password(name, language), station) + "\n"
        if to is None:
            click.echo(line, nl=False)
            return
        writing(to, lambda file: _append(file, line))
        added = ADDED.fill(file=to, name=name, role=role)
        click.echo(plain(added.render(language)), err=True)

    return verb


def _password(name: str, language: Language) -> str:
    """What was typed, twice alike; Abort where the input ends."""
    try:
        first = _typed(PASSWORD.fill(name=name).render(language))
        if not first:
            raise click.UsageError(EMPTY.within(language))
        second = _typed(AGAIN.within(language))
    except EOFError:
        raise click.Abort from None
    if first != second:
        raise click.UsageError(DIFFERENT.within(language))
    return first


def _typed(prompt: str) -> str:
    """What is typed unseen, or the next line of a pipe; EOFError where there is none."""
    if sys.stdin.isatty():
        return getpass(prompt)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\r\n")


def _append(file: Path, line: str) -> None:
    before = file.read_bytes() if file.exists() else b""
    joint = "\n" if before and not before.endswith(b"\n") else ""
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with open(opened, "w", encoding="utf-8") as stream:
        stream.write(joint + line)
