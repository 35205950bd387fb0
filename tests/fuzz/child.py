"""The process that plays the cases: `python -m fuzz.child TARGET ENGINE RUNS SEED FOLDER`.

It notes each case before it plays it, so that its parent knows what it died of.
"""

from __future__ import annotations

import faulthandler
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

MOST_SECONDS = 5
MOST_BYTES = 3 << 30  # of address space, of which a process of LLVM and numpy has half a GB anyway
LONGEST = 600


class Notes:
    """How many cases have been played, and the last one, in files that outlive the process."""

    __slots__ = ("_case", "_count", "folder")

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._count = folder / "count"
        self._case = folder / "case"

    @property
    def played(self) -> int:
        """How many cases have begun."""
        return int(self._count.read_text() or 0) if self._count.exists() else 0

    @property
    def case(self) -> bytes:
        """The last one."""
        return self._case.read_bytes()

    def note(self, number: int, case: bytes) -> None:
        """Case `number` is going to be played."""
        self._case.write_bytes(case)
        self._count.write_text(str(number))


def main() -> None:
    """Plays what is left of the cases."""
    target_name, engine, runs, seed, folder = sys.argv[1:]
    notes = Notes(Path(folder))
    (_by_atheris if engine == "atheris" else _by_chance)(target_name, int(runs), int(seed), notes)


def _by_chance(target_name: str, runs: int, seed: int, notes: Notes) -> None:
    from fuzz.targets import TARGETS

    play = _watched(TARGETS[target_name], notes)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    first = Random(seed)  # another seed after each defect
    for _ in range(runs - notes.played):
        play(first.randbytes(first.randrange(1, LONGEST)))


def _by_atheris(target_name: str, runs: int, seed: int, notes: Notes) -> None:
    import atheris

    watched = ["trainlab.plc", "trainlab.scenario", "trainlab.fieldbus", "fuzz"]
    with atheris.instrument_imports(include=watched):
        from fuzz.targets import TARGETS
    begun = notes.folder / "begun"
    if not begun.exists():
        begun.mkdir()
        for number in range(100):
            content = Random(number).randbytes(LONGEST // 2)
            (begun / str(number)).write_bytes(content)
    options = {
        "runs": runs - notes.played, "seed": seed, "max_len": LONGEST, "timeout": 60, "rss_limit_mb": 2048,
        "artifact_prefix": f"{notes.folder}/", "print_final_stats": 1, "verbosity": 0, "len_control": 0,
    }  # fmt: skip
    command = [sys.argv[0], *(f"-{name}={value}" for name, value in options.items()), str(begun)]
    atheris.Setup(command, _watched(TARGETS[target_name], notes))
    atheris.Fuzz()


def _watched(target: Callable[[bytes], None], notes: Notes) -> Callable[[bytes], None]:
    """The target, noted before and limited in processor time."""
    faulthandler.enable()
    # The default action of SIGPROF ends a process wherever it is, in LLVM or in a scan, too.
    faulthandler.register(signal.SIGPROF, chain=True)
    played = notes.played

    def play(case: bytes) -> None:
        nonlocal played
        played += 1
        notes.note(played, case)
        signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
        target(case)
        signal.setitimer(signal.ITIMER_PROF, 0)

    return play


if __name__ == "__main__":
    main()
