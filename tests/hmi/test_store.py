"""What the pages keep of a run."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np

from hmi.served import SCENARIO
from trainlab.hmi.frames import TICK
from trainlab.hmi.server.columns import csv_of, json_of
from trainlab.hmi.server.store import Store
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


def test_another_run_begins_with_nothing_of_the_one_before() -> None:
    store = Store(load_scenario(SCENARIO), 1)
    operated(store, 20.0, 0.1, rest=True)
    store.rows(TICK.pack(0) + bytes(store.row_bytes * 100))
    store.build(1)
    assert not store.judgeable
    assert store.panel_begun["setpoint"] == 0.0


def test_a_run_that_is_judged_stays_as_it_is_while_the_station_begins_anew() -> None:
    store = Store(load_scenario(SCENARIO), 1)
    operated(store, 20.0, 0.1, rest=True)
    store.rows(TICK.pack(0) + bytes(store.row_bytes * 100))
    operated(store, 0.5, 0.3)
    now, run = store.still(), store.run()
    store.rows(TICK.pack(100) + bytes(store.row_bytes))
    operated(store, 0.6, 0.4)
    store.build(1)
    assert now.judgeable
    assert now.run().columns["setpoint"].tolist() == run.columns["setpoint"].tolist()
    assert now.plain_rows() == bytes(len(now.plain_rows()))
    assert len(now.run().now_ns) == 100


def test_columns_are_written_as_they_are_and_what_is_no_number_as_none() -> None:
    column = np.array([1.5, math.nan, math.inf])
    window = (np.array([0.0, 0.1, 0.2]), {"level": column, "lamp": np.array([1, 0, 1], np.uint8)})
    assert json.loads(json_of(window)) == {
        "t": [0.0, 0.1, 0.2],
        "signals": {"level": [1.5, None, None], "lamp": [1.0, 0.0, 1.0]},
    }
    assert csv_of(window, {"level": "m"}).splitlines() == [
        "\ufefft [s],level [m],lamp",
        "0.0,1.5,1.0",
        "0.1,,0.0",
        "0.2,,1.0",
    ]
