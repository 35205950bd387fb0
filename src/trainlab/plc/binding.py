"""Which variables of a program stand for which tags: by address (AT %IX0.0) or by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from trainlab.core.image import IOImage, Slot
from trainlab.core.message import Text
from trainlab.core.problem import Position, Problem, did_you_mean
from trainlab.core.tag import DataType, Direction
from trainlab.plc.addresses import canonical_address
from trainlab.plc.problems import binding as wrong
from trainlab.plc.typed import Pou, Role, Variable
from trainlab.plc.types import BlockType, Elementary, Type, elementary_of

_FITTING = {
    DataType.BOOL: ("BOOL",),
    DataType.INT: ("INT", "UINT", "WORD"),
    DataType.DINT: ("DINT", "UDINT", "DWORD"),
    DataType.REAL: ("REAL",),
}
# How alike a name must be to a tag's to be taken for a slip: one letter in ten, or one at all.
MISSPELT = 0.9
SHORTEST = 4
_SENSOR = Text("a sensor (the program reads it)", "传感器（由程序读取）")
_ACTUATOR = Text("an actuator (the program writes it)", "执行器（由程序写入）")


@dataclass(frozen=True, slots=True)
class Bond:
    """One variable that stands for one tag; `holder` is the program instance that it is in."""

    variable: Variable
    slot: Slot
    holder: Variable | None = None

    @property
    def is_input(self) -> bool:
        """Whether the program reads it."""
        return self.slot.tag.direction is Direction.INPUT


@dataclass(frozen=True, slots=True)
class Programmed:
    """A program that runs: by itself, or (then in a variable) as an instance of a configuration,
    which may have connected some of its inputs and outputs."""

    pou: Pou
    variable: Variable | None = None
    connected: frozenset[Variable] = frozenset()


class Binder:
    """Finds the bonds of one program with one image; mistakes go to `problems`."""

    __slots__ = ("_by_address", "_by_name", "_image", "_loose", "bonds", "problems")

    def __init__(self, image: IOImage) -> None:
        self._image = image
        self._by_name = {name.casefold(): slot for name, slot in image.slots.items()}
        self._by_address = {
            canonical_address(slot.tag.address): slot for slot in image.slots.values()
        }
        self._by_address.pop("", None)
        self.bonds: list[Bond] = []
        self.problems: list[Problem] = []
        self._loose: list[Variable] = []

    def bind(
        self,
        programs: Sequence[Programmed],
        pous: list[Pou],
        global_variables: list[Variable],
    ) -> None:
        """Binds the programs' own variables and all global ones."""
        for programmed in programs:
            for variable in programmed.pou.having(Role.INPUT, Role.OUTPUT, Role.LOCAL):
                if variable not in programmed.connected:
                    self._bind(variable, programmed.variable)
        shadowed = {key for programmed in programs for key in programmed.pou.variables}
        for variable in global_variables:
            program_instance = (
                isinstance(variable.type, BlockType) and variable.type.pou.kind == "PROGRAM"
            )
            if not program_instance and (variable.key not in shadowed or variable.address):
                self._bind(variable)
        self._refuse_written_sensors(pous)
        self._note_misspelt()
        program = programs[0].pou
        refused = any(problem.kind.severity == "error" for problem in self.problems)
        if not self.bonds and self._image.slots and not refused:
            tag = next(iter(self._image.slots.values())).tag
            self.problems.append(
                wrong.TOUCHES_NOTHING.at(
                    program.source.position(program.at), tag=tag.name, type=tag.type.name,
                    address=tag.address,
                )
            )  # fmt: skip

    def _bind(self, variable: Variable, holder: Variable | None = None) -> None:
        if variable.constant:
            return
        if variable.address:
            if variable.address[1] != "M":
                self._bind_located(variable, holder)
            return
        slot = self._by_name.get(variable.key)
        if slot is not None and isinstance(variable.type, BlockType):
            return  # a timer or latch that happens to have the name of a tag
        if slot is None:
            self._note_unbound(variable)
        elif self._fits(variable, slot) and self._directed(variable, slot):
            self._join(variable, slot, holder)

    def _bind_located(self, variable: Variable, holder: Variable | None) -> None:
        slot = self._by_address.get(variable.address)
        if slot is None:
            position = variable.source.position(variable.address_at)
            self.problems.append(
                wrong.NO_TAG_AT.at(position, address=variable.address, name=variable.name)
            )
        elif self._fits(variable, slot):
            self._join(variable, slot, holder)

    def _note_unbound(self, variable: Variable) -> None:
        hint = did_you_mean(variable.name, self._image.slots)
        position = _position(variable)
        if variable.role is Role.GLOBAL and variable.external_only:
            self.problems.append(wrong.NO_EXTERNAL.at(position, name=variable.name, hint=hint))
        elif variable.role in (Role.INPUT, Role.OUTPUT):
            section = variable.role.value
            self.problems.append(
                wrong.NO_TAG_NAMED.at(position, name=variable.name, section=section, hint=hint)
            )
        else:
            self._loose.append(variable)

    def _note_misspelt(self) -> None:
        """Points at variables of the program that nearly have the name of a tag left over."""
        bound = {bond.slot.tag.name for bond in self.bonds}
        left = {
            name.casefold(): slot for name, slot in self._image.slots.items() if name not in bound
        }
        for variable in self._loose:
            if len(variable.key) < SHORTEST:
                continue
            alike = min(MISSPELT, 1 - 1 / len(variable.key))
            near = get_close_matches(variable.key, left, n=1, cutoff=alike)
            if near and _type_name(variable.type) in _FITTING[left[near[0]].tag.type]:
                tag = left[near[0]].tag.name
                self.problems.append(
                    wrong.NEAR_TAG.at(_position(variable), name=variable.name, tag=tag)
                )

    def _fits(self, variable: Variable, slot: Slot) -> bool:
        if _type_name(variable.type) in _FITTING[slot.tag.type]:
            return True
        self.problems.append(
            wrong.WRONG_TAG_TYPE.at(
                _position(variable), name=variable.name, type=variable.type, tag=slot.tag.name,
                wanted=slot.tag.type.name,
            )
        )  # fmt: skip
        return False

    def _directed(self, variable: Variable, slot: Slot) -> bool:
        """A VAR_INPUT is no actuator and a VAR_OUTPUT no sensor."""
        is_input = slot.tag.direction is Direction.INPUT
        if variable.role is not (Role.OUTPUT if is_input else Role.INPUT):
            return True
        self.problems.append(
            wrong.WRONG_DIRECTION.at(
                _position(variable), name=variable.name, section=variable.role.value,
                tag=slot.tag.name, direction=_SENSOR if is_input else _ACTUATOR,
            )
        )  # fmt: skip
        return False

    def _join(self, variable: Variable, slot: Slot, holder: Variable | None) -> None:
        bond = Bond(variable, slot, holder)
        other = next((known for known in self.bonds if known.slot is slot), None)
        if other is not None and not bond.is_input:
            self.problems.append(
                wrong.TAG_TWICE.at(
                    _position(variable), name=variable.name, tag=slot.tag.name,
                    other=other.variable.name,
                )
            )  # fmt: skip
            return
        self.bonds.append(bond)

    def _refuse_written_sensors(self, pous: list[Pou]) -> None:
        sensors = {bond.variable: bond.slot.tag for bond in self.bonds if bond.is_input}
        for pou in pous:
            for write in pou.writes:
                tag = sensors.get(write.variable)
                if tag is not None:
                    position = write.source.position(write.at)
                    self.problems.append(
                        wrong.ASSIGNED_SENSOR.at(position, name=write.variable.name, tag=tag.name)
                    )


def _position(variable: Variable) -> Position:
    return variable.source.position(variable.at)


def _type_name(type_: Type) -> str:
    base = elementary_of(type_)
    return base.name if isinstance(type_, Elementary) and base is not None else ""
