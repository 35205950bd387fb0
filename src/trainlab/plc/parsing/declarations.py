"""Types and single declarations: IEC 61131-3:2013 Tables 11 to 16, 40."""

from __future__ import annotations

from dataclasses import replace

from trainlab.core.message import Text
from trainlab.plc.parsing.cursor import A_NAME, Cursor, SyntaxStop
from trainlab.plc.parsing.expressions import decimal_comma, parse_expression
from trainlab.plc.parsing.habits import mend_keyword, type_word
from trainlab.plc.parsing.initials import parse_initial
from trainlab.plc.problems import habits
from trainlab.plc.problems import syntax as wrong
from trainlab.plc.syntax import (
    Address,
    Argument,
    ArraySpec,
    Call,
    Declaration,
    EnumSpec,
    Expression,
    Initial,
    Name,
    NamedType,
    OpenArraySpec,
    ReferenceSpec,
    StringSpec,
    StructSpec,
    SubrangeSpec,
    TypeDeclaration,
    TypeSpec,
    UnreadSpec,
)

RESUME_DECLARATIONS = frozenset(
    """END_VAR END_STRUCT END_TYPE END_PROGRAM END_FUNCTION_BLOCK END_FUNCTION VAR VAR_INPUT
    VAR_OUTPUT VAR_IN_OUT VAR_TEMP VAR_STAT VAR_INST VAR_GLOBAL VAR_EXTERNAL PROGRAM FUNCTION FUNCTION_BLOCK IF FOR
    WHILE CASE REPEAT METHOD END_METHOD CLASS END_CLASS INTERFACE END_INTERFACE NAMESPACE
    END_NAMESPACE END_PROPERTY END_GET END_SET END_ACTION""".split()
)
_A_TYPE = Text("a type such as BOOL, INT or REAL", "一个类型，例如 BOOL、INT 或 REAL")


def parse_declaration(cursor: Cursor) -> list[Declaration]:
    names: list[tuple[int, str, Address | None]] = []
    turned = type_word(cursor.here)
    if turned and cursor.peek().kind == "name" and cursor.peek(2).text in (";", "=", ":="):
        name = cursor.peek()
        cursor.report(habits.TYPE_FIRST, name=name.text, type=turned)
        _skip_declaration(cursor)
        return [Declaration(name.at, name.text, NamedType(name.at, turned))]
    while True:
        if cursor.at_keyword("AT"):  # AT %IX0.0 : BOOL; is a located variable without a name
            at = cursor.here.at
            address = parse_location(cursor)
            names.append((at, "", address))
        else:
            name = cursor.expect_name(A_NAME)
            names.append((name.at, name.text, parse_location(cursor)))
        if not cursor.take_operator(","):
            break
    read, noted = cursor.declarations_read, len(cursor.problems)
    try:
        spec, initial, edge = _type_and_initial(cursor)
        cursor.semicolon()
    except SyntaxStop:
        if len(cursor.problems) == noted:
            raise
        cursor.declarations_read = read
        _skip_declaration(cursor)
        spec, initial, edge = UnreadSpec(names[0][0]), None, ""
    return [Declaration(at, name, spec, initial, address, edge) for at, name, address in names]


def _skip_declaration(cursor: Cursor) -> None:
    """Goes on behind the ';', or where the next line declares something else."""
    while not cursor.at_end():
        if cursor.here.kind == "keyword" and cursor.here.text in RESUME_DECLARATIONS:
            return
        anew = cursor.here.kind == "name" and cursor.peek().text in (":", ",")
        if anew and cursor.line(cursor.before) != cursor.line(cursor.here):
            return
        if cursor.advance().text == ";":
            return


def _type_and_initial(cursor: Cursor) -> tuple[TypeSpec, Initial | None, str]:
    cursor.expect_operator(":")
    spec = parse_type(cursor)
    edge = ""
    if cursor.at_word("R_EDGE") or cursor.at_word("F_EDGE"):
        edge = cursor.advance().text.upper()
    initial: Initial | None = None
    if cursor.at_word("REF") and cursor.peek().text == "=":  # r : REFERENCE TO INT REF= x;
        at = cursor.advance().at
        cursor.advance()
        place = parse_expression(cursor)
        initial = Call(at, Name(at, "REF"), (Argument(at, "", place),))
    elif cursor.at_operator(":=", "="):
        if cursor.at_operator("="):
            cursor.report(wrong.EQUALS_FOR_ASSIGNMENT)
        cursor.advance()
        initial = parse_initial(cursor)
        decimal_comma(cursor)
    return spec, initial, edge


def parse_location(cursor: Cursor) -> Address | None:
    """AT and an address, if they stand here; the address may be left open: %I*."""
    if not cursor.take_keyword("AT"):
        return None
    token = cursor.here
    if token.kind != "address":
        raise cursor.expected(Text("an address such as %IX0.0", "一个地址，例如 %IX0.0"))
    cursor.advance()
    return Address(token.at, token.text)


def parse_type(cursor: Cursor) -> TypeSpec:
    """A type as it stands after ':'."""
    with cursor.nested():
        if cursor.at_keyword("ARRAY"):
            return _array(cursor)
        if cursor.at_keyword("STRUCT"):
            return _struct(cursor)
        if cursor.at_operator("("):
            return _enum(cursor, "")
        if cursor.at_word("UNION") and cursor.peek().kind == "name":
            return _struct(cursor)
        if cursor.here.kind == "name":
            return _named(cursor)
        raise cursor.expected(_A_TYPE)


