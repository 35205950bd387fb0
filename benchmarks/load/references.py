"""The servers in C and C++ that ours are compared with: libmodbus, and Snap7's own.

libmodbus is linked to a small server that is compiled on the spot; that needs a C compiler and the
library (Debian: gcc, and libmodbus5, which comes with mbpoll), but no headers. Snap7 comes with the
last wheel of python-snap7 that has it (`make native-snap7`).
"""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

REGISTERS = 125
BLOCK_BYTES = 512
NATIVE_SNAP7 = Path(sys.prefix) / "native-snap7"

LIBMODBUS = rf"""
#include <arpa/inet.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>
/* libmodbus' API, libmodbus.org/docs */
typedef struct modbus modbus_t; typedef struct mapping mapping_t;
modbus_t *modbus_new_tcp(const char *, int); mapping_t *modbus_mapping_new(int, int, int, int);
int modbus_tcp_listen(modbus_t *, int); int modbus_set_socket(modbus_t *, int);
int modbus_receive(modbus_t *, uint8_t *); int modbus_reply(modbus_t *, const uint8_t *, int, mapping_t *);
int main(void) {{
    modbus_t *ctx = modbus_new_tcp("127.0.0.1", 0);
    mapping_t *map = modbus_mapping_new(16, 16, {REGISTERS}, {REGISTERS});
    struct pollfd at[65] = {{{{modbus_tcp_listen(ctx, 64), POLLIN, 0}}}};
    struct sockaddr_in here; socklen_t size = sizeof here;
    int count = 1;
    getsockname(at[0].fd, (struct sockaddr *)&here, &size);
    printf("%d\n", ntohs(here.sin_port)); fflush(stdout);
    while (poll(at, count, -1) > 0) {{
        for (int k = count - 1; k > 0; k--) {{
            uint8_t query[260];
            if (!at[k].revents) continue;
            modbus_set_socket(ctx, at[k].fd);
            int got = modbus_receive(ctx, query);
            if (got > 0) modbus_reply(ctx, query, got, map);
            else if (got < 0) {{ close(at[k].fd); at[k] = at[--count]; }}
        }}
        if (at[0].revents && count < 65) {{
            at[count].fd = accept(at[0].fd, 0, 0); at[count].revents = 0; at[count++].events = POLLIN;
        }}
    }}
    return 0;
}}
"""

SNAP7 = f"""
import ctypes, socket, sys
from snap7.server import Server
from snap7.type import SrvArea
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
server = Server(log=False)
for number in (1, 2):
    server.register_area(SrvArea.DB, number, (ctypes.c_uint8 * {BLOCK_BYTES})())
server.start(tcp_port=port)
print(port, flush=True)
sys.stdin.read()
"""


class Served(NamedTuple):
    """A server that runs: where, and as which process."""

    port: int
    pid: int


@contextmanager
def program(command: list[str], **environment: str) -> Iterator[Served]:
    """A server that prints its port; a session of its own, as ours are, and so of equal rights."""
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
        start_new_session=True,
    ) as running:
        assert running.stdout is not None
        try:
            yield Served(int(running.stdout.readline()), running.pid)
        finally:
            running.kill()


@contextmanager
def libmodbus_server() -> Iterator[Served | None]:
    """libmodbus' server for many clients, or None where it cannot be had."""
    compiler, library = shutil.which("cc"), ctypes.util.find_library("modbus")
    with tempfile.TemporaryDirectory() as folder:
        if compiler is None or library is None:
            yield None
            return
        source, server = Path(folder, "server.c"), Path(folder, "server")
        source.write_text(LIBMODBUS, encoding="ascii")
        subprocess.run(
            [compiler, "-O2", str(source), "-o", str(server), f"-l:{library}"], check=True
        )
        with program([str(server)]) as served:
            yield served


@contextmanager
def snap7_server(library: Path | None = None) -> Iterator[Served]:
    """python-snap7's server, the installed one or that in a folder."""
    path = {"PYTHONPATH": str(library)} if library else {}
    with program([sys.executable, "-P", "-c", SNAP7], **path) as served:
        yield served


@contextmanager
def native_snap7_server() -> Iterator[Served | None]:
    """The C++ library's server, or None where it is not there."""
    if not NATIVE_SNAP7.is_dir():
        yield None
        return
    with snap7_server(NATIVE_SNAP7) as served:
        yield served
