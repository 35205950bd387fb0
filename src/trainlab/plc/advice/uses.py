"""Which variables a piece of a program reads, writes and calls."""

from __future__ import annotations

from dataclasses import dataclass, field

from trainlab.plc.tree import Node, parts
from trainlab.plc.typed import (
    Assign,
    BitPlace,
    BlockCall,
    CharacterPlace,
    Count,
    DereferencedPlace,
    ElementPlace,
    Enabled,
    FunctionCall,
    MemberPlace,
    MethodCall,
    Place,
    Reference,
    Variable,
    VariablePlace,
)
from trainlab.plc.types import BlockType


@dataclass(slots=True)
class Uses:
    """The variables that are read, written (in part or whole) and called, with the first place.

    What is passed by reference is read and written.
    """

    reads: dict[Variable, int] = field(default_factory=dict)
    writes: dict[Variable, int] = field(default_factory=dict)
    calls: dict[Variable, int] = field(default_factory=dict)

    def add(self, node: Node) -> None:
        """Takes in a node and all that is in it."""
        waiting = [node]
        while waiting:
            here = waiting.pop()
            if isinstance(here, Assign):
                self._write(here.target)
                waiting.append(here.value)
            elif isinstance(here, BlockCall | MethodCall | FunctionCall):
                self._call(here)
            elif isinstance(here, VariablePlace):
                self.reads.setdefault(here.variable, here.at)
            else:
                if isinstance(here, Count):
                    self._write(here.control)
                elif isinstance(here, Reference):
                    self._write(here.place)
                elif isinstance(here, Enabled) and here.done is not None:
                    self._write(here.done)
                elif isinstance(here, MemberPlace):
                    self._member(here, self.reads)
                waiting += reversed(list(parts(here)))

    def _call(self, node: BlockCall | MethodCall | FunctionCall) -> None:
        if not isinstance(node, FunctionCall):
            self._touch(node.instance, self.calls)
            if isinstance(node.instance, MemberPlace):
                self._member(node.instance, self.calls)
        for variable, value in node.inputs.items():
            self.writes.setdefault(variable, node.at)
            self.add(value)
        outputs = node.outputs
        if isinstance(outputs, dict):
            taken = list(outputs.items())
        else:
            taken = [(variable, place) for variable, place, _ in outputs]
        for variable, place in taken:
            self.reads.setdefault(variable, node.at)
            self._write(place)
        for place in node.in_outs.values():
            self._write(place)
            self.add(place)

    def _write(self, place: Place) -> None:
        if isinstance(place, MemberPlace):
            self._member(place, self.writes)
            if isinstance(place.base.type, BlockType):
                self._touch(place, self.reads)  # an input is set; that calls no instance
                return
        self._touch(place, self.writes)

    def _member(self, place: MemberPlace, table: dict[Variable, int]) -> None:
        """The variable inside of a block that `instance.name` means."""
        if isinstance(place.base.type, BlockType):
            table.setdefault(place.base.type.pou.variables[place.key], place.at)

    def _touch(self, place: Place, table: dict[Variable, int]) -> None:
        """Notes the outermost variable of a place; indices on the way are read."""
        if isinstance(place, VariablePlace):
            table.setdefault(place.variable, place.at)
            return
        if isinstance(place, DereferencedPlace):
            self.add(place.pointer)
            return
        if isinstance(place, MemberPlace | ElementPlace | BitPlace | CharacterPlace):
            self._touch(place.base, table)
        if isinstance(place, ElementPlace):
            for index in place.indices:
                self.add(index)
        elif isinstance(place, CharacterPlace):
            self.add(place.number)


def uses_of(*nodes: Node) -> Uses:
    """What those nodes use."""
    uses = Uses()
    for node in nodes:
        uses.add(node)
    return uses
