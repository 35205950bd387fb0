"""What a verb may import: heavy things stay out of the paths that must be quick."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCENARIO = ROOT / "scenarios/tank/level_hold.yaml"
SOLUTION = ROOT / "plc_projects/tank_level_hold/solution.st"
LIST_MODULES = """
import sys
from trainlab.cli.main import main
try:
    main(sys.argv[1:])
except SystemExit as left:
    assert not left.code, left.code
print("MODULES", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


def modules_of(*arguments: str) -> set[str]:
    """The top-level modules that a verb has loaded when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", LIST_MODULES, *arguments], capture_output=True, text=True, check=True
    )
    return set(done.stdout.rpartition("MODULES")[2].split())


def test_help_loads_nothing_heavy() -> None:
    heavy = {
        "numpy",
        "scipy",
        "pydantic",
        "ruamel",
        "rich",
        "llvmlite",
        "asyncio",
        "importlib_metadata",
    }
    assert modules_of("--help") & heavy == set()


def test_grade_loads_neither_fieldbus_nor_scipy_nor_the_web() -> None:
    heavy = {
        "asyncua",
        "pymodbus",
        "snap7",
        "scipy",
        "simpy",
        "asyncio",
        "jinja2",
        "multiprocessing",
    }
    assert modules_of("grade", str(SCENARIO), str(SOLUTION), "--json", "-") & heavy == set()
