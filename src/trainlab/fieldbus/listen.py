"""Sockets that listen at HOST:PORT, on every address that the host name stands for."""

from __future__ import annotations

import errno
import os
import socket

_ABSENT = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}


def listening_sockets(host: str, port: int) -> list[socket.socket]:
    """Bound TCP sockets, all with one port; OSError if there is none to be had.

    A name such as localhost often stands for an IPv4 and an IPv6 address, of which one may be
    missing on this computer: it is passed over as long as another one works.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    sockets: list[socket.socket] = []
    absent: OSError | None = None
    for family, kind, protocol, _, address in dict.fromkeys(found):
        if sockets:
            port = sockets[0].getsockname()[1]
        try:
            sockets.append(_bound(family, kind, protocol, (address[0], port, *address[2:])))
        except OSError as error:
            if error.errno in _ABSENT:
                absent = error
                continue
            for opened in sockets:
                opened.close()
            raise
    if not sockets:
        raise absent or OSError(errno.EADDRNOTAVAIL, os.strerror(errno.EADDRNOTAVAIL))
    return sockets


def _bound(
    family: int, kind: int, protocol: int, address: tuple[str | int | bytes, ...]
) -> socket.socket:
    opened = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind(address)
        opened.listen(128)
    except OSError:
        opened.close()
        raise
    opened.setblocking(False)
    return opened
