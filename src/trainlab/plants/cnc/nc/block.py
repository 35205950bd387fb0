"""One block as the control takes it: its codes by modal group, and its other words by letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trainlab.core.message import Text
from trainlab.core.problem import Position, Problem
from trainlab.plants.cnc.nc import problems as say
from trainlab.plants.cnc.nc.codes import (
    AXES,
    CUTTER_RADIUS,
    CYCLES,
    G_GROUPS,
    KNOWN_G,
    KNOWN_LETTERS,
    KNOWN_M,
    LETTERS,
    M_GROUPS,
    Group,
)
from trainlab.plants.cnc.nc.words import Comment, Line, Word

PROGRAM_THE_CENTRE = Text(
    "there is no compensation of the cutter's radius; program the path of its centre",
    "本系统没有刀具半径补偿，请按刀心轨迹编程",
)


@dataclass(frozen=True, slots=True)
class Block:
    """The words of one block, sorted. `g` and `m` are by group; M7 and M8 may stand together."""

    position: Position
    g: Mapping[Group, Word]
    m: Mapping[Group, Word]
    words: Mapping[str, Word]
    comments: tuple[Comment, ...]

    @property
    def line(self) -> int:
        """The number of its line in the file."""
        return self.position.line

    def code(self, group: Group) -> int | None:
        """The number of its code of that group, None where it has none."""
        word = self.g.get(group) or self.m.get(group)
        return None if word is None else int(word.value)

    def value(self, letter: str) -> float | None:
        """The number behind a letter, None where it is not there."""
        word = self.words.get(letter)
        return None if word is None else word.value

    @property
    def axis_word(self) -> Word | None:
        """Its first axis word, None where it has none."""
        return next((self.words[axis] for axis in AXES if axis in self.words), None)


def read_block(line: Line, problems: list[Problem]) -> Block | None:
    """The block of a line, None where it has a fault, which then is among the problems."""
    before = len(problems)
    g: dict[Group, Word] = {}
    m: dict[Group, Word] = {}
    others: dict[str, Word] = {}
    for word in line.words:
        if word.letter == "G":
            _add_code(
                word,
                G_GROUPS,
                say.UNKNOWN_G.at(word.position, code=word, known=KNOWN_G),
                g,
                problems,
            )
        elif word.letter == "M":
            _add_code(
                word,
                M_GROUPS,
                say.UNKNOWN_M.at(word.position, code=word, known=KNOWN_M),
                m,
                problems,
            )
        elif word.letter not in LETTERS:
            problems.append(
                say.UNKNOWN_WORD.at(word.position, letter=word.letter, known=KNOWN_LETTERS)
            )
        elif word.letter in others:
            problems.append(say.TWICE.at(word.position, letter=word.letter))
        else:
            others[word.letter] = word
    block = Block(line.position, g, m, others, line.comments)
    _check_companions(block, problems)
    return block if line.sound and len(problems) == before else None


def _add_code(
    word: Word,
    known: Mapping[int, Group],
    unknown: Problem,
    found: dict[Group, Word],
    problems: list[Problem],
) -> None:
    code = int(word.value)
    if code != word.value or code not in known:
        if word.letter == "G" and word.value in CUTTER_RADIUS:
            unknown = say.NOT_NOW.at(word.position, code=word, reason=PROGRAM_THE_CENTRE)
        problems.append(unknown)
        return
    group = known[code]
    if group not in found:
        found[group] = word
    elif group is not Group.COOLANT or {code, int(found[group].value)} != {7, 8}:
        problems.append(
            say.ONE_GROUP.at(word.position, one=found[group], other=word, group=group.value)
        )


ALONE = Text("it stands without motion words", "该指令须单独使用，不能与运动字同段")


def _check_companions(block: Block, problems: list[Problem]) -> None:
    """Codes that cannot have axis words or a motion beside them."""
    other = block.g.get(Group.NON_MODAL)
    if other is None:
        return
    code = int(other.value)
    motion = block.g.get(Group.MOTION)
    if code == 53:
        return
    if motion is not None and (code == 28 or motion.value in CYCLES):
        problems.append(say.NOT_NOW.at(other.position, code=other, reason=ALONE))
    elif code in (4, 50, 92) and block.axis_word is not None:
        word = block.axis_word
        problems.append(
            say.NOT_NOW.at(word.position, code=word, reason=WITHOUT_AXES.fill(code=other))
        )


WITHOUT_AXES = Text("{code} takes no axis words in this control", "本系统的 {code} 不带坐标字")
