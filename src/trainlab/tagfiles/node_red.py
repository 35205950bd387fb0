"""A flow for Node-RED that reads a station over Modbus, for node-red-contrib-modbus.

One modbus-read node for each span of a table, a function that makes a message of each tag (topic: its
name, payload: its value, engineering: in its unit), one debug node for the inputs and one for the
outputs. The comment of the flow holds the I/O list.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from trainlab.core.message import Language, Text
from trainlab.core.tag import DataType, Direction
from trainlab.exchange.addresses import Row, Table, address_book
from trainlab.tagfiles.content import Rows, not_this_format, text_of
from trainlab.tagfiles.contract import StationTags, TagRow
from trainlab.tagfiles.markdown import table_of, table_rows

HOST, PORT = "127.0.0.1", "1502"
RATE_MS = 200
# What one Modbus request may read (MODBUS Application Protocol 1.1b3, 6.1 to 6.4), and the gap that
# a span bridges rather than ends at.
MOST = {Table.COIL: 2000, Table.DISCRETE_INPUT: 2000}
MOST_REGISTERS = 125
BRIDGED = 16
# The tables as node-red-contrib-modbus names them.
DATA_TYPES = {
    Table.COIL: "Coil",
    Table.DISCRETE_INPUT: "Input",
    Table.INPUT_REGISTER: "InputRegister",
    Table.HOLDING_REGISTER: "HoldingRegister",
}
READS = {DataType.INT: "readInt16BE", DataType.DINT: "readInt32BE", DataType.REAL: "readFloatBE"}
SIDES = {
    Direction.INPUT: Text("Inputs", "输入"),
    Direction.OUTPUT: Text("Outputs", "输出"),
}
LIST = Text("I/O list", "I/O 表")
SPLIT = Text("by tag", "按变量拆分")
NO_FLOW = Text("it is no flow with an I/O list of trainlab", "不是带有 trainlab I/O 表的流程")
_SPAN_HEIGHT, _TOP = 60, 120

Node = dict[str, object]


class NodeRed:
    """The flow for Node-RED's "Import"."""

    name = "node-red"
    title = Text("Node-RED flow (Modbus)", "Node-RED 流程（Modbus）")
    about = Text(
        "Reads every tag over Modbus at 127.0.0.1:1502 and shows it; node-red-contrib-modbus.",
        "通过 Modbus（127.0.0.1:1502）读取并显示全部变量；需要 node-red-contrib-modbus。",
    )
    suffix = ".json"
    binary = False

    def write(self, station: StationTags, language: Language) -> bytes:
        """The file; ids are made of names, so that they stay."""
        nodes = list(_flow(station, language))
        return (json.dumps(nodes, ensure_ascii=False, indent=2) + "\n").encode()

    def read(self, file: str, content: bytes) -> Sequence[TagRow]:
        """The tags in the I/O list of the flow's comment."""
        try:
            nodes = json.loads(text_of(file, content, self.title))
        except (ValueError, RecursionError):
            raise not_this_format(file, self.title, NO_FLOW) from None
        rows = Rows(file, self.title)
        found = False
        for node in nodes if isinstance(nodes, list) else ():
            info = node.get("info") if isinstance(node, dict) else None
            if isinstance(info, str) and node.get("type") == "comment":
                for _, cells in table_rows(info):
                    found = True
                    rows.add(*cells)
        if not found:
            raise not_this_format(file, self.title, NO_FLOW)
        return rows.whole()


