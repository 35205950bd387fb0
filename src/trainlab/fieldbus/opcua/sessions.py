"""The sessions of an OPC UA server: what one client asks, answered from the stations.

asyncua's server makes a session for each client through `InternalServer.create_session`; here it is
one of ours, whose services know the client. Part 4 of the specification (OPC 10000-4) says which
status code is whose; the sections named below are its.
"""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Callable, Iterable, Sequence

from asyncua import ua
from asyncua.common.utils import ServiceError
from asyncua.crypto.permission_rules import User
from asyncua.server.internal_server import InternalServer
from asyncua.server.internal_session import InternalSession

from trainlab.core.message import Language, Message, Text
from trainlab.exchange.endpoint import format_endpoint
from trainlab.exchange.rights import NOTHING, Right
from trainlab.exchange.server_side import Client
from trainlab.fieldbus.opcua.calls import Calls
from trainlab.fieldbus.opcua.condition_calls import ConditionCalls, needed_right
from trainlab.fieldbus.opcua.limits import bounded, within_message
from trainlab.fieldbus.opcua.logins import StationUser, Users, password_of
from trainlab.fieldbus.opcua.looking import browsed
from trainlab.fieldbus.opcua.methods import FOR_INSTRUCTORS
from trainlab.fieldbus.opcua.monitoring import monitorable, revised_interval
from trainlab.fieldbus.opcua.nodes import Nodes
from trainlab.fieldbus.opcua.own_subscriptions import OwnSubscriptions
from trainlab.fieldbus.opcua.refreshing import METHODS as REFRESH_METHODS
from trainlab.fieldbus.opcua.refreshing import Refreshing
from trainlab.fieldbus.opcua.station import StationView
from trainlab.fieldbus.opcua.writes import Writes
from trainlab.fieldbus.turned_away import TurnedAway

Results = list[ua.StatusCode]
WRONG_PASSWORD = Text("wrong name or password: {user}", "用户名或密码错误：{user}")
NEEDS_NAME = Text("it gave no name and password", "未提供用户名和密码")
NOT_LET_IN = Text("its session was refused ({code})", "会话被拒绝（{code}）")
MAY_NOT = Text("its role does not allow {what}", "其角色不允许 {what}")


class House(InternalServer):
    """asyncua's inner server, with sessions of ours."""

    def __init__(self, stations: Sequence[StationView], users: Users) -> None:
        self.stations = stations
        self.nodes = Nodes()
        self.users = users
        self.turned_away = TurnedAway([station.side for station in stations])
        self.languages: dict[ua.NodeId, Language] = {}
        self.sessions: dict[ua.NodeId, Session] = {}
        super().__init__(user_manager=users)
        self.refreshing = Refreshing(self.subscription_service)

    def create_session(
        self, name: object, user: User | None = None, external: bool = False
    ) -> InternalSession:
        """A session for a client that has come, or for the server itself."""
        if not external:
            return super().create_session(name, user, external)
        session = Session(self, name)
        # asyncua numbers its tokens, and whoever knows a token may continue the session (5.7.3).
        self.unregister_external_session(session)
        session.auth_token = ua.NodeId(secrets.token_bytes(32), 0, ua.NodeIdType.ByteString)
        self.register_external_session(session)
        self.sessions[session.session_id] = session
        return session

    def user_of(self, session: ua.NodeId) -> str:
        """The name of a session's user; empty for one without a name, or no session."""
        found = self.sessions.get(session)
        return found.user.name if found and isinstance(found.user, StationUser) else ""

    def decrypt_user_token(
        self, isession: InternalSession, token: ua.UserNameIdentityToken
    ) -> tuple[str, str]:
        """Name and password of a token; ServiceError."""
        return token.UserName or "", password_of(token, self.private_key, isession.nonce or b"")

    def refresh(self) -> None:
        """Have what the bench has published before a request is answered: one tick's image."""
        for station in self.stations:
            station.refresh()


