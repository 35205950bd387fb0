"""The forms that a trace can be written in, by the end of the file's name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from trainlab.trace.csv_file import save_csv
from trainlab.trace.file import save_trace
from trainlab.trace.trace import Trace
from trainlab.trace.vcd import save_vcd

FORMS: dict[str, Callable[[Trace, Path], None]] = {
    ".npz": save_trace,
    ".csv": save_csv,
    ".vcd": save_vcd,
}


def trace_writer(path: Path) -> Callable[[Trace, Path], None]:
    """What writes a file of that name: npz where it has no suffix; KeyError for an unknown one."""
    return FORMS[path.suffix.lower() or ".npz"]
