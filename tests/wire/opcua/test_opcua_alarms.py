"""Alarms over OPC UA as OPC 10000-9 has them: conditions, their events, methods and refresh."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from asyncua import ua

pytestmark = pytest.mark.wire
Until = Callable[[Callable[[], object], str], None]
Ids = ua.ObjectIds
# The mandatory fields of ConditionType, AcknowledgeableConditionType and AlarmConditionType.
FIELDS = """EventId EventType SourceNode SourceName Time ReceiveTime Message Severity ConditionClassId
ConditionClassName ConditionName BranchId Retain EnabledState EnabledState/Id Quality
Quality/SourceTimestamp LastSeverity LastSeverity/SourceTimestamp Comment Comment/SourceTimestamp
ClientUserId AckedState AckedState/Id ActiveState ActiveState/Id InputNode SuppressedOrShelved""".split()
MORE = """ConfirmedState/Id ShelvingState/CurrentState ShelvingState/CurrentState/Id
ShelvingState/UnshelveTime HighLimit HighDeadband LimitState/CurrentState LimitState/CurrentState/Id
ActiveState/TransitionTime""".split()


def selected(path: str) -> ua.SimpleAttributeOperand:
    names = [ua.QualifiedName(name, 0) for name in path.split("/")]
    return ua.SimpleAttributeOperand(
        TypeDefinitionId=ua.NodeId(Ids.BaseEventType),
        BrowsePath=names,
        AttributeId=ua.AttributeIds.Value,
    )


def of_type(kind: int) -> ua.ContentFilter:
    element = ua.ContentFilterElement()
    element.FilterOperator = ua.FilterOperator.OfType
    element.FilterOperands = [ua.LiteralOperand(ua.Variant(ua.NodeId(kind)))]
    return ua.ContentFilter([element])


class Operator:
    """An alarm client: subscribes, sees, acts."""

    def __init__(self, seat: Any, where: ua.ContentFilter | None = None, node: Any = None) -> None:
        self._lock = threading.Lock()
        self._seen: list[dict[str, Any]] = []
        self.seat = seat
        condition_id = ua.SimpleAttributeOperand(
            TypeDefinitionId=ua.NodeId(Ids.ConditionType), AttributeId=ua.AttributeIds.NodeId
        )
        evfilter = ua.EventFilter()
        evfilter.SelectClauses = [*map(selected, [*FIELDS, *MORE]), condition_id]
        evfilter.WhereClause = where or of_type(Ids.ConditionType)
        self.subscription = seat.client.create_subscription(50, self)
        source = node or seat.client.nodes.server
        self.item = self.subscription.subscribe_events(source, evfilter=evfilter)

    def event_notification(self, event: Any) -> None:
        with self._lock:
            fields = event.event_fields
            names = [*FIELDS, *MORE, "ConditionId"]
            self._seen.append(
                {name: field.Value for name, field in zip(names, fields, strict=True)}
            )

    def of(self, name: str) -> list[dict[str, Any]]:
        with self._lock:
            return [event for event in self._seen if event["ConditionName"] == name]

    def forget(self) -> None:
        with self._lock:
            self._seen.clear()

    @property
    def kinds(self) -> list[object]:
        with self._lock:
            return [event["EventType"].Identifier for event in self._seen]

    def call(self, alarm: str, method: object, *arguments: object) -> str:
        """Call a method of an alarm, by its own node's id or by that of the type."""
        target, _, part = alarm.partition(".")
        parent = self.seat[f"Alarms.{target}" + (f".{part}" if part else "")]
        method_id = (
            ua.NodeId(method) if isinstance(method, int) else parent.get_child(method).nodeid
        )
        return called(self.seat, parent.nodeid, method_id, *arguments)


def called(seat: Any, node: ua.NodeId, method: ua.NodeId, *arguments: object) -> str:
    request = ua.CallMethodRequest(node, method, [ua.Variant(each) for each in arguments])
    (result,) = seat.client.tloop.post(seat.client.aio_obj.uaclient.call([request]))
    return str(result.StatusCode.name)


WORD = ua.LocalizedText("on my way", "en")


@pytest.fixture
def calm(bench: Any, seat: Any, until: Until) -> Iterator[None]:
    """Every alarm as at first, and told so.

    What comes and goes between two looks of the server is never told; so one alarm is raised and
    seen before all are calmed, and when it is told calm, so is every other.
    """
    watching = Operator(seat)
    place = [spec.name for spec in bench.wire.alarms.specs].index("level_high")

    def told(change: int) -> bool:
        events = watching.of("level_high")
        return any(int.from_bytes(event["EventId"][-8:], "big") >= change for event in events)

    bench.break_wires()
    for level, what in ((25000, "it is raised"), (0, "all is calm")):
        bench.sense(level=0, door=True)
        before = bench.begin_anew()[place].change
        bench.sense(level=level)
        raised = 1 if level else 0
        until(lambda change=before + 1 + raised: told(change), what)
    watching.subscription.delete()
    bench.events.clear()
    yield
    bench.break_wires()
    bench.sense(level=0, door=True)


