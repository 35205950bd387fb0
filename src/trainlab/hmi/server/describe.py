"""What a page has to know of a station once: texts in both languages, tags, panel, mimic, sheet."""

from __future__ import annotations

from itertools import count
from typing import Any

from trainlab.core import catalog
from trainlab.core.fields import Fields, explanation
from trainlab.core.message import LANGUAGES, Text
from trainlab.core.tag import Tag
from trainlab.exchange.data_blocks import area_address, block_addresses
from trainlab.grading.rubric import HIDDEN_TITLE
from trainlab.report.mimic.drawing import drawing
from trainlab.scenario.scenario import Scenario
from trainlab.session.asked_faults import suits


def description(scenario: Scenario, *, judged: bool) -> dict[str, Any]:
    """Plain data of a scenario and its plant; texts are objects by language. No checks, if not `judged`."""
    plant = scenario.plant
    blocks = block_addresses(plant.tags)
    return {
        "title": both(scenario.title),
        "task": both(scenario.task),
        "file": scenario.file.replace("\\", "/").rpartition("/")[2],
        "plant": {"name": plant.name, "title": both(plant.title), "lesson": both(plant.lesson)},
        "tick": scenario.tick_ns / 1e9,
        "duration": scenario.duration_ns / 1e9,
        "tags": [_tag(tag, blocks[tag.name]) for tag in plant.tags],
        "facts": [
            {"name": f.name, "text": both(f.text), "unit": f.unit, "boolean": f.boolean}
            for f in plant.facts
        ],
        "controls": [
            {
                "name": c.name,
                "kind": c.kind.value,
                "text": both(c.text),
                "low": c.low,
                "high": c.high,
                "unit": c.unit,
                "initial": c.initial,
            }
            for c in plant.controls
        ],
        "parameters": [
            {
                "name": p.name,
                "text": both(p.text),
                "default": p.default,
                "low": p.low,
                "high": p.high,
                "unit": p.unit,
                "changeable": p.changeable,
                "faultable": p.faultable,
            }
            for p in plant.parameters
        ],
        "alarms": [
            {"name": a.name, "text": both(a.text), "severity": a.severity, "confirm": a.confirm}
            for a in plant.alarms
        ],
        "faults": [
            {
                "kind": name,
                "title": both(catalog.load("faults", name).title),
                "fields": _fields(catalog.load("faults", name)),
            }
            for name in catalog.names("faults")
        ],
        "checks": _checks(scenario) if judged else [],
        "units": plant.signals,
        "mimic": {lang: drawing(plant, plant.mimic, lang) for lang in LANGUAGES}
        if plant.mimic
        else None,
    }


def _checks(scenario: Scenario) -> list[dict[str, Any]]:
    hidden = count(1)
    return [
        {
            "id": f"hidden_{next(hidden)}" if check.hidden else check.id,
            "title": both(HIDDEN_TITLE if check.hidden else check.title),
            "points": check.points,
            "gate": check.gate is not None,
            "hidden": check.hidden,
        }
        for check in scenario.rubric.checks
    ]


def _fields(model: type[Fields]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "text": both(explanation(field)),
            "switch": field.annotation is bool,
            "time": field.annotation is int,  # DurationNs
            "default": field.default if field.annotation is bool else None,
        }
        for name, field in model.model_fields.items()
    ]


def _tag(tag: Tag, block: str) -> dict[str, Any]:
    scale = tag.scale
    return {
        "name": tag.name,
        "type": tag.type.name,
        "direction": tag.direction.value,
        "address": tag.address,
        "s7": [block, area_address(tag)],
        "text": both(tag.text),
        "unit": tag.unit,
        "low": tag.low,
        "high": tag.high,
        "scale": [scale.low, scale.high, scale.raw_low, scale.raw_high] if scale else None,
        "reference": tag.reference,
        "faults": [name for name in catalog.names("faults") if suits(name, tag)],
    }


def both(text: Text | None) -> dict[str, str] | None:
    """A text in every language."""
    if text is None:
        return None
    return {language: text.within(language) for language in LANGUAGES}
