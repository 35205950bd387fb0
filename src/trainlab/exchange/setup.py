"""What a server process must know of a station to serve it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from trainlab.core.alarm import AlarmSpec
from trainlab.core.message import Text
from trainlab.core.spec import Control
from trainlab.core.tag import Tag
from trainlab.exchange.station_block import BlockLayout

STALE_AFTER_NS = 500_000_000


@dataclass(frozen=True, slots=True)
class StationSetup:
    """One station as one server process sees it: its tags and controls, and its shared memory.

    `tags` stand in the order of the image: inputs, then outputs. `port` is the server's number among
    the `ports` that the station has. Where `takeover` is allowed, a client that writes takes the
    outputs from the one that has them. `number` is the station's among those of this process, from 1 on.
    After `stale_after_ns` of silence the bench gives a client up.
    """

    name: str
    title: Text
    tags: tuple[Tag, ...]
    controls: tuple[Control, ...]
    memory: Path
    layout: BlockLayout
    port: int
    ports: int
    takeover: bool = False
    stale_after_ns: int = STALE_AFTER_NS
    alarms: tuple[AlarmSpec, ...] = ()
    opcua_models: tuple[str, ...] = ()
    number: int = 1