@pytest.fixture
def operator(calm: None, seat: Any) -> Operator:
    return Operator(seat)


def stands(seat: Any, alarm: str) -> dict[str, object]:
    """Some variables of a condition as a client reads them."""
    paths = ("ActiveState.Id", "AckedState.Id", "Retain", "SuppressedOrShelved")
    return {path: seat[f"Alarms.{alarm}.{path}"].read_value() for path in paths}


def test_an_alarm_is_told_with_every_mandatory_field(
    bench: Any, operator: Operator, until: Until
) -> None:
    bench.sense(level=25000)
    until(lambda: operator.of("level_high"), "the alarm is told")

    (event,) = operator.of("level_high")
    seat = operator.seat
    assert [name for name in FIELDS if event[name] is None] == []
    assert event["EventType"] == ua.NodeId(Ids.ExclusiveLevelAlarmType)
    assert event["ConditionId"] == seat["Alarms.level_high"].nodeid
    assert event["SourceNode"] == seat["Inputs.level"].nodeid
    assert event["InputNode"] == seat["Engineering.level"].nodeid
    assert event["SourceName"] == "lab.level"
    assert event["Message"].Text == "The level is high"
    assert event["Severity"] == 500
    assert event["BranchId"] == ua.NodeId()
    assert event["ActiveState"].Text == "Active"
    assert event["AckedState"].Text == "Unacknowledged"
    assert (event["ActiveState/Id"], event["AckedState/Id"], event["Retain"]) == (True, False, True)
    assert event["ConfirmedState/Id"] is None
    assert (event["HighLimit"], event["HighDeadband"]) == (0.4, 0.01)
    assert event["LimitState/CurrentState"].Text == "High"
    assert event["Quality"].is_good()
    assert event["Time"] == event["ActiveState/TransitionTime"]
    assert event["Time"].year == 2023  # the bench's run began then


def test_its_variables_say_the_same_as_its_event(
    bench: Any, operator: Operator, until: Until
) -> None:
    seat = operator.seat
    limit_state = seat["Alarms.level_high.LimitState.CurrentState"]
    with pytest.raises(ua.uaerrors.BadStateNotActive):
        limit_state.read_value()
    bench.sense(level=25000)
    until(lambda: operator.of("level_high"), "the alarm is told")
    (event,) = operator.of("level_high")

    paths = [path for path in FIELDS if path != "SourceTimestamp"]
    read = [seat[f"Alarms.level_high.{path.replace('/', '.')}"].read_value() for path in paths]
    assert read == [event[path] for path in paths]
    assert limit_state.read_value().Text == "High"


def test_an_operator_acknowledges_what_he_has_seen(
    bench: Any, operator: Operator, until: Until
) -> None:
    bench.sense(level=25000)
    until(lambda: operator.of("level_high"), "the alarm is told")
    event_id = operator.of("level_high")[0]["EventId"]

    assert operator.call("level_high", "0:Acknowledge", event_id, WORD) == "Good"
    assert stands(operator.seat, "level_high")["AckedState.Id"] is True
    until(lambda: len(operator.of("level_high")) == 2, "the acknowledgement is told")
    told = operator.of("level_high")[1]
    assert (told["AckedState/Id"], told["Retain"]) == (True, True)
    assert told["Comment"].Text == "on my way"
    assert told["ClientUserId"].startswith("opcua 127.0.0.1:")
    assert told["EventId"] != event_id
    again = operator.call("level_high", "0:Acknowledge", event_id, WORD)
    assert again == "BadConditionBranchAlreadyAcked"

    bench.sense(level=0)
    until(lambda: len(operator.of("level_high")) == 3, "its end is told")
    assert operator.of("level_high")[2]["Retain"] is False
    kinds = [event.kind for event in bench.events if event.name == "level_high"]
    assert kinds[-3:] == ["alarm_active", "alarm_acknowledged", "alarm_clear"]


