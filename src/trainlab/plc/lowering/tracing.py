"""Which statement last wrote a tag: a note for each tag, in the program's block of memory.

A note is the time of the scan and the number of the statement, from 1 on; and once more both, of the
statement that made the value, where the last one only copied it (copies.py). With tracing on, every
assignment that could write an output tells `@wrote` where it writes, whatever leads there: a name,
an address, an output taken by =>, a VAR_IN_OUT, a reference; `@wrote` knows where the tags are.
An input tag cannot be assigned by its name (TL3505), so only what is `_indirect` can lead there.
Such assignments are few, and are noted in every run, because the rules of an exam ask for it.
What is noted costs no steps, so that it changes nothing of a run.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping

from trainlab.plc.layout import NOW, ProgramLayout
from trainlab.plc.lowering.ir import Writer
from trainlab.plc.lowering.routine import Routine
from trainlab.plc.source import Source
from trainlab.plc.typed import Place, Role, VariablePlace, root_place
from trainlab.plc.types import BlockType

NOTE = struct.Struct("=qqqq")
_HALF = 16
LONGEST_LINE = 120


def note_write(routine: Routine, place: Place, pointer: str) -> None:
    """Notes that this statement writes the place that `pointer` leads to, where that may matter."""
    root = root_place(place)
    own = isinstance(root, VariablePlace) and root.variable in routine.locals
    if _indirect(root) or (routine.module.tracing and not own):
        note(routine, pointer, root.at)


def _indirect(root: Place) -> bool:
    """Whether a place may be that of a variable which the statement does not name."""
    if not isinstance(root, VariablePlace):
        return True
    type_ = root.variable.type
    return root.variable.role is Role.IN_OUT or (
        isinstance(type_, BlockType) and type_.pou.kind == "PROGRAM"
    )


def note(routine: Routine, pointer: str, at: int) -> None:
    """Notes that the statement at `at` writes where `pointer` leads to."""
    module = routine.module
    if not module.notes or routine.pou.library:
        return
    module.writers.append(Writer(routine.pou.source, at, routine.pou.title))
    steps = routine.text.steps
    number = len(module.writers)
    routine.text.do(f"call void @wrote(ptr %head, ptr {pointer}, i64 {number})")
    routine.text.steps = steps


def note_copy(routine: Routine, target: str, source: str) -> None:
    """Notes that what was just written at `target` is only a copy of what `source` leads to."""
    if not routine.module.tracing or routine.pou.library:
        return
    routine.module.copying = True
    steps = routine.text.steps
    routine.text.do(f"call void @copied(ptr %head, ptr {target}, ptr {source})")
    routine.text.steps = steps


def notes_for(block: ProgramLayout, offsets: Iterable[int]) -> dict[int, int]:
    """A place for the note of each of the variables that stand there."""
    return {offset: block.reserve_bytes(NOTE.size, 8) for offset in dict.fromkeys(offsets)}


def note_functions(notes: Mapping[int, int], copying: bool) -> list[str]:
    """`@wrote(head, place, number)` writes the note of the tag at that place, if one is there, and
    `@copied(head, place, source)` gives it the second half of the note of the other."""
    cases = " ".join(f"i64 {offset}, label %t{offset}" for offset in notes)
    arms = "\n".join(
        f"t{offset}:\n%p{offset} = getelementptr i8, ptr %head, i64 {note}\nret ptr %p{offset}"
        for offset, note in notes.items()
    )
    find = f"""define internal ptr @note_of(ptr %head, ptr %place) noinline {{
%to = ptrtoint ptr %place to i64
%from = ptrtoint ptr %head to i64
%offset = sub i64 %to, %from
switch i64 %offset, label %none [ {cases} ]
{arms}
none:
ret ptr null
}}"""
    wrote = f"""define internal void @wrote(ptr %head, ptr %place, i64 %number) noinline {{
%note = call ptr @note_of(ptr %head, ptr %place)
%none = icmp eq ptr %note, null
br i1 %none, label %done, label %found
found:
%clock = getelementptr i8, ptr %head, i64 {NOW}
%now = load i64, ptr %clock
%second = getelementptr i8, ptr %note, i64 8
%third = getelementptr i8, ptr %note, i64 {_HALF}
%fourth = getelementptr i8, ptr %note, i64 {_HALF + 8}
store i64 %now, ptr %note
store i64 %number, ptr %second
store i64 %now, ptr %third
store i64 %number, ptr %fourth
br label %done
done:
ret void
}}"""
    copied = f"""define internal void @copied(ptr %head, ptr %place, ptr %source) noinline {{
%note = call ptr @note_of(ptr %head, ptr %place)
%other = call ptr @note_of(ptr %head, ptr %source)
%no_note = icmp eq ptr %note, null
%no_other = icmp eq ptr %other, null
%neither = or i1 %no_note, %no_other
br i1 %neither, label %done, label %found
found:
%of = getelementptr i8, ptr %other, i64 {_HALF}
%behind = getelementptr i8, ptr %other, i64 {_HALF + 8}
%number = load i64, ptr %behind
%never = icmp eq i64 %number, 0
br i1 %never, label %done, label %made
made:
%at = getelementptr i8, ptr %note, i64 {_HALF}
%half = load i128, ptr %of, align 8
store i128 %half, ptr %at, align 8
br label %done
done:
ret void
}}"""
    return [find, wrote, copied] if copying else [find, wrote]


def line_of(source: Source, at: int) -> str:
    """The line of the text that holds that character, without its indent."""
    begin = source.text.rfind("\n", 0, at) + 1
    end = source.text.find("\n", at)
    line = source.text[begin : end if end >= 0 else None].strip()
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE - 1]}…"
