"""A serial port as termios has it: opened for this program alone, eight data bits, raw."""

from __future__ import annotations

import errno
import fcntl
import os
import termios
from pathlib import Path
from typing import Any

from trainlab.fieldbus.modbus.serial_port import SerialPort

_IFLAG, _OFLAG, _CFLAG, _LFLAG, _ISPEED, _OSPEED, _CC = range(7)
_PARITY_FLAGS = {"even": termios.PARENB, "odd": termios.PARENB | termios.PARODD, "none": 0}
_KEPT = termios.CSTOPB | termios.PARENB | termios.PARODD | termios.CSIZE
_PSEUDO_TERMINALS = Path("/dev/pts")


class NotASerialPort(Exception):
    """It is something else."""


class Busy(Exception):
    """Another program has it."""


class Unsuitable(Exception):
    """It cannot do this speed or parity."""


def open_port(port: SerialPort) -> int:
    """A file that neither blocks nor is another's; NotASerialPort, Busy, Unsuitable or OSError.

    What came before is thrown away.
    """
    try:
        file = os.open(port.path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError as error:
        if error.errno == errno.EBUSY:
            raise Busy from error
        raise
    try:
        if not os.isatty(file):
            raise NotASerialPort
        _claim(file)
        _set_up(file, port)
        termios.tcflush(file, termios.TCIOFLUSH)
    except BaseException:
        os.close(file)
        raise
    return file


def close_port(file: int) -> None:
    """Let others have it again."""
    try:
        fcntl.ioctl(file, termios.TIOCNXCL)
    except OSError:  # the device is gone, and its state with it
        pass
    finally:
        os.close(file)


def _claim(file: int) -> None:
    """TIOCEXCL keeps out all but root; the lock, programs that ask for it, pyserial's among them."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Busy from error
    fcntl.ioctl(file, termios.TIOCEXCL)


def _set_up(file: int, port: SerialPort) -> None:
    wanted = _settings(port, termios.tcgetattr(file))
    try:
        termios.tcsetattr(file, termios.TCSADRAIN, wanted)
    except termios.error as error:
        raise Unsuitable from error
    # A driver takes what it can and says nothing of the rest.
    got = termios.tcgetattr(file)
    if got[_OSPEED] != wanted[_OSPEED] or (got[_CFLAG] ^ wanted[_CFLAG]) & _KEPT:
        raise Unsuitable


def _settings(port: SerialPort, settings: list[Any]) -> list[Any]:
    # No wire, no parity on it: a pseudo-terminal refuses the bit.
    pseudo = Path(port.path).resolve().is_relative_to(_PSEUDO_TERMINALS)
    parity = 0 if pseudo else _PARITY_FLAGS[port.parity]
    speed = getattr(termios, f"B{port.baud}", None)
    if speed is None:
        raise Unsuitable
    changed = list(settings)
    # Characters whose parity is wrong are passed over; the CRC does the rest.
    changed[_IFLAG] = termios.INPCK | termios.IGNPAR if parity else 0
    changed[_OFLAG] = changed[_LFLAG] = 0
    changed[_CFLAG] = termios.CREAD | termios.CLOCAL | termios.CS8 | parity
    if port.stop == 2:
        changed[_CFLAG] |= termios.CSTOPB
    changed[_ISPEED] = changed[_OSPEED] = speed
    characters = list(settings[_CC])
    characters[termios.VMIN], characters[termios.VTIME] = 1, 0
    changed[_CC] = characters
    return changed
