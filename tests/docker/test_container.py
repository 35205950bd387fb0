"""The image's files, as far as they can be proved without a Docker engine."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
DOCKER = ROOT / "docker"
PACKAGE = ROOT / "src/trainlab"
SCRIPTS = PACKAGE / "hmi/assets/js"
MOST_MB = 350  # the size that the how-to states, rounded up


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


def test_the_image_leaves_out_only_what_trainlab_never_imports() -> None:
    left_out = re.search(r"pip uninstall --yes (.+)", (DOCKER / "Dockerfile").read_text("utf-8"))
    assert left_out
    names = "|".join(left_out[1].split())
    imports = re.compile(rf"^\s*(?:import|from) ({names})\b", re.MULTILINE)
    text = {file: file.read_text("utf-8") for file in PACKAGE.rglob("*.py")}
    assert [str(file) for file in text if imports.search(text[file])] == []


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
            has_what_a_browser_asks_for(url[0])
        finally:
            station.kill()
    files = [path for path in venv.rglob("*") if path.is_file() and not path.is_symlink()]
    assert sum(path.stat().st_size for path in files) < MOST_MB * 1e6


def has_what_a_browser_asks_for(url: str) -> None:
    """The page, its style and every script, the stations, and the state that a page begins with."""
    assert "text/html" in kind_of(f"{url}/")
    assert "text/css" in kind_of(f"{url}/assets/style.css")
    scripts = sorted(path.relative_to(SCRIPTS).as_posix() for path in SCRIPTS.rglob("*.js"))
    kinds = {name: kind_of(f"{url}/assets/js/{name}") for name in scripts}
    assert {name for name, kind in kinds.items() if "javascript" not in kind} == set()
    assert "main.js" in kinds
    for path in ("/api/stations", "/api/stations/0"):
        assert kind_of(url + path) == "application/json"
    with urlopen(f"{url}/api/stations/0/stream", timeout=10) as stream:
        assert "text/event-stream" in stream.headers["Content-Type"]
        assert b"event: state\n" in iter(stream.readline, b"")
        assert json.loads(stream.readline().removeprefix(b"data: "))["phase"]


def kind_of(url: str) -> str:
    """The type of what is at an address; an error if it is not there."""
    with urlopen(url, timeout=10) as answer:
        answer.read()
        return str(answer.headers["Content-Type"])
