"""Faults on a wire: what a broken sensor or cable makes of a value."""
