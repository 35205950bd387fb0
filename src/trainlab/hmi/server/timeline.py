"""What was done to a station by hand, as the timeline and the faults of a sheet."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from trainlab.core.message import Language, Text
from trainlab.core.spec import PlantDescription
from trainlab.session.asked_faults import BESIDE

NO_FIELDS = BESIDE | {"id"}
NOTHING = Text("no fault was begun, and nothing changed", "没有施加故障，也没有更改对象")


def timeline(
    deeds: Sequence[Mapping[str, Any]], plant: PlantDescription, language: Language
) -> str:
    """Two sections of a sheet, in YAML; each deed is a moment in s and the request that was done,
    with the id of its fault."""
    units = {each.name: each.unit for each in plant.parameters}
    changes: list[str] = []
    faults: list[str] = []
    for place, deed in enumerate(deeds):
        request = deed["request"]
        name = request.get("parameter", request.get("tag"))
        if request["do"] == "change":
            value = _quantity(request["value"], units[name])
            changes.append(f"  - {{at: {_moment(deed)}, change: {{{name}: {value}}}}}")
        elif request["do"] == "fault":
            end = next(
                (later for later in deeds[place + 1 :] if _ends(later["request"], request["id"])),
                None,
            )
            if end is None or end["t"] > deed["t"]:
                entry = _fault(request, units, f"fault_{len(faults) + 1}")
                moments = [("begin", deed), *([("end", end)] if end else [])]
                entry |= {key: _moment(each) for key, each in moments}
                fields = ", ".join(f"{key}: {value}" for key, value in entry.items())
                faults.append(f"  - {{{fields}}}")
    sections = {"timeline": changes, "faults": faults}
    text = [f"{key}:\n" + "\n".join(lines) + "\n" for key, lines in sections.items() if lines]
    return "\n".join(text) or f"# {NOTHING.within(language)}\n"


def _fault(request: Mapping[str, Any], units: Mapping[str, str], label: str) -> dict[str, str]:
    if "parameter" in request:
        name = request["parameter"]
        value = _quantity(request["value"], units[name])
        return {"label": label, "parameter": name, "value": value}
    fields = {key: json.dumps(value) for key, value in request.items() if key not in NO_FIELDS}
    return {"label": label, "fault": request["kind"], "tag": request["tag"], **fields}


def _ends(request: Mapping[str, Any], fault_id: str) -> bool:
    return bool(request["do"] == "end_fault" and request["id"] == fault_id)


def _moment(deed: Mapping[str, Any]) -> str:
    return f"{deed['t']:.9g} s"


def _quantity(value: float, unit: str) -> str:
    return f"{value!r} {unit}".strip()
