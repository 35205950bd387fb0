"""The methods of conditions, and ConditionRefresh: OPC 10000-9, with its result codes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from asyncua import ua

from trainlab.exchange.alarm_list import asked_of
from trainlab.exchange.alarm_state import Refusal, Refused
from trainlab.exchange.rights import Right
from trainlab.exchange.server_side import Client
from trainlab.fieldbus.opcua.condition_nodes import METHODS, SHELVING, Condition, Conditions
from trainlab.fieldbus.opcua.station import StationView

Ids = ua.ObjectIds
Codes = ua.StatusCodes
DEEDS = {
    "Acknowledge": "acknowledge",
    "Confirm": "confirm",
    "AddComment": "comment",
    "Enable": "enable",
    "Disable": "disable",
    "TimedShelve": "shelve",
    "OneShotShelve": "shelve_once",
    "Unshelve": "unshelve",
}
# Clients may name the method of the type in place of the instance's (5.7.3, 5.8.17.4).
OF_TYPES = {
    ua.NodeId(Ids.AcknowledgeableConditionType_Acknowledge): "Acknowledge",
    ua.NodeId(Ids.AcknowledgeableConditionType_Confirm): "Confirm",
    ua.NodeId(Ids.ConditionType_AddComment): "AddComment",
    ua.NodeId(Ids.ConditionType_Enable): "Enable",
    ua.NodeId(Ids.ConditionType_Disable): "Disable",
    ua.NodeId(Ids.AlarmConditionType_ShelvingState_TimedShelve): "TimedShelve",
    ua.NodeId(Ids.AlarmConditionType_ShelvingState_OneShotShelve): "OneShotShelve",
    ua.NodeId(Ids.AlarmConditionType_ShelvingState_Unshelve): "Unshelve",
    ua.NodeId(Ids.ShelvedStateMachineType_TimedShelve): "TimedShelve",
    ua.NodeId(Ids.ShelvedStateMachineType_OneShotShelve): "OneShotShelve",
    ua.NodeId(Ids.ShelvedStateMachineType_Unshelve): "Unshelve",
}
REFUSED = {
    Refusal.UNKNOWN_EVENT: Codes.BadEventIdUnknown,
    Refusal.ALREADY_ACKNOWLEDGED: Codes.BadConditionBranchAlreadyAcked,
    Refusal.ALREADY_CONFIRMED: Codes.BadConditionBranchAlreadyConfirmed,
    Refusal.ALREADY_SHELVED: Codes.BadConditionAlreadyShelved,
    Refusal.NOT_SHELVED: Codes.BadConditionNotShelved,
    Refusal.SHELVING_TIME: Codes.BadShelvingTimeOutOfRange,
    Refusal.DISABLED: Codes.BadConditionDisabled,
    Refusal.ALREADY_DISABLED: Codes.BadConditionAlreadyDisabled,
    Refusal.ALREADY_ENABLED: Codes.BadConditionAlreadyEnabled,
}
FOR_INSTRUCTORS = ("Enable", "Disable")
TAKES = {
    Ids.ByteString: (ua.VariantType.ByteString,),
    Ids.LocalizedText: (ua.VariantType.LocalizedText, ua.VariantType.Null),
    Ids.Duration: (ua.VariantType.Double,),
}
# The bench takes what it is asked at its next scan; one that has stopped takes nothing.
PATIENCE_S = 2.0
POLL_S = 0.005


def needed_right(name: str) -> Right:
    """What a user must be allowed to work an alarm so."""
    return Right.INSTRUCT if name in FOR_INSTRUCTORS else Right.OPERATE


class ConditionCalls:
    """Calls of one client."""

    def __init__(self, conditions: Conditions) -> None:
        self._conditions = conditions

    def is_ours(self, method: ua.NodeId) -> bool:
        """Whether it is a method of a condition."""
        return method in OF_TYPES or method in self._conditions.methods

    async def answer(
        self,
        request: ua.CallMethodRequest,
        clients: Mapping[StationView, Client],
        rights: Right,
    ) -> ua.CallMethodResult:
        """What became of a call; it is answered when the bench has done it."""
        given = request.InputArguments or []
        result = ua.CallMethodResult()
        result.InputArgumentResults = [ua.StatusCode() for _ in given]
        condition = self._conditions.objects.get(request.ObjectId)
        if condition is None:
            result.StatusCode = ua.StatusCode(Codes.BadNodeIdInvalid)
            return result
        name = self._name(request, condition)
        code = Codes.BadMethodInvalid
        if name:
            code = _mistake(name, given, result.InputArgumentResults)
        if name and code == Codes.Good:
            code = Codes.BadUserAccessDenied
            if needed_right(name) in rights:
                code = await _do(name, given, condition, clients[condition.station])
        result.StatusCode = ua.StatusCode(code)
        return result

    def _name(self, request: ua.CallMethodRequest, condition: Condition) -> str:
        """Which method it is; empty where the object has none such."""
        name = OF_TYPES.get(request.MethodId, "")
        if not name:
            of, name = self._conditions.methods[request.MethodId]
            if of is not condition:
                return ""
        if request.ObjectId != condition.node and name not in SHELVING:
            return ""
        return "" if name == "Confirm" and not condition.alarm.spec.confirm else name


def _mistake(name: str, given: Sequence[ua.Variant], results: list[ua.StatusCode]) -> int:
    """What is wrong with the arguments of a call."""
    declared, _ = METHODS[name]
    if len(given) < len(declared):
        return int(Codes.BadArgumentsMissing)
    if len(given) > len(declared):
        return int(Codes.BadTooManyArguments)
    for number, (variant, (_, kind, _, _)) in enumerate(zip(given, declared, strict=True)):
        if variant.VariantType not in TAKES[kind] or variant.is_array:
            results[number] = ua.StatusCode(Codes.BadTypeMismatch)
            return int(Codes.BadInvalidArgument)
    return int(Codes.Good)


async def _do(name: str, given: Sequence[ua.Variant], condition: Condition, client: Client) -> int:
    alarm, station = condition.alarm, condition.station
    request: dict[str, object] = {"do": DEEDS[name], "alarm": alarm.spec.name}
    if len(given) == 2:
        request["event"] = alarm.change_of(given[0].Value or b"")
        said = given[1].Value
        # Neither locale nor text: what was said before stays (5.5.6).
        if said is not None and (said.Text is not None or said.Locale):
            request["comment"] = said.Text or ""
    elif given:
        request["seconds"] = given[0].Value / 1e3
    try:
        asked_of(alarm.state, request, client.name, station.status.now_ns)
    except Refused as refused:
        return int(REFUSED[refused.refusal])
    end = client.work_alarm(request)
    if end is None:
        return int(Codes.BadResourceUnavailable)
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE_S
    while not station.side.heeded(end):
        if loop.time() > deadline:
            return int(Codes.BadTimeout)
        await asyncio.sleep(POLL_S)
        station.refresh()
    return int(Codes.Good)
