"""Methods of a station, and which role may call which; users come in by an encrypted channel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from asyncua import ua

pytestmark = pytest.mark.wire
Until = Callable[[Callable[[], object], str], None]


@pytest.fixture
def requests(bench: Any) -> Any:
    bench.wire.requests.clear()
    return bench


def refusal(seat: Any, method: str, *arguments: object) -> str:
    with pytest.raises(ua.UaStatusCodeError) as refused:
        seat.call(method, *arguments)
    return ua.StatusCode(refused.value.code).name


def test_press_holds_a_button_for_that_long(requests: Any, seat: Any, until: Until) -> None:
    seat.call("Press", "start", 0.1)

    until(lambda: len(requests.asked) == 2, "it is pressed and let go")
    assert [request["value"] for request in requests.asked] == [1.0, 0.0]


def test_press_needs_no_duration(requests: Any, seat: Any, until: Until) -> None:
    seat.call("Press", "start")

    until(lambda: len(requests.asked) == 2, "it is pressed and let go")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), "BadArgumentsMissing"),
        (("start", 1.0, 1.0), "BadTooManyArguments"),
        (("nothing",), "BadInvalidArgument"),
        (("setpoint",), "BadInvalidArgument"),
        (("start", -1.0), "BadInvalidArgument"),
        (("start", float("nan")), "BadInvalidArgument"),
        (("start", "long"), "BadInvalidArgument"),
        ((5,), "BadInvalidArgument"),
    ],
)
def test_press_says_what_is_wrong_with_its_arguments(
    seat: Any, arguments: tuple[object, ...], code: str
) -> None:
    assert refusal(seat, "Press", *arguments) == code


def test_an_instructor_injects_and_ends_faults_and_resets(
    requests: Any, seated: Any, until: Until
) -> None:
    with seated(requests.url, "ada") as instructor:
        instructor.call("InjectFault", "level", "open_wire")
        instructor.call("InjectFault", "level", "bias", ["by=5 %"])
        instructor.call("EndFault", "level")
        instructor.call("Reset")
        until(lambda: len(requests.asked) == 4, "the bench has been asked")

    assert requests.asked == [
        {"do": "fault", "tag": "level", "kind": "open_wire"},
        {"do": "fault", "tag": "level", "kind": "bias", "by": "5 %"},
        {"do": "end_fault", "of": "level"},
        {"do": "reset"},
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ("nothing", "open_wire"),
        ("level", "nothing"),
        ("level", "bias"),
        ("level", "bias", ["by=lots"]),
        ("level", "bias", ["by=5 kg"]),
        ("door", "bias", ["by=5 %"]),
        ("level", "bias", ["do=reset"]),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(
    bench: Any, seated: Any, arguments: tuple[object, ...]
) -> None:
    with seated(bench.url, "ada") as instructor:
        assert refusal(instructor, "InjectFault", *arguments) == "BadInvalidArgument"


@pytest.mark.parametrize(
    ("user", "writes", "presses", "instructs"),
    [
        ("", True, True, False),
        ("eve", False, False, False),
        ("plc", True, False, False),
        ("hmi", False, True, False),
        ("ada", True, True, True),
    ],
)
def test_a_role_decides_what_its_user_may_do(
    bench: Any, seated: Any, user: str, writes: bool, presses: bool, instructs: bool
) -> None:
    def allowed(action: Callable[[], object]) -> bool:
        try:
            action()
        except ua.uaerrors.BadUserAccessDenied:
            return False
        return True

    with seated(bench.url, user) as seat:
        valve, start = seat["Outputs.valve"], seat["Panel.start"]
        assert seat["Inputs.door"].read_value() in (True, False)
        assert allowed(lambda: valve.write_value(ua.Variant(1, ua.VariantType.Int16))) == writes
        assert allowed(lambda: start.write_value(False)) == presses
        assert allowed(lambda: seat.call("Press", "start")) == presses
        assert allowed(lambda: seat.call("Reset")) == instructs
        assert allowed(lambda: seat.call("InjectFault", "level", "open_wire")) == instructs
        assert allowed(lambda: seat.call("EndFault", "level")) == instructs
        write = ua.AccessLevel.CurrentWrite
        assert (write in valve.get_user_access_level()) == writes
        assert (write in start.get_user_access_level()) == presses
        executable = seat["Reset"].read_attribute(ua.AttributeIds.UserExecutable)
        assert executable.Value.Value == instructs