class Session(OwnSubscriptions):
    """One client's session. It is one client of each station, until it is closed."""

    def __init__(self, house: House, name: object) -> None:
        super().__init__(house, name, house.user_of)
        self._house = house
        self._clients: dict[StationView, Client] = {}
        self._language: Language = "en"
        self._proven: StationUser | None = None
        self._writes = Writes(house.nodes, house.aspace)
        self._calls = Calls(house.nodes, house.turned_away)
        self._conditions = ConditionCalls(house.nodes.conditions)

    @property
    def _host(self) -> str:
        return str(self.name[0]) if self.name else ""

    def _turned_away(self, reason: Message) -> None:
        who = " ".join(filter(None, ("opcua", getattr(self.user, "name", ""), self._host)))
        self._house.turned_away.tell(who, reason)

    async def create_session(
        self, params: ua.CreateSessionParameters, sockname: tuple[str, int] | None = None
    ) -> ua.CreateSessionResult:
        """The CreateSession service (5.7.2); a client whose certificate is no good is told of."""
        try:
            return await super().create_session(params, sockname)
        except ServiceError as error:
            self._turned_away(NOT_LET_IN.fill(code=ua.StatusCode(error.code).name))
            raise

    @property
    def rights(self) -> Right:
        """What its user may do besides reading."""
        return self.user.rights if isinstance(self.user, StationUser) else NOTHING

    async def prove(self, params: ua.ActivateSessionParameters, *, encrypted: bool) -> None:
        """Before the client is logged in: compare the password; ServiceError.

        A password in clear over a channel that is not `encrypted` is not looked at.
        """
        token = params.UserIdentityToken
        self._proven = None
        if not isinstance(token, ua.UserNameIdentityToken):
            return
        if not token.EncryptionAlgorithm and not encrypted:
            raise ServiceError(ua.StatusCodes.BadIdentityTokenRejected)
        name, password = self._house.decrypt_user_token(self, token)
        self._proven = await self._house.users.check(self._host, name, password)
        if self._proven is None:
            self._turned_away(WRONG_PASSWORD.fill(user=name))

    def activate_session(
        self, params: ua.ActivateSessionParameters, peer_certificate: bytes | None
    ) -> ua.ActivateSessionResult:
        """Log in (5.7.3), as whom `prove` has found."""
        users = self._house.users
        users.proven, self._proven = self._proven, None
        try:
            result = super().activate_session(params, peer_certificate)
        except ServiceError as error:
            if error.code != ua.StatusCodes.BadUserAccessDenied:
                self._turned_away(NOT_LET_IN.fill(code=ua.StatusCode(error.code).name))
            elif not isinstance(params.UserIdentityToken, ua.UserNameIdentityToken):
                self._turned_away(NEEDS_NAME.fill())
            raise
        finally:
            users.proven = None
        if params.LocaleIds:
            self._language = _language(params.LocaleIds)
            self._house.languages[self.session_id] = self._language
        if not self._clients:
            place = format_endpoint(*self.name[:2]) if self.name else ""
            name = " ".join(filter(None, ("opcua", self.user.name, place)))
            self._clients = {station: station.enter(name) for station in self._house.stations}
        return result

    async def close_session(self, delete_subs: bool = True) -> None:
        """The client has gone: let go of the buttons that it holds, and of the outputs."""
        try:
            await super().close_session(delete_subs)
        finally:
            self._house.languages.pop(self.session_id, None)
            self._house.sessions.pop(self.session_id, None)
            clients, self._clients = self._clients, {}
            for station, client in clients.items():
                self._writes.let_go(station, client)
                station.leave(client)

    async def read(self, params: ua.ReadParameters) -> list[ua.DataValue]:
        """The Read service (5.11.2)."""
        bounded(params.NodesToRead)
        self._house.refresh()
        results = within_message(await super().read(params))
        for number, item in enumerate(params.NodesToRead):
            results[number] = self._as_seen(item.NodeId, item.AttributeId, results[number])
        self._heard()
        return results

    async def write(self, params: ua.WriteParameters) -> Results:
        """The Write service (5.11.4): what goes to one station's outputs goes together, or not."""
        bounded(params.NodesToWrite)
        self._house.refresh()
        results = self._writes.answer(params.NodesToWrite, self._clients, self.rights)
        for item, result in zip(params.NodesToWrite, results, strict=True):
            if result.value == ua.StatusCodes.BadUserAccessDenied:
                self._turned_away(MAY_NOT.fill(what=item.NodeId.to_string()))
        if any(result.is_good() for result in results):
            self._heard()
        return results

    async def call(self, params: list[ua.CallMethodRequest]) -> list[ua.CallMethodResult]:
        """The Call service (5.12.2)."""
        bounded(params)
        self._house.refresh()
        results: list[ua.CallMethodResult] = []
        for request in params:
            if request.MethodId in self._house.nodes.methods:
                answer = self._calls.answer(request, self._clients, self.rights)
                if answer.StatusCode.value == ua.StatusCodes.BadUserAccessDenied:
                    method = self._house.nodes.methods[request.MethodId].name
                    self._turned_away(MAY_NOT.fill(what=method))
                results.append(answer)
            elif request.MethodId in REFRESH_METHODS:
                results.append(await self._house.refreshing.answer(request, self.session_id))
            elif self._conditions.is_ours(request.MethodId):
                results.append(await self._conditions.answer(request, self._clients, self.rights))
            else:
                results += await super().call([request])
        self._heard()
        return results

    async def browse(self, params: ua.BrowseParameters) -> list[ua.BrowseResult]:
        """The Browse service (5.9.2), with names in the client's language."""
        results = await browsed(params, super().browse)
        texts = self._house.nodes.texts
        if self._language == "en":
            return results
        for result in results:
            result.References = [
                dataclasses.replace(reference, DisplayName=self._localized(text))
                if (text := texts.get((reference.NodeId, ua.AttributeIds.DisplayName)))
                else reference
                for reference in result.References
            ]
        return results

    async def translate_browsepaths_to_nodeids(
        self, params: list[ua.BrowsePath]
    ) -> list[ua.BrowsePathResult]:
        """The TranslateBrowsePathsToNodeIds service (5.9.4)."""
        bounded(params)
        return list(await super().translate_browsepaths_to_nodeids(params))

    def publish(
        self, acks: Iterable[ua.SubscriptionAcknowledgement] | None = None
    ) -> tuple[int, Results]:
        """The Publish service (5.14.5): a client that asks for news is alive."""
        self._heard()
        answer: tuple[int, Results] = super().publish(acks)
        return answer

    async def create_subscription(
        self,
        params: ua.CreateSubscriptionParameters,
        callback: Callable[..., object],
        request_callback: Callable[..., object] | None = None,
    ) -> ua.CreateSubscriptionResult:
        """The CreateSubscription service (5.14.2), at a pace that the sampler can keep."""
        params.RequestedPublishingInterval = revised_interval(params.RequestedPublishingInterval)
        return await super().create_subscription(params, callback, request_callback)

    async def create_monitored_items(
        self, params: ua.CreateMonitoredItemsParameters
    ) -> list[ua.MonitoredItemCreateResult]:
        """The CreateMonitoredItems service (5.13.2)."""
        self.own(params.SubscriptionId)
        bounded(params.ItemsToCreate)
        house = self._house
        house.refresh()
        room = self.items_left
        beyond = len(params.ItemsToCreate[room:])
        params.ItemsToCreate = params.ItemsToCreate[:room]
        results = await monitorable(
            params, house.nodes, house.aspace, super().create_monitored_items
        )
        self.watched(params, results)
        house.refreshing.monitored(params, results)
        full = ua.StatusCode(ua.StatusCodes.BadTooManyMonitoredItems)
        return results + [ua.MonitoredItemCreateResult(StatusCode=full)] * beyond

    async def delete_monitored_items(self, params: ua.DeleteMonitoredItemsParameters) -> Results:
        """The DeleteMonitoredItems service (5.13.6)."""
        self._house.refreshing.deleted(params)
        results: Results = await super().delete_monitored_items(params)
        return results

    def _as_seen(
        self, node: ua.NodeId, attribute: ua.AttributeIds, value: ua.DataValue
    ) -> ua.DataValue:
        """An attribute as this client sees it: in its language, with its rights."""
        nodes = self._house.nodes
        if attribute == ua.AttributeIds.Value:
            names = nodes.names.get(node)
            if names:
                return ua.DataValue(ua.Variant([self._localized(name) for name in names]))
            field = nodes.conditions.fields.get(node)
            if (
                field
                and field.field.type is ua.VariantType.LocalizedText
                and self._language != "en"
            ):
                return field.data_value(self._language)
            return value
        text = nodes.texts.get((node, attribute))
        if text:
            return ua.DataValue(ua.Variant(self._localized(text)))
        variable = nodes.variables.get(node)
        if variable and attribute == ua.AttributeIds.UserAccessLevel:
            right = Right.COMMAND if variable.point.slot else Right.OPERATE
            may_write = variable.point.writable and right in self.rights
            level = ua.AccessLevel.CurrentRead.mask
            level |= ua.AccessLevel.CurrentWrite.mask if may_write else 0
            return ua.DataValue(ua.Variant(level, ua.VariantType.Byte))
        method = nodes.methods.get(node)
        if method and attribute == ua.AttributeIds.UserExecutable:
            right = Right.INSTRUCT if method.name in FOR_INSTRUCTORS else Right.OPERATE
            return ua.DataValue(ua.Variant(right in self.rights))
        deed = nodes.conditions.methods.get(node)
        if deed and attribute == ua.AttributeIds.UserExecutable:
            return ua.DataValue(ua.Variant(needed_right(deed[1]) in self.rights))
        return value

    def _localized(self, text: Text) -> ua.LocalizedText:
        return ua.LocalizedText(text.within(self._language), self._language)

    def _heard(self) -> None:
        for client in self._clients.values():
            client.hear()


def _language(locales: Sequence[str]) -> Language:
    """The first language that is spoken here (5.4)."""
    for locale in locales:
        if (locale or "").lower().startswith("zh"):
            return "zh-CN"
        if (locale or "").lower().startswith("en"):
            return "en"
    return "en"
