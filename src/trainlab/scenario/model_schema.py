"""The JSON Schema of one group of fields, as a person's editor can use it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from trainlab.core.fields import ZH
from trainlab.core.message import Language

Schema = dict[str, Any]

# What pydantic says of the values it makes of a text, ns of a duration say, is untrue of the text.
_OF_WHAT_IS_MADE = ("default", "gt", "ge", "lt", "le")
_OF_CLASSES = ("title", "description")
_NAMED = ("properties", "$defs")


def model_schema(model: type[BaseModel], language: Language) -> tuple[Schema, dict[str, Schema]]:
    """The schema of a model and of those inside it by name, descriptions in one language.

    A key with nothing behind its colon is refused, though a sheet may have it: it is mostly a slip.
    """
    whole = model.model_json_schema(ref_template="#/$defs/{model}")
    inner = {name: _plain(each, language) for name, each in whole.pop("$defs", {}).items()}
    return _plain(whole, language), inner


def _plain(model: Schema, language: Language) -> Schema:
    return {
        key: _clean(part, language, key) for key, part in model.items() if key not in _OF_CLASSES
    }


def _clean(schema: Any, language: Language, key: str = "") -> Any:
    if isinstance(schema, list):
        return [_clean(part, language) for part in schema]
    if not isinstance(schema, dict) or key == "examples":
        return schema
    if key in _NAMED:
        return {name: _clean(part, language) for name, part in schema.items()}
    kept = {
        name: part for name, part in schema.items() if name not in (*_OF_WHAT_IS_MADE, "title", ZH)
    }
    if ZH in schema and language == "zh-CN":
        kept["description"] = schema[ZH]
    choices = kept.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices:
        left = [choice for choice in choices if choice != {"type": "null"}]
        kept["anyOf"] = left
        if len(left) == 1:
            del kept["anyOf"]
            kept = {**{name: part for name, part in left[0].items() if name not in kept}, **kept}
            return _clean(kept, language)
    return {name: _clean(part, language, name) for name, part in kept.items()}
