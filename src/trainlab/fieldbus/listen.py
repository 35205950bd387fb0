"""Sockets at HOST:PORT, on every address that the host name stands for."""

from __future__ import annotations

import errno
import os
import socket

_ABSENT = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}


def listening_sockets(host: str, port: int) -> list[socket.socket]:
    """TCP sockets that listen, all at one port; OSError if there is none to be had."""
    sockets = bound_sockets(host, port, socket.SOCK_STREAM)
    try:
        for opened in sockets:
            opened.listen(128)
    except OSError:
        for opened in sockets:
            opened.close()
        raise
    return sockets


def bound_sockets(host: str, port: int, kind: socket.SocketKind) -> list[socket.socket]:
    """Bound sockets of a kind, all with one port; OSError if there is none to be had.

    A name such as localhost often stands for an IPv4 and an IPv6 address, of which one may be
    missing on this computer: it is passed over as long as another one works.
    """
    found = socket.getaddrinfo(host, port, type=kind, flags=socket.AI_PASSIVE)
    sockets: list[socket.socket] = []
    absent: OSError | None = None
    for family, _, protocol, _, address in dict.fromkeys(found):
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
    family: int, kind: socket.SocketKind, protocol: int, address: tuple[str | int | bytes, ...]
) -> socket.socket:
    opened = socket.socket(family, kind, protocol)
    try:
        # For datagrams this would let two servers share a port.
        if os.name == "posix" and kind == socket.SOCK_STREAM:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind(address)
    except OSError:
        opened.close()
        raise
    opened.setblocking(False)
    return opened
