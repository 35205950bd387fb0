"""Machine code in this process: the one module that knows llvmlite."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from typing import Any

import llvmlite.binding as llvm

from trainlab.plc.callbacks import callbacks

# Three passes and LLVM's fast code generator: a quarter of the compile time of -O1, and a scan of a
# usual program takes as long, since the call from Python costs more than the program itself. Loops
# over arrays take twice as long as with -O1. See benchmarks/plc_scan.py.
_CODE_GENERATION = 0

ScanFunction = Callable[[Any, Any, Any], int]


class Code:
    """The machine code of one module; it lives as long as this object."""

    __slots__ = ("_engine", "scan")

    def __init__(self, ir: str) -> None:
        module = llvm.parse_assembly(ir)
        target = _target()
        passes = llvm.create_new_module_pass_manager()
        passes.add_sroa_pass()
        passes.add_instruction_combine_pass()
        passes.add_simplify_cfg_pass()
        passes.run(module, llvm.create_pass_builder(target, llvm.create_pipeline_tuning_options()))
        self._engine = llvm.create_mcjit_compiler(module, target)
        self._engine.finalize_object()
        address = self._engine.get_function_address("scan")
        function = ctypes.CFUNCTYPE(
            ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64
        )
        self.scan: ScanFunction = function(address)


@cache
def _initialised() -> None:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    for symbol, function in callbacks().items():
        llvm.add_symbol(symbol, ctypes.cast(function, ctypes.c_void_p).value)


def _target() -> Any:
    """The machine that this process runs on. Nothing is contracted or reassociated: a product and
    a sum round twice, as IEC 60559 and the standard have it."""
    _initialised()
    triple = llvm.Target.from_default_triple()
    return triple.create_target_machine(cpu=llvm.get_host_cpu_name(), opt=_CODE_GENERATION)
