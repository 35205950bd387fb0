"""The compose files: what a client makes of them, and that a station takes their commands."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from trainlab.cli.serve import command
from trainlab.cli.serve_options import fit_together

ROOT = Path(__file__).parents[2]
DOCKER = ROOT / "docker"
HOW_TO = ROOT / "docs/how-to/run-in-a-container.md"
OVERRIDES = ["graded", "openplc"]
# What the program for OpenPLC has beside the solution's: a variable, and the scans before the first poll.
WAITS_FOR_INPUTS = re.compile(
    r"inputs_read +: BOOL;|inputs_read := .*?\n +IF NOT inputs_read THEN\n +RETURN;\n +END_IF;"
)


def ran(*command: str) -> str:
    """What a command prints; its end must be good."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@cache
def merged(*overrides: str) -> dict[str, Any]:
    """The services as the compose client puts them together from compose.yaml and others."""
    alone = shutil.which("docker-compose")
    client = (alone,) if alone else ("docker", "compose")
    files = [
        part for name in ("compose", *overrides) for part in ("-f", str(DOCKER / f"{name}.yaml"))
    ]
    services: dict[str, Any] = YAML(typ="safe").load(ran(*client, *files, "config"))["services"]
    return services


def test_the_compose_files_are_what_the_published_schema_wants() -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    ran(*check, *(str(DOCKER / f"{name}.yaml") for name in ("compose", *OVERRIDES)))


@pytest.mark.parametrize("overrides", [[], ["graded"], ["openplc"]])
def test_one_service_alone_holds_each_port(overrides: list[str]) -> None:
    services = merged(*overrides).values()
    outside = [str(port).rsplit(":", 1)[0] for each in services for port in each["ports"]]
    assert len(set(outside)) == len(outside)
    assert all(place.startswith("127.0.0.1:") for place in outside)


def test_an_ordinary_user_gets_real_time_by_a_limit_and_no_capability() -> None:
    station = merged()["trainlab"]
    assert station["ulimits"] == {"rtprio": 1}
    assert "cap_add" not in station


def test_openplc_is_one_commit_and_finds_the_station_by_address() -> None:
    services = merged("openplc")
    source = services["openplc"]["build"]["context"]
    assert re.fullmatch(r"https://github\.com/thiagoralves/OpenPLC_v3\.git#[0-9a-f]{40}", source)
    address = services["trainlab"]["networks"]["lab"]["ipv4_address"]
    for half in HOW_TO.read_text("utf-8").split("## 简体中文"):
        assert f"`{address}`" in half


@pytest.mark.parametrize("name", OVERRIDES)
def test_a_station_takes_the_command_of_a_graded_run(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)  # the image has the same folders
    verb, *given = merged(name)["trainlab"]["command"]
    assert verb == "serve"
    asked = command("en").make_context(verb, given).params
    fit_together(
        asked["hmi"], asked["program"], asked["stations"], asked["users"], graded=asked["graded"],
        restart=asked["restart"],
    )  # fmt: skip
    assert asked["graded"]
    assert bool(asked["program"]) is (name == "graded")


@cache
def for_openplc() -> str:
    """The station's list for OpenPLC."""
    return ran(sys.executable, "-m", "trainlab", "tags", "tank_level", "--format", "openplc")


def ranges() -> dict[str, tuple[int, int]]:
    """Start and size of the station's Modbus tables, as its list for OpenPLC has them."""
    listed = for_openplc()
    found = re.findall(r"([a-z ]+): start (\d+), size (\d+)", listed.replace("Modbus TCP. ", ""))
    return {table.strip(): (int(start), int(size)) for table, start, size in found}


def test_the_how_to_has_the_numbers_that_openplc_is_told() -> None:
    rows = {
        "Discrete Inputs (%IX100.0)": "discrete input",
        "Coils (%QX100.0)": "coil",
        "Input Registers (%IW100)": "input register",
        "Holding Registers - Write (%QW100)": "holding register",
    }
    text = HOW_TO.read_text("utf-8")
    tables = ranges()
    for label, table in rows.items():
        start, size = tables[table]
        assert text.count(f"| {label} | {start} | {size} |") == 2  # in both languages


def test_the_program_for_openplc_is_the_solution_at_the_addresses_of_openplc() -> None:
    listed = for_openplc()
    place = dict(re.findall(r"(\w+) AT (%[\w.]+)", listed))
    solution = (ROOT / "plc_projects/tank_level_hold/solution.st").read_text("utf-8")
    moved = re.sub(r"(\w+)(\s+)AT %[\w.]+", lambda it: f"{it[1]} AT {place[it[1]]}", solution)
    program, configuration = (DOCKER / "openplc/level_hold.st").read_text("utf-8").split("\nCONF")
    assert words(WAITS_FOR_INPUTS.sub("", program)) == words(moved)
    assert len(WAITS_FOR_INPUTS.findall(program)) == 2
    # compile_program.sh of the runtime moves Config0.c and Res0.c
    assert re.findall(r"IGURATION (\w+)|RESOURCE (\w+) ON", configuration)[:2] == [
        ("Config0", ""),
        ("", "Res0"),
    ]


def words(program: str) -> list[str]:
    """A program without comments and spacing."""
    return re.sub(r"\(\*.*?\*\)", " ", program, flags=re.DOTALL).split()
