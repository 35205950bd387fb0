"""Reusable pieces of plants: valves, vessels, pumps, transmitters. Parts know no tag."""
