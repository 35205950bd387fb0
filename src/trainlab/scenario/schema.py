"""The JSON Schema (2020-12) of a whole sheet, made of the models that read it and of the catalog.

An editor completes and explains with it while a sheet is written; `trainlab check` says more: it
knows conditions, units and moments, which a schema cannot. What a schema refuses and the loader
takes is a number or a switch in quotes, and a key with nothing behind it.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel

from trainlab.core import catalog
from trainlab.core.message import Language, Text
from trainlab.core.plant import Plant
from trainlab.scenario.family import EXTENDS
from trainlab.scenario.model_schema import Schema, model_schema
from trainlab.scenario.plant_schema import plant_condition, plant_definitions
from trainlab.scenario.sheet import (
    ACTIONS,
    FeedSection,
    ParameterFaultEntry,
    PlantSection,
    ProgramEntry,
    RubricSection,
    Sheet,
    Step,
    ThenStep,
    TimingSection,
    WireFaultEntry,
)
from trainlab.scenario.variant_schema import DEFINITIONS, PREFIX, variant_definitions

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SHEET = "sheet"
TITLE = Text("A trainlab scenario", "trainlab 场景")


def sheet_schema(language: Language) -> Schema:
    """The schema, its descriptions in one language."""
    made = _Definitions(language)
    sheet = made.model(Sheet)
    sections: Schema = sheet["properties"]
    for name, model in (("plant", PlantSection), ("timing", TimingSection)):
        sections[name] = _explained(sections[name], made.model(model))
    sections["plant"]["properties"]["type"]["enum"] = list(catalog.names("plants"))
    sections["feed"] = made.model(FeedSection)["properties"]["feed"]
    sections["timeline"]["items"] = made.define("step", _step(made))
    sections["faults"]["items"] = made.define("fault", _fault(made))
    sections["program"]["additionalProperties"] = made.model(ProgramEntry)
    sections["rubric"] = _explained(sections["rubric"], made.model(RubricSection))
    sections["rubric"]["properties"]["checks"]["items"] = made.define("check", _check(made))
    plants: list[type[Plant]] = [catalog.load("plants", name) for name in catalog.names("plants")]
    for plant in plants:
        made.definitions |= plant_definitions(plant.description, language)
    sheet["allOf"] = [plant_condition(plant.description) for plant in plants]
    whole = made.define(SHEET, sheet)
    made.definitions |= variant_definitions(made.definitions, SHEET)
    return {
        "$schema": DIALECT,
        "title": TITLE.within(language),
        "type": "object",
        "if": {"required": [EXTENDS]},
        "then": {"$ref": f"{DEFINITIONS}{PREFIX}{SHEET}"},
        "else": whole,
        "$defs": made.definitions,
    }


class _Definitions:
    """What is defined once and referred to by name."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.definitions: dict[str, Schema] = {}

    def model(self, model: type[BaseModel]) -> Schema:
        """The schema of a model; those inside it become definitions."""
        schema, inner = model_schema(model, self.language)
        self.definitions |= inner
        return schema

    def define(self, name: str, schema: Schema) -> Schema:
        """A reference to a schema that is kept under a name."""
        self.definitions[name] = schema
        return {"$ref": f"#/$defs/{name}"}


def _explained(section: Schema, model: Schema) -> Schema:
    return {"description": section["description"], **model}


def _step(made: _Definitions) -> Schema:
    one_action = [{"required": [action]} for action in ACTIONS]
    step, then = made.model(Step), made.model(ThenStep)
    step["properties"]["then"]["items"] = made.define("then", {**then, "oneOf": one_action})
    return {**step, "anyOf": _either("at", "when"), "oneOf": one_action}


def _fault(made: _Definitions) -> Schema:
    parameter = made.define(
        "fault.parameter", {**made.model(ParameterFaultEntry), "anyOf": _either("begin", "when")}
    )
    window = made.model(WireFaultEntry)
    kinds = {}
    for name in catalog.names("faults"):
        spec = catalog.load("faults", name)
        own = made.model(spec)
        kinds[name] = {
            **window,
            "description": spec.about.within(made.language),
            "properties": {**window["properties"], **own.get("properties", {})},
            "required": [*window["required"], *own.get("required", [])],
            "anyOf": _either("begin", "when"),
        }
    return {
        "type": "object",
        "if": {"required": ["parameter"]},
        "then": parameter,
        "else": _by_kind("fault", kinds, made),
    }


def _check(made: _Definitions) -> Schema:
    kinds = {}
    for name in catalog.names("checks"):
        check = catalog.load("checks", name)
        kinds[name] = {"description": check.about.within(made.language), **made.model(check)}
    return _by_kind("check", kinds, made)


def _by_kind(key: str, kinds: Mapping[str, Schema], made: _Definitions) -> Schema:
    """A group whose keys depend on the kind that one of them names."""
    return {
        "type": "object",
        "properties": {key: {"enum": list(kinds)}},
        "required": [key],
        "allOf": [
            {
                "if": {"properties": {key: {"const": name}}, "required": [key]},
                "then": made.define(f"{key}.{name}", schema),
            }
            for name, schema in kinds.items()
        ],
    }


def _either(*keys: str) -> list[Schema]:
    return [{"required": [key]} for key in keys]
