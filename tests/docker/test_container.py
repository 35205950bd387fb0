"""The container's files, as far as they can be proved without a Docker engine."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCKER = ROOT / "docker"


def ran(*command: str, **options: object) -> str:
    """What a command prints; its end must be good."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stdout + done.stderr
    return str(done.stdout)


def instructions(name: str) -> list[tuple[str, str]]:
    """The Dockerfile's instructions in order, continued lines joined."""
    text = (DOCKER / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def test_the_dockerfile_passes_hadolint() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    ran(str(hadolint), "--failure-threshold", "info", str(DOCKER / "Dockerfile"))


def test_the_compose_file_is_what_its_published_schema_wants() -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    ran(*check, str(DOCKER / "compose.yaml"))


def test_the_compose_client_reads_it() -> None:
    alone = shutil.which("docker-compose")
    client = (alone,) if alone else ("docker", "compose")
    ran(*client, "-f", str(DOCKER / "compose.yaml"), "config", "-q")


def test_the_station_is_an_ordinary_user_and_is_asked_for_its_health() -> None:
    found = dict(instructions("Dockerfile"))
    assert found["USER"] == "10001"
    assert "trainlab.hmi.health" in found["HEALTHCHECK"]


def test_only_what_is_copied_is_sent_to_the_engine() -> None:
    kept = re.findall(r"^!(\S+)$", (DOCKER / "Dockerfile.dockerignore").read_text(), re.MULTILINE)
    copied = {
        source
        for word, rest in instructions("Dockerfile")
        if word == "COPY" and "--from" not in rest
        for source in [part for part in rest.split() if not part.startswith("--")][:-1]
    }
    assert set(kept) == copied
    assert all((ROOT / each).exists() for each in copied)


@pytest.mark.slow
def test_the_steps_of_the_image_make_a_station_that_runs(tmp_path: Path) -> None:
    """What the build stage and the last stage do, in folders of their own and a new environment."""
    build, home, venv = tmp_path / "build", tmp_path / "home", tmp_path / "trainlab"
    build.mkdir()
    home.mkdir()
    stage = build
    for word, rest in instructions("Dockerfile"):
        if word == "FROM":
            stage = build if rest.endswith("AS build") else home
        elif word == "COPY" and "--from" not in rest:
            *sources, target = [part for part in rest.split() if not part.startswith("--")]
            for source in sources:
                place = stage / (source if target == "./" else target)
                if (ROOT / source).is_dir():
                    shutil.copytree(ROOT / source, place)
                else:
                    shutil.copy(ROOT / source, place)
        elif word == "RUN" and "useradd" not in rest:
            step = rest.replace("/opt/trainlab", str(venv)).replace(
                "python -m", f"{sys.executable} -m", 1
            )
            ran("bash", "-c", step, cwd=stage)
    command = json.loads(dict(instructions("Dockerfile"))["CMD"])
    served = [
        part.replace("0.0.0.0:8080", "127.0.0.1:0").replace("0.0.0.0:1502", "127.0.0.1:0")
        for part in command
    ]
    with subprocess.Popen(
        [venv / "bin" / "trainlab", *served], cwd=home, stderr=subprocess.PIPE, text=True
    ) as station:
        assert station.stderr
        try:
            lines = [station.stderr.readline() for _ in range(2)]
            url = re.search(r"http://\S+", "".join(lines))
            assert url, lines
            ran(str(venv / "bin" / "python"), "-m", "trainlab.hmi.health", url[0])
        finally:
            station.kill()
