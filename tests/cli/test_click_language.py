"""What click itself says is said in Chinese too; the compiled catalogue is that of the .po file."""

from __future__ import annotations

import ast
import struct
import subprocess
import sys
from pathlib import Path

import pytest

import trainlab.cli

CATALOGUE = Path(trainlab.cli.__file__).parent / "locale/zh_CN/LC_MESSAGES/click.mo"


def entries(text: str) -> dict[str, str]:
    """Message ids (singular and plural joined by NUL) and their translations."""
    found: dict[str, str] = {}
    for block in text.split("\n\n"):
        parts: dict[str, str] = {}
        keyword = ""
        for line in block.splitlines():
            if line.startswith("#"):
                continue
            if not line.startswith('"'):
                keyword, _, line = line.partition(" ")
            parts[keyword] = parts.get(keyword, "") + ast.literal_eval(line)
        key = "\0".join(parts[name] for name in ("msgid", "msgid_plural") if name in parts)
        found[key] = parts.get("msgstr", parts.get("msgstr[0]", ""))
    return found


def compiled(text: str) -> bytes:
    """The .mo file of a .po file, as the GNU gettext manual describes it (10.3)."""
    pairs = sorted((key.encode(), value.encode()) for key, value in entries(text).items())
    count = len(pairs)
    table, strings = 28 + 16 * count, b""
    rows: list[list[bytes]] = [[], []]
    for column in (0, 1):
        for pair in pairs:
            at = table + len(strings)
            rows[column].append(struct.pack("<II", len(pair[column]), at))
            strings += pair[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, table)
    return head + b"".join(rows[0] + rows[1]) + strings


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    source = CATALOGUE.with_suffix(".po").read_text(encoding="utf-8")

    assert CATALOGUE.read_bytes() == compiled(source)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--help"], "用法："),
        (["grade", "--help"], "显示本帮助并退出。"),
        (["grade", "--no-such"], "没有选项"),
        (["grade"], "缺少参数 'SCENARIO'。"),
        (["run", "a.st", "--scans", "x"], "“x”不是有效的数。"),
        (["nonsense"], "没有命令"),
        (["grade", "a.yaml", "b.st", "--seed", "x"], "不是有效的"),
        (["catalog", "robots"], "不在可选项之中"),
        (["grade", "a", "b", "c"], "多余的参数"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_usage_is_explained_in_chinese(arguments: list[str], said: str) -> None:
    command = [sys.executable, "-m", "trainlab", *arguments, "--lang", "zh-CN"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)

    assert said in done.stdout + done.stderr
    for english in ("Usage:", "Error:", "Try ", "Options:", "No such", "Missing", "integer"):
        assert english not in done.stdout + done.stderr
