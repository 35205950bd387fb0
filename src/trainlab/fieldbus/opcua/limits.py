"""What one client may ask for at once, so that no request, however made, stops a server for the others.

asyncua answers a request in one go; meanwhile no other client of the server is heard, and who owns
the outputs is given up after 0.5 s. The numbers are such that a request takes some 50 ms at most.
"""

from __future__ import annotations

from collections.abc import Sequence, Sized
from typing import Any

from asyncua import Server, ua
from asyncua.common.utils import ServiceError
from asyncua.ua import ua_binary

REQUEST_BYTES = 256 * 1024
# OPC 10000-6, 7.1.2.3: no buffer shall be smaller.
SMALLEST_BUFFER = 8192
MOST_OPERATIONS = 1000
MOST_VALUE_BYTES = 512 * 1024  # of the strings that one Read request is answered with
MOST_REFERENCES = 5000  # that one Browse request is answered with
MOST_SESSIONS = 16  # that one connection may open, one after the other
MOST_ITEMS = 1000  # that a session monitors
MOST_QUEUED = 200  # values, of one item
MOST_KEPT = 32  # notifications of a subscription that nobody acknowledges
MOST_FIELDS = 250  # of an event, that one item asks for
MOST_COMPARISONS = 1000  # that a where-clause may need for one event
MOST_DIMENSIONS = 8
MOST_ELEMENTS = 1000  # of an array with dimensions, or of one of nulls

Codes = ua.StatusCodes
_LIMITS = ua.ObjectIds
_TOLD = (
    _LIMITS.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead,
    _LIMITS.Server_ServerCapabilities_OperationLimits_MaxNodesPerWrite,
    _LIMITS.Server_ServerCapabilities_OperationLimits_MaxNodesPerMethodCall,
    _LIMITS.Server_ServerCapabilities_OperationLimits_MaxNodesPerBrowse,
    _LIMITS.Server_ServerCapabilities_OperationLimits_MaxNodesPerTranslateBrowsePathsToNodeIds,
    _LIMITS.Server_ServerCapabilities_OperationLimits_MaxMonitoredItemsPerCall,
)


class _Nulls:
    """Arrays of nulls: the one type whose values take no bytes, so that no message bounds them."""

    def pack_array(self, values: Sized) -> bytes:
        """Nothing but how many there are."""
        return len(values).to_bytes(4, "little")

    def unpack_array(self, data: object, length: int) -> list[None]:
        """So many nulls; UaError if that is a bomb."""
        if not 0 <= length <= MOST_ELEMENTS:
            raise ua.UaError(f"an array of {length} nulls")
        return [None] * length


def bound_decoding() -> None:
    """Have asyncua decode no more than a message holds, for the whole process."""
    reshape = ua_binary._reshape

    def bounded_reshape(flat: list[Any], dimensions: list[int]) -> Any:
        if len(dimensions) > MOST_DIMENSIONS:
            raise ua.UaError(f"an array of {len(dimensions)} dimensions")
        return reshape(flat, dimensions)

    ua_binary.MAX_RESHAPE_ELEMENTS = MOST_ELEMENTS
    ua_binary._reshape = bounded_reshape
    ua_binary.Primitives1.Null = _Nulls()


async def tell_limits(server: Server) -> None:
    """Let clients read what they may ask for at once (OPC 10000-5, 6.3.11)."""
    for limit in _TOLD:
        node = server.get_node(ua.NodeId(limit))
        await node.write_value(MOST_OPERATIONS, ua.VariantType.UInt32)


def bounded(asked: Sized | None) -> None:
    """ServiceError if a request has more operations than it may have."""
    if asked is not None and len(asked) > MOST_OPERATIONS:
        raise ServiceError(Codes.BadTooManyOperations)


def within_message(results: Sequence[ua.DataValue]) -> list[ua.DataValue]:
    """What was read, without the long strings for which one message has no room."""
    fitting = []
    size = 0
    for result in results:
        value = result.Value.Value if result.Value is not None else None
        size += len(value) if isinstance(value, bytes | str | list) else 0
        fits = size <= MOST_VALUE_BYTES
        refused = ua.DataValue(StatusCode=ua.StatusCode(Codes.BadEncodingLimitsExceeded))
        fitting.append(result if fits else refused)
    return fitting


def event_filter_flaw(asked: Any) -> int:
    """Why an event filter is refused (OPC 10000-4, 7.22.3 and 7.7.4.2); Good if it is not.

    asyncua evaluates a where-clause from its first element on, and an element as often as others
    name it: the count of comparisons is what bounds it, not that of its elements.
    """
    where = getattr(asked, "WhereClause", None)
    if where is None or len(asked.SelectClauses or ()) > MOST_FIELDS:
        return int(Codes.BadEventFilterInvalid)
    elements = where.Elements or []
    needed = [1] * len(elements)
    for number in range(len(elements) - 1, -1, -1):
        for operand in elements[number].FilterOperands or []:
            index = getattr(operand, "Index", None)
            if index is None:
                needed[number] += 1
            elif not number < index < len(elements):
                return int(Codes.BadEventFilterInvalid)
            else:
                needed[number] += needed[index]
        if needed[number] > MOST_COMPARISONS:
            return int(Codes.BadEventFilterInvalid)
    return int(Codes.Good)
