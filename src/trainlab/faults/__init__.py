"""Faults on a wire: what a broken sensor or cable makes of a value.

Each module is one kind of fault, found through the catalog: a model of its fields, and the small
class that bends the value. `wire` says what a wire can carry at all.
"""