def test_an_alarm_that_has_gone_unseen_still_asks_for_an_acknowledgement(
    bench: Any, operator: Operator, until: Until
) -> None:
    bench.sense(level=25000)
    until(lambda: operator.of("level_high"), "the alarm is told")
    bench.sense(level=0)
    until(lambda: len(operator.of("level_high")) == 2, "its end is told")

    gone = operator.of("level_high")[1]
    assert (gone["ActiveState/Id"], gone["AckedState/Id"], gone["Retain"]) == (False, False, True)
    assert gone["Message"].Text == "The level is high: back to normal"
    type_method = Ids.AcknowledgeableConditionType_Acknowledge
    assert operator.call("level_high", type_method, gone["EventId"], ua.LocalizedText()) == "Good"
    assert stands(operator.seat, "level_high")["Retain"] is False


def test_a_confirmed_alarm_is_acknowledged_and_then_confirmed(
    bench: Any, operator: Operator, until: Until
) -> None:
    bench.sense(door=False)
    until(lambda: operator.of("door_open"), "the alarm is told")
    event_id = operator.of("door_open")[0]["EventId"]
    assert operator.of("door_open")[0]["EventType"] == ua.NodeId(Ids.OffNormalAlarmType)

    early = operator.call("door_open", "0:Confirm", event_id, WORD)
    assert early == "BadConditionBranchAlreadyConfirmed"
    assert operator.call("door_open", "0:Acknowledge", event_id, WORD) == "Good"
    until(lambda: len(operator.of("door_open")) == 2, "the acknowledgement is told")
    bench.sense(door=True)
    until(lambda: len(operator.of("door_open")) == 3, "its end is told")
    last = operator.of("door_open")[2]
    assert (last["ActiveState/Id"], last["ConfirmedState/Id"], last["Retain"]) == (
        False,
        False,
        True,
    )
    assert operator.call("door_open", "0:Confirm", last["EventId"], WORD) == "Good"
    until(lambda: len(operator.of("door_open")) == 4, "the confirmation is told")
    assert operator.of("door_open")[3]["Retain"] is False


@pytest.mark.parametrize(
    ("alarm", "method", "arguments", "code"),
    [
        ("level_high", "0:Acknowledge", (b"x" * 16, WORD), "BadEventIdUnknown"),
        ("level_high", "0:Acknowledge", (b"", WORD), "BadEventIdUnknown"),
        ("level_high", "0:Acknowledge", (b"x",), "BadArgumentsMissing"),
        ("level_high", "0:Acknowledge", (b"x", WORD, 1), "BadTooManyArguments"),
        ("level_high", "0:Acknowledge", ("x", WORD), "BadInvalidArgument"),
        ("level_high", "0:AddComment", (b"x" * 16, WORD), "BadEventIdUnknown"),
        ("level_high", Ids.AcknowledgeableConditionType_Confirm, (b"x", WORD), "BadMethodInvalid"),
        ("level_high.ShelvingState", "0:TimedShelve", (0.0,), "BadShelvingTimeOutOfRange"),
        ("level_high.ShelvingState", "0:TimedShelve", (1e12,), "BadShelvingTimeOutOfRange"),
        ("level_high.ShelvingState", "0:TimedShelve", (float("nan"),), "BadShelvingTimeOutOfRange"),
        ("level_high.ShelvingState", "0:Unshelve", (), "BadConditionNotShelved"),
        ("level_high.ShelvingState", Ids.ConditionType_Enable, (), "BadMethodInvalid"),
        ("level_high", "0:Enable", (), "BadUserAccessDenied"),
        ("level_high", "0:Disable", (), "BadUserAccessDenied"),
    ],
)
def test_what_cannot_be_done_is_refused_in_the_specifications_words(
    operator: Operator, alarm: str, method: object, arguments: tuple[object, ...], code: str
) -> None:
    before = stands(operator.seat, "level_high")

    assert operator.call(alarm, method, *arguments) == code
    assert stands(operator.seat, "level_high") == before


def test_methods_of_conditions_belong_to_their_conditions(operator: Operator) -> None:
    seat = operator.seat
    method = seat["Alarms.door_open"].get_child("0:Acknowledge").nodeid

    assert called(seat, seat["Alarms.level_high"].nodeid, method, b"", WORD) == "BadMethodInvalid"
    assert called(seat, seat["Inputs.level"].nodeid, method, b"", WORD) == "BadNodeIdInvalid"


