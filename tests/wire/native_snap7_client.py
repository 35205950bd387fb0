"""The C++ library Snap7 as a client, in a process of its own: `native_snap7_client.py PORT`.

Runs with the wheel of python-snap7 2.1, the last with that library in it; `make native-snap7` puts
it beside the virtual environment's packages, because it has the name of the one that is in pure
Python. Prints what it saw as one JSON object; an error of Snap7 is its text.
"""

import ctypes
import json
import sys
from datetime import UTC, datetime

import snap7
from snap7.type import Block, S7DataItem, WordLen

BIT, BYTE, WORD, REAL, TIMER = (
    kind.value for kind in (WordLen.Bit, WordLen.Byte, WordLen.Word, WordLen.Real, WordLen.Timer)
)
INPUTS, OUTPUTS, BLOCKS, TIMERS = 0x81, 0x82, 0x84, 0x1D


def tried(action):
    try:
        return action()
    except RuntimeError as error:
        return str(error)


def items(described):
    """Items and their buffers, as the library wants them."""
    asked = (S7DataItem * len(described))()
    buffers = [ctypes.create_string_buffer(data, len(data)) for *_, data in described]
    for item, buffer, (area, size, block, start, count, _) in zip(
        asked, buffers, described, strict=True
    ):
        item.Area, item.WordLen, item.DBNumber, item.Start, item.Amount = (
            area, size, block, start, count,
        )  # fmt: skip
        item.pData = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_uint8))
    return asked, buffers


def several(client, function, described):
    """The result of the call, that of each item, and the buffers."""
    asked, buffers = items(described)
    result = getattr(client._lib, function)(client._s7_client, ctypes.byref(asked), len(described))
    return [result, [item.Result for item in asked], [buffer.raw.hex() for buffer in buffers]]


def main(port: int) -> dict[str, object]:
    client = snap7.client.Client()
    client.connect("127.0.0.1", 0, 2, port)
    seen: dict[str, object] = {
        "pdu": client.get_pdu_length(),
        "inputs": client.eb_read(0, 2).hex(),
        "words": client.eb_read(64, 8).hex(),
        "DB1": client.db_read(1, 0, 10).hex(),
        "timers": bytes(client.tm_read(0, 2)).hex(),
        "counters": bytes(client.ct_read(254, 2)).hex(),
        "input written": tried(lambda: client.eb_write(0, 1, bytearray(b"\x01"))),
        "no block": tried(lambda: client.db_read(9, 0, 1)),
        "no address": tried(lambda: client.db_read(1, 500, 1)),
    }
    client.ab_write(0, bytearray(b"\x0f"))
    seen["multi read"] = several(
        client,
        "Cli_ReadMultiVars",
        [
            (INPUTS, BYTE, 0, 0, 1, bytes(1)),
            (BLOCKS, BYTE, 1, 2, 3, bytes(3)),
            (OUTPUTS, BIT, 0, 1, 1, bytes(1)),
            (BLOCKS, BYTE, 9, 0, 1, bytes(1)),
            (INPUTS, REAL, 0, 68, 1, bytes(4)),
            (TIMERS, TIMER, 0, 1, 1, bytes(2)),
        ],
    )
    seen["multi write"] = several(
        client,
        "Cli_WriteMultiVars",
        [
            (OUTPUTS, BIT, 0, 1, 1, b"\x00"),
            (INPUTS, BYTE, 0, 0, 1, b"\x01"),
            (BLOCKS, WORD, 2, 2, 1, b"\x01\x02"),
            (OUTPUTS, BYTE, 0, 69, 1, b"\x01"),
            (OUTPUTS, REAL, 0, 68, 1, b"\x40\x20\x00\x00"),
        ],
    )
    seen["outputs"] = client.ab_read(0, 2).hex() + client.ab_read(64, 8).hex()
    counts, info = client.list_blocks(), client.get_block_info(Block.DB, 1)
    cpu, order, network = client.get_cpu_info(), client.get_order_code(), client.get_cp_info()
    protection = client.get_protection()
    seen |= {
        "state": client.get_cpu_state(),
        "cpu": [cpu.ModuleTypeName.decode(), cpu.ASName.decode(), cpu.SerialNumber.decode()],
        "order": order.OrderCode.decode().strip(),
        "largest pdu": network.MaxPduLength,
        "protection": [protection.sch_schal, protection.sch_rel, protection.bart_sch],
        "blocks": [counts.DBCount, counts.OBCount, counts.FBCount, counts.SDBCount],
        "data blocks": list(client.list_blocks_of_type(Block.DB, 3)),
        "block": [info.BlkNumber, info.MC7Size, info.BlkLang, info.Author.decode()],
        "no such block": tried(lambda: client.get_block_info(Block.DB, 9)),
        "clock is off by": abs(
            (client.get_plc_datetime() - datetime.now(UTC).replace(tzinfo=None)).total_seconds()
        ),
        "clock set": tried(client.set_plc_system_datetime),
        "stopped": client.plc_stop(),
        "started": client.plc_hot_start(),
        "uploaded": tried(lambda: client.full_upload(Block.DB, 1)),
        "cleared": tried(lambda: client.db_fill(2, 0)),
        "after": client.db_read(2, 0, 8).hex(),
        "connected": client.get_connected(),
    }
    client.disconnect()
    return seen


if __name__ == "__main__":
    json.dump(main(int(sys.argv[1])), sys.stdout)
