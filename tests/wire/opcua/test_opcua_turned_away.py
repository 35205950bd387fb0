"""Whom an OPC UA server does not let in, or lets not do what it asks: the bench is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from asyncua import ua

pytestmark = pytest.mark.wire
Until = Callable[[Callable[[], object], str], None]


def told(bench: Any) -> list[tuple[str, str]]:
    return [(e.name, e.reason.en) for e in bench.events if e.kind == "client_refused"]


def test_a_wrong_password_is_told_once(
    open_bench: Any, seated: Any, users_file: Any, until: Until
) -> None:
    with open_bench(f"&users={users_file}") as bench:
        for _ in range(2):
            with pytest.raises(ua.UaStatusCodeError), seated(bench.url, "ada", "guessed"):
                pass
        until(lambda: told(bench), "it is told")
        assert told(bench) == [("opcua 127.0.0.1", "wrong name or password: ada")]


def test_who_gives_no_name_where_one_is_needed_is_told(
    open_bench: Any, seated: Any, users_file: Any, until: Until
) -> None:
    with open_bench(f"&users={users_file}&anonymous=no") as bench:
        with pytest.raises(ua.UaStatusCodeError), seated(bench.url):
            pass
        until(lambda: told(bench), "it is told")
        assert told(bench)[0][1] in (
            "it gave no name and password",
            "its session was refused (BadIdentityTokenRejected)",
        )


def test_what_a_role_does_not_allow_is_told(
    open_bench: Any, seated: Any, users_file: Any, until: Until
) -> None:
    with open_bench(f"&users={users_file}") as bench, seated(bench.url, "eve") as eve:
        with pytest.raises(ua.UaStatusCodeError):
            eve.call("Reset")
        with pytest.raises(ua.UaStatusCodeError):
            eve["Outputs.pump"].write_value(True)
        until(lambda: len(told(bench)) == 2, "both are told")
        (who, reset), (_, write) = told(bench)
        assert who == "opcua eve 127.0.0.1"
        assert reset == "its role does not allow Reset"
        assert "Outputs.pump" in write


@pytest.mark.parametrize(
    ("arguments", "wrong", "why"),
    [
        (("level", "nothing", []), 1, "InjectFault: there is no fault 'nothing'"),
        (("level", "bias", ["by=lots"]), 2, "InjectFault: "),
        (("level", "bias", ["bye=5 %"]), 2, "InjectFault: "),
        (("nowhere", "bias", ["by=5 %"]), 0, ""),
    ],
)
def test_the_argument_of_a_fault_that_is_wrong_is_marked_and_told(
    open_bench: Any,
    seated: Any,
    users_file: Any,
    until: Until,
    arguments: Any,
    wrong: int,
    why: str,
) -> None:
    with open_bench(f"&users={users_file}") as bench, seated(bench.url, "ada") as ada:
        request = ua.CallMethodRequest(
            ObjectId=ada.client.get_node(f"ns={ada.namespace};s=lab").nodeid,
            MethodId=ada["InjectFault"].nodeid,
            InputArguments=[
                ua.Variant(arguments[0]),
                ua.Variant(arguments[1]),
                ua.Variant(arguments[2], ua.VariantType.String, is_array=True),
            ],
        )
        (answer,) = ada.client.tloop.post(ada.client.aio_obj.uaclient.call([request]))
        good = [result.is_good() for result in answer.InputArgumentResults]
        assert good == [number != wrong for number in range(3)]
        if why:
            until(lambda: told(bench), "it is told")
            assert told(bench)[0][1].startswith(why)
