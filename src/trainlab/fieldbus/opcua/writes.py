"""The Write service: outputs as a PLC writes them, the panel as an operator works it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from asyncua import ua
from asyncua.server.address_space import AddressSpace

from trainlab.exchange.records import Span
from trainlab.exchange.rights import Right
from trainlab.exchange.server_side import Client, Outcome
from trainlab.fieldbus.opcua.nodes import Nodes, Variable
from trainlab.fieldbus.opcua.points import Value
from trainlab.fieldbus.opcua.requests import operate
from trainlab.fieldbus.opcua.station import StationView

GOOD = ua.StatusCodes.Good
COMMANDED = {
    Outcome.TAKEN: GOOD,
    Outcome.BUSY: ua.StatusCodes.BadResourceUnavailable,
    Outcome.REFUSED: ua.StatusCodes.BadLocked,
}
ASKED = {
    Outcome.TAKEN: GOOD,
    Outcome.BUSY: ua.StatusCodes.BadResourceUnavailable,
    Outcome.REFUSED: ua.StatusCodes.BadInvalidState,
}
RETRY_S = 0.05
Clients = Mapping[StationView, Client]


def release(client: Client, control: str) -> None:
    """Let go of a button, as soon as the bench takes it."""
    if client.ask(operate(control, 0.0)) is Outcome.BUSY:
        asyncio.get_running_loop().call_later(RETRY_S, release, client, control)


class Writes:
    """What one client writes, and which buttons it holds."""

    def __init__(self, nodes: Nodes, space: AddressSpace) -> None:
        self._nodes = nodes
        self._space = space
        self._held: dict[tuple[StationView, str], None] = {}

    def answer(
        self, items: Sequence[ua.WriteValue], clients: Clients, rights: Right
    ) -> list[ua.StatusCode]:
        """A status code for each; the outputs of one station are written together."""
        codes = [GOOD] * len(items)
        outputs: dict[StationView, list[tuple[int, Span]]] = {}
        for number, item in enumerate(items):
            variable = self._nodes.variables.get(item.NodeId)
            codes[number] = self._refusal(item, variable, rights)
            if variable is None or codes[number] != GOOD:
                continue
            value: Value = item.Value.Value.Value
            if variable.point.slot is None:
                client = clients[variable.station]
                codes[number] = self._work_panel(variable, value, client)
                continue
            span = variable.point.encode(value)
            if span is None:
                codes[number] = ua.StatusCodes.BadOutOfRange
            else:
                outputs.setdefault(variable.station, []).append((number, span))
        for station, numbered in outputs.items():
            outcome = clients[station].write([span for _, span in numbered])
            for number, _ in numbered:
                codes[number] = COMMANDED[outcome]
        return [ua.StatusCode(code) for code in codes]

    def let_go(self, station: StationView, client: Client) -> None:
        """Release the buttons that the client holds at a station."""
        for place in [held for held in self._held if held[0] is station]:
            del self._held[place]
            release(client, place[1])

    def _refusal(self, item: ua.WriteValue, variable: Variable | None, rights: Right) -> int:
        """Why it cannot be written, whoever owns the outputs (Part 4, table of 5.11.4.4)."""
        if variable is None or item.AttributeId != ua.AttributeIds.Value:
            return self._not_ours(item)
        point = variable.point
        if not point.writable:
            return int(ua.StatusCodes.BadNotWritable)
        if (Right.COMMAND if point.slot else Right.OPERATE) not in rights:
            return int(ua.StatusCodes.BadUserAccessDenied)
        if item.IndexRange:
            return int(ua.StatusCodes.BadIndexRangeInvalid)
        written = item.Value
        if written.StatusCode is not None and not written.StatusCode.is_good():
            return int(ua.StatusCodes.BadWriteNotSupported)
        variant = written.Value
        if variant is None or variant.is_array or variant.VariantType != variable.type:
            return int(ua.StatusCodes.BadTypeMismatch)
        return int(GOOD)

    def _not_ours(self, item: ua.WriteValue) -> int:
        node = self._space.get(item.NodeId)
        if node is None:
            return int(ua.StatusCodes.BadNodeIdUnknown)
        if item.AttributeId not in node.attributes:
            return int(ua.StatusCodes.BadAttributeIdInvalid)
        return int(ua.StatusCodes.BadNotWritable)

    def _work_panel(self, variable: Variable, value: Value, client: Client) -> int:
        control = variable.point.control
        assert control is not None
        assert not isinstance(value, str)
        if not control.low <= value <= control.high:  # NaN is neither
            return int(ua.StatusCodes.BadOutOfRange)
        outcome = client.ask(operate(control.name, float(value)))
        if variable.type == ua.VariantType.Boolean and outcome is Outcome.TAKEN:
            place = variable.station, control.name
            if value:
                self._held[place] = None
            else:
                self._held.pop(place, None)
        return int(ASKED[outcome])
