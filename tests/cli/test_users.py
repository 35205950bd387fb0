"""trainlab users: a line of a file of users, its password typed twice."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from trainlab.exchange.users import read_users


def users(
    *arguments: str | Path, typed: str = "secret\nsecret\n", lang: str = "en"
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "trainlab", "users", *map(str, arguments), "--lang", lang]
    done = subprocess.run(
        command, input=typed, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stdout + done.stderr
    return done


def test_users_are_added_to_a_file_that_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "users.txt"
    assert users("ada", "instructor", "--to", file).returncode == 0
    assert users("plc", "controller", "--to", file).returncode == 0
    known = read_users(file)
    assert list(known) == ["ada", "plc"]
    assert known["ada"].hash.matches("secret")
    assert not known["ada"].hash.matches("guessed")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_student_may_be_bound_to_a_station(tmp_path: Path) -> None:
    file = tmp_path / "users.txt"
    assert users("ben", "student", "--station", "3", "--to", file).returncode == 0
    assert file.read_text().startswith("ben:student@3:scrypt$")
    assert read_users(file)["ben"].station == 3


def test_without_a_file_the_line_goes_to_stdout(tmp_path: Path) -> None:
    done = users("ada", "operator")
    file = tmp_path / "users.txt"
    file.write_text(done.stdout)
    assert list(read_users(file)) == ["ada"]


@pytest.mark.parametrize(
    ("arguments", "typed", "code"),
    [
        (("ada", "operator"), "secret\nother\n", 2),
        (("ada", "operator"), "\n\n", 2),
        (("ada", "operator"), "secret\n", 130),
        (("ada", "operator"), "", 130),
        (("ada", "teacher"), "secret\nsecret\n", 2),
        (("a:b", "operator"), "secret\nsecret\n", 2),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_cannot_be_made_is_said(
    arguments: tuple[str, ...], typed: str, code: int, lang: str
) -> None:
    done = users(*arguments, typed=typed, lang=lang)
    assert done.returncode == code
    assert done.stdout == ""
    assert done.stderr


def test_a_user_who_is_there_is_not_added_twice(tmp_path: Path) -> None:
    file = tmp_path / "users.txt"
    users("ada", "operator", "--to", file)
    before = file.read_bytes()
    assert users("ada", "instructor", "--to", file).returncode == 2
    assert file.read_bytes() == before
