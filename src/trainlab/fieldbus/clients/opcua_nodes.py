"""The nodes of a PLC's tags: by a template, or looked for by their browse names; and their types."""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from asyncua import Client, ua

from trainlab.core.image import Slot
from trainlab.core.message import Text
from trainlab.core.tag import DataType
from trainlab.exchange.records import Span
from trainlab.fieldbus.clients.opcua import PLACE
from trainlab.fieldbus.clients.plc import NO_SUCH_PLACE, lost

# Below Objects; CODESYS has its global variables eight levels down. The server's own nodes are no
# place for a tag.
DEEPEST = 12
MOST_NODES = 20_000
# Nodes of one Browse request: small servers refuse more (their MaxNodesPerBrowse).
AT_ONCE = 50
MOST_NAMED = 3

MISSING = Text("it has no variable {places}", "PLC 中没有变量 {places}")
AMBIGUOUS = Text(
    "it has several variables of the name {places}: say which with nodes=TEMPLATE",
    "PLC 中有多个名为 {places} 的变量：请用 nodes=模板 指定",
)
UNFIT = Text("the type of its variable does not fit the tag: {places}", "变量类型不匹配：{places}")

WHOLE = {
    ua.VariantType.SByte: "b",
    ua.VariantType.Byte: "B",
    ua.VariantType.Int16: "h",
    ua.VariantType.UInt16: "H",
    ua.VariantType.Int32: "i",
    ua.VariantType.UInt32: "I",
    ua.VariantType.Int64: "q",
    ua.VariantType.UInt64: "Q",
}
BROKEN = {ua.VariantType.Float: "f", ua.VariantType.Double: "d"}


@dataclass(frozen=True, slots=True)
class Variable:
    """One tag's node, its type there, and its slot in the image block."""

    node: ua.NodeId
    type: ua.VariantType
    slot: Slot

    def to_plc(self, block: bytes | bytearray) -> bool | int | float:
        """The tag's value as the node holds it; a WORD takes the bits of an INT, as in the PLC."""
        tag = self.slot.tag
        (value,) = struct.unpack_from(f"={tag.type.value}", block, self.slot.offset)
        code = WHOLE.get(self.type)
        if code is None or tag.type is DataType.BOOL:
            return float(value) if self.type in BROKEN else bool(value)
        if struct.calcsize(code) == tag.type.size:
            return int(struct.unpack(f"={code}", struct.pack(f"={tag.type.value}", value))[0])
        return int(value)

    def from_plc(self, value: object) -> Span | None:
        """What was read, in the image block; None where the tag cannot hold it."""
        tag = self.slot.tag
        if not isinstance(value, bool | int | float) or not math.isfinite(value):
            return None
        code = WHOLE.get(self.type)
        try:
            if code is not None and struct.calcsize(code) == tag.type.size:
                return self.slot.offset, struct.pack(f"={code}", value)
            return self.slot.offset, struct.pack(f"={tag.type.value}", value)
        except (struct.error, OverflowError):
            return None

    @property
    def fits(self) -> bool:
        """Whether the tag's values and the node's are of one kind, and its width suffices."""
        tag = self.slot.tag
        if tag.type is DataType.BOOL:
            return self.type is ua.VariantType.Boolean
        if tag.type is DataType.REAL:
            return self.type in BROKEN
        code = WHOLE.get(self.type)
        return code is not None and struct.calcsize(code) >= tag.type.size


async def variables(client: Client, slots: Sequence[Slot], template: str) -> list[Variable]:
    """Every tag's node; Lost where one is missing, there twice, or of a type that does not fit."""
    if template:
        nodes = [ua.NodeId.from_string(template.replace(PLACE, slot.tag.name)) for slot in slots]
    else:
        nodes = await _by_name(client, [slot.tag.name for slot in slots])
    values = await client.uaclient.read_attributes(nodes, ua.AttributeIds.Value)
    types = await client.uaclient.read_attributes(nodes, ua.AttributeIds.DataType)
    found, unfit = [], []
    for slot, node, value, declared in zip(slots, nodes, values, types, strict=True):
        if not declared.StatusCode.is_good():
            unfit.append((slot, node, declared.StatusCode.name))
            continue
        variable = Variable(node, _type_of(value, declared), slot)
        found.append(variable)
    if unfit:
        code = unfit[0][2]
        raise lost(
            NO_SUCH_PLACE,
            places=_named([f"{node.to_string()} ({slot.tag.name})" for slot, node, _ in unfit]),
            code=code,
        )
    strange = [
        f"{each.slot.tag.name} {each.slot.tag.type.name}, {each.type.name}"
        for each in found
        if not each.fits
    ]
    if strange:
        raise lost(UNFIT, places=_named(strange))
    return found


def _type_of(value: ua.DataValue, declared: ua.DataValue) -> ua.VariantType:
    """The type that the server sends; where it sends nothing, the built-in type that it declares."""
    if value.Value is not None and value.Value.VariantType is not ua.VariantType.Null:
        return value.Value.VariantType
    identifier = declared.Value.Value.Identifier
    try:
        return ua.VariantType(identifier)
    except ValueError:
        return ua.VariantType.Null


async def _by_name(client: Client, names: Sequence[str]) -> list[ua.NodeId]:
    wanted = set(names)
    found: dict[str, list[ua.NodeId]] = {name: [] for name in names}
    own = ua.NodeId(ua.ObjectIds.Server)
    seen = {own}
    level = [ua.NodeId(ua.ObjectIds.ObjectsFolder)]
    for _ in range(DEEPEST):
        below: list[ua.NodeId] = []
        for start in range(0, len(level), AT_ONCE):
            for reference in await _children(client, level[start : start + AT_ONCE]):
                node = reference.NodeId
                if node in seen or len(seen) >= MOST_NODES:
                    continue
                seen.add(node)
                below.append(node)
                name = reference.BrowseName.Name
                if reference.NodeClass == ua.NodeClass.Variable and name in wanted:
                    found[name].append(node)
        level = below
    missing = [name for name in names if not found[name]]
    if missing:
        raise lost(MISSING, places=_named(missing))
    several = [name for name in names if len(found[name]) > 1]
    if several:
        raise lost(AMBIGUOUS, places=_named(several))
    return [found[name][0] for name in names]


async def _children(client: Client, nodes: Sequence[ua.NodeId]) -> list[ua.ReferenceDescription]:
    wanted = ua.BrowseParameters()
    wanted.View = ua.ViewDescription()
    wanted.RequestedMaxReferencesPerNode = 0
    wanted.NodesToBrowse = [
        ua.BrowseDescription(
            NodeId=node,
            BrowseDirection=ua.BrowseDirection.Forward,
            ReferenceTypeId=ua.NodeId(ua.ObjectIds.HierarchicalReferences),
            IncludeSubtypes=True,
            NodeClassMask=ua.NodeClass.Object | ua.NodeClass.Variable,
            ResultMask=ua.BrowseResultMask.All,
        )
        for node in nodes
    ]
    results = await client.uaclient.browse(wanted)
    found = [each for result in results for each in result.References]
    while left := [result.ContinuationPoint for result in results if result.ContinuationPoint]:
        more = ua.BrowseNextParameters()
        more.ContinuationPoints = left
        results = await client.uaclient.browse_next(more)
        found += [each for result in results for each in result.References]
    return found


def _named(places: Sequence[str]) -> str:
    return ", ".join(places[:MOST_NAMED]) + (", ..." if len(places) > MOST_NAMED else "")
