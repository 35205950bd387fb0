"""The faults that are active on a bench: bent wires and parameters to be put back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trainlab.core.fault import WireFault
from trainlab.core.image import IOImage, Slot
from trainlab.core.plant import Plant
from trainlab.core.tag import Direction


class ActiveFaults:
    """What is wrong with a station right now.

    Faults on one wire apply in the order in which they began. Two faults of one parameter: the
    later one holds until it ends, then the earlier one's value holds again.
    """

    __slots__ = ("_image", "_parameters", "_pending", "_plant", "inputs", "outputs")

    def __init__(self, plant: Plant, image: IOImage, parameters: Mapping[str, float]) -> None:
        self.inputs: list[tuple[str, Slot, WireFault]] = []
        self.outputs: list[tuple[str, Slot, WireFault]] = []
        self._plant = plant
        self._image = image
        self._parameters = dict(parameters)
        self._pending: list[tuple[str, str, float]] = []

    @property
    def broken_wires(self) -> frozenset[str]:
        """The tags with a fault that an I/O module reports as a broken wire."""
        wires = (*self.inputs, *self.outputs)
        return frozenset(slot.tag.name for _, slot, fault in wires if fault.reported)

    @property
    def active(self) -> tuple[tuple[str, str], ...]:
        """The id of every fault that holds now, and the tag or parameter that has it."""
        wires = [(fault_id, slot.tag.name) for fault_id, slot, _ in (*self.inputs, *self.outputs)]
        return (*wires, *((fault_id, name) for fault_id, name, _ in self._pending))

    def begin_wire(self, fault_id: str, tag: str, fault: WireFault) -> None:
        """Bend that tag's wire from now on."""
        slot = self._image.slots[tag]
        on_input = slot.tag.direction is Direction.INPUT
        (self.inputs if on_input else self.outputs).append((fault_id, slot, fault))

    def begin_parameter(self, fault_id: str, parameter: str, value: float) -> None:
        """Give that parameter a faulty value from now on."""
        self._pending.append((fault_id, parameter, value))
        self._plant.change(parameter, value)

    def change(self, parameter: str, value: float) -> None:
        """Give that parameter a new sound value; a fault that is active on it still hides it."""
        self._parameters[parameter] = value
        self._plant.change(parameter, self._effective(parameter))

    @property
    def parameters(self) -> dict[str, float]:
        """What every parameter of the plant is, with its faults."""
        return self._parameters | {name: faulty for _, name, faulty in self._pending}

    def sound(self, parameter: str) -> float:
        """What that parameter is but for its faults."""
        return self._parameters[parameter]

    def end(self, fault_id: str) -> None:
        """End whatever began under that id."""
        self.inputs = [entry for entry in self.inputs if entry[0] != fault_id]
        self.outputs = [entry for entry in self.outputs if entry[0] != fault_id]
        ended = [entry[1] for entry in self._pending if entry[0] == fault_id]
        self._pending = [entry for entry in self._pending if entry[0] != fault_id]
        for parameter in ended:
            self._plant.change(parameter, self._effective(parameter))

    def bend_inputs(self, values: list[float], now_ns: int) -> None:
        """What the faulty wires make of the sensed values, in place."""
        for _, slot, fault in self.inputs:
            values[slot.ordinal] = fault.bend(values[slot.ordinal], now_ns)

    def bend_outputs(self, values: Sequence[float], now_ns: int) -> list[float]:
        """What the faulty wires make of the commanded values."""
        bent = list(values)
        for _, slot, fault in self.outputs:
            bent[slot.ordinal] = fault.bend(bent[slot.ordinal], now_ns)
        return bent

    def _effective(self, parameter: str) -> float:
        value = self._parameters[parameter]
        for _, name, faulty in self._pending:
            if name == parameter:
                value = faulty
        return value
