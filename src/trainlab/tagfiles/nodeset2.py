"""The address space that a station's OPC UA server shows, as a NodeSet2 file (OPC 10000-6, annex F).

Node ids, types, access levels and properties are those of the server itself: both are made of
`points_of`. Texts stand in both languages. Each tag carries its IEC address in an extension.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from trainlab.core.image import Slot
from trainlab.core.message import Language, Text
from trainlab.core.spec import Control
from trainlab.fieldbus.opcua.methods import ARGUMENTS, METHODS, Argument
from trainlab.fieldbus.opcua.points import (
    FOLDERS,
    LOCALES,
    NAMESPACE,
    SAMPLING_MS,
    Damage,
    Point,
    Reader,
    ValueType,
)
from trainlab.fieldbus.opcua.shown import points_of
from trainlab.fieldbus.opcua.units import NAMESPACE as UNIT_NAMESPACE
from trainlab.fieldbus.opcua.units import UNECE, unit_id
from trainlab.plc.files.xml_elements import Element, parse_xml
from trainlab.tagfiles.content import MOST_BYTES, Rows, not_this_format, too_large
from trainlab.tagfiles.contract import StationTags, TagRow
from trainlab.tagfiles.rows import rows_by_name

NODESET = "http://opcfoundation.org/UA/2011/03/UANodeSet.xsd"
TYPES = "http://opcfoundation.org/UA/2008/02/Types.xsd"
# Numeric ids of namespace 0 (Opc.Ua.NodeIds.csv), by the aliases under which they stand in the file.
ALIASES = {
    "Boolean": 1, "Int16": 4, "Int32": 6, "UInt32": 7, "UInt64": 9, "Float": 10, "Double": 11,
    "String": 12, "LocalizedText": 21, "Range": 884, "EUInformation": 887, "Argument": 296,
    "Organizes": 35, "HasTypeDefinition": 40, "HasProperty": 46, "HasComponent": 47,
}  # fmt: skip
OBJECTS, BASE_OBJECT, FOLDER = "i=85", "i=58", "i=61"
BASE_DATA_VARIABLE, PROPERTY, ANALOG_ITEM, MULTI_STATE = "i=63", "i=68", "i=2368", "i=2376"
# The encodings of structures in XML.
RANGE_XML, UNIT_XML, ARGUMENT_XML = "i=885", "i=888", "i=297"
READ, READ_WRITE = 1, 3
SIDES = ("Inputs", "Outputs")
_TAG_TYPES = {"Boolean": "BOOL", "Int16": "INT", "Int32": "DINT", "Float": "REAL"}
_NUMBERS = {str(number): name for name, number in ALIASES.items()}
NO_NODES = Text("its root is no UANodeSet", "其根元素不是 UANodeSet")


class NodeSet2:
    """The nodes of a station for OPC UA clients, SCADA and modelling tools."""

    name = "nodeset2"
    title = Text("OPC UA address space (NodeSet2 XML)", "OPC UA 地址空间（NodeSet2 XML）")
    about = Text(
        "Folders, variables, properties and methods as the station's OPC UA server shows them.",
        "与工位 OPC UA 服务器一致的文件夹、变量、属性和方法。",
    )
    suffix = ".xml"
    binary = False

    def write(self, station: StationTags, language: Language) -> bytes:
        """The file; texts of the other language follow those of this one."""
        rows_by_name(station.tags)  # they can be wired
        writer = _Writer(language)
        writer.station(station)
        return "\n".join((*_head(), *writer.lines, "</UANodeSet>", "")).encode()

    def read(self, file: str, content: bytes) -> Sequence[TagRow]:
        """The tags: variables of the folders Inputs and Outputs with a type that a tag may have."""
        if len(content) > MOST_BYTES:
            raise too_large(file)
        root = parse_xml(file, content)
        if root.tag != "UANodeSet":
            raise not_this_format(file, self.title, NO_NODES, root.line)
        aliases = _aliases(root)
        rows = Rows(file, self.title)
        for node in root.all("UAVariable"):
            _, _, path = node.get("NodeId").partition("s=")
            parts = path.split(".")
            if len(parts) == 3 and parts[1] in SIDES:
                kind = aliases.get(node.get("DataType"), node.get("DataType"))
                kind = _NUMBERS.get(kind.removeprefix("i="), kind)
                rows.add(parts[2], _TAG_TYPES.get(kind, kind), _address(node), node.line)
        return rows.whole()


def _aliases(root: Element) -> dict[str, str]:
    listed = root.child("Aliases")
    found = listed.all("Alias") if listed is not None else []
    return {each.get("Alias"): each.text().strip() for each in found}


def _address(node: Element) -> str:
    """The IEC address in an extension of a node; "" for none."""
    extensions = node.child("Extensions")
    found = list(extensions.below("Address")) if extensions is not None else []
    return found[0].text().strip() if found else ""


def _head() -> list[str]:
    return [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<UANodeSet xmlns="{NODESET}" xmlns:uax="{TYPES}">',
        f"  <NamespaceUris><Uri>{NAMESPACE}</Uri></NamespaceUris>",
        "  <Models>",
        f'    <Model ModelUri="{NAMESPACE}" Version="1">',
        # Nothing newer is used; importers compare the date with that of the model they have.
        '      <RequiredModel ModelUri="http://opcfoundation.org/UA/" Version="1.04"'
        ' PublicationDate="2019-05-01T00:00:00Z"/>',
        "    </Model>",
        "  </Models>",
        "  <Aliases>",
        *(f'    <Alias Alias="{name}">i={number}</Alias>' for name, number in ALIASES.items()),
        "  </Aliases>",
    ]


class _NoReaders:
    """A file has no values."""

    def of_tag(self, slot: Slot, number: int) -> Reader:
        return lambda: Damage.NO_TICK

    def of_control(self, control: Control, number: int) -> Reader:
        return lambda: Damage.NO_TICK

    def of_status(self, name: str) -> Reader:
        return lambda: Damage.NO_TICK


class _Writer:
    """The nodes so far, as lines."""

    def __init__(self, language: Language) -> None:
        self.lines: list[str] = []
        self._locales = sorted(LOCALES, key=lambda locale: locale != language)
        self._language = language
        self._places: dict[str, str] = {}

    def station(self, station: StationTags) -> None:
        """Everything of one station, under the Objects folder."""
        self._places = {tag.name: tag.address for tag in station.tags}
        root = station.name
        self._object(OBJECTS, root, station.title, "Organizes", BASE_OBJECT)
        points = points_of(station.tags, station.controls, _NoReaders())
        for name, title in FOLDERS.items():
            own = [point for point in points if point.folder == name]
            if not own:
                continue
            self._object(_id(root), f"{root}.{name}", title, "HasComponent", FOLDER)
            for point in own:
                self._variable(f"{root}.{name}", point)
        for name in METHODS:
            self._method(root, name)

    def _object(self, parent: str, path: str, title: Text, reference: str, kind: str) -> None:
        self.lines += [
            f"  <UAObject {_node(path, parent)}>",
            *self._texts(title, title),
            *_references(reference, parent, kind),
            "  </UAObject>",
        ]

    def _variable(self, parent: str, point: Point) -> None:
        path = f"{parent}.{point.name}"
        kind = MULTI_STATE if point.names else ANALOG_ITEM if point.span else BASE_DATA_VARIABLE
        access = READ_WRITE if point.writable else READ
        self.lines += [
            f'  <UAVariable {_node(path, _id(parent))} DataType="{point.type.value}" AccessLevel="{access}"'
            f' UserAccessLevel="{access}" MinimumSamplingInterval="{SAMPLING_MS:g}">',
            *self._texts(point.title, point.about),
            *_references("HasComponent", _id(parent), kind),
        ]
        if point.folder in SIDES:
            address = f'<Address xmlns="{NAMESPACE}">{self._places[point.name]}</Address>'
            self.lines.append(f"    <Extensions><Extension>{address}</Extension></Extensions>")
        self.lines.append("  </UAVariable>")
        if point.span:
            low, high = point.span
            body = f"<uax:Range><uax:Low>{low!r}</uax:Low><uax:High>{high!r}</uax:High></uax:Range>"
            self._property(path, "EURange", "Range", _structure(RANGE_XML, body))
        if point.span or point.unit:
            self._property(path, "EngineeringUnits", "EUInformation", _unit(point.unit))
        if point.names:
            texts = "".join(
                _localized("uax:LocalizedText", name.within(self._language), self._language)
                for name in point.names
            )
            value = f"<uax:ListOfLocalizedText>\n{texts}\n</uax:ListOfLocalizedText>"
            self._property(path, "EnumStrings", "LocalizedText", value, is_list=True)

    def _property(
        self, parent: str, name: str, type_: str, value: str, is_list: bool = False
    ) -> None:
        rank = ' ValueRank="1"' if is_list else ""
        path = f"{parent}.{name}"
        self.lines += [
            f'  <UAVariable {_node(path, _id(parent), of_ours=False)} DataType="{type_}"{rank}'
            f' AccessLevel="{READ}" UserAccessLevel="{READ}">',
            f"    <DisplayName>{name}</DisplayName>",
            *_references("HasProperty", _id(parent), PROPERTY),
            f"    <Value>{value}</Value>",
            "  </UAVariable>",
        ]

    def _method(self, root: str, name: str) -> None:
        path = f"{root}.{name}"
        self.lines += [
            f"  <UAMethod {_node(path, _id(root))}>",
            *self._texts(Text(name, name), METHODS[name]),
            *_references("HasComponent", _id(root), ""),
            "  </UAMethod>",
        ]
        if ARGUMENTS[name]:
            body = "".join(
                _structure(ARGUMENT_XML, self._argument(each)) for each in ARGUMENTS[name]
            )
            value = f"<uax:ListOfExtensionObject>\n{body}\n</uax:ListOfExtensionObject>"
            self._property(path, "InputArguments", "Argument", value, is_list=True)

    def _argument(self, argument: Argument) -> str:
        rank = "1" if argument.is_list else "-1"
        dimensions = "<uax:UInt32>0</uax:UInt32>" if argument.is_list else ""
        about = _localized("uax:Description", argument.about.within(self._language), self._language)
        return (
            f"<uax:Argument><uax:Name>{argument.name}</uax:Name>"
            f"<uax:DataType><uax:Identifier>i={_number(argument.type)}</uax:Identifier></uax:DataType>"
            f"<uax:ValueRank>{rank}</uax:ValueRank>"
            f"<uax:ArrayDimensions>{dimensions}</uax:ArrayDimensions>{about}</uax:Argument>"
        )

    def _texts(self, title: Text, about: Text) -> list[str]:
        lines = []
        for tag, text in (("DisplayName", title), ("Description", about)):
            written = {locale: text.zh if locale == "zh-CN" else text.en for locale in LOCALES}
            lines += [
                f'    <{tag} Locale="{locale}">{escape(written[locale])}</{tag}>'
                for locale in self._locales
            ]
        return lines


def _node(path: str, parent: str, of_ours: bool = True) -> str:
    """The attributes that every node has; properties are named in the namespace of OPC UA."""
    name = path.rpartition(".")[2]
    browse = f"1:{name}" if of_ours else name
    return (
        f"NodeId={quoteattr(_id(path))} BrowseName={quoteattr(browse)}"
        f" ParentNodeId={quoteattr(parent)}"
    )


def _references(reference: str, parent: str, kind: str) -> list[str]:
    lines = ["    <References>"]
    if kind:
        lines.append(f'      <Reference ReferenceType="HasTypeDefinition">{kind}</Reference>')
    lines.append(
        f'      <Reference ReferenceType="{reference}" IsForward="false">{escape(parent)}</Reference>'
    )
    return [*lines, "    </References>"]


def _id(path: str) -> str:
    return f"ns=1;s={path}"


def _number(type_: ValueType) -> int:
    return ALIASES[type_.value]


def _structure(encoding: str, body: str) -> str:
    # asyncua takes a value that begins without white space for an empty one.
    return (
        "<uax:ExtensionObject>\n"
        f"<uax:TypeId><uax:Identifier>{encoding}</uax:Identifier></uax:TypeId>"
        f"<uax:Body>{body}</uax:Body></uax:ExtensionObject>"
    )


def _unit(unit: str) -> str:
    code, name = UNECE.get(unit, ("", unit))
    body = (
        f"<uax:EUInformation><uax:NamespaceUri>{UNIT_NAMESPACE}</uax:NamespaceUri>"
        f"<uax:UnitId>{unit_id(code) if code else -1}</uax:UnitId>"
        f"{_localized('uax:DisplayName', unit or '1', 'en')}"
        f"{_localized('uax:Description', name, 'en')}</uax:EUInformation>"
    )
    return _structure(UNIT_XML, body)


def _localized(tag: str, text: str, locale: str) -> str:
    return f"<{tag}><uax:Locale>{locale}</uax:Locale><uax:Text>{escape(text)}</uax:Text></{tag}>"
