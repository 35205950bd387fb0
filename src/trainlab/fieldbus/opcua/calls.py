"""The Call service: the methods of a station."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from math import isfinite

from asyncua import ua

from trainlab.core.message import Text
from trainlab.core.spec import ControlKind
from trainlab.exchange.rights import Right
from trainlab.exchange.server_side import Client, Outcome
from trainlab.fieldbus.opcua.methods import ARGUMENTS, FOR_INSTRUCTORS
from trainlab.fieldbus.opcua.nodes import Method, Nodes
from trainlab.fieldbus.opcua.requests import (
    RESET,
    NoFault,
    Request,
    end_fault,
    inject_fault,
    operate,
)
from trainlab.fieldbus.opcua.station import StationView
from trainlab.fieldbus.opcua.writes import ASKED, release
from trainlab.fieldbus.turned_away import TurnedAway

# How long a button is held where nothing is said, and at most.
MOMENT_S = 0.2
LONGEST_S = 60.0
# What follows these may be left out.
REQUIRED = {"Reset": 0, "Press": 1, "InjectFault": 2, "EndFault": 1}


BAD_CALL = Text("{method}: {why}", "调用 {method} 有误：{why}")


class BadArgument(Exception):
    """An argument of a call that cannot be, by its number, with what the specification calls it."""

    def __init__(self, number: int, code: int, why: str = "") -> None:
        super().__init__(number, code)
        self.number = number
        self.code = code
        self.why = why


class Calls:
    """Calls of one client."""

    def __init__(self, nodes: Nodes, turned_away: TurnedAway) -> None:
        self._nodes = nodes
        self._turned_away = turned_away

    def _complain(self, who: str, method: str, why: str) -> None:
        self._turned_away.tell(who, BAD_CALL.fill(method=method, why=why))

    def answer(
        self,
        request: ua.CallMethodRequest,
        clients: Mapping[StationView, Client],
        rights: Right,
    ) -> ua.CallMethodResult:
        """What became of a call to one of our methods."""
        method = self._nodes.methods[request.MethodId]
        given = request.InputArguments or []
        result = ua.CallMethodResult()
        result.InputArgumentResults = [ua.StatusCode() for _ in given]
        try:
            code = self._called(method, given, clients[method.station], rights)
        except BadArgument as bad:
            if bad.number < len(given):
                result.InputArgumentResults[bad.number] = ua.StatusCode(bad.code)
            if bad.why:
                self._complain(clients[method.station].name, method.name, bad.why)
            code = ua.StatusCodes.BadInvalidArgument
        result.StatusCode = ua.StatusCode(code)
        return result

    def _called(
        self, method: Method, given: list[ua.Variant], client: Client, rights: Right
    ) -> int:
        name = method.name
        needed = Right.INSTRUCT if name in FOR_INSTRUCTORS else Right.OPERATE
        if needed not in rights:
            return int(ua.StatusCodes.BadUserAccessDenied)
        if len(given) < REQUIRED[name]:
            return int(ua.StatusCodes.BadArgumentsMissing)
        if len(given) > len(ARGUMENTS[name]):
            return int(ua.StatusCodes.BadTooManyArguments)
        for number, (variant, declared) in enumerate(zip(given, ARGUMENTS[name], strict=False)):
            nothing = declared.is_list and variant.Value is None
            kind = ua.VariantType[declared.type.value]
            fits = variant.VariantType == kind and variant.is_array == declared.is_list
            if not nothing and not fits:
                raise BadArgument(number, ua.StatusCodes.BadTypeMismatch)
        values = [variant.Value for variant in given]
        if name == "Press":
            return self._press(method.station, client, *values)
        return int(ASKED[client.ask(_request(method.station, name, *values))])

    def _press(self, station: StationView, client: Client, name: str, seconds: float = 0.0) -> int:
        control = station.controls.get(name)
        if control is None or control.kind not in (ControlKind.BUTTON, ControlKind.MUSHROOM):
            raise BadArgument(0, ua.StatusCodes.BadNotFound)
        if not isfinite(seconds) or not 0.0 <= seconds <= LONGEST_S:
            raise BadArgument(1, ua.StatusCodes.BadOutOfRange)
        outcome = client.ask(operate(name, control.high))
        if outcome is Outcome.TAKEN and control.kind is ControlKind.BUTTON:
            held_s = (seconds or MOMENT_S) / station.status.speed
            asyncio.get_running_loop().call_later(held_s, release, client, name)
        return int(ASKED[outcome])


def _request(station: StationView, name: str, *values: object) -> Request:
    if name == "Reset":
        return RESET
    tag = station.tags.get(str(values[0]))
    if tag is None:
        raise BadArgument(0, ua.StatusCodes.BadNotFound)
    if name == "EndFault":
        return end_fault(tag)
    kind, *fields = values[1:]
    given = fields[0] if fields and isinstance(fields[0], list) else []
    try:
        return inject_fault(tag, str(kind), [str(field) for field in given])
    except NoFault as wrong:
        code = ua.StatusCodes.BadInvalidArgument
        raise BadArgument(wrong.argument, code, wrong.why) from None
