"""The where-clauses of event filters, as asyncua can evaluate them.

asyncua 2.1 takes OfType for "exactly of that type", and of a path's names the first alone. Here the
one becomes a list of the type and its subtypes, and the path one name, as its events have it.
"""

from __future__ import annotations

from collections.abc import Iterator

from asyncua import ua
from asyncua.server.address_space import AddressSpace

SUBTYPE = ua.NodeId(ua.ObjectIds.HasSubtype)


def make_evaluable(where: ua.ContentFilter, space: AddressSpace) -> None:
    """Rewrite a where-clause in place."""
    for element in where.Elements or []:
        operands = element.FilterOperands or []
        for operand in operands:
            path = getattr(operand, "BrowsePath", None)
            if isinstance(path, list) and len(path) > 1:
                name = "/".join(part.Name or "" for part in path)
                operand.BrowsePath = [ua.QualifiedName(name, 0)]
        if element.FilterOperator == ua.FilterOperator.OfType and len(operands) == 1:
            wanted = getattr(operands[0], "Value", None)
            if wanted is None or not isinstance(wanted.Value, ua.NodeId):
                continue
            event_type = ua.SimpleAttributeOperand(
                TypeDefinitionId=ua.NodeId(ua.ObjectIds.BaseEventType),
                BrowsePath=[ua.QualifiedName("EventType", 0)],
                AttributeId=ua.AttributeIds.Value,
            )
            types = [ua.LiteralOperand(ua.Variant(each)) for each in _types(wanted.Value, space)]
            element.FilterOperator = ua.FilterOperator.InList
            element.FilterOperands = [event_type, *types]


def _types(root: ua.NodeId, space: AddressSpace) -> Iterator[ua.NodeId]:
    """A type and its subtypes."""
    yield root
    node = space.get(root)
    for reference in node.references if node else ():
        if reference.IsForward and reference.ReferenceTypeId == SUBTYPE:
            yield from _types(reference.NodeId, space)
