"""A list of global variables as TwinCAT 3 keeps it: one .TcGVL file, its text in CDATA.

TwinCAT counts addresses in bytes (Beckhoff Information System, TwinCAT PLC Control, "Addresses":
"the addressing is always bytewise"), as Siemens and trainlab do.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

from trainlab.core.message import Language, Text
from trainlab.plc.files.xml_elements import parse_xml
from trainlab.tagfiles.content import MOST_BYTES, Rows, not_this_format, too_large
from trainlab.tagfiles.contract import StationTags, TagRow
from trainlab.tagfiles.declarations import declared_in
from trainlab.tagfiles.gvl import written

NO_GVL = Text("it holds no GVL with a declaration", "其中没有带声明的 GVL")


class TwinCat:
    """The .TcGVL file that "Add existing item" takes into a PLC project."""

    name = "twincat"
    title = Text("Global variables for TwinCAT 3 (.TcGVL)", "TwinCAT 3 全局变量表（.TcGVL）")
    about = Text(
        "The object GVL_NAME with qualified_only; each tag AT its IEC address, counted in bytes.",
        "带 qualified_only 的对象 GVL_名称；每个变量位于其 IEC 地址（AT），以字节计。",
    )
    suffix = ".TcGVL"
    binary = False

    def write(self, station: StationTags, language: Language) -> bytes:
        """The file; its id is made of the station's name, so that it stays."""
        code = written(station, language).replace("]]>", "]] >")
        identity = uuid5(NAMESPACE_URL, f"trainlab://station/{station.name}")
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            '<TcPlcObject Version="1.1.0.1" ProductVersion="3.1.4024.12">\n'
            f'  <GVL Name="GVL_{station.name}" Id="{{{identity}}}">\n'
            f"    <Declaration><![CDATA[{{attribute 'qualified_only'}}\n{code}]]></Declaration>\n"
            "  </GVL>\n"
            "</TcPlcObject>\n"
        ).encode()

    def read(self, file: str, content: bytes) -> Sequence[TagRow]:
        """The tags of every list in it."""
        if len(content) > MOST_BYTES:
            raise too_large(file)
        root = parse_xml(file, content)
        lists = [each for each in root.all("GVL") if each.child("Declaration") is not None]
        if not lists:
            raise not_this_format(file, self.title, NO_GVL, root.line)
        rows = Rows(file, self.title)
        for each in lists:
            declaration = each.child("Declaration")
            assert declaration is not None
            for piece in declaration.pieces:
                for found in declared_in(piece.text):
                    line = piece.line + found.line - 1
                    rows.add(found.name, found.type, found.address, line)
        return rows.whole()
