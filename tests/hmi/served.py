"""`trainlab serve --hmi` in a process of its own, and two ways to it: HTTP and a browser."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
SCENARIO = ROOT / "scenarios/tank/level_hold.yaml"
SOLUTION = ROOT / "plc_projects/tank_level_hold/solution.st"

# Whoever is started in the background of a shell script has Ctrl-C ignored, and hands that on.
HEEDS_CTRL_C = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from trainlab.cli.main import main; main()"
)


@dataclass
class Served:
    """A running station with pages."""

    url: str
    places: dict[str, str]
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    def cookie(self, **given: str) -> str:
        """The session of whoever goes in with these; HTTPError if he is not let in."""
        headers = {"X-Trainlab": "1", "Content-Type": "application/json"}
        request = Request(f"{self.url}/enter", json.dumps(given).encode(), headers)
        with urlopen(request, timeout=10) as answer:
            return str(answer.headers["Set-Cookie"])

    def get(self, path: str, **headers: str) -> Any:
        """The JSON at a path."""
        with urlopen(Request(self.url + path, headers=headers), timeout=10) as answer:
            return json.loads(answer.read())

    def post(self, path: str, body: object, **headers: str) -> tuple[int, Any]:
        """The status and JSON of a POST as our page sends it, but for `headers` (None: without)."""
        sent = {"Content-Type": "application/json", "X-Trainlab": "1", **headers}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = Request(self.url + path, data, {k: v for k, v in sent.items() if v})
        try:
            with urlopen(request, timeout=10) as answer:
                return answer.status, json.loads(answer.read())
        except HTTPError as error:
            text = error.read()
            return error.code, json.loads(text) if text[:1] == b"{" else text.decode()

    def ask(self, station: int = 0, **request: object) -> tuple[int, Any]:
        """A command to a station."""
        return self.post(f"/api/stations/{station}/commands", request)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Somebody has a page of the first station open."""
        with urlopen(f"{self.url}/api/stations/0/stream", timeout=10):
            yield

    def told(self, event: str, station: int = 0, **headers: str) -> Iterator[Any]:
        """What a page of a station is told under the name of an event, for as long as one listens."""
        name = ""
        asked = Request(f"{self.url}/api/stations/{station}/stream", headers=headers)
        with urlopen(asked, timeout=30) as stream:
            for line in stream:
                field, _, text = line.decode().rstrip("\n").partition(": ")
                if field == "event":
                    name = text
                elif field == "data" and name == event:
                    yield json.loads(text)

    def line(self, station: int = 0) -> Any:
        """How a station stands, in short."""
        return self.get("/api/stations")[station]

    def value(self, signal: str, station: int = 0) -> float | None:
        """The newest value of a signal."""
        path = f"/api/stations/{station}/history?signals={signal}&from=0&to=1e9&points=20000"
        values = self.get(path)["signals"][signal]
        return values[-1] if values else None


@contextmanager
def serving(*options: str, hmi: str = "127.0.0.1:0", scenario: Path = SCENARIO) -> Iterator[Served]:
    """`trainlab serve SCENARIO --hmi`, ended at last."""
    command = [sys.executable, "-c", HEEDS_CTRL_C, "serve", str(scenario), "--lang", "en"]
    command += ["--hmi", hmi, *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        lines = []
        try:
            for line in process.stderr:
                lines.append(line)
                if line.startswith("pages at "):
                    break
            found = re.search(r"pages at (\S+)", lines[-1] if lines else "")
            assert found, "".join(lines)
            places = dict(re.findall(r"^(\w+) at (\S+)$", "".join(lines), re.MULTILINE))
            tokens = 0 if "127.0.0.1" in hmi else 2
            lines += [process.stderr.readline() for _ in range(tokens)]
            yield Served(found[1], places, process, lines)
        finally:
            process.kill()


@dataclass
class Opened:
    """A page, and all that it complained of."""

    page: Page
    complaints: list[str] = field(default_factory=list)


@contextmanager
def opened(browser: Browser, url: str, size: tuple[int, int] = (1280, 800)) -> Iterator[Opened]:
    """The pages of a station in a browser with nothing kept from before."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="en-GB", reduced_motion="reduce"
    )
    page = context.new_page()
    seen = Opened(page)
    page.on("console", lambda message: seen.complaints.append(message.text))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.goto(url)
    page.wait_for_selector(".phase:not(:empty), main.enter form:not([hidden])")
    yield seen
    context.close()
