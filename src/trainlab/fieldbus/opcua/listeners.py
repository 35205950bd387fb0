"""asyncua's own list of those who monitor a node: a callable for each monitored item."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from asyncua import ua

Listener = Callable[[int, ua.DataValue], Awaitable[None]]
Listeners = dict[int, Listener]
