"""Buttons of things that a person does by hand at a plant: something happens each time one goes down."""

from __future__ import annotations


class PushButtons:
    """Those of these names; `name in buttons` says whether it is one."""

    __slots__ = ("_held", "_names")

    def __init__(self, *names: str) -> None:
        self._names = frozenset(names)
        self._held: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def goes_down(self, name: str, value: float) -> bool:
        """Put one where the hand has it, 1 down and 0 up; whether it went down by that."""
        was_held = name in self._held
        (self._held.add if value >= 0.5 else self._held.discard)(name)
        return value >= 0.5 and not was_held
