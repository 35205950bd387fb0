"""What a tag file holds, whoever made it: its text in whatever encoding, its tags one by one.

A file comes from anybody: its size and its number of tags are bounded before anything is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from trainlab.core.message import Message, Text
from trainlab.core.problem import Position, Problem, ProblemsFound
from trainlab.core.tag import DataType
from trainlab.exchange.addresses import canonical
from trainlab.tagfiles import problems as wrong
from trainlab.tagfiles.contract import TagRow

MOST_MIB = 4
MOST_BYTES = MOST_MIB << 20
MOST_ROWS = 5000
SHOWN = 40
_NAME = re.compile(r"[^\W\d]\w{0,127}")
_TYPES = {type_.name: type_ for type_ in DataType}
# As TwinCAT and CODESYS declare a variable whose terminal is linked in the I/O configuration.
CHOSEN_ELSEWHERE = ("%I*", "%Q*")
NO_ENCODING = Text(
    "its text is neither UTF-8 nor UTF-16 nor GB 18030", "其文本不是 UTF-8、UTF-16 或 GB 18030 编码"
)
NO_TAGS = Text("no tag was found in it", "其中没有变量")
_NO_NAME = Text("this is no name", "这不是有效的名称")
_NO_TYPE = Text("'{type}' is no type of a tag", "“{type}”不是变量的类型")
_NO_ADDRESS = Text("'{address}' is no address", "“{address}”不是地址")
_NOT_OF_TYPE = Text("{address} is no address of a {type}", "{address} 不是 {type} 的地址")
_WIDTHS = {DataType.BOOL: "X", DataType.INT: "W", DataType.DINT: "D", DataType.REAL: "D"}


def not_this_format(file: str, title: Text, reason: Text | Message, line: int = 0) -> ProblemsFound:
    """What is raised where a file is of another format."""
    place = Position(file, line, 1) if line else Position(file)
    return ProblemsFound([wrong.NOT_THIS_FORMAT.at(place, format=title, reason=reason)])


def too_large(file: str) -> ProblemsFound:
    """What is raised where a file is larger than any tag file."""
    return ProblemsFound([wrong.TOO_LARGE.at(Position(file), most=MOST_MIB, rows=MOST_ROWS)])


def text_of(file: str, content: bytes, title: Text) -> str:
    """The text of a file, its line ends as \\n: UTF-8, UTF-16 with a byte order mark, else GB 18030,
    in which Excel writes on a Chinese Windows (GBK is a part of it)."""
    if len(content) > MOST_BYTES:
        raise too_large(file)
    utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise not_this_format(file, title, NO_ENCODING)


class Rows:
    """The tags of a file as they are found; what is wrong with them is told at once at the end."""

    def __init__(self, file: str, title: Text) -> None:
        self._file = file
        self._title = title
        self._rows: list[TagRow] = []
        self._problems: list[Problem] = []

    def add(self, name: str, type_name: str, written: str, line: int = 0) -> None:
        """One tag with an address as trainlab, TwinCAT and Siemens count, in bytes; "" for none."""
        self.add_counted(name, type_name, written, lambda at, _: canonical(at), line)

    def add_counted(
        self,
        name: str,
        type_name: str,
        written: str,
        counted: Callable[[str, DataType], str],
        line: int = 0,
    ) -> None:
        """One tag with an address that another rule counts: `counted` makes ours of it, or ""."""
        if len(self._rows) + len(self._problems) >= MOST_ROWS:
            raise too_large(self._file)
        type_ = _TYPES.get(type_name.strip().upper())
        if _NAME.fullmatch(name) is None:
            self._refuse(name, _NO_NAME, line)
        elif type_ is None:
            self._refuse(name, _NO_TYPE.fill(type=_short(type_name)), line)
        elif not written or written.upper() in CHOSEN_ELSEWHERE:
            self._rows.append(TagRow(name, type_, "", line))
        else:
            address = counted(written, type_)
            if not address:
                self._refuse(name, _NO_ADDRESS.fill(address=_short(written)), line)
            elif address[2] != _WIDTHS[type_]:
                reason = _NOT_OF_TYPE.fill(address=_short(written), type=type_.name)
                self._refuse(name, reason, line)
            else:
                self._rows.append(TagRow(name, type_, address, line))

    def whole(self) -> list[TagRow]:
        """All of them, in the order of the file; ProblemsFound if there is none or one is wrong."""
        if self._problems:
            raise ProblemsFound(self._problems)
        if not self._rows:
            raise not_this_format(self._file, self._title, NO_TAGS)
        return self._rows

    def _refuse(self, name: str, reason: Text | Message, line: int) -> None:
        place = Position(self._file, line, 1) if line else Position(self._file)
        self._problems.append(
            wrong.BAD_TAG.at(place, name=_short(name), reason=reason, example="%IW64")
        )


def _short(text: str) -> str:
    one_line = " ".join(text[: 4 * SHOWN].split())
    return one_line if len(one_line) <= SHOWN else one_line[: SHOWN - 3] + "..."
