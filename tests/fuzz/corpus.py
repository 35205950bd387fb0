"""What is mutated: programs that use the whole language, and the files of IDEs and instructors."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXAM = ROOT / "plc_projects/tank_level_hold"
EXPORTS = ROOT / "tests/plc/exports"
PROJECT_FILES = (
    EXAM / "beremiz/plc.xml", EXAM / "codesys/plcopen.xml",
    EXAM / "twincat/LevelHold/POUs/FB_PiController.TcPOU", EXAM / "twincat/LevelHold/PlcTask.TcTTO",
    EXAM / "twincat/LevelHold/LevelHold.plcproj", EXAM / "openplc_editor_4/project.json",
    EXPORTS / "codesys/motors/motors.xml", EXPORTS / "beremiz/recipe_batch/plc.xml",
    EXPORTS / "twincat/motors/Motors.tsproj", EXPORTS / "twincat/motors/Motors/ITFs/I_Drive.TcIO",
    EXPORTS / "openplc_editor_4/traffic_light/project.json",
)  # fmt: skip
_EXAMPLE = re.compile(r"^```iecst\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_TOKEN = re.compile(
    r"\s+|\(\*.*?\*\)|//[^\n]*|'[^'\n]*'|\"[^\"\n]*\"|%\w+(?:\.\d+)*|\w+#[-\w:.#]+|\w+|:=|=>|<=|>=|<>|\?=|\*\*|\.\.|.",
    re.DOTALL,
)


@cache
def whole_programs() -> tuple[tuple[str, ...], ...]:
    """The programs of corpus/ in tokens."""
    files = sorted((ROOT / "tests/fuzz/corpus").glob("*.st"))
    return tuple(tokens(path.read_text(encoding="utf-8")) for path in files)


@cache
def programs() -> tuple[tuple[str, ...], ...]:
    """Those, the examples of docs/problems and the exams' programs, in tokens."""
    pages = sorted((ROOT / "docs/problems").glob("*.md"))
    examples = [text for page in pages for text in _EXAMPLE.findall(page.read_text("utf-8"))]
    exams = [path.read_text("utf-8") for path in sorted(EXAM.rglob("*.st"))]
    return (*whole_programs(), *(tokens(text) for text in [*examples, *exams]))


@cache
def project_files() -> tuple[tuple[str, str], ...]:
    """Name and text of the files in which IDEs keep projects."""
    return tuple((path.name, path.read_text("utf-8")) for path in PROJECT_FILES)


@cache
def scenarios() -> tuple[str, ...]:
    """The texts of all scenarios."""
    return tuple(path.read_text("utf-8") for path in sorted((ROOT / "scenarios").rglob("*.yaml")))


def tokens(text: str) -> tuple[str, ...]:
    """A program's text in pieces of about a token, blanks among them."""
    return tuple(_TOKEN.findall(text))