def test_shelving_by_the_three_ways_of_calling(
    bench: Any, operator: Operator, until: Until
) -> None:
    shelving = "level_high.ShelvingState"
    current = operator.seat["Alarms.level_high.ShelvingState.CurrentState"]

    assert operator.call(shelving, "0:TimedShelve", 60_000.0) == "Good"
    assert current.read_value().Text == "Timed Shelved"
    left = operator.seat["Alarms.level_high.ShelvingState.UnshelveTime"].read_value()
    assert 0.0 < left <= 60_000.0
    assert stands(operator.seat, "level_high")["SuppressedOrShelved"] is True
    again = operator.call(shelving, Ids.ShelvedStateMachineType_TimedShelve, 60_000.0)
    assert again == "BadConditionAlreadyShelved"
    by_type = Ids.AlarmConditionType_ShelvingState_OneShotShelve
    assert operator.call("level_high", by_type) == "Good"
    assert current.read_value().Text == "One Shot Shelved"
    bench.sense(level=25000)
    until(lambda: stands(operator.seat, "level_high")["ActiveState.Id"], "the alarm is there")
    assert stands(operator.seat, "level_high")["SuppressedOrShelved"] is True
    bench.sense(level=0)
    until(lambda: current.read_value().Text == "Unshelved", "it has cleared once")

    assert operator.call(shelving, "0:TimedShelve", 50.0) == "Good"
    until(lambda: current.read_value().Text == "Unshelved", "the time is over")


def test_a_refresh_tells_what_is_retained_between_two_marks(
    bench: Any, seated: Any, operator: Operator, until: Until
) -> None:
    bench.sense(level=25000)
    until(lambda: operator.of("level_high"), "the alarm is told")
    told = operator.of("level_high")[0]
    operator.subscription.delete()
    late = Operator(operator.seat, ua.ContentFilter())
    condition_type = ua.NodeId(Ids.ConditionType)
    refresh = ua.NodeId(Ids.ConditionType_ConditionRefresh)
    refresh_item = ua.NodeId(Ids.ConditionType_ConditionRefresh2)
    number = ua.Variant(late.subscription.aio_obj.subscription_id, ua.VariantType.UInt32)
    marks = [Ids.RefreshStartEventType, Ids.ExclusiveLevelAlarmType, Ids.RefreshEndEventType]

    def ask(method: ua.NodeId, *arguments: ua.Variant, of: Any = late.seat) -> str:
        request = ua.CallMethodRequest(condition_type, method, list(arguments))
        (result,) = of.client.tloop.post(of.client.aio_obj.uaclient.call([request]))
        return str(result.StatusCode.name)

    assert ask(refresh, number) == "Good"
    until(lambda: late.kinds == marks, "the refresh is told")
    assert late.of("level_high")[0] == told
    late.forget()
    item = ua.Variant(late.item, ua.VariantType.UInt32)
    assert ask(refresh_item, number, item) == "Good"
    until(lambda: late.kinds == marks, "the refresh of the item is told")

    wrong = ua.Variant(4_000_000_000, ua.VariantType.UInt32)
    assert ask(refresh, wrong) == "BadSubscriptionIdInvalid"
    assert ask(refresh_item, number, wrong) == "BadMonitoredItemIdInvalid"
    assert ask(refresh) == "BadArgumentsMissing"
    assert ask(refresh, ua.Variant("x")) == "BadInvalidArgument"
    with seated(bench.url) as other:
        assert ask(refresh, number, of=other) == "BadUserAccessDenied"


def test_a_filter_of_a_type_takes_its_subtypes_and_no_others(
    bench: Any, seat: Any, calm: None, until: Until
) -> None:
    limits = Operator(seat, of_type(Ids.LimitAlarmType))
    discrete = Operator(seat, of_type(Ids.DiscreteAlarmType))
    bench.sense(level=25000, door=False)

    until(lambda: limits.kinds and discrete.kinds, "both are told")
    assert set(limits.kinds) == {Ids.ExclusiveLevelAlarmType}
    assert set(discrete.kinds) == {Ids.OffNormalAlarmType}


def test_the_station_is_a_notifier_of_its_own(
    bench: Any, seat: Any, calm: None, until: Until
) -> None:
    root = seat.client.get_node(f"ns={seat.namespace};s=lab")
    here = Operator(seat, node=root)
    bench.sense(door=False)

    until(lambda: here.of("door_open"), "the alarm is told")
    sources = [node.nodeid for node in root.get_referenced_nodes(Ids.HasEventSource)]
    assert seat["Inputs.door"].nodeid in sources
    (condition,) = seat["Inputs.door"].get_referenced_nodes(Ids.HasCondition)
    assert condition.nodeid == here.of("door_open")[0]["ConditionId"]


