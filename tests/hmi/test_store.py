"""What the pages keep of a run."""

from __future__ import annotations

from typing import Any

from hmi.served import SCENARIO
from trainlab.hmi.frames import TICK
from trainlab.hmi.server.store import MOST_RUN_EVENTS, Store
from trainlab.scenario.load import load_scenario


def operated(store: Store, t: float, value: float, **more: object) -> None:
    said: dict[str, Any] = {"kind": "operate", "name": "setpoint", "value": value}
    store.event({"t": t, "label": "", "reason": None, **said, **more})


def test_what_is_turned_while_the_plant_rests_stands_so_when_the_run_begins() -> None:
    store = Store(load_scenario(SCENARIO), 1)
    operated(store, 20.0, 0.1, rest=True)
    operated(store, 30.0, 0.2, rest=True)
    store.rows(TICK.pack(0) + bytes(store.row_bytes * 100))
    operated(store, 0.5, 0.3)
    dial = store.run().columns["setpoint"]
    assert (dial[0], dial[49], dial[50], dial[99]) == (0.2, 0.2, 0.3, 0.3)
    assert len(store.events) == 3


def test_a_flood_of_events_is_kept_in_bounds_and_the_run_is_not_judged_by_a_part_of_them() -> None:
    store = Store(load_scenario(SCENARIO), 1)
    store.rows(TICK.pack(0) + bytes(store.row_bytes))
    for _ in range(MOST_RUN_EVENTS):
        operated(store, 0.0, 0.1)
    assert store.judgeable
    operated(store, 0.0, 0.1)
    assert len(store.run_events) == MOST_RUN_EVENTS
    assert not store.judgeable


def test_another_run_begins_with_nothing_of_the_one_before() -> None:
    store = Store(load_scenario(SCENARIO), 1)
    operated(store, 20.0, 0.1, rest=True)
    store.rows(TICK.pack(0) + bytes(store.row_bytes * 100))
    store.build(1)
    assert not store.judgeable
    assert store.panel_begun["setpoint"] == 0.0


def test_a_forced_output_has_the_held_value_while_it_is_held() -> None:
    store = Store(load_scenario(SCENARIO), 1)

    def happens(t: float, kind: str, value: float = 0.0, **more: object) -> None:
        said = {"kind": kind, "name": "lamp_red", "value": value, "label": "", "reason": None}
        store.event({"t": t, **said, **more})

    happens(20.0, "tag_forced", 1.0, rest=True)  # of the clock on the wall, while the plant rests
    store.rows(TICK.pack(0) + bytes(store.row_bytes * 10))
    happens(0.03, "tag_forced", 0.0)
    happens(0.05, "tag_forced", 1.0)
    happens(0.08, "tag_released")
    lamp = store.history(["lamp_red"], 0.0, 1.0, 100)["signals"]["lamp_red"]
    assert lamp == [1, 1, 1, 0, 0, 1, 1, 1, 0, 0]
    judged = store.run().columns["lamp_red"]
    assert list(judged) == [0] * 10
