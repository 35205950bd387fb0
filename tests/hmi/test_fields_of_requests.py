"""What a request may have in its fields: looked at before anything else is made of it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from hmi.served import SCENARIO
from trainlab.exchange.alarm_list import DEEDS
from trainlab.exchange.rights import ROLES
from trainlab.hmi.rules import NEEDS, Rules
from trainlab.hmi.server import bodies
from trainlab.hmi.server.commands import refused
from trainlab.hmi.server.fields import FIELDS, FOR_LATER, known
from trainlab.hmi.server.store import Store
from trainlab.scenario.load import load_scenario

STORE = Store(load_scenario(SCENARIO), 1)
STORE.stands({"faults": [["f", "level_raw"]]})
STRANGE: tuple[Any, ...] = (None, [], {}, [1], {"a": 1}, True, 1, 1.5, "x", "A" * 2_000_000)
SOUND: dict[str, dict[str, Any]] = {
    **{what: {} for what in FIELDS},
    "speed": {"value": 2},
    "program": {"text": "", "file": ""},
    "drive": {"values": {"lamp_red": True}},
    "operate": {"control": "start", "value": True, "still": False},
    "force": {"tag": "lamp_red", "value": 1},
    "release": {"tag": "lamp_red"},
    "change": {"parameter": "outlet_kv", "value": 4},
    "fault": {"tag": "level_raw", "kind": "bias", "by": "1 cm"},
    "end_fault": {"id": "f", "of": "level_raw"},
    "cancel": {"of": 1},
    **{what: {"alarm": "a", "event": 1} for what in DEEDS},
    "shelve": {"alarm": "a", "seconds": 1.5},
}


def reason(request: dict[str, Any]) -> str:
    no = refused(request, ROLES["instructor"], Rules(), STORE, over=False)
    return no.render("en") if no else ""


def test_every_command_has_a_line_and_nothing_else_does() -> None:
    assert FIELDS.keys() == NEEDS.keys()


@pytest.mark.parametrize("what", FIELDS)
def test_a_field_of_a_wrong_type_is_refused_whatever_the_command(what: str) -> None:
    request = {"do": what, **SOUND[what]}
    assert reason(request) == ""
    for field, kind in FIELDS[what].items():
        for value in STRANGE:
            if type(value) not in kind.types:
                assert f"'{field}' must be " in reason(request | {field: value})
            elif value == STRANGE[-1]:
                assert f"'{field}' is too long" in reason(request | {field: value})


@pytest.mark.parametrize("what", sorted(FIELDS.keys() - FOR_LATER))
def test_only_what_is_done_to_the_plant_waits_for_later(what: str) -> None:
    request = {"do": what, **SOUND[what]}
    assert reason(request | {"after": 3}) == f"'{what}' cannot be asked for later"


@pytest.mark.parametrize("what", sorted(FOR_LATER))
def test_a_moment_is_a_number_of_seconds(what: str) -> None:
    request = {"do": what, **SOUND[what]}
    assert reason(request | {"after": 3}) == ""
    for after in (True, "3", None, -1, 1e9):
        assert reason(request | {"after": after}) != ""


@pytest.mark.parametrize("what", sorted(FIELDS.keys() - {"fault"}))
def test_a_field_that_a_command_does_not_have_is_dropped(what: str) -> None:
    request = {"do": what, **SOUND[what]}
    assert known(request | {"x": "A", "asked_by": "ada", "number": 3}) == request


def test_a_fault_has_the_fields_of_its_kind_alone() -> None:
    fault = {"do": "fault", **SOUND["fault"]}
    assert "there is no 'x'" in reason(fault | {"x": "A"})
    assert "'by' must be" in reason(fault | {"by": ["1 cm"]})
    on_a_parameter = {"do": "fault", "parameter": "leak_kv", "value": 1}
    assert known(on_a_parameter | {"x": "A"}) == on_a_parameter
    assert "'value' must be a number" in reason(on_a_parameter | {"value": True})


def test_a_body_that_does_not_come_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    async def never() -> Any:
        await asyncio.Event().wait()

    monkeypatch.setattr(bodies, "MOST_BODY_S", 0.01)
    with pytest.raises(HTTPException) as raised:
        asyncio.run(bodies.json_body(Request({"type": "http"}, never)))
    assert raised.value.status_code == 408
