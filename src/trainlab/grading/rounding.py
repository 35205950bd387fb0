"""What floating-point rounding may add to a difference."""

from __future__ import annotations

import numpy as np

from trainlab.core.expression import Column


def rounding_of(*columns: Column) -> float:
    """A few units in the last place of the greatest value.

    1.02 - 1.0 is greater than 0.02 by one bit; a signal at its limit is within it all the same.
    NaN and infinite values allow nothing.
    """
    greatest = max((float(np.max(np.abs(column), initial=0.0)) for column in columns), default=0.0)
    return 4.0 * float(np.spacing(greatest)) if np.isfinite(greatest) else 0.0
