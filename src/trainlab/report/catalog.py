"""What the catalog holds, as plain data."""

from __future__ import annotations

from typing import Any

from trainlab.core import catalog
from trainlab.core.fields import explanation
from trainlab.core.message import Language
from trainlab.core.spec import PlantDescription
from trainlab.core.tag import Tag


def entry_document(kind: catalog.Kind, name: str, language: Language) -> dict[str, object]:
    """One thing of the catalog as plain data, its texts in one language."""
    thing = catalog.load(kind, name)
    if kind == "plants":
        return plant_document(thing.description, language)
    document: dict[str, object] = {"name": name, "title": name}
    if kind == "checks":
        document["title"] = thing.title_of_kind.within(language)
    if kind in ("links", "clients", "faults", "tag_formats", "report_formats"):
        document["title"] = thing.title.within(language)
    if kind == "languages":
        document["suffixes"] = list(thing.suffixes)
        document["title"] = ", ".join(thing.suffixes)
    document["text"] = thing.about.within(language)
    if kind in ("checks", "faults"):
        document["fields"] = [
            {
                "name": field.alias or key,
                "required": field.is_required(),
                "text": explanation(field).within(language),
            }
            for key, field in thing.model_fields.items()
        ]
    return document


def entry_title(entry: dict[str, object]) -> str:
    """What a thing of the catalog is called."""
    return str(entry.get("title", ""))


def plant_document(plant: PlantDescription, language: Language) -> dict[str, object]:
    """A plant's tags, facts, faults, parameters, alarms and controls."""
    return {
        "name": plant.name,
        "title": plant.title.within(language),
        "text": plant.lesson.within(language),
        "tags": [_tag(tag, language) for tag in plant.tags],
        "facts": [
            {
                "name": fact.name,
                "unit": fact.unit,
                "boolean": fact.boolean,
                "cumulative": fact.cumulative,
                "text": fact.text.within(language),
            }
            for fact in plant.facts
        ],
        "faults": [
            {
                "parameter": parameter.name,
                "low": parameter.low,
                "high": parameter.high,
                "unit": parameter.unit,
                "text": parameter.text.within(language),
            }
            for parameter in plant.parameters
            if parameter.faultable
        ],
        "parameters": [
            {
                "name": parameter.name,
                "default": parameter.default,
                "low": parameter.low,
                "high": parameter.high,
                "unit": parameter.unit,
                "changeable": parameter.changeable,
                "faultable": parameter.faultable,
                "text": parameter.text.within(language),
            }
            for parameter in plant.parameters
        ],
        "alarms": [
            {
                "name": alarm.name,
                "kind": alarm.kind.value,
                "tag": alarm.tag,
                "limit": alarm.limit if alarm.kind.has_limit else None,
                "severity": alarm.severity,
                "text": alarm.text.within(language),
            }
            for alarm in plant.alarms
        ],
        "controls": [
            {
                "name": control.name,
                "kind": control.kind.value,
                "low": control.low,
                "high": control.high,
                "unit": control.unit,
                "text": control.text.within(language),
            }
            for control in plant.controls
        ],
    }


def _tag(tag: Tag, language: Language) -> dict[str, Any]:
    scale = tag.scale
    return {
        "name": tag.name,
        "type": tag.type.name,
        "direction": tag.direction.value,
        "address": tag.address,
        "unit": tag.unit,
        "range": [tag.low, tag.high] if scale else None,
        "raw_range": [scale.raw_low, scale.raw_high] if scale else None,
        "signal": tag.signal.value,
        "fail_safe": tag.fail_safe,
        "reference": tag.reference,
        "text": tag.text.within(language),
    }
