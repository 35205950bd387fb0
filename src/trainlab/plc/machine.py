"""Machine code in this process: the one module that knows llvmlite."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from typing import Any

import llvmlite.binding as llvm

from trainlab.plc.callbacks import callbacks

# A program of a few hundred statements is optimised as C is with -O2, but for unrolling, which costs
# more than it brings: a scan takes less than twice what hand-written C takes. What is longer gets
# three passes and LLVM's fast code generator: a seventh of the time, bounded memory for any text,
# and scans that take three times as long. See benchmarks/plc_scan.py.
MOST_OPTIMISED = 2000

# Combining instructions takes seconds for some texts that are longer still; they go without.
MOST_COMBINED = 20_000

ScanFunction = Callable[[ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64], int]


class Code:
    """The machine code of one module; it lives as long as this object."""

    __slots__ = ("_engine", "scan")

    def __init__(self, ir: str) -> None:
        module = llvm.parse_assembly(ir)
        lines = ir.count("\n")
        target = _optimised(module) if lines <= MOST_OPTIMISED else _tidied(module, lines)
        self._engine = llvm.create_mcjit_compiler(module, target)
        self._engine.finalize_object()
        address = self._engine.get_function_address("scan")
        # Takes c_void_p, c_void_p and c_int64 objects: to convert what is anything else, and to let other
        # threads run meanwhile, would take as long as a short scan does.
        function = ctypes.PYFUNCTYPE(ctypes.c_int32)
        self.scan: ScanFunction = function(address)


@cache
def _initialised() -> None:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    for symbol, function in callbacks().items():
        llvm.add_symbol(symbol, ctypes.cast(function, ctypes.c_void_p).value)


def _optimised(module: Any) -> Any:
    """The target for a module that went through the whole pipeline."""
    target = _target(1)
    options = llvm.create_pipeline_tuning_options(speed_level=2)
    options.loop_vectorization = options.slp_vectorization = options.loop_unrolling = False
    options.inlining_threshold = 225
    builder = llvm.create_pass_builder(target, options)
    builder.getModulePassManager().run(module, builder)
    return target


def _tidied(module: Any, lines: int) -> Any:
    """The target for a module that went through the passes that cost little."""
    target = _target(0)
    passes = llvm.create_new_module_pass_manager()
    passes.add_sroa_pass()
    if lines <= MOST_COMBINED:
        passes.add_instruction_combine_pass()
        passes.add_simplify_cfg_pass()
    passes.run(module, llvm.create_pass_builder(target, llvm.create_pipeline_tuning_options()))
    return target


def _target(code_generation: int) -> Any:
    """The machine that this process runs on. Nothing is contracted or reassociated: a product and
    a sum round twice, as IEC 60559 and the standard have it."""
    _initialised()
    triple = llvm.Target.from_default_triple()
    return triple.create_target_machine(cpu=llvm.get_host_cpu_name(), opt=code_generation)
