"""The instructor's sheet: from YAML with positions to a station that can run."""
