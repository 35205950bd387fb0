"""Types, initial values and variables of PLCopen XML (TC6 2.0 and 2.01), said in Structured Text."""

from __future__ import annotations

from trainlab.plc.files.xml_elements import Element

SECTIONS = {
    "inputVars": "VAR_INPUT",
    "outputVars": "VAR_OUTPUT",
    "inOutVars": "VAR_IN_OUT",
    "localVars": "VAR",
    "tempVars": "VAR_TEMP",
    "externalVars": "VAR_EXTERNAL",
    "globalVars": "VAR_GLOBAL",
    "accessVars": "VAR_ACCESS",
}
_QUALIFIERS = {"constant": "CONSTANT", "retain": "RETAIN", "persistent": "PERSISTENT",
               "nonretain": "NON_RETAIN"}  # fmt: skip
_POINTERS = {"pointer": "POINTER TO", "reference": "REFERENCE TO"}


def type_text(holder: Element | None) -> str:
    """The type that a <type>, <baseType> or <returnType> holds."""
    spec = None if holder is None else next(iter(_specs(holder)), None)
    return "" if spec is None else _spec_text(spec)


def _specs(holder: Element) -> list[Element]:
    return [each for each in holder.children if each.tag not in ("addData", "documentation")]


def _spec_text(spec: Element) -> str:
    if spec.tag == "derived":
        return spec.get("name")
    if spec.tag in ("string", "wstring"):
        length = spec.get("length")
        return spec.tag.upper() + (f"[{length}]" if length else "")
    if spec.tag == "array":
        return f"ARRAY [{_ranges(spec.all('dimension'))}] OF {type_text(spec.child('baseType'))}"
    if spec.tag.startswith("subrange"):
        return f"{type_text(spec.child('baseType'))} ({_ranges(spec.all('range'))})"
    if spec.tag in _POINTERS:
        return f"{_POINTERS[spec.tag]} {type_text(spec.child('baseType'))}"
    if spec.tag == "enum":
        return _enum_text(spec)
    if spec.tag == "struct":
        return fields_text(spec, "STRUCT")
    return spec.tag


def fields_text(holder: Element, keyword: str) -> str:
    """STRUCT ... END_STRUCT, or UNION ... END_UNION."""
    fields = "\n".join(variable_text(each) for each in holder.all("variable"))
    return f"{keyword}\n{fields}\nEND_{keyword}"


def _ranges(ranges: list[Element]) -> str:
    return ", ".join(f"{each.get('lower')}..{each.get('upper')}" for each in ranges)


def _enum_text(spec: Element) -> str:
    values = []
    listed = spec.child("values")
    for each in listed.all("value") if listed is not None else ():
        value = each.get("value")
        values.append(each.get("name") + (f" := {value}" if value else ""))
    base = type_text(spec.child("baseType"))
    return f"({', '.join(values)}) {base}".rstrip()


def initial_text(holder: Element) -> str:
    """The initial value that a variable or type has; "" without one."""
    initial = holder.child("initialValue")
    value = None if initial is None else next(iter(initial.children), None)
    return "" if value is None else _value_text(value)


def _value_text(value: Element) -> str:
    if value.tag == "simpleValue":
        return value.get("value")
    if value.tag == "arrayValue":
        items = []
        for each in value.all("value"):
            inner = _value_text(each.children[0]) if each.children else ""
            count = each.get("repetitionValue")
            items.append(f"{count}({inner})" if count not in ("", "1") else inner)
        return f"[{', '.join(items)}]"
    members = [
        f"{each.get('member')} := {_value_text(each.children[0])}"
        for each in value.all("value")
        if each.children
    ]
    return f"({', '.join(members)})"


def variable_text(variable: Element) -> str:
    """name AT %IX0.0 : TYPE := value;"""
    address = variable.get("address")
    located = f" AT {address}" if address else ""
    initial = initial_text(variable)
    assigned = f" := {initial}" if initial else ""
    return f"{variable.get('name')}{located} : {type_text(variable.child('type'))}{assigned};"


def section_opener(section: Element) -> str:
    """VAR_INPUT CONSTANT and the like."""
    words = [word for name, word in _QUALIFIERS.items() if section.get(name) in ("true", "1")]
    return " ".join([SECTIONS[section.tag], *words])
