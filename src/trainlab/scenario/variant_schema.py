"""The schema of a sheet that extends another: what a whole one may hold, and none of it required.

It refers to the whole schema wherever nothing changes, so that what is explained is said once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trainlab.scenario.family import DROP, NAMED
from trainlab.scenario.model_schema import Schema

DEFINITIONS = "#/$defs/"
PREFIX = "variant."
NULL = {"type": "null"}
# The last key of each list whose entries merge by name, and the key of the name.
_LISTS = {str(path[-1]): name for path, name in NAMED.items()}


def variant_definitions(definitions: Schema, root: str) -> dict[str, Schema]:
    """The definition `variant.ROOT`, and those that it needs; each has its name behind `variant.`."""
    return {f"{PREFIX}{name}": schema for name, schema in _Loosened(definitions).all(root)}


class _Loosened:
    def __init__(self, definitions: Schema) -> None:
        self._definitions = definitions
        self._wanted: list[str] = []

    def all(self, root: str) -> Iterator[tuple[str, Schema]]:
        """Every definition that is reached from one, loosened."""
        self._wanted.append(root)
        for name in self._wanted:  # grows meanwhile
            yield name, self._of(self._definitions[name], DEFINITIONS + name)

    def _of(self, schema: Schema, pointer: str) -> Schema:
        """A schema that stands at a pointer, loosened."""
        reference = schema.get("$ref")
        if reference is not None:
            name = reference.removeprefix(DEFINITIONS)
            if name not in self._wanted:
                self._wanted.append(name)
            return {"$ref": f"{DEFINITIONS}{PREFIX}{name}"}
        loose: Schema = {}
        if "properties" in schema:
            loose["properties"] = {
                key: self._property(key, part, f"{pointer}/properties/{key}")
                for key, part in schema["properties"].items()
            }
        others = schema.get("additionalProperties")
        if isinstance(others, dict):
            loose["additionalProperties"] = _or_nothing(
                self._of(others, f"{pointer}/additionalProperties")
            )
        elif others is not None:
            loose["additionalProperties"] = others
        for key in ("then", "else"):
            if key in schema:
                loose |= {"if": schema["if"], key: self._of(schema[key], f"{pointer}/{key}")}
        for key in ("allOf", "anyOf", "oneOf"):
            parts = {f"{pointer}/{key}/{n}": part for n, part in enumerate(schema.get(key, ()))}
            if any(part.keys() != {"required"} for part in parts.values()):
                made = [self._of(part, where) for where, part in parts.items()]
                if made != [{"$ref": where} for where in parts]:
                    loose[key] = made
        if "propertyNames" in schema:
            loose["propertyNames"] = schema["propertyNames"]
        if not loose:
            return {"$ref": pointer}
        return {"type": "object", **loose} if "properties" in loose else loose

    def _property(self, key: str, schema: Schema, pointer: str) -> Schema:
        if key not in _LISTS or "items" not in schema:
            return _or_nothing(self._of(schema, pointer))
        entry: dict[str, Any] = {
            "if": {"required": [DROP]},
            "then": {"properties": {DROP: {"const": True}}, "required": [_LISTS[key]]},
            "else": self._of(schema["items"], f"{pointer}/items"),
        }
        described = {key: schema[key] for key in ("description",) if key in schema}
        return _or_nothing({**described, "type": "array", "items": entry})


def _or_nothing(schema: Schema) -> Schema:
    """A key with nothing behind it takes out what the base says."""
    return {"anyOf": [schema, NULL]}
