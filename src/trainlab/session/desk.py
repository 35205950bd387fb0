"""The desk of a station: what people ask of it from pages and networks, as actions of its bench."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import count
from typing import Any

from trainlab.bench.stimulus import (
    Action,
    BeginParameterFault,
    BeginWireFault,
    Change,
    EndFault,
    Operate,
    Stimulus,
)
from trainlab.core.observer import Event
from trainlab.core.seeds import Seed
from trainlab.core.tag import DataType
from trainlab.scenario.scenario import Scenario
from trainlab.session.asked_faults import NoFault, wire_fault
from trainlab.session.hands import Hands

# No flood of requests makes a tick late; the next tick takes the rest.
REQUESTS_PER_TICK = 16
MOST_DONE = 1000  # deeds that nobody has taken yet


OWN = "desk/"  # begins the id of each fault that was begun here


class HeldWire:
    """A tag that somebody holds at a value."""

    __slots__ = ("held",)
    reported = False

    def __init__(self, held: float) -> None:
        self.held = held

    def bend(self, value: float, now_ns: int) -> float:
        """The value that it is held at."""
        return self.held


class Desk:
    """Hands the bench what was asked of a station, a tick's worth at a time.

        {"do": "operate", "control": NAME, "value": V}     press, let go, turn
        {"do": "fault", "tag": NAME, "kind": NAME, ...}    begin a fault, with its fields
        {"do": "fault", "parameter": NAME, "value": V}
        {"do": "end_fault", "of": NAME}                    end all that was begun here of a tag or parameter
        {"do": "end_fault", "id": FAULT}                   or the fault of that id, whoever began it
        {"do": "change", "parameter": NAME, "value": V}    the plant is another from now on
        {"do": "force", "tag": NAME, "value": RAW}         hold a tag at a value, whoever sets it
        {"do": "release", "tag": NAME}                     let it go
        {"do": "reset"}                                    `reset_asked` is set: begin anew

    `own` are the faults that were begun here and have not ended, by their id: what was asked, and when.
    `active` gives the ids of all that hold on the bench. `begun` are the tags and parameters on which a
    fault was begun, and when; `forced` are the tags that are held now, `forced_by` says by whom and since
    when, `ever_forced` are all that were, and since when. `done` are the faults, their ends and the
    changes that were done, with the bench's time, until somebody takes them.

    What makes no sense is passed over: who asked was told so by the server that took the request.
    A press that is shorter than a scan lasts one scan (hands.py). `tell` is called with what an
    instructor asked for: `fault_injected`, `fault_ended`, `tag_forced`, `tag_released`, `reset_asked`.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        requests: deque[Mapping[str, object]],
        tell: Callable[[Event], None] = lambda _: None,
    ) -> None:
        self.reset_asked = False
        self.begun: list[tuple[str, int]] = []
        self.ever_forced: list[tuple[str, int]] = []
        self.done: deque[tuple[int, Mapping[str, Any]]] = deque(maxlen=MOST_DONE)
        self._tell = tell
        self._hands = Hands(-(-scenario.scan_ns // scenario.tick_ns))
        self._requests = requests
        self._seed = Seed(seed)
        plant = scenario.plant
        self._controls = {control.name: control for control in plant.controls}
        self._tags = {tag.name: tag for tag in plant.tags}
        self.own: dict[str, tuple[Mapping[str, Any], int]] = {}
        self.active: Callable[[], Collection[str]] = tuple
        self.forced: dict[str, float] = {}
        self.forced_by: dict[str, tuple[str, int]] = {}
        self._changeable = {spec.name: spec for spec in plant.parameters if spec.changeable}
        self._parameters = {spec.name: spec for spec in plant.parameters if spec.faultable}

    def take(self, now_ns: int) -> Sequence[Stimulus]:
        """What is to happen in this tick."""
        moved = self._hands.due()
        if not self._requests and not moved:
            return ()
        stimuli = [Stimulus(now_ns, action, label) for action, label in moved]
        for _ in range(min(len(self._requests), REQUESTS_PER_TICK)):
            request = self._requests.popleft()
            try:
                actions = self._actions(request, now_ns)
            except (ArithmeticError, TypeError, ValueError):  # no number of a request ends a tick
                actions = ()
            label = f"by {request.get('asked_by', '')}"
            for action in actions:
                if isinstance(action, Operate) and self._controls[action.control].on_or_off:
                    moved_now = self._hands.moves(action, label)
                    stimuli += [Stimulus(now_ns, moved_now, label)] if moved_now else []
                    continue
                stimuli.append(Stimulus(now_ns, action, label))
                self._keep(request, action, now_ns)
                self._say(request, action, now_ns)
        return stimuli

    def _keep(self, request: Mapping[str, Any], action: Action, now_ns: int) -> None:
        match action:
            case BeginWireFault(_, tag, HeldWire()):
                self.ever_forced.append((tag, now_ns))
            case BeginWireFault(fault_id, name, _) | BeginParameterFault(fault_id, name, _):
                self.begun.append((name, now_ns))
                self.own[fault_id] = (request, now_ns)
                self.done.append((now_ns, {**request, "id": fault_id}))
            case EndFault(fault_id) if request.get("do") == "end_fault":
                self.own.pop(fault_id, None)
                self.done.append((now_ns, {"do": "end_fault", "id": fault_id}))
            case Change():
                self.done.append((now_ns, request))

    def _say(self, request: Mapping[str, Any], action: Action, now_ns: int) -> None:
        by = f"by {request.get('asked_by', '')}"
        match action:
            case BeginWireFault(_, tag, HeldWire(held=held)):
                self._tell(Event(now_ns, "tag_forced", tag, float(held), by))
            case BeginWireFault(_, tag, _):
                what = f"{tag} {request['kind']}"
                self._tell(Event(now_ns, "fault_injected", what, label=by))
            case BeginParameterFault(_, parameter, value):
                self._tell(Event(now_ns, "fault_injected", f"{parameter} {value:g}", label=by))
            case EndFault(fault_id):
                what = "tag_released" if request.get("do") == "release" else "fault_ended"
                self._tell(Event(now_ns, what, name_in(fault_id), label=by))

    def begin_anew(self) -> None:
        """The station is as at first: nobody holds a device or a tag."""
        self.reset_asked = False
        self.done.clear()
        self.own.clear()
        self.forced.clear()
        self.forced_by.clear()
        self._hands.let_go()

    def _actions(self, request: Mapping[str, Any], now_ns: int) -> Sequence[Action]:
        if request.get("do") == "end_fault":
            return self._ends(request)
        action = self._action(request, now_ns)
        return () if action is None else (action,)

    def _ends(self, request: Mapping[str, Any]) -> Sequence[Action]:
        """Of the fault of that id, or of all that were begun here of a name; of none that does not hold."""
        fault_id = request.get("id")
        if fault_id:
            known = fault_id in self.own or fault_id in self.active()
            return (EndFault(str(fault_id)),) if known else ()
        return [EndFault(each) for each in self.own if name_in(each) == str(request.get("of"))]

    def _action(self, request: Mapping[str, Any], now_ns: int) -> Action | None:
        match request.get("do"):
            case "operate":
                return self._operate(request)
            case "fault":
                return self._fault(request, now_ns)
            case "change":
                return self._change(request)
            case "force":
                return self._force(request, now_ns)
            case "release":
                held = self.forced.pop(str(request.get("tag")), None)
                self.forced_by.pop(str(request.get("tag")), None)
                return None if held is None else EndFault(f"force/{request.get('tag')}")
            case "reset":
                if not self.reset_asked:
                    self._tell(Event(now_ns, "reset_asked", str(request.get("asked_by", ""))))
                self.reset_asked = True
        return None

    def _change(self, request: Mapping[str, Any]) -> Action | None:
        parameter = self._changeable.get(str(request.get("parameter")))
        value = request.get("value")
        if parameter is None or not isinstance(value, int | float):
            return None
        if not parameter.low <= value <= parameter.high:
            return None
        return Change(parameter.name, float(value))

    def _force(self, request: Mapping[str, Any], now_ns: int) -> Action | None:
        tag = self._tags.get(str(request.get("tag")))
        value = request.get("value")
        if tag is None or not isinstance(value, bool | int | float) or not tag.holds(value):
            return None
        held = float(value) if tag.type is DataType.REAL else int(value)
        self.forced[tag.name] = held
        self.forced_by[tag.name] = str(request.get("asked_by", "")), now_ns
        return BeginWireFault(f"force/{tag.name}", tag.name, HeldWire(held))

    def _operate(self, request: Mapping[str, Any]) -> Action | None:
        control = self._controls.get(str(request.get("control")))
        value = request.get("value")
        if control is None or not isinstance(value, bool | int | float):
            return None
        number = float(value)
        if not control.low <= number <= control.high:  # NaN is neither
            return None
        return Operate(control.name, number)

    def _fault(self, request: Mapping[str, Any], now_ns: int) -> Action | None:
        parameter = self._parameters.get(str(request.get("parameter")))
        if parameter is not None:
            value = request.get("value")
            if isinstance(value, int | float) and parameter.low <= value <= parameter.high:
                fault_id = self._new_id(parameter.name)
                return BeginParameterFault(fault_id, parameter.name, float(value))
            return None
        tag = self._tags.get(str(request.get("tag")))
        if tag is None:
            return None
        fault_id = self._new_id(tag.name)
        try:
            fault = wire_fault(request, tag, now_ns, self._seed, fault_id)
        except NoFault:
            return None
        return BeginWireFault(fault_id, tag.name, fault)

    def _new_id(self, name: str) -> str:
        """desk/NAME; while others of that name hold, desk/NAME/2 and so on."""
        ids = (f"{OWN}{name}/{nth}" if nth > 1 else f"{OWN}{name}" for nth in count(1))
        return next(each for each in ids if each not in self.own)


def name_in(fault_id: str) -> str:
    """The tag or parameter of a fault that was begun here; else the id that the sheet gave it."""
    where, _, rest = fault_id.partition("/")
    return rest.partition("/")[0] if where in ("desk", "force") else fault_id
