"""A program that has a station's tags at their addresses and keeps every output safe.

Inputs stand in comments until the logic reads them: one that is declared and never read is a slip
that the compiler warns of.
"""

from __future__ import annotations

from trainlab.core.message import Language, Text
from trainlab.core.tag import DataType, Tag
from trainlab.tagfiles.contract import StationTags
from trainlab.tagfiles.declarations import declaration
from trainlab.tagfiles.rows import comment, rows_by_name, split

READ = Text(
    "Inputs: take the // from those that the logic reads.",
    "输入：逻辑用到哪个，就去掉其前面的 //。",
)
WRITTEN = Text("Outputs", "输出")
HERE = Text("All outputs are safe; write the logic here.", "所有输出均处于安全状态；在此编写逻辑。")


def starter_program(station: StationTags, language: Language) -> str:
    """The program, in Structured Text."""
    rows_by_name(station.tags)  # they can be wired
    inputs, outputs = split(station.tags)
    lines = ["PROGRAM Main", "VAR", f"    // {READ.within(language)}"]
    lines += [f"    // {_declared(tag, language)}" for tag in inputs]
    lines.append(f"    // {WRITTEN.within(language)}")
    lines += [f"    {_declared(tag, language)}" for tag in outputs]
    lines += ["END_VAR", f"    // {HERE.within(language)}"]
    lines += [f"    {tag.name} := {_safe(tag)};" for tag in outputs]
    return "\n".join([*lines, "END_PROGRAM", ""])


def _declared(tag: Tag, language: Language) -> str:
    return declaration(tag.name, tag.address, tag.type.name, comment(tag, language))


def _safe(tag: Tag) -> str:
    """The value that an output takes when its controller is gone, as a literal of its type."""
    if tag.type is DataType.BOOL:
        return "TRUE" if tag.fail_safe else "FALSE"
    return repr(float(tag.fail_safe)) if tag.type is DataType.REAL else str(int(tag.fail_safe))
