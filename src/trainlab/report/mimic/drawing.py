"""A mimic as one SVG, with its own style and its legend of languages."""

from __future__ import annotations

from importlib.resources import files

from trainlab.core.message import Language
from trainlab.core.mimic import Belt, Mimic, Symbol, Tool
from trainlab.core.spec import PlantDescription
from trainlab.report.html.svg import element
from trainlab.report.mimic.symbols import drawn

_STYLE = files(__package__).joinpath("mimic.css")


def drawing(plant: PlantDescription, mimic: Mimic, language: Language) -> str:
    """The drawing of a plant. What is loose belongs into its group `items`: above the last belt, below a tool."""
    parts = [drawn(symbol, language, plant.signals) for symbol in mimic.symbols]
    parts.insert(_place_of_items(mimic.symbols), element("g", class_="items"))
    title = element("title", plant.title.within(language))
    style = element("style", _STYLE.read_text(encoding="utf-8"))
    return element(
        "svg",
        "\n".join([title + style, *parts]),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {mimic.width:g} {mimic.height:g}",
        class_="mimic",
        role="img",
        aria_label=plant.title.within(language),
    )


def _place_of_items(symbols: tuple[Symbol, ...]) -> int:
    top = next((n for n, each in enumerate(symbols) if isinstance(each, Tool)), len(symbols))
    return max((n + 1 for n, each in enumerate(symbols) if isinstance(each, Belt)), default=top)
