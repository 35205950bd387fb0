"""The part program that a sheet names: a file beside it, read by the plant that runs it."""

from __future__ import annotations

from pathlib import Path

from trainlab.core.message import Message, Text
from trainlab.core.plant import HasPrograms, Plant
from trainlab.core.problem import ProblemsFound
from trainlab.core.system_reasons import NO_FILE, reason_of
from trainlab.scenario import problems as say
from trainlab.scenario.family import is_file
from trainlab.scenario.reader import Reader

MAX_BYTES = 1 << 20
PATH = ("plant", "program")
ELSEWHERE = Text("it is not beside the sheet", "不在场景文件所在目录")
NOT_TEXT = Text("it is not UTF-8 text", "不是 UTF-8 文本")
TOO_LARGE = Text("it is larger than 1 MiB", "超过 1 MiB")


def read_part_program(name: str, plant_type: type[Plant], reader: Reader) -> object | None:
    """The program as the plant's own `read_program` gives it; None where the reader was told why not."""
    place = reader.source.position(PATH)
    if not issubclass(plant_type, HasPrograms):
        plant = plant_type.description.name
        reader.problems.append(say.NO_PART_PROGRAMS.at(place, plant=plant))
        return None
    path = Path(reader.source.file).parent / name
    text = _text_of(path, name)
    if not isinstance(text, str):
        reader.problems.append(say.PART_PROGRAM_UNREADABLE.at(place, name=name, reason=text))
        return None
    try:
        return plant_type.read_program(text, str(path))
    except ProblemsFound as found:
        reader.problems.extend(found.problems)
        return None


def _text_of(path: Path, name: str) -> str | Text | Message:
    """What stands in the file, or why nothing can be read."""
    if Path(name).name != name:
        return ELSEWHERE
    if not is_file(path):
        return NO_FILE
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            return TOO_LARGE
        return content.decode("utf-8-sig")
    except OSError as error:
        return reason_of(error)
    except UnicodeDecodeError:
        return NOT_TEXT
