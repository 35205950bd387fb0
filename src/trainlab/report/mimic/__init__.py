"""The drawing of a plant as SVG: printed as it stands, moved by the live page."""
