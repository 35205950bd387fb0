"""A compiled file: which POU runs, lowered and bound once for each layout of an image."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from trainlab.core.image import IOImage
from trainlab.core.outline import Declared
from trainlab.core.problem import Problem, ProblemsFound
from trainlab.plc.binding import Binder, Bond
from trainlab.plc.cold_start import cold_start
from trainlab.plc.entry import Entry, entry_of
from trainlab.plc.layout import MOST_BYTES, ProgramLayout, laid_out
from trainlab.plc.lowering.ir import ModuleText
from trainlab.plc.lowering.modules import Wire, lowered
from trainlab.plc.machine import Code
from trainlab.plc.outline import outlined
from trainlab.plc.problems import names as wrong_names
from trainlab.plc.reach import reached
from trainlab.plc.runtime import SoftPlc
from trainlab.plc.symbols import Symbol, Symbols, marker_symbols, seen_in, symbol_of
from trainlab.plc.typed import Pou, Project, Variable
from trainlab.plc.types import BlockType

# Steps are instructions before optimisation, so that no machine or compiler changes what fits:
# about a tenth of a second, thousands of times what a scan of course work takes.
SCAN_BUDGET = 100_000_000

_Key = tuple[Pou, tuple[Wire, ...], bool, bool]


class CompiledProgram:
    """A student's program, compiled for nobody's plant in particular."""

    __slots__ = ("_budget", "_codes", "_entries", "_paths", "_project", "_warnings")

    def __init__(
        self,
        project: Project,
        warnings: tuple[Problem, ...],
        budget: int = SCAN_BUDGET,
        paths: tuple[Path, ...] = (),
    ) -> None:
        self._paths = paths
        self._project = project
        self._warnings = warnings
        self._budget = budget
        self._entries: dict[str | None, Entry] = {}
        self._codes: dict[_Key, tuple[Code, ModuleText, int]] = {}

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is legal and yet looks wrong."""
        return self._warnings

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that it was read from, in the order of reading."""
        return self._paths

    @property
    def outline(self) -> tuple[Declared, ...]:
        """What its text declares, in the order of the text."""
        return outlined(self._project)

    @property
    def interval_ns(self) -> int | None:
        """The shortest INTERVAL of a task that runs a program, if the files name one."""
        tasks = [instance.task for instance in self._project.instances]
        intervals = [task.interval_ns for task in tasks if task is not None and task.interval_ns]
        return min(intervals, default=None)

    def controller(
        self,
        image: IOImage,
        pou: str | None = None,
        *,
        covering: bool = False,
        tracing: bool = False,
    ) -> SoftPlc:
        """A cold-started controller bound to the tags of `image`; ProblemsFound if it can't be bound.

        `pou` names the one PROGRAM (or FUNCTION_BLOCK) to run, whatever a configuration says.
        `covering` notes which statements and branches run, `tracing` which statement last wrote each
        output.
        """
        if pou not in self._entries:
            self._entries[pou] = entry_of(self._project, pou)
        entry = self._entries[pou]
        seen = list(dict.fromkeys(self._project.globals.values()))
        pous = reached(entry.pou, seen)
        binder = Binder(image)
        binder.bind(entry.programs, pous, seen)
        if any(problem.kind.severity == "error" for problem in binder.problems):
            raise ProblemsFound(binder.problems)
        global_variables = [*seen, *entry.kept]
        block = laid_out(entry.pou, pous, global_variables, entry.holder)
        self._refuse_large(entry, block)
        wires = tuple(_wire(entry, block, bond) for bond in binder.bonds)
        key = (entry.pou, wires, covering, tracing)
        if key not in self._codes:
            module = lowered(entry.pou, pous, block, wires, covering, tracing)
            self._refuse_large(entry, block)
            self._codes[key] = (Code(module.text()), module, block.size)
        code, module, block.size = self._codes[key]
        return SoftPlc(
            code,
            module,
            _symbols(entry, block, seen),
            cold_start(entry.pou, pous, block, global_variables),
            wires,
            image,
            self._budget,
            tuple(binder.problems),
            {name: block.offsets[variable] for name, variable in entry.overruns.items()},
            {
                bond.slot.tag.name: module.notes[wire.block_offset]
                for bond, wire in zip(binder.bonds, wires, strict=True)
                if wire.block_offset in module.notes
            },
        )

    def _refuse_large(self, entry: Entry, block: ProgramLayout) -> None:
        if block.size > MOST_BYTES:
            program = entry.programs[0].pou
            position = program.source.position(program.at)
            problem = wrong_names.TOO_MUCH_MEMORY.at(
                position, name=program.name, size=block.size, most=MOST_BYTES
            )
            raise ProblemsFound([problem])


def _wire(entry: Entry, block: ProgramLayout, bond: Bond) -> Wire:
    tag = bond.slot.tag
    offset = block.offsets.get(bond.variable)
    if offset is None:
        holder = bond.holder
        pou = entry.pou if holder is None else _program_of(holder)
        start = block.instance if holder is None else block.offsets[holder]
        offset = start + block.layout.offset(pou.block_type(), bond.variable.key)
    return Wire(bond.slot.offset, offset, tag.type.size, bond.is_input)


def _program_of(holder: Variable) -> Pou:
    assert isinstance(holder.type, BlockType)
    return holder.type.pou


def _symbols(entry: Entry, block: ProgramLayout, seen: list[Variable]) -> Symbols:
    """The variables of the only program, which need no name before them, or the programs by name;
    then the global variables."""
    known, aliases = _named(block, seen)
    if entry.only is None:
        named = [each.variable for each in entry.programs if each.variable is not None]
        roots = [known[each] for each in dict.fromkeys([*named, *seen]) if each in known]
        return Symbols(block.layout, roots, aliases)
    holder = entry.only.variable
    offset = block.instance if holder is None else block.offsets[holder]
    own = seen_in(block.layout, entry.only.pou, offset)
    aliases.append(Symbol(entry.only.pou.name, entry.only.pou.block_type(), offset))
    own += marker_symbols(block, entry.only.pou.variables.values())
    if holder is not None:
        aliases.append(known.pop(holder))
    return Symbols(block.layout, [*own, *known.values()], aliases)


def _named(
    block: ProgramLayout, seen: list[Variable]
) -> tuple[dict[Variable, Symbol], list[Symbol]]:
    """Each global variable by its name, or where another has that name by its list and name;
    then the others by list and name, too."""
    known: dict[Variable, Symbol] = {}
    aliases: list[Symbol] = []
    taken: set[str] = set()
    for variable in [variable for variable in seen if not variable.hidden]:
        symbol = symbol_of(block, variable)
        in_list = replace(symbol, path=f"{variable.list_name}.{symbol.path}")
        known[variable] = in_list if variable.key in taken else symbol
        if variable.list_name and variable.key not in taken:
            aliases.append(in_list)
        taken.add(variable.key)
    return known, aliases
