"""The bench: one station's tick, in five phases that touch no socket and read no clock.

operate -> sense -> scan -> observe -> actuate; docs/timing-model.md tells what each may do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trainlab.bench.faults import ActiveFaults
from trainlab.bench.stimulus import (
    BeginParameterFault,
    BeginWireFault,
    Change,
    EndFault,
    Move,
    Operate,
    Operator,
    Stimulus,
)
from trainlab.bench.sweeps import Sweeps
from trainlab.core.controller import Controller, ControllerStopped
from trainlab.core.duration import NS_PER_S
from trainlab.core.image import IOImage
from trainlab.core.observer import Event, Observer
from trainlab.core.plant import Plant
from trainlab.core.problem import Problem

NEVER_NS = 1 << 62


class Bench:
    """A plant and a controller that meet on an I/O image, with observers that look on.

    `tick_ns` is the plant's step; the controller scans every `scan_ns`, a whole multiple of it.
    `parameters` are the plant's, as it was constructed with. Stimuli that tie in time apply in the
    order given.
    """

    __slots__ = (
        "_bent",
        "_faults",
        "_image",
        "_inputs",
        "_next_scan_ns",
        "_next_stimulus_ns",
        "_observers",
        "_operators",
        "_plant",
        "_positions",
        "_scan_ns",
        "_stimuli",
        "_sweeps",
        "_tick_ns",
        "_tick_s",
        "controller",
        "facts",
        "stopped",
        "stopped_at_ns",
    )

    def __init__(
        self,
        plant: Plant,
        image: IOImage,
        controller: Controller,
        *,
        tick_ns: int,
        scan_ns: int,
        parameters: Mapping[str, float],
        stimuli: Sequence[Stimulus] = (),
        observers: Sequence[Observer] = (),
        operators: Sequence[Operator] = (),
    ) -> None:
        if tick_ns <= 0 or scan_ns % tick_ns:
            raise ValueError("scan_ns must be a whole multiple of tick_ns")
        self.controller: Controller | None = controller
        self.stopped: Problem | None = None
        self.stopped_at_ns = 0
        self.facts = [0.0] * len(plant.description.facts)
        self._plant = plant
        self._image = image
        self._inputs: list[float] = list(image.input_values())
        self._tick_ns = tick_ns
        self._tick_s = tick_ns / NS_PER_S
        self._scan_ns = scan_ns
        self._next_scan_ns = 0
        self._faults = ActiveFaults(plant, image, parameters)
        self._bent: Sequence[float] = ()
        self._observers = tuple(observers)
        self._operators = tuple(operators)
        self._positions = {each.name: each.initial for each in plant.description.controls}
        self._sweeps = Sweeps()
        self._stimuli = sorted(stimuli, key=lambda stimulus: stimulus.at_ns)[::-1]
        self._next_stimulus_ns = self._stimuli[-1].at_ns if self._stimuli else NEVER_NS

    def tick(self, now_ns: int) -> None:
        """The plant from `now_ns` to one tick later. Ticks are called in order, none left out."""
        for operator in self._operators:
            self._heed(operator, now_ns)
        if now_ns >= self._next_stimulus_ns:
            self._operate(now_ns)
        if self._sweeps.moving:
            self._sweep(now_ns)
        plant, image, faults, inputs, facts = (
            self._plant, self._image, self._faults, self._inputs, self.facts,
        )  # fmt: skip
        plant.sense(inputs)
        if faults.inputs:
            faults.bend_inputs(inputs, now_ns)
        image.latch(*inputs)
        if now_ns >= self._next_scan_ns and self.controller is not None:
            self._next_scan_ns += self._scan_ns
            self._scan(self.controller, now_ns)
        plant.report(facts)
        for observer in self._observers:
            observer.observe(now_ns, image, facts)
        outputs: Sequence[float] = image.commanded()
        if faults.outputs:
            outputs = self._bent = faults.bend_outputs(outputs, now_ns)
        plant.step(outputs, self._tick_s)

    def standby(self, now_ns: int) -> None:
        """A tick in which no time passes: the controller sees the plant at rest, nothing moves."""
        for operator in self._operators:
            self._heed(operator, now_ns)
        self.sense()
        if self.controller is not None:
            self._scan(self.controller, now_ns)

    def sense(self) -> None:
        """The inputs show the plant as it stands; nothing moves."""
        self._plant.sense(self._inputs)
        self._image.latch_inputs(self._inputs)

    @property
    def actuated(self) -> Sequence[float]:
        """What the plant last got of every output, past the faults on their wires."""
        return (self._faults.outputs and self._bent) or self._image.commanded()

    @property
    def broken_wires(self) -> frozenset[str]:
        """The tags whose wire is broken in such a way that an I/O module reports it."""
        return self._faults.broken_wires

    @property
    def active_faults(self) -> tuple[tuple[str, str], ...]:
        """The id of every fault that holds now, and the tag or parameter that has it."""
        return self._faults.active

    @property
    def parameters(self) -> Mapping[str, float]:
        """What every parameter of the plant is now, whatever has changed it."""
        return self._faults.parameters

    def _heed(self, operator: Operator, now_ns: int) -> None:
        for stimulus in operator.take(now_ns):
            self._apply(stimulus, now_ns)

    def _scan(self, controller: Controller, now_ns: int) -> None:
        try:
            controller.scan(self._image, now_ns)
        except ControllerStopped as stop:
            self.controller = None
            self.stopped = stop.problem
            self.stopped_at_ns = now_ns
            self._image.command(self._image.fail_safe())
            self._note(Event(now_ns, "controller_stopped", stop.problem.kind.code))

    def _operate(self, now_ns: int) -> None:
        while self._stimuli and self._stimuli[-1].at_ns <= now_ns:
            self._apply(self._stimuli.pop(), now_ns)
        self._next_stimulus_ns = self._stimuli[-1].at_ns if self._stimuli else NEVER_NS

    def _operate_control(self, control: str, value: float) -> None:
        self._plant.operate(control, value)
        self._positions[control] = value

    def _sweep(self, now_ns: int) -> None:
        """What moves by itself moves on; told of as if it were set in every tick."""
        for kind, name, value in self._sweeps.moved(now_ns):
            if kind is Operate:
                self._operate_control(name, value)
                self._note(Event(now_ns, "operate", name, value))
            else:
                self._faults.change(name, value)
                self._note(Event(now_ns, "change", name, value))

    def _apply(self, stimulus: Stimulus, now_ns: int) -> None:
        label = stimulus.label
        match stimulus.action:
            case Operate(control, value):
                self._sweeps.stop(Operate, control)
                self._operate_control(control, value)
                self._note(Event(now_ns, "operate", control, value, label))
            case Change(parameter, value):
                self._sweeps.stop(Change, parameter)
                self._faults.change(parameter, value)
                self._note(Event(now_ns, "change", parameter, value, label))
            case Move(kind, name, sweep):
                on_control = kind is Operate
                start = self._positions[name] if on_control else self._faults.sound(name)
                self._sweeps.begin(kind, name, sweep, start, now_ns)
                what = "operate" if on_control else "change"
                self._note(Event(now_ns, what, name, start, label))
            case BeginWireFault(fault_id, tag, fault):
                self._faults.begin_wire(fault_id, tag, fault)
                self._note(Event(now_ns, "fault_begin", tag, label=label))
            case BeginParameterFault(fault_id, parameter, value):
                self._faults.begin_parameter(fault_id, parameter, value)
                self._note(Event(now_ns, "fault_begin", parameter, value, label))
            case EndFault(fault_id):
                self._faults.end(fault_id)
                self._note(Event(now_ns, "fault_end", fault_id, label=label))

    def _note(self, event: Event) -> None:
        for observer in self._observers:
            observer.note(event)
