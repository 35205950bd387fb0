"""Wrong passwords cost their host time, and nobody else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from asyncua import ua

pytestmark = pytest.mark.wire
Until = Callable[[Callable[[], object], str], None]


def test_values_flow_while_twenty_wrong_passwords_are_tried(
    open_bench: Any, seated: Any, users_file: Any, until: Until
) -> None:
    with open_bench(f"&users={users_file}") as bench, seated(bench.url) as reader:
        codes: list[str] = []

        def guess() -> None:
            for _ in range(5):
                try:
                    with seated(bench.url, "ada", "guessed"):
                        codes.append("in")
                except ua.UaStatusCodeError as error:
                    codes.append(ua.StatusCode(error.code).name)

        seen: list[object] = []

        class Notes:
            def datachange_notification(self, node: object, value: object, data: object) -> None:
                seen.append(len(codes))

        subscription = reader.client.create_subscription(50, Notes())
        subscription.subscribe_data_change(reader["Status.Ticks"])
        guessers = [threading.Thread(target=guess) for _ in range(4)]
        for guesser in guessers:
            guesser.start()
        reads = 0
        while len(codes) < 20:
            assert reader["Status.Phase"].read_value() == 1
            reads += 1
        for guesser in guessers:
            guesser.join()
        told = len(seen)

    assert set(codes) <= {"BadUserAccessDenied", "BadTooManyOperations"}
    # The guesses take seconds, all of which values were read and told.
    assert reads > 100
    assert told > 20


def test_the_right_password_still_enters_after_wrong_ones(
    open_bench: Any, seated: Any, users_file: Any
) -> None:
    with open_bench(f"&users={users_file}") as bench:
        for _ in range(6):
            with suppress(ua.UaError), seated(bench.url, "ada", "guessed"):
                pytest.fail("a wrong password")
        with seated(bench.url, "ada") as seat:
            assert seat["Status.Phase"].read_value() == 1


def test_a_password_that_was_overheard_is_good_for_no_other_session(
    bench: Any, new_client: Any
) -> None:
    overheard: list[object] = []
    with new_client(bench.url) as client:
        encrypt = client.aio_obj._encrypt_password

        def listen(password: object, policy: object) -> object:
            overheard.append(encrypt(password, policy))
            return overheard[-1]

        client.set_user("plc")
        client.set_password("plcplc")
        client.aio_obj._encrypt_password = listen
        client.connect()
    with new_client(bench.url) as thief:
        thief.set_user("plc")
        thief.set_password("unknown")
        thief.aio_obj._encrypt_password = lambda password, policy: overheard[0]
        with pytest.raises(ua.uaerrors.BadIdentityTokenInvalid):
            thief.connect()
