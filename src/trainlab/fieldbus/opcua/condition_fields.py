"""What a condition is made of: its variables, which are the fields of its events too.

OPC 10000-9, 5.5.2 (Condition), 5.7.2 (AcknowledgeableCondition), 5.8.2 (AlarmCondition), 5.8.17
(shelving), 5.8.18 to 5.8.20 (limits), 5.8.23 (off-normal). Paths are browse paths, "ActiveState/Id".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from asyncua import ua

from trainlab.core.alarm import AlarmKind
from trainlab.core.message import Language, Text
from trainlab.exchange.alarm_state import MAX_SHELVED_NS, Shelving
from trainlab.fieldbus.opcua.alarms import AlarmView

V = ua.VariantType
Ids = ua.ObjectIds
TYPES = {
    AlarmKind.OFF_NORMAL: Ids.OffNormalAlarmType,
    AlarmKind.FAILURE: Ids.InstrumentDiagnosticAlarmType,
    AlarmKind.SILENCE: Ids.SystemOffNormalAlarmType,
}
LIMITS = {
    AlarmKind.HIGH_HIGH: ("HighHigh", Text("HighHigh", "高高"), 9329),
    AlarmKind.HIGH: ("High", Text("High", "高"), 9331),
    AlarmKind.LOW: ("Low", Text("Low", "低"), 9333),
    AlarmKind.LOW_LOW: ("LowLow", Text("LowLow", "低低"), 9335),
}
SHELVED = {
    Shelving.UNSHELVED: (Text("Unshelved", "未搁置"), 2930),
    Shelving.TIMED: (Text("Timed Shelved", "限时搁置"), 2932),
    Shelving.ONE_SHOT: (Text("One Shot Shelved", "单次搁置"), 2933),
}
# The texts that the specification asks for, false and true.
ENABLED = Text("Disabled", "停用"), Text("Enabled", "启用")
ACTIVE = Text("Inactive", "未激活"), Text("Active", "激活")
ACKED = Text("Unacknowledged", "未确认"), Text("Acknowledged", "已确认")
CONFIRMED = Text("Unconfirmed", "未核实"), Text("Confirmed", "已核实")
PROCESS = Text("Process", "过程"), Ids.ProcessConditionClassType
SYSTEM = Text("System", "系统"), Ids.SystemConditionClassType

Read = Callable[[AlarmView], object]


@dataclass(frozen=True, slots=True)
class Field:
    """One variable of a condition; `data_type` and `node_type` as its node declares them."""

    path: str
    type: ua.VariantType
    read: Read
    data_type: ua.ObjectIds
    node_type: ua.ObjectIds = Ids.PropertyType

    def variant(self, alarm: AlarmView, language: Language) -> ua.Variant | None:
        """Its value, texts in one language; None where there is none now."""
        value = self.read(alarm)
        if value is None:
            return None
        if isinstance(value, Text):
            value = ua.LocalizedText(value.within(language), language)
        return ua.Variant(value, self.type)


def type_of(kind: AlarmKind) -> ua.NodeId:
    """The type of a condition."""
    return ua.NodeId(Ids.ExclusiveLevelAlarmType if kind.has_limit else TYPES[kind])


def fields_of(
    alarm: AlarmView, source: ua.NodeId, source_name: str, input_node: ua.NodeId
) -> tuple[Field, ...]:
    """Every field of an alarm."""
    spec = alarm.spec
    class_name, class_id = SYSTEM if alarm.is_the_stations else PROCESS
    kind = type_of(spec.kind)

    def fixed(path: str, kind: ua.VariantType, value: object, data: ua.ObjectIds) -> Field:
        return Field(path, kind, lambda _: value, data)

    fields = [
        Field("EventId", V.ByteString, lambda a: a.event_id, Ids.ByteString),
        fixed("EventType", V.NodeId, kind, Ids.NodeId),
        fixed("SourceNode", V.NodeId, source, Ids.NodeId),
        fixed("SourceName", V.String, source_name, Ids.String),
        _time("Time", lambda a: a.state.changed_at_ns),
        _time("ReceiveTime", lambda a: a.state.changed_at_ns),
        Field("Message", V.LocalizedText, lambda a: a.message, Ids.LocalizedText),
        fixed("Severity", V.UInt16, spec.severity, Ids.UInt16),
        fixed("ConditionClassId", V.NodeId, ua.NodeId(class_id), Ids.NodeId),
        fixed("ConditionClassName", V.LocalizedText, class_name, Ids.LocalizedText),
        fixed("ConditionName", V.String, spec.name, Ids.String),
        fixed("BranchId", V.NodeId, ua.NodeId(), Ids.NodeId),
        Field("Retain", V.Boolean, lambda a: a.state.retain, Ids.Boolean),
        *_two_states(
            "EnabledState", ENABLED, lambda a: a.state.enabled, lambda a: a.state.enabled_at_ns
        ),
        Field(
            "Quality", V.StatusCode, _quality, Ids.StatusCode, node_type=Ids.ConditionVariableType
        ),
        _time("Quality/SourceTimestamp", lambda a: a.state.changed_at_ns),
        Field(
            "LastSeverity",
            V.UInt16,
            lambda _: spec.severity,
            Ids.UInt16,
            node_type=Ids.ConditionVariableType,
        ),
        _time("LastSeverity/SourceTimestamp", lambda a: a.state.changed_at_ns),
        Field(
            "Comment",
            V.LocalizedText,
            lambda a: Text(a.state.comment, a.state.comment),
            Ids.LocalizedText,
            node_type=Ids.ConditionVariableType,
        ),
        _time("Comment/SourceTimestamp", lambda a: a.state.commented_at_ns),
        Field("ClientUserId", V.String, lambda a: a.state.by, Ids.String),
        *_two_states("AckedState", ACKED, lambda a: a.state.acked, lambda a: a.state.acked_at_ns),
        *_two_states(
            "ActiveState", ACTIVE, lambda a: a.state.active, lambda a: a.state.active_at_ns
        ),
        fixed("InputNode", V.NodeId, input_node, Ids.NodeId),
        Field("SuppressedOrShelved", V.Boolean, lambda a: a.state.shelved, Ids.Boolean),
        fixed("MaxTimeShelved", V.Double, MAX_SHELVED_NS / 1e6, Ids.Duration),
        *_machine("ShelvingState", lambda a: SHELVED[a.state.shelving]),
        Field(
            "ShelvingState/UnshelveTime", V.Double, lambda a: a.unshelved_in_s * 1e3, Ids.Duration
        ),
    ]
    for path, delay_s in (("OnDelay", spec.on_delay_s), ("OffDelay", spec.off_delay_s)):
        if delay_s:
            fields.append(fixed(path, V.Double, delay_s * 1e3, Ids.Duration))
    if spec.confirm:
        fields += _two_states(
            "ConfirmedState",
            CONFIRMED,
            lambda a: a.state.confirmed,
            lambda a: a.state.confirmed_at_ns,
        )
    if spec.kind.has_limit:
        name, text, state_id = LIMITS[spec.kind]
        fields.append(fixed(f"{name}Limit", V.Double, spec.limit, Ids.Double))
        if spec.deadband:
            fields.append(fixed(f"{name}Deadband", V.Double, spec.deadband, Ids.Double))
        fields += _machine("LimitState", lambda a: (text, state_id) if a.state.active else None)
    else:
        fields.append(fixed("NormalState", V.NodeId, ua.NodeId(), Ids.NodeId))
    return tuple(fields)


def _time(path: str, at_ns: Callable[[AlarmView], int]) -> Field:
    return Field(path, V.DateTime, lambda a: a.utc(at_ns(a)), Ids.UtcTime)


def _two_states(
    path: str,
    names: tuple[Text, Text],
    is_so: Callable[[AlarmView], bool],
    since_ns: Callable[[AlarmView], int],
) -> list[Field]:
    two_states = Ids.TwoStateVariableType
    return [
        Field(path, V.LocalizedText, lambda a: names[is_so(a)], Ids.LocalizedText, two_states),
        Field(f"{path}/Id", V.Boolean, is_so, Ids.Boolean),
        _time(f"{path}/TransitionTime", since_ns),
    ]


def _machine(path: str, state: Callable[[AlarmView], tuple[Text, int] | None]) -> list[Field]:
    """The current state of a state machine, by its name and by its node in the type."""

    def name(alarm: AlarmView) -> object:
        current = state(alarm)
        return current[0] if current else None

    def node(alarm: AlarmView) -> object:
        current = state(alarm)
        return ua.NodeId(current[1]) if current else None

    kind = Ids.FiniteStateVariableType
    return [
        Field(f"{path}/CurrentState", V.LocalizedText, name, Ids.LocalizedText, kind),
        Field(f"{path}/CurrentState/Id", V.NodeId, node, Ids.NodeId),
    ]


def _quality(alarm: AlarmView) -> ua.StatusCode:
    codes = ua.StatusCodes
    return ua.StatusCode(codes.Good if alarm.good else codes.BadSensorFailure)


MACHINES = {
    "ShelvingState": ua.NodeId(Ids.ShelvedStateMachineType),
    "LimitState": ua.NodeId(Ids.ExclusiveLimitStateMachineType),
}
