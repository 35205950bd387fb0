"""What a person sees: on terminals of several widths, in a pipe, in both languages."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

Call = Callable[..., subprocess.CompletedProcess[str]]
CHECKS = ("second_setpoint", "first_setpoint", "never_overfull", "outlet_opened", "third_start")
TAGS = ("start_button", "shutoff_command", "pump_command", "setpoint_raw", "overfill_ok")
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")  # colours, and what moves a progress bar


def on_terminal(width: int, *arguments: str | Path) -> list[str]:
    """The lines that a call shows on a terminal of that width, without what is not shown."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    process = subprocess.Popen(
        [sys.executable, "-m", "trainlab", *map(str, arguments)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment | {"TERM": "xterm-256color"},
    )
    os.close(theirs)
    content = b""
    while piece := _read(ours):
        content += piece
    os.close(ours)
    process.wait()
    return CONTROL.sub("", content.decode()).replace("\r\n", "\n").splitlines()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # EIO: the other side has hung up
        return b""


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_a_verdict_fits_its_terminal_and_breaks_no_name(
    width: int, lang: str, scenario: Path, solution: Path
) -> None:
    bad = solution.with_name("bad_no_stop.st")

    lines = on_terminal(width, "grade", scenario, bad, "--lang", lang)

    own = [line for line in lines if "bad_no_stop.st" not in line]
    assert max(map(cell_len, own)) <= width
    text = "\n".join(lines)
    assert all(name in text for name in CHECKS)
    assert sum(text.count(mark) for mark in ("FAIL ", "未过 ")) == 1


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_a_failed_check_says_at_80_columns_what_was_measured_and_allowed(
    lang: str, scenario: Path, solution: Path
) -> None:
    bad = solution.with_name("bad_no_stop.st")

    lines = on_terminal(80, "grade", scenario, bad, "--lang", lang)

    words = ("measured:", "allowed:", "when:") if lang == "en" else ("实测:", "允许:", "时间:")
    assert [sum(line.strip().startswith(word) for line in lines) for word in words] == [1, 1, 1]


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
@pytest.mark.parametrize("width", [80, 100, 120])
def test_a_tag_can_be_copied(width: int, lang: str) -> None:
    lines = on_terminal(width, "catalog", "plants", "tank_level", "--lang", lang)

    assert max(map(cell_len, lines)) <= width
    assert all(any(line.startswith(f"{tag} ") for line in lines) for tag in TAGS)


def test_the_tag_list_has_the_raw_range_of_an_analogue_tag(trainlab: Call) -> None:
    lines = trainlab("catalog", "plants", "tank_level").stdout.splitlines()
    (level,) = [line for line in lines if line.startswith("level_raw")]
    assert "0..0.5  0..27648" in level


def test_directions_and_kinds_are_chinese_in_chinese(trainlab: Call) -> None:
    said = trainlab("catalog", "plants", "tank_level", lang="zh-CN").stdout
    assert "输入" in said
    assert not re.search(r"\b(input|output|button|dial|selector|mushroom)\b", said)


@pytest.mark.parametrize(("columns", "widest"), [(None, 120), (80, 80), (200, 200)])
def test_a_pipe_is_as_wide_as_columns_says(
    columns: int | None,
    widest: int,
    trainlab: Call,
    scenario: Path,
    solution: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)

    said = trainlab("grade", scenario, solution, columns=columns).stdout

    longest = max(map(cell_len, said.splitlines()))
    assert widest - 25 < longest <= widest


def test_a_diagnostic_is_one_line_in_a_pipe(trainlab: Call, tmp_path: Path) -> None:
    program = tmp_path / f"{'long_' * 20}.st"
    program.write_text("PROGRAM p\nVAR unused : INT; END_VAR\n;\nEND_PROGRAM\n")

    said = trainlab("check", program, columns=60).stderr.splitlines()

    assert said[0].startswith(f"{program}:2:5: warning TL3905: 'unused' is declared")


def test_escapes_of_files_reach_no_terminal(
    trainlab: Call, scenario: Path, solution: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "red.yaml"
    title = '"\\e[31mred\\x9b2J"'
    text = scenario.read_text("utf-8").replace("Hold the level", title, 1)
    sheet.write_text(text, "utf-8")
    program = tmp_path / "\x1b[2Jclear.st"
    program.write_text("PROGRAM p\n\x1b[31m\x9b;\nEND_PROGRAM\n", "utf-8")

    graded = trainlab("grade", sheet, solution)
    checked = trainlab("check", program, sheet)
    listed = trainlab("check", program, "--json", "-")

    assert "\\x1b[31mred" in graded.stdout
    for said in (graded, checked, listed):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", said.stdout + said.stderr)


@pytest.mark.parametrize(("lang", "word"), [("en", "setpoint on the dial"), ("zh-CN", "旋钮")])
def test_check_shows_a_student_the_task(
    lang: str, word: str, trainlab: Call, scenario: Path
) -> None:
    assert word in trainlab("check", scenario, lang=lang).stdout


def test_a_word_of_a_plants_name_finds_it(trainlab: Call) -> None:
    assert "did you mean 'tank_level'?" in trainlab("catalog", "plants", "level").stderr
