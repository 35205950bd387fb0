"""ConditionRefresh and ConditionRefresh2 (OPC 10000-9, 5.5.7 and 5.5.8)."""

from __future__ import annotations

from collections.abc import Sequence

from asyncua import ua
from asyncua.server.subscription_service import SubscriptionService

from trainlab.fieldbus.opcua.events import Events

Codes = ua.StatusCodes
REFRESH = ua.NodeId(ua.ObjectIds.ConditionType_ConditionRefresh)
REFRESH_ITEM = ua.NodeId(ua.ObjectIds.ConditionType_ConditionRefresh2)
METHODS = (REFRESH, REFRESH_ITEM)


class Refreshing:
    """Knows which nodes are monitored for events, by subscription and item."""

    def __init__(self, subscriptions: SubscriptionService) -> None:
        self.events: Events | None = None
        self._service = subscriptions
        self._items: dict[int, dict[int, ua.NodeId]] = {}

    def monitored(
        self,
        params: ua.CreateMonitoredItemsParameters,
        results: Sequence[ua.MonitoredItemCreateResult],
    ) -> None:
        """Items that were created."""
        alive = self._service.subscriptions
        self._items = {number: items for number, items in self._items.items() if number in alive}
        for item, result in zip(params.ItemsToCreate, results, strict=True):
            wanted = item.ItemToMonitor
            if wanted.AttributeId == ua.AttributeIds.EventNotifier and result.StatusCode.is_good():
                items = self._items.setdefault(params.SubscriptionId, {})
                items[result.MonitoredItemId] = wanted.NodeId

    def deleted(self, params: ua.DeleteMonitoredItemsParameters) -> None:
        """Items that are there no longer."""
        items = self._items.get(params.SubscriptionId, {})
        for item in params.MonitoredItemIds:
            items.pop(item, None)

    async def answer(
        self, request: ua.CallMethodRequest, session: ua.NodeId
    ) -> ua.CallMethodResult:
        """What became of a call."""
        result = ua.CallMethodResult()
        given = request.InputArguments or []
        result.InputArgumentResults = [ua.StatusCode() for _ in given]
        result.StatusCode = ua.StatusCode(await self._refreshed(request, given, session))
        return result

    async def _refreshed(
        self, request: ua.CallMethodRequest, given: Sequence[ua.Variant], session: ua.NodeId
    ) -> int:
        wanted = 2 if request.MethodId == REFRESH_ITEM else 1
        if len(given) != wanted:
            few = len(given) < wanted
            return int(Codes.BadArgumentsMissing if few else Codes.BadTooManyArguments)
        if any(v.VariantType != ua.VariantType.UInt32 or v.is_array for v in given):
            return int(Codes.BadInvalidArgument)
        number, *item = (variant.Value for variant in given)
        subscription = self._service.subscriptions.get(number)
        if subscription is None:
            return int(Codes.BadSubscriptionIdInvalid)
        if subscription.session_id != session:
            return int(Codes.BadUserAccessDenied)
        items = self._items.get(number, {})
        if item and item[0] not in items:
            return int(Codes.BadMonitoredItemIdInvalid)
        assert self.events is not None
        if item:
            await self.events.refresh(number, item[0], items[item[0]])
            return int(Codes.Good)
        for notifier in dict.fromkeys(items.values()):
            await self.events.refresh(number, None, notifier)
        return int(Codes.Good)
