"""The addresses of every plant's tags, pinned: a wired PLC and a student's program count on them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trainlab.core import catalog
from trainlab.core.plant import Plant

PINNED = Path(__file__).parent / "addresses.json"
CHANGED = (
    "{plant} has tags at other addresses than before ({names}). Every program, PLC and tag file that"
    " was made for it breaks: give the tag its old address back. A new tag, or a new plant, is added"
    " to tests/tagfiles/addresses.json."
)


def pinned() -> dict[str, dict[str, list[str]]]:
    listed: dict[str, dict[str, list[str]]] = json.loads(PINNED.read_text(encoding="utf-8"))
    return listed


def now(plant: str) -> dict[str, list[str]]:
    plant_type: type[Plant] = catalog.load("plants", plant)
    tags = plant_type.description.tags
    return {tag.name: [tag.type.name, tag.address] for tag in tags}


@pytest.mark.parametrize("plant", catalog.names("plants"))
def test_every_tag_stands_where_it_always_stood(plant: str) -> None:
    before, after = pinned().get(plant, {}), now(plant)
    either = before.keys() | after.keys()
    names = sorted(name for name in either if before.get(name) != after.get(name))
    assert not names, CHANGED.format(plant=plant, names=", ".join(names))


def test_no_plant_is_gone() -> None:
    assert pinned().keys() <= set(catalog.names("plants"))
