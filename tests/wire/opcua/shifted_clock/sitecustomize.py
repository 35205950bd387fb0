"""A calendar that jumps: what a process with this folder on its PYTHONPATH takes for the time.

The seconds in the file SHIFTED_CLOCK are added to what the system says; the monotonic clock is left
alone, as it is when a computer's clock is set.
"""

import datetime
import os
import time

_real_time = time.time
_real = datetime.datetime


def _shift() -> float:
    with open(os.environ["SHIFTED_CLOCK"], encoding="ascii") as file:
        return float(file.read() or 0)


class _Kind(type(_real)):
    def __instancecheck__(cls, thing: object) -> bool:
        return isinstance(thing, _real)


class _Shifted(_real, metaclass=_Kind):
    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:
        return _real.now(tz) + datetime.timedelta(seconds=_shift())


if "SHIFTED_CLOCK" in os.environ:
    time.time = lambda: _real_time() + _shift()
    datetime.datetime = _Shifted
