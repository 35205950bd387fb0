"""A session's subscriptions are its own: asyncua lets whoever knows a number, and it counts them,
change, empty, delete or take over the subscriptions of others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from asyncua import ua
from asyncua.common.utils import ServiceError
from asyncua.server.internal_server import InternalServer
from asyncua.server.internal_session import InternalSession

from trainlab.fieldbus.opcua.limits import MOST_ITEMS, MOST_QUEUED, bounded, event_filter_flaw
from trainlab.fieldbus.opcua.monitoring import DATA_CHANGE_FILTER

Codes = ua.StatusCodes
Results = list[ua.StatusCode]


class OwnSubscriptions(InternalSession):
    """asyncua's session, which may work its own subscriptions only, and has so many items at most.

    `user_of` tells the name of the user of another session, by its id; empty for nobody's.
    """

    def __init__(
        self, house: InternalServer, name: object, user_of: Callable[[ua.NodeId], str]
    ) -> None:
        super().__init__(house, house.aspace, house.subscription_service, name, external=True)
        self._user_of = user_of
        self._monitored: dict[int, dict[int, ua.ReadValueId]] = {}

    @property
    def items_left(self) -> int:
        """How many more it may monitor."""
        return MOST_ITEMS - sum(len(items) for items in self._items().values())

    def watched(
        self,
        params: ua.CreateMonitoredItemsParameters,
        results: Sequence[ua.MonitoredItemCreateResult],
    ) -> None:
        """Items that were created."""
        items = self._items().setdefault(params.SubscriptionId, {})
        for item, result in zip(params.ItemsToCreate, results, strict=False):
            if result.StatusCode.is_good():
                items[result.MonitoredItemId] = item.ItemToMonitor

    def own(self, subscription: int) -> None:
        """ServiceError if that is no subscription of this session's."""
        if not self._is_own(subscription):
            raise ServiceError(Codes.BadSubscriptionIdInvalid)

    async def modify_monitored_items(
        self, params: ua.ModifyMonitoredItemsParameters
    ) -> list[ua.MonitoredItemModifyResult]:
        """The ModifyMonitoredItems service (OPC 10000-4, 5.13.3)."""
        self.own(params.SubscriptionId)
        bounded(params.ItemsToModify)
        items = self._items().get(params.SubscriptionId, {})
        results = []
        for change in params.ItemsToModify:
            code = _flaw(change, items.get(change.MonitoredItemId))
            if code != Codes.Good:
                results.append(ua.MonitoredItemModifyResult(StatusCode=ua.StatusCode(code)))
                continue
            wanted = change.RequestedParameters
            wanted.QueueSize = min(max(wanted.QueueSize, 1), MOST_QUEUED)
            one = ua.ModifyMonitoredItemsParameters(
                SubscriptionId=params.SubscriptionId,
                TimestampsToReturn=params.TimestampsToReturn,
                ItemsToModify=[change],
            )
            results += await super().modify_monitored_items(one)
        return results

    async def delete_monitored_items(self, params: ua.DeleteMonitoredItemsParameters) -> Results:
        """The DeleteMonitoredItems service (5.13.6)."""
        self.own(params.SubscriptionId)
        bounded(params.MonitoredItemIds)
        items = self._items().get(params.SubscriptionId, {})
        for number in params.MonitoredItemIds:
            items.pop(number, None)
        results: Results = await super().delete_monitored_items(params)
        return results

    async def set_monitoring_mode(self, params: ua.SetMonitoringModeParameters) -> Results:
        """The SetMonitoringMode service (5.13.4)."""
        self.own(params.SubscriptionId)
        bounded(params.MonitoredItemIds)
        results: Results = await super().set_monitoring_mode(params)
        return results

    def modify_subscription(
        self, params: ua.ModifySubscriptionParameters
    ) -> ua.ModifySubscriptionResult:
        """The ModifySubscription service (5.14.3)."""
        self.own(params.SubscriptionId)
        return super().modify_subscription(params)

    async def set_publishing_mode(self, params: ua.SetPublishingModeParameters) -> Results:
        """The SetPublishingMode service (5.14.4)."""
        bounded(params.SubscriptionIds)
        results: Results = []
        for number in params.SubscriptionIds:
            if not self._is_own(number):
                results.append(ua.StatusCode(Codes.BadSubscriptionIdInvalid))
                continue
            one = ua.SetPublishingModeParameters(params.PublishingEnabled, [number])
            results += await super().set_publishing_mode(one)
        return results

    def republish(self, params: ua.RepublishParameters) -> ua.NotificationMessage:
        """The Republish service (5.14.6)."""
        self.own(params.SubscriptionId)
        return super().republish(params)

    async def transfer_subscriptions(
        self, params: ua.TransferSubscriptionsParameters, callback: Callable[..., object]
    ) -> list[ua.TransferResult]:
        """The TransferSubscriptions service (5.14.7): between sessions of one user with a name."""
        bounded(params.SubscriptionIds)
        results: list[ua.TransferResult] = []
        for number in params.SubscriptionIds:
            code = self._may_take(number)
            if code != Codes.Good:
                results.append(ua.TransferResult(StatusCode=ua.StatusCode(code)))
                continue
            one = ua.TransferSubscriptionsParameters([number], params.SendInitialValues)
            results += await super().transfer_subscriptions(one, callback)
        return results

    async def delete_subscriptions(self, ids: Sequence[int]) -> Results:
        """The DeleteSubscriptions service (5.14.8)."""
        bounded(ids)
        results: Results = []
        for number in ids:
            if self._is_own(number):
                results += await super().delete_subscriptions([number])
            else:
                results.append(ua.StatusCode(Codes.BadSubscriptionIdInvalid))
        return results

    def publish(
        self, acks: Iterable[ua.SubscriptionAcknowledgement] | None = None
    ) -> tuple[int, Results]:
        """The Publish service (5.14.5)."""
        given = list(acks or ())
        bounded(given)
        count, results = super().publish(
            [each for each in given if self._is_own(each.SubscriptionId)]
        )
        done = iter(results)
        return count, [
            next(done)
            if self._is_own(each.SubscriptionId)
            else ua.StatusCode(Codes.BadSubscriptionIdInvalid)
            for each in given
        ]

    def _items(self) -> dict[int, dict[int, ua.ReadValueId]]:
        """What it monitors, by subscription and item."""
        for number in [number for number in self._monitored if not self._is_own(number)]:
            del self._monitored[number]
        return self._monitored

    def _is_own(self, number: int) -> bool:
        subscription = self.subscription_service.subscriptions.get(number)
        return subscription is not None and subscription.session_id == self.session_id

    def _may_take(self, number: int) -> int:
        subscription = self.subscription_service.subscriptions.get(number)
        if subscription is None:
            return int(Codes.BadSubscriptionIdInvalid)
        if subscription.session_id == self.session_id:
            return int(Codes.Good)
        owner = self._user_of(subscription.session_id)
        same = bool(owner) and owner == self.user.name
        return int(Codes.Good if same else Codes.BadUserAccessDenied)


def _flaw(change: ua.MonitoredItemModifyRequest, monitored: ua.ReadValueId | None) -> int:
    """Why an item cannot be changed so; a deadband stays as it was made."""
    if monitored is None:
        return int(Codes.BadMonitoredItemIdInvalid)
    wanted = change.RequestedParameters.Filter
    if not wanted:
        return int(Codes.Good)
    if monitored.AttributeId == ua.AttributeIds.EventNotifier:
        return event_filter_flaw(wanted)
    if getattr(wanted, "data_type", None) != DATA_CHANGE_FILTER:
        return int(Codes.BadFilterNotAllowed)
    plain = wanted.DeadbandType == ua.DeadbandType.None_
    return int(Codes.Good if plain else Codes.BadFilterNotAllowed)
