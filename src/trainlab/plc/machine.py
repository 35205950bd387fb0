"""Machine code in this process: the one module that knows llvmlite."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from typing import Any

import llvmlite.binding as llvm

# 1 costs a third of 2 in compile time and gives up little speed; see benchmarks/plc_scan.py.
OPTIMISATION = 1

ScanFunction = Callable[[Any, Any, Any], int]


class Code:
    """The machine code of one module; it lives as long as this object."""

    __slots__ = ("_engine", "scan")

    def __init__(self, ir: str) -> None:
        module = llvm.parse_assembly(ir)
        target = _target()
        options = llvm.create_pipeline_tuning_options(speed_level=OPTIMISATION)
        options.loop_vectorization = False
        options.slp_vectorization = False
        builder = llvm.create_pass_builder(target, options)
        builder.getModulePassManager().run(module, builder)
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


def _target() -> Any:
    """The machine that this process runs on. Nothing is contracted or reassociated: a product and
    a sum round twice, as IEC 60559 and the standard have it."""
    _initialised()
    triple = llvm.Target.from_default_triple()
    return triple.create_target_machine(cpu=llvm.get_host_cpu_name(), opt=OPTIMISATION)
