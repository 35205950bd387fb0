"""All stations of this process as the pages see them, and the way back to the bench."""

from __future__ import annotations

import asyncio
import json
import pickle
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from trainlab.hmi.frames import Kind, framed
from trainlab.hmi.rules import Rules
from trainlab.hmi.server.describe import description
from trainlab.hmi.server.holds import Holds
from trainlab.hmi.server.judging import standing
from trainlab.hmi.server.planned import planned
from trainlab.hmi.server.store import Store, sound
from trainlab.scenario.scenario import Scenario

JUDGE_EVERY_S = 1.0
ROOM_EVERY_S = 5.0  # of a station at which nobody looks, while somebody looks at the room
ROOM_AT_ONCE = 3
MOST_NUMBERED = 1000


class Hall:
    """The stations. `changed` is set whenever one of them is told of something."""

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        stations: int,
        places: Sequence[Sequence[tuple[str, str]]],
        send: Callable[[bytes], None],
        rules: Rules,
        *,
        judged: bool,
    ) -> None:
        self.scenario, self.seed = scenario, seed
        self.rules, self.judged = rules, judged
        self.stores = [Store(scenario, seed) for _ in range(stations)]
        self.standings: list[dict[str, Any] | None] = [None] * stations
        self.description = description(scenario, judged=judged) | {
            "stations": stations,
            "graded": rules.graded,
        }
        self.planned = planned(scenario, seed) if judged else []
        self.places = places
        self._send = send
        self._pages = [0] * stations
        self._room_seen_s = -ROOM_EVERY_S
        self._people: list[list[str]] = [[] for _ in range(stations)]
        self._numbers: dict[str, int] = {}  # of pages, in the order in which they came
        self._numbered = 0
        self._asked = 0
        self._heard_s = time.monotonic()
        self.pulse = asyncio.Event()
        self._holds = Holds(scenario, self._let_go)

    def hear(self, kind: Kind, station: int, body: bytes) -> None:
        """A frame has come from the bench."""
        store = self.stores[station]
        match kind:
            case Kind.ROWS:
                store.rows(body)
            case Kind.STATUS:
                self._heard_s = time.monotonic()
                store.stands(sound(json.loads(body)))
            case Kind.EVENT:
                store.event(sound(json.loads(body)))
            case Kind.DEED:
                store.deed(json.loads(body))
            case Kind.BUILT:
                store.build(json.loads(body)["build"])
                self.standings[station] = None
            case Kind.PROGRAM:
                store.program = store.program | sound(json.loads(body))
            case Kind.EVIDENCE:
                store.evidence = pickle.loads(body)
            case Kind.GRADED:
                store.graded = pickle.loads(body)
                self.standings[station] = standing(store, over=True)
        pulse, self.pulse = self.pulse, asyncio.Event()
        pulse.set()

    def over(self, station: int) -> bool:
        """Whether the station's run is over, so that nothing done to it counts any more."""
        store = self.stores[station]
        ended = store.state.get("over") or store.state.get("refused")
        return store.graded is not None or bool(ended)

    @property
    def silent_s(self) -> float:
        """For how long the bench has not told how a station stands; while it is well, below 1 s."""
        return time.monotonic() - self._heard_s

    def ask(self, station: int, request: Mapping[str, Any], by: str, page: str = "") -> int:
        """Send a request to the bench; its number. `page` names the page that it is from."""
        self._asked += 1
        if request.get("do") == "fault" and "after" not in request:
            self.stores[station].coming.add(str(request.get("parameter", request.get("tag"))))
        if self._holds.new(station, page, request, by):
            said = {**request, "asked_by": by, "number": self._asked}
            self._send(framed(Kind.ASK, station, json.dumps(said).encode()))
        return self._asked

    def _let_go(self, station: int, control: str, by: str) -> None:
        self.ask(station, {"do": "operate", "control": control, "value": 0}, by)

    def comes(self, station: int, page: str, who: str) -> None:
        """One page more looks at a station."""
        if page and page not in self._numbers:
            self._numbered += 1
            self._numbers[page] = self._numbered
            if len(self._numbers) > MOST_NUMBERED:
                del self._numbers[next(iter(self._numbers))]
        self._people[station].append(who)
        self._watching(station, 1)

    def goes(self, station: int, page: str, who: str) -> None:
        """A page looks at it no more; what it held is let go."""
        self._people[station].remove(who)
        self._watching(station, -1)
        self._holds.left(station, page)

    def number(self, page: str) -> int | None:
        """A short name of a page, for where people have none."""
        return self._numbers.get(page)

    def people(self, station: int) -> Sequence[str]:
        """The names of those who look at a station, where people have names."""
        return sorted({*self._people[station]} - {""})

    def _watching(self, station: int, more: int) -> None:
        self._pages[station] += more
        said = {"do": "watch", "pages": self._pages[station]}
        self._send(framed(Kind.ASK, station, json.dumps(said).encode()))

    async def keep_judging(self) -> None:
        """Keep `standings` up to date for whoever looks, in a thread beside the pages."""
        judged: list[tuple[int, int] | None] = [None] * len(self.stores)
        judged_s = [-ROOM_EVERY_S] * len(self.stores)
        while True:
            began_s = time.monotonic()
            for number in self._wanted(judged_s, began_s):
                store, judged_s[number] = self.stores[number], began_s
                now = (store.built, min(store.ticks, self.scenario.ticks))
                if not store.judgeable or judged[number] == now:
                    continue
                judged[number] = now
                over = store.ticks >= self.scenario.ticks and not self.rules.graded
                found = await asyncio.to_thread(
                    standing, store, over=over, one_program=self.rules.graded
                )
                if store.built == now[0] and store.graded is None:
                    self.standings[number] = found
            took_s = time.monotonic() - began_s
            await asyncio.sleep(max(JUDGE_EVERY_S, 4 * took_s))

    def seen(self) -> None:
        """Somebody looks at the room."""
        self._room_seen_s = time.monotonic()

    def _wanted(self, judged_s: Sequence[float], now_s: float) -> list[int]:
        """The stations to be judged now; of those that only the room shows a few, the oldest first."""
        if not self.judged:
            return []
        open_ = [number for number, store in enumerate(self.stores) if store.graded is None]
        looked_at = [
            n for n in open_ if self._pages[n] or self.stores[n].ticks >= self.scenario.ticks
        ]
        if now_s - self._room_seen_s >= ROOM_EVERY_S:
            return looked_at
        due = [n for n in open_ if n not in looked_at and now_s - judged_s[n] >= ROOM_EVERY_S]
        return looked_at + sorted(due, key=lambda n: judged_s[n])[:ROOM_AT_ONCE]
