"""Read Device Identification, function 43 / MEI type 14 (V1.1b3, section 6.21)."""

from __future__ import annotations

from collections.abc import Mapping

# Object id -> text: 0 vendor, 1 product code, 2 revision (basic); 3 URL, 4 product name, 5 model,
# 6 application (regular).
Identity = Mapping[int, str]

MEI_TYPE = 0x0E
CONFORMITY = 0x82  # regular identification, by stream or by object
_BASIC, _REGULAR, _EXTENDED, _SINGLE = 1, 2, 3, 4
_LAST_OBJECT = {_BASIC: 0x02, _REGULAR: 0x7F, _EXTENDED: 0x7F}

_FUNCTION = 43
_MAX_PDU_BYTES = 253
_HEAD_BYTES = 7
_MAX_TEXT_BYTES = _MAX_PDU_BYTES - _HEAD_BYTES - 2


def read_identification(request: bytes, identity: Identity) -> bytes:
    """The answer to a request of function 43, an exception included."""
    if len(request) < 2:
        return _refusal(3)
    if request[1] != MEI_TYPE:
        return _refusal(1)
    if len(request) != 4 or not _BASIC <= request[2] <= _SINGLE:
        return _refusal(3)
    code, first = request[2], request[3]
    if code == _SINGLE:
        if first not in identity:
            return _refusal(2)
        return _answer(code, [first], identity)
    wanted = sorted(number for number in identity if number <= _LAST_OBJECT[code])
    if first not in wanted:
        first = 0
    return _answer(code, [number for number in wanted if number >= first], identity)


def _answer(code: int, numbers: list[int], identity: Identity) -> bytes:
    """As many of these objects as one PDU holds, and where the next request has to go on."""
    body = b""
    count = more = follows = 0
    for number in numbers:
        text = identity[number].encode()[:_MAX_TEXT_BYTES]
        if _HEAD_BYTES + len(body) + 2 + len(text) > _MAX_PDU_BYTES:
            more, follows = 0xFF, number
            break
        body += bytes((number, len(text))) + text
        count += 1
    return bytes((_FUNCTION, MEI_TYPE, code, CONFORMITY, more, follows, count)) + body


def _refusal(code: int) -> bytes:
    return bytes((_FUNCTION | 0x80, code))
