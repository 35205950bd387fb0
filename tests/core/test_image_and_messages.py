"""The I/O image's layout, and texts in both languages."""

from __future__ import annotations

import importlib
import pkgutil
import re
import struct

import pytest

import trainlab
from trainlab.core.image import IOImage
from trainlab.core.message import LANGUAGES, Text
from trainlab.core.problem import Position, ProblemKind, ProblemsFound, did_you_mean
from trainlab.core.tag import DataType, Direction, Tag

NAME = Text("x", "某")


def tag(name: str, type_: DataType, direction: Direction, fail_safe: float = 0) -> Tag:
    return Tag(name, type_, direction, "", NAME, fail_safe=fail_safe)


def all_problem_kinds() -> list[ProblemKind]:
    """Every kind of diagnostic in the package."""
    kinds: dict[int, ProblemKind] = {}
    for module in pkgutil.walk_packages(trainlab.__path__, "trainlab."):
        if not module.name.endswith("__main__"):
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, ProblemKind):
                    kinds[id(value)] = value
    return list(kinds.values())


def test_every_tag_stands_aligned_in_one_block() -> None:
    image = IOImage(
        [
            tag("b", DataType.BOOL, Direction.INPUT),
            tag("r", DataType.REAL, Direction.INPUT),
            tag("i", DataType.INT, Direction.INPUT),
            tag("q", DataType.BOOL, Direction.OUTPUT, fail_safe=1),
            tag("v", DataType.INT, Direction.OUTPUT, fail_safe=-2),
        ]
    )
    image.latch_inputs([True, 0.5, -300])
    assert image.input_values() == (True, 0.5, -300)
    assert image.commanded() == (True, -2)
    for name, code, value in (("b", "?", True), ("r", "f", 0.5), ("i", "h", -300), ("v", "h", -2)):
        offset = image.slots[name].offset
        assert offset % struct.calcsize(code) == 0
        assert struct.unpack_from(code, image.block, offset)[0] == value


def test_codes_of_diagnostics_are_unique() -> None:
    codes = [kind.code for kind in all_problem_kinds()]
    assert len(codes) > 50
    assert sorted(set(codes)) == sorted(codes)


def test_every_diagnostic_is_whole_in_both_languages() -> None:
    for kind in all_problem_kinds():
        for text in (kind.message, kind.help):
            assert text.en, kind.code
            words = re.sub(r"\{.*?\}", "", text.en)
            chinese_words = any("一" <= letter <= "鿿" for letter in text.zh)
            assert chinese_words or not words, kind.code
            english, chinese = (text.places(language) for language in LANGUAGES)
            assert english == chinese, kind.code


def test_problems_are_carried_in_the_order_of_the_file() -> None:
    kind = ProblemKind("TL9999", NAME, NAME)
    found = ProblemsFound([kind.at(Position("f", 9, 1)), kind.at(Position("f", 2, 7))])
    assert [problem.position.line for problem in found.problems] == [2, 9]


@pytest.mark.parametrize(("name", "meant"), [("LEVLE_RAW", "level_raw"), ("zzz", "")])
def test_the_nearest_name_is_offered(name: str, meant: str) -> None:
    hint = did_you_mean(name, ["level_raw", "pump"])
    assert meant in (hint.render("en") if hint else "")  # type: ignore[attr-defined]
