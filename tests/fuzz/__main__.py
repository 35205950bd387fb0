"""Plays one target many times in child processes, so that a crash of machine code is found, too.

    python -m fuzz [TARGET] [--runs 10000] [--engine atheris|random] [--seed 1] [--keep DIR]

A case is a defect if its process dies, raises, takes more than 5 s of processor time, or needs more
than 2 GB. Each is kept as a file in DIR; `python -m fuzz TARGET --again FILE` plays one once more.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from fuzz.child import MOST_SECONDS, Notes
from fuzz.targets import TARGETS

MOST_DEFECTS = 20


def main() -> int:
    """The number of defects found, 20 at most."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("target", nargs="?", default="program", choices=sorted(TARGETS))
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--engine", choices=("atheris", "random"), default="random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-defects"))
    parser.add_argument("--again", type=Path)
    asked = parser.parse_args()
    if asked.again is not None:
        TARGETS[asked.target](asked.again.read_bytes())
        return 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        notes = Notes(Path(folder))
        defects = _play(asked, notes)
    seconds = time.monotonic() - began
    print(
        f"{asked.target}: {asked.runs} cases by {asked.engine} in {seconds:.0f} s, {defects} defects"
    )
    return defects


def _play(asked: argparse.Namespace, notes: Notes) -> int:
    defects = 0
    while notes.played < asked.runs and defects < MOST_DEFECTS:
        command = [sys.executable, "-m", "fuzz.child", asked.target, asked.engine, str(asked.runs)]
        child = subprocess.run(
            [*command, str(asked.seed + defects), str(notes.folder)], check=False
        )
        if child.returncode == 0:
            return defects
        defects += 1
        asked.keep.mkdir(parents=True, exist_ok=True)
        kept = asked.keep / f"{asked.target}-{asked.engine}-{asked.seed}-{notes.played}"
        kept.write_bytes(notes.case)
        print(f"case {notes.played}: {_reason(child.returncode)}; kept as {kept}", flush=True)
    return defects


def _reason(code: int) -> str:
    if code == -27:  # SIGPROF
        return f"more than {MOST_SECONDS} s of processor time"
    return f"ended by signal {-code}" if code < 0 else f"ended with {code}"


if __name__ == "__main__":
    sys.exit(main())
