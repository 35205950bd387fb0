"""Log-ins to an OPC UA server: in threads, few at a time, slower for who guesses."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest
from asyncua.common.utils import ServiceError

from trainlab.exchange.guesses import FORGOTTEN_AFTER_S, FREE_FAILURES, LONGEST_DELAY_S
from trainlab.fieldbus.opcua.logins import MOST_OF_A_HOST, Logins


class Clock:
    """Seconds, as the test says."""

    now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def wrong(logins: Logins, host: str, times: int) -> None:
    async def guess() -> None:
        for _ in range(times):
            assert not await logins.compare(host, "ada", lambda: False)

    asyncio.run(guess())


def test_a_host_that_guesses_waits_longer_each_time_and_others_do_not() -> None:
    clock = Clock()
    logins = Logins(clock)
    wrong(logins, "10.0.0.1", FREE_FAILURES - 1)
    assert logins.delay_s("10.0.0.1", "ada") == 0.0
    wrong(logins, "10.0.0.1", 1)
    first = logins.delay_s("10.0.0.1", "ada")
    wrong(logins, "10.0.0.1", 1)

    assert 0.0 < first < logins.delay_s("10.0.0.1", "ada") <= LONGEST_DELAY_S
    assert logins.delay_s("10.0.0.2", "ada") == 0.0
    clock.now_s += FORGOTTEN_AFTER_S + 1
    assert logins.delay_s("10.0.0.1", "ada") == 0.0


def test_who_guesses_does_not_keep_another_user_of_the_host_out() -> None:
    logins = Logins(Clock())
    wrong(logins, "10.0.0.1", FREE_FAILURES + 3)
    assert logins.delay_s("10.0.0.1", "ada") > 0.0
    assert logins.delay_s("10.0.0.1", "bob") == 0.0


def test_a_flood_from_one_host_is_refused_and_lets_others_in() -> None:
    go = threading.Event()

    async def flood() -> tuple[list[object], bool]:
        logins = Logins()

        def slow() -> bool:
            return go.wait(10)

        held = [
            asyncio.create_task(logins.compare("a", "ada", slow)) for _ in range(MOST_OF_A_HOST)
        ]
        await asyncio.sleep(0)
        with pytest.raises(ServiceError):
            await logins.compare("a", "ada", slow)
        other = asyncio.create_task(logins.compare("b", "ada", slow))
        await asyncio.sleep(0)
        go.set()
        return await asyncio.gather(*held), await other

    assert asyncio.run(flood()) == ([True] * MOST_OF_A_HOST, True)


def test_a_password_is_compared_in_another_thread() -> None:
    def where() -> Callable[[], bool]:
        return lambda: threading.current_thread() is not threading.main_thread()

    assert asyncio.run(Logins().compare("a", "ada", where()))
