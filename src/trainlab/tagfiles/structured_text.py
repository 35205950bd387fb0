"""Lists of global variables in Structured Text: at the tags' own addresses, and as OpenPLC maps them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trainlab.core.message import Language, Text
from trainlab.core.tag import DataType, Tag
from trainlab.exchange.addresses import Row, Table
from trainlab.tagfiles.rows import comment, rows_by_name

# Where OpenPLC Runtime puts the first remote device that it polls.
REMOTE = 100
_AREAS = {
    Table.DISCRETE_INPUT: "IX", Table.COIL: "QX", Table.INPUT_REGISTER: "IW",
    Table.HOLDING_REGISTER: "QW",
}  # fmt: skip
NOTHING_FOR_32_BITS = Text(
    "two registers at %{area}{number}: OpenPLC maps words only",
    "占用 %{area}{number} 起的两个寄存器：OpenPLC 只能映射字",
)


class GlobalVariables:
    """VAR_GLOBAL with AT, as CODESYS, TwinCAT and trainlab itself read it."""

    name = "gvl"
    title = Text("Global variables (CODESYS, TwinCAT, ST)", "全局变量表（CODESYS、TwinCAT、ST）")
    about = Text(
        "VAR_GLOBAL with each tag AT its IEC address.",
        "VAR_GLOBAL，每个变量位于其 IEC 地址（AT）。",
    )

    def write(self, station: str, tags: Sequence[Tag], language: Language) -> str:
        """The file."""
        rows_by_name(tags)  # they can be wired
        return _list_of(
            f"{tag.name} AT {tag.address} : {tag.type.name}; (* {comment(tag, language)} *)"
            for tag in tags
        )


class OpenPlc:
    """VAR_GLOBAL with AT for a program in OpenPLC Runtime that polls the station over Modbus."""

    name = "openplc"
    title = Text("Global variables for OpenPLC", "OpenPLC 全局变量表")
    about = Text(
        "VAR_GLOBAL with AT %IX100.0 and so on, and the settings of the remote device.",
        "VAR_GLOBAL（AT %IX100.0 等），以及远程设备的设置。",
    )

    def write(self, station: str, tags: Sequence[Tag], language: Language) -> str:
        """The file; its first comment holds the start and size of each table of the device."""
        rows = rows_by_name(tags)
        starts: dict[Table, tuple[int, int]] = {}
        for table in Table:
            own = [row for row in rows.values() if row.table is table]
            if own:
                low = min(row.number for row in own)
                starts[table] = low, max(row.number + row.count for row in own) - low
        settings = "; ".join(
            f"{table.value}: start {start}, size {size}" for table, (start, size) in starts.items()
        )
        lines = [f"(* {station}, Modbus TCP. {settings} *)"]
        for tag in tags:
            row = rows[tag.name]
            lines.append(_at_remote(tag, row, starts[row.table][0], language))
        return _list_of(lines)


def _at_remote(tag: Tag, row: Row, start: int, language: Language) -> str:
    number, area = row.number - start, _AREAS[row.table]
    note = comment(tag, language)
    if tag.type is DataType.BOOL:
        place = f"%{area}{REMOTE + number // 8}.{number % 8}"
        return f"{tag.name} AT {place} : BOOL; (* {note} *)"
    if tag.type is DataType.INT:
        return f"{tag.name} AT %{area}{REMOTE + number} : INT; (* {note} *)"
    wide = NOTHING_FOR_32_BITS.fill(area=area, number=REMOTE + number).render(language)
    return f"(* {tag.name}: {wide}; {note} *)"


def _list_of(lines: Iterable[str]) -> str:
    return "\n".join(["VAR_GLOBAL", *(f"    {line}" for line in lines), "END_VAR", ""])
