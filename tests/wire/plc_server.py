"""A PLC in a process of its own that waits to be polled: its I/O is the memory of a server.

Usage: plc_server.py PROTOCOL LOGIC PORT [SPEED]. PROTOCOL is one of

    modbus          pymodbus, with the tables of OpenPLC
    s7, s7_blocks   the C++ library Snap7: I and Q areas, or DB7 and DB8
    opcua           asyncua, a folder of variables
    opcua_secure    the same, encrypted, for the user trainlab with the password "泵 pump"

LOGIC is echo (outputs are copies of inputs) or exam (the reference logic of the level exam). Prints
"ready"; then obeys the lines "stop" and "run" on its input, which change what it says of its state.
The exam's logic begins with the first "run"; over Modbus, which has no state, when its inputs have
come: they are written group by group, and the tank is never empty when its words have.
"""

from __future__ import annotations

import asyncio
import ctypes
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from reference_plc import Outputs, control

CYCLE_S = 0.005
ECHO = {
    **{f"i{bit}": f"IX0.{bit}" for bit in range(6)},
    "i8": "IX1.0",
    "i9": "IX1.1",
    "level": "IW64",
    "flow": "IW66",
    "mass": "ID68",
    **{f"q{bit}": f"QX0.{bit}" for bit in range(4)},
    "q8": "QX1.0",
    "q9": "QX1.1",
    "valve": "QW64",
    "speed": "QD68",
}
# The same in two data blocks, as TIA Portal lays them out with standard access.
IN_BLOCKS = {
    **{name: f"IX0.{bit}" for bit, name in enumerate("i0 i1 i2 i3 i4 i5 i8 i9".split())},
    "level": "IW2",
    "flow": "IW4",
    "mass": "ID6",
    **{name: f"QX0.{bit}" for bit, name in enumerate("q0 q1 q2 q3 q8 q9".split())},
    "valve": "QW2",
    "speed": "QD4",
}
COPIES = {"q0": "i0", "q1": "i1", "q2": "i2", "q3": "i3", "q8": "i8", "q9": "i9"}
COPIES |= {"valve": "level", "speed": "mass"}
EXAM = {
    "start_button": "IX0.0",
    "stop_button": "IX0.1",
    "estop_ok": "IX0.2",
    "reset_button": "IX0.3",
    "auto_mode": "IX0.4",
    "ack_button": "IX0.5",
    "pump_running": "IX1.0",
    "overfill_ok": "IX1.1",
    "level_raw": "IW64",
    "setpoint_raw": "IW66",
    "lamp_green": "QX0.0",
    "lamp_amber": "QX0.1",
    "lamp_red": "QX0.2",
    "horn": "QX0.3",
    "pump_command": "QX1.0",
    "shutoff_command": "QX1.1",
    "valve_command": "QW64",
}
TAGS = {"echo": ECHO, "exam": EXAM}

Get = Callable[[str], float]
Put = Callable[[str, float], None]


def place_of(address: str) -> tuple[int, int]:
    """Byte and bit."""
    byte, _, bit = address[2:].partition(".")
    return int(byte), int(bit or 0)


