"""Objects, variables and methods of ours in asyncua's address space, with texts in both languages.

Node ids are strings in the namespace NAMESPACE; what the specification has named bears its name.
"""

from __future__ import annotations

from collections.abc import Sequence

from asyncua import Server, ua

from trainlab.core.message import Text
from trainlab.fieldbus.opcua.points import LOCALES

READ = ua.AccessLevel.CurrentRead.mask
NOTHING = Text("", "")
Argument = tuple[str, ua.ObjectIds, bool, Text]


class Space:
    """Where nodes are made; `texts` are their names and descriptions, for those who read Chinese."""

    def __init__(self, server: Server, namespace: int) -> None:
        self.server = server
        self.namespace = namespace
        self.texts: dict[tuple[ua.NodeId, ua.AttributeIds], Text] = {}

    async def add_object(
        self,
        parent: ua.NodeId,
        path: str,
        title: Text,
        kind: ua.NodeId,
        *,
        reference: ua.ObjectIds = ua.ObjectIds.HasComponent,
        about: Text | None = None,
        tells_events: bool = False,
        standard: bool = False,
    ) -> ua.NodeId:
        """An object of a type; `standard` where the specification has named it."""
        attributes = ua.ObjectAttributes()
        attributes.EventNotifier = int(tells_events)
        namespace = 0 if standard else None
        return await self.add(
            parent,
            path,
            ua.NodeClass.Object,
            attributes,
            (title, about or title),
            reference,
            kind,
            namespace,
        )

    async def add_property(
        self, parent: ua.NodeId, path: str, name: str, value: object, kind: ua.ObjectIds
    ) -> ua.NodeId:
        """A property that stays as it is, a list or one value."""
        attributes = ua.VariableAttributes()
        attributes.DataType = ua.NodeId(kind)
        is_list = isinstance(value, list)
        attributes.ValueRank = ua.ValueRank.OneDimension if is_list else ua.ValueRank.Scalar
        attributes.Value = ua.Variant(value)
        attributes.AccessLevel = attributes.UserAccessLevel = READ
        return await self.add(
            parent,
            f"{path}.{name}",
            ua.NodeClass.Variable,
            attributes,
            (Text(name, name), NOTHING),
            ua.ObjectIds.HasProperty,
            ua.NodeId(ua.ObjectIds.PropertyType),
            namespace=0,
        )

    async def add_method(
        self,
        parent: ua.NodeId,
        path: str,
        about: Text,
        arguments: Sequence[Argument],
        *,
        standard: bool = False,
    ) -> ua.NodeId:
        """A method and its input arguments."""
        attributes = ua.MethodAttributes()
        attributes.Executable = attributes.UserExecutable = True
        name = path.rpartition(".")[2]
        texts = Text(name, name), about
        part, namespace = ua.ObjectIds.HasComponent, 0 if standard else None
        node = await self.add(
            parent, path, ua.NodeClass.Method, attributes, texts, part, None, namespace
        )
        declared = [
            ua.Argument(
                Name=argument,
                DataType=ua.NodeId(kind),
                ValueRank=ua.ValueRank.OneDimension if is_list else ua.ValueRank.Scalar,
                ArrayDimensions=[0] if is_list else [],
                Description=ua.LocalizedText(what.en, LOCALES[0]),
            )
            for argument, kind, is_list, what in arguments
        ]
        if declared:
            await self.add_property(node, path, "InputArguments", declared, ua.ObjectIds.Argument)
        return node

    async def refer(self, source: ua.NodeId, reference: ua.ObjectIds, target: ua.NodeId) -> None:
        """One more reference between two nodes, seen from both."""
        node = self.server.get_node(source)
        await node.add_reference(target, ua.NodeId(reference), forward=True, bidirectional=True)

    async def add(
        self,
        parent: ua.NodeId,
        path: str,
        kind: ua.NodeClass,
        attributes: ua.VariableAttributes | ua.ObjectAttributes | ua.MethodAttributes,
        texts: tuple[Text, Text],
        reference: ua.ObjectIds,
        type_id: ua.NodeId | None,
        namespace: int | None = None,
    ) -> ua.NodeId:
        """A node, with its display name and description."""
        title, about = texts
        item = ua.AddNodesItem()
        node = ua.NodeId(path, self.namespace)
        item.ParentNodeId = parent
        item.ReferenceTypeId = ua.NodeId(reference)
        item.RequestedNewNodeId = node
        index = self.namespace if namespace is None else namespace
        item.BrowseName = ua.QualifiedName(path.rpartition(".")[2], index)
        item.NodeClass = kind
        if type_id is not None:
            item.TypeDefinition = type_id
        attributes.DisplayName = ua.LocalizedText(title.en, LOCALES[0])
        attributes.Description = ua.LocalizedText(about.en, LOCALES[0])
        attributes.WriteMask = attributes.UserWriteMask = 0
        item.NodeAttributes = attributes
        (result,) = await self.server.iserver.isession.add_nodes([item])
        result.StatusCode.check()
        self.texts[node, ua.AttributeIds.DisplayName] = title
        self.texts[node, ua.AttributeIds.Description] = about
        return node
