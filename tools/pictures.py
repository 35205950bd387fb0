"""The pictures of the pages in the README, made anew: `make pictures`.

Needs Debian's chromium, which `make test` installs, and Pillow.
"""

from __future__ import annotations

import io
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from hmi.served import Served, opened, serving  # noqa: E402

TO = ROOT / "docs/reference"
SORTING = ("conveyor/sort_height_exam", "conveyor_sort_height_exam")
LEVEL = ("tank/level_hold", "tank_level_hold")
PHONE, LAPTOP, WALL = (360, 740), (1366, 768), (3840, 2160)
FILM = (911, 512)
FRAMES, FRAME_S = 50, 0.3  # of wall time; taken at half the plant's speed, shown at the whole
HALF = 0.5
COLOURS = 160
MOST_BYTES = 400_000


@contextmanager
def station(names: tuple[str, str], until_s: float) -> Iterator[Served]:
    """The station of an exam with its solution, from a moment of its run on."""
    scenario, program = names
    solution = ROOT / "plc_projects" / program / "solution.st"
    sheet = ROOT / "scenarios" / f"{scenario}.yaml"
    with serving("--program", str(solution), scenario=sheet) as served:
        served.ask(do="speed", value=10)
        served.ask(do="run")
        _wait(lambda: (served.line()["t"] or 0) >= until_s)
        served.ask(do="speed", value=1)
        yield served


def _wait(condition: Callable[[], object]) -> None:
    while not condition():
        time.sleep(0.02)


def still(page: Page, tab: str, name: str) -> None:
    """One page as it stands."""
    page.click(f"[data-page={tab}]")
    page.wait_for_timeout(1500)
    image = Image.open(io.BytesIO(page.screenshot()))
    if image.width > 1920:  # a README shows no more of it
        image = image.resize((1920, 1080), Image.Resampling.LANCZOS)
    path = TO / name
    image.convert("RGB").save(path, optimize=True)
    _small(path)


def film(page: Page, name: str) -> None:
    """The plant moving, in real time."""
    page.click("[data-page=plant]")
    page.wait_for_timeout(500)
    frames, began = [], time.monotonic()
    for number in range(FRAMES):
        page.wait_for_timeout(max(0.0, 1000 * (began + number * FRAME_S - time.monotonic())))
        frame = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        frames.append(frame.resize(FILM, Image.Resampling.LANCZOS))
    palette = frames[0].quantize(COLOURS)
    first, *rest = [each.quantize(palette=palette, dither=Image.Dither.NONE) for each in frames]
    path = TO / name
    lasts_ms = round(1000 * HALF * (time.monotonic() - began) / FRAMES)
    first.save(path, save_all=True, append_images=rest, duration=lasts_ms, loop=0, optimize=True)
    _small(path)


def _small(path: Path) -> None:
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"{path}: {size} bytes are more than {MOST_BYTES}")
    sys.stdout.write(f"{path.relative_to(ROOT)}: {size} bytes\n")


def main() -> None:
    """All of them."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        with station(SORTING, 40.0) as served:
            with opened(browser, served.url, LAPTOP) as seen:
                still(seen.page, "plant", "pages.png")
            with opened(browser, served.url, PHONE) as seen:
                still(seen.page, "plant", "pages-phone.png")
            with opened(browser, served.url, LAPTOP) as seen:
                served.ask(do="speed", value=HALF)
                film(seen.page, "pages.gif")
        with station(LEVEL, 100.0) as served, opened(browser, served.url, WALL) as seen:
            still(seen.page, "trends", "pages-wall.png")


if __name__ == "__main__":
    main()
