"""The guide to CI: its repository is built as it stands there, and its commands run in it."""

from __future__ import annotations

import inspect
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from trainlab.testing import pytest_plugin
from trainlab.testing.pytest_settings import REQUIRED, SETTINGS

GUIDE = (Path(__file__).parents[2] / "docs/how-to/grade-in-ci.md").read_text(encoding="utf-8")
LANGUAGES = dict(zip(("en", "zh-CN"), GUIDE.split("## 简体中文\n"), strict=True))
FILE = re.compile(r"^`([^`\n]+)`[^\n]*:\n\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LISTED = re.compile(r"^\| `([^`]+\.\w+)` \|", re.MULTILINE)
CI = {".github/workflows/grade.yml", ".gitlab-ci.yml"}


def codes(text: str) -> set[str]:
    """Every word in `code` outside the files."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    return {
        word for code in re.findall(r"`([^`]+)`", prose) for word in re.findall(r"[\w-]+", code)
    }


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for name, text in FILE.findall(GUIDE):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def commands(repository: Path, name: str) -> list[str]:
    """The shell lines of a workflow, those that install left out."""
    workflow = YAML(typ="safe").load((repository / name).read_text(encoding="utf-8"))
    jobs = workflow.get("jobs", workflow)
    job = jobs["grade"]
    lines = job.get("script") or [step["run"] for step in job["steps"] if "run" in step]
    assert lines[0] == "pip install pytest trainlab"
    return lines[1:]


def run(repository: Path, name: str) -> subprocess.CompletedProcess[str]:
    (line,) = commands(repository, name)
    program, *arguments = shlex.split(line)
    assert program == "pytest"
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=repository, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_repository_has_the_files_that_the_guide_lists(repository: Path) -> None:
    written = {path.relative_to(repository).as_posix() for path in repository.rglob("*.*")}
    assert set(LISTED.findall(LANGUAGES["en"])) == written - {".github"}


@pytest.mark.parametrize("name", sorted(CI))
def test_the_right_program_passes(repository: Path, name: str) -> None:
    done = run(repository, name)
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout
    assert "PASSED  20 of 20 points" in done.stdout


@pytest.mark.parametrize("name", sorted(CI))
def test_a_wrong_program_fails_the_check_that_it_misses(repository: Path, name: str) -> None:
    main = repository / "main.st"
    main.write_text(main.read_text(encoding="utf-8").replace("NOT stop_button", "FALSE"))
    done = run(repository, name)
    assert done.returncode == 1, done.stdout
    failed = re.findall(r"^FAILED exams/level.trainlab.yaml::(\w+)", done.stdout, re.MULTILINE)
    assert failed == ["stops", "verdict"]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_setting_and_option_is_in_the_guide(language: str) -> None:
    options = re.findall(r'"(--trainlab[\w-]*)"', inspect.getsource(pytest_plugin))
    assert len(options) == 6
    assert codes(LANGUAGES[language]) >= {*SETTINGS, *REQUIRED, *options}


def test_both_languages_have_the_same_tables() -> None:
    english, chinese = (
        [re.findall(r"`[^`]+`", row) for row in re.findall(r"^\| (.*?) \|", text, re.MULTILINE)]
        for text in LANGUAGES.values()
    )
    assert english == chinese
