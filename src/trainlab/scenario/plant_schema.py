"""What a plant makes of the sections of a sheet: which names may stand there, and what they mean."""

from __future__ import annotations

from collections.abc import Iterable

from trainlab.core.message import Language
from trainlab.core.spec import ControlKind, Parameter, PlantDescription
from trainlab.scenario.feed import PREFIX, parts_of
from trainlab.scenario.model_schema import Schema


def plant_definitions(plant: PlantDescription, language: Language) -> dict[str, Schema]:
    """The definitions that `plant_condition` refers to."""
    kinds = {control.name: control.kind for control in plant.controls}
    dials = [name for name, kind in kinds.items() if kind is ControlKind.DIAL]
    settable = [*dials, *(name for name, kind in kinds.items() if kind is ControlKind.SELECTOR)]
    struck = [name for name, kind in kinds.items() if kind is ControlKind.MUSHROOM]
    pressed = [name for name, kind in kinds.items() if kind is ControlKind.BUTTON]
    changeable = [each.name for each in plant.parameters if each.changeable]
    faultable = [each.name for each in plant.parameters if each.faultable]
    tags = [tag.name for tag in plant.tags]
    fed = _one_of(parts_of(plant))
    acts: Schema = {
        "press": _one_of([*pressed, *struck]),
        "release": _one_of(struck),
        "set": _keys(settable),
        "change": _keys(changeable),
        "ramp": _keys([*dials, *changeable]),
        "noise": _keys([*dials, *changeable]),
        "feed": {
            "if": {"type": "string"},
            "then": fed,
            "else": {
                "properties": {"part": fed, "parts": {"items": fed}, "one_of": {"items": fed}}
            },
        },
    }
    then = {"items": {"properties": acts}}
    return {
        f"{plant.name}.plant": {
            "properties": {
                "parameters": {
                    "properties": {
                        each.name: {"description": _parameter(each, language)}
                        for each in plant.parameters
                    },
                    "additionalProperties": False,
                },
                "addresses": _keys(tags),
            }
        },
        f"{plant.name}.feed": {
            "properties": {
                each.name.removeprefix(PREFIX): {"description": _parameter(each, language)}
                for each in plant.parameters
                if each.name.startswith(PREFIX)
            },
            "additionalProperties": False,
        },
        f"{plant.name}.step": {"properties": {**acts, "then": then}},
        f"{plant.name}.fault": {
            "properties": {"tag": _one_of(tags), "parameter": _one_of(faultable)}
        },
    }


def plant_condition(plant: PlantDescription) -> Schema:
    """What holds of a sheet on that plant."""
    chosen = {"properties": {"type": {"const": plant.name}}, "required": ["type"]}
    return {
        "if": {"properties": {"plant": chosen}, "required": ["plant"]},
        "then": {
            "properties": {
                "plant": {"$ref": f"#/$defs/{plant.name}.plant"},
                "feed": {"$ref": f"#/$defs/{plant.name}.feed"},
                "timeline": {"items": {"$ref": f"#/$defs/{plant.name}.step"}},
                "faults": {"items": {"$ref": f"#/$defs/{plant.name}.fault"}},
            }
        },
    }


def _parameter(parameter: Parameter, language: Language) -> str:
    """What a parameter means, its range, unit and default."""
    unit = f" {parameter.unit}" if parameter.unit else ""
    mean = parameter.text.within(language)
    spread = f"{parameter.low:g} .. {parameter.high:g}{unit}"
    if language == "zh-CN":
        return f"{mean}；范围 {spread}，默认 {parameter.default:g}{unit}"
    return f"{mean}; {spread}, {parameter.default:g}{unit} if left out"


def _one_of(names: Iterable[str]) -> Schema:
    return {"enum": list(names)}


def _keys(names: Iterable[str]) -> Schema:
    return {"propertyNames": {"enum": list(names)}}