def test_broken_wires_and_a_silent_controller_are_alarms_of_the_station(
    bench: Any, operator: Operator, until: Until
) -> None:
    bench.break_wires("level")
    until(lambda: operator.of("wire_level"), "the broken wire is told")
    wire = operator.of("wire_level")[0]
    assert wire["EventType"] == ua.NodeId(Ids.InstrumentDiagnosticAlarmType)
    assert wire["Quality"].name == "BadSensorFailure"

    operator.seat["Outputs.valve"].write_value(ua.Variant(1, ua.VariantType.Int16))
    until(lambda: operator.of("link_stale"), "the silence is told")
    assert operator.of("link_stale")[0]["EventType"] == ua.NodeId(Ids.SystemOffNormalAlarmType)
    operator.seat["Outputs.valve"].write_value(ua.Variant(0, ua.VariantType.Int16))
    until(lambda: len(operator.of("link_stale")) > 1, "its end is told")


def test_operators_and_instructors_acknowledge_and_others_may_not(
    bench: Any, seated: Any, calm: None, client_certificate: str, until: Until
) -> None:
    security = f"Basic256Sha256,SignAndEncrypt,{client_certificate}"
    bench.sense(level=25000)
    codes = {}
    for user in ("eve", "plc", "hmi", "ada"):
        with seated(bench.url, user, security=security) as seat:
            until(lambda s=seat: stands(s, "level_high")["ActiveState.Id"], "it is active")
            event_id = seat["Alarms.level_high.EventId"].read_value()
            person = Operator(seat)
            codes[user] = person.call("level_high", "0:Acknowledge", event_id, WORD)
            may = seat["Alarms.level_high.Acknowledge"].read_attribute(
                ua.AttributeIds.UserExecutable
            )
            assert may.Value.Value is (user in ("hmi", "ada"))

    assert codes == {
        "eve": "BadUserAccessDenied",
        "plc": "BadUserAccessDenied",
        "hmi": "Good",
        "ada": "BadConditionBranchAlreadyAcked",
    }


def test_an_instructor_disables_an_alarm_which_then_says_nothing(
    bench: Any, seated: Any, calm: None, client_certificate: str, until: Until
) -> None:
    security = f"Basic256Sha256,SignAndEncrypt,{client_certificate}"
    with seated(bench.url, "ada", security=security) as seat:
        ada = Operator(seat)
        bench.sense(level=25000)
        until(lambda: ada.of("level_high"), "the alarm is told")
        event_id = ada.of("level_high")[0]["EventId"]
        assert ada.call("level_high", "0:Disable") == "Good"
        assert ada.call("level_high", "0:Disable") == "BadConditionAlreadyDisabled"
        until(lambda: len(ada.of("level_high")) == 2, "it is told")
        off = ada.of("level_high")[1]
        assert (off["EnabledState/Id"], off["Retain"]) == (False, False)
        code = ada.call("level_high", "0:Acknowledge", event_id, WORD)
        assert code == "BadConditionDisabled"
        assert ada.call("level_high", Ids.ConditionType_Enable) == "Good"
        until(lambda: stands(seat, "level_high")["ActiveState.Id"], "it is active again")
        assert stands(seat, "level_high")["AckedState.Id"] is False


def test_alarms_speak_the_language_of_each_session(
    bench: Any, seated: Any, operator: Operator, until: Until
) -> None:
    with seated(bench.url, locale="zh-CN") as seat:
        chinese = Operator(seat)
        bench.sense(level=25000)
        until(lambda: chinese.of("level_high") and operator.of("level_high"), "both are told")
        there, here = chinese.of("level_high")[0], operator.of("level_high")[0]
        assert seat["Alarms.level_high.ActiveState"].read_value().Text == "激活"

    assert (there["Message"].Text, there["Message"].Locale) == ("液位高", "zh-CN")
    assert there["AckedState"].Text == "未确认"
    assert here["Message"].Text == "The level is high"
    assert there["EventId"] == here["EventId"]


def test_a_state_of_an_alarm_can_be_monitored(bench: Any, operator: Operator, until: Until) -> None:
    seen: list[object] = []

    class Notes:
        def datachange_notification(self, node: object, value: object, data: object) -> None:
            seen.append(value)

    subscription = operator.seat.client.create_subscription(50, Notes())
    subscription.subscribe_data_change(operator.seat["Alarms.level_high.ActiveState.Id"])
    until(lambda: seen == [False], "the first value is told")
    bench.sense(level=25000)
    until(lambda: seen == [False, True], "the change is told")


def test_the_folder_of_alarms_is_small(seat: Any) -> None:
    alarms = seat["Alarms"].get_children()

    assert {node.read_browse_name().Name for node in alarms} == {
        "level_high",
        "door_open",
        "wire_level",
        "link_stale",
    }
    assert all(len(node.get_children()) < 100 for node in alarms)