class Loop:
    """An event loop in a thread, for the servers that live on one."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()


def over_modbus(tags: dict[str, str], port: int) -> tuple[Get, Put, Callable[[bool], None]]:
    """As OpenPLC Runtime v3 numbers its memory; the inputs come in coils from %QX50.0, in %MW, %MD."""
    from pymodbus.server import ModbusTcpServer
    from pymodbus.simulator import DataType, SimData, SimDevice

    def bits(count: int) -> list[SimData]:
        return [SimData(0, values=[False] * count, datatype=DataType.BITS)]

    def words(count: int) -> list[SimData]:
        return [SimData(0, count=count, values=0, datatype=DataType.REGISTERS)]

    on = Loop()

    async def start() -> ModbusTcpServer:
        device = SimDevice(1, simdata=(bits(800), bits(800), words(4096), words(1024)))
        server = ModbusTcpServer([device], address=("127.0.0.1", port))
        await server.serve_forever(background=True)
        return server

    server = on.run(start())
    starts = {"IX": 400, "IW": 1024, "ID": 2048, "QX": 0, "QW": 0, "QD": 3072}

    def number_of(name: str) -> int:
        byte, bit = place_of(tags[name])
        start = starts[tags[name][:2]]
        return start + (8 * byte + bit if tags[name][1] == "X" else byte // 2)

    def get(name: str) -> float:
        size = {"X": 1, "W": 1, "D": 2}[tags[name][1]]
        function = 1 if tags[name][1] == "X" else 3
        found = on.run(server.async_getValues(1, function, number_of(name), size))
        if function == 1:
            return bool(found[0])
        data = struct.pack(f">{size}H", *found)
        return float(struct.unpack(">h" if size == 1 else ">f", data)[0])

    def put(name: str, value: float) -> None:
        if tags[name][1] == "X":
            on.run(server.async_setValues(1, 15, number_of(name), [bool(value)]))
            return
        data = struct.pack(">h", int(value)) if tags[name][1] == "W" else struct.pack(">f", value)
        registers = list(struct.unpack(f">{len(data) // 2}H", data))
        on.run(server.async_setValues(1, 16, number_of(name), registers))

    return get, put, lambda _: None


def over_s7(
    tags: dict[str, str], port: int, blocks: bool = False
) -> tuple[Get, Put, Callable[[bool], None]]:
    """The native library; in the I area bits 6 and 7 of IB0 are somebody else's and stay set."""
    from snap7.server import Server
    from snap7.type import SrvArea

    server = Server(log=False)
    areas = {"I": (ctypes.c_ubyte * 128)(), "Q": (ctypes.c_ubyte * 128)()}
    others = 0 if blocks else 0xC0
    areas["I"][0] = others
    if blocks:
        server.register_area(SrvArea.DB, 7, areas["I"])
        server.register_area(SrvArea.DB, 8, areas["Q"])
    else:
        server.register_area(SrvArea.PE, 0, areas["I"])
        server.register_area(SrvArea.PA, 0, areas["Q"])
    server.start_to("127.0.0.1", port)
    running = 0x08
    server.set_cpu_status(running)
    codes = {"W": ">h", "D": ">f"}

    def get(name: str) -> float:
        assert areas["I"][0] & others == others
        byte, bit = place_of(tags[name])
        area = areas[tags[name][0]]
        if tags[name][1] == "X":
            return bool(area[byte] >> bit & 1)
        return float(struct.unpack_from(codes[tags[name][1]], area, byte)[0])

    def put(name: str, value: float) -> None:
        byte, bit = place_of(tags[name])
        area = areas[tags[name][0]]
        if tags[name][1] == "X":
            area[byte] = area[byte] & ~(1 << bit) | bool(value) << bit
            return
        code = codes[tags[name][1]]
        struct.pack_into(code, area, byte, int(value) if code == ">h" else value)

    def run(on: bool) -> None:
        server.set_cpu_status(running if on else 0x04)

    return get, put, run


async def secured(server: Any) -> None:
    """Encrypted, for one user alone."""
    from asyncua import ua
    from asyncua.crypto.cert_gen import setup_self_signed_certificate
    from cryptography.x509.oid import ExtendedKeyUsageOID

    folder = Path(tempfile.mkdtemp())
    key, certificate = folder / "key.pem", folder / "certificate.der"
    await server.set_application_uri("urn:plc:secure")
    uses = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
    names = {"commonName": "plc"}
    await setup_self_signed_certificate(key, certificate, "urn:plc:secure", "plc", uses, names)
    await server.load_certificate(str(certificate))
    await server.load_private_key(str(key))
    server.set_security_policy([ua.SecurityPolicyType.Basic256Sha256_SignAndEncrypt])
    server.set_identity_tokens([ua.UserNameIdentityToken])


class OneUser:
    """The only one whom the encrypted server lets in."""

    def get_user(self, _server: Any, username: str = "", password: str = "", **_: Any) -> Any:
        from asyncua.server.user_managers import User, UserRole

        good = (username, password) == ("trainlab", "泵 pump")
        return User(role=UserRole.User) if good else None


