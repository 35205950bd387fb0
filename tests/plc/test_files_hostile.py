"""Damaged projects: each is a program or a list of problems, never a crash, soon."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from trainlab.core.image import IOImage
from trainlab.core.problem import Problem, ProblemsFound
from trainlab.plc.structured_text import StructuredText

EXAM = Path(__file__).parents[2] / "plc_projects/tank_level_hold"
EXPORTS = Path(__file__).parent / "exports"
FILES = [
    EXAM / "beremiz/plc.xml", EXAM / "codesys/plcopen.xml",
    EXAM / "twincat/LevelHold/POUs/FB_PiController.TcPOU", EXAM / "twincat/LevelHold/PlcTask.TcTTO",
    EXAM / "twincat/LevelHold/LevelHold.plcproj", EXAM / "openplc_editor_4/project.json",
    EXPORTS / "codesys/motors/motors.xml", EXPORTS / "beremiz/recipe_batch/plc.xml",
    EXPORTS / "twincat/motors/Motors.tsproj", EXPORTS / "twincat/motors/Motors/ITFs/I_Drive.TcIO",
    EXPORTS / "openplc_editor_4/traffic_light/project.json",
]  # fmt: skip
ODD = ["<", ">", "]]>", "<![CDATA[", "&", "&#x10FFFF;", "&#0;", '"', "\0", "\ufffe", "END_VAR", "(*",
       "{", "}", "[", "]", ",", "液", "END_PROGRAM", "9" * 400, "\n" * 50]  # fmt: skip


def damaged(text: str, chance: random.Random) -> str:
    """The text with a few pieces cut out, doubled, moved or replaced."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(text))
        end = min(start + chance.choice([1, 3, 20, 400]), len(text))
        piece = chance.choice(["", text[start:end] * 2, chance.choice(ODD), text[end : end + 60]])
        text = text[:start] + piece + text[end:] or " "
    return text


def problems_of(path: Path) -> tuple[Problem, ...]:
    """What is wrong with the program in a file, as far as a run of no scan shows."""
    try:
        return StructuredText().compile(path).controller(IOImage([])).warnings
    except ProblemsFound as found:
        return found.problems


@pytest.mark.parametrize("original", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_a_damaged_file_is_a_program_or_a_list_of_problems(original: Path, tmp_path: Path) -> None:
    text = original.read_text(encoding="utf-8")
    chance = random.Random(original.name)
    path = tmp_path / original.name
    for _ in range(60):
        path.write_bytes(damaged(text, chance).encode("utf-8", "replace"))
        began = time.process_time()
        problems = problems_of(path)
        assert all(problem.message("zh-CN") and problem.help("en") for problem in problems)
        assert time.process_time() - began < 5


def test_many_pieces_of_text_are_read_in_linear_time(tmp_path: Path) -> None:
    body = "x := 1 &lt; 2;\n" * 40_000
    path = tmp_path / "plc.xml"
    path.write_text(
        '<project><pou name="p" pouType="program"><interface><localVars><variable name="x"><type>'
        f"<BOOL/></type></variable></localVars></interface><body><ST><p>{body}</p></ST></body></pou></project>"
    )
    began = time.process_time()
    StructuredText().compile(path)
    assert time.process_time() - began < 10
