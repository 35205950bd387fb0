"""What is judged and reckoned beside the pages: the loop goes on, and no one person has it all."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from starlette.exceptions import HTTPException

from hmi.served import SCENARIO
from trainlab.hmi.frames import TICK
from trainlab.hmi.rules import Rules
from trainlab.hmi.server import hall as halls
from trainlab.hmi.server.access import Person
from trainlab.hmi.server.hall import Hall
from trainlab.hmi.server.reckoning import MOST_OF_ONE, Reckoning
from trainlab.hmi.server.store import Store
from trainlab.scenario.load import load_scenario

ADA, BEN = Person("ada", "observer"), Person("ben", "observer")


async def met(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.01)


def test_a_run_that_cannot_be_judged_is_told_once_and_the_others_are_judged_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def judged() -> None:
        hall = Hall(load_scenario(SCENARIO), 1, 2, [[], []], lambda _: None, Rules(), judged=True)
        for number, store in enumerate(hall.stores):
            store.rows(TICK.pack(0) + bytes(store.row_bytes * 100))
            hall.comes(number, "page", "")
        hall.stores[0].evidence = None  # type: ignore[assignment]
        judging = asyncio.create_task(hall.keep_judging())
        await met(lambda: hall.standings[1])
        first = hall.standings[1]
        for store in hall.stores:
            store.rows(TICK.pack(100) + bytes(store.row_bytes * 100))
        await met(lambda: hall.standings[1] is not first)
        assert hall.standings[0] is None
        assert not judging.done()
        judging.cancel()

    monkeypatch.setattr(halls, "JUDGE_EVERY_S", 0.01)
    asyncio.run(judged())
    assert capsys.readouterr().err.count("Traceback") == 1


def test_a_reset_while_a_run_is_judged_takes_nothing_from_under_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run = Store.run

    async def judged() -> None:
        hall = Hall(load_scenario(SCENARIO), 1, 1, [[]], lambda _: None, Rules(), judged=True)
        (store,) = hall.stores
        hall.comes(0, "page", "")
        judging = asyncio.create_task(hall.keep_judging())
        ran: list[int] = []

        def interrupted(of: Store) -> Any:
            store.build(store.built + 1)
            ran.append(len(run(of).now_ns))
            return run(of)

        monkeypatch.setattr(Store, "run", interrupted)
        store.rows(TICK.pack(0) + bytes(store.row_bytes * 100))
        await met(lambda: ran)
        assert ran[0] == 100
        assert not judging.done()
        judging.cancel()

    monkeypatch.setattr(halls, "JUDGE_EVERY_S", 0.01)
    asyncio.run(judged())
    assert "Traceback" not in capsys.readouterr().err


def test_what_takes_long_is_made_beside_the_loop_one_at_a_time_for_each_person() -> None:
    async def asked() -> None:
        reckoning, go = Reckoning(), threading.Event()
        begun: list[str] = []

        def long(name: str) -> str:
            begun.append(name)
            go.wait(20)
            return name

        many = [
            asyncio.create_task(reckoning.of(ADA, lambda: "ada", long)) for _ in range(MOST_OF_ONE)
        ]
        await met(lambda: begun)
        with pytest.raises(HTTPException):
            await reckoning.of(ADA, lambda: "ada", long)
        other = asyncio.create_task(reckoning.of(BEN, lambda: "ben", long))
        await met(lambda: "ben" in begun)
        assert begun == ["ada", "ben"]
        go.set()
        assert await other == "ben"
        assert await asyncio.gather(*many) == ["ada"] * MOST_OF_ONE

    asyncio.run(asked())
