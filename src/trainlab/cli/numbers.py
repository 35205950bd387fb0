"""Numbers of options."""

from __future__ import annotations

from gettext import gettext
from math import isnan
from typing import Any

import click


class FiniteRange(click.FloatRange):
    """A number between two bounds; "nan", which is neither below nor above anything, is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number; click's error for anything else."""
        number = super().convert(value, param, ctx)
        if isnan(number):
            message = gettext("{value!r} is not a valid {number_type}.")  # as click has it
            self.fail(message.format(value=value, number_type=self.name), param, ctx)
        return number