def _flow(station: StationTags, language: Language) -> Iterator[Node]:
    name = station.name
    tab, client = _id(name, "tab"), _id(name, "client")
    debugs = {side: _id(name, side.value) for side in Direction}
    title = station.title.within(language)
    yield {"id": tab, "type": "tab", "label": name, "disabled": False, "info": title}
    yield _placed(
        "comment", _id(name, "list"), tab, LIST.within(language), 120, 60, [],
        info=table_of(station, language),
    )  # fmt: skip
    y = _TOP
    for span in spans(address_book(station.tags)):
        first, side = span[0], span[0].tag.direction
        length = span[-1].number + span[-1].count - first.number
        label = f"{first.table.value} {first.number}..{first.number + length - 1}"
        read, split = _id(name, label), _id(name, label, "split")
        yield _placed(
            "modbus-read", read, tab, label, 180, y, [[split], []],
            topic="", showStatusActivities=False, logIOActivities=False, showErrors=True,
            showWarnings=True, unitid="1", dataType=DATA_TYPES[first.table], adr=str(first.number),
            quantity=str(length), rate=str(RATE_MS), rateUnit="ms", delayOnStart=False,
            startDelayTime="", server=client, useIOFile=False, ioFile="", useIOForPayload=False,
            emptyMsgOnFail=False,
        )  # fmt: skip
        yield _placed(
            "function", split, tab, SPLIT.within(language), 460, y, [[debugs[side]]],
            func=script(span), outputs=1, timeout=0, noerr=0, initialize="", finalize="", libs=[],
        )  # fmt: skip
        y += _SPAN_HEIGHT
    for number, (side, text) in enumerate(SIDES.items()):
        yield _placed(
            "debug", debugs[side], tab, text.within(language), 680, _TOP + number * _SPAN_HEIGHT, [],
            active=True, tosidebar=True, console=False, tostatus=False, complete="true",
            targetType="full", statusVal="", statusType="auto",
        )  # fmt: skip
    yield {
        "id": client, "type": "modbus-client", "name": name, "clienttype": "tcp",
        "bufferCommands": True, "stateLogEnabled": False, "queueLogEnabled": False,
        "failureLogEnabled": True, "tcpHost": HOST, "tcpPort": PORT, "tcpType": "DEFAULT",
        "serialPort": "/dev/ttyUSB", "serialType": "RTU-BUFFERD", "serialBaudrate": "9600",
        "serialDatabits": "8", "serialStopbits": "1", "serialParity": "none",
        "serialConnectionDelay": "100", "serialAsciiResponseStartDelimiter": "0x3A", "unit_id": "1",
        "commandDelay": "1", "clientTimeout": "1000", "reconnectOnTimeout": True,
        "reconnectTimeout": "2000", "parallelUnitIdsAllowed": True, "showErrors": False,
        "showWarnings": True, "showLogs": True,
    }  # fmt: skip


def spans(book: Sequence[Row]) -> list[list[Row]]:
    """The rows of an address book in as few reads as the protocol and small gaps allow."""
    found: list[list[Row]] = []
    for row in book:
        last = found[-1] if found else None
        if last is not None and last[-1].table is row.table:
            length = row.number + row.count - last[0].number
            gap = row.number - (last[-1].number + last[-1].count)
            if length <= MOST.get(row.table, MOST_REGISTERS) and gap <= BRIDGED:
                last.append(row)
                continue
        found.append([row])
    return found


def script(span: Sequence[Row]) -> str:
    """The JavaScript that turns the payload of one read into a message a tag.

    Registers come as numbers without a sign, high byte first, the high register of two first.
    """
    tags = []
    for row in span:
        tag = row.tag
        entry: Node = {"topic": tag.name, "at": row.number - span[0].number, "unit": tag.unit}
        if tag.type in READS:
            entry["read"] = READS[tag.type]
        if tag.scale is not None:
            scale = tag.scale
            entry["scale"] = [scale.raw_low, scale.raw_high, scale.low, scale.high]
        tags.append("    " + json.dumps(entry, ensure_ascii=False))
    listed = ",\n".join(tags)
    return (
        f"const tags = [\n{listed}\n];\n"
        "const bytes = Buffer.alloc(2 * msg.payload.length + 2);\n"
        "msg.payload.forEach((word, at) => bytes.writeUInt16BE(Number(word) & 0xffff, 2 * at));\n"
        "return [tags.map((tag) => {\n"
        "    const payload = tag.read ? bytes[tag.read](2 * tag.at) : Boolean(msg.payload[tag.at]);\n"
        "    if (!tag.scale) return { topic: tag.topic, payload, unit: tag.unit };\n"
        "    const [rawLow, rawHigh, low, high] = tag.scale;\n"
        "    const engineering = low + (payload - rawLow) * (high - low) / (rawHigh - rawLow);\n"
        "    return { topic: tag.topic, payload, engineering, unit: tag.unit };\n"
        "})];\n"
    )


def _placed(
    kind: str, identity: str, tab: str, name: str, x: int, y: int, wires: list[list[str]], **more: object
) -> Node:  # fmt: skip
    """A node on the canvas."""
    return {
        "id": identity, "type": kind, "z": tab, "name": name, **more, "x": x, "y": y, "wires": wires,
    }  # fmt: skip


def _id(*names: str) -> str:
    """A node's id: 16 hexadecimal digits, as Node-RED's own."""
    return blake2b("/".join(names).encode(), digest_size=8).hexdigest()
