"""A compiled file: which POU runs, lowered and bound once for each layout of an image."""

from __future__ import annotations

from pathlib import Path

from trainlab.core.image import IOImage
from trainlab.core.problem import Position, Problem, ProblemsFound, did_you_mean
from trainlab.plc.binding import Binder
from trainlab.plc.layout import MOST_BYTES, ProgramLayout, laid_out
from trainlab.plc.lowering.ir import Site
from trainlab.plc.lowering.modules import Wire, lowered
from trainlab.plc.machine import Code
from trainlab.plc.problems import binding as wrong
from trainlab.plc.problems import names as wrong_names
from trainlab.plc.reach import reached
from trainlab.plc.runtime import SoftPlc
from trainlab.plc.symbols import Symbols
from trainlab.plc.typed import Pou, Project, Role, Variable

# Steps are instructions before optimisation, so that no machine or compiler changes what fits:
# about a tenth of a second, thousands of times what a scan of course work takes.
SCAN_BUDGET = 100_000_000

_Key = tuple[Pou, tuple[Wire, ...]]


class CompiledProgram:
    """A student's program, compiled for nobody's plant in particular."""

    __slots__ = ("_budget", "_codes", "_paths", "_project", "_warnings")

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
        self._codes: dict[_Key, tuple[Code, tuple[Site, ...], int]] = {}

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is legal and yet looks wrong."""
        return self._warnings

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that it was read from, in the order of reading."""
        return self._paths

    @property
    def interval_ns(self) -> int | None:
        """The INTERVAL of the task that runs the program, if the file names one."""
        return self._project.interval_ns

    def controller(self, image: IOImage, pou: str | None = None) -> SoftPlc:
        """A cold-started controller bound to the tags of `image`; ProblemsFound if it can't be bound.

        `pou` names the one PROGRAM (or FUNCTION_BLOCK) to run where the file leaves it open.
        """
        program = self._chosen(pou)
        global_variables = list(self._project.globals.values())
        pous = reached(program, global_variables)
        binder = Binder(image)
        binder.bind(program, pous, global_variables)
        if any(problem.kind.severity == "error" for problem in binder.problems):
            raise ProblemsFound(binder.problems)
        block = laid_out(program, pous, global_variables)
        self._refuse_large(program, block)
        wires = tuple(
            _wire(
                program,
                block,
                bond.variable,
                bond.slot.offset,
                bond.slot.tag.type.size,
                bond.is_input,
            )
            for bond in binder.bonds
        )
        key = (program, wires)
        if key not in self._codes:
            module = lowered(program, pous, block, wires)
            self._refuse_large(program, block)
            self._codes[key] = (Code(module.text()), tuple(module.sites), block.size)
        code, sites, block.size = self._codes[key]
        return SoftPlc(
            code,
            sites,
            Symbols(program, block, global_variables),
            _cold_start(program, block, global_variables),
            image,
            self._budget,
            tuple(binder.problems),
        )

    def _chosen(self, name: str | None) -> Pou:
        whole = Position(self._project.source.file)
        runnable = [
            pou
            for pou in self._project.pous.values()
            if pou.kind in ("PROGRAM", "FUNCTION_BLOCK") and not pou.abstract
        ]
        if name is not None:
            named = next((pou for pou in runnable if pou.name.casefold() == name.casefold()), None)
            if named is None:
                known = [pou.name for pou in runnable]
                hint = did_you_mean(name, known)
                shown = ", ".join(known) or "-"
                problem = wrong.NO_SUCH_POU.at(whole, name=name, hint=hint, known=shown)
                raise ProblemsFound([problem])
            return _self_sufficient(named)
        programs = [pou for pou in runnable if pou.kind == "PROGRAM"]
        instances = dict.fromkeys(self._project.program_names)
        if instances:
            programs = [pou for pou in programs if pou.name in instances]
        candidates = programs or runnable
        if len(candidates) == 1:
            return _self_sufficient(candidates[0])
        if not candidates:
            raise ProblemsFound([wrong.NO_PROGRAM.at(whole)])
        shown = ", ".join(pou.name for pou in candidates)
        raise ProblemsFound([wrong.WHICH_PROGRAM.at(whole, known=shown)])

    def _refuse_large(self, program: Pou, block: ProgramLayout) -> None:
        if block.size > MOST_BYTES:
            position = program.source.position(program.at)
            problem = wrong_names.TOO_MUCH_MEMORY.at(
                position, name=program.name, size=block.size, most=MOST_BYTES
            )
            raise ProblemsFound([problem])


def _self_sufficient(pou: Pou) -> Pou:
    for variable in pou.having(Role.IN_OUT):
        position = variable.source.position(variable.at)
        problem = wrong.OPEN_IN_OUT.at(position, name=pou.name, variable=variable.name)
        raise ProblemsFound([problem])
    return pou


def _wire(
    program: Pou,
    block: ProgramLayout,
    variable: Variable,
    image_offset: int,
    size: int,
    is_input: bool,
) -> Wire:
    if variable in block.offsets:
        offset = block.offsets[variable]
    else:
        offset = block.instance + block.layout.offset(program.block_type(), variable.key)
    return Wire(image_offset, offset, size, is_input)


def _cold_start(program: Pou, block: ProgramLayout, global_variables: list[Variable]) -> bytes:
    """The block as it is before the first scan."""
    memory = bytearray(block.size)
    for variable in global_variables:
        image = block.layout.image(variable.type, variable.initial)
        offset = block.offsets[variable]
        memory[offset : offset + len(image)] = image
    image = block.layout.image(program.block_type())
    memory[block.instance : block.instance + len(image)] = image
    return bytes(memory)