def over_opcua(
    tags: dict[str, str], port: int, secure: bool = False
) -> tuple[Get, Put, Callable[[bool], None]]:
    """Variables ns=2;s="name", as an S7-1500 names those of a data block."""
    from asyncua import Server, ua

    on = Loop()
    types = {
        "X": ua.VariantType.Boolean,
        "W": ua.VariantType.Int16,
        "D": ua.VariantType.Float,
    }
    casts = {"X": bool, "W": int, "D": float}

    async def start() -> tuple[Any, dict[str, Any]]:
        server = Server(user_manager=OneUser()) if secure else Server()
        await server.init()
        server.set_endpoint(f"opc.tcp://127.0.0.1:{port}/")
        if secure:
            await secured(server)
        else:
            server.set_security_policy([ua.SecurityPolicyType.NoSecurity])
        space = await server.register_namespace("urn:plc")
        folder = await server.nodes.objects.add_folder(space, "DataBlocksGlobal")
        nodes = {}
        for name, address in tags.items():
            node = await folder.add_variable(
                ua.NodeId(f'"{name}"', space),
                ua.QualifiedName(name, space),
                casts[address[1]](0),
                types[address[1]],
            )
            if address[0] == "I":
                await node.set_writable()
            nodes[name] = node
        await server.start()
        return server, nodes

    server, nodes = on.run(start())

    def get(name: str) -> float:
        return on.run(nodes[name].read_value())

    def put(name: str, value: float) -> None:
        letter = tags[name][1]
        on.run(nodes[name].write_value(casts[letter](value), types[letter]))

    def run(running: bool) -> None:
        state = ua.ServerState.Running if running else ua.ServerState.Suspended
        node = server.get_node(ua.NodeId(ua.ObjectIds.Server_ServerStatus_State))
        on.run(node.write_value(ua.Variant(int(state), ua.VariantType.Int32)))

    return get, put, run


PROTOCOLS = {
    "modbus": over_modbus,
    "s7": over_s7,
    "s7_blocks": lambda _, port: over_s7(IN_BLOCKS, port, blocks=True),
    "opcua": over_opcua,
    "opcua_secure": lambda tags, port: over_opcua(tags, port, secure=True),
}


def echo(get: Get, put: Put) -> None:
    while True:
        for output, source in COPIES.items():
            put(output, get(source))
        time.sleep(CYCLE_S)


def exam(get: Get, put: Put, speed: float) -> None:
    bits = {place_of(address): name for name, address in EXAM.items() if address[:2] == "IX"}

    def read() -> tuple[list[bool], int, int]:
        found = [False] * 16
        for (byte, bit), name in bits.items():
            found[8 * byte + bit] = bool(get(name))
        return found, int(get("level_raw")), int(get("setpoint_raw"))

    def write(outputs: Outputs) -> None:
        put("lamp_green", outputs.green)
        put("lamp_red", outputs.red)
        put("horn", outputs.horn)
        put("pump_command", outputs.pump)
        put("shutoff_command", outputs.pump)
        put("valve_command", outputs.valve)

    control(read, write, speed)


def exam_once_wired(get: Get, put: Put, speed: float) -> None:
    while not get("level_raw"):
        time.sleep(CYCLE_S)
    exam(get, put, speed)


def begin(work: Callable[[], None]) -> None:
    threading.Thread(target=work, daemon=True).start()


def say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def main() -> None:
    protocol, logic, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
    speed = float(sys.argv[4]) if len(sys.argv) > 4 else 1.0
    get, put, run = PROTOCOLS[protocol](TAGS[logic], port)
    if logic == "echo":
        begin(lambda: echo(get, put))
    elif protocol == "modbus":
        begin(lambda: exam_once_wired(get, put, speed))
    else:
        run(False)
    say("ready")
    for order in map(str.strip, sys.stdin):
        if order == "run" and logic == "exam":
            begin(lambda: exam(get, put, speed))
        run(order == "run")
        say("done")


if __name__ == "__main__":
    main()