def _named(cursor: Cursor) -> TypeSpec:
    name = cursor.advance()
    upper = name.text.upper()
    if upper == "REF_TO" or (upper == "REFERENCE" and cursor.take_keyword("TO")):
        return ReferenceSpec(name.at, parse_type(cursor), upper == "REFERENCE")
    if upper == "POINTER" and cursor.at_keyword("TO"):
        cursor.report(wrong.POINTER, at=name.at)
        raise SyntaxStop
    text = name.text
    while cursor.at_operator(".") and cursor.peek().kind == "name":
        cursor.advance()
        text += "." + cursor.advance().text
    if upper in ("STRING", "WSTRING") and cursor.at_operator("[", "("):
        closer = "]" if cursor.advance().text == "[" else ")"
        length = parse_expression(cursor)
        cursor.expect_operator(closer)
        return StringSpec(name.at, upper, length)
    if cursor.at_operator("("):
        if cursor.peek().kind == "name" and cursor.peek(2).text in (",", ")", ":="):
            return _enum(cursor, text)
        cursor.advance()
        low = parse_expression(cursor)
        cursor.expect_operator("..")
        high = parse_expression(cursor)
        cursor.expect_operator(")")
        return SubrangeSpec(name.at, text, low, high)
    if cursor.at_operator("["):
        cursor.report(habits.ARRAY_FORM, at=name.at)
        raise SyntaxStop
    return NamedType(name.at, text)


def _array(cursor: Cursor) -> ArraySpec | OpenArraySpec:
    opener = cursor.advance()
    if not cursor.take_operator("["):
        cursor.report(habits.ARRAY_FORM, at=opener.at)
        raise SyntaxStop
    ranges = []
    if cursor.at_operator("*"):
        return _open_array(cursor, opener.at)
    while True:
        low = parse_expression(cursor)
        if not cursor.take_operator(".."):
            cursor.report(habits.ARRAY_FORM, at=opener.at)
            raise SyntaxStop
        ranges.append((low, parse_expression(cursor)))
        if not cursor.take_operator(","):
            break
    cursor.expect_operator("]")
    cursor.expect_keyword("OF")
    return ArraySpec(opener.at, tuple(ranges), parse_type(cursor))


def _open_array(cursor: Cursor, at: int) -> OpenArraySpec:
    """ARRAY[*, *] OF element (Table 15)."""
    dimensions = 0
    while True:
        cursor.expect_operator("*")
        dimensions += 1
        if not cursor.take_operator(","):
            break
    cursor.expect_operator("]")
    cursor.expect_keyword("OF")
    return OpenArraySpec(at, dimensions, parse_type(cursor))


def _struct(cursor: Cursor) -> StructSpec:
    """STRUCT ... END_STRUCT (Table 11), or the UNION ... END_UNION of CODESYS."""
    opener = cursor.advance()
    union = opener.kind == "name"
    closer = "END_UNION" if union else "END_STRUCT"
    overlap = cursor.take_word("OVERLAP") or union
    fields: list[Declaration] = []
    while not (cursor.at_keyword(closer) or cursor.at_word(closer)):
        if mend_keyword(cursor, (closer,)):
            continue
        if cursor.here.kind != "name":
            raise cursor.expected(closer)
        fields.extend(parse_declaration(cursor))
    cursor.advance()
    return StructSpec(opener.at, tuple(fields), overlap)


def _enum(cursor: Cursor, base: str) -> EnumSpec:
    opener = cursor.advance()
    values: list[tuple[Name, Expression | None]] = []
    while True:
        name = cursor.expect_name()
        value = parse_expression(cursor) if cursor.take_operator(":=") else None
        values.append((Name(name.at, name.text), value))
        if not cursor.take_operator(","):
            break
    cursor.expect_operator(")")
    if not base and cursor.here.kind == "name":
        base = cursor.advance().text
    return EnumSpec(opener.at, tuple(values), base)


def _extended(cursor: Cursor) -> NamedType | None:
    """EXTENDS base, of a structure as in CODESYS."""
    if not cursor.take_word("EXTENDS"):
        return None
    name = cursor.expect_name()
    return NamedType(name.at, name.text)


def parse_types(cursor: Cursor) -> list[TypeDeclaration]:
    """TYPE ... END_TYPE."""
    opener = cursor.advance()
    types: list[TypeDeclaration] = []
    while not cursor.at_keyword("END_TYPE"):
        if mend_keyword(cursor, ("END_TYPE",)):
            continue
        start = cursor.here
        if start.kind == "end" or (start.kind == "keyword" and start.text.startswith("END_")):
            cursor.missing("END_TYPE")
            return types
        try:
            name = cursor.expect_name()
            base = _extended(cursor)
            if cursor.at_keyword("STRUCT", "ARRAY"):
                cursor.missing("':'")
            else:
                cursor.expect_operator(":")
            spec = parse_type(cursor)
            if isinstance(spec, StructSpec):
                spec = replace(spec, base=base)
            initial = parse_initial(cursor) if cursor.take_operator(":=") else None
            if not (isinstance(spec, StructSpec) and cursor.at_keyword("END_TYPE")):
                cursor.semicolon()
            types.append(TypeDeclaration(name.at, name.text, spec, initial))
        except SyntaxStop:
            if cursor.here is start:
                cursor.advance()
            cursor.skip_past_semicolon({"END_TYPE", "PROGRAM", "FUNCTION_BLOCK", "FUNCTION"})
    if cursor.torn_since(opener):
        cursor.declarations_read = False
    cursor.advance()
    cursor.take_operator(";")
    return types
